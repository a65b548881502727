"""For whoever is above: people who left and still hold something, until it is handed over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdtrue.app.queries.holdings import away, links_of
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State
from holdtrue.store import owed, reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

MINUTES = 5
_MOST = 50
RUN_BY = ("owner", "manager")
"""Accounts that answer for what nobody else does."""


def leavers(asked: Asked) -> Iterator[Item]:
    """One item for each: of those who reported to this person, and for whoever runs this, of those nobody was above."""
    pk = asked.organisation.pk
    runs = asked.account_role in RUN_BY
    wanted = _reports(asked) | (_holders(asked) if runs else set())
    people = [p for p in reading.by_id(pk, wanted).values() if p.retired_day is None]
    gone = away(people, asked.day)
    if not gone:
        return
    managers = _managers(pk, gone, asked.day)
    counts = Counter(links_of(pk, list(gone)).values_list("target_id", flat=True))
    left = [p for p in people if p.pk in gone and counts[p.pk]]
    left = [p for p in left if managers.get(p.pk, asked.person if runs else 0) == asked.person]
    for person in sorted(left, key=lambda p: gone[p.pk])[:_MOST]:
        yield _item(person, gone[person.pk], counts[person.pk])


def _reports(asked: Asked) -> set[int]:
    rows = Link.rows.of(asked.organisation.pk).filter(target_id=asked.person, relation="manager")
    return set(rows.values_list("source_id", flat=True)) if asked.person else set()


def _holders(asked: Asked) -> set[int]:
    """Everybody by whose name something waits, and who holds or stands in for a role."""
    pk = asked.organisation.pk
    rows = Link.rows.of(pk).filter(
        source__kind="role", relation__in=("holder", "deputy"), target__isnull=False
    )
    return owed.people(pk) | set(rows.values_list("target_id", flat=True))


def _managers(organisation_id: int, people: Iterable[int], day: Day) -> dict[int, int]:
    """Return who is above each of them and is still there."""
    rows = Link.rows.of(organisation_id).filter(source_id__in=list(people), relation="manager")
    links = {link.source_id: link.target for link in rows.select_related("target") if link.target}
    gone = away(list(links.values()), day)
    return {row: who.pk for row, who in links.items() if who.pk not in gone and who.retired_day is None}


def _item(person: Record, left: Day, n: int) -> Item:
    return Item(
        key=key_of("", "hand_over", person.ref),
        what=Message("worklist.hand_over", {"name": person.title}),
        why=Message("worklist.hand_over.why", {"name": person.title, "date_day": left, "n": n}),
        state=State.LAPSED,
        due=left,
        minutes=MINUTES,
        action="hand_over",
        ref=person.ref,
        n=n,
    )


__all__ = ["leavers"]
