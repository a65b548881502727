"""A record with what lay around it on a past day, as its page shows it: fields and links as known by then."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import looking_back
from holdtrue.app.actions.permission import decision, on_organisation, on_record, require
from holdtrue.app.queries import asking, bounded, past, records
from holdtrue.app.queries.around import Around, opened
from holdtrue.app.queries.one_system import system_status
from holdtrue.core.access import Target, allowed_kinds
from holdtrue.core.days import iso
from holdtrue.store import asof, loading

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.one_system import SystemStatus
    from holdtrue.app.queries.records import Shown
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.core.register import Register
    from holdtrue.store.models import Record


@dataclass(frozen=True)
class Then:
    """One record on a past day."""

    around: Around
    revision: int
    digest: str
    whole: bool
    """Whether everything was read: what pointed here then, what followed from it, and how it stood."""
    status: SystemStatus | None
    """How a system stood; None for other kinds, and for whom the standing is not shown."""


def around_then(caller: Caller, ref: str, day: Day) -> Then:
    """Return a record as known by the end of a day; NotFound where it was not there yet.

    A register that is read back while somebody waits is read whole; of a larger one only the record and what it
    pointed to.
    """
    first = opened(caller, ref)
    record, organisation = first.record, caller.organisation
    require(caller, "read", on_record(record))
    found = records.show_at(organisation, record, day, day)
    whole = looking_back.within_reach(organisation)
    register = past.register_at(organisation, day, day, telling=True) if whole else None
    facts = _around(record, register) if register else _pointed_to(caller, found, day)
    facts = _readable(caller, record, facts)
    fact = facts.get(record.uid)
    return Then(
        Around(record, _body(found), fact, facts, Target(record.kind), 0, first),
        found.revision,
        found.digest,
        whole,
        _stood(caller, record, day, register),
    )


def _body(found: Shown) -> dict[str, object]:
    links = {
        name: [one if isinstance(one, str) else one.uid for one in some] for name, some in found.links.items()
    }
    return {"fields": found.fields, "links": links, "source_fields": found.source_fields}


def _around(record: Record, register: Register) -> dict[str, Fact]:
    """The record, what it points to and what points to it, derived fields filled."""
    own = register.get(record.uid)
    if own is None:
        return {}
    return {f.uid: register.whole(f) for f in (own, *register.outgoing(own), *register.incoming(own.uid))}


def _pointed_to(caller: Caller, found: Shown, day: Day) -> dict[str, Fact]:
    rows = [one.id for some in found.links.values() for one in some if not isinstance(one, str)]
    pk = caller.organisation.pk
    loaded = loading.alone(pk, [found.record.pk, *rows])
    return asof.as_known(pk, loaded, true_on=day, known_by=day)


def _readable(caller: Caller, record: Record, facts: dict[str, Fact]) -> dict[str, Fact]:
    kinds = allowed_kinds(caller.actor, "read")
    near = bounded.near(caller, facts)
    return {
        uid: fact for uid, fact in near.items() if kinds is None or fact.kind in kinds or uid == record.uid
    }


def _stood(caller: Caller, record: Record, day: Day, register: Register | None) -> SystemStatus | None:
    if register is None or record.kind != "system" or register.get(record.uid) is None:
        return None
    if not decision(caller, "read", on_organisation()).allowed:
        return None
    rules: AbstractContextManager[None] = (
        asking.by_rules(caller, iso(day), "") if day < asking.today(caller) else nullcontext()
    )
    with rules:
        return system_status(caller.organisation, record, day, register=register)


__all__ = ["Then", "around_then"]
