"""Holds what is stored against a derivation over one bag of every fact, loaded by no neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.members import by_kind, judged
from holdtrue.app.derive.views import register_of
from holdtrue.core.packing import unpack
from holdtrue.core.practices import library
from holdtrue.core.standing import derive_system
from holdtrue.store import loading, members, standings
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.core.standing import Standing


def disagreements(organisation_id: int, day: int) -> Iterator[str]:
    """Name every practice of a system, and every member row, that the whole bag judges differently."""
    rows = Record.rows.of(organisation_id).filter(retired_day__isnull=True).values_list("pk", flat=True)
    loaded = loading.records(organisation_id, rows)
    register = register_of(organisation_id, loaded, day=day)
    systems = loaded.of_kind("system")
    stored = standings.kept(organisation_id, [loaded.id_of[s.uid] for s in systems])
    for system in systems:
        derived = derive_system(library().of_system, register.system_scope(system.uid))
        kept = unpack(stored[loaded.id_of[system.uid]].packed)
        for practice, held in derived.items():
            if _ends(kept.get(practice)) != _ends(held):
                yield f"{system.ref} {practice}: {_ends(kept.get(practice))} stored, {_ends(held)} derived"
    for kind, parts in by_kind(library()).items():
        facts = [f.uid for f in loaded.facts.values() if f.kind == kind]
        rows_of = judged(register, parts, facts)
        held_rows = members.kept(organisation_id, rows_of)
        for key, row in rows_of.items():
            was = held_rows.get(key)
            now = row[:9] if row else None
            if (was[:9] if was else None) != now:
                yield f"member {key} of {kind}: {was} stored, {now} derived"


def _ends(held: Standing | None) -> object:
    return None if held is None else (held.joined, [tuple(rung[:5]) for rung in held.rungs])
