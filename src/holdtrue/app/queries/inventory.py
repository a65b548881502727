"""Lists as the pages show them: a page either way, who owns each row, and what there is to filter by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app.queries import derived_columns
from holdtrue.app.queries.early import early_openings
from holdtrue.app.queries.lists import filter_of
from holdtrue.app.queries.ordered import page_of
from holdtrue.app.queries.standings import reader
from holdtrue.core import custom
from holdtrue.core.kinds import KINDS
from holdtrue.core.standing import levels
from holdtrue.store import census, listing, reading
from holdtrue.store.foremost import first_of_tiers
from holdtrue.store.listing import Line
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.lists import Asked
    from holdtrue.core.days import Day
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Organisation
    from holdtrue.store.ordering import Order

_LOOKED = 200
"""Systems of a tier looked through for those that fall short."""
UNITS = 400
"""Units offered as a filter; where there are more, only those at the top."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record by ref and title."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    lines: Sequence[Line]
    total: int | None
    """None beyond ten thousand."""
    first: str
    """Ref before which the page before ends; '' where this is the first."""
    last: str
    """Ref after which the next page begins; '' where this is the last."""
    owners: Mapping[int, Named]
    """Row id → who owns it."""
    fields: Mapping[int, Mapping[str, Any]]
    """Row id → the fields of its newest revision; empty where no column asks for them."""
    links: Mapping[int, Mapping[str, Sequence[Named]]] = field(default_factory=dict)
    """Row id → the records each relation leads to, likewise."""


def listing_of(  # what a list is asked for, each by its name
    caller: Caller,
    asked: Asked,
    *,
    order: Order | None = None,
    whole: Iterable[str] = (),
    after: str = "",
    before: str = "",
    limit: int = 50,
) -> Listing:
    """Return the page after a ref, or the one before it. Raises NotAllowed with the reason.

    `whole` names the fields its columns show beyond what is promoted. About six queries for systems; with such fields
    one more per revision number among the rows, and one for what links lead to.
    """
    pk = caller.organisation.pk
    found = page_of(caller, asked, order, after=after, before=before, limit=limit)
    lines = found.lines
    more_before = found.more if before else bool(after)
    more_after = True if before else found.more
    kind = KINDS.get(asked.kind)
    bodies = (
        reading.bodies(pk, [(line.id, line.revision) for line in lines])
        if kind and (kind.id != "system" or set(whole))
        else {}
    )
    linked = [name for name in whole if kind and name in kind.edges]
    flat = {row: custom.flat(body["fields"]) for row, body in bodies.items()}
    return Listing(
        lines,
        found.total,
        lines[0].ref if lines and more_before else "",
        lines[-1].ref if lines and more_after else "",
        owners(pk, kind.owner_field, [line.id for line in lines]) if kind and kind.owner_field else {},
        _by_day(caller, derived_columns.filled(pk, asked.kind, set(whole), flat), whole) if flat else {},
        _linked(pk, bodies, linked) if linked else {},
    )


def _by_day(
    caller: Caller, fields: dict[int, Mapping[str, Any]], whole: Iterable[str]
) -> dict[int, Mapping[str, Any]]:
    """Put the stages right of systems whose gate was opened early until a day that has passed. One query."""
    if "lifecycle_stage" not in whole:
        return fields
    day = caller.clock.day(caller.organisation.time_zone)
    early = early_openings(caller.organisation.pk, list(fields))
    return fields | {row: {**fields[row], "lifecycle_stage": one.stage_on(day)} for row, one in early.items()}


def _linked(
    organisation_id: int, bodies: Mapping[int, Mapping[str, Any]], relations: Sequence[str]
) -> dict[int, dict[str, list[Named]]]:
    uids = {uid for body in bodies.values() for name in relations for uid in body["links"].get(name, ())}
    known = reading.by_uid(organisation_id, uids)
    return {
        row: {
            name: [
                Named(known[uid].ref, known[uid].title) if uid in known else Named("", uid)
                for uid in body["links"].get(name, ())
            ]
            for name in relations
        }
        for row, body in bodies.items()
    }


def owners(organisation_id: int, relation: str, rows: Iterable[int]) -> dict[int, Named]:
    """Return who owns these records, by row id. One query."""
    links = Link.rows.of(organisation_id).filter(
        source_id__in=list(rows), relation=relation, target__isnull=False
    )
    found = links.order_by("-id").values_list("source_id", "target__ref", "target__title")
    return {row: Named(ref, title) for row, ref, title in found}


def units(organisation: Organisation) -> list[tuple[Named, int]]:
    """Return the units with their depth, each after the one it belongs to, by name. One query."""
    rows = Record.rows.of(organisation.pk).filter(kind="unit", retired_day__isnull=True)
    found = list(rows.values_list("ref", "title", "path")[: 5 * UNITS])
    if len(found) > UNITS:
        found = [row for row in found if row[2].count("/") <= 1][:UNITS]
    titles = {ref: title for ref, title, _ in found}
    placed = [
        (tuple(titles.get(r, r) for r in path.split("/") if r), ref, title) for ref, title, path in found
    ]
    return [(Named(ref, title), max(0, len(place) - 1)) for place, ref, title in sorted(placed)]


@dataclass(frozen=True, slots=True)
class Short:
    """A system, and how a practice that falls short in it, or reaches its level, stands there."""

    ref: str
    title: str
    tier: str
    verdicts: Sequence[Verdict]


@dataclass(frozen=True, slots=True)
class Sides:
    """The first systems that fall short of a level, and the first that reach it."""

    short: Sequence[Short]
    reach: Sequence[Short]


def sides_of(caller: Caller, asked: Asked, practice: str, target: int, day: Day, *, limit: int) -> Sides:
    """Return the first systems on either side, high tier first; among the first few hundred of each tier.

    Two queries, and one more where a filter names records.
    """
    short: list[Short] = []
    reach: list[Short] = []
    read, wanted = reader(caller.organisation, day), filter_of(caller, asked)
    for tiers in (("high",), ("limited", "unsorted", "minimal")):
        for line in first_of_tiers(caller.organisation.pk, wanted, tiers, limit=_LOOKED):
            verdicts = read.verdicts_of(line.packed, practice) if line.packed and line.population else None
            if verdicts is None:
                continue
            side = reach if levels(verdicts, day).level >= target else short
            if len(side) < limit:
                side.append(Short(line.ref, line.title, line.tier, verdicts))
        if len(short) >= limit:
            break
    return Sides(short, reach)


def counts(caller: Caller, kinds: Sequence[str]) -> dict[str, int | None]:
    """Return how many standing records there are of each kind, None beyond ten thousand."""
    held = caller.actor.held_to
    if held:
        return {kind: _held(caller, kind, held) for kind in kinds}
    found = census.of_kinds(caller.organisation.pk, kinds, most=listing.EXACT)
    return {kind: n if n <= listing.EXACT else None for kind, n in found.items()}


def _held(caller: Caller, kind: str, held_to: str) -> int | None:
    wanted = listing.Filter(kind, held_to=held_to)
    return listing.page(caller.organisation.pk, wanted, limit=1).total


__all__ = [
    "Line",
    "Listing",
    "Named",
    "Short",
    "Sides",
    "counts",
    "listing_of",
    "owners",
    "sides_of",
    "units",
]
