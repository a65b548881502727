"""The published federal register of 2024: one audit drawn by class, worked over its sample, and reported."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest

from core.test_sampling import SEED
from harness.published import inventory
from holdtrue.core.sampling import draw, least

if TYPE_CHECKING:
    from holdtrue.store.models import Record

FIRST = "2024_consolidated_ai_inventory_raw.csv"
ROWS = 300
"""Enough for a sample to leave most systems out; the whole register differs in nothing but time."""


@pytest.fixture
def register(begun, tmp_path):
    from harness.house import House
    from holdtrue.app import intake

    house = begun(House, "US federal government")
    intake.execute(intake.plan(house.ada, inventory(tmp_path, FIRST, ROWS), said_on="2024-12-16"))
    return house


def audit_of(house) -> Record:
    auditor = house.add("person", name="Noor Haddad")
    return house.add("audit", title="First look", type="internal", auditor=auditor.ref)


def test_the_federal_register_is_drawn_worked_and_reported(register):
    from holdtrue.app.actions.auditing import closing, drawing, noting, opening
    from holdtrue.app.documents.audit_report import rendered
    from holdtrue.app.queries.audit_work import work
    from holdtrue.store import sampled

    house = register
    audit = audit_of(house)
    opening.begin(house.console, audit.ref, covers=["9.2.1", "A.6.2.6", "A.5.2"])
    row = drawing.draw_sample(house.console, audit.ref, seed=SEED)
    everything = sampled.counted(house.pk)
    assert sum(s["population"] for s in row.strata) == len(everything) > ROWS / 2
    assert [len(s["drawn"]) for s in row.strata] == [least(s["class"], s["population"]) for s in row.strata]
    again = draw(everything, seed=row.seed)
    assert [list(s.drawn) for s in again.strata] == [s["drawn"] for s in row.strata]
    assert row.population_digest == drawing.digest_of(everything)
    found = work(house.console, audit.ref)
    assert len(found.systems) == len(again.drawn)
    for one in found.requirements:
        noting.note(house.console, audit.ref, one.id, result="major", notes="No system drawn could show it.")
    closing.close(
        house.console, audit.ref, result="Declared and no more.", reported_to="The chief AI officer"
    )
    made = rendered(house.console, audit.ref, "docx")
    told = docx.Document(io.BytesIO(made.content))
    cells = {c.text for t in told.tables for line in t.rows for c in line.cells}
    assert {s.ref for s in found.systems} <= cells
    words = "\n".join(p.text for p in told.paragraphs)
    assert "Every requirement the audit covers was looked at." in words
    assert row.seed in words
    assert rendered(house.console, audit.ref, "pdf").content.startswith(b"%PDF")
