"""People from the command line: what a leaver holds goes to whoever follows."""

from __future__ import annotations


def test_a_hand_over_is_rehearsed_then_made_and_a_wrong_group_is_told(shell):
    theo, cleo = (shell.json("add", "person", f"name={name}")["ref"] for name in ("Theo", "Cleo"))
    for name in ("Alpha", "Beta"):
        shell.json("add", "system", f"name={name}", f"owner={theo}", f"overseer={theo}")
    told = shell.json("hand-over", theo, cleo, "--only", "overseer", "--dry-run")
    assert (told["action"], told["count"]) == (None, 2)
    assert shell.json("show", "SYS-1")["links"]["overseer"] == [theo]
    made = shell.json("hand-over", theo, cleo, "--why", "Left")
    assert made["count"] == 4
    assert shell.json("show", "SYS-1")["links"]["owner"] == [cleo]
    assert shell.json("hand-over", theo, cleo)["count"] == 0
    assert shell("hand-over", cleo, theo, "--only", "boat").code == 2
