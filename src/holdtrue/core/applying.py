"""Whether a framework, and each thing it asks, reaches an organisation: told from its facts, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.classifying import brought
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled, matches
from holdtrue.core.messages import Message
from holdtrue.core.walks import WALKS, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.facts import Fields
    from holdtrue.core.frameworks import Framework, Requirement

Condition = tuple[tuple[str, str], ...]
"""Facts of one system: (field, value) pairs that hold together."""
_OWN = "organization."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an organisation that decides which laws reach it."""

    fields: Fields
    """The organisation's own."""
    met: Mapping[Condition, bool] = field(default_factory=dict)
    """Whether some AI system has these facts, for each condition that was looked up."""
    classes: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """Law -> the classes on record for current systems, each with the role it was said for."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Control -> the reason the statement of applicability in force gives for leaving it out."""


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether something reaches the organisation; `holds` is None where facts are missing, which counts as yes."""

    holds: bool | None
    because: Message | None = None


EVERYBODY = Applies(holds=True)


def _no(because: Message) -> Applies:
    return Applies(holds=False, because=because)


def _unsure(because: Message) -> Applies:
    return Applies(holds=None, because=because)


def reached(law: Framework, known: Known) -> Applies:
    """Return whether a framework reaches the organisation at all."""
    answers = [_reach(name, str(value), known, law) for name, value in law.reach.items()]
    return next((a for a in answers if a.holds is not True), EVERYBODY)


def applies(law: Framework, requirement: Requirement, known: Known) -> Applies:
    """Return whether one requirement of a framework reaches the organisation."""
    whole = reached(law, known)
    if whole.holds is False:
        return whole
    if requirement.kind == "control" and requirement.id in known.left_out:
        return _no(Message("applies.left_out", {"reason": known.left_out[requirement.id]}))
    if requirement.actors and law.id in WALKS:
        return _by_class(law, requirement, known)
    if requirement.when:
        return _by_facts(requirement, known)
    return whole


def conditions(laws: Iterable[Framework]) -> tuple[Condition, ...]:
    """Return what has to be known of systems to answer for these frameworks."""
    found: dict[Condition, None] = {}
    for law in laws:
        for name, value in law.reach.items():
            if not name.startswith(_OWN):
                found[((name, str(value)),)] = None
        for requirement in law.requirements:
            found.update(dict.fromkeys(_alternatives(requirement.when)))
    return tuple(found)


def _reach(name: str, value: str, known: Known, law: Framework) -> Applies:
    if name.startswith(_OWN):
        own = name.removeprefix(_OWN)
        if not filled(known.fields.get(own)):
            return _no(Message("applies.unsaid", {"field": KINDS["organization"].spec(own).label}))
        held = matches(known.fields, {own: value}) is True
        return EVERYBODY if held else _no(Message("applies.not_supervised", {"law": law.title}))
    if matches(known.fields, {name: value}) is True or known.met.get(((name, value),)):
        return EVERYBODY
    place = Message(f"choice.{name}.{value}")
    if not filled(known.fields.get(name)):
        return _unsure(Message("applies.place_unsaid", {"place": place}))
    return _no(Message("applies.elsewhere", {"place": place}))


def _by_facts(requirement: Requirement, known: Known) -> Applies:
    own = {n.removeprefix(_OWN): v for n, v in requirement.when.items() if n.startswith(_OWN)}
    if own and matches(known.fields, own) is False:
        return _no(Message("applies.not_so", {"facts": tuple(_said("organization", own))}))
    asked = _alternatives(requirement.when)
    told = [known.met.get(one) for one in asked]
    if not asked or True in told:
        return EVERYBODY
    system = {n: v for n, v in requirement.when.items() if not n.startswith(_OWN)}
    facts = tuple(_said("system", system))
    if None in told:
        return _unsure(Message("applies.cannot_tell", {"facts": facts}))
    return _no(Message("applies.no_system", {"facts": facts}))


def _by_class(law: Framework, requirement: Requirement, known: Known) -> Applies:
    classes = known.classes.get(law.id)
    if classes is None:
        return _unsure(Message("applies.unclassified", {"law": law.title}))
    if requirement.id in brought(walk(law.id), classes) or (classes and requirement.kind == "prohibition"):
        return EVERYBODY
    group = law.classes.get(requirement.group, requirement.group)
    actors = tuple(law.actors.get(actor, actor) for actor in sorted(requirement.actors))
    if not any(name in classes_of(requirement, law.id) for name, _ in classes):
        return _no(Message("applies.no_class", {"class": group}))
    return _no(Message("applies.other_actor", {"class": group, "actors": actors}))


def classes_of(requirement: Requirement, law: str) -> frozenset[str]:
    """Return the classes of systems that bring a requirement."""
    return frozenset(
        c.id
        for c in walk(law).classes.values()
        if requirement.group in c.groups or requirement.id in c.duties
    )


def _alternatives(when: Mapping[str, object]) -> tuple[Condition, ...]:
    """The facts of a system written out, one condition for each value of a list."""
    found: list[Condition] = [()]
    for name, value in when.items():
        if name.startswith(_OWN):
            continue
        options = value if isinstance(value, (list, tuple)) else (value,)
        found = [(*one, (name, _word(option))) for one in found for option in options]
    return tuple(one for one in found if one)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said(kind: str, facts: Mapping[str, object]) -> Iterable[Message]:
    for name, value in facts.items():
        spec = KINDS[kind].spec(name)
        if isinstance(value, bool):
            yield spec.label
            continue
        labels = dict(spec.choices)
        options = value if isinstance(value, (list, tuple)) else (value,)
        chosen = tuple(labels[str(one)] for one in options if str(one) in labels)
        yield Message("applies.fact", {"field": spec.label, "values": chosen})


__all__ = [
    "EVERYBODY",
    "Applies",
    "Condition",
    "Known",
    "applies",
    "classes_of",
    "conditions",
    "reached",
]
