"""Lists by what nobody types: the class under the EU AI Act, the lifecycle stage, and the level of a risk."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput


def titles(people, kind, by="", **asked):
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.queries.ordered import order_of, page_of

    order = order_of(people.organisation.pk, kind, by)
    return [line.title for line in page_of(people.owner, Asked(kind=kind, **asked), order).lines]


@pytest.fixture
def classes(people):
    """Three systems: one limited, one high-risk under Annex III, one never classified."""
    from holdtrue.app.actions import records, sign

    made = {}
    for name, found in (("Bot", "transparency"), ("Screener", "high_risk_annex_iii"), ("Forecast", "")):
        made[name] = records.add(people.owner, "system", {"name": name, "use": "in_use"})
        if found:
            raw = {"law": "eu_ai_act", "class": found, "system": made[name].ref}
            drafted = records.add(people.owner, "classification", raw)
            sign.sign(people.caller("manager"), drafted.ref, "approved", good_for="12 months")
    return made


def test_systems_are_sorted_and_found_by_their_class(people, classes):
    assert titles(people, "system", "eu_class")[-1] == "Forecast"
    assert set(titles(people, "system", "-eu_class")[:2]) == {"Bot", "Screener"}
    assert titles(people, "system", where=("eu_class=high_risk_annex_iii",)) == ["Screener"]
    assert titles(people, "system", "name", where=("lifecycle_stage=intake",)) == [
        "Bot",
        "Forecast",
        "Screener",
    ]
    with pytest.raises(BadInput, match=r"list\.unknown_value"):
        titles(people, "system", where=("eu_class=purple",))


def test_a_class_goes_with_its_classification_and_stays_when_the_system_is_revised(people, classes):
    from holdtrue.app.actions import records
    from holdtrue.store.models import Record

    records.edit(people.owner, classes["Screener"].ref, {"name": "Screener II"})
    assert titles(people, "system", where=("eu_class=high_risk_annex_iii",)) == ["Screener II"]
    gone = Record.rows.of(people.organisation.pk).filter(kind="classification").order_by("number")[1]
    records.retire(people.owner, gone.ref, why="Made twice")
    assert titles(people, "system", where=("eu_class=high_risk_annex_iii",)) == []


def test_deriving_from_scratch_and_filling_write_the_same_keys(people, classes):
    from holdtrue.app.upgrading import upgrade
    from holdtrue.store.models import SortKey

    rows = SortKey.rows.of(people.organisation.pk).order_by("record_id", "field")
    before = list(rows.values_list("record_id", "field", "value"))
    rows.filter(field__in=("eu_class", "lifecycle_stage")).delete()
    upgrade(clock=people.owner.clock)
    assert list(rows.values_list("record_id", "field", "value")) == before


def test_a_title_an_older_version_kept_whole_is_cut_when_its_tables_are_brought_up_to_date(people):
    from holdtrue.app.actions import records
    from holdtrue.app.proving import verify
    from holdtrue.app.upgrading import upgrade
    from holdtrue.store.models import Record

    name = "A forecast of all the visits of every clinic " * 4
    record = records.add(people.owner, "system", {"name": name})
    row = Record.rows.of(people.organisation.pk).filter(ref=record.ref)
    cut = row.get().title
    row.update(title=name.strip())
    assert not verify(people.organisation).ok
    upgrade(clock=people.owner.clock)
    assert row.get().title == cut
    assert len(cut) <= 120
    assert verify(people.organisation).ok


def test_risks_are_sorted_and_found_by_their_level(people):
    from holdtrue.app.actions import records

    for title, likelihood, severity in (
        ("Low", 1, 2),
        ("Middle", 3, 3),
        ("High", 5, 5),
        ("Unrated", None, None),
    ):
        raw = {"title": title, "likelihood": likelihood, "severity": severity}
        records.add(people.owner, "risk", {k: v for k, v in raw.items() if v is not None})
    assert titles(people, "risk", "-level") == ["High", "Middle", "Low", "Unrated"]
    assert titles(people, "risk", where=("level=3-12",)) == ["Middle"]
    assert titles(people, "risk", where=("level=9-",)) == ["Middle", "High"]
    assert titles(people, "risk", where=("level=2",)) == ["Low"]
    from pages_acts.filling import Browser

    assert "25" in Browser(people, "owner").open("risks/?level=13-&columns=level").text
    with pytest.raises(BadInput, match=r"list\.range"):
        titles(people, "risk", where=("level=large",))


def test_the_lists_show_and_offer_them(people, ada, classes):
    page = ada.open("systems/?columns=eu_class&columns=lifecycle_stage&sort=-eu_class")
    assert page.status == 200
    assert 'name="eu_class"' in page.html
    assert 'name="lifecycle_stage"' in page.html
    assert "Intake" in page.text
    assert ada.open("risks/?level=3-12&sort=level").status == 200


def test_a_card_carries_what_dropping_it_sends(people, ada, classes):
    page = ada.open("systems/?layout=board&by=use")
    assert 'data-drop="ended"' in page.html
    assert page.html.count('draggable="true"') == len(classes)
