"""An incident worked through: what happened, containing it, who is touched, clocks, cause, lessons, its risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries.incidents import one
from holdtrue.app.queries.offered import titles
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.incident import IncidentView, StepShown
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.incident_parts import alike_of, clock_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.incidents import Told

KIND = "incident"
STEPS = {
    "happened": (
        "severity",
        "detected_on",
        "happened_on",
        "happened_until",
        "aware_on",
        "aware_time",
        "effect",
    ),
    "contain": ("containment",),
    "touched": (
        *("systems", "consequences", "people_affected", "affected", "personal_information"),
        *(
            "information",
            "sensitivity",
            "feared_consequences",
            "misuse_likelihood",
            "serious_injury",
            "measures",
        ),
    ),
    "told": ("reportable", "told"),
    "cause": ("cause",),
    "lessons": ("lessons",),
}
"""Step → the fields it asks for."""
_ASKED = {
    "happened": ("effect", "severity", "detected_on"),
    "contain": ("containment",),
    "touched": ("personal_information", "consequences"),
    "cause": ("cause",),
    "lessons": ("lessons",),
}
"""What makes a step done."""


@require_safe
@inside
def work(visit: Visit, ref: str) -> HttpResponse:
    """Show one incident as a thread, with its clocks on top and what to do next."""
    found = one(visit.caller, ref)
    record, places = found.around.record, visit.places
    may = visit.may("edit", found.around.target) and record.retired_day is None
    state, words = _state(found)
    view = IncidentView(
        Link(f"{record.ref} {said(KINDS[KIND].label)}", places.record(record.ref)),
        state,
        words,
        tuple(Link(f"{s.ref} {s.title}", places.record(s.ref)) for s in found.around.linked("systems")),
        tuple(clock_shown(visit, record.ref, kept, may_tell=may) for kept in found.clocks),
        t("incident.no_clock_said" if found.fields.get("reportable") is False else "incident.no_clock"),
        _steps(visit, found, may=may),
        alike_of(visit, found.around),
        _acts(visit, found, may=may),
        ready=not found.missing,
    )
    crumbs = (Link(said(KINDS[KIND].label_plural), places.listing(KIND)),)
    return show(visit, "incident.html", page(visit, record.title, kind=KIND, crumbs=crumbs), view=view)


def _state(found: Told) -> tuple[str, str]:
    closed = found.fields.get("closed_on")
    late = [c for c in found.clocks if c.state in ("late", "told_late")]
    if late:
        return "wrong", t("incident.state.late", n=len(late))
    if filled(closed):
        return "holds", t("incident.state.closed", day=absolute(to_day(closed) or 0))
    running = [c for c in found.clocks if not c.over]
    if running:
        return "soon", t("incident.state.clocks", n=len(running))
    return "soon", t("incident.state.open", n=len(found.missing)) if found.missing else t(
        "incident.state.ready"
    )


def _steps(visit: Visit, found: Told, *, may: bool) -> tuple[StepShown, ...]:
    told = [_step(visit, found, name, may=may) for name in ("happened", "contain", "touched")]
    told.append(_telling(visit, found, may=may))
    told += [_step(visit, found, name, may=may) for name in ("cause", "lessons")]
    return (*told, _foreseen(visit, found, may=may))


def _step(visit: Visit, found: Told, name: str, *, may: bool) -> StepShown:
    fields, ref = found.fields, found.around.record.ref
    done = all(filled(fields.get(one)) for one in _ASKED[name])
    asked = [said(KINDS[KIND].spec(one).label) for one in _ASKED[name] if not filled(fields.get(one))]
    act = Act(t("incident.step.edit" if done else "incident.step.fill"), _edit(visit, ref, STEPS[name]))
    several = t("incident.step.missing", what=", ".join(asked))
    words = "" if not asked else several if len(_ASKED[name]) > 1 else t("incident.step.not_said")
    links = _register(visit, found) if name == "touched" else ()
    return StepShown(
        t(f"incident.step.{name}"), done, _lines(found, STEPS[name]), links, words, (act,) if may else ()
    )


def _register(visit: Visit, found: Told) -> tuple[Link, ...]:
    if found.fields.get("personal_information") is not True:
        return ()
    return (Link(t("confidentiality.see"), visit.places.at("confidentiality")),)


def _telling(visit: Visit, found: Told, *, may: bool) -> StepShown:
    ref, waits = found.around.record.ref, [c for c in found.clocks if not c.over]
    decide = not filled(found.fields.get("reportable"))
    acts = (
        Act(t("incident.tell.open"), visit.places.act(ref, "tell")),
        Act(
            t("incident.step.decide" if decide else "incident.step.decide_again"),
            _edit(visit, ref, ("reportable",)),
        ),
    )
    words = t("incident.step.waits", n=len(waits)) if waits else ""
    done = not waits and bool(found.tellings or found.fields.get("reportable") is False)
    return StepShown(
        t("incident.step.told"),
        done,
        _lines(found, ("reportable",)),
        (),
        words,
        acts if may else (),
        _tellings(visit, found),
    )


def _foreseen(visit: Visit, found: Told, *, may: bool) -> StepShown:
    risks, ref = found.around.linked("foreseen_by"), found.around.record.ref
    unforeseen = found.fields.get("unforeseen") is True
    links = tuple(Link(f"{r.ref} {r.title}", visit.places.record(r.ref)) for r in risks)
    lines: tuple[tuple[str, str], ...] = ()
    if unforeseen and not risks:
        lines = (("", t("incident.unforeseen")),)
        links = tuple(
            Link(f"{f.ref} {f.title}", visit.places.record(f.ref))
            for f in found.around.pointing("finding")
            if f.fields.get("source") == ref
        )
    act = Act(t("incident.foresee.open"), visit.places.act(ref, "foresee"))
    done = bool(risks) or unforeseen
    words = "" if done else t("incident.step.foreseen_open")
    return StepShown(t("incident.step.foreseen"), done, lines, links, words, (act,) if may else ())


def _lines(found: Told, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    told = []
    for name in names:
        value = found.fields.get(name)
        if filled(value) and name != "systems":
            told.append((said(KINDS[KIND].spec(name).label), spoken(name, value)))
    return tuple(told)


def spoken(name: str, value: object) -> str:
    """Return a field's value in words."""
    spec = KINDS[KIND].spec(name)
    day = to_day(value) if spec.type == "date" else None
    if day is not None:
        return absolute(day)
    labels = dict(spec.choices)
    if isinstance(value, bool):
        return t("form.yes" if value else "form.no")
    if isinstance(value, (list, tuple)):
        return ", ".join(said(labels[x]) if x in labels else str(x) for x in map(str, value))
    return said(labels[str(value)]) if str(value) in labels else str(value)


def _edit(visit: Visit, ref: str, names: Sequence[str]) -> str:
    return with_query(visit.places.act(ref, "edit"), only=list(names))


def _tellings(visit: Visit, found: Told) -> Table | None:
    if not found.tellings:
        return None
    named = titles(visit.caller, [one.by for one in found.tellings if one.by])
    columns = tuple(
        Column(t(f"incident.told.{name}"), wide=name == "name")
        for name in ("name", "whom", "when", "by", "reference")
    )
    rows = tuple(
        Row(
            (
                Cell(x.name),
                Cell(t(f"incident.whom.{x.whom}"), note=t(f"incident.law.{x.law}") if x.law else ""),
                Cell(f"{absolute(x.day)} {x.time}".strip()),
                Cell(named.get(x.by) or x.by),
                Cell(x.reference),
            )
        )
        for x in found.tellings
    )
    return Table(t("incident.step.told"), columns, rows)


def _acts(visit: Visit, found: Told, *, may: bool) -> tuple[Act, ...]:
    ref = found.around.record.ref
    if not may or filled(found.fields.get("closed_on")):
        return ()
    return (Act(t("incident.close.open"), visit.places.act(ref, "close")),)


__all__ = ["spoken", "work"]
