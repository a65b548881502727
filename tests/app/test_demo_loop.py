"""The demonstration's second half: it passes through gates, figures, an audit, findings, reviews and an attestation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.store.models import Organisation


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
