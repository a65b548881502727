"""Every claim that ships is said as a person would say it: no ids, no conditions as they are written."""

from __future__ import annotations

import re

import pytest

from harness.each import for_each
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.claims.phrases import facts_said
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.vocabulary import vocabulary
from holdtrue.words import say, text

RAW = re.compile(
    r"\w_\w|\([\w ]+: |\bkind\.|\bclaim\.|⟦|\{|\}|\(s\)| {2}|\ba [aeio]|\ban [bcdfgjklmnpqrstvwxyz]"
)
ACKNOWLEDGED = {"signed": "acknowledgement", "where": {"policy_topic": "ai"}, "every": "12 months"}
PHRASED = [
    (
        {"record": "policy", "where": {"topic": "ai"}, "with": ["owner"]},
        "A policy on AI is on record, and its owner is named",
    ),
    (
        {"share": "person", "where": {"active": True}, "at_least": 0.9, "holds": ACKNOWLEDGED},
        "At least 90 % of active people have acknowledged the AI policy in the last 12 months",
    ),
    ({"settled": "finding", "at_least": 0.95}, "At least 95 % of open findings are not overdue"),
    (
        {"none": "classification", "where": {"class": "prohibited"}},
        "There is no legal class that forbids the use",
    ),
    (
        {"any": [{"done": "concern", "every": "1 month"}, {"assigned": "overseer"}]},
        "A concern was raised in the last month or the system has an overseer who is active",
    ),
    (
        {"at_least": 1, "of": [{"record": "supplier"}, {"record": "unit", "where": {"name": "Sales"}}]},
        "At least 1 of these hold: a supplier is on record, a unit whose name is Sales is on record",
    ),
]


@for_each("practice", library().practices)
def test_no_raw_id_survives_in_what_a_practice_asks(practice):
    tags = {tag for tag in (*vocabulary().evidence_tags, *vocabulary().indicators) if "-" in tag}
    for level, claim in zip(LEVELS, practice.claims, strict=True):
        sentence = say(claim.describe())
        assert not RAW.search(sentence), (level, sentence)
        assert not any(tag in sentence for tag in tags), (level, sentence)
        assert sentence[0].isupper()


@pytest.mark.parametrize(("written", "sentence"), PHRASED)
def test_a_claim_is_said_in_plain_words(written, sentence):
    assert say(parse_claim(written).describe()) == sentence


def test_the_facts_that_bring_a_practice_in_are_said_in_plain_words():
    for practice in library().practices:
        for facts in (practice.applies_when, *(line.when for line in practice.law_when)):
            if facts:
                sentence = text("claim.low", text=facts_said(facts))
                assert not RAW.search(sentence), sentence
