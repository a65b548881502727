"""What a tried change would do, as its page shows it: practices with their scopes, people with what they would owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.standings import verdicts_today
from holdtrue.app.shapes_whatif import who
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.glyph import Glyph, glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.whatif import Moved, Outcome, Owes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.consequences import Act as Owed
    from holdtrue.app.queries.consequences import Consequences, Owing
    from holdtrue.app.queries.losses import Tried
    from holdtrue.app.queries.status import Lapse
    from holdtrue.core.verdicts import Verdict
    from holdtrue.pages.shapes.page import Act
    from holdtrue.pages.views.frame import Visit

_SCOPES, _ACTS, _DRIFTS = 8, 8, 40


def outcome_of(visit: Visit, found: Consequences, make: Act | None) -> Outcome:
    """Return what the page shows of it."""
    notes = [t(f"whatif.{name}") for name in ("draft", "partly") if getattr(found, name)]
    if found.left:
        notes.append(t("page.whatif.left", n=found.left))
    more = len(found.drifts) - _DRIFTS
    if more > 0:
        notes.append(t("page.whatif.more_drifts", n=more))
    lead = t("page.whatif.result", n=_claims(found))
    if found.owed:
        lead = f"{lead} {t('page.whatif.people', n=len(found.owed))}"
    if not found.stops and not found.starts:
        lead = t("whatif.none")
    return Outcome(
        lead,
        (
            (t("page.whatif.index"), f"{found.index_before:.1f}", f"{found.index_after:.1f}"),
            (t("page.whatif.until"), _until(found.until_before), _until(found.until_after)),
            (t("page.whatif.systems"), str(found.systems), str(found.systems)),
        )[: 3 if found.systems else 2],
        stops=_grouped(visit, found.stops, found.untold),
        starts=_grouped(visit, found.starts, {}),
        owes=tuple(_owes(visit, one) for one in found.owed),
        drifts=tuple(
            (
                Link(f"{d.ref} {d.title}", visit.places.act(d.ref, "drift")),
                ", ".join(_label(found.kind, name) for name in d.fields),
            )
            for d in found.drifts[:_DRIFTS]
        ),
        notes=tuple(notes),
        make=make,
    )


def _label(kind: str, name: str) -> str:
    """Name a field; of several records tried at once it may be one of a component."""
    spec = next(
        (k.specs_by_name()[name] for k in (KINDS[kind], KINDS["component"]) if name in k.specs_by_name()),
        None,
    )
    return said(spec.label) if spec is not None else name


def _claims(found: Consequences) -> int:
    return sum(one.scopes for one in found.stops) + sum(found.untold.values())


def _until(lapse: Lapse | None) -> str:
    return absolute(lapse.day) if lapse else t("page.whatif.no_end")


def _grouped(visit: Visit, some: Sequence[Tried], untold: Mapping[str, int]) -> tuple[Moved, ...]:
    """One line for each practice and pair of levels; the first scope speaks for all."""
    groups: dict[tuple[str, int, int], list[Tried]] = {}
    for one in some:
        groups.setdefault((one.practice.id, one.before, one.after), []).append(one)
    told = []
    further = dict(untold)
    wanted = [(ones[0].ref, ones[0].practice.id) for ones in groups.values()]
    now = verdicts_today(visit.caller.organisation, wanted, visit.day) if wanted else {}
    for (practice, before, after), ones in groups.items():
        first = ones[0]
        named = [one for one in ones if one.ref]
        n = sum(one.scopes for one in ones) + further.pop(practice, 0)
        more = n - len(named[:_SCOPES])
        glyphs = _glyphs(visit, first, now.get((first.ref, practice)))
        told.append(
            Moved(
                first.practice.title,
                visit.places.practice(practice),
                t(
                    "page.whatif.levels",
                    before=t(f"page.level.at.{before}"),
                    after=t(f"page.level.at.{after}"),
                ),
                said(first.because) if after < before else "",
                tuple(Link(one.title, visit.places.record(one.ref)) for one in named[:_SCOPES]),
                t("page.whatif.more", n=more) if more and (named or first.scopes > 1) else "",
                *glyphs,
            )
        )
    return tuple(told)


def _glyphs(visit: Visit, one: Tried, now: Sequence[Verdict] | None) -> tuple[Glyph | None, Glyph | None]:
    """How the practice stands in the scope today and how it would; none where no one scope is meant."""
    if not one.verdicts:
        return None, None
    subject = one.practice.title
    return glyph(subject, now, visit.day), glyph(subject, one.verdicts, visit.day)


def _owes(visit: Visit, one: Owing) -> Owes:
    acts: tuple[Owed, ...] = one.acts
    return Owes(
        who(one),
        visit.places.record(one.person) if one.person else "",
        t("page.whatif.minutes", n=one.minutes),
        tuple(Link(said(a.text), visit.places.record(a.ref) if a.ref else "") for a in acts[:_ACTS]),
        t("page.whatif.more_acts", n=len(acts) - _ACTS) if len(acts) > _ACTS else "",
    )


__all__ = ["outcome_of"]
