"""A record with everything its page shows, loaded at once: its content, the facts around it, and who may act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import PEOPLE, incident_leads
from holdtrue.app.derive.views import CONTEXT, register_of
from holdtrue.app.queries import bounded
from holdtrue.core.access import Target, allowed_kinds, decide
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import NotAllowed, NotFound
from holdtrue.store import loading, reading, units
from holdtrue.store.edges import touching
from holdtrue.store.loading import MOST

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.facts import Fact
    from holdtrue.store.models import Record
    from holdtrue.store.reading import Opened


@dataclass(frozen=True)
class Around:
    """One record and the facts around it, as its reader may see them."""

    record: Record
    body: Mapping[str, Any]
    """Of the newest revision: fields, links and source_fields."""
    fact: Fact | None
    """As in force, derived fields filled; None where it is retired."""
    facts: Mapping[str, Fact]
    """By uid: what it points to, what points to it, and as far onward as its scope looks."""
    target: Target
    """What the access decision asks about it."""
    whole: int
    """Row id of the organisation's own record."""
    opened: Opened
    """What there is to read beside it."""
    rests: Mapping[str, str] | None = None
    """Uid → digest of what a signature on it would rest on; None where that lies further than what is loaded."""
    signed_near: Mapping[str, Fact] = field(default_factory=dict)
    """By uid, whatever was loaded: a signature tells what it rests on by ref and title, to whoever may read it."""

    def linked(self, relation: str) -> list[Fact]:
        """Return the records a relation leads to."""
        uids = self.body["links"].get(relation) or ()
        return [self.facts[uid] for uid in uids if uid in self.facts]

    def pointing(self, kind: str) -> list[Fact]:
        """Return the records of a kind that point here, in the order of their numbers."""
        own = self.record.uid
        found = [
            f
            for f in self.facts.values()
            if f.kind == kind and f.uid != own and any(own in uids for uids in f.links.values())
        ]
        return sorted(found, key=lambda f: f.number)

    def of_kind(self, kind: str) -> list[Fact]:
        """Return every loaded record of a kind."""
        return sorted((f for f in self.facts.values() if f.kind == kind), key=lambda f: f.number)


def around(caller: Caller, ref: str, *, also: Sequence[str] = ()) -> Around:
    """Return a record with what lies around it; `also` names kinds whose records are wanted wherever they lie.

    NotFound where there is none, NotAllowed where the caller may not read it. About eight queries.
    """
    organisation = caller.organisation
    first = opened(caller, ref)
    record = first.record
    kinds = allowed_kinds(caller.actor, "read")
    extra = [kind for kind in also if kinds is None or kind in kinds]
    wide = [*CONTEXT, *extra]
    if record.kind == "system":
        loaded = loading.neighbourhood(organisation.pk, [record.pk], kinds=wide, standing=True)
    else:
        context = loading.of_kinds(organisation.pk, wide)[:MOST]
        loaded = loading.records(organisation.pk, {record.pk, *context, *touching(record, most=MOST)})
    own = next((loaded.id_of[uid] for uid, f in loaded.facts.items() if f.kind == "organization"), 0)
    register = register_of(organisation.pk, loaded, day=caller.clock.day(organisation.time_zone))
    near = {uid: register.get(uid) or fact for uid, fact in loaded.facts.items()}
    facts = bounded.near(caller, near)
    target = _target(record, facts, first.author, held=caller.actor.held_to)
    decided = decide(caller.actor, "read", target)
    if not decided.allowed:
        raise NotAllowed("access.refused", reason=decided.reason)
    if kinds is not None:
        facts = {uid: f for uid, f in facts.items() if f.kind in kinds or uid == record.uid}
    mine = register.get(record.uid) if record.kind == "system" and first.signed else None
    rests = {one.uid: one.digest for one in register.rests_on(mine)} if mine else None
    return Around(record, first.body, facts.get(record.uid), facts, target, own, first, rests, near)


def opened(caller: Caller, ref: str) -> Opened:
    """Return a record with its newest content and the account that added it. One query, two for an old ref."""
    pk, wanted = caller.organisation.pk, normal_ref(ref)
    if not wanted:
        raise NotFound("record.not_found", ref=ref)
    found = reading.opened(pk, wanted)
    if found is None or found.record.retired_day is not None:
        # an old ref, or one merged away, leads on
        found = reading.opened(pk, reading.record(pk, wanted).ref)
    if found is None:
        raise NotFound("record.not_found", ref=ref)
    return found


def _target(record: Record, facts: Mapping[str, Fact], author: str, *, held: str) -> Target:
    """As `permission.on_record` describes it, from what is loaded."""
    fact = facts.get(record.uid)
    links = fact.links if fact else {}
    people = {uid for name in PEOPLE for uid in links.get(name, ())}
    if record.kind == "person":
        people.add(record.uid)
    if record.kind == "incident":
        people |= incident_leads(record.organisation_id)
    if KINDS[record.kind].edges.get("system"):
        systems = [facts[uid] for uid in links.get("system", ()) if uid in facts]
        people |= {uid for s in systems for name in ("owner", "overseer") for uid in s.links.get(name, ())}
    unit = record if record.kind == "unit" else record.unit
    leads = unit is None and any(name in KINDS[record.kind].specs_by_name() for name in units.PLACING)
    return Target(
        record.kind,
        frozenset(people),
        author,
        unit.path if unit else "",
        led_to=units.led_to(record) if leads and held else frozenset(),
    )
