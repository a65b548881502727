"""The bag of facts itself: links looked up from both ends, derived fields filled in, and the same bag on a past day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from holdtrue.core.claims.spans import late
from holdtrue.core.derived import DERIVED, fill
from holdtrue.core.facts import Fact, Fields, counting
from holdtrue.core.kinds import KINDS
from holdtrue.core.register.neighbourhood import belongs_to_organization
from holdtrue.core.register.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from holdtrue.core.claims.base import Claim, Part
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Pool
    from holdtrue.core.practices import Practice
    from holdtrue.core.verdicts import Verdict

_BOTH_WAYS: Mapping[str, str] = {"components": "component", "groups": "group"}
"""Relations of a system that its components and groups may hold instead, as `systems`."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a store answers for a register; each left out is answered from the bag itself."""

    history: Callable[[Day], Register] | None = None
    """The register as it was true and known at the end of a day."""
    shared: Callable[[Claim], Verdict | None] | None = None
    kept: Callable[[Claim, Fact], Verdict | None] | None = None
    practice: Callable[[View, str], Verdict | None] | None = None
    pool: Callable[[Part], Pool | None] | None = None
    """Stored rows of the organisation's own claims."""
    practices: Mapping[str, Practice] | None = None
    """The practices controls may name; the shipped library where left out."""


_NOWHERE = Elsewhere()
_NONE: tuple[Fact, ...] = ()
_LEARNT = frozenset({"competence", "training", "acknowledgement"})
_number = attrgetter("number")


class Register:
    """Facts true and known on a day; what is recorded or dated later is left out."""

    def __init__(
        self,
        facts: Iterable[Fact],
        *,
        organization: str,
        day: Day,
        telling: bool = True,
        filled: bool = False,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """Take the facts; `telling` asks for witnesses, `filled` says that derived fields are in already."""
        self.day = day
        self.telling = telling
        self.elsewhere = elsewhere or _NOWHERE
        self.memo: dict[tuple[str, str], object] = {}
        self._raw = {f.uid: f for f in facts if f.recorded <= day and (f.day is None or f.day <= day)}
        self._derived = frozenset() if filled else DERIVED
        self._filled: dict[str, Fact] = {}
        self._base: Register | None = None
        self._organization = organization
        self._views: dict[tuple[str, str], View] = {}
        self._past: dict[Day, Register] = {}
        self._rests: dict[str, tuple[Fact, ...]] = {}
        self._steps: dict[tuple[str, str], Sequence[Fact]] = {}  # of systems, which much rests on
        self._near: dict[str, dict[str, list[Fact]]] = {}
        self._all: dict[str, Sequence[Fact]] = {}
        self._learnt: dict[str, Sequence[Fact]] = {}

    @cached_property
    def organization(self) -> Fact:
        """The organisation's own record."""
        found = self.get(self._organization)
        return found if found is not None else Fact(self._organization, "", "organization", {})

    def organization_scope(self) -> View:
        """What the organisation sees."""
        return self.view(self.organization, None)

    def system_scope(self, uid: str) -> View:
        """What one system sees; KeyError for an unknown uid."""
        system = self.get(uid)
        if system is None:
            raise KeyError(uid)
        return self.view(system, system)

    def member_scope(self, uid: str, system: str = "") -> View:
        """What any one record sees, as a member of the organisation's records or of a system's."""
        fact = self.get(uid)
        if fact is None:
            raise KeyError(uid)
        return self.view(fact, self.get(system) if system else None)

    def view(self, scope: Fact, system: Fact | None) -> View:
        """Return the view of a scope; the same one for the same scope."""
        if scope.kind == "system":
            system = scope
        elif system is not None:
            system = self.get(system.uid) or system
        key = (scope.uid, system.uid if system is not None else "")
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = View(self, self.get(scope.uid) or scope, system)
        return found

    def get(self, uid: str) -> Fact | None:
        """Return a record by uid with its derived fields."""
        raw = self._raw.get(uid)
        if raw is None:
            return self._base.get(uid) if self._base is not None else None
        return self.whole(raw) if raw.kind in self._derived else raw

    def whole(self, raw: Fact) -> Fact:
        """Return a record of this bag with its derived fields, filled in when first asked for."""
        if raw.kind not in self._derived:
            return raw
        found = self._filled.get(raw.uid)
        if found is None:
            self._filled[raw.uid] = raw  # what its own derived fields look at in a circle
            found = self._filled[raw.uid] = self._with_derived(raw)
        return found

    def holds(self, uid: str) -> bool:
        """Whether this very bag has the record (one narrowed to later facts may know more by uid)."""
        return uid in self._raw

    def all(self, kind: str) -> Sequence[Fact]:
        """Every record of a kind, in order of number."""
        found = self._all.get(kind)
        if found is None:
            raw = self._by_kind.get(kind, _NONE)
            found = self._all[kind] = [self.whole(f) for f in raw] if kind in self._derived else raw
        return found

    def own(self, kind: str) -> Sequence[Fact]:
        """Every record, as written, of a kind that usually belongs to systems and here is the organisation's own."""
        key = f"own {kind}"
        found = self._all.get(key)
        if found is None:
            raw = self._by_kind.get(kind, _NONE)
            found = self._all[key] = [f for f in raw if belongs_to_organization(self, f)]
        return found

    def incoming(self, uid: str) -> Sequence[Fact]:
        """Records, as written, that link to that one."""
        return self._incoming.get(uid, _NONE)

    def learnt(self, uid: str) -> Sequence[Fact]:
        """What a person can do, learned and has read, as written: looked up once for all systems they answer for."""
        found = self._learnt.get(uid)
        if found is None:
            found = self._learnt[uid] = [f for f in self.incoming(uid) if f.kind in _LEARNT]
        return found

    def outgoing(self, fact: Fact, kind: str = "") -> Sequence[Fact]:
        """Records, as written, that one links to, of any kind where none is named."""
        raw = self._raw
        found = [raw[uid] for uids in fact.links.values() for uid in uids if uid in raw]
        return [f for f in found if f.kind == kind] if kind else found

    def near(self, fact: Fact) -> Mapping[str, list[Fact]]:
        """Records, as written, linked with that one from either end: by kind, in order of number."""
        found = self._near.get(fact.uid)
        if found is None:
            found = self._near[fact.uid] = {}
            around = {f.uid: f for f in (*self.incoming(fact.uid), *self.outgoing(fact))}
            for other in around.values():
                kind = other.kind
                if kind in found:
                    found[kind].append(other)
                else:
                    found[kind] = [other]
            for group in found.values():
                if len(group) > 1:
                    group.sort(key=_number)
        return found

    def near_of(self, fact: Fact, kind: str) -> Sequence[Fact]:
        """Those of one kind among them: for members, which are asked for little."""
        found = [f for f in self._incoming.get(fact.uid, _NONE) if f.kind == kind]
        found += self.outgoing(fact, kind)
        return sorted({f.uid: f for f in found}.values(), key=_number) if len(found) > 1 else found

    def linked(self, fact: Fact, kind: str) -> Sequence[Fact]:
        """Records of a kind linked with that one, whichever end the link starts from, in order of number."""
        group = self.near(fact).get(kind, _NONE)
        return [self.whole(f) for f in group] if kind in self._derived else group

    def rests_on(self, fact: Fact) -> Sequence[Fact]:
        """Records on the kind's rests_on paths."""
        paths = _paths(fact.kind)
        if not paths:
            return _NONE
        found = self._rests.get(fact.uid)
        if found is None:
            ends: dict[str, Fact] = {}
            for path in paths:
                at: Sequence[Fact] = (fact,)
                for step in path:
                    at = (
                        self._step(at[0], step)
                        if len(at) == 1
                        else [e for f in at for e in self._step(f, step)]
                    )
                for end in at:
                    ends[end.uid] = end
            ends.pop(fact.uid, None)
            found = self._rests[fact.uid] = tuple(ends.values())
        return found

    def as_of(self, day: Day) -> Register:
        """Return the register of a past day: from the store's history, else what of this one was recorded by then."""
        found = self._past.get(day)
        if found is None:
            found = self._past[day] = self._history(day)
        return found

    def written(self, uids: Iterable[str], kinds: Iterable[str]) -> Iterable[Fact]:
        """Return these records and those of some kinds, as written, with the risks of the organisation itself."""
        found = {uid: self._raw[uid] for uid in uids if uid in self._raw}
        found.update((f.uid, f) for kind in kinds for f in self._by_kind.get(kind, _NONE))
        found.update((f.uid, f) for f in self.own("risk"))
        return found.values()

    def since(self, day: Day, entry: int, among: Iterable[Fact] | None = None) -> Register:
        """Return what was dated after that day, or on it by a later entry; other records are known by uid only."""
        kept = [f for f in (self._raw.values() if among is None else among) if _after(f, day, entry)]
        found = Register(
            kept,
            organization=self._organization,
            day=self.day,
            telling=self.telling,
            elsewhere=self._alone,
        )
        found._base = self
        return found

    def _history(self, day: Day) -> Register:
        if self.elsewhere.history is not None:
            past = self.elsewhere.history(day)
            past.telling = self.telling
            return past
        kept = [_trimmed(f, day) for f in self._raw.values() if f.recorded <= day and not _late(f)]
        return Register(
            kept, organization=self._organization, day=day, telling=self.telling, elsewhere=self._alone
        )

    @property
    def _alone(self) -> Elsewhere:
        """What still goes for another day or fewer facts: answers kept for today's do not."""
        return Elsewhere(history=self.elsewhere.history, practices=self.elsewhere.practices)

    def _step(self, fact: Fact, step: str) -> Sequence[Fact]:
        if fact.kind != "system":
            return [end for uid in fact.links.get(step, ()) if (end := self.get(uid)) is not None]
        key = fact.uid, step
        found = self._steps.get(key)
        if found is None:
            uids = fact.links.get(step, ())
            other = _BOTH_WAYS.get(step)
            if other:
                near = [f.uid for f in self.near(fact).get(other, ()) if f.uid not in uids]
                uids = (*uids, *near)
            found = self._steps[key] = [end for uid in uids if (end := self.get(uid)) is not None]
        return found

    def _with_derived(self, fact: Fact) -> Fact:
        fields = fill(fact, self.linked, self._own_fields, self._criteria, fact.registered or fact.recorded)
        return fact._replace(fields=fields)

    @cached_property
    def _own_fields(self) -> Fields:
        found = self.get(self._organization)
        return found.at_hand if found is not None else {}

    @cached_property
    def _criteria(self) -> Fields:
        """The risk criteria in force."""
        found = [f for f in self._raw.values() if f.kind == "risk_criteria" and f.in_force]
        return max(found, key=_number).fields if found else {}

    @cached_property
    def _incoming(self) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._raw.values():
            for uids in fact.links.values():
                for target in uids:
                    found[target].append(fact)
        return found

    @cached_property
    def _by_kind(self) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._raw.values():
            found[fact.kind].append(fact)
        for facts in found.values():
            facts.sort(key=_number)
        return found


@cache
def _paths(kind: str) -> tuple[tuple[str, ...], ...]:
    """The kind's rests_on paths, step by step."""
    return tuple(tuple(path.split(".")) for path in KINDS[kind].rests_on) if kind in KINDS else ()


def _after(fact: Fact, day: Day, entry: int) -> bool:
    happened = fact.day if fact.day is not None else fact.recorded
    return happened > day or (happened == day and fact.entry > entry)


def _late(fact: Fact) -> bool:
    return fact.day is not None and late(fact.day, fact.recorded)


def _trimmed(fact: Fact, day: Day) -> Fact:
    """The fact without sign-offs and values that were not there yet on that day."""
    if not fact.signoffs and not fact.values and not fact.taken_back:
        return fact
    signoffs = counting(fact, on=day, known=day)
    values = tuple(
        v for v in fact.values if v.recorded <= day and v.day <= day and not late(v.day, v.recorded)
    )
    return fact._replace(signoffs=signoffs, values=values)
