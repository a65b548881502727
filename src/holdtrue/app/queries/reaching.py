"""What an organisation's facts say of the laws that reach it, looked up in a few questions whatever its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.applying import Known, conditions
from holdtrue.core.frameworks import framework
from holdtrue.core.kinds import KINDS
from holdtrue.core.walks import WALKS, walk
from holdtrue.store import asof, reached, reading, search
from holdtrue.store.reached import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.applying import Condition
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.core.register import Register

ROLES = ("provider", "deployer")
_NOWHERE = "does_not_apply"


def known(caller: Caller, names: Sequence[str], said: Sequence[Said] = ()) -> Known:
    """Return what decides which requirements of these frameworks reach the caller's organisation.

    `said` are the lines on requirements, where a control may be left out. About four queries.
    """
    organisation = caller.organisation.pk
    laws = [framework(name) for name in names]
    facts = [one for one in conditions(laws) if all(_indexed(field) for field, _ in one)]
    classed = [
        (law.id, name, role)
        for law in laws
        if law.id in WALKS and any(r.actors for r in law.requirements)
        for name in walk(law.id).classes
        if name != _NOWHERE
        for role in ("", *ROLES)
    ]
    asked = [("system", one) for one in facts]
    asked += [("classification", _class(name, role)) for _, name, role in classed]
    found = reached.some_record(organisation, asked)
    met: dict[Condition, bool] = dict(zip(facts, found, strict=False))
    held: dict[str, set[tuple[str, str]]] = {}
    for (law, name, role), some in zip(classed, found[len(facts) :], strict=True):
        if some:
            held.setdefault(law, set()).add((name, role))
    return Known(
        fields=reading.body(reading.own_record(organisation))["fields"],
        met=met,
        classes={law: _with_roles(pairs) for law, pairs in held.items()},
        left_out={
            line.about: str(line.fields.get("reason") or "")
            for line in said
            if line.kind == "applicability" and line.fields.get("included") is False
        },
    )


def _class(name: str, role: str) -> Condition:
    return (("class", name), ("role", role)) if role else (("class", name),)


def _with_roles(pairs: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The class alone is kept only where no role stands beside it."""
    roles = {name for name, role in pairs if role}
    return frozenset((name, role) for name, role in pairs if role or name not in roles)


def _indexed(field: str) -> bool:
    return search.indexed(KINDS["system"].spec(field))


def said_in(register: Register) -> list[Said]:
    """Findings on requirements and lines of the statement of applicability, as they were known."""
    return [told for kind in _NAMES for fact in register.all(kind) for told in _told(fact)]


def said_then(organisation_id: int, day: Day) -> list[Said]:
    """The same of a past day, as it was known then, without the rest of the register."""
    return [told for fact in asof.on_requirements(organisation_id, day).values() for told in _told(fact)]


_NAMES: Mapping[str, str] = {"finding": "requirement", "applicability": "control_id"}
"""What is said of requirements, and the field that names which."""


def _told(fact: Fact) -> list[Said]:
    about = fact.newest.get(_NAMES[fact.kind])
    fields = fact.newest if fact.kind == "finding" else fact.fields
    return [Said(fact.kind, fact.ref, str(about), dict(fields))] if about else []


__all__ = ["ROLES", "known", "said_in", "said_then"]
