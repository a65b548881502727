"""Gates from the command line: asked for, decided at the console, kept as chosen."""

from __future__ import annotations


def test_a_stage_is_asked_for_and_decided_at_the_console(shell):
    shell.json("add", "system", "name=Call sorter", "owner=PER-0001", "use=planned")
    gate = shell("gate", "SYS-1", "--to", "assessed", "--json")
    assert gate.code == 1, "the gate itself only answers"
    asked = shell.json("ask-stage", "SYS-1", "--to", "assessed", "reason=The desk is overrun")
    assert (asked["system"], asked["stage"], asked["change"]) == ("SYS-0001", "assessed", "CHG-0001")
    assert asked["entering"]["ref"] == "SYS-0001"
    assert shell.json("ask-stage", "SYS-1", "--to", "assessed")["change"] == "CHG-0001"
    plain = shell("ask-stage", "SYS-1", "--to", "assessed")
    assert "CHG-0001 asks for the stage" in plain.out
    why = shell("decide-stage", "SYS-1", "no_go", "--to", "assessed")
    assert (why.code, "Say why" in why.err) == (2, True)
    seen = asked["shown"]
    shell.json("edit", "SYS-1", "intended_purpose=Sorts calls by what they are about")
    moved = shell("decide-stage", "SYS-1", "not_yet", "--to", "assessed", "--why", "Later", "--shown", seen)
    assert (moved.code, "changed while you looked" in moved.err) == (2, True)
    early = shell("decide-stage", "SYS-1", "go", "--to", "assessed")
    assert (early.code, "not yet sorted" in early.err) == (2, True)
    waits = shell.json("decide-stage", "SYS-1", "not_yet", "--to", "assessed", "--why", "Sort it first")
    assert (waits["decision"], waits["by"], waits["mode"]) == ("not_yet", "PER-0001", "observe")
    assert "not re-authenticated" in waits["note"]
    refused = shell("decide-stage", "SYS-1", "no_go", "--to", "assessed", "--why", "It hears no accents")
    assert refused.code == 0, refused.err
    assert "CHG-0001 is refused." in refused.out


def test_how_gates_are_kept_is_said_and_chosen(shell):
    assert shell.json("gate-mode") == {"mode": "observe"}
    assert shell.json("gate-mode", "enforce") == {"mode": "enforce"}
    assert "Gates enforce" in shell("gate-mode").out
    assert shell("gate-mode", "shout").code == 2
