"""What the matrix of risks costs: as many questions and as many rows read with ten thousand risks as with ten."""

from __future__ import annotations

import pytest

MANY = 10_000
AT_MOST = 12
HOUSEKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


@pytest.fixture
def scaled(people, ada):
    from holdtrue.app.actions.sign import sign

    ada.send(ada.open("risk-criteria-form/"), holding="appetite", appetite="6")
    sign(people.caller("manager"), "CRI-0001", "approved")
    return people


def weigh(people, count):
    """Risks as the register keeps them, with the two keys that lists sort by."""
    from holdtrue.core.sortkeys import number_key
    from holdtrue.store.models import Record, SortKey

    now = people.owner.clock.now()
    last = Record.rows.of(people.organisation.pk).filter(kind="risk").count()
    made = [
        Record(
            organisation=people.organisation,
            uid=people.owner.clock.uid(),
            kind="risk",
            number=number,
            ref=f"RSK-{number:04}",
            title=f"Risk {number}",
            recorded_day=20_000,
            created_at=now,
            changed_at=now,
        )
        for number in range(last + 1, last + count + 1)
    ]
    Record.rows.add(made)
    rows = Record.rows.of(people.organisation.pk).filter(kind="risk", number__gt=last)
    SortKey.rows.add(
        [
            SortKey(
                organisation=people.organisation,
                record_id=row,
                kind="risk",
                field=field,
                value=number_key(float(step)),
            )
            for row, number in rows.values_list("pk", "number")
            for field, step in (("likelihood", number % 5 + 1), ("severity", number // 5 % 5 + 1))
        ]
    )


def cost(people):
    """How many questions the page asks, and how many rows the counting reads."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdtrue.app.queries.risks import counted
    from holdtrue.store import statements

    read, rows = [], statements.rows

    def watched(query, params=()):
        found = rows(query, params)
        read.append(len(found))
        return found

    client, address = people.client("owner"), f"/o/{people.slug}/risk-matrix/"
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "rows", watched)
        found = counted(people.owner)
    said = [one for one in seen if not one["sql"].startswith(HOUSEKEEPING)]
    return len(said), sum(read), found


def test_the_matrix_costs_the_same_at_ten_risks_and_at_ten_thousand(scaled):
    weigh(scaled, 10)
    few, read_few, found = cost(scaled)
    assert sum(found.counts.values()) == 10
    weigh(scaled, MANY - 10)
    many, read_many, found = cost(scaled)
    assert sum(found.counts.values()) == MANY
    assert (len(found.counts), found.counts[5, 5], found.unrated) == (25, MANY // 25, 0)
    assert many == few <= AT_MOST
    assert read_few <= read_many <= 25 + 5


def test_a_risk_off_the_scales_or_not_weighed_has_no_place_and_is_told(scaled):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.risks import counted

    for more in ({}, {"likelihood": 9, "severity": 2}, {"likelihood": 2.5, "severity": 2}):
        records.add(scaled.owner, "risk", {"title": "Wrong answers", **more})
    gone = records.add(scaled.owner, "risk", {"title": "Gone", "likelihood": 5, "severity": 5})
    records.retire(scaled.owner, gone.ref, why="The system is gone")
    records.add(scaled.owner, "risk", {"title": "Unfair", "likelihood": 4, "severity": 3})
    found = counted(scaled.owner)
    assert (dict(found.counts), found.unrated, found.above) == ({(4, 3): 1}, 3, 1)


def test_somebody_held_to_a_unit_is_shown_its_risks_alone(scaled):
    import dataclasses

    from holdtrue.app.actions import records
    from holdtrue.app.queries.risks import counted

    here, there = (records.add(scaled.owner, "unit", {"name": name}) for name in ("Here", "There"))
    for unit, likelihood in ((here, 1), (there, 5)):
        system = records.add(scaled.owner, "system", {"name": unit.title, "unit": unit.ref})
        risk = {"title": unit.title, "system": system.ref, "likelihood": likelihood, "severity": 2}
        records.add(scaled.owner, "risk", risk)
    caller = scaled.caller("contributor")
    held = dataclasses.replace(caller, actor=dataclasses.replace(caller.actor, unit_path=here.path))
    assert (dict(counted(held).counts), counted(held).unrated) == ({(1, 2): 1}, 0)
