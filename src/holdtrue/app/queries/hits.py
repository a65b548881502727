"""Records that hold the words asked for, among those the caller may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.queries.bounded import may_see
from holdtrue.app.queries.captions import about
from holdtrue.app.queries.lists import record_named
from holdtrue.core.access import allowed_kinds
from holdtrue.store import listing, reading
from holdtrue.store.titled import titled

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.listing import Line


@dataclass(frozen=True, slots=True)
class Found:
    """One record."""

    ref: str
    title: str
    kind: str
    about: str = ""
    """The system it is about, where its title does not say."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Some records, how many there are (None beyond ten thousand), and the ref after which the next begin."""

    records: Sequence[Found]
    total: int | None = 0
    following: str = ""


NOTHING = Hits(())
_TITLED = 8
"""Records whose titles hold the words, of many that hold them somewhere, said first."""


def find(caller: Caller, query: str, *, after: str = "", limit: int = 30, count: bool = True) -> Hits:
    """Return records by their words, those first whose titles hold them, or the one whose ref is asked for.

    Three queries at most, five where there are more than are said; what a title brings to the front comes in its own
    place again on a later page.

    Somebody who reads a few kinds only finds those that belong to everyone; their own they reach from where they lie.
    """
    pk, kinds = caller.organisation.pk, allowed_kinds(caller.actor, "read")
    ref = normal_ref(query)
    named = reading.by_ref(pk, [ref]).get(ref) if ref and not after else None
    start = record_named(pk, after, "after").pk if after else 0
    held_to = caller.actor.held_to
    asked = listing.Filter("", text=query, held_to=held_to)
    page = listing.page(pk, asked, after=start, limit=limit, count=count and kinds is None)
    rows = _by_title(page.lines, query)
    if page.more and not after:
        first_rows = titled(pk, asked, limit=_TITLED)
        rows = [*first_rows, *(x for x in rows if x.id not in {y.id for y in first_rows})]
    systems = about(pk, {x.id: x.kind for x in rows} | ({named.pk: named.kind} if named else {}))
    lines = [
        Found(x.ref, x.title, x.kind, systems.get(x.id, "")) for x in rows if kinds is None or x.kind in kinds
    ]
    if (
        named is not None
        and named.retired_day is None
        and (kinds is None or named.kind in kinds)
        and may_see(caller, named)
    ):
        first = Found(named.ref, named.title, named.kind, systems.get(named.pk, ""))
        lines = [first, *(x for x in lines if x.ref != first.ref)]
    total = page.total if kinds is None and count else len(lines)
    if total is not None:
        total = max(total, len(lines))
    return Hits(lines, total, page.lines[-1].ref if page.more and page.lines else "")


def _by_title(lines: Sequence[Line], query: str) -> list[Line]:
    """Those first whose titles hold every word asked."""
    asked = query.casefold().split()
    return sorted(lines, key=lambda line: not all(word in line.title.casefold() for word in asked))
