"""What a change that was just tried does: claims lost and won, who would owe what, and the figures before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from holdtrue.app.derive.caps import cap_names
from holdtrue.app.queries import figures
from holdtrue.app.queries.drifting import drifted
from holdtrue.app.queries.losses import Tried, answering, of_caps, of_scopes
from holdtrue.app.queries.status import Lapse, status
from holdtrue.core.verdicts import State
from holdtrue.store.models import StandingChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.queries.drifting import Drifts, Rested
    from holdtrue.app.queries.status import Status
    from holdtrue.core.days import Day
    from holdtrue.core.messages import Message
    from holdtrue.store.models import Organisation, Record

EXPLAINED = 400
"""Changes of standing told with their reason; of more it is said how many, by practice."""


@dataclass(frozen=True, slots=True)
class Before:
    """How things stood before the change."""

    newest: int
    stands: Status


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to be done, however many claims it clears."""

    text: Message
    ref: str
    minutes: int
    claims: int


@dataclass(frozen=True, slots=True)
class Owing:
    """What one person, or a role that nobody holds, would owe."""

    person: str
    """Ref; '' where nobody holds the role."""
    name: str
    role: str
    acts: tuple[Act, ...]

    @property
    def minutes(self) -> int:
        """Minutes that all of it usually takes."""
        return sum(act.minutes for act in self.acts)


@dataclass(frozen=True, slots=True)
class Consequences:
    """The answer of what if."""

    ref: str
    kind: str
    title: str
    stops: tuple[Tried, ...]
    starts: tuple[Tried, ...]
    left: int
    """Claims that would no longer be asked."""
    untold: Mapping[str, int]
    """Practice → further scopes that would stop holding it, without their reasons."""
    owed: tuple[Owing, ...]
    drifts: tuple[Drifts, ...]
    index_before: float
    index_after: float
    until_before: Lapse | None
    until_after: Lapse | None
    systems: int
    """Systems that can see the record, and were evaluated."""
    partly: bool
    """Whether every system is concerned and there are too many to evaluate at once."""
    draft: bool
    """Whether the change would lie beside what is in force until somebody signs it."""


def standing_now(organisation: Organisation, day: Day) -> Before:
    """Note how things stand."""
    newest = StandingChange.rows.of(organisation.pk).aggregate(last=Max("id"))["last"]
    return Before(newest or 0, status(figures.stored(organisation, day)))


def consequences(  # one argument per thing the frame knows
    organisation: Organisation,
    record: Record,
    day: Day,
    *,
    before: Before,
    rested: Rested,
    systems: int,
    partly: bool,
) -> Consequences:
    """Read what the change did, while it stands."""
    after = status(figures.stored(organisation, day))
    rows = list(
        StandingChange.rows.of(organisation.pk)
        .filter(id__gt=before.newest)
        .order_by("id")
        .values_list("scope_id", "practice", "old", "new", "state")
    )
    lost = [r for r in rows if r[3] < r[2] and r[4] != int(State.HOLDS)]
    won = [r for r in rows if r[3] > r[2]]
    answers = answering(organisation, day)
    told = of_scopes(organisation, [*lost[:EXPLAINED], *won[:EXPLAINED]], answers)
    told += of_caps(organisation, _fallen(before.stands, after), answers)
    untold: dict[str, int] = {}
    for row in lost[EXPLAINED:]:
        untold[row[1]] = untold.get(row[1], 0) + 1
    stops = tuple(sorted((one for one in told if one.after < one.before), key=_weight))
    return Consequences(
        ref=record.ref,
        kind=record.kind,
        title=record.title,
        stops=stops,
        starts=tuple(sorted((one for one in told if one.after > one.before), key=_weight)),
        left=sum(1 for r in rows if r[3] < r[2] and r[4] == int(State.HOLDS)),
        untold=untold,
        owed=owing(stops),
        drifts=tuple(drifted(organisation.pk, record, rested)),
        index_before=before.stands.index.tenths,
        index_after=after.index.tenths,
        until_before=before.stands.holds_until,
        until_after=after.holds_until,
        systems=systems,
        partly=partly,
        draft=record.retired_day is None and record.head_number != record.in_force_number,
    )


def _weight(one: Tried) -> tuple[int, str, str]:
    return (-abs(one.after - one.before), one.practice.id, one.ref)


def _fallen(before: Status, after: Status) -> list[tuple[str, int, int, int]]:
    """(practice, level, level after, systems) where the organisation's part of a system practice fell or rose."""
    found = []
    was = {stand.practice.id: stand for stand in before.stands}
    for stand in after.stands:
        old = was.get(stand.practice.id)
        if old is None or old.spread is None or stand.spread is None or not any(cap_names(stand.practice)):
            continue
        for level, (then, now) in enumerate(zip(old.spread.capped, stand.spread.capped, strict=True), 1):
            n = abs(old.spread.holding[level - 1] - stand.spread.holding[level - 1])
            if then != now and n:
                first, second = (level, level - 1) if now else (level - 1, level)
                found.append((stand.practice.id, first, second, n))
                break
    return found


def owing(stops: Iterable[Tried]) -> tuple[Owing, ...]:
    """Put what would be owed together by who owes it; one act that clears several claims is one act."""
    people: dict[tuple[str, str, str], dict[tuple[str, str, str], Act]] = {}
    for one in stops:
        if not one.remedy or one.remedy.action in ("", "none", "wait"):
            continue
        person = (one.person, one.name, "" if one.person else one.role)
        acts = people.setdefault(person, {})
        scope = one.ref if one.remedy.ref in ("", one.ref) else ""
        key = (scope, one.remedy.action, one.remedy.ref or one.remedy.message.id)
        known = acts.get(key)
        minutes = max(one.minutes, known.minutes if known else 0)
        acts[key] = Act(
            one.remedy.message, one.remedy.ref or one.ref, minutes, (known.claims if known else 0) + 1
        )
    made = [Owing(ref, name, role, tuple(acts.values())) for (ref, name, role), acts in people.items()]
    return tuple(sorted(made, key=lambda o: (not o.person, -o.minutes, o.name, o.role)))


__all__ = ["Act", "Consequences", "Owing", "consequences", "owing", "standing_now"]
