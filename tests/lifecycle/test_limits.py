"""The lines of a standing approval: what they let vary, what they ask, and which line is crossed."""

from __future__ import annotations

import pytest

from holdtrue.core.envelopes import Change, judge, read, require_whole
from holdtrue.core.refusals import BadInput
from holdtrue.words import say

LIMITS = {
    "may_vary": [
        "CMP-0001 version 2.4.*",
        "CMP-0001 settings temperature 0 to 0.3",
        "CMP-0001 settings tone plain | formal",
        "CMP-0002 hash sha256:[0-9]*",
    ],
    "in_target": ["output-quality 30 days"],
    "evidence": ["test-report 7 days"],
}


def judged(ref, field, before, after):
    return [(one.inside, one.limit) for one in judge(read(LIMITS), [Change(ref, field, before, after)])]


@pytest.mark.parametrize(
    ("field", "before", "after", "inside"),
    [
        ("version", "2.4.0", "2.4.1", True),
        ("version", "2.4.0", "2.5.0", False),
        ("settings", "temperature = 0.2", "temperature = 0.3", True),
        ("settings", "temperature = 0.2", "temperature = 0.31", False),
        ("settings", "temperature = 0.2", "temperature = warm", False),
        ("settings", "tone: plain", "tone: formal", True),
        ("settings", "tone: plain", "tone: rude", False),
        ("settings", "tone: plain\nseed: 1", "tone: formal\nseed: 2", False),
        ("settings", "Written as prose", "Other prose", False),
        ("licence", "MIT", "GPL", False),
    ],
)
def test_each_part_is_inside_or_outside(field, before, after, inside):
    parts = judged("CMP-0001", field, before, after)
    assert parts
    assert all(one for one, _ in parts) is inside


def test_what_does_not_differ_is_not_judged():
    assert judged("CMP-0001", "licence", "MIT", "MIT") == []


def test_the_crossed_line_is_named_and_what_no_line_names_is_said_so():
    crossed = judge(read(LIMITS), [Change("CMP-0001", "version", "2.4.0", "3.0")])[0]
    assert crossed.limit == "CMP-0001 version 2.4.*"
    assert "2.4.*" in say(crossed.said())
    unnamed = judge(read(LIMITS), [Change("CMP-0009", "version", "1", "2")])[0]
    assert unnamed.limit == ""
    assert "not among what may vary" in say(unnamed.said())


def test_a_bracket_in_a_pattern_is_a_bracket():
    assert judged("CMP-0002", "hash", "", "sha256:[0-9]ab") == [(True, "CMP-0002 hash sha256:[0-9]*")]
    assert judged("CMP-0002", "hash", "", "sha256:5ab")[0][0] is False


def test_what_must_hold_is_asked_as_claims():
    assert read(LIMITS).asks() == (
        {"measured": "output-quality", "every": "30 days"},
        {"evidence": "test-report", "every": "7 days"},
    )


@pytest.mark.parametrize(
    ("field", "line", "code"),
    [
        ("may_vary", "the version", "envelope.line.may_vary"),
        ("may_vary", "CMP-0001 made_by us", "envelope.line.may_vary"),
        ("may_vary", "CMP-0001 settings temperature 1 to 0", "envelope.line.upside_down"),
        ("in_target", "happiness 7 days", "envelope.line.in_target"),
        ("evidence", "test-report", "envelope.line.evidence"),
        ("evidence", "a-good-feeling 7 days", "envelope.line.evidence"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_by_its_words(field, line, code):
    with pytest.raises(BadInput) as caught:
        read({field: [line]})
    assert (caught.value.code, caught.value.field) == (code, field)
    assert line in say(caught.value.message)


@pytest.mark.parametrize("missing", ["may_vary", "evidence"])
def test_one_that_lets_nothing_vary_or_asks_no_evidence_is_not_whole(missing):
    with pytest.raises(BadInput) as caught:
        require_whole({**LIMITS, missing: []})
    assert caught.value.field == missing
