"""Parts of a record's page: what it is linked with, what changed in it, the evidence about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.queries.captions import about_fact
from holdtrue.core.days import NEVER, to_day
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act
from holdtrue.pages.shapes.record import Change, EvidenceShown, Knot, Linked
from holdtrue.pages.views.list_rows import value_words
from holdtrue.pages.views.related import because, standing

if TYPE_CHECKING:
    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.signing import Differs
    from holdtrue.core.facts import Fact
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.pages.views.frame import Visit

FEW = 8
"""Records named under one relation; the rest are counted and lead to their list."""
_THREADED = frozenset({"risk", "impact_assessment", "evidence", "incident", "control", "group"})
"""Kinds a system's thread shows already."""
_ANSWERING = frozenset({"owner", "overseer"})
"""The people whom a system's thread names already."""


def knot(visit: Visit, fact: Fact, *, state: str = "holds", words: str = "") -> Knot:
    """Return a record as a link."""
    return Knot(fact.title or fact.ref, visit.places.record(fact.ref), fact.ref, state, words)


def _standing(visit: Visit, found: Around, fact: Fact) -> Knot:
    """A linked record with how it stands by itself, and with its system where that is another record."""
    state, words = reading_of(visit, fact) if fact.kind == "evidence" else standing(visit, fact)
    shown = replace(
        knot(visit, fact, state=state, words=words), because=because(visit, fact) if words else ""
    )
    system = about_fact(fact, found.facts) if found.record.kind != "system" else ""
    if not system:
        return shown
    return replace(shown, title=t("page.record.title_about", title=shown.title, system=system))


def linked(visit: Visit, found: Around) -> tuple[Linked, ...]:
    """Return what the record points to, then what points to it, by relation."""
    kind, system = KINDS[found.record.kind], found.record.kind == "system"
    told = []
    for name, target in kind.edges.items():
        facts = found.linked(name) if target not in CATALOGS else []
        if facts and not (system and (target in _THREADED or name in _ANSWERING)):
            told.append(
                Linked(said(kind.spec(name).label), tuple(_standing(visit, found, f) for f in facts[:FEW]))
            )
    for other, declared in KINDS.items():
        facts = [f for f in found.pointing(other) if not (system and other in _THREADED)]
        if facts:
            knots = tuple(_standing(visit, found, f) for f in facts[:FEW])
            label = t("page.record.pointing", kinds=said(declared.label_plural), n=len(facts))
            told.append(Linked(label, knots, _all(visit, found, facts)))
    return tuple(told)


def _all(visit: Visit, found: Around, facts: list[Fact]) -> Act | None:
    """Where more point here than are named: their list, filtered by how they do."""
    if len(facts) <= FEW:
        return None
    own = found.record.uid
    relation = next((name for name, uids in facts[0].links.items() if own in uids), "")
    return Act(t("page.record.all"), visit.places.listing(facts[0].kind, **{relation: found.record.ref}))


def change(differs: Differs) -> Change:
    """Return one changed field, as people read it."""
    spec = KINDS[differs.kind].spec(differs.field)
    label = t("page.change.of", label=said(differs.label), ref=differs.ref)
    return Change(label, worded(spec, differs.before), worded(spec, differs.after), material=True)


def worded(spec: FieldSpec, value: object) -> str:
    """Say the value of a field as text; several are joined."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(worded(spec, one) for one in value)
    if isinstance(value, bool):
        return t("page.yes") if value else t("page.no")
    return day_of(value) if spec.type == "date" else value_words(spec, value)


def evidence(visit: Visit, found: Around) -> tuple[EvidenceShown, ...]:
    """Return the evidence about the record, the newest first."""
    facts = [f for f in found.of_kind("evidence") if f.uid != found.record.uid]
    return tuple(_evidence(visit, f) for f in sorted(facts, key=lambda f: (-(f.day or NEVER), -f.number)))


def _evidence(visit: Visit, fact: Fact) -> EvidenceShown:
    state, words = reading_of(visit, fact)
    act = None
    if not fact.fields.get("result") and visit.caller.actor.role != "member":
        act = Act(t("page.record.read"), visit.places.act(fact.ref, "read"))
    spec = KINDS["evidence"].spec("tag")
    tag = value_words(spec, fact.fields.get("tag")) if fact.fields.get("tag") else t("page.record.no_tag")
    return EvidenceShown(
        fact.title or fact.ref,
        fact.ref,
        visit.places.record(fact.ref),
        tag,
        state,
        words,
        moment(fact.day, visit.day),
        act,
    )


def reading_of(visit: Visit, fact: Fact) -> tuple[str, str]:
    """Return how a piece of evidence was read, as a state and in words."""
    until = to_day(fact.fields.get("valid_until"))
    if until is not None and until <= visit.day:
        return "lapsed", t("page.sign.lapsed", date=absolute(until))
    result = str(fact.fields.get("result") or "")
    states = {"in_order": "holds", "not_in_order": "contradicted", "cannot_tell": "unknown"}
    if result not in states:
        return "unknown", t("page.record.unread")
    return states[result], said(Message(f"choice.evidence_result.{result}"))


def day_of(value: object) -> str:
    """Say a stored date."""
    try:
        return absolute(dt.date.fromisoformat(str(value)).toordinal())
    except ValueError:
        return str(value)
