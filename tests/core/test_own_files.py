"""A file of own rules that is not in order is refused with its name, the line at fault and what to do."""

from __future__ import annotations

import pytest

from harness.own_rules import CLINIC
from holdtrue.core.additions.beside import beside
from holdtrue.core.additions.whole import check, joined, require_cases
from holdtrue.core.cases import run
from holdtrue.core.content import SHIPPED, by_the_rules_of, content_bytes, forget
from holdtrue.core.frameworks import answers_of, coverage, framework, installed
from holdtrue.core.own import with_periods
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.words import say

WRONG = [
    ("owner_role: system_owner", "owner_role: boss", "own.bad.value", "no owner_role"),
    ("scope: system\n", "scope: firm\n", "own.bad.value", "organization, system"),
    ("property: supervised", "property: nice", "own.bad.value", "accountable"),
    ("id: second-look", "id: ai-policy", "own.bad.taken", "Choose another"),
    ("id: second-look", "id: Second look", "own.bad.id", "small letters"),
    (
        "    measured: {done: review, where: {type: quarterly_check}, every: '100 days'}\n",
        "",
        "own.bad.level",
        "measured",
    ),
    ("every: '6 months'", "every: '6 fortnights'", "own.bad.said", "months or days"),
    ("{record: change, with: [reason]}", "{record: chnge}", "own.bad.said", "change"),
    ("with: [reason]", "with: [reasons]", "own.bad.said", "reason"),
    ("with: [reason]", "wit: [reason]", "own.bad.said", "not known beside record"),
    ("{assigned: system_owner}", "{assigned: boss}", "own.bad.said", "no role"),
    ("statement: A", "statment: A", "own.bad.unknown_key", "statment"),
    (
        "satisfies: {clinic_code: [C1]}",
        "satisfies: {clinic_code: [C9]}",
        "own.bad.requirement",
        "Did you mean",
    ),
    ("satisfies: {clinic_code: [C1]}", "satisfies: {iso: [C9]}", "own.bad.unknown_key", "iso42001"),
    (
        "practices: [system-inventory]}",
        "practices: [system-inventry]}",
        "own.bad.practice",
        "system-inventory",
    ),
    (
        "{framework: clinic_code, requirement: C2",
        "{framework: clinic_code, requirement: C8",
        "own.bad.requirement",
        "Did you mean",
    ),
    ("{id: care, title: Care}", "{id: care, title: Care, parent: below}", "own.bad.circle", "care"),
    ("parent: care", "parent: cure", "own.bad.parent", "cure"),
    ("id: clinic_code, title", "id: iso42001, title", "own.bad.framework_ships", "another id"),
    ("section: care,", "section: cure,", "own.bad.section", "care"),
    ("section: care,", "section: [care],", "own.bad.section", "care"),
    ("practice: system-inventory", "practice: [system-inventory]", "own.bad.text", "quotes"),
    ("where: {type: quarterly_check}", "where: {type: []}", "own.bad.said", "with their values"),
    ('version: "1"', f"version: {'9' * 5_000}", "own.bad.scalar", "9"),
    ("with: [reason]", "with: !!set [reason]", "own.bad.scalar", "set"),
    ("applies_from: 2026-12-01", "applies_from: soon", "own.bad.date", "2027-05-01"),
    ("from: 6 months, to: 3 months", "from: 5 months, to: 3 months", "own.bad.from", "6 months"),
    ("from: 6 months, to: 3 months", "from: 6 months, to: 9 months", "own.bad.longer", "why"),
    ("from: 6 months, to: 3 months", "from: 6 months, to: often", "own.bad.period", "6 months"),
    ('version: "1"', "version:", "own.bad.version", "version"),
    ("name: clinic-rules", "name: ../x", "own.bad.name", "small letters"),
    ("title: Second look by a nurse", "title: &a Second", "own.bad.alias", "Write the value out"),
    ("title: Second look by a nurse", "title: 7", "own.bad.text", "quotes"),
    ("  scope: system\n", "  scope: system\n  scope: system\n", "own.bad.twice", "Keep one"),
    ("levels:\n", "levels: [\n", "own.bad.yaml", "YAML"),
    ("mappings:\n", "mapings:\n", "own.bad.unknown_key", "mappings"),
]


def at_fault(refusal: BadInput) -> str:
    return str(refusal.message.params["line"])


@pytest.mark.parametrize(
    ("was", "now", "code", "says"), WRONG, ids=[f"{w[2]}-{n}" for n, w in enumerate(WRONG)]
)
def test_what_is_not_in_order_is_refused_by_its_line(was: str, now: str, code: str, says: str) -> None:
    assert was in CLINIC
    text = CLINIC.replace(was, now, 1)
    with pytest.raises(BadInput) as caught:
        check({"clinic.yaml": text.encode()}, SHIPPED)
    assert caught.value.code == code
    said = say(caught.value.message)
    assert said.startswith("clinic.yaml, line ")
    assert says in said
    line = text.splitlines()[int(at_fault(caught.value)) - 1]
    words = [word for word in now.replace("{", " ").replace(":", " ").split() if word in line]
    assert words or code in ("own.bad.level", "own.bad.yaml"), (line, said)


def test_a_claim_deep_inside_is_refused_by_its_own_line() -> None:
    deep = "operational:\n      all:\n      - {record: change}\n"
    deep += "      - each: action\n        holds:\n          {signed: actoin}"
    text = CLINIC.replace("operational: {signed: change, every: '6 months'}", deep)
    with pytest.raises(BadInput) as caught:
        check({"clinic.yaml": text.encode()}, SHIPPED)
    assert "actoin" in text.splitlines()[int(at_fault(caught.value)) - 1]


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"- a", b"[" * 200, b"a: " + b"x" * 500_000, b"name: x\nversion: '1'\n"]
)
def test_what_is_no_such_file_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        check({"x.yaml": body}, SHIPPED)


def test_what_ships_knows_nothing_of_an_edition_and_an_edition_all_that_ships() -> None:
    whole = joined(SHIPPED, check({"clinic.yaml": CLINIC.encode()}, SHIPPED))
    shipped = library()
    with by_the_rules_of(whole):
        found = library()
        assert {p.id for p in found.practices} - {p.id for p in shipped.practices} == {"second-look"}
        assert found.digest == whole.digest != shipped.digest
        assert "second-look" in found.profiles["starter"].members
        assert installed()[-1] == "clinic_code"
        assert [s.id for s in framework("clinic_code").sections] == ["care", "below"]
        assert coverage("clinic_code", found).uncovered == ()
        assert answers_of(found.by_id["system-inventory"])["clinic_code"] == ("C2",)
    assert "clinic_code" not in installed()
    assert shipped.digest == library().digest
    forget(whole)
    with by_the_rules_of(whole):
        assert "second-look" in library().by_id


def test_a_period_is_changed_wherever_it_stands_and_nothing_else() -> None:
    claim = {
        "all": [
            {"done": "review", "every": "6 months", "where": {"type": "6 months"}},
            {"every": {"high": "6 months"}},
        ]
    }
    changed = with_periods(claim, (("6 months", "90 days"),))
    assert changed == {
        "all": [
            {"done": "review", "every": "90 days", "where": {"type": "6 months"}},
            {"every": {"high": "90 days"}},
        ]
    }


def test_cases_beside_own_rules_are_run_by_them(tmp_path) -> None:
    (tmp_path / "rules.yaml").write_text(CLINIC, "utf-8")
    with by_the_rules_of(beside(tmp_path)):
        assert run(tmp_path).failed == 0
        assert run(tmp_path).cases == 2
    wrong = check({"clinic.yaml": CLINIC.replace("{state: holds}", "{state: missing}").encode()}, SHIPPED)
    with pytest.raises(BadInput, match=r"own\.bad\.case_fails"):
        require_cases(wrong, joined(SHIPPED, wrong))


def test_the_worked_example_is_in_order_and_its_cases_hold() -> None:
    found = check({"example.yaml": content_bytes("own/example.yaml")}, SHIPPED)
    assert require_cases(found, joined(SHIPPED, found)) == 2
