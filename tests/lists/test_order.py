"""Lists in the order of any column offered, page by page, a few records sorted and many walked alike."""

from __future__ import annotations

import pytest

from holdtrue.core.sortkeys import key_of, number_key

NAMES = ("Écluse", "apple", "Zebra", "banana", "Apple pie", "delta")


@pytest.fixture(params=["sorted", "walked"])
def way(request, monkeypatch):
    """Each test runs once as for a few records and once as for very many."""
    from holdtrue.store import ordering

    if request.param == "walked":
        monkeypatch.setattr(ordering, "FEW", -1)
    return request.param


def listed(people):
    """Six systems, half of them with an owner, with hosting and a day of purchase here and there."""
    from holdtrue.app.actions import records

    made = []
    for n, name in enumerate(NAMES):
        raw = {"name": name, "use": "in_use" if n % 2 else "trial"}
        if n % 2:
            raw["owner"] = people.people["manager" if n == 1 else "contributor"].ref
        if n < 4:
            raw["acquired_on"] = f"2024-0{5 - n}-01"
        made.append(records.add(people.owner, "system", raw))
    return people, made


@pytest.fixture
def begun_with(begun):
    from harness.cast import cast

    return begun(listed, on=cast)


@pytest.fixture
def people(begun_with):
    return begun_with[0]


@pytest.fixture
def fleet(begun_with):
    return begun_with[1]


def titles(people, by, **more):
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.queries.ordered import order_of, page_of

    asked = Asked(kind="system", **{k: v for k, v in more.items() if k in ("where", "text", "use")})
    edges = {k: v for k, v in more.items() if k in ("after", "before", "limit")}
    order = order_of(people.organisation.pk, "system", by)
    return [line.title for line in page_of(people.owner, asked, order, **edges).lines]


def test_names_are_ordered_as_people_read_them(people, fleet, way):
    wanted = ["apple", "Apple pie", "banana", "delta", "Écluse", "Zebra"]
    assert titles(people, "name") == wanted
    assert titles(people, "-title") == wanted[::-1]


def test_what_has_no_value_comes_last_either_way(people, fleet, way):
    assert titles(people, "acquired_on") == ["banana", "Zebra", "apple", "Écluse", "Apple pie", "delta"]
    assert titles(people, "-acquired_on") == ["Écluse", "apple", "Zebra", "banana", "Apple pie", "delta"]


@pytest.mark.parametrize(
    "by", ["name", "-name", "acquired_on", "-acquired_on", "owner", "tier", "-state", "-ref"]
)
def test_pages_of_any_order_meet_without_gap_or_repeat(people, fleet, way, by):
    whole = titles(people, by)
    refs = {record.title: record.ref for record in fleet}
    forth, edge = [], {}
    while page := titles(people, by, limit=2, **edge):
        forth += page
        edge = {"after": refs[page[-1]]}
    assert forth == whole
    back, edge = [], {"before": refs[whole[-1]]}
    while page := titles(people, by, limit=2, **edge):
        back = page + back
        edge = {"before": refs[page[0]]}
    assert back == whole[:-1]


def test_a_list_in_order_keeps_its_filters(people, fleet, way):
    assert titles(people, "name", where=("use=trial",)) == ["Apple pie", "Écluse", "Zebra"]
    assert titles(people, "-owner", use=("in_use",)) == ["apple", "delta", "banana"]


def test_renaming_an_owner_moves_what_they_own(people, fleet, way):
    from holdtrue.app.actions import records

    assert titles(people, "owner")[:3] == ["banana", "delta", "apple"]
    records.edit(people.owner, people.people["contributor"].ref, {"name": "Zoe"})
    assert titles(people, "owner")[:3] == ["apple", "banana", "delta"]


def test_an_edit_and_a_retirement_are_followed(people, fleet, way):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.queries.ordered import order_of, page_of

    records.edit(people.owner, fleet[2].ref, {"name": "Aardvark"})
    records.retire(people.owner, fleet[1].ref, why="Replaced")
    assert titles(people, "name")[:2] == ["Aardvark", "Apple pie"]
    order = order_of(people.organisation.pk, "system", "name")
    gone = page_of(people.owner, Asked(kind="system", retired=True), order)
    assert [line.title for line in gone.lines] == ["apple"]


def test_a_register_older_than_sort_keys_gets_them(people, fleet):
    from holdtrue.store import sortkeys
    from holdtrue.store.models import SortKey

    rows = SortKey.rows.of(people.organisation.pk).order_by("record_id", "field")
    before = list(rows.values_list("record_id", "field", "value", "retired"))
    rows.delete()
    sortkeys.fill()
    assert list(rows.values_list("record_id", "field", "value", "retired")) == before


def test_a_column_that_cannot_be_sorted_by_is_said(people):
    from holdtrue.app.queries.ordered import order_of
    from holdtrue.core.refusals import BadInput

    with pytest.raises(BadInput, match=r"list\.unknown_field"):
        order_of(people.organisation.pk, "system", "colour")
    with pytest.raises(BadInput, match=r"list\.not_sorted_by"):
        order_of(people.organisation.pk, "system", "-components")


def test_numbers_stand_in_the_order_of_their_size():
    numbers = [-1e12, -3.5, -0.0, 0, 1e-9, 2, 10, 1e15]
    assert sorted(numbers, key=number_key) == numbers
    assert key_of(None, 5) == key_of(None, 5.0)


@pytest.mark.parametrize(
    ("by", "asked", "wanted"),
    [
        ("use", {"use": ("trial",)}, ["Écluse", "Zebra", "Apple pie"]),
        ("-use", {"use": ("trial", "in_use")}, ["delta", "banana", "apple", "Apple pie", "Zebra", "Écluse"]),
        ("acquired_on", {"where": ("acquired_on=2024-04-01",)}, ["apple"]),
        ("name", {"where": ("name=delta",)}, ["delta"]),
        ("-tier", {"where": ("tier=high",)}, []),
    ],
)
def test_a_filter_on_the_field_of_the_order_says_the_same_walked_or_sorted(
    people, fleet, way, by, asked, wanted
):
    found = titles(people, by, **asked)
    assert found == wanted if len(wanted) < 6 else sorted(found) == sorted(wanted)
    assert titles(people, by, limit=1, **asked) == found[:1]


def test_more_than_can_be_counted_is_told_without_the_retired(people, fleet, monkeypatch):
    from holdtrue.app.actions import records
    from holdtrue.store import listing

    records.retire(people.owner, fleet[0].ref, why="Gone")
    wanted = listing.Filter("system", fields={"use": "trial"})
    assert listing.total(people.organisation.pk, wanted) == 2
    monkeypatch.setattr(listing, "EXACT", 1)
    assert listing.total(people.organisation.pk, wanted) is None
    monkeypatch.setattr(listing, "EXACT", 2)
    assert listing.total(people.organisation.pk, wanted) == 2


def test_a_closed_finding_is_told_from_an_open_one_by_the_days_its_acts_wrote_down():
    from holdtrue.core.sortkeys import keys

    written = {"closed_on": "2026-10-19", "effect_verified_on": "2026-10-18"}
    kept = keys("finding", "No snapshot", written, {})
    assert {name: kept.get(name) for name in written} == written
    assert "closed_on" not in keys("finding", "No snapshot", {"closed_on": None}, {})
