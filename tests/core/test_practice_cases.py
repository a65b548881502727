"""Every practice that ships has cases of its own: it holds, it does not with the right kind, its boundary day."""

from __future__ import annotations

from collections import defaultdict

import pytest

from harness.each import for_each
from holdtrue.core.cases import Case, cases, run
from holdtrue.core.practices import Practice, library
from holdtrue.core.refusals import BadInput

BY_PRACTICE: dict[str, list[Case]] = defaultdict(list)
for one in cases():
    BY_PRACTICE[str(one.written.get("practice", ""))].append(one)
AT_LEAST = 3
AGELESS = {"deployment-approval"}
"""A yes once given does not age: its boundary is the day of the change, told in two cases of its own."""


def expected(case: Case, key: str) -> str:
    return str(case.written["expect"].get(key, ""))


@for_each("practice", library().practices)
def test_a_practice_has_three_cases_at_least_one_that_holds_and_one_that_does_not(practice: Practice):
    mine = BY_PRACTICE[practice.id]
    states = {expected(case, "state") for case in mine}
    assert len(mine) >= AT_LEAST
    assert "holds" in states
    assert states - {"holds", ""}


@for_each("practice", library().practices)
def test_a_practice_is_asked_on_its_last_day_and_on_the_day_after(practice: Practice):
    mine = [case for case in BY_PRACTICE[practice.id] if case.written.get("level") == "operational"]
    ends = {expected(case, "until") for case in mine if expected(case, "state") == "holds"}
    after = {
        str(case.written.get("day", "2026-11-22")) for case in mine if expected(case, "state") == "lapsed"
    }
    told = {str(key) for case in mine for key, state in case.written["expect"].items() if state == "lapsed"}
    assert practice.id in AGELESS or ends & (after | told)


def test_there_are_more_than_two_hundred_and_fifty_cases():
    assert sum(map(len, BY_PRACTICE.values())) >= 250


GROUP = """
facts: {PER-0001: {name: Ada}}
groups:
- practice: ai-policy
  level: declared
  facts: {POL-0001: &one {topic: ai, owner: PER-0001}}
  cases:
  - {name: as the group says, expect: {state: holds}}
  - {name: a field set otherwise, also: {POL-0001: {topic: personal_information}}, expect: {state: missing}}
  - {name: a field left out, without: [POL-0001.owner], expect: {state: missing, because: record.empty}}
  - {name: a record left out, without: [POL-0001], expect: {state: missing, because: record.none}}
  - {name: a record of its own, without: [POL-0001], facts: {POL-0002: *one}, expect: {state: holds}}
"""


def test_a_case_of_a_group_adds_sets_and_leaves_out(tmp_path):
    file = tmp_path / "group.yaml"
    file.write_text(GROUP, encoding="utf-8")
    assert run(file).failures == ()
    assert next(cases(file)).name == "ai-policy: as the group says"


def test_a_group_with_an_unknown_word_is_refused_by_name(tmp_path):
    file = tmp_path / "group.yaml"
    file.write_text(GROUP.replace("without: [POL-0001.owner]", "witout: [POL-0001.owner]"), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        run(file)
    assert (refusal.value.code, refusal.value.message.params["key"]) == ("cases.key", "witout")
