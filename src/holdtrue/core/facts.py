"""Facts as claims see them: immutable records, sign-offs and measured values, and the view one scope has of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from holdtrue.core.days import NEVER, Day

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Claim, Flag, Part, Row
    from holdtrue.core.verdicts import Bearing, State, Verdict

Fields = Mapping[str, object]
KEYS: Mapping[str, str] = {
    "evidence": "tag",
    "indicator": "tag",
    "declaration": "practice",
    "finding": "practice",
}
"""Kinds looked up by one field: what `tagged` finds them by."""
Basis = Mapping[str, str]
"""What a sign-off rested on: uid -> digest, the signed record itself included."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """One named person's decision on one revision."""

    day: Day
    recorded: Day
    signer: str
    """uid of the signer's person record."""
    roles: frozenset[str]
    """Roles the signer held, or stood in for, on that day."""
    good_until: Day | None
    """First day the signer no longer vouches for; None where open."""
    basis: Basis
    meaning: str = "approved"
    number: int = 0
    """Order of recording; the later of two on one day has the higher number."""
    withdrawn: Day | None = None
    """The day its signer took it back."""


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of an indicator; `count` is n, the number of things counted, for a computed snapshot."""

    day: Day
    recorded: Day
    value: float | None
    count: int | None = None


_NONE: Mapping[str, Any] = {}


class Fact(NamedTuple):
    """One record as claims see it; a named tuple, since a register of thousands is made for every change of many.

    `fields` are those in force with derived fields filled in; `draft` is the head where it differs (drafted kinds) or
    where nothing is in force yet. `links` maps a relation to uids, or to catalog ids for annex_control, requirement
    and law_text.
    """

    uid: str
    ref: str
    kind: str
    fields: Fields
    links: Mapping[str, tuple[str, ...]] = _NONE
    digest: str = ""
    number: int = 0
    """The number in the ref; orders ties."""
    day: Day | None = None
    """The day in the kind's dated field; None where it has none or is unset (a plan)."""
    recorded: Day = NEVER
    """The day the revision at hand was recorded."""
    registered: Day = NEVER
    """The day of the first revision, where it is another; NEVER stands for `recorded`."""
    draft: Fields | None = None
    in_force: bool = True
    """False while a drafted kind has nothing signed; then `fields` is empty and `draft` holds the head."""
    signoffs: tuple[SignOff, ...] = ()
    values: tuple[Value, ...] = ()
    read: Day | None = None
    """For evidence: the day its reading was recorded."""
    title: str = ""
    entry: int = 0
    """Number of the ledger entry that recorded this revision; orders what happened on one day."""
    versions: Mapping[str, str] = _NONE
    """For evidence: uid of each component it is about -> the version that component had then."""
    taken_back: tuple[SignOff, ...] = ()
    """Sign-offs that counted once and were withdrawn since: what a past day still sees."""

    @property
    def at_hand(self) -> Fields:
        """What is in force, or the draft while nothing is: what membership in a set is read from."""
        return self.fields if self.in_force or self.draft is None else self.draft

    @property
    def newest(self) -> Fields:
        """The head: what a plain `record` claim reads."""
        return self.fields if self.draft is None else self.draft


def counting(fact: Fact, *, on: Day, known: Day) -> tuple[SignOff, ...]:
    """Return the fact's sign-offs as they counted on one day and were known on another, in order of recording."""
    if not fact.signoffs and not fact.taken_back:
        return ()
    standing = [s for s in fact.signoffs if s.day <= on and s.recorded <= known]
    standing += [
        s
        for s in fact.taken_back
        if s.day <= on and s.recorded <= known and s.withdrawn is not None and s.withdrawn > min(on, known)
    ]
    return tuple(sorted(standing, key=_recorded)) if fact.taken_back else tuple(standing)


def _recorded(signoff: SignOff) -> int:
    return signoff.number


class Pool(Protocol):
    """The rows of a part's members, however they are kept: a list in memory or rows in a store.

    Rows of one part lie under a flag (see `Flag`). A store answers each question by an index; none reads all rows.
    """

    def count(self, flag: Flag) -> int:
        """How many rows lie under the flag."""
        ...

    def quickly(self, k: int, day: Day) -> Verdict | None:
        """The verdict over MEMBER rows of which k must hold, without a witness; None where it is not so quick."""
        ...

    def nth(self, k: int) -> Row:
        """The k-th MEMBER row, latest until first; on equal until the stronger bearing first, then the lower number."""
        ...

    def end(self, k: int) -> Day:
        """The until of that row."""
        ...

    def nth_best(self, k: int) -> Day:
        """The k-th largest best among MEMBER rows."""
        ...

    def bearing(self, k: int) -> Bearing:
        """The strongest bearing among the first k MEMBER rows, in the order of `nth`."""
        ...

    def bearing_on(self, day: Day) -> Bearing | None:
        """The strongest bearing among the MEMBER rows that hold on that day; None where none does."""
        ...

    def held(self, day: Day) -> int:
        """How many MEMBER rows hold on that day."""
        ...

    def failing(self, day: Day, *, unknown: bool) -> Row:
        """The MEMBER row not holding on `day` that tells: the first in order of state, then of rank, then of number.

        With `unknown`, only rows that are unknown on that day, if there are any.
        """
        ...

    def fails(self, day: Day, *, unknown: bool, alone: bool) -> tuple[State, Bearing]:
        """State and bearing of that row, the bearing to be relied on only where `alone` asks for it."""
        ...

    def newest(self, flag: Flag) -> Row | None:
        """The row with the latest event day, then the highest number; None where there is none."""
        ...

    def first(self, flag: Flag) -> Row | None:
        """The row with the lowest rank, then the lowest number; None where there is none."""
        ...


class Facts(Protocol):
    """What one scope sees on one day. Facts recorded or dated after `day` are not in it."""

    day: Day
    scope: Fact
    telling: bool
    """Whether witnesses are wanted; False for standing, where only the span, cause and bearing are kept."""
    memo: dict[tuple[str, str], object]
    """Answers that several claims ask for, kept while the facts stay what they are."""

    seen: Mapping[str, Sequence[Fact]]
    """What `of` gives by kind, and `keyed` what `tagged` gives by kind and key: the same answers without a call."""
    keyed: Mapping[str, Mapping[str, Sequence[Fact]]]

    @property
    def organization(self) -> Fact:
        """The organisation's own record."""
        ...

    @property
    def system(self) -> Fact | None:
        """The system at hand: the scope itself, or the one whose member is the scope; None outside a system."""
        ...

    @property
    def tier(self) -> str | None:
        """The tier of the system at hand; None outside a system and for one not yet sorted."""
        ...

    def of(self, kind: str) -> Sequence[Fact]:
        """The records of that kind this scope sees, in order of number; catalog kinds included."""
        ...

    def tagged(self, kind: str, tag: str) -> Sequence[Fact]:
        """What of a kind in KEYS this scope sees whose key is that one, or is unset; shared evidence included.

        At the organisation's scope a store need only look among the organisation's own, and findings of any system.
        """
        ...

    def get(self, uid: str) -> Fact | None:
        """A record by uid, whether or not this scope sees it; None where it is not loaded or not known."""
        ...

    def member(self, fact: Fact) -> Facts:
        """The view with that record as the scope: what each, some and share evaluate their claim on."""
        ...

    def linked(self, fact: Fact, kind: str) -> Sequence[Fact]:
        """What `member(fact).of(kind)` gives, without making that view; not for a system."""
        ...

    def home(self) -> Facts:
        """The view of the system at hand, or of the organisation outside one: where a control's own verdict is read."""
        ...

    def rests_on(self, fact: Fact) -> Sequence[Fact]:
        """The records on the fact's rests_on paths as they stand now, without the fact itself."""
        ...

    def holder(self, role: str) -> tuple[Fact | None, Fact | None]:
        """The role's record and the person holding it; for system_owner and overseer the system's own."""
        ...

    def as_of(self, day: Day) -> Facts:
        """The same view as it was true and known on that day, without facts recorded late."""
        ...

    def since(self, day: Day, entry: int) -> Facts:
        """The same view over what was dated after that day, or on it by a later ledger entry (what answers a no)."""
        ...

    def shared(self, claim: Claim) -> Verdict | None:
        """The verdict of an organisation-wide part where it is kept apart; None to evaluate it here."""
        ...

    def kept(self, claim: Claim, event: Fact) -> Verdict | None:
        """The frozen answer of a `held` or `distinct` claim kept with its dated event; None to evaluate it anew."""
        ...

    def practice(self, practice: str) -> Verdict | None:
        """The verdict of a practice at operational in the home scope, for a control that names it; None if unknown."""
        ...

    def pool(self, part: Part) -> Pool | None:
        """The stored rows of an organisation claim's members; None to evaluate each member here."""
        ...
