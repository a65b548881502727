"""Tags and fields of an organisation's own: in forms, payloads, digests, filters, search and files."""

from __future__ import annotations

import pytest


def define(people, name, type_="text", **more):
    from holdtrue.app.actions import fields
    from holdtrue.core.custom import Added

    return fields.define(people.owner, Added("system", "", name, type_, **more))


def listed(people, *where, text=""):
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.queries.lists import listed as read

    return [line.ref for line in read(people.owner, Asked(kind="system", text=text, where=where)).page.lines]


def test_a_field_that_was_added_is_kept_under_one_key_and_found(people, screener):
    from holdtrue.app.actions import records
    from holdtrue.store import reading

    define(people, "Cost centre")
    define(people, "Reach", "choices", options=("Local", "Abroad"))
    define(people, "Seats", "number")
    raw = {
        "custom.cost_centre": "=K-17 ",
        "custom.reach": ["abroad"],
        "custom.seats": "12",
        "tags": "Pilot; b",
    }
    records.edit(people.owner, screener.ref, raw)
    screener.refresh_from_db()
    fields = reading.body(screener)["fields"]
    assert fields["custom"] == {"cost_centre": "=K-17", "reach": ["Abroad"], "seats": 12}
    for where in ("custom.reach=Abroad", "custom.seats=12.0", "tags=pilot", "custom.cost_centre==k-17"):
        assert listed(people, where) == [screener.ref], where
    assert listed(people, "tags=other") == []
    assert listed(people, text="k-17") == [screener.ref]
    records.edit(people.owner, screener.ref, {"custom": {"seats": ""}})
    screener.refresh_from_db()
    assert set(reading.body(screener)["fields"]["custom"]) == {"cost_centre", "reach"}


def test_only_a_material_one_enters_the_digest_and_an_empty_one_changes_nothing(people, screener):
    from holdtrue.app import proving
    from holdtrue.app.actions import records

    before = screener.digest
    define(people, "Note")
    define(people, "Budget", "number", material=True)
    records.edit(people.owner, screener.ref, {"custom.note": "x", "tags": ["y"]})
    screener.refresh_from_db()
    assert screener.digest == before
    records.edit(people.owner, screener.ref, {"custom.budget": 5})
    screener.refresh_from_db()
    assert screener.digest != before
    records.edit(people.owner, screener.ref, {"custom.budget": None})
    screener.refresh_from_db()
    assert screener.digest == before
    assert proving.verify(people.organisation).ok


def test_what_is_wrong_with_a_new_field_is_said(people):
    from holdtrue.core.refusals import BadInput

    define(people, "Cost centre")
    for name, type_, options, code in (
        ("Cost  Centre", "text", (), "field.custom.taken"),
        ("Owner", "text", (), "field.custom.taken"),
        ("...", "text", (), "field.custom.name"),
        ("Colour", "rainbow", (), "field.custom.type"),
        ("Colour", "choice", ("red",), "field.custom.options"),
    ):
        with pytest.raises(BadInput) as refused:
            define(people, name, type_, options=options)
        assert refused.value.code == code


def test_a_field_is_defined_on_a_page_filled_in_a_form_and_taken_out_of_use(people, ada, screener):
    from holdtrue.store import reading

    page = ada.open("settings/fields/")
    page = ada.send(page, holding="name", name="Cost centre", of="system", type="text", material="no")
    assert "Cost centre" in page.text
    form = ada.open(f"r/{screener.ref}/edit/")
    ada.send(form, holding="custom.cost_centre", **{"custom.cost_centre": "K-17", "tags": "pilot\nboard"})
    screener.refresh_from_db()
    body = reading.body(screener)
    assert (body["fields"]["custom"], body["fields"]["tags"]) == ({"cost_centre": "K-17"}, ["pilot", "board"])
    again = ada.open("systems/add/")
    assert "In use: board · pilot" in again.text
    done = ada.open("settings/fields/systems/cost_centre/end/")
    ada.send(done)
    assert "custom.cost_centre" not in ada.open("systems/add/").html


def test_a_contributor_adds_no_fields(people):
    from holdtrue.app.actions import fields
    from holdtrue.core.custom import Added
    from holdtrue.core.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        fields.define(people.caller("contributor"), Added("system", "", "Mine", "text"))
