"""Who is away, as worklists tell it: on one's own, and on the team's with what waits for nobody to stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from holdtrue.app.actions.absences import on_absence
from holdtrue.app.queries.holdings import absence_of
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.worklist import GoneShown

if TYPE_CHECKING:
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.everybody import Everybody, Gone
    from holdtrue.pages.views.frame import Visit


class Told(TypedDict):
    """What a worklist says of its person being away."""

    absence: str
    absent: Link | None


def told(visit: Visit, asked: Asked, *, own: bool) -> Told:
    """Return until when the person is away and who does it meanwhile, with where to say so."""
    person, until = absence_of(asked.organisation.pk, asked.person, asked.day)
    if person is None:
        return {"absence": "", "absent": None}
    may = visit.may("be_away", on_absence(person)) if own or until else False
    words = "change" if until else "going"
    act = Link(t(f"people.away.{words}"), visit.places.act(person.ref, "away")) if may else None
    if until is None:
        return {"absence": "", "absent": act}
    mine = [(role, one) for role, some in asked.held.absences.items() for one in some]
    covered = [(role, one.deputy_name) for role, one in mine if one.person == person.pk and one.deputy]
    waits = [role for role, one in mine if one.person == person.pk and not one.deputy]
    head = t("people.away.until", name=person.title, date=absolute(until))
    return {"absence": " ".join((head, *_lines(covered, waits))), "absent": act}


def gone(visit: Visit, found: Everybody) -> tuple[GoneShown, ...]:
    """Return who is away, for the team's page."""
    return tuple(_gone(visit, one) for one in found.gone)


def _gone(visit: Visit, one: Gone) -> GoneShown:
    places = visit.places
    lines = _lines(one.covered, one.waits)
    if one.load.total:
        lines.append(t("people.away.stays", n=one.load.total, name=one.person.title))
    return GoneShown(
        Link(one.person.title, places.at("worklist", "team", one.person.ref)),
        t("people.away.date", date=absolute(one.until)),
        tuple(lines),
        waits=bool(one.waits or one.load.total),
        act=Link(t("people.roles.deputy_name"), places.at("who-holds")) if one.waits else None,
    )


def _lines(covered: list[tuple[str, str]], waits: list[str]) -> list[str]:
    by: dict[str, list[str]] = {}
    for role, name in covered:
        by.setdefault(name, []).append(_role(role))
    lines = [t("people.away.covered", name=name, roles=", ".join(roles)) for name, roles in by.items()]
    if waits:
        lines.append(t("people.away.no_deputy", roles=", ".join(map(_role, waits))))
    return lines


def _role(role: str) -> str:
    return said(Message(f"choice.roles.{role}"))
