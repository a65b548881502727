"""Where one system stands: every practice asked of it, what holds beside what does not, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from holdtrue.app.queries.status import LEVEL_NUMBER, Lapse, Stand, level_message
from holdtrue.app.queries.why import telling_register
from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.refusals import NotFound
from holdtrue.core.scoring import Index, index, members, score, target_level
from holdtrue.core.standing import levels, verdicts_in
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from holdtrue.core.practices import Practice
    from holdtrue.core.register import Register, View
    from holdtrue.core.scoring import Score
    from holdtrue.store.models import Organisation, Record


@dataclass(frozen=True, slots=True)
class SystemStatus:
    """The answer of `status` for one system."""

    organisation: Organisation
    record: Record
    day: Day
    tier: str
    """Empty while it is not yet sorted."""
    index: Index
    """Over the practices asked of this system alone."""
    stands: tuple[Stand, ...]
    """Practices that apply to it."""
    holds_until: Lapse | None
    certification_holds_until: Lapse | None

    @property
    def holding(self) -> int:
        """How many counted practices reach their target."""
        return sum(s.holding for s in self.stands if s.counted)

    @property
    def not_holding(self) -> int:
        """How many do not."""
        return sum(1 - s.holding for s in self.stands if s.counted)


def system_status(
    organisation: Organisation, record: Record, day: Day, *, register: Register | None = None
) -> SystemStatus:
    """Return where a system stands; a register of a past day answers for it instead of what is stored."""
    register = register or telling_register(organisation, record, None, day)
    if register.get(record.uid) is None:
        raise NotFound("record.not_then", ref=record.ref, on_day=day)
    view = register.system_scope(record.uid)
    joined = _joined(view, day)
    counted = members(library(), organisation.profile, joined)
    found = [
        _stand(
            organisation, practice, view, day, counted=practice.id in counted, joined=practice.id in joined
        )
        for practice in library().of_system
    ]
    told = [pair for pair in found if pair is not None]
    scores = {stand.practice.id: stand.score for stand, _ in told}
    return SystemStatus(
        organisation=organisation,
        record=record,
        day=day,
        tier=view.tier or "",
        index=index(library(), scores, organisation.profile, joined=joined),
        stands=tuple(stand for stand, _ in told),
        holds_until=_first(told, counted),
        certification_holds_until=_first(told, members(library(), "certification", joined)),
    )


def _joined(view: View, day: Day) -> frozenset[str]:
    fields, organization = view.scope.fields, view.organization.fields
    found = ((p.id, p.joined(fields, organization)) for p in library().of_system if p.law_when)
    return frozenset(name for name, law in found if law is not None and law.day <= day)


def _stand(
    organisation: Organisation, practice: Practice, view: View, day: Day, *, counted: bool, joined: bool
) -> tuple[Stand, Score] | None:
    verdicts = verdicts_in(practice, view)
    if verdicts is None:
        return None
    reached, gained = levels(verdicts, day), score(verdicts, day)
    target = LEVEL_NUMBER[target_level(library(), organisation.profile, practice.id)]
    met = reached.level >= target
    because = Message("status.reached", {"practice": practice.title, "level": level_message(reached.level)})
    if not met and reached.next is not None:
        because = reached.next.why.message
    stand = Stand(
        practice=practice,
        level=reached.level,
        until=reached.until if reached.level else NEVER,
        state=State.HOLDS if met else reached.state,
        because=because,
        target=target,
        score=Fraction(gained.points),
        counted=counted,
        joined=joined,
        holding=int(met),
        scopes=1,
        verdicts=tuple(verdicts),
    )
    return stand, gained


def _first(told: list[tuple[Stand, Score]], counted: frozenset[str]) -> Lapse | None:
    ends = [
        Lapse(gained.until, stand.practice, gained.decided_by, 1)
        for stand, gained in told
        if stand.practice.id in counted and gained.points and gained.until < ALWAYS
    ]
    return min(ends, key=lambda lapse: (lapse.day, lapse.practice.id), default=None)
