"""An audit from its beginning to its report: begun, drawn, worked by two, closed, and kept as it was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from holdtrue.core.refusals import BadInput, NotAllowed, Stale

if TYPE_CHECKING:
    from audits.conftest import Audited

SEED = "5d" * 32


def begin(audited: Audited, **asked: object):
    from holdtrue.app.actions.auditing.opening import begin as act

    return act(audited.ines, audited.audit.ref, **asked)


def draw(audited: Audited, **asked: object):
    from holdtrue.app.actions.auditing.drawing import draw_sample

    return draw_sample(audited.ines, audited.audit.ref, **asked)


def note(audited: Audited, requirement: str, result: str, notes: str = "", **asked: object):
    from holdtrue.app.actions.auditing.noting import note as act

    return act(
        asked.pop("by", audited.ines), audited.audit.ref, requirement, result=result, notes=notes, **asked
    )


def close(audited: Audited, **asked: object):
    from holdtrue.app.actions.auditing.closing import close as act

    return act(asked.pop("by", audited.ines), audited.audit.ref, result="One thing to mend.", **asked)


def work(audited: Audited):
    from holdtrue.app.queries.audit_work import work as read

    return read(audited.ines, audited.audit.ref)


def refused(act, *args, **asked) -> str:
    with pytest.raises((BadInput, NotAllowed, Stale)) as refusal:
        act(*args, **asked)
    from holdtrue.words import say

    say(refusal.value.message)
    return refusal.value.code


def test_an_audit_keeps_its_framework_and_how_each_requirement_stood(audited):
    sheet = begin(audited)
    found = work(audited)
    assert sheet.framework == "iso42001"
    assert len(found.requirements) > 60
    assert found.kept["log"]["size"] == sheet.entry
    assert len(found.kept["log"]["root"]) == 64
    policy = next(p for r in found.requirements for p in r.practices if p.id == "ai-policy")
    assert policy.asks.startswith("Show me")
    assert refused(begin, audited) == "audit.begun"


def test_why_a_requirement_stood_is_kept_as_ids_and_said_by_who_reads(audited):
    from holdtrue.app.queries.audit_reported import in_words, reported
    from holdtrue.core.auditing import requirement_of
    from holdtrue.core.messages import Message
    from holdtrue.words import say

    begin(audited, covers=["5.2"])
    kept = work(audited).kept["requirements"][0]
    one = requirement_of(kept)
    assert isinstance(one.because, Message)
    assert say(one.because, "pseudo").startswith("⟦")
    told = reported(audited.ines, audited.audit.ref)
    assert in_words(told)["requirements"][0]["because"] == say(one.because)
    older = requirement_of({**kept, "because": "No policy is on record."})
    assert older.because == "No policy is on record."  # as audits begun before kept it


def test_a_sample_is_drawn_by_class_and_anybody_draws_it_again(audited):
    from holdtrue.core.sampling import draw as redraw

    begin(audited)
    row = draw(audited, seed=SEED)
    (unsorted,) = [s for s in row.strata if s["population"]]
    assert (unsorted["class"], unsorted["population"], unsorted["least"]) == ("unsorted", 9, 3)
    again = redraw([(s.uid, "unsorted") for s in audited.systems[:9]], seed=SEED)
    assert list(again.drawn) == unsorted["drawn"]
    assert [s.uid for s in work(audited).systems] == unsorted["drawn"]
    assert all("ai-triage" in s.practices or s.practices for s in work(audited).systems)


def test_the_seed_is_in_the_log_before_what_it_draws(audited):
    from holdtrue.store.models import Entry, EntryText

    begin(audited)
    row = draw(audited)
    entries = list(Entry.objects.filter(action="audit.draw").order_by("seq"))
    texts = [orjson.loads(EntryText.objects.get(log=e.log, seq=e.seq, what="contents").text) for e in entries]
    assert len(row.seed) == 64
    assert not row.given
    assert [sorted(text) for text in texts] == [
        ["given", "population", "seed", "systems"],
        ["number", "rule", "strata"],
    ]
    assert texts[0]["seed"] == row.seed


def test_another_drawing_needs_a_reason_and_keeps_the_first(audited):
    begin(audited)
    first = draw(audited)
    assert refused(draw, audited) == "audit.redraw_reason"
    second = draw(audited, reason="System 3 was ended meanwhile.")
    assert [d.number for d in work(audited).draws] == [1, 2]
    assert first.seed != second.seed
    assert [s.uid for s in work(audited).systems] == [u for s in second.strata for u in s["drawn"]]


def test_fewer_than_the_rule_asks_for_needs_a_reason(audited):
    begin(audited)
    assert refused(draw, audited, sizes={"unsorted": 1}) == "audit.short_reason"
    assert refused(draw, audited, sizes={"unsorted": 99}) == "sampling.size"
    assert refused(draw, audited, seed="dice") == "sampling.seed"
    assert work(audited).draws == ()
    row = draw(audited, sizes={"unsorted": 1}, reason="Two days only.")
    assert len(row.strata[3]["drawn"]) == 1


def test_notes_of_two_auditors_follow_each_other_and_none_is_lost(audited):
    begin(audited)
    mo = audited.house.member("Mo", "auditor")
    note(audited, "9.2.1", "holds", "Two audits seen.", based_on=0)
    assert refused(note, audited, "9.2.1", "minor", "No.", by=mo, based_on=0) == "audit.stale"
    note(audited, "9.2.1", "minor", "One audit has no report.", by=mo, based_on=1)
    told = work(audited).notes["9.2.1"]
    assert [(n.by, n.result) for n in told] == [("Ines", "holds"), ("Mo", "minor")]
    assert told[0].notes == "Two audits seen."
    assert work(audited).worked == 1


def test_what_cannot_be_noted_is_refused_with_a_sentence(audited):
    assert refused(note, audited, "9.2.1", "holds") == "audit.not_begun"
    begin(audited, covers=["9.2.1", "9.1"])
    assert refused(note, audited, "4.1", "holds") == "audit.not_covered"
    assert refused(note, audited, "9.2.1", "compliant") == "audit.result"
    assert refused(note, audited, "9.2.1", "major") == "audit.result_words"
    assert (
        refused(note, audited, "9.2.1", "holds", by=audited.house.member("Cleo", "contributor"))
        == "access.refused"
    )


def test_auditing_ones_own_work_is_refused_by_name(audited):
    policy = audited.put("policy", title="AI policy", topic="ai", owner=audited.auditor.ref)
    begin(audited)
    with pytest.raises(NotAllowed) as refusal:
        note(audited, "5.2", "holds")
    assert refusal.value.code == "audit.own_work"
    from holdtrue.words import say

    assert policy.ref in say(refusal.value.message)
    assert "Ada" in say(refusal.value.message)


def test_owning_a_system_that_was_not_drawn_is_no_hindrance(audited):
    from holdtrue.app.actions import records

    begin(audited)
    row = draw(audited, seed=SEED)
    drawn = {uid for s in row.strata for uid in s["drawn"]}
    other = next(s for s in audited.systems[:9] if s.uid not in drawn)
    records.edit(audited.house.ada, other.ref, {"owner": audited.auditor.ref})
    note(audited, "9.2.1", "holds")
    one = next(s for s in audited.systems if s.uid in drawn)
    records.edit(audited.house.ada, one.ref, {"owner": audited.auditor.ref})
    assert refused(note, audited, "9.2.1", "holds") == "audit.own_work"


def test_a_firm_of_one_audits_itself_and_the_report_says_so(audited):
    from holdtrue.app.actions import members, records
    from holdtrue.app.actions.auditing import closing, noting, opening
    from holdtrue.app.queries.audit_reported import reported

    ada = audited.house.ada
    person = ada.actor.person
    audited.put("policy", title="AI policy", topic="ai")
    members.end(ada, audited.ines.actor.account)
    records.edit(ada, audited.audit.ref, {"auditor": person})
    opening.begin(ada, audited.audit.ref)
    noting.note(ada, audited.audit.ref, "9.2.1", result="holds")
    closing.close(ada, audited.audit.ref, result="Holds.")
    told = reported(ada, audited.audit.ref)["independence"]
    assert told["alone"]
    assert told["own"]


def test_who_keeps_what_is_audited_leaves_it_to_the_auditor_there_is(audited):
    from holdtrue.app.actions import records
    from holdtrue.words import say

    ada = audited.house.ada
    audited.put("policy", title="AI policy", topic="ai")
    records.edit(ada, audited.audit.ref, {"auditor": ada.actor.person})
    begin(audited)
    with pytest.raises(NotAllowed) as refusal:
        note(audited, "9.2.1", "holds", by=ada)
    assert "Let somebody else audit it: Ines" in say(refusal.value.message)


def test_reading_evidence_makes_no_auditor_its_author(audited):
    from holdtrue.app.actions import evidence

    shown = audited.put(
        "evidence", title="Figures of spring", tag="monitoring-report", collected_on="2027-01-04"
    )
    evidence.read(audited.ines, shown.ref, "in_order")
    begin(audited)
    note(audited, "9.2.1", "holds")


def test_a_nonconformity_that_nobody_carries_on_is_named_in_the_report(audited):
    from holdtrue.app.queries.audit_reported import reported

    begin(audited)
    assert refused(note, audited, "9.1", "not_looked_at") == "audit.nothing_said"
    note(audited, "9.2.1", "minor", "One audit has no report.")
    note(audited, "9.1", "major", "Nothing is measured.")
    assert reported(audited.ines, audited.audit.ref)["without_finding"] == ["9.1", "9.2.1"]
    audited.put("finding", type="minor", requirement="9.2.1", nature="No report.", audit=audited.audit.ref)
    assert [one.name for one in work(audited).without_finding] == ["9.1"]


def test_a_closed_audit_stays_as_it_was_signed_whatever_changes(audited):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.audit_reported import reported

    begin(audited)
    draw(audited, seed=SEED)
    note(audited, "9.2.1", "minor", "One audit has no report.")
    assert refused(close, audited, by=audited.house.ada) == "audit.not_auditor"
    sheet = close(audited)
    before = reported(audited.ines, audited.audit.ref)
    assert before["digest"] == sheet.report_digest
    assert before["closed"]["by"] == "Ines"
    assert before["audit"]["result"] == "One thing to mend."
    assert "4.1" in before["not_looked_at"]
    audited.put("policy", title="AI policy", topic="ai")
    records.edit(audited.house.ada, audited.systems[0].ref, {"title": "Renamed"})
    assert reported(audited.ines, audited.audit.ref) == before
    assert refused(note, audited, "9.1", "holds") == "audit.closed"
    assert refused(draw, audited, reason="Once more.") == "audit.closed"


def test_nothing_closes_without_a_result_or_with_nothing_looked_at(audited):
    from holdtrue.app.actions.auditing.closing import close as act

    begin(audited)
    assert refused(close, audited) == "audit.nothing_worked"
    note(audited, "9.2.1", "holds")
    assert refused(act, audited.ines, audited.audit.ref, result=" ") == "audit.no_result"


def test_an_audit_without_an_auditor_is_not_begun(audited):
    from holdtrue.app.actions.auditing.opening import begin as act

    audit = audited.put("audit", type="internal")
    assert refused(act, audited.house.ada, audit.ref) == "audit.no_auditor"


def test_an_audit_of_a_past_day_sees_that_day(audited):
    from holdtrue.app.actions import records
    from holdtrue.core.days import iso

    held = iso(audited.house.today)
    records.edit(audited.ines, audited.audit.ref, {"held_on": held})
    audited.house.hands.turn_to("2027-04-10")
    audited.put("policy", title="AI policy", topic="ai", text="What we do.")
    later = [audited.put("system", title=f"Later {n}", use="in_use") for n in range(4)]
    sheet = begin(audited)
    assert iso(sheet.day) == held
    policy = next(p for r in work(audited).requirements for p in r.practices if p.id == "ai-policy")
    assert not policy.verdicts[0].holds(sheet.day)
    row = draw(audited)
    assert sum(s["population"] for s in row.strata) == 9
    assert not {s.uid for s in later} & {u for s in row.strata for u in s["drawn"]}


def test_the_ledger_proves_after_an_audit(audited):
    from holdtrue.app import proving

    begin(audited)
    draw(audited)
    note(audited, "9.2.1", "holds")
    close(audited)
    assert proving.verify(audited.house.organisation).ok
