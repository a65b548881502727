"""The frame every action runs in: who may, lock the log, write, log entries, derive what it touched, commit."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from holdtrue.app import rules
from holdtrue.app.actions.permission import Asked, require, require_still
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.derive import Touch, concerns_all, recount, rederive
from holdtrue.app.derive.bereft import bereft_by
from holdtrue.app.derive.wide import INLINE
from holdtrue.core.refusals import NotAllowed, NotFound
from holdtrue.store import log, writing
from holdtrue.store.writing import Stamp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from holdtrue.core.access import Actor
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation, Record
    from holdtrue.store.writing import Written


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf an action runs, in which organisation, by which clock."""

    organisation: Organisation
    actor: Actor
    clock: Clock = SYSTEM
    console: bool = False
    """Acting at the machine's own console: no sign-in stood before it, and entries say so."""
    way_in: log.WayIn | None = None
    """What let them in, where that may end while an action waits for its turn."""


@dataclass(slots=True)
class Act:
    """One running action: what it wrote so far and what that touches."""

    caller: Caller
    name: str
    id: str
    now: dt.datetime
    day: Day
    stamp: Stamp
    head: log.Head
    touched: list[Touch] = field(default_factory=list)
    lines: list[log.Line] = field(default_factory=list)
    derived: Counter[str] = field(default_factory=Counter)
    """'practice: old → new' → in how many scopes, for reports; filled when the action ends."""
    recounts: bool = False
    """Set where the tree of units changed: counts are then added up again from stored standing."""

    @property
    def organisation(self) -> Organisation:
        """The organisation acted in."""
        return self.caller.organisation

    def wrote(
        self,
        record: Record,
        revision: Written,
        *,
        why: str = "",
        before: Sequence[int] = (),
        was: str = "",
        wide: bool = True,
    ) -> None:
        """Log a new revision and note what it touches.

        `before` are row ids it was linked to and no longer is; `was` is the key claims picked it by before; `wide`
        is False where it is the organisation's own record and nothing changed of it that systems are judged by.
        """
        self.lines.append(log.Line(record.uid, revision.number, commitment=revision.commitment, why=why))
        self.touch(record, before=before, was=was, wide=wide, fresh=revision.number == 1)

    def note(
        self,
        record: Record | None,
        *,
        contents: dict[str, Any] | None = None,
        why: str = "",
        evidence: tuple[str, int] | None = None,
    ) -> None:
        """Log what is no new revision: a sign-off, a value, a file, a retirement; or about no record at all."""
        uid, number = (record.uid, record.head_number) if record else ("", 0)
        self.lines.append(log.Line(uid, number, contents=contents, why=why, evidence=evidence))

    def touch(
        self,
        record: Record,
        *,
        before: Sequence[int] = (),
        was: str = "",
        wide: bool = True,
        fresh: bool = False,
    ) -> None:
        """Note that claims reading this record must be asked again."""
        keys = tuple(
            dict.fromkeys(key for key in (record.key, record.key_before, was or None) if key is not None)
        )
        self.touched.append(Touch(record.pk, record.uid, record.kind, keys, tuple(before), wide, fresh))

    def retire(self, record: Record, *, before: Sequence[int] = ()) -> None:
        """Take a record out of use; what names it in a relation that claims want filled is asked again with it."""
        self.touch(record, before=before)
        self.touched += bereft_by(self.organisation.pk, record.pk)
        writing.retire(self.stamp, record)


@contextmanager
def acting(caller: Caller, name: str, act: str, target: Asked, *, action_id: str = "") -> Iterator[Act]:
    """Run an action: one transaction, its entries sharing an id, the touched standing derived before it commits.

    Raises NotAllowed with the access decision's reason. The organisation's log head is locked first, so actions of
    one organisation follow each other and none decides on what another is changing. Who may not locks nothing; who
    waited is refused where their way in ended or changed meanwhile, or what they ask about went to others. Work done
    in several transactions hands on the `action_id` of the first.
    """
    rules.follow(caller.organisation)
    require(caller, act, target)
    with transaction.atomic():
        head = log.lock(caller.organisation.pk, way_in=caller.way_in)
        # As it stands under the lock, whoever moved it on meanwhile.
        head.renew(caller.organisation)
        rules.follow(caller.organisation)
        now = caller.clock.now()
        day = caller.clock.day(caller.organisation.time_zone)
        _require_still(caller, head.way_in, day)
        require_still(caller, act, target)
        stamp = Stamp(
            organisation_id=caller.organisation.pk,
            author=caller.actor.account,
            now=now,
            day=day,
            entropy=caller.clock.entropy,
            uid=caller.clock.uid,
        )
        running = Act(caller, name, action_id or caller.clock.uid(), now, day, stamp, head)
        yield running
        log.append(
            head,
            running.lines,
            action=name,
            action_id=running.id,
            actor=caller.actor.account,
            at=now,
            entropy=caller.clock.entropy,
        )
        running.derived = _derive(running, entry=head.size - 1)
        if running.recounts:
            recount(caller.organisation, day)


def _require_still(caller: Caller, way_in: log.WayIn | None, day: Day) -> None:
    """Refuse where the way in ended meanwhile, or lets in as something else: all was decided for what they were."""
    if caller.way_in is None:
        return
    if way_in is None or (way_in.until is not None and way_in.until < day):
        raise NotFound("organisation.not_found", slug=caller.organisation.slug)
    if (way_in.role, way_in.unit) != (caller.way_in.role, caller.way_in.unit):
        raise NotAllowed("access.changed")


def _derive(act: Act, *, entry: int) -> Counter[str]:
    """Bring standing up to date; where every system is concerned and there are many, a job does it."""
    later = False
    if concerns_all(act.touched):
        from holdtrue.app import rederiving  # its job reads what actions write

        later = rederiving.systems_of(act.organisation) > INLINE
        if later:
            rederiving.ask(act.organisation, act.caller.actor.account, act.now)
    attested = act.head.attested_until > act.day
    return rederive(act.organisation, act.touched, day=act.day, entry=entry, later=later, attested=attested)
