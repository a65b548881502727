"""The organisations somebody belongs to, side by side: index, next lapse, who owes most, what is not yet sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import rules
from holdtrue.app.callers import actor_in
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.derive.whole import CAP, caps_of
from holdtrue.app.queries.figures import Figures
from holdtrue.app.queries.status import status
from holdtrue.core.access import Target, decide
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.packing import unpack
from holdtrue.core.practices import library
from holdtrue.core.tally import WHOLE
from holdtrue.store import portfolio
from holdtrue.store.portfolio import Place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from holdtrue.accounts.models import Membership
    from holdtrue.app.queries.status import Status
    from holdtrue.core.days import Day
    from holdtrue.core.tally import Held

_WITHIN = 400
"""Days ahead in which the next lapse is looked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation; without figures where the role does not read them."""

    membership: Membership
    day: Day
    status: Status | None = None
    owes: tuple[str, int] | None = None
    """Who has most that is overdue, and how much."""
    active: dt.datetime | None = None
    """When its log was last added to."""


def portfolio_of(memberships: Sequence[Membership], *, clock: Clock = SYSTEM) -> list[Line]:
    """Return a line for each membership: six queries for any number of organisations by the rules that ship."""
    places = {m.pk: _place(m, clock) for m in memberships if _reads(m)}
    if not places:
        return [Line(m, clock.day(m.organisation.time_zone)) for m in memberships]
    some = list(places.values())
    own, held = portfolio.packed(some), portfolio.holding(some)
    ends, busiest = portfolio.endings(some, within=_WITHIN), portfolio.busiest(some)
    active = portfolio.last_entries(some)
    lines = []
    for m in memberships:
        place = places.get(m.pk)
        if place is None:
            lines.append(Line(m, clock.day(m.organisation.time_zone)))
            continue
        pk = place.organisation
        found = _status(m, place, own.get(pk, b""), held.get(pk, {}), tuple(ends.get(pk, ())))
        whole = not place.unit
        lines.append(
            Line(m, place.day, found, busiest.get(pk) if whole else None, active.get(pk) if whole else None)
        )
    return lines


def _reads(membership: Membership) -> bool:
    return decide(actor_in(membership), "read", Target()).allowed


def _place(membership: Membership, clock: Clock) -> Place:
    organisation = membership.organisation
    held = actor_in(membership).held_to
    unit = membership.unit_id if held and membership.unit_id else WHOLE
    return Place(organisation.pk, unit, organisation.base_day, clock.day(organisation.time_zone))


def _status(
    membership: Membership,
    place: Place,
    own: bytes,
    held: Mapping[Held, tuple[int, int]],
    ends: tuple[tuple[str, int, int, int, int, int], ...],
) -> Status:
    standing = unpack(own) if own else {}
    with by_the_rules_of(rules.edition_of(membership.organisation)):
        return status(
            Figures(
                organisation=membership.organisation,
                library=library(),
                day=place.day,
                unit=place.unit,
                own={name: stands for name, stands in standing.items() if not name.startswith(CAP)},
                caps=caps_of(standing),
                held=held,
                endings=ends,
            )
        )


__all__ = ["Line", "portfolio_of"]
