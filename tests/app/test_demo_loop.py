"""The demonstration's second half: it passes through gates, figures, an audit, findings, reviews and an attestation."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import holdtrue
from holdtrue.core.access import TABLE
from holdtrue.core.days import iso

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.accounts.models import User
    from holdtrue.store.models import Organisation, Record

pytestmark = pytest.mark.slow

ACTS = frozenset(
    {"verify_effect", "measure", "override", "deploy", "audit", "gate", "answer_concern", "attest"}
    | {"publish_attestation"}
)
"""Of the table of access: those by which somebody checks, decides, mends or attests."""


@pytest.fixture
def clinic(begun: Callable[..., Organisation]) -> Organisation:
    from holdtrue.app.demo import load

    return begun(load)


def test_its_story_passes_through_the_whole_of_check_and_act(clinic: Organisation) -> None:
    from holdtrue.app.actions.overriding import BACK, EARLY
    from holdtrue.app.clock import SYSTEM
    from holdtrue.app.queries import attesting
    from holdtrue.store import reading
    from holdtrue.store.models import (
        Attestation,
        AuditDraw,
        AuditSheet,
        GateDecision,
        Measurement,
        PlannedDate,
        Record,
        ReviewPack,
    )

    pk, day = clinic.pk, SYSTEM.day(clinic.time_zone)
    decided = set(GateDecision.rows.of(pk).values_list("system__ref", "stage", "decision"))
    assert {("SYS-0006", stage, "go") for stage in ("assessed", "approved", "deployed")} <= decided
    assert {("SYS-0006", "deployed", "not_yet"), ("SYS-0001", "deployed", "go")} <= decided
    assert {("SYS-0001", "changed", EARLY), ("SYS-0003", "retired", "go")} <= decided
    assert BACK in {decision for ref, _, decision in decided if ref == "SYS-0001"}

    assert AuditSheet.rows.of(pk).filter(closed_at__isnull=False).count() == 1
    assert AuditDraw.rows.of(pk).get().given
    assert Measurement.rows.of(pk).count() > 3 * 12
    assert PlannedDate.rows.of(pk).count() >= 4
    assert ReviewPack.rows.of(pk).filter(review__isnull=False).count() == 1
    assert attesting.state(Attestation.rows.of(pk).get(), day) in (
        attesting.State.STANDS,
        attesting.State.FALLEN,
    )

    findings = {r.ref: reading.body(r) for r in Record.rows.of(pk).filter(kind="finding")}
    open_ = [one for one in findings.values() if not one["fields"].get("closed_on")]
    assert [one["fields"]["type"] for one in open_] == ["minor"]
    assert open_[0]["links"]["recurrence_of"]
    closed = [one for one in findings.values() if one["fields"].get("closed_on")]
    assert "major" in {one["fields"]["type"] for one in closed}
    assert all(one["links"]["verified_by"] and one["links"]["effect_evidence"] for one in closed)


def test_its_incidents_were_told_in_time(clinic: Organisation) -> None:
    from holdtrue.app.clock import SYSTEM
    from holdtrue.app.queries.incidents import clocks_of
    from holdtrue.store.models import Record

    incidents = list(Record.rows.of(clinic.pk).filter(kind="incident").order_by("number"))
    clocks = clocks_of(clinic, incidents, SYSTEM.now())
    told = [clock for record in incidents for clock in clocks[record.pk]]
    assert len(incidents) == 3
    assert told
    assert {kept.state for kept in told} == {"told"}


def test_a_deploy_inside_the_standing_approval_left_its_change_and_one_outside_left_none(
    clinic: Organisation,
) -> None:
    from holdtrue.store import reading
    from holdtrue.store.models import Record

    changes = [reading.body(r) for r in Record.rows.of(clinic.pk).filter(kind="change")]
    inside = [one for one in changes if one["links"].get("envelope")]
    assert len(inside) == 1
    model = Record.rows.of(clinic.pk).get(kind="component", title="Roster model")
    assert reading.body(model)["fields"]["version"] == "1.4"


def test_it_is_taken_away_in_one_act(clinic: Organisation) -> None:
    from holdtrue.app import callers
    from holdtrue.app.actions import leaving
    from holdtrue.store.models import Attestation, Organisation, Record

    pk = clinic.pk
    leaving.remove_demo(callers.console(clinic.slug))
    assert not Organisation.objects.filter(pk=pk).exists()
    assert not Record.rows.of(pk).exists()
    assert not Attestation.rows.of(pk).exists()


def actions() -> set[str]:
    """The names under which the acts are logged, read from the code, so that a new one is asked for here."""
    names: dict[str, str] = {}
    asked: set[str] = set()
    for path in (Path(holdtrue.__file__).parent / "app/actions").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=constant)], value=ast.Constant(value=str(text))):
                    names[f"{path.name}:{constant}"] = text
                    names[f"{path.stem}.{constant}"] = text
                case ast.Call(func=ast.Name(id="acting"), args=[_, name, ast.Constant(value=act), *_]):
                    if act in ACTS:
                        written = name.value if isinstance(name, ast.Constant) else ast.unparse(name)
                        asked.add(str(written) if "." in str(written) else f"{path.name}:{written}")
    imported = {"staging.py:PASSING": "gating.PASSING", "snapshots.py:ACTION": "measuring.ACTION"}
    named = {names.get(imported.get(one, one), one) for one in asked}
    assert not {one for one in named if ":" in one}
    return named


def test_every_act_of_it_is_done_and_the_log_and_the_standing_agree(clinic: Organisation) -> None:
    from holdtrue.app import callers, proving
    from holdtrue.app.actions import attesting
    from holdtrue.app.actions.auditing import planning
    from holdtrue.app.actions.findings import checking, mending
    from holdtrue.app.actions.overriding import EARLY
    from holdtrue.app.checking import check_standing
    from holdtrue.app.clock import SYSTEM
    from holdtrue.store.models import Attestation, Entry, GateDecision, Record

    assert set(TABLE) >= ACTS
    owner = callers.console(clinic.slug)
    day = SYSTEM.day(clinic.time_zone)
    plan = planning.plan_audit(owner, "iso42001", on=iso(day + 30), covers=["5.2"])
    planning.drop_plan(owner, plan.uid)
    closed = next(
        found
        for found in Record.rows.of(clinic.pk).filter(kind="finding").order_by("number")
        if _closed(found)
    )
    checking.reopen(owner, closed.ref, why="It came back in the night")
    mending.trace(owner, closed.ref, "Nobody is told at night")
    answer = mending.answer(owner, closed.ref, "A bell", owner="PER-0001", due=iso(day + 30))
    mending.done(owner, closed.ref, answer.ref)
    checking.not_effective(owner, closed.ref, why="The bell was not heard")
    attested = Attestation.rows.of(clinic.pk).get()
    attesting.unpublish(owner, attested.number)
    assessor = callers.member(_user("vera@stone-assessors.example"), clinic.slug)
    attesting.withdraw(assessor, attested.number, why="A finding was opened again")

    done = set(Entry.objects.filter(log__organisation=clinic).values_list("action", flat=True))
    assert actions() <= done
    assert GateDecision.rows.of(clinic.pk).filter(decision=EARLY).exists(), (
        "an override is a gate opened early"
    )
    assert proving.verify(clinic).ok
    assert check_standing(owner.organisation, day).ok


def _closed(record: Record) -> bool:
    from holdtrue.store import reading

    return bool(reading.body(record)["fields"].get("closed_on"))


def _user(email: str) -> User:
    from holdtrue.accounts.models import User

    return User.objects.get(email=email)
