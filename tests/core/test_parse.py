"""Claims as written: what is taken, what is refused and how the place is named."""

from __future__ import annotations

import pytest

from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.standing import organization_parts, prepare, shared_parts
from holdtrue.words import say


@pytest.mark.parametrize(
    ("source", "code", "path"),
    [
        ({"recrod": "policy"}, "claim.bad.form", "."),
        ({"record": "policy", "none": "policy"}, "claim.bad.form", "."),
        ({"record": "polcy"}, "claim.bad.kind", "record"),
        ({"record": "policy", "every": "1 month"}, "claim.bad.argument", "."),
        ({"record": "policy", "where": {"topik": "ai"}}, "claim.bad.field", "record.where"),
        ({"record": "policy", "with": ["onwer"]}, "claim.bad.field", "record.with"),
        ({"all": [{"record": "policy"}, {"done": "review"}]}, "claim.bad.no_period", "all.1.done"),
        ({"done": "policy", "every": "1 month"}, "claim.bad.undated", "done"),
        ({"done": "review", "every": "a while"}, "claim.bad.period", "done.every"),
        ({"signed": "system", "every": {"high": "1 month"}}, "claim.bad.tiers", "signed.every"),
        ({"signed": "system", "by": "boss"}, "claim.bad.role", "signed.by"),
        ({"evidence": "no-such-tag", "every": "1 month"}, "claim.bad.tag", "evidence"),
        ({"measured": "no-such-figure", "every": "1 month"}, "claim.bad.tag", "measured"),
        ({"settled": "policy"}, "claim.bad.settles", "settled"),
        ({"settled": "action", "at_least": 1.2}, "claim.bad.share", "settled.at_least"),
        ({"held": {"record": "policy"}, "at": "policy"}, "claim.bad.event", "held.at"),
        ({"sustained": {"record": "policy"}, "for": "1 month"}, "claim.bad.sustained", "sustained"),
        (
            {"any": [{"sustained": {"done": "review", "every": "1 month"}, "for": "1 month"}]},
            "claim.bad.sustained_place",
            "any.0.sustained",
        ),
        ({"upheld": "control"}, "claim.bad.upheld", "upheld"),
        ({"at_least": 3, "of": [{"record": "policy"}]}, "claim.bad.count", "at_least"),
        ({"all": []}, "claim.bad.list", "all"),
        ({"distinct": "change", "field": "approver", "from": []}, "claim.bad.paths", "distinct.from"),
        ({"distinct": "change", "field": "approver", "from": ["owner"]}, "claim.bad.path", "distinct.from"),
        (
            {"each": "system", "holds": {"when": {"colour": 1}, "holds": {"record": "system"}}},
            "claim.bad.field",
            "each.holds.when",
        ),
    ],
)
def test_a_claim_that_says_nothing_is_refused_by_its_place(source, code, path):
    with pytest.raises(BadInput) as refusal:
        parse_claim(source)
    assert refusal.value.code == code
    assert refusal.value.message.params["path"] == path
    assert path in say(refusal.value.message)


def test_the_same_claim_has_the_same_id_wherever_it_is_read():
    source = {"record": "policy", "where": {"topic": "ai"}}
    assert parse_claim(source).id == parse_claim(dict(source), strict=True).id
    assert len(parse_claim(source).id) == 16


def test_asking_for_read_evidence_makes_another_claim():
    source = {"each": "change", "holds": {"evidence": "effect-check"}}
    assert parse_claim(source).id != parse_claim(source, strict=True).id


def test_every_practice_of_the_library_can_be_prepared_and_described():
    for practice in library().practices:
        for level in prepare(practice).levels:
            assert say(level.claim.describe())
            assert level.claim.reads()


def test_organisation_wide_parts_of_system_practices_are_found():
    by_id = library().by_id
    assert shared_parts(by_id["change-control"])[1] is not None
    assert shared_parts(by_id["deployment-approval"])[:3] == (None, None, None)
    joined = shared_parts(by_id["personal-data"])[1]
    assert joined is not None
    assert joined.form == "all"


def test_parts_of_the_organisation_say_which_linked_kinds_their_rows_read():
    parts = organization_parts(library().practices)
    touching = {part.touches for part in parts.values() if part.kind == "person"}
    assert frozenset({"training"}) in touching
    assert frozenset({"acknowledgement", "policy", "procedure"}) in touching
