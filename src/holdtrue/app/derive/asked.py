"""Which claims of a library are asked again by what was touched, worked out once per library."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdtrue.core.claims.base import ANYTHING, Part
from holdtrue.core.practices import LEVELS
from holdtrue.core.register.neighbourhood import BELONGS
from holdtrue.core.standing import organization_parts, prepare, shared_parts, touched, widened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from holdtrue.app.derive.touch import Touch
    from holdtrue.core.claims.base import Claim, Read
    from holdtrue.core.practices import Library, Practice

CATALOGS = frozenset({"annex_control", "requirement"})
_OF_SYSTEMS = BELONGS | {"incident"}
"""Kinds of which a system that links to them decides whose they are, or fills in their fields."""
SAID = ("declaration", "finding")
"""Kinds that raise or lower a practice by naming it."""
Reads = frozenset["Read"]


@dataclass(frozen=True, slots=True)
class Whole:
    """An organisation's practice, or an organisation-wide part of system practices, and what it is asked again by."""

    claims: tuple[Claim, ...]
    parts: frozenset[str]
    reads: Reads
    """Read directly, other than through stored rows."""

    def concerned(self, changed: Collection[str], reads: Reads | None) -> bool:
        """Whether a changed row or something touched can change it; `reads` None stands for everything."""
        if reads is None or not self.parts.isdisjoint(changed):
            return True
        if not reads or not self.reads:
            return False
        if ANYTHING in reads and ANYTHING in self.reads:
            return True
        kinds = {kind for kind, tag in reads if not tag}
        return any(read in reads or read[0] in kinds or (read[0], "") in reads for read in self.reads)


class Index:
    """The tables of one library."""

    def __init__(self, library: Library) -> None:
        """Work out nothing yet."""
        self.library = library
        self._around: dict[Touched, dict[str, list[Part]]] = {}
        self._practices: dict[Reads | None, Sequence[Practice]] = {}
        self._targets: dict[str, dict[str, int]] = {}
        self._of_system: dict[Reads | None, list[Part]] = {}
        self._concerned: dict[tuple[frozenset[str], Reads | None], Concerned] = {}

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Every part whose member rows are kept, by id."""
        return organization_parts(self.library.practices)

    @cached_property
    def by_kind(self) -> Mapping[str, list[Part]]:
        """The parts by the kind of their members."""
        found: dict[str, list[Part]] = defaultdict(list)
        for part in self.parts.values():
            found[part.kind].append(part)
        return dict(found)

    @cached_property
    def capped(self) -> Mapping[str, tuple[bool, ...]]:
        """For each system practice, which of its levels hang on an organisation-wide part."""
        return {p.id: tuple(part is not None for part in shared_parts(p)) for p in self.library.of_system}

    @cached_property
    def practices(self) -> Sequence[tuple[Practice, Whole]]:
        """The organisation's own practices."""
        return [(p, _whole(claims_of(p), {(s, p.id) for s in SAID})) for p in self.library.of_organization]

    @cached_property
    def caps(self) -> Sequence[tuple[Claim, Whole]]:
        """The organisation-wide parts of system practices, each once."""
        found = {c.id: c for p in self.library.of_system for c in shared_parts(p) if c is not None}
        return [(c, _whole([c])) for c in found.values()]

    def concerned(self, changed: Collection[str], reads: Reads | None) -> Concerned:
        """The organisation's practices and the organisation-wide parts that changed rows or these reads can change."""
        key = (frozenset(changed), reads)
        found = self._concerned.get(key)
        if found is None:
            if len(self._concerned) > _MOST:
                self._concerned.clear()
            found = self._concerned[key] = (
                [(p, whole) for p, whole in self.practices if whole.concerned(changed, reads)],
                [claim for claim, whole in self.caps if whole.concerned(changed, reads)],
            )
        return found

    @cached_property
    def direct(self) -> Reads:
        """Everything the organisation's scope reads other than through stored rows."""
        return frozenset(read for _, whole in (*self.practices, *self.caps) for read in whole.reads)

    def of_system(self, reads: Reads | None) -> Sequence[Practice]:
        """The system practices that read what these name; all of them for None."""
        found = self._practices.get(reads)
        if found is None:
            wanted = None if reads is None else widened(reads)
            found = [p for p in self.library.of_system if wanted is None or touched(prepare(p).reads, wanted)]
            if len(self._practices) < _MOST:
                self._practices[reads] = found
        return found

    def targets(self, profile: str) -> Mapping[str, int]:
        """The number of the level the profile wants of each system practice."""
        found = self._targets.get(profile)
        if found is None:
            named = self.library.profiles[profile]
            found = {p.id: LEVELS.index(named.target(p.id)) + 1 for p in self.library.of_system}
            self._targets[profile] = found
        return found

    def of_systems(self, reads: Reads | None) -> list[Part]:
        """The parts over systems whose rows these reads can change; all of them for None."""
        found = self._of_system.get(reads)
        if found is None:
            every = self.by_kind.get("system", [])
            wanted = None if reads is None else widened(reads)
            found = [p for p in every if wanted is None or touched(p.reads(), wanted)]
            if len(self._of_system) < _MOST:
                self._of_system[reads] = found
        return found

    def around(self, touch: Touch, reads: Reads) -> Mapping[str, list[Part]]:
        """Kind → parts of which a member other than a system may see what was touched, by way of a link."""
        key = (touch.kind, reads)
        found = self._around.get(key)
        if found is None:
            found = {}
            for kind, parts in self.by_kind.items():
                seen = [p for p in parts if kind != "system" and _sees(p, touch.kind, reads)]
                if seen:
                    found[kind] = seen
            if len(self._around) < _MOST:
                self._around[key] = found
        return found


Touched = tuple[str, Reads]
Concerned = tuple["Sequence[tuple[Practice, Whole]]", "Sequence[Claim]"]
_MOST = 2_000
"""Tables kept by what is read are few: one a kind and tag."""
_INDEXES: dict[str, Index] = {}
_MOST_INDEXES = 100
"""Rules that were only tried out leave theirs behind; then all are made anew."""


def index_of(library: Library) -> Index:
    """Return the library's tables; the same ones for the same rules."""
    found = _INDEXES.get(library.digest)
    if found is None or found.library is not library:
        if len(_INDEXES) > _MOST_INDEXES:
            _INDEXES.clear()
        found = _INDEXES[library.digest] = Index(library)
    return found


def pointing(kind: str, asked: Iterable[Part]) -> frozenset[str] | None:
    """Return the kinds whose links to a member these parts look at; None for every kind.

    A person who has read thousands of pieces of evidence costs nothing by it.
    """
    others = {other for part in asked for other in part.touches}
    if "*" in others:
        return None
    return frozenset(others | {"system"} if kind in _OF_SYSTEMS else others)


def claims_of(practice: Practice) -> list[Claim]:
    """Return the claims of a practice's levels, with those that bring it in."""
    prepared = prepare(practice)
    found: list[Claim] = [level.claim for level in prepared.levels]
    return [*found, *(part for part in (prepared.applies, prepared.joins) if part is not None)]


def direct_reads(claim: Claim) -> Reads:
    """Return what a claim reads other than through stored rows."""
    return _told(claim)[1]


def parts_of(claim: Claim) -> Sequence[Part]:
    """Return the parts a claim is put together of."""
    return _told(claim)[2]


_Told = tuple["Claim", Reads, tuple[Part, ...]]
_TOLD: dict[int, _Told] = {}
_MOST_TOLD = 20_000


def _told(claim: Claim) -> _Told:
    """A claim with what it reads directly and its parts, worked out once."""
    found = _TOLD.get(id(claim))
    if found is None or found[0] is not claim:
        if len(_TOLD) > _MOST_TOLD:
            _TOLD.clear()
        found = _TOLD[id(claim)] = (claim, frozenset(_reads(claim)), tuple(_parts(claim)))
    return found


def _reads(claim: Claim) -> set[Read]:
    if isinstance(claim, Part):
        return set()
    children = claim.children() if claim.form not in ("held", "sustained") else ()
    if not children:
        return set(claim.reads())
    return {read for child in children for read in _reads(child)}


def _parts(claim: Claim) -> list[Part]:
    if isinstance(claim, Part):
        return [claim]
    return [part for child in claim.children() for part in _parts(child)]


def _whole(claims: Iterable[Claim], said: Iterable[Read] = ()) -> Whole:
    """`said` is what people and findings say of the practice, beside what its claims read."""
    asked = tuple(claims)
    return Whole(
        asked,
        frozenset(part.id for claim in asked for part in parts_of(claim)),
        frozenset((*said, *(read for claim in asked for read in direct_reads(claim)))),
    )


def _sees(part: Part, kind: str, reads: Reads) -> bool:
    if "*" in part.touches:
        return True
    return kind in part.touches and touched(part.reads() - {(part.kind, "")}, reads)


__all__ = ["CATALOGS", "Index", "Whole", "claims_of", "direct_reads", "index_of", "parts_of", "pointing"]
