"""How the organisation's indicators stand: the list page by page, one with its series, and those a person owns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.core.computed import COMPUTED
from holdtrue.core.days import add_months, to_day
from holdtrue.core.judging import Judged, judged
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store import reading, values
from holdtrue.store.models import Record
from holdtrue.store.values import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.core.judging import Dated
    from holdtrue.core.vocabulary import Indicator
    from holdtrue.store.models import Organisation
    from holdtrue.store.values import Mark

MOST = 100
SPARK = 12
"""Values of the small line in a list."""
SHOWN = 60
"""Values of the chart; older ones are paged through."""
MARKS = 40
_FAR = 10_000_000


@dataclass(frozen=True, slots=True)
class Followed:
    """A finding or an action that names the indicator, open or done."""

    record: Record
    closed: Day | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator as it stands."""

    record: Record
    fields: dict[str, Any]
    values: list[Dated]
    """The newest, in the order of days, corrected ones left out."""
    judged: Judged
    owner: Record | None
    system: Record | None
    followed: tuple[Followed, ...] = ()

    @property
    def computed(self) -> bool:
        """Whether the product counts it."""
        return self.record.key in COMPUTED

    @property
    def unanswered(self) -> bool:
        """Whether it is out of target and nothing followed since the day it went out."""
        if not self.judged.out:
            return False
        return all(one.closed is not None for one in self.followed)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of indicators."""

    rows: list[Standing]
    next: int
    """The number after which the next page begins; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator with its series."""

    standing: Standing
    every: list[Dated]
    """Every version, the newest first."""
    older: bool
    marks: list[Mark]


def listed(caller: Caller, *, system: str = "", unit: str = "", after: int = 0, most: int = 50) -> Listed:
    """Return one page, in the order of refs; of one system or of a unit's branch where asked for. Nine statements."""
    require(caller, "read", on_kind("indicator"))
    if not 1 <= most <= MOST:
        raise BadInput("list.limit", field="limit", most=MOST)
    pk = caller.organisation.pk
    of, below = _system(pk, system), _branch(pk, unit)
    wanted = Wanted(system=of, branch=below, held_to=caller.actor.held_to)
    ids = values.page(pk, wanted, after=after, most=most + 1)
    rows = standing_of(caller.organisation, ids[:most], caller.clock.day(caller.organisation.time_zone))
    return Listed(rows, rows[-1].record.number if len(ids) > most else 0)


def one(caller: Caller, record: Record, *, before: Day = _FAR) -> Series:
    """Return an indicator the caller was found to be allowed to read, with the values before a day."""
    pk = caller.organisation.pk
    day = caller.clock.day(caller.organisation.time_zone)
    standing = standing_of(caller.organisation, [record.pk], day)[0]
    every = values.series(pk, record.pk, before=before, most=SHOWN + 1)
    older, every = len(every) > SHOWN, every[:SHOWN]
    first = every[-1].day if every else add_months(day, -12)
    marks = values.marks(pk, standing.system.pk, first, MARKS) if standing.system else []
    return Series(standing, every, older, marks)


def of_owner(organisation: Organisation, person: int, day: Day, *, most: int = 50) -> list[Standing]:
    """Return the indicators that name a person as their owner."""
    return standing_of(organisation, values.owned(organisation.pk, person, most), day)


def standing_of(organisation: Organisation, ids: Sequence[int], day: Day) -> list[Standing]:
    """Return how these indicators stand on a day, in the order given. Seven statements, however many there are."""
    if not ids:
        return []
    pk = organisation.pk
    records = reading.by_id(pk, ids)
    bodies = values.contents(pk, ids)
    series = values.newest(pk, ids, SPARK)
    near = values.followed(pk, list(ids))
    others = reading.by_id(pk, {row for rows in near.values() for row, _ in rows})
    closing = values.contents(pk, others)
    uids = {
        uid for body in bodies.values() for name in ("owner", "system") for uid in body["links"].get(name, ())
    }
    named = reading.by_uid(pk, uids)
    found = []
    for row in ids:
        if row not in records:
            continue
        body = bodies[row]
        owner, system = (
            next((named[uid] for uid in body["links"].get(name, ()) if uid in named), None)
            for name in ("owner", "system")
        )
        fields = {"tag": records[row].key, **body["fields"]}
        followed = tuple(
            Followed(others[other], _closed(others[other].kind, closing[other]["fields"]))
            for other, _ in near.get(row, ())
            if other in others
        )
        known = series.get(row, [])
        found.append(
            Standing(records[row], fields, known, judged(fields, known, day), owner, system, followed)
        )
    return found


def offered(caller: Caller) -> list[Indicator]:
    """Return the figures an organisation may begin with: those of the starter set it does not keep yet."""
    require(caller, "read", on_kind("indicator"))
    known = vocabulary().indicators
    rows = Record.rows.of(caller.organisation.pk).filter(kind="indicator", retired_day__isnull=True)
    kept = set(rows.filter(key__in=STARTER).values_list("key", flat=True))
    return [known[tag] for tag in STARTER if tag in known and tag not in kept]


STARTER = (
    "claims-holding-share",
    "actions-closed-on-time",
    "days-to-mend",
    "days-until-holding-again",
    "owed-overdue",
    "assessment-lead-time",
    "recorded-late",
    "unlisted-systems-found",
    "uses-outside-policy",
    "literacy-check-result",
)
"""What says most of a management system for the least work; the first seven count themselves."""


def _closed(kind: str, fields: dict[str, Any]) -> Day | None:
    return to_day(fields.get("closed_on" if kind == "finding" else "done_on"))


def _system(pk: int, ref: str) -> int:
    return reading.record(pk, normal_ref(ref) or "").pk if ref else 0


def _branch(pk: int, ref: str) -> str:
    return reading.path(reading.record(pk, normal_ref(ref) or "").pk) if ref else ""


__all__ = [
    "MOST",
    "SHOWN",
    "SPARK",
    "STARTER",
    "Followed",
    "Listed",
    "Series",
    "Standing",
    "listed",
    "of_owner",
    "offered",
    "one",
    "standing_of",
]
