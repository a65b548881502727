"""Proof by command: sign-offs at the console, evidence, values, and what they do to the standing."""

from __future__ import annotations

import datetime as dt

FULL = (
    "type=ai",
    "system=SYS-1",
    "purpose_and_use=Sort calls",
    "foreseeable_misuse=Ranking people",
    "individual_impacts=Longer waits",
    "group_impacts=None found",
    "societal_impacts=None found",
    "benefits=Shorter waits",
    "alternatives=A list",
    "costs_of_error=A late answer",
    "measures=A person reads each",
    "contributors=PER-1",
    "conclusion=It may be used",
    "retention_until=2036-01-01",
)


TRIAGE = (
    "use=planned",
    "our_role=deployer",
    "personal_data=no",
    "decisions_about_people=no",
    "effect_on_people=none",
    "autonomy=suggests",
    "interacts_with_people=no",
    "generates_content=no",
    "jurisdictions=US",
)


def assessed(shell):
    shell.json("add", "system", "name=Triage", "intended_purpose=Sort calls", "owner=PER-1", *TRIAGE)
    shell.json("add", "impact_assessment", *FULL)


def test_a_sign_off_at_the_console_says_so(shell):
    assessed(shell)
    done = shell("sign", "IMP-1", "--as", "approved", "--good-for", "12 months")
    assert done.code == 0
    assert "at the console, not re-authenticated" in done.out
    signed = shell.json("sign", "IMP-1", "--as", "reviewed", "--good-for", "6 months", "--signer", "PER-1")
    assert signed["revision"] == 1
    assert dt.date.fromisoformat(signed["until"]) > dt.date.fromisoformat(signed["on"])
    assert len(signed["basis"]) >= 2
    assert signed["at_the_console"] is True


def test_a_sign_off_drifts_when_the_purpose_changes_and_why_says_what_changed(shell):
    assessed(shell)
    shell.json("sign", "IMP-1", "--as", "approved", "--good-for", "12 months")
    shell.json("edit", "SYS-1", "intended_purpose=Rank people")
    why = shell.json("why", "SYS-1", "impact-assessment", "--level", "operational")
    assert why["state"] == "drifted"
    assert [change["field"] for change in why["changed"]] == ["intended_purpose"]
    assert why["remedy"]
    told = shell("why", "SYS-1", "impact-assessment", "--level", "operational")
    assert "drifted" in told.out
    assert "Sort calls" in told.out


def test_the_standing_of_one_system_names_practice_level_and_state(shell):
    assessed(shell)
    found = shell.json("status", "--system", "SYS-1")
    stands = {p["id"]: p for p in found["practices"]}
    assert stands["impact-assessment"]["level"] == "documented"
    assert {"id", "level", "until", "state", "because"} <= set(stands["impact-assessment"])


def test_evidence_is_kept_with_its_day(shell, tmp_path):
    assessed(shell)
    file = tmp_path / "sample.txt"
    file.write_text("twenty calls, none wrong", "utf-8")
    placed = shell.json("attach", "SYS-1", file, "--tag", "oversight-sample", "--collected-on", "2026-01-05")
    assert (placed["evidence"], placed["state"]) == ("EVI-0001", "placed")
    assert placed["links"]["about"] == ["SYS-0001"]
    assert shell.json("attach", "SYS-1", file)["state"] == "undated"
    assert shell("attach", "SYS-1", tmp_path / "none.txt").code == 2


def test_a_value_is_measured_once_a_day(shell):
    indicator = shell.json(
        "add", "indicator", "tag=unlisted-systems-found", "target=0.1", "direction=down", "unit=share"
    )
    made = shell.json("measure", "unlisted-systems-found", "0.05", "--on", "2026-01-05")
    assert made["ref"] == indicator["ref"]
    assert made["measurement"] == {"indicator": "IND-0001", "on": "2026-01-05", "value": 0.05, "count": None}
    assert shell("measure", "IND-1", "0.07", "--on", "2026-01-05").code == 2
    assert shell("measure", "IND-1", "much", "--on", "2026-01-06").err.startswith("'much' is not a figure")
    assert shell("measure", "nothing-such", "1", "--on", "2026-01-06").code == 2


def test_checks_of_the_store_agree_on_what_was_written(shell):
    assessed(shell)
    assert shell.json("check-standing")["ok"] is True
    assert shell.json("verify")["first_disagreement"] is None
