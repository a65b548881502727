"""Facts as claims see them: immutable records, sign-offs and measured values, and the view one scope has of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from holdtrue.core.days import NEVER, Day

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Claim, Part
    from holdtrue.core.verdicts import Verdict

Fields = Mapping[str, object]
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


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of an indicator; `count` is n, the number of things counted, for a computed snapshot."""

    day: Day
    recorded: Day
    value: float | None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One record as claims see it.

    `fields` are those in force with derived fields filled in; `draft` is the head where it differs (drafted kinds) or
    where nothing is in force yet. `links` maps a relation to uids, or to catalog ids for annex_control, requirement and law_text.
    """

    uid: str
    ref: str
    kind: str
    fields: Fields
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""
    number: int = 0
    """The number in the ref; orders ties."""
    day: Day | None = None
    """The day in the kind's dated field; None where it has none or is unset (a plan)."""
    recorded: Day = NEVER
    draft: Fields | None = None
    in_force: bool = True
    """False while a drafted kind has nothing signed; then `fields` is empty and `draft` holds the head."""
    signoffs: tuple[SignOff, ...] = ()
    values: tuple[Value, ...] = ()
    read: Day | None = None
    """For evidence: the day its reading was recorded."""
    title: str = ""

    @property
    def newest(self) -> Fields:
        """The head: what a plain `record` claim reads."""
        return self.fields if self.draft is None else self.draft


class Pool(Protocol):
    """The verdicts of a part's members, however they are kept: a list in memory or rows in a store."""

    def count(self) -> int:
        """How many members count (certain and uncertain ones)."""
        ...

    def combined(self, k: int, day: Day) -> Verdict:
        """The k-th best, told as `at_least` tells it; 1 <= k <= count()."""
        ...

    def held(self, day: Day) -> int:
        """How many members hold on that day."""
        ...


class Facts(Protocol):
    """What one scope sees on one day. Facts recorded or dated after `day` are not in it."""

    day: Day
    scope: Fact

    @property
    def organization(self) -> Fact:
        """The organisation's own record."""
        ...

    @property
    def tier(self) -> str | None:
        """The tier of the system at hand; None outside a system and for one not yet sorted."""
        ...

    def of(self, kind: str) -> Sequence[Fact]:
        """The records of that kind this scope sees, in order of number; catalog kinds (annex_control, requirement) included."""
        ...

    def get(self, uid: str) -> Fact | None:
        """A record by uid, whether or not this scope sees it; None where it is not loaded or not known."""
        ...

    def member(self, fact: Fact) -> Facts:
        """The view with that record as the scope: what each, some and share evaluate their claim on."""
        ...

    def rests_on(self, fact: Fact) -> Sequence[Fact]:
        """The records on the fact's rests_on paths as they stand now, without the fact itself."""
        ...

    def holder(self, role: str) -> tuple[Fact | None, Fact | None]:
        """The role's record and the person holding it; for system_owner and overseer the system's own."""
        ...

    def as_of(self, day: Day) -> Facts:
        """The same view as it was true and known on that day (for `held`)."""
        ...

    def shared(self, claim: Claim) -> Verdict | None:
        """The verdict of an organisation-wide part where it is kept apart; None to evaluate it here."""
        ...

    def pool(self, part: Part) -> Pool | None:
        """The stored verdicts of an organisation claim's members; None to evaluate each member here."""
        ...
