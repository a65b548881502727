"""Many records changed at once: told before, one action, each row by its own access, taken back as a whole."""

from __future__ import annotations

import pytest


@pytest.fixture
def fleet(people):
    from holdtrue.app.actions import records

    return [records.add(people.owner, "system", {"name": f"System {n}", "use": "trial"}) for n in range(5)]


def change(refs, **raw):
    from holdtrue.app.actions.many import Change

    return [Change(ref, raw) for ref in refs]


def fields(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)["fields"]


def test_what_would_change_is_told_and_nothing_written(people, fleet):
    from holdtrue.app.actions import many

    found = many.rehearse(people.owner, "system", change([r.ref for r in fleet], use="in_use"))
    assert (found.changed, found.unchanged, found.action) == (5, 0, "")
    assert (found.told[0].name, found.told[0].before, found.told[0].after) == ("use", "trial", "in_use")
    assert fields(fleet[0])["use"] == "trial"


def test_chunks_share_one_action_and_the_next_run_finds_nothing_to_do(people, fleet, monkeypatch):
    from holdtrue.app.actions import many
    from holdtrue.store.models import Entry

    monkeypatch.setattr(many, "CHUNK", 2)
    wanted = change([r.ref for r in fleet], use="in_use", owner=people.people["contributor"].ref)
    seen = []
    done = many.apply(
        people.owner, "system", wanted, why="In use since May", progress=lambda *at: seen.append(at)
    )
    entries = Entry.objects.filter(action_id=done.action)
    assert (done.changed, entries.count(), seen) == (5, 5, [(2, 5), (4, 5), (5, 5)])
    again = many.apply(people.owner, "system", wanted)
    assert (again.changed, again.unchanged) == (0, 5)


def test_a_contributor_changes_their_own_and_is_told_of_the_others(people, fleet):
    from holdtrue.app.actions import many, records

    records.edit(people.owner, fleet[1].ref, {"owner": people.people["contributor"].ref})
    refs = [r.ref for r in fleet]
    done = many.apply(people.caller("contributor"), "system", change(refs, use="in_use"))
    assert (done.changed, len(done.refused)) == (1, 4)
    assert fields(fleet[1])["use"] == "in_use"
    assert fields(fleet[0])["use"] == "trial"
    assert done.refused[0][1] == fleet[0].ref
    assert done.refused[0][2].id.startswith("access.refused")


def test_a_value_that_does_not_fit_refuses_its_row_alone(people, fleet):
    from holdtrue.app.actions import many

    wanted = [*change([fleet[0].ref], use="in_use"), *change([fleet[1].ref], use="sideways")]
    wanted += change(["SYS-9999"], use="in_use")
    done = many.apply(people.owner, "system", wanted)
    assert (done.changed, [ref for _, ref, _ in done.refused]) == (1, [fleet[1].ref, "SYS-9999"])


def test_tags_are_put_on_and_taken_off_beside_others(people, fleet):
    from holdtrue.app.actions import many, records

    records.edit(people.owner, fleet[0].ref, {"tags": ["pilot", "Board"]})
    raw = {many.TAG: "audit 2026; board", many.UNTAG: "Pilot"}
    many.apply(people.owner, "system", [many.Change(r.ref, raw) for r in fleet[:2]])
    assert fields(fleet[0])["tags"] == ["Board", "audit 2026"]
    assert fields(fleet[1])["tags"] == ["audit 2026", "board"]


def test_all_of_it_is_taken_back_but_what_changed_since(people, fleet):
    from holdtrue.app.actions import many, records

    wanted = change([r.ref for r in fleet], use="in_use", tags=["x"])
    done = many.apply(people.owner, "system", [*wanted, many.Change("", {"name": "New one"})])
    records.edit(people.owner, fleet[3].ref, {"users": "Nurses"})
    back = many.undo(people.owner, done.action)
    assert (back.changed, [ref for _, ref, _ in back.refused]) == (5, [fleet[3].ref])
    assert fields(fleet[0]) == {"name": "System 0", "use": "trial"}
    assert fields(fleet[3])["use"] == "in_use"


def test_what_is_no_change_of_many_records_is_not_taken_back(people, fleet):
    from holdtrue.app.actions import many
    from holdtrue.core.refusals import BadInput

    with pytest.raises(BadInput, match=r"lists\.undo\.unknown"):
        many.undo(people.owner, "nothing")


def test_taking_back_added_people_leaves_whoever_signs_in_by_now(people):
    from holdtrue.accounts.models import Membership
    from holdtrue.app.actions import many
    from holdtrue.store.models import Record

    rows = [many.Change("", {"name": name}, line) for line, name in enumerate(("Pia", "Quentin"), 2)]
    done = many.apply(people.owner, "person", rows)
    pia, quentin = (
        Record.rows.of(people.organisation.pk).filter(title__in=("Pia", "Quentin")).order_by("title")
    )
    Membership.objects.filter(user=people.users["member"]).update(person=pia)
    back = many.undo(people.owner, done.action)
    assert (back.changed, [(ref, told.id) for _, ref, told in back.refused]) == (
        1,
        [(pia.ref, "record.signs_in")],
    )
    pia.refresh_from_db()
    quentin.refresh_from_db()
    assert (pia.retired_day, quentin.retired_day is None) == (None, False)
