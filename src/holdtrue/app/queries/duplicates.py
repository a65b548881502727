"""Records of a kind that may be one and the same, each pair with why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind, require
from holdtrue.core.likeness import alike
from holdtrue.store import reading
from holdtrue.store.models import Apart, Record, RefAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.likeness import Why

MOST = 20_000
"""Records of a kind that are compared, the newest; a page says where there are more."""
SHOWN = 100
_KEYS: Mapping[str, str] = {"person": "email"}
"""Kind → the field that alone tells two of it apart."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one: the older first."""

    one: Record
    other: Record
    why: Why
    share: int
    """Of the letters, in hundredths."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Likely pairs of a kind, and whether every record of it was compared."""

    pairs: tuple[Pair, ...]
    compared: int
    more: bool


def duplicates(caller: Caller, kind: str, *, most: int = SHOWN) -> Duplicates:
    """Return likely pairs, the likeliest first; those a person said are not the same are left out."""
    require(caller, "merge", on_kind(kind))
    pk = caller.organisation.pk
    rows = Record.rows.of(pk).filter(kind=kind, retired_day__isnull=True).order_by("-id")
    found = list(rows.values_list("id", "title", "head_number")[: MOST + 1])
    more, found = len(found) > MOST, found[:MOST]
    keys: dict[int, str] = {}
    if kind in _KEYS:
        bodies = reading.bodies(pk, [(row, head) for row, _, head in found])
        keys = {row: str(body["fields"].get(_KEYS[kind]) or "") for row, body in bodies.items()}
    apart = set(Apart.rows.of(pk).values_list("one_id", "other_id"))
    pairs = [
        a for a in alike({row: title for row, title, _ in found}, keys) if (a.one, a.other) not in apart
    ][:most]
    records = reading.by_id(pk, {row for a in pairs for row in (a.one, a.other)})
    told = tuple(Pair(records[a.one], records[a.other], a.why, round(a.share * 100)) for a in pairs)
    return Duplicates(told, len(found), more)


def merged_into(caller: Caller, record: Record) -> tuple[Record, ...]:
    """Return the records that were merged into this one, the oldest first; their histories stay readable."""
    pk = caller.organisation.pk
    refs = RefAlias.rows.of(pk).filter(record=record).order_by("id").values_list("ref", flat=True)
    return tuple(Record.rows.of(pk).filter(kind=record.kind, ref__in=list(refs)).order_by("id"))
