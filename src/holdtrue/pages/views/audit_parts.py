"""Parts of an internal audit's pages: one requirement as it stood on the audit's day, over the systems drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.clock import zone
from holdtrue.core.auditing import level_held
from holdtrue.core.days import to_day
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.audit import NoteShown, PracticeShown, RequirementWorkView, SystemShown
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import absolute, instant
from holdtrue.pages.shapes.page import Act, Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.audit_work import Note, Work
    from holdtrue.core.auditing import PracticeThen, RequirementThen, Shown, SystemThen
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.views.frame import Visit

_STANDARD = "iso42001"
_CARRIED = 600
"""Letters of a note that the form of a finding is filled with; an address does not take many more."""


def requirement_view(
    visit: Visit, found: Work, one: RequirementThen, form: Form | None, refused: str
) -> RequirementWorkView:
    """Return one requirement with its practices, the systems drawn under each, and what was noted."""
    places = [r.id for r in found.requirements]
    at = places.index(one.id)
    return RequirementWorkView(
        name=f"{found.kept['framework']['title']} {one.name}",
        asks=one.asks,
        parts=one.parts,
        evidence=one.evidence,
        standing=one.standing,
        standing_words=t(f"requirement.standing.{one.standing}"),
        because=said(one.because),
        still=one.still,
        as_of=absolute(found.day),
        practices=tuple(_practice(visit, found, one, p) for p in one.practices),
        notes=tuple(_note(visit, n) for n in reversed(found.notes.get(one.id, ()))),
        form=form,
        refused=refused,
        finding=_finding(visit, found, one),
        findings=tuple(
            Link(f.ref, visit.places.record(f.ref)) for f in found.findings if f.requirement == one.id
        ),
        before=_step(visit, found, at - 1) if at else None,
        after=_step(visit, found, at + 1) if at + 1 < len(places) else None,
    )


def _step(visit: Visit, found: Work, at: int) -> Link:
    one = found.requirements[at]
    return Link(f"{one.name} {one.title}", visit.places.act(found.audit.ref, "work") + f"{one.id}/")


def _practice(visit: Visit, found: Work, one: RequirementThen, practice: PracticeThen) -> PracticeShown:
    drawn = [s for s in found.systems if practice.id in s.practices] if practice.per_system else []
    words = ""
    if practice.per_system:
        held = sum(level_held(s.practices[practice.id], found.day) >= one.level for s in drawn)
        level = t(f"page.level.{LEVEL_WORDS[one.level]}").lower()
        words = (
            t("page.audit.of_drawn", part=held, whole=len(drawn), level=level)
            if drawn
            else t("page.audit.none_drawn")
        )
    shown = not practice.per_system and practice.verdicts
    return PracticeShown(
        title=practice.title,
        href=visit.places.practice(practice.id) if practice.id in library().by_id else "",
        asks=practice.asks,
        glyph=glyph(practice.title, practice.verdicts, found.day) if shown else None,
        words=words,
        because=said(practice.because),
        shown_by=_links(visit, found, practice.shown_by),
        systems=tuple(_system(visit, found, one, practice, s) for s in drawn),
    )


def _system(
    visit: Visit, found: Work, one: RequirementThen, practice: PracticeThen, system: SystemThen
) -> SystemShown:
    return SystemShown(
        system=Link(system.title, _then(visit, found, system.ref)),
        stratum=t(f"sampling.class.{system.stratum}"),
        glyph=glyph(system.title, system.practices[practice.id], found.day),
        evidence=_links(visit, found, system.evidence),
        finding=_finding(visit, found, one, practice=practice.id, system=system.ref),
    )


def _links(visit: Visit, found: Work, shown: Sequence[Shown]) -> tuple[Link, ...]:
    return tuple(Link(f"{s.title} ({s.ref})", _then(visit, found, s.ref)) for s in shown)


def _then(visit: Visit, found: Work, ref: str) -> str:
    """A record as of the audit's day, where that is past."""
    day = found.kept["day"]
    at = to_day(day)
    return with_query(visit.places.record(ref), at=day if at is not None and at < visit.day else "")


def _finding(
    visit: Visit, found: Work, one: RequirementThen, *, practice: str = "", system: str = ""
) -> Act | None:
    """Where a finding is opened with the audit, the requirement, the system and what was noted filled in."""
    if found.closed or not visit.may("add", on_kind("finding")):
        return None
    result, noted = found.result(one.id), found.notes.get(one.id)
    href = visit.places.add(
        "finding",
        audit=found.audit.ref,
        requirement=one.id if found.kept["framework"]["id"] == _STANDARD else "",
        practice=practice or (one.practices[0].id if one.practices else ""),
        about=system,
        type=result if result in ("major", "minor", "observation") else "",
        nature=noted[-1].notes[:_CARRIED] if noted else "",
    )
    return Act(t("page.audit.finding_about" if system else "page.audit.finding"), href)


def _note(visit: Visit, note: Note) -> NoteShown:
    return NoteShown(
        by=note.by,
        when=instant(note.at.astimezone(zone(visit.caller.organisation.time_zone)), visit.day),
        result=note.result,
        words=t(f"audit.outcome.{note.result}"),
        text=note.notes,
    )


__all__ = ["requirement_view"]
