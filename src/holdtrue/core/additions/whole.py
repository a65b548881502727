"""Looks into all additions together: what one names must exist in the rules that ship or in another, and cases hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core import cases
from holdtrue.core.additions.addition import (
    Addition,
    read,
    require_keys,
    require_one_of,
    require_text,
)
from holdtrue.core.additions.framework import check_frameworks, nearest, require_practices
from holdtrue.core.additions.practice import check_practices, require_ids
from holdtrue.core.content import Edition, by_the_rules_of
from holdtrue.core.days import period
from holdtrue.core.frameworks import FRAMEWORKS, framework
from holdtrue.core.own import OWN, periods_in
from holdtrue.core.practices import LEVELS, edition, library
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.additions.lined import Lined, Place
    from holdtrue.core.practices import Library

MOST = 20
_MAPPING = frozenset({"framework", "requirement", "practices", "why"})
_CADENCE = frozenset({"practice", "level", "from", "to", "why"})
_DAYS_A_MONTH = 30.4


def check(files: Mapping[str, bytes], base: Edition) -> tuple[Addition, ...]:
    """Return the additions these files hold; BadInput naming file and line for the first that is not in order.

    `base` is the edition they would join, its own additions left out.
    """
    if len(files) > MOST:
        raise BadInput("own.bad.many", field="own", most=MOST)
    found = tuple(read(file, body) for file, body in sorted(files.items()))
    named: dict[str, str] = {}
    for addition in found:
        if addition.name in named:
            raise addition.lined.refusal("own.bad.name_taken", ("name",), value=addition.name)
        named[addition.name] = addition.lined.file
    with by_the_rules_of(base):
        shipped = library()
        laws = {name: {r.id for r in framework(name).requirements} for name in FRAMEWORKS}
        _check_each(found, shipped, laws)
    return found


def joined(base: Edition, additions: Iterable[Addition]) -> Edition:
    """Return the edition of the base with these additions."""
    files = {path: body for path, body in base.files.items() if not path.startswith(OWN)}
    own = {f"{OWN}{one.name}.yaml": one.body for one in additions}
    return edition({**files, **own}) if own or files else base


def require_cases(additions: Sequence[Addition], whole: Edition) -> int:
    """Run the cases that additions bring, by the rules with them; BadInput at the line of the first that fails."""
    done = 0
    with by_the_rules_of(whole):
        for addition in additions:
            for n, written in enumerate(addition.listed("cases")):
                done += 1
                _require_case(addition, n, written)
    return done


def _require_case(addition: Addition, n: int, written: Mapping[str, object]) -> None:
    lined, place = addition.lined, ("cases", n)
    known = cases.KNOWN
    require_keys(lined, place, written, known, ("name", "expect"))
    facts = addition.stated.get("facts") or {}
    try:
        failed = cases.check(cases.Case(lined.file, str(written["name"]), written, facts))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise lined.refusal("own.bad.case", place, name=str(written["name"])) from error
    if failed is not None:
        expected = ", ".join(f"{key}: {value}" for key, value in failed.expected.items())
        got = ", ".join(f"{key}: {value}" for key, value in failed.got.items())
        raise lined.refusal("own.bad.case_fails", place, name=failed.name, expected=expected, got=got)


def _check_each(found: Sequence[Addition], shipped: Library, laws: dict[str, set[str]]) -> None:
    own: dict[str, str] = {}
    for addition in found:
        check_practices(addition, shipped, own)
        own.update((str(p["id"]), addition.name) for p in addition.listed("practices"))
    practices = {*shipped.by_id, *own}
    taken: set[str] = set()
    for addition in found:
        check_frameworks(addition, practices, taken)
        for _, law in addition.frameworks():
            name = law["framework"]["id"]
            taken.add(name)
            laws[name] = {r["id"] for r in law["requirements"]}
    for addition in found:
        for n, practice in enumerate(addition.listed("practices")):
            _satisfies(addition.lined, ("practices", n, "satisfies"), practice.get("satisfies"), laws)
        _mappings(addition, laws, practices)
        _cadences(addition, shipped)


def _satisfies(lined: Lined, place: Place, value: object, laws: Mapping[str, set[str]]) -> None:
    if value is None:
        return
    for name, ids in require_keys(lined, place, value, frozenset(laws), ()).items():
        for k, requirement in enumerate(require_ids(lined, (*place, name), ids)):
            _require_requirement(lined, (*place, name, k), (name, requirement), laws)


def _mappings(addition: Addition, laws: Mapping[str, set[str]], practices: set[str]) -> None:
    lined = addition.lined
    for n, stated in enumerate(addition.listed("mappings")):
        place: Place = ("mappings", n)
        require_keys(lined, place, stated, _MAPPING, ("framework", "requirement", "practices"))
        name = require_one_of(lined, (*place, "framework"), stated["framework"], tuple(laws))
        asked = require_text(lined, (*place, "requirement"), stated["requirement"])
        _require_requirement(lined, (*place, "requirement"), (name, asked), laws)
        require_practices(lined, (*place, "practices"), stated["practices"], practices)


def _require_requirement(
    lined: Lined, place: Place, asked: tuple[str, str], laws: Mapping[str, set[str]]
) -> None:
    name, requirement = asked
    if requirement not in laws[name]:
        near = nearest(requirement, laws[name])
        raise lined.refusal("own.bad.requirement", place, value=requirement, framework=name, near=near)


def _cadences(addition: Addition, shipped: Library) -> None:
    lined = addition.lined
    for n, stated in enumerate(addition.listed("cadence")):
        place: Place = ("cadence", n)
        require_keys(lined, place, stated, _CADENCE, ("practice", "level", "from", "to"))
        name = require_text(lined, (*place, "practice"), stated["practice"])
        if name not in shipped.by_id:
            near = nearest(name, shipped.by_id)
            raise lined.refusal("own.bad.practice", (*place, "practice"), value=name, near=near)
        level = require_one_of(lined, (*place, "level"), stated["level"], LEVELS)
        periods = periods_in(shipped.by_id[name].levels[level])
        if stated["from"] not in periods:
            raise lined.refusal(
                "own.bad.from", (*place, "from"), practice=name, level=level, periods=periods or ("–",)
            )
        was, now = _days(lined, (*place, "from"), stated["from"]), _days(lined, (*place, "to"), stated["to"])
        if now > was and not stated.get("why"):
            raise lined.refusal("own.bad.longer", (*place, "to"))


def _days(lined: Lined, place: Place, value: object) -> float:
    try:
        period(str(value))
    except ValueError:
        raise lined.refusal("own.bad.period", place, value=str(value)) from None
    number, unit = str(value).split()
    return int(number) * (_DAYS_A_MONTH if unit.startswith("month") else 1)


__all__ = ["check", "joined", "require_cases"]
