"""What the Statement of Applicability looks up beside its own lines: facts that bear on controls, what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import bounded
from holdtrue.core.applicability import Known, laws_behind
from holdtrue.core.practices import library
from holdtrue.store import reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.status import Status
    from holdtrue.core.register import Register


def known(caller: Caller, found: Status, register: Register) -> Known:
    """What the facts say; three small queries."""
    rows = Record.rows.of(caller.organisation.pk).filter(retired_day__isnull=True)
    own = register.organization.fields
    joined = {s.practice.id for s in found.stands if s.joined and s.score is not None}
    roles = own.get("ai_roles")
    return Known(
        roles=frozenset(map(str, roles)) if isinstance(roles, (list, tuple)) else frozenset(),
        systems=found.systems,
        third_parties=rows.filter(kind__in=("supplier", "component")).exists(),
        asked=frozenset(s.practice.id for s in found.stands if s.counted and s.score is not None),
        laws={p: laws for p in joined if (laws := laws_behind(library().by_id[p], own))},
    )


def hidden(caller: Caller, register: Register) -> frozenset[str]:
    """Uids of risks and evidence that lie in other units than the one the caller is held to."""
    if not caller.actor.held_to:
        return frozenset()
    facts = [*register.all("risk"), *register.all("evidence"), *register.all("control")]
    records = reading.by_uid(caller.organisation.pk, [f.uid for f in facts])
    return frozenset(uid for uid, record in records.items() if not bounded.may_see(caller, record))


__all__ = ["hidden", "known"]
