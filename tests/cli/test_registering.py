"""Records by command: added, changed, linked, retired, listed and shown."""

from __future__ import annotations

import datetime as dt


def test_a_record_is_added_and_shown_under_its_ref(shell):
    added = shell.json("add", "system", "name=Triage", "intended_purpose=Sort calls", "owner=PER-1")
    assert (added["ref"], added["kind"], added["title"], added["revision"]) == (
        "SYS-0001",
        "system",
        "Triage",
        1,
    )
    assert added["links"]["owner"] == ["PER-0001"]
    shown = shell.json("show", "sys-1")
    assert shown["fields"]["intended_purpose"] == "Sort calls"
    assert shown["digest"] == added["digest"]


def test_the_first_equals_sign_parts_name_and_value(shell):
    assert shell.json("add", "system", "name=a=b")["title"] == "a=b"


def test_a_repeated_name_gives_several_values(shell):
    made = shell.json("add", "system", "name=Triage", "data_categories=calls", "data_categories=names, ages")
    assert made["fields"]["data_categories"] == ["calls", "names, ages"]


def test_a_record_as_of_today_or_of_a_day_to_come_is_the_record_as_it_stands(shell):
    shell.json("add", "system", "name=Triage", "use=in_use", "owner=PER-1")
    stands = shell.json("show", "SYS-1")
    assert stands["fields"]["in_use"] is True
    for day in (dt.datetime.now(dt.UTC).date().isoformat(), "2999-01-01"):
        assert shell.json("show", "SYS-1", "--at", day) == stands
    assert shell("show", "SYS-1", "--at", "2020-01-01").code == 2


def test_an_edit_based_on_an_older_revision_is_refused(shell):
    shell.json("add", "system", "name=Triage")
    assert shell.json("edit", "SYS-1", "intended_purpose=Sort calls", "--revision", 1)["revision"] == 2
    stale = shell("edit", "SYS-1", "intended_purpose=Other", "--revision", 1)
    assert (stale.code, stale.out) == (2, "")
    assert "newest revision of SYS-0001 is 2" in stale.err


def test_a_link_and_a_field_keep_their_history(shell):
    shell.json("add", "system", "name=Triage")
    shell.json("link", "SYS-1", "owner", "PER-1")
    entries = shell.json("history", "SYS-1")
    assert [entry["action"] for entry in entries] == ["system.edit", "system.add"]
    assert {"field": "owner", "before": [], "after": ["PER-0001"]} in entries[0]["changed"]
    assert {"seq", "at", "by", "action", "changed"} <= set(entries[0])


def test_retiring_asks_for_a_reason_and_keeps_the_history(shell):
    shell.json("add", "system", "name=Triage")
    assert shell("retire", "SYS-1").code == 2
    assert shell.json("retire", "SYS-1", "--why", "replaced")["retired"] is True
    assert shell.json("list", "system") == []
    assert [row["ref"] for row in shell.json("list", "system", "--retired")] == ["SYS-0001"]
    assert shell.json("history", "SYS-1")[0]["why"] == "replaced"


def test_a_list_is_filtered_ordered_and_cut(shell):
    for name, use in (("Beta", "in_use"), ("Alpha", "trial"), ("Gamma", "in_use")):
        shell.json("add", "system", f"name={name}", f"use={use}")
    assert [row["title"] for row in shell.json("list", "system", "--sort", "name")] == [
        "Alpha",
        "Beta",
        "Gamma",
    ]
    assert [row["title"] for row in shell.json("list", "system", "--sort", "-name")] == [
        "Gamma",
        "Beta",
        "Alpha",
    ]
    found = shell.json("list", "system", "--where", "use=in_use")
    assert [row["title"] for row in found] == ["Beta", "Gamma"]
    cut = shell("list", "system", "--limit", 2, "--json")
    assert len(cut.json) == 2
    assert cut.err == "2 of 3 are listed; --limit says how many.\n"


def test_a_record_is_shown_as_it_was(shell):
    shell.json("add", "system", "name=Triage", "--true-from", "2026-01-01")
    shell.json("edit", "SYS-1", "name=Sorter")
    early = shell("show", "SYS-1", "--at", "2025-01-01")
    assert early.code == 2
    assert "not on record yet" in early.err


def test_a_wrong_word_is_answered_by_the_nearest(shell):
    wrong = shell("add", "system", "nam=Triage")
    assert wrong.code == 2
    assert "'name'" in wrong.err
    assert shell("add", "system", "name").err.startswith("'name' is no field with a value")
    assert shell("show", "SYS-77").err == "There is no SYS-0077 here.\n"


def test_an_owner_is_called_as_said_and_a_second_organisation_is_told_of(shell):
    second = shell("init", "--name", "Beta", "--owner", "bo@example.org", "--owner-name", "Bo Lindqvist")
    assert second.err == (
        "Another organisation is in this folder already: from now on name one with --org, like --org beta.\n"
    )
    assert shell.json("--org", "beta", "show", "PER-1")["title"] == "Bo Lindqvist"
    third = shell("init", "--name", "Gamma")
    assert (
        "The owner is called Owner here; say their own name with 'holdtrue edit PER-0001 name=NAME'."
        in third.err
    )
