"""The demonstration: a clinic chain whose story is played through the ordinary actions."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdtrue.store.models import Organisation

pytestmark = pytest.mark.slow

DEAREST = "SYS-0004"
"""Signed, changed since, and spoken about: everything a system's page can tell."""
OF_SYSTEM = 12


@pytest.fixture
def clinic(begun: Callable[..., Organisation]) -> Organisation:
    from holdtrue.app.demo import load

    return begun(load)


def test_it_has_twelve_people_an_assessor_and_seven_systems_and_stands_as_its_facts_give(
    clinic: Organisation,
) -> None:
    from holdtrue.app.checking import check_standing
    from holdtrue.app.clock import SYSTEM
    from holdtrue.app.queries import figures, past, status
    from holdtrue.store.models import Record

    day = SYSTEM.day(clinic.time_zone)
    people = Record.rows.of(clinic.pk).filter(kind="person")
    assert people.count() == 12 + 1
    assert Record.rows.of(clinic.pk).filter(kind="system").count() == 7

    checked = check_standing(clinic, day)
    assert checked.ok, checked.differences

    stored = status.status(figures.stored(clinic, day))
    scratch = status.status(past.figures_at(clinic, day, day))
    assert stored.index == scratch.index
    assert [(s.practice.id, s.level, s.until) for s in stored.stands] == [
        (s.practice.id, s.level, s.until) for s in scratch.stands
    ]


def test_whoever_had_a_say_in_an_assessment_is_named(clinic: Organisation) -> None:
    from holdtrue.store import reading

    told = reading.body(reading.record(clinic.pk, "IMP-0001"))["fields"]
    assert told["contributors"] == ["Anne Roy", "Claire Dubois", "two patients of the council"]


def test_it_tells_of_a_purpose_that_changed_after_the_assessment_was_signed(clinic: Organisation) -> None:
    from holdtrue.app.clock import SYSTEM
    from holdtrue.app.queries import why
    from holdtrue.store import reading

    scribe = reading.record(clinic.pk, "SYS-0001")
    told = why.why(clinic, scribe, why.practice_named("impact-assessment"), SYSTEM.day(clinic.time_zone))

    assert told.state is State.DRIFTED
    assert [(c.ref, c.field) for c in told.changed] == [("SYS-0001", "intended_purpose")]


def test_loading_it_again_changes_nothing_and_says_nothing_of_loading(clinic: Organisation) -> None:
    from holdtrue.app.demo import load
    from holdtrue.store.models import Entry

    before = Entry.objects.count()
    said: list[str] = []
    assert load(beginning=lambda: said.append("loading")).pk == clinic.pk
    assert Entry.objects.count() == before
    assert not said


@pytest.mark.usefixtures("database")
def test_one_cut_off_while_it_was_loaded_leaves_nothing_and_says_that_it_begins() -> None:
    from holdtrue.app.clock import SYSTEM, Clock
    from holdtrue.app.demo import load
    from holdtrue.store.models import Entry, Organisation

    told = 0

    def now() -> dt.datetime:
        nonlocal told
        told += 1
        if told > 60:
            raise KeyboardInterrupt
        return SYSTEM.now()

    said: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        load(clock=Clock(now, SYSTEM.entropy), beginning=lambda: said.append(told))
    assert said == [0]
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_its_ledger_proves_and_its_checkpoint_covers_all_of_it(clinic: Organisation) -> None:
    from holdtrue.app import proving

    assert proving.checkpoint_all() == []
    proven = proving.verify(clinic)
    assert proven.ok, proven.report.first_disagreement
    assert proven.report.covered == proven.report.entries > 70


def test_signing_in_is_an_entry_of_the_installations_own_log(clinic: Organisation) -> None:
    from django.contrib.auth.signals import user_logged_in

    from holdtrue.accounts.models import User
    from holdtrue.app import proving
    from holdtrue.store.models import Entry

    user = User.objects.get(email="maya@boreal.example")
    user_logged_in.send(User, request=None, user=user)

    entry = Entry.objects.filter(log__organisation__isnull=True).latest("seq")
    assert (entry.action, entry.actor) == ("account.sign_in", user.uid)
    assert proving.verify(None).ok


def test_every_page_opens_and_a_systems_asks_twelve_questions_at_most(clinic: Organisation) -> None:
    """Pages are read closely on one kind of database (decision 0033); that they work on both is held here."""
    from django.test import Client

    from harness.visited import addresses, shown
    from holdtrue.accounts.models import Membership, Role
    from holdtrue.store.models import Record

    client, base = Client(), f"/o/{clinic.slug}/"
    client.force_login(Membership.objects.filter(organisation=clinic, role="owner")[0].user)

    def status(at: str) -> int:
        with contextlib.closing(client.get(base + at)) as response:
            return int(response.status_code)

    refs = dict(Record.rows.of(clinic.pk).order_by("-id").values_list("kind", "ref"))
    assert len(refs) > 20
    assert [at for at in shown(refs) if status(at) != 200] == []
    told = {at: status(at) for at in addresses()}
    assert not {at: said for at, said in told.items() if said not in {200, 302, 403, 404, 405, 422}}
    assert sum(said == 200 for said in told.values()) > 80
    counts = dict(_asked_by_systems(clinic))
    assert {role for role, _ in counts} == set(Role.values)
    assert {page: n for page, n in counts.items() if n > OF_SYSTEM} == {}


def _asked_by_systems(clinic: Organisation) -> Iterator[tuple[tuple[str, str], int]]:
    """How many questions the page of every system asks for an owner, and the dearest for every other role."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from holdtrue.accounts.models import Membership
    from holdtrue.store.models import Record

    systems = Record.rows.of(clinic.pk).filter(kind="system").values_list("ref", flat=True)
    members = {m.role: m.user for m in Membership.objects.filter(organisation=clinic).select_related("user")}
    for role, user in members.items():
        client = Client()
        client.force_login(user)
        for ref in systems if role == "owner" else [DEAREST]:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(f"/o/{clinic.slug}/r/{ref}/").status_code == 200
            yield (role, ref), sum(one["sql"].startswith(("SELECT", "WITH")) for one in seen)
