"""The pack of a management review: every input is there, holding it freezes it, and its decisions become actions."""

from __future__ import annotations

import datetime as dt

import pytest

from holdtrue.app.actions import records
from holdtrue.app.actions.reviewing import Held, decision_of, hold
from holdtrue.app.actions.sign import sign
from holdtrue.app.queries.review_decided import decided
from holdtrue.app.queries.review_pack import INPUTS, compiled, kept_with, pack_asked, span_asked
from holdtrue.app.queries.review_shapes import digest_of, kept, read
from holdtrue.core.content import content
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.words import say


def told(pack, part):
    return say(pack.part(part).said)


def figures(pack, part):
    return {say(one.label): (one.now, one.before) for one in pack.part(part).figures}


def soon(days=30):
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)).isoformat()


def test_every_input_that_the_standard_lists_is_a_part_and_nothing_is_passed_over_in_silence(house):
    listed = {one["id"] for one in content("frameworks/iso42001.yaml")["management_review_inputs"]}
    clauses = {
        name: "9.3.2." + clause.removeprefix("9.3.2 ").replace(" ", "") for name, clause in INPUTS.items()
    }
    assert set(clauses.values()) == listed
    pack = pack_asked(house.ada)
    assert {part.id for part in pack.parts} >= set(INPUTS)
    for part in pack.parts:
        assert say(part.said).endswith(".")
    assert "0 issues on the register were looked at" in told(pack, "context")


def test_figures_of_the_period_stand_beside_those_of_the_period_before(house):
    house.hands.turn_to("2027-03-02")
    records.add(house.ada, "finding", {"type": "minor", "nature": "No overseer", "due": "2027-04-01"})
    house.hands.turn_to("2027-05-10")
    records.add(
        house.ada,
        "incident",
        {"title": "Wrong answer", "severity": "serious", "detected_on": "2027-05-09"},
    )
    records.add(house.ada, "issue", {"title": "A new law"})
    records.add(house.ada, "system", {"name": "Call sorter"})
    pack = pack_asked(house.ada, begin="2027-04-01")
    assert figures(pack, "nonconformities")["Opened"] == ("0", "1")
    assert figures(pack, "nonconformities")["Past their day"] == ("1", "0")
    assert figures(pack, "nonconformities")["Minor, open"] == ("1", "1")
    assert figures(pack, "nonconformities")["Major, open"] == ("0", "0")
    assert figures(pack, "incidents")["Serious"] == ("1", "0")
    assert [fact.ref for fact in pack.part("context").facts] == ["ISS-0001"]
    assert figures(pack, "systems")["Listed in the period"][0] == "1"
    assert read(kept(pack)) == pack


def test_a_past_period_counts_what_was_changed_or_taken_out_after_it(house):
    house.hands.turn_to("2027-03-02")
    issue = records.add(house.ada, "issue", {"title": "A new law"})
    action = records.add(
        house.ada, "action", {"title": "Read it", "type": "improvement", "due": "2027-03-20"}
    )
    system = records.add(house.ada, "system", {"name": "Call sorter"})
    house.hands.turn_to("2027-03-30")
    asked = {"begin": "2027-03-01", "until": "2027-03-30"}
    then = pack_asked(house.ada, **asked)
    house.hands.turn_to("2027-06-01")
    records.edit(house.ada, issue.ref, {"title": "A new law, in force"})
    records.retire(house.ada, action.ref, why="Done otherwise")
    records.retire(house.ada, system.ref, why="Given back")
    now = pack_asked(house.ada, **asked)
    for part in ("context", "nonconformities"):
        assert now.part(part).figures == then.part(part).figures
    assert [fact.ref for fact in now.part("context").facts] == [issue.ref]
    assert figures(now, "systems")["Listed in the period"][0] == "1"


def test_a_period_begins_after_the_last_review_and_neither_lies_ahead_nor_runs_backwards(house):
    house.hands.turn_to("2027-06-01")
    records.add(house.ada, "review", {"type": "management_review", "held_on": "2027-05-01"})
    span = span_asked(house.ada)
    assert dt.date.fromordinal(span.begin).isoformat() == "2027-05-02"
    for begin, until in (("2027-05-20", "2027-05-10"), ("2027-07-01", ""), ("", "2031-01-01"), ("soon", "")):
        with pytest.raises(BadInput):
            span_asked(house.ada, begin=begin, until=until)


def test_a_review_that_is_held_keeps_its_pack_and_makes_an_action_of_each_decision(house):
    house.hands.turn_to("2027-06-01")
    person = house.ada.actor.person
    ref = records.find(house.ada, "PER-0001").ref
    span = span_asked(house.ada)
    line = f"Test by group | {ref} | 2027-09-01"
    made = hold(house.ada, span, Held([decision_of(line)], "Two more hours a month."))
    _, row, pack = kept_with(house.ada, made.ref)
    assert digest_of(row.content) == row.digest
    action = records.find(house.ada, pack.decisions[0].action)
    assert action.title == "Test by group"
    standing = decided(house.ada, made.ref, pack)
    assert standing.to_sign == (made.ref, action.ref)

    records.add(
        house.ada, "incident", {"title": "Afterwards", "severity": "minor", "detected_on": "2027-06-01"}
    )
    assert kept_with(house.ada, made.ref)[2] == pack
    assert compiled(house.ada, span) != pack
    sign(house.ada, made.ref, "approved")
    assert say(decided(house.ada, made.ref, pack).signed).startswith(
        "Not signed yet"
    )  # not by top management
    records.add(house.ada, "role", {"name": "top_management", "holder": person})
    sign(house.ada, made.ref, "approved")
    assert "for top management" in say(decided(house.ada, made.ref, pack).signed)

    house.hands.turn_to("2027-10-01")
    later = pack_asked(house.ada)
    assert figures(later, "prior")["Late"] == ("1", "0")
    records.edit(house.ada, action.ref, {"done_on": "2027-10-01"})
    assert figures(pack_asked(house.ada), "prior")["Carried out"][0] == "1"


def test_half_a_decision_is_refused_and_nothing_is_written(house):
    house.hands.turn_to("2027-06-01")
    span = span_asked(house.ada)
    for line, changes in (
        (" | PER-0001 | 2027-09-01", "Nothing."),
        ("Test by group | PER-0099 | 2027-09-01", "Nothing."),
        ("Test by group | PER-0001 | 2027-01-01", "Nothing."),
        ("Test by group | PER-0001 | 2027-09-01", " "),
    ):
        with pytest.raises(BadInput):
            hold(house.ada, span, Held([decision_of(line)], changes))
    with pytest.raises(BadInput):
        decision_of("Test by group")
    with pytest.raises(NotFound):
        kept_with(house.ada, "REV-0001")


def test_the_pack_is_read_presented_printed_and_held_on_pages(people, ada):
    here = "review-pack/"
    page = ada.open(here)
    assert "What became of earlier decisions" in page.text
    assert "data-present" in ada.open(here + "present/").html
    file = ada.client.get(ada.at(here + "file/"))
    assert file.content.startswith(b"%PDF")
    for words in ("?from=never", "?from=2026-05-01&to=2026-01-01", "?to=2999-01-01"):
        assert ada.client.get(ada.at(here) + words).status_code == 422
    empty = ada.client.post(ada.at(here + "hold/"), {"changes": ""})
    assert empty.status_code == 422
    sent = {"title-1": "Test by group", "owner-1": "PER-0001", "due-1": soon(), "changes": "Nothing."}
    done = ada.client.post(ada.at(here + "hold/"), sent)
    assert done.status_code == 302
    kept_page = ada.client.get(done["Location"])
    assert "Test by group" in kept_page.content.decode()
    assert "Not signed yet" in kept_page.content.decode()
    first = ada.client.get(done["Location"] + "file/").content
    assert first == ada.client.get(done["Location"] + "file/").content
    assert people.client("member").get(ada.at(here)).status_code == 403
    assert people.client("outsider").get(ada.at(here)).status_code == 404


def test_a_large_register_compiles_in_the_background_and_shows_how_far_it_is(house, monkeypatch):
    from holdtrue.app import reviewing_later
    from holdtrue.app.queries.review_shapes import Pack
    from holdtrue.store.models import Job

    monkeypatch.setattr(reviewing_later, "AT_ONCE", -1)
    span = span_asked(house.ada)
    assert reviewing_later.found(house.ada, span) is None
    job = reviewing_later.ask(house.ada, span)
    assert reviewing_later.ask(house.ada, span).pk == job.pk
    assert reviewing_later.found(house.ada, span).state == "waiting"
    told_ = []
    compiled(house.ada, span, progress=lambda done, total: told_.append((done, total)))
    assert told_[0] == (1, 15)
    assert told_[-1] == (15, 15)
    reviewing_later.compile_pack.func(house.organisation.slug, job.pk)
    assert Job.rows.of(house.organisation.pk).get(pk=job.pk).state == "done"
    assert isinstance(reviewing_later.found(house.ada, span), Pack)


def test_systems_that_no_class_counts_lead_to_a_list_that_holds_them(house):
    def rest():
        found = compiled(house.ada, span_asked(house.ada)).part("systems").figures
        return next((one.now, one.lead.asked) for one in found if say(one.label).startswith("Ended"))

    records.add(house.ada, "system", {"name": "Gone", "use": "ended"})
    assert rest() == ("1", {"use": "ended"})
    records.add(house.ada, "system", {"name": "Toy", "in_scope": False, "in_scope_reason": "A game"})
    assert rest() == ("2", {})
