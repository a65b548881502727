"""An import run on the published inventories: counts, idempotence, a person's edit kept, and undone again."""

from __future__ import annotations

import pytest

from harness.house import House
from harness.published import inventory
from holdtrue.app import intake
from holdtrue.app.actions import comments, members, records, sign
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.models import Record

pytestmark = pytest.mark.slow

FIRST = "2024_consolidated_ai_inventory_raw.csv"
SOME = 60


def taken(house, path):
    planned = intake.plan(house.ada, path, said_on="2026-12-16")
    return intake.execute(planned)


def count(house, kind, **more):
    return Record.rows.of(house.pk).filter(kind=kind, retired_day__isnull=True, **more).count()


def system_bodies(house):
    from holdtrue.store import reading

    rows = Record.rows.of(house.pk).filter(kind="system", retired_day__isnull=True)
    heads = dict(rows.values_list("pk", "head_number"))
    bodies = reading.bodies(house.pk, heads.items())
    return {pk: (body["fields"], body["links"], body["source_fields"]) for pk, body in bodies.items()}


def spread(house, practice):
    from holdtrue.app.queries import figures

    return figures.stored(house.organisation, house.today).spread(
        next(p for p in figures.library().practices if p.id == practice)
    )


@pytest.fixture
def house(begun):
    return begun(House, "US federal government")


@pytest.fixture
def some(house, tmp_path):
    """The register after the first rows of the first file, with what the run said."""
    return house, taken(house, inventory(tmp_path, FIRST, SOME))


def test_every_row_is_accounted_for_and_the_standing_follows(some):
    house, outcome = some
    assert outcome.rows == SOME
    assert count(house, "system") == outcome.counts["added"]
    assert count(house, "unit") > 1
    assert outcome.effects["declaration"] == count(house, "declaration") > 0
    house.agrees()


def test_a_declaration_carries_declared_and_no_further(some):
    house, _ = some
    monitoring = spread(house, "operation-monitoring")
    assert monitoring.systems > 0
    assert monitoring.holding[1:] == (0, 0, 0)
    assert spread(house, "impact-assessment").holding[1:] == (0, 0, 0)


def test_the_same_file_again_changes_nothing(some, tmp_path):
    house, first = some
    before, bodies = count(house, "system"), system_bodies(house)
    again = taken(house, inventory(tmp_path, FIRST, SOME))
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)
    assert again.counts["unchanged"] == first.counts["added"] + first.counts["unchanged"]
    assert (count(house, "system"), system_bodies(house)) == (before, bodies)
    house.agrees()


def test_a_persons_edit_survives_the_next_file_and_a_conflict_is_shown(some, tmp_path):
    house, _ = some
    system = Record.rows.of(house.pk).filter(kind="system").exclude(title="").order_by("pk").first()
    body = house.body(system.ref)["fields"]
    records.edit(house.ada, system.ref, {"intended_purpose": "What we really use it for", "users": "Clerks"})
    taken(house, inventory(tmp_path, FIRST, SOME))
    assert house.body(system.ref)["fields"]["intended_purpose"] == "What we really use it for"
    changed = inventory(tmp_path, FIRST, SOME)
    text = changed.read_text("utf-8")
    purpose = str(body["intended_purpose"])[:40]
    assert text.count(purpose)
    changed.write_text(text.replace(purpose, f"Now said otherwise: {purpose}", 1), "utf-8")
    outcome = taken(house, changed)
    assert [name for _, name, _ in outcome.conflicts] == ["intended_purpose"]
    assert house.body(system.ref)["fields"]["intended_purpose"] == "What we really use it for"
    assert house.body(system.ref)["fields"]["users"] == "Clerks"
    house.agrees()


def test_undoing_a_run_takes_back_what_it_added_and_keeps_what_people_touched(some):
    house, outcome = some
    refs = list(
        Record.rows.of(house.pk).filter(kind="system").order_by("pk").values_list("ref", flat=True)[:3]
    )
    records.edit(house.ada, refs[0], {"users": "Clerks"})
    sign.sign(house.ada, refs[1], "confirmed")
    undone = intake.undo(house.ada, outcome.run)
    left = list(
        Record.rows.of(house.pk).filter(kind="system", retired_day__isnull=True).values_list("ref", flat=True)
    )
    assert sorted(left) == sorted(refs[:2])
    used = {row.unit_id for row in Record.rows.of(house.pk).filter(ref__in=refs[:2])}
    units = Record.rows.of(house.pk).filter(kind="unit", retired_day__isnull=True)
    assert used <= set(units.values_list("pk", flat=True))
    assert all(
        any(path.startswith(u.path) for path in units.filter(pk__in=used).values_list("path", flat=True))
        for u in units
    )
    assert undone["kept"] == 2 + units.count()
    assert count(house, "declaration") == 0
    house.agrees()
    with pytest.raises(BadInput):
        intake.undo(house.ada, outcome.run)
    with pytest.raises(NotFound):
        intake.undo(house.ada, 99)


def test_undoing_a_run_leaves_the_incidents_that_were_worked_on_since(house, tmp_path):
    file = tmp_path / "incidents.csv"
    titles = ("Edited", "Commented", "Led to a finding", "Untouched")
    file.write_text("title,detected_on\n" + "".join(f"{one},2026-11-02\n" for one in titles), "utf-8")
    outcome = intake.execute(intake.plan(house.ada, file, kind="incident"))
    refs = dict(
        Record.rows.of(house.pk).filter(kind="incident", title__in=titles).values_list("title", "ref")
    )
    records.edit(house.ada, refs["Edited"], {"effect": "A caller waited"})
    comments.comment(house.ada, refs["Commented"], "Who saw this first?")
    raised = {"title": "No risk foresaw it", "type": "observation", "about": [refs["Led to a finding"]]}
    records.add(house.ada, "finding", raised)
    undone = intake.undo(house.ada, outcome.run)
    assert (undone["kept"], undone["retired"]) == (3, 1)
    left = Record.rows.of(house.pk).filter(ref__in=refs.values(), retired_day__isnull=True)
    assert sorted(left.values_list("title", flat=True)) == sorted(titles[:3])
    house.agrees()


def test_undoing_a_run_leaves_people_who_sign_in_by_now(house, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,email\nPia,pia@example.org\nQuentin,quentin@example.org\n", "utf-8")
    outcome = intake.execute(intake.plan(house.ada, file, kind="person"))
    pia = Record.rows.of(house.pk).get(title="Pia")
    members.invite(house.ada, "pia@example.org", role="contributor", person=pia.ref)
    undone = intake.undo(house.ada, outcome.run)
    assert (undone["kept"], undone["retired"]) == (1, 1)
    assert Record.rows.of(house.pk).filter(title="Pia", retired_day__isnull=True).exists()
    house.agrees()


def test_undoing_the_second_run_restores_what_the_first_one_wrote(some, tmp_path):
    house, _ = some
    bodies = system_bodies(house)
    path = inventory(tmp_path, FIRST, SOME + 20)
    text = path.read_text("utf-8").replace("Operation and Maintenance", "Retired")
    path.write_text(text, "utf-8")
    outcome = taken(house, path)
    assert outcome.counts["changed"] > 3
    assert outcome.counts["added"] > 10
    house.agrees()
    intake.undo(house.ada, outcome.run)
    assert system_bodies(house) == bodies
    house.agrees()


def test_an_import_goes_on_when_a_record_it_links_to_was_retired(some, tmp_path):
    house, _ = some
    unit = Record.rows.of(house.pk).filter(kind="unit", path__contains="/").order_by("-pk").first()
    records.retire(house.ada, unit.ref, why="Merged")
    path = inventory(tmp_path, FIRST, SOME)
    path.write_text(path.read_text("utf-8").replace("Operation and Maintenance", "Retired"), "utf-8")
    outcome = taken(house, path)
    assert outcome.rows == SOME
    house.agrees()
