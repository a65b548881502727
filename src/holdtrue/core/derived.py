"""Fills the fields nobody types: what follows from a record's own and linked facts, never from the clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from holdtrue.core.clocks import aware_of, days_of, started
from holdtrue.core.days import Day, iso
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.matching import filled
from holdtrue.core.tiering import sort_system

if TYPE_CHECKING:
    from holdtrue.core.facts import Fact, Fields

Linked = Callable[["Fact", str], Sequence["Fact"]]
"""(record, kind) -> the records of that kind linked with it, whichever end the link starts from."""

DERIVED = frozenset({"person", "system", "risk", "incident", "finding", "action"})
"""Kinds with derived fields that claims read."""
LOOK_AROUND = frozenset({"system", "risk", "incident"})
"""Those whose derived fields look at other records: linked ones, or the organisation's own and its criteria."""
IN_USE = frozenset({"trial", "in_use"})
_SCALE = re.compile(r"\b(likelihood|severity)\b\D{0,12}(\d+)\s*(?:-|\u2013|to)\s*(\d+)", re.IGNORECASE)


def fill(fact: Fact, linked: Linked, organization: Fields, criteria: Fields, registered: Day) -> Fields:
    """Return the record's fields with the derived ones; what cannot be told is left unset.

    `criteria` are the fields of the risk criteria in force, `registered` the day of the first revision. Links to
    catalog items are readable as fields too. Systems also carry `_missing` (triage facts unset), `_tier_confirmed`,
    `_tier_by` (uid), `_stated_class` and `_stated_tier`. Evidence tells who made it in `_made_by`, set by the store.
    """
    derive = _DERIVE.get(fact.kind)
    catalog = _catalog_links(fact)
    if derive is None and not catalog:
        return fact.fields
    found: dict[str, object] = {**fact.fields, **catalog}
    if derive is not None:
        derive(found, fact, linked, organization, criteria, registered)
    return found


def scales(text: object) -> tuple[int, int, int, int] | None:
    """Read 'likelihood 1-5, severity 1-5' anywhere in a text: (least, most) of each; None where one is not said."""
    if not isinstance(text, str):
        return None
    said = {name.lower(): (int(low), int(high)) for name, low, high in _SCALE.findall(text)}
    if set(said) != {"likelihood", "severity"} or any(low >= high for low, high in said.values()):
        return None
    return (*said["likelihood"], *said["severity"])


def risk_level(likelihood: object, severity: object, criteria: Fields) -> float | None:
    """Return likelihood times severity; None where either is unset or off the scales in force."""
    bounds = _scales(criteria.get("scales"))
    if bounds is None or not _number(likelihood) or not _number(severity):
        return None
    low, high, least, most = bounds
    if not (low <= likelihood <= high and least <= severity <= most):  # type: ignore[operator]  # numbers, by the line above
        return None
    return likelihood * severity  # type: ignore[operator, no-any-return]  # numbers likewise


def _system(
    found: dict[str, object],
    fact: Fact,
    linked: Linked,
    organization: Fields,
    _criteria: Fields,
    registered: Day,
) -> None:
    if not filled(found.get("jurisdictions")) and filled(organization.get("jurisdictions")):
        found["jurisdictions"] = organization["jurisdictions"]
    use = found.get("use")
    if filled(use):
        found["in_use"] = use in IN_USE
    found["registered_on"] = iso(registered)
    found.setdefault("lifecycle_stage", "intake")
    _put(found, "eu_class", _eu_class(linked(fact, "classification")))
    _put(found, "outside_parts", _outside(linked(fact, "component")))
    tiering = sort_system(fact, found, linked, organization)
    found["sorted"] = tiering.is_sorted
    _put(found, "tier", tiering.tier)
    found["_missing"] = tiering.missing
    found["_tier_confirmed"] = tiering.confirmed
    found["_tier_by"] = tiering.decided_by
    found["_stated_class"] = tiering.stated_class
    found["_stated_tier"] = tiering.stated_tier


def _eu_class(classes: Sequence[Fact]) -> object:
    """The class of the newest classification under the EU AI Act that is in force."""
    ours = [
        f for f in classes if f.in_force and "eu_ai_act" in (f.fields.get("law"), *f.links.get("law", ()))
    ]
    ours = [f for f in ours if filled(f.fields.get("class"))]
    return max(ours, key=lambda f: f.number).fields["class"] if ours else None


def _outside(components: Sequence[Fact]) -> bool | None:
    makers = {f.fields.get("made_by") for f in components}
    if "others" in makers:
        return True
    return False if makers == {"us"} else None


def _person(found: dict[str, object], *_: object) -> None:
    found["active"] = not filled(found.get("left_on"))


def _risk(
    found: dict[str, object], fact: Fact, _linked: Linked, _org: Fields, criteria: Fields, _day: Day
) -> None:
    level = risk_level(found.get("likelihood"), found.get("severity"), criteria)
    appetite = criteria.get("appetite")
    _put(found, "level", level)
    if not _number(appetite):
        return
    residual = found.get("residual_level") if fact.links.get("controls") else level
    if level is not None:
        found["above_appetite"] = level > appetite  # type: ignore[operator]  # a number, by the line above
    if _number(residual):
        found["residual_above_appetite"] = residual > appetite  # type: ignore[operator]  # likewise


def _incident(
    found: dict[str, object], fact: Fact, linked: Linked, org: Fields, _criteria: Fields, _day: Day
) -> None:
    found["closed"] = filled(found.get("closed_on"))
    aware = aware_of(found)
    if aware is None:
        return
    told = [
        c for c in started(found, [s.fields for s in linked(fact, "system")], org) if c.tell == "authority"
    ]
    if told:
        found["authority_due"] = iso(aware.day + min(days_of(clock) for clock in told))


def finding_acts(fields: Fields) -> bool:
    """Whether a finding still acts: a major one until its effect is verified, a minor one until closed."""
    awaited = {"major": "effect_verified_on", "minor": "closed_on"}.get(str(fields.get("type")))
    return awaited is not None and not filled(fields.get(awaited))


def _finding(found: dict[str, object], *_: object) -> None:
    found["closed"] = filled(found.get("closed_on"))
    found["acts"] = finding_acts(found)


def _action(found: dict[str, object], *_: object) -> None:
    found["done"] = filled(found.get("done_on"))


def _evidence(found: dict[str, object], fact: Fact, *_: object) -> None:
    readers = fact.links.get("read_by", ())
    made_by = found.get("_made_by")
    if readers and made_by:
        found["self_read"] = made_by in readers


def _put(found: dict[str, object], name: str, value: object) -> None:
    if value is not None:
        found[name] = value


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _catalog_links(fact: Fact) -> Mapping[str, str]:
    names = _catalog_names(fact.kind)
    return {n: fact.links[n][0] for n in names if fact.links.get(n)} if names else {}


@cache
def _catalog_names(kind: str) -> tuple[str, ...]:
    edges = KINDS[kind].edges if kind in KINDS else {}
    return tuple(name for name, target in edges.items() if target in CATALOGS)


@cache
def _scales(text: object) -> tuple[int, int, int, int] | None:
    return scales(text)


_DERIVE: Mapping[str, Callable[..., None]] = {
    "system": _system,
    "person": _person,
    "risk": _risk,
    "incident": _incident,
    "finding": _finding,
    "action": _action,
    "evidence": _evidence,
}
