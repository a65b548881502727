"""Lists as pages: ordered by their heads, columns chosen, views saved, boards, many changed, files taken away."""

from __future__ import annotations

import pytest


@pytest.fixture
def fleet(people):
    from holdtrue.app.actions import records

    uses = ("trial", "in_use", "trial", "ended")
    return [
        records.add(
            people.owner,
            "system",
            {"name": f"System {n}", "use": use, "hosting": "service"}
            | ({"tags": ["pilot"]} if n < 2 else {}),
        )
        for n, use in enumerate(uses)
    ]


def order(page, names):
    return sorted(names, key=lambda name: page.html.index(f">{name}</a>"))


NAMES = ["System 0", "System 1", "System 2", "System 3"]


def test_a_head_puts_the_list_in_its_order_and_back(people, ada, fleet):
    assert order(ada.open("systems/?sort=-name"), NAMES) == NAMES[::-1]
    page = ada.open("systems/?sort=use&columns=use&columns=hosting&columns=tags")
    assert (
        "?columns=use&amp;columns=hosting&amp;columns=tags&amp;sort=-use" in page.html
        or "sort=-use" in page.html
    )
    assert 'aria-sort="ascending"' in page.html
    assert "pilot" in page.text


def test_any_filterable_field_tag_and_owner_can_be_asked_for(people, ada, fleet):
    page = ada.open("systems/?tags=Pilot")
    assert "System 0" in page.text
    assert "System 2" not in page.text
    assert "System 1" in ada.open("systems/?hosting=service&use=in_use").text


@pytest.mark.parametrize(
    "plural", ["risks", "people", "evidence", "policies", "findings", "impact-assessments"]
)
def test_every_list_opens_in_any_order_with_any_column(people, ada, plural):
    from holdtrue.app.queries.ordered import sortable
    from holdtrue.pages.places import kinds_by_plural

    kind = kinds_by_plural()[plural]
    for by in sortable(people.organisation.pk, kind):
        assert ada.open(f"{plural}/?sort=-{by}&columns={by}").status == 200


def test_a_view_is_saved_opened_by_itself_shared_and_forgotten(people, ada, fleet):
    from pages_acts.filling import Browser

    page = ada.open("systems/?use=trial&sort=-name")
    page = ada.send(page, holding="opens", name="Trials", opens="yes", share="yes")
    assert "Trials" in page.text
    again = ada.open("systems/")
    assert order(again, ["System 0", "System 2"]) == ["System 2", "System 0"]
    assert "System 1" not in again.text
    assert "System 1" in ada.open("systems/?view=all").text
    assert "Trials" in Browser(people, "auditor").open("systems/").text
    number = people.organisation.pk and _view(people).pk
    assert ada.client.post(ada.at(f"systems/views/{number}/drop/")).status_code == 302
    assert "System 1" in ada.open("systems/").text


def _view(people):
    from holdtrue.store.models import SavedView

    return SavedView.rows.of(people.organisation.pk).get()


def test_a_card_is_moved_by_a_form(people, ada, fleet):
    from holdtrue.store import reading

    page = ada.open("systems/?layout=board&by=use")
    assert page.status == 200
    data = {"ref": fleet[0].ref, "field": "use", "value": "in_use", "back": page.address}
    assert ada.client.post(ada.at("systems/move/"), data).status_code == 302
    fleet[0].refresh_from_db()
    assert reading.body(fleet[0])["fields"]["use"] == "in_use"


def test_those_ticked_are_changed_after_being_told_and_taken_back(people, ada, fleet):
    from holdtrue.store import reading

    form = ada.open(f"systems/change/?ref={fleet[0].ref}&ref={fleet[1].ref}")
    told = ada.send(form, holding="use", use="planned", **{"tags.add": "board"})
    assert "Nothing is written yet" in told.text
    assert reading.body(fleet[0])["fields"]["use"] == "trial"
    done = ada.send(told, holding="step")
    fleet[0].refresh_from_db()
    fields = reading.body(fleet[0])["fields"]
    assert (fields["use"], fields["tags"]) == ("planned", ["pilot", "board"])
    assert "2 records changed" in done.text
    undo = next(part.split('"')[0] for part in done.html.split('href="') if "/undo/" in part.split('"')[0])
    ada.send(ada.open(undo))
    fleet[0].refresh_from_db()
    assert reading.body(fleet[0])["fields"]["use"] == "trial"


def test_a_preview_of_many_names_people_and_not_their_refs_alone(ada, people, fleet):
    from holdtrue.app.actions import records

    lin, theo = people.people["manager"], people.people["contributor"]
    records.edit(people.owner, fleet[0].ref, {"owner": lin.ref})
    told = ada.send(ada.open(f"systems/change/?ref={fleet[0].ref}"), owner=theo.ref).text
    assert f"{lin.title} ({lin.ref})" in told
    assert f"{theo.title} ({theo.ref})" in told


def test_more_than_a_chunk_is_done_by_the_worker(people, ada, fleet, monkeypatch):
    from holdtrue.app import changing
    from holdtrue.store import reading

    monkeypatch.setattr(changing, "INLINE", 1)
    form = ada.open("systems/change/?use=trial&all=1")
    told = ada.send(form, holding="hosting", hosting="own_machines")
    waiting = ada.send(told, holding="step")
    job = changing.Job.rows.of(people.organisation.pk).get()
    changing.run.func(people.slug, people.users["owner"].uid, job.pk)
    assert waiting.status == 200
    fleet[0].refresh_from_db()
    assert reading.body(fleet[0])["fields"]["hosting"] == "own_machines"
    assert "2 records changed" in ada.open(f"changes/{job.pk}/").text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_is_taken_away_with_its_filters(people, ada, fleet, form):
    response = ada.client.get(ada.at(f"systems/export.{form}?use=ended"))
    body = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert (b"System 3" in body and b"System 1" not in body) or body.startswith(b"PK")


@pytest.mark.parametrize("unit", ["évasion & co", "ÉVASION & CO", " Évasion & Co "])
def test_a_unit_is_known_by_its_name_in_any_case_of_any_letter(people, database, unit):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.lists import record_named

    made = records.add(people.owner, "unit", {"name": "Évasion & Co"})
    records.add(people.owner, "unit", {"name": "Evasion & Co"})
    assert record_named(people.owner.organisation.pk, unit, "unit", kind="unit").pk == made.pk


@pytest.mark.parametrize("unit", ["No\x00where", "\ud800", "x" * 9_000, " ", "SYS-" + "1" * 5_000])
def test_what_can_be_no_name_of_a_unit_is_refused_as_any_other_that_is_none(people, database, unit):
    from holdtrue.app.queries.lists import record_named
    from holdtrue.core.refusals import BadInput

    with pytest.raises(BadInput) as refused:
        record_named(people.owner.organisation.pk, unit, "unit", kind="unit")
    assert refused.value.code == "link.none_of_kind"
