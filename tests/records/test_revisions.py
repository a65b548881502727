"""Two revisions of a record beside each other, and going back to an older one."""

from __future__ import annotations

import pytest

from holdtrue.core.wordwise import changed


def body(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)


@pytest.fixture
def moved(people, screener):
    """A system of three revisions: its purpose changed, then its owner and its users came."""
    from holdtrue.app.actions import records

    records.edit(people.owner, screener.ref, {"intended_purpose": "Ranks job applications by model"})
    records.edit(
        people.owner, screener.ref, {"owner": people.people["contributor"].ref, "users": "Recruiters"}
    )
    return screener


def test_a_text_changed_is_told_word_by_word_and_loses_nothing():
    pairs = (("one two  three", "one 2 three four"), ("", "a"), ("a\n\nb", "a\nb c"), ("x" * 9, ""))
    for before, after in pairs:
        pieces = changed(before, after)
        assert "".join(p.text for p in pieces if p.turn != "new") == before
        assert "".join(p.text for p in pieces if p.turn != "gone") == after
    assert [(p.turn, p.text) for p in changed("by hand", "by model")] == [
        ("same", "by "),
        ("gone", "hand"),
        ("new", "model"),
    ]


def test_a_text_of_a_hundred_pages_is_compared_too():
    before = "\n".join(f"Line {n} of a long text about many things" for n in range(3000))
    after = before.replace("Line 1500 of", "Line 1500 out of")
    pieces = changed(before, after)
    assert [p.text.strip() for p in pieces if p.turn == "new"] == ["out"]
    assert "".join(p.text for p in pieces if p.turn != "gone") == after


def test_fields_and_links_are_told_before_and_after(people, moved):
    from holdtrue.app.queries.compared import compared

    found = {d.name: d for d in compared(people.owner, moved, 1, 3).differences}
    assert set(found) == {"intended_purpose", "owner", "users"}
    assert found["owner"].come == ((people.people["contributor"].ref, "Cleo"),)
    assert [p.text for p in found["intended_purpose"].pieces if p.turn == "gone"] == ["hand"]
    assert compared(people.owner, moved, 2, 2).differences == ()


def test_the_page_marks_what_went_and_what_came(people, ada, moved):
    page = ada.open(f"r/{moved.ref}/compare/?from=1&to=2")
    assert page.status == 200
    assert "<del>" in page.html
    assert "hand</del>" in page.html
    assert "model</ins>" in page.html
    assert "Go back to revision 1" in page.text
    assert "1 field differs" in page.text
    assert ada.open(f"r/{moved.ref}/compare/?from=0&to=2").status == 422
    assert ada.open(f"r/{moved.ref}/compare/?from=one").status == 422
    assert ada.open(f"r/{moved.ref}/compare/?from=1&to=77").status == 404


def test_an_older_revision_comes_back_as_a_new_one(people, ada, moved):
    shown = ada.open(f"r/{moved.ref}/restore/?number=1")
    assert "A new revision, 4, will say what revision 1 said" in shown.text
    done = ada.send(shown, why="Cleo declined", holding="number")
    assert "says again what revision 1 said" in done.text
    now = body(moved)
    assert moved.head_number == 4
    assert now["fields"]["intended_purpose"] == "Ranks job applications by hand"
    assert "users" not in now["fields"]
    assert not now["links"].get("owner")
    history = ada.open(f"r/{moved.ref}/history/")
    assert "went back to an older revision" in history.text
    assert "Cleo declined" in history.text


def test_going_back_brings_a_sign_off_back_into_force(people):
    from holdtrue.app.actions import records, restoring, sign
    from holdtrue.app.queries.signed import signed
    from holdtrue.core.verdicts import State
    from holdtrue.store import reading

    risk = records.add(people.owner, "risk", {"title": "Ranks unfairly", "likelihood": 2, "severity": 3})
    sign.sign(people.caller("manager"), risk.ref, "reviewed", good_for="12 months")
    records.edit(people.owner, risk.ref, {"likelihood": 4})

    def state():
        record = records.find(people.owner, risk.ref)
        day = people.owner.clock.day("UTC")
        return signed(people.organisation, record, day, reading.body(record)["fields"])[0].state

    assert state() is State.DRIFTED
    restoring.restore_revision(people.owner, risk.ref, 1)
    assert state() is State.HOLDS


def test_a_link_to_what_was_retired_since_is_left_out_and_named(people, moved, ada):
    from holdtrue.app.actions import members, records, restoring

    cleo = people.people["contributor"]
    records.edit(people.owner, moved.ref, {"owner": ""})
    members.end(people.owner, people.users["contributor"].uid)
    records.retire(people.owner, cleo.ref, why="Left in May")
    assert f"Links to {cleo.ref} do not come back" in ada.open(f"r/{moved.ref}/restore/?number=3").text
    made = restoring.restore_revision(people.owner, moved.ref, 3)
    assert made.left_out == (cleo.ref,)
    assert body(moved)["fields"]["users"] == "Recruiters"


def test_what_cannot_come_back_is_refused_with_a_sentence(people, moved):
    from holdtrue.app.actions import records, restoring
    from holdtrue.core.refusals import BadInput, NotAllowed, NotFound, Stale

    with pytest.raises(BadInput, match="newest_already"):
        restoring.restore_revision(people.owner, moved.ref, 3)
    with pytest.raises(NotFound):
        restoring.restore_revision(people.owner, moved.ref, 99)
    with pytest.raises(Stale):
        restoring.restore_revision(people.owner, moved.ref, 1, revision=2)
    with pytest.raises(NotAllowed):
        restoring.restore_revision(people.caller("auditor"), moved.ref, 1)
    records.retire(people.owner, moved.ref, why="Switched off")
    with pytest.raises(BadInput, match="retired"):
        restoring.restore_revision(people.owner, moved.ref, 1)


@pytest.mark.parametrize("act", ["compare", "restore"])
def test_another_organisations_record_is_as_if_it_never_was(people, moved, act):
    theirs = people.client("outsider")
    there, never = (
        theirs.get(f"/o/{people.elsewhere.slug}/r/{ref}/{act}/") for ref in (moved.ref, "SYS-0999")
    )
    assert there.status_code == never.status_code == 404
    assert there.content == never.content


@pytest.mark.parametrize("who", ["member", "auditor"])
def test_who_may_not_edit_may_not_go_back(people, moved, who):
    client = people.client(who)
    address = f"/o/{people.slug}/r/{moved.ref}/restore/?number=1"
    assert client.get(address).status_code == 403
    assert client.get(f"/o/{people.slug}/r/{moved.ref}/compare/").status_code == 200
