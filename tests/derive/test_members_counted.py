"""What the counts of a part's members tell without looking at one is what all of its rows, read one by one, tell."""

from __future__ import annotations

import random

from derive.chance import Life
from holdtrue.core.claims.base import Flag, ListPool, Row
from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.verdicts import Bearing, State
from holdtrue.store import members
from holdtrue.store.members import StoredCounts, StoredPool

TODAY = 739_942
PART = "0123456789abcdef"


def test_counts_by_span_tell_what_the_rows_tell_as_they_come_change_and_go(database: str) -> None:
    chance = random.Random(41)  # noqa: S311  # the same rows every time
    organisation = Life(0).organisation_id
    rows: dict[str, Row] = {}
    for most in (1, 2, 5, 12, 24, 3):
        ends = chance.sample(_ENDS, chance.randint(1, len(_ENDS)))
        for _ in range(2):
            names = chance.sample([f"m{n}" for n in range(most)], chance.randint(1, most))
            now = {name: _row(chance, name, ends) if chance.random() < 0.8 else None for name in names}
            now |= {name: None for name in rows if int(name[1:]) >= most}
            members.write(organisation, {(PART, name): row for name, row in now.items()}, before=_keyed(rows))
            rows = {name: row for name, row in (rows | now).items() if row is not None}
            _agrees(organisation, list(rows.values()))
    kept, counted = members.counts(organisation)
    assert kept == counted


def _keyed(rows: dict[str, Row]) -> dict[tuple[str, str], Row]:
    return {(PART, name): row for name, row in rows.items()}


def _agrees(organisation: int, rows: list[Row]) -> None:
    listed, stored = ListPool(rows), StoredPool(organisation, PART, StoredCounts(organisation))
    assert [stored.count(flag) for flag in Flag] == [listed.count(flag) for flag in Flag]
    n = listed.count(Flag.MEMBER)
    for k in sorted({1, 2, n // 3, n // 2, n - 1, n} & set(range(1, n + 1))):
        assert (stored.end(k), stored.nth_best(k), stored.bearing(k)) == (
            *(listed.nth(k).until, listed.nth_best(k), listed.bearing(k)),
        )
    for day in (TODAY, TODAY + 20) if n else ():
        quick = stored.quickly(n, day)
        assert quick is None or quick == listed.quickly(n, day) == listed.quickly(1, day)
        assert stored.bearing_on(day) == listed.bearing_on(day)
        if listed.held(day) == n:
            continue
        for unknown in (False, True):
            state, bearing = listed.fails(day, unknown=unknown, alone=True)
            assert stored.fails(day, unknown=unknown, alone=True) == (state, bearing)
            assert stored.fails(day, unknown=unknown, alone=False)[0] == state
            assert stored.failing(day, unknown=unknown)[:9] == listed.failing(day, unknown=unknown)[:9]


def _row(chance: random.Random, name: str, ends: list[Day]) -> Row:
    until = chance.choice(ends)
    best = chance.choice([until, until, *(end for end in ends if end >= until), ALWAYS])
    cause = chance.choice([s for s in State if s is not State.HOLDS]) if until <= NEVER else State.MISSING
    flag = chance.choice([Flag.MEMBER, Flag.MEMBER, Flag.MEMBER, *Flag])
    bearing = chance.choice([Bearing.DONE, *Bearing])
    return Row(name, until, best, cause, bearing, flag, number=int(name[1:]), rank=chance.randrange(3))


_ENDS = [NEVER, NEVER, ALWAYS, *(TODAY + n for n in (-400, -9, -1, 0, 1, 2, 20, 21, 33, 400, 401))]
"""Days in the same span as today's and in others, and on their edges."""
