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


def test_completions_are_rehearsed_taken_in_and_known_again(shell, tmp_path):
    theo = shell.json("add", "person", "name=Theo", "email=theo@example.org")["ref"]
    file = tmp_path / "done.csv"
    file.write_text(
        "Email,Course,Completed on\ntheo@example.org,Basics,2026-03-02\nx@y.org,Basics,2026-03-02\n"
    )
    assert shell.json("completions", str(file))["unmapped"] == [{"course": "Basics", "rows": 2}]
    said = ("completions", str(file), "--course", "Basics=owners")
    told = shell.json(*said, "--dry-run")
    assert (told["added"], told["written"], told["trainings"][0]["refs"]) == (1, False, [])
    made = shell.json(*said)
    assert [one["line"] for one in made["refusals"]] == [3]
    assert shell.json("show", made["trainings"][0]["refs"][0])["links"]["attendees"] == [theo]
    again = shell("completions", str(file))
    assert (again.code, "1 known already" in again.out) == (0, True)
    assert shell("completions", str(file), "--course", "Basics=boats").code == 2
