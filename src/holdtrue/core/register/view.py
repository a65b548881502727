"""What one scope sees of a register: the organisation, one system, or one member under each, some and share."""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING

from holdtrue.core.claims.assigned import OF_THE_SYSTEM
from holdtrue.core.derived import DERIVED
from holdtrue.core.facts import KEYS
from holdtrue.core.register.neighbourhood import (
    BELONGS,
    WIDE,
    around_member,
    around_system,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from holdtrue.core.claims.base import Claim, Part
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact, Facts, Pool
    from holdtrue.core.register.bag import Register
    from holdtrue.core.verdicts import Verdict

_EMPTY: tuple[Fact, ...] = ()
_number = attrgetter("number")


class _Seen(dict[str, "Sequence[Fact]"]):
    """What a view sees of each kind, looked up when first asked for."""

    __slots__ = ("_find",)

    def __init__(self, find: Callable[[str], Sequence[Fact]]) -> None:
        self._find = find

    def __missing__(self, kind: str) -> Sequence[Fact]:
        found = self[kind] = self._find(kind)
        return found


class _Keyed(dict[str, "Mapping[str, Sequence[Fact]]"]):
    """The same by the key of each kind in KEYS."""

    __slots__ = ("_seen",)

    def __init__(self, seen: _Seen) -> None:
        self._seen = seen

    def __missing__(self, kind: str) -> Mapping[str, Sequence[Fact]]:
        found = self[kind] = _tagged(KEYS[kind], self._seen[kind])
        return found


def _tagged(key: str, facts: Sequence[Fact]) -> Mapping[str, Sequence[Fact]]:
    """Records of one kind by their key; those without one may be of any."""
    by_tag: dict[str, list[Fact]] = {}
    for fact in facts:
        tag = str(fact.newest.get(key) or "")
        if tag in by_tag:
            by_tag[tag].append(fact)
        else:
            by_tag[tag] = [fact]
    loose: Sequence[Fact] = by_tag.get("", _EMPTY)
    if loose:
        by_tag = {tag: sorted((*fs, *loose), key=_number) if tag else fs for tag, fs in by_tag.items()}
    return defaultdict(repeat(loose).__next__, by_tag)


class View:
    """One scope's facts; see the protocol `Facts`."""

    __slots__ = (
        "_groups",
        "day",
        "keyed",
        "memo",
        "organization",
        "register",
        "rests_on",
        "scope",
        "seen",
        "system",
        "telling",
        "tier",
    )

    def __init__(self, register: Register, scope: Fact, system: Fact | None) -> None:
        """Take the scope; `system` is the one at hand, the scope itself or the one it is a member of."""
        self.register = register
        self.rests_on = register.rests_on
        self.scope = scope
        self.system = system if system is None or system.uid != scope.uid else scope
        self.day: Day = register.day
        self.telling = register.telling
        self.memo = register.memo
        self.organization = register.organization
        tier = self.system.fields.get("tier") if self.system is not None else None
        self.tier = tier if isinstance(tier, str) else None
        self._groups: Mapping[str, Sequence[Fact]] | None = None
        self.seen: Mapping[str, Sequence[Fact]] = _Seen(self._find)
        self.keyed: Mapping[str, Mapping[str, Sequence[Fact]]] = _Keyed(self.seen)

    def of(self, kind: str) -> Sequence[Fact]:
        return self.seen[kind]

    def tagged(self, kind: str, tag: str) -> Sequence[Fact]:
        return self.keyed[kind][tag]

    def get(self, uid: str) -> Fact | None:
        return self.register.get(uid)

    def member(self, fact: Fact) -> View:
        return self.register.view(fact, self.system)

    def home(self) -> View:
        system = self.system
        return self.register.organization_scope() if system is None else self.register.view(system, system)

    def holder(self, role: str) -> tuple[Fact | None, Fact | None]:
        if role in OF_THE_SYSTEM and self.system is not None:
            if not self.register.holds(self.system.uid):
                return None, None
            uids = self.system.links.get("owner" if role == "system_owner" else "overseer", ())
            return self.system, self.get(uids[0]) if uids else None
        first = None
        for record in self.register.all("role"):
            if record.fields.get("name") == role:
                uids = record.links.get("holder", ())
                person = self.get(uids[0]) if uids else None
                if person is not None:
                    return record, person
                first = first or record
        return first, None

    def as_of(self, day: Day) -> View:
        return self.register.as_of(day).view(self.scope, self.system)

    def since(self, day: Day, entry: int) -> View:
        return self.register.since(day, entry, self._candidates()).view(self.scope, self.system)

    def shared(self, claim: Claim) -> Verdict | None:
        outside = self.register.elsewhere.shared
        if outside is not None:
            return outside(claim)
        if self.system is None:
            return None
        key = ("shared", claim.id)
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = claim.evaluate(self.register.organization_scope())
        return found  # type: ignore[return-value]  # this key holds verdicts only

    def kept(self, claim: Claim, event: Fact) -> Verdict | None:
        outside = self.register.elsewhere.kept
        return outside(claim, event) if outside is not None else None

    def practice(self, practice: str) -> Verdict | None:
        outside = self.register.elsewhere.practice
        if outside is not None:
            return outside(self.home(), practice)
        from holdtrue.core.standing import operational

        organization = self.register.organization_scope()
        return operational(practice, self.home(), organization, self.register.elsewhere.practices)

    def pool(self, part: Part) -> Pool | None:
        outside = self.register.elsewhere.pool
        if outside is None or self.system is not None or self.scope.kind != "organization":
            return None
        return outside(part)

    def linked(self, fact: Fact, kind: str) -> Sequence[Fact]:
        register = self.register
        if kind == "organization":
            return [register.organization]
        if kind == fact.kind:
            return [fact] if register.holds(fact.uid) else _EMPTY
        found = around_member(register, fact, self.system, kind)
        if not found:
            return register.all(kind) if kind in WIDE else _EMPTY
        return [register.whole(one) for one in found] if kind in DERIVED else found

    def _candidates(self) -> Iterable[Fact] | None:
        """For a system, the records it may see among fewer of them; None for all there are."""
        if self.scope.kind != "system":
            return None
        own = [self.scope.uid, *(fact.uid for facts in self._around().values() for fact in facts)]
        return self.register.written(own, WIDE)

    def _around(self) -> Mapping[str, Sequence[Fact]]:
        if self._groups is None:
            self._groups = around_system(self.register, self.scope)
        return self._groups

    def _find(self, kind: str) -> Sequence[Fact]:
        scope, register = self.scope, self.register
        if scope.kind == "organization":
            if kind not in BELONGS:
                return [register.organization] if kind == "organization" else register.all(kind)
            return [register.whole(fact) for fact in register.own(kind)]
        if scope.kind != "system":
            return self.linked(scope, kind)
        if kind == "organization":
            return [register.organization]
        if kind == "system":
            return [scope] if register.holds(scope.uid) else _EMPTY
        if kind in WIDE:
            return register.all(kind)
        found = self._around().get(kind, _EMPTY)
        return [register.whole(fact) for fact in found] if kind in DERIVED else found


def _is_a_view(view: View) -> Facts:
    """Let the type checker see that a view is what claims ask for."""
    return view
