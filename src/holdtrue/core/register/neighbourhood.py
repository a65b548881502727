"""Which records a system or a member sees: what is linked with it, and what the published paths reach."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.facts import Fact
    from holdtrue.core.register.bag import Register

WIDE = vocabulary().visible_from_systems
"""Organisation-wide kinds that every scope sees."""
BELONGS = vocabulary().belongs_to_system
"""Kinds that are the organisation's own only where they are linked to it."""
ANSWERS = frozenset({"finding", "concern", "action"})
"""Kinds that belong to a system by being about, or addressing, a record of its scope."""
_CARRIERS = BELONGS - {"evidence"} | {"incident", "finding", "concern"}
"""Kinds whose findings, concerns and actions are the system's."""
OWNERS = ("system", "systems", "about")
"""Relations that say whose a record is."""
Groups = dict[str, list["Fact"]]
_number = attrgetter("number")
ONWARD: Mapping[str, tuple[str, ...]] = {
    "component": ("supplier",),
    "risk": ("control",),
    "acknowledgement": ("policy", "procedure"),
    "competence": ("role",),
}
"""Kind of a record near a scope → the kinds of record it points at that count for the scope too."""


def around_system(register: Register, system: Fact) -> Mapping[str, Sequence[Fact]]:
    """Return the records, as written, of a system's scope by kind, in order of number; wide kinds left out."""
    groups: Groups = {}
    seen = {system.uid}
    for kind, facts in register.near(system).items():
        if kind in WIDE or kind == "system":
            continue
        mine = [f for f in facts if f.newest.get("type") != "aims"] if kind == "change" else [*facts]
        if mine:
            groups[kind] = mine
            seen.update([f.uid for f in mine])
    queue = [fact for kind, facts in groups.items() if kind in _CARRIERS for fact in facts]
    _take_supply(register, groups, seen)
    _take_answers(register, groups, seen, queue)
    for risk in groups.get("risk", ()):
        _take_all(groups, seen, register.outgoing(risk, "control"), "control")
    _take_persons(register, groups, seen, system)
    if system.fields.get("tier") == "minimal":
        _take_all(groups, seen, register.own("risk"), "risk")
    return _in_order(groups)


def around_member(register: Register, member: Fact, system: Fact | None, kind: str) -> Sequence[Fact]:
    """Return the records of a kind, as written, linked with a member; of one that belongs to a system only its own."""
    found = [f for f in register.near_of(member, kind) if f.uid != member.uid]
    if found and system is not None and kind in BELONGS and kind != "evidence":
        own = {f.uid for f in register.view(system, system).seen[kind]}
        found = [f for f in found if f.uid in own]
    if member.kind == "role" and kind == "competence":
        known = {f.uid: f for f in found}
        for uid in member.links.get("holder", ()):
            for fact in register.incoming(uid):
                if fact.kind == kind and not fact.links.get("role"):
                    known.setdefault(fact.uid, fact)
        found = sorted(known.values(), key=_number)
    return found


def belongs_to_organization(register: Register, fact: Fact) -> bool:
    """Whether a record of a kind that usually belongs to a system is the organisation's own.

    It is where it is linked to the organisation, to nothing, or only to organisation-wide records; a change is by its
    type. What a system lists among its components and groups is the system's. What is linked to something that is not
    there, as a risk of a retired system is, belongs to nobody.
    """
    if fact.kind == "change":
        return fact.newest.get("type") == "aims"
    targets = [uid for name in OWNERS for uid in fact.links.get(name, ())]
    if register.organization.uid in targets:
        return True
    for uid in targets:
        target = register.get(uid)
        if target is None or target.kind not in WIDE:
            return False
    return fact.kind not in ("component", "group") or not any(
        f.kind == "system" for f in register.incoming(fact.uid)
    )


def _take(groups: Groups, seen: set[str], fact: Fact) -> None:
    seen.add(fact.uid)
    if fact.kind in groups:
        groups[fact.kind].append(fact)
    else:
        groups[fact.kind] = [fact]


def _take_all(groups: Groups, seen: set[str], facts: Sequence[Fact], kind: str) -> None:
    for fact in facts:
        if fact.kind == kind and fact.uid not in seen:
            _take(groups, seen, fact)


def _take_supply(register: Register, groups: Groups, seen: set[str]) -> None:
    """Suppliers of the components, and evidence shared through either."""
    for component in tuple(groups.get("component", ())):
        _take_shared(register, groups, seen, component, component.fields.get("version"))
        _take_all(groups, seen, register.outgoing(component, "supplier"), "supplier")
    for supplier in tuple(groups.get("supplier", ())):
        _take_shared(register, groups, seen, supplier, None)


def _take_shared(register: Register, groups: Groups, seen: set[str], about: Fact, version: object) -> None:
    """Evidence on a component or supplier counts here where its tag may be shared and the version is still the same."""
    tags = vocabulary().evidence_tags
    for fact in register.incoming(about.uid):
        if fact.kind != "evidence" or fact.uid in seen:
            continue
        tag = tags.get(str(fact.fields.get("tag")))
        then = fact.versions.get(about.uid)
        if tag is not None and tag.shareable and (then is None or then == version):
            _take(groups, seen, fact)


def _take_answers(register: Register, groups: Groups, seen: set[str], queue: list[Fact]) -> None:
    """Findings, concerns and actions about what the system has, and actions that address those."""
    while queue:
        at = queue.pop()
        if at.kind not in _CARRIERS:
            continue
        for fact in register.incoming(at.uid):
            if fact.kind in ANSWERS and fact.uid not in seen and not _came_back(fact, at):
                _take(groups, seen, fact)
                queue.append(fact)


def _came_back(fact: Fact, at: Fact) -> bool:
    """Whether a finding names another only as what it is the return of: that alone makes it about nothing."""
    return at.uid in fact.links.get("recurrence_of", ())


def _take_persons(register: Register, groups: Groups, seen: set[str], system: Fact) -> None:
    """What the system's owner and overseer can do, learned and have read."""
    for relation in ("owner", "overseer"):
        for uid in system.links.get(relation, ()):
            for fact in register.learnt(uid):
                if fact.uid not in seen:
                    _take(groups, seen, fact)


def _in_order(groups: Groups) -> Groups:
    for facts in groups.values():
        if len(facts) > 1:
            facts.sort(key=_number)
    return groups
