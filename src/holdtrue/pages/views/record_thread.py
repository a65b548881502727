"""The thread of a system: from the policy over its owner and risks to evidence and incidents; broken where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS, target_level
from holdtrue.core.standing import levels
from holdtrue.pages.language import t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Knot, Strand
from holdtrue.pages.views.record_parts import knot, reading_of
from holdtrue.pages.views.record_standing import shown
from holdtrue.pages.views.related import rests_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.standings import Reader
    from holdtrue.core.facts import Fact
    from holdtrue.core.verdicts import Verdict
    from holdtrue.pages.views.frame import Visit

FEW = 4
_PRACTICES = {
    "owner": "system-owner",
    "risks": "risk-assessment",
    "assessment": "impact-assessment",
    "controls": "risk-treatment",
}
"""Station → the practice that says whether the thread holds there."""


def thread(visit: Visit, found: Around, reader: Reader, packed: bytes | None) -> tuple[Strand, ...]:
    """Return the stations in order, each with its standing where a practice speaks of it."""
    verdicts = reader.verdicts(packed) if packed else {}
    return (
        _policy(visit, found, reader),
        _owner(visit, found, reader, verdicts),
        _people(visit, found),
        _risks(visit, found, reader, verdicts),
        _assessment(visit, found, reader, verdicts),
        _controls(visit, found, reader, verdicts),
        _evidence(visit, found),
        _incidents(visit, found),
    )


def _policy(visit: Visit, found: Around, reader: Reader) -> Strand:
    state, words = _stands(reader, "ai-policy", reader.own_verdicts("ai-policy"))
    policies = found.of_kind("policy")
    act = None
    if not policies and visit.may("add", on_kind("policy")):
        act = Act(t("page.thread.add_policy"), visit.places.add("policy"))
    glyph = shown(visit, ORGANISATION, "ai-policy", reader.own_verdicts("ai-policy"))
    told = [
        Knot(library().by_id["ai-policy"].title, visit.places.practice("ai-policy"), "", state, "", glyph)
    ]
    return Strand(
        "policy",
        t("page.thread.policy"),
        state,
        words,
        (*told, *_knots(visit, policies)),
        _more(visit, policies, "policy"),
        act,
    )


def _owner(
    visit: Visit, found: Around, reader: Reader, verdicts: Mapping[str, Sequence[Verdict] | None]
) -> Strand:
    owners, overseers = found.linked("owner"), found.linked("overseer")
    act = None
    if not owners and visit.may("edit", found.target):
        act = Act(t("page.thread.name_owner"), visit.places.act(found.record.ref, "owner"))
    people = (
        *(knot(visit, f, words=t("page.thread.answers")) for f in owners),
        *(knot(visit, f, words=t("page.thread.oversees")) for f in overseers),
    )
    return _strand(visit, found, reader, verdicts, "owner", people, act)


def _people(visit: Visit, found: Around) -> Strand:
    groups = found.of_kind("group")
    said = bool(found.fact and found.fact.newest.get("affected_groups"))
    none = t("page.thread.people_said" if said else "page.thread.people_none")
    words = t("page.thread.people_words", n=len(groups)) if groups else none
    state = "holds" if groups else "missing"
    act = _add(visit, "group", t("page.thread.add_group"), systems=found.record.ref) if not groups else None
    return Strand(
        "people",
        t("page.thread.people"),
        state,
        words,
        _knots(visit, groups),
        _more(visit, groups, "group"),
        act,
    )


def _risks(
    visit: Visit, found: Around, reader: Reader, verdicts: Mapping[str, Sequence[Verdict] | None]
) -> Strand:
    risks = found.of_kind("risk")
    knots = tuple(_risk(visit, f) for f in risks[:FEW])
    act = _add(visit, "risk", t("page.thread.add_risk"), system=found.record.ref) if not risks else None
    return _strand(
        visit,
        found,
        reader,
        verdicts,
        "risks",
        knots,
        act,
        more=_more(visit, risks, "risk", system=found.record.ref),
    )


def _risk(visit: Visit, fact: Fact) -> Knot:
    level = fact.fields.get("level")
    above = fact.fields.get("residual_above_appetite")
    words = t("page.thread.risk_level", level=level) if level is not None else t("page.thread.risk_unrated")
    if above is True:
        return knot(visit, fact, state="out_of_target", words=t("page.thread.risk_above", level=level or ""))
    return knot(visit, fact, state="holds" if level is not None else "unknown", words=words)


def _assessment(
    visit: Visit, found: Around, reader: Reader, verdicts: Mapping[str, Sequence[Verdict] | None]
) -> Strand:
    facts = found.of_kind("impact_assessment")
    told = [f for f in found.of_kind("declaration") if f.fields.get("practice") == "impact-assessment"]
    knots = (
        *(_assessed(visit, found, f) for f in facts[:FEW]),
        *(knot(visit, f, state="unknown", words=t("page.thread.only_said")) for f in told[:FEW] if not facts),
    )
    act = None
    if not facts:
        act = _add(visit, "impact_assessment", t("page.thread.add_assessment"), system=found.record.ref)
    elif not facts[0].in_force:
        act = Act(t("page.record.sign"), visit.places.act(facts[0].ref, "sign"))
    elif rests_changed(facts[0], found.signed_near):
        act = Act(t("page.sign.look"), visit.places.act(facts[0].ref, "drift"))
    return _strand(visit, found, reader, verdicts, "assessment", knots, act)


def _assessed(visit: Visit, found: Around, fact: Fact) -> Knot:
    """An assessment with whether it is signed, and whether what it was signed for is still so."""
    if not fact.in_force:
        return knot(visit, fact, state="unknown", words=t("page.thread.unsigned"))
    if rests_changed(fact, found.signed_near):
        return knot(visit, fact, state="drifted", words=t("page.related.drifted"))
    return knot(visit, fact)


def _controls(
    visit: Visit, found: Around, reader: Reader, verdicts: Mapping[str, Sequence[Verdict] | None]
) -> Strand:
    controls = found.of_kind("control")
    return _strand(
        visit,
        found,
        reader,
        verdicts,
        "controls",
        _knots(visit, controls),
        None,
        more=_more(visit, controls, "control"),
    )


def _evidence(visit: Visit, found: Around) -> Strand:
    facts = found.of_kind("evidence")
    read = [reading_of(visit, f) for f in facts]
    order = ("contradicted", "lapsed", "unknown", "holds")
    state = next((s for s in order if any(s == given for given, _ in read)), "missing")
    words = t("page.thread.evidence_words", n=len(facts)) if facts else t("page.thread.evidence_none")
    knots = tuple(knot(visit, f, state=s, words=w) for f, (s, w) in list(zip(facts, read, strict=True))[:FEW])
    act = None
    if visit.may("attach", found.target):
        act = Act(t("page.record.attach"), visit.places.act(found.record.ref, "attach"))
    return Strand(
        "evidence",
        t("page.thread.evidence"),
        state,
        words,
        knots,
        _more(visit, facts, "evidence", about=found.record.ref),
        act,
    )


def _incidents(visit: Visit, found: Around) -> Strand:
    facts = found.of_kind("incident")
    open_ones = [f for f in facts if not f.fields.get("closed_on")]
    if open_ones:
        state, words = "contradicted", t("page.thread.incidents_open", n=len(open_ones))
    else:
        state, words = (
            "holds",
            t("page.thread.incidents_closed", n=len(facts)) if facts else t("page.thread.incidents_none"),
        )
    knots = tuple(knot(visit, f, state="contradicted" if f in open_ones else "holds") for f in facts[:FEW])
    return Strand(
        "incidents",
        t("page.thread.incidents"),
        state,
        words,
        knots,
        _more(visit, facts, "incident", systems=found.record.ref),
    )


def _strand(  # noqa: PLR0913  # what a station is made of
    visit: Visit,
    found: Around,
    reader: Reader,
    verdicts: Mapping[str, Sequence[Verdict] | None],
    station: str,
    knots: tuple[Knot, ...],
    act: Act | None,
    *,
    more: Link | None = None,
) -> Strand:
    """A station that a practice of the system speaks of, which stands first on it with its glyph."""
    name = _PRACTICES[station]
    state, words = _stands(reader, name, verdicts.get(name))
    glyph = shown(visit, found.record.ref, name, verdicts.get(name))
    first = Knot(library().by_id[name].title, visit.places.practice(name), "", state, "", glyph)
    return Strand(station, t(f"page.thread.{station}"), state, words, (first, *knots), more, act)


def _stands(reader: Reader, practice: str, verdicts: Sequence[Verdict] | None) -> tuple[str, str]:
    """Return the state at the level asked for, and its words."""
    if verdicts is None:
        return "not_applicable", t("page.state.not_applicable")
    reached = levels(verdicts, reader.day)
    target = LEVEL_WORDS.index(target_level(library(), reader.profile, practice))
    if reached.level >= target:
        return "holds", t("page.thread.reached", level=t(f"page.level.at.{reached.level}"))
    state = reached.state.name.lower()
    words = t(
        "page.thread.short", state=t(f"page.state.{state}"), level=t(f"page.level.at.{reached.level + 1}")
    )
    return state, words


def _knots(visit: Visit, facts: Sequence[Fact]) -> tuple[Knot, ...]:
    return tuple(knot(visit, f) for f in facts[:FEW])


def _more(visit: Visit, facts: Sequence[Fact], kind: str, **asked: object) -> Link | None:
    more = len(facts) - FEW
    return Link(t("page.thread.more", n=more), visit.places.listing(kind, **asked)) if more > 0 else None


def _add(visit: Visit, kind: str, label: str, **asked: object) -> Act | None:
    return Act(label, visit.places.add(kind, **asked)) if visit.may("add", on_kind(kind)) else None
