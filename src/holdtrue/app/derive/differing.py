"""Which systems stand otherwise than they are stored, found by reading alone: nobody waits for the writer's turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.alike import Alikes
from holdtrue.app.derive.asked import index_of
from holdtrue.app.derive.members import judged, plain
from holdtrue.app.derive.systems import where
from holdtrue.app.derive.views import context_ids, scopes
from holdtrue.core.packing import split
from holdtrue.core.practices import library
from holdtrue.core.standing import derive_system
from holdtrue.store import members, standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation


def differing(organisation: Organisation, day: Day, rows: Sequence[int]) -> list[int]:
    """Return those of these systems of which anything stored is not what deriving it on that day gives.

    An action that comes between stores what it touched as it is on that day, and leaves the rest: a system found alike
    stays alike. One found otherwise is derived again under the log's lock.
    """
    pk, rules = organisation.pk, library()
    loaded, register = scopes(pk, rows, day=day, context=context_ids(pk))
    stored = standings.kept(pk, rows)
    alikes = Alikes(rules, organisation.profile, day)
    found: set[int] = set()
    for row in rows:
        uid, kept = loaded.uid_of.get(row), stored.get(row)
        if uid is None or kept is None or kept.rules != rules.digest:
            found.add(row)
            continue
        view = register.system_scope(uid)
        one = alikes.of(derive_system(rules.of_system, view))
        same = one.packed == kept.packed or one.segments == split(kept.packed)
        if not same or (where(loaded, view.scope), one.worst, one.next_change) != (
            *(kept.where, kept.worst, kept.next_change),
        ):
            found.add(row)
    there = [loaded.uid_of[row] for row in rows if row in loaded.uid_of]
    asked = judged(register, index_of(rules).of_systems(None), there)
    was = members.kept(pk, asked)
    found |= {
        loaded.id_of[uid] for (part, uid), row in asked.items() if plain(row) != plain(was.get((part, uid)))
    }
    return sorted(found)
