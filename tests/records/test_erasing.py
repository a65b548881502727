"""Erasing: nothing of what was said is left, on the disk either, and every proof and standing still agrees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.cast import PASSWORD
from holdtrue.core import ranges
from holdtrue.core.refusals import BadInput, NotAllowed

NAME = "Quirinus Vandermeulen"


@pytest.fixture
def gone(people):
    """Somebody who signed, was written about, left, handed over and can no longer sign in."""
    from holdtrue.accounts.models import Membership, Role, User
    from holdtrue.app import callers
    from holdtrue.app.actions import comments, handing_over, members, records, sign
    from holdtrue.app.actions.composing import normal_ref

    add = people.owner
    person = records.add(
        add, "person", {"name": NAME, "email": "quirinus@example.net", "employment": "employee"}
    )
    assert normal_ref(person.ref) == person.ref
    user = User.objects.create_user(
        "quirinus@example.net", "long-enough-password", created_at=person.created_at
    )
    Membership.objects.create(
        organisation=people.organisation,
        user=user,
        role=Role.MANAGER,
        person=person,
        created_at=person.created_at,
    )
    policy = records.add(add, "policy", {"topic": "ai", "title": "AI policy", "text": "We care"})
    sign.sign(
        callers.member(user, people.slug),
        policy.ref,
        meaning="approved",
        good_for="12 months",
        proof="password",
    )
    system = records.add(add, "system", {"name": "Triage", "owner": person.ref})
    comments.comment(add, person.ref, f"{NAME} asked for less work")
    records.edit(add, person.ref, {"left_on": "2024-05-01"}, why=f"{NAME} told us")
    max_ = people.people["manager"].ref
    handing_over.hand_over(add, person.ref, handing_over.plan(add, person.ref, max_))
    members.end(add, user.uid)
    return person, user, policy, system


def agrees(people) -> bool:
    from holdtrue.app import checking, proving

    proven = proving.verify(people.organisation)
    checked = checking.check_standing(people.organisation, people.owner.clock.day("UTC"))
    assert proven.ok, proven
    assert checked.ok, checked
    return True


def held(connection) -> list[str]:
    """Where the database still holds the name: table and column of every text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
            if table.startswith("store_search"):
                continue
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                texts = [
                    bytes(v).decode("latin-1") if isinstance(v, memoryview | bytes) else str(v) for v in row
                ]
                found += [
                    f"{table}.{c}"
                    for c, v in zip(columns, texts, strict=True)
                    if re.search("vandermeulen|quirinus", v, re.IGNORECASE)
                ]
    return sorted(set(found))


def test_nothing_of_an_erased_person_is_left_and_what_they_signed_goes_on_holding(people, gone, database):
    from django.db import connection

    from holdtrue.app.actions.erasing import erase_person
    from holdtrue.store.models import Entry, SignOff

    person, user, policy, _ = gone
    assert held(connection)
    before = Entry.objects.count()
    done = erase_person(people.owner, person.ref, why="Asked for in writing", proof="password")
    person.refresh_from_db()
    assert (done.revisions, done.texts, done.account) == (person.head_number - 1, 3, True)
    assert held(connection) == []
    user.refresh_from_db()
    assert (person.title, person.retired_day is None, user.is_active) == (person.ref, False, False)
    assert SignOff.rows.of(people.organisation.pk).get(record=policy).signer.title == person.ref
    assert Entry.objects.count() == before + 2
    assert agrees(people)
    with pytest.raises(BadInput) as refused:
        erase_person(people.owner, person.ref, why="Again", proof="password")
    assert refused.value.code == "erase.done"

    if connection.vendor == "sqlite":
        letters = Path(connection.settings_dict["NAME"]).read_bytes().lower()
        assert b"vandermeulen" not in letters, "released pages of the file still hold the name"


def test_what_the_register_keeps_about_somebody_outside_its_log_goes_and_an_account_used_elsewhere_stays(
    people, gone, database
):
    from django.db import connection

    from holdtrue.accounts.models import Membership, Role
    from holdtrue.app.actions import working
    from holdtrue.app.actions.erasing import erase_person
    from holdtrue.app.callers import member
    from holdtrue.store.models import ImportRow, ImportRun, WorkingCopy

    person, user, _, _ = gone
    Membership.objects.create(
        organisation=people.elsewhere, user=user, role=Role.ADVISER, created_at=person.created_at
    )
    working.keep(people.owner, f"{person.ref}/edit", {"name": [NAME]})
    working.keep(people.owner, "SYS-0001/edit", {"name": ["Triage"]})
    left = WorkingCopy(form="add/concern", account=user.uid, answers=f'{{"text": ["{NAME}"]}}')
    left.organisation, left.saved_at = people.organisation, person.created_at
    left.save()
    run = ImportRun(organisation=people.organisation, number=1, kind="person", said_on=1)
    run.started_at = person.created_at
    run.save()
    ImportRow(
        organisation=people.organisation,
        run=run,
        line=2,
        outcome="review",
        record=person,
        content={"n": NAME},
    ).save()
    done = erase_person(people.owner, person.ref, why="Asked for in writing", proof="password")
    user.refresh_from_db()
    assert (done.account, user.is_active, user.email) == (False, True, "quirinus@example.net")
    assert member(user, people.elsewhere.slug).actor.role == "adviser"
    assert {place for place in held(connection) if not place.startswith("a")} == set()
    assert [copy.form for copy in WorkingCopy.rows.of(people.organisation.pk)] == ["SYS-0001/edit"]


def test_who_is_still_here_holds_something_or_signs_in_is_not_erased_and_is_told_what_clears_it(
    people, database
):
    from holdtrue.app.actions import members, records
    from holdtrue.app.actions.erasing import erase_person
    from holdtrue.app.actions.handing_over import hand_over, plan

    add, theo = people.owner, people.people["member"]
    records.add(add, "system", {"name": "Triage", "owner": theo.ref})

    def refusal() -> str:
        with pytest.raises(BadInput) as refused:
            erase_person(add, theo.ref, why="Asked", proof="password")
        return refused.value.code

    assert refusal() == "erase.here"
    records.edit(add, theo.ref, {"left_on": "2024-05-01"})
    assert refusal() == "erase.holds"
    hand_over(add, theo.ref, plan(add, theo.ref, people.people["manager"].ref))
    assert refusal() == "erase.member"
    members.end(add, people.users["member"].uid)
    with pytest.raises(BadInput) as unsaid:
        erase_person(add, theo.ref, why=" ", proof="password")
    assert unsaid.value.field == "why"
    with pytest.raises(NotAllowed):
        erase_person(people.caller("auditor"), theo.ref, why="Asked", proof="password")
    with pytest.raises(NotAllowed):
        erase_person(people.caller("manager"), theo.ref, why="Asked")


def test_earlier_revisions_are_erased_and_the_newest_and_the_standing_stay(people, screener, database):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.erasing import erasable, erase_revisions
    from holdtrue.app.actions.restoring import restore_revision
    from holdtrue.app.queries.compared import compared

    records.edit(people.owner, screener.ref, {"intended_purpose": f"Ranks for {NAME}"}, why=f"{NAME} asked")
    records.edit(people.owner, screener.ref, {"intended_purpose": "Ranks for the head of staff"})
    screener.refresh_from_db()
    assert erasable(screener) == (1, 2)
    for wrong in ("3", "0", "2-9", "two", "2-1", ","):
        with pytest.raises(BadInput) as refused:
            erase_revisions(people.owner, screener.ref, wrong, why="A name stood there", proof="password")
        assert refused.value.field == "numbers"
    done = erase_revisions(people.owner, screener.ref, "2", why="A name stood there", proof="password")
    assert (done.revisions, done.texts) == (1, 1)
    assert erasable(screener) == (1,)
    assert compared(people.owner, screener, 2, 3).erased == (2,)
    with pytest.raises(BadInput):
        restore_revision(people.owner, screener.ref, 2)
    assert agrees(people)
    from django.db import connection

    assert held(connection) == []


def test_the_pages_say_what_goes_and_erase_once_proved(people, gone):
    from pages_acts.filling import Browser

    max_ = Browser(people, "manager")
    person = gone[0]
    address = f"r/{person.ref}/erase/"
    assert address in max_.open(f"r/{person.ref}/history/").html
    shown = max_.open(address)
    for sentence in ("It cannot be undone", "The account", f"It stands under {person.ref}"):
        assert sentence in shown.text
    unsaid = max_.send(shown, why="")
    assert unsaid.status == 422
    assert "Say why it is erased" in unsaid.text
    done = max_.send(shown, why="Asked for in writing", password=PASSWORD)
    assert "Erased:" in done.text
    assert NAME not in done.text
    assert NAME not in max_.open(f"r/{person.ref}/history/").text


def test_numbers_are_read_as_people_say_them():
    assert ranges.numbers_in("1-3, 5,2") == (1, 2, 3, 5)
    assert ranges.numbers_in("1–2") == (1, 2)
    for text in ("", "a", "3-1", "1,,2", "1-99999999", "-1"):
        assert ranges.numbers_in(text) is None
    assert ranges.said((5, 1, 2, 3)) == "1-3, 5"
    assert ranges.said(()) == ""
