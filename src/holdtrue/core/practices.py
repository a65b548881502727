"""The practice library: what an organisation does, level by level, who owns it, and which profiles ask for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

from holdtrue.core.content import Edition, by_edition, by_the_rules_of, content, content_bytes
from holdtrue.core.frameworks import FRAMEWORKS, framework
from holdtrue.core.gates import Gates, gates
from holdtrue.core.matching import asked
from holdtrue.core.own import own, own_paths
from holdtrue.core.properties import Scheme, scheme
from holdtrue.core.vocabulary import EvidenceTag, Indicator, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Claim
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fields

LEVELS = ("declared", "documented", "operational", "measured")
"""Above absent, lowest first; each demands the one before."""
PROFILES = ("starter", "standard", "certification")
"""Each includes the one before."""
_FILES = (
    "practices/practices.yaml",
    "practices/properties.yaml",
    "practices/vocabulary.yaml",
    "gates/gates.yaml",
)
_LAWS = (
    *(f"frameworks/{name}.yaml" for name in (*FRAMEWORKS, "deadlines")),
    "checks/eu_ai_act.yaml",
)
"""What laws and standards ask from which day: tiers, verdicts and the practices a law brings in read it."""
RULES = (*_FILES, *_LAWS)
"""Everything that verdicts follow from besides the facts: one set, installed as a whole."""
_READ_ONLY_FROM = 2
"""From operational on, evidence counts only once it was read."""

Claims = tuple["Claim", "Claim", "Claim", "Claim"]


@dataclass(frozen=True, slots=True)
class LawWhen:
    """Facts under which a law brings a practice into every profile, and the duties that do."""

    law: str
    duties: tuple[str, ...]
    when: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Joined:
    """That a law brings a practice in, by which duty, from which day."""

    day: Day
    law: str
    duty: str


@dataclass(frozen=True)
class Practice:
    """One thing the organisation does, for itself or for each system."""

    id: str
    title: str
    statement: str
    scope: str
    """organization or system."""
    property: str
    phase: str
    profile: str
    """The first profile that asks for it."""
    owner_role: str
    tiers: frozenset[str]
    """Empty for an organisation's practice."""
    applies_when: Mapping[str, object]
    law_when: tuple[LawWhen, ...]
    levels: Mapping[str, Mapping[str, object]]
    """Level -> its claim as written."""
    minutes: Mapping[str, int]
    satisfies: Mapping[str, tuple[str, ...]]
    auditor_asks: str
    pitfall: str

    @cached_property
    def claims(self) -> Claims:
        """The four claims, parsed when first asked for."""
        from holdtrue.core.claims.parse import parse_claim  # claims know kinds; parsed only when asked

        return cast(
            "Claims",
            tuple(
                parse_claim(self.levels[level], strict=n >= _READ_ONLY_FROM, path=f"{self.id}.{level}")
                for n, level in enumerate(LEVELS)
            ),
        )

    @cached_property
    def per_system(self) -> bool:
        """Whether it is asked of each system rather than once."""
        return self.scope == "system"

    def applies(self, fields: Fields, organization: Fields) -> bool | None:
        """Return whether the facts ask for it; None where one is unset, which counts as asked."""
        if not self.applies_when:
            return True
        return asked(fields, organization, self.applies_when)

    def joined(self, fields: Fields, organization: Fields) -> Joined | None:
        """Return the law that brings it into every profile for these facts, and when; an unset fact brings none."""
        eu_class = fields.get("eu_class")
        found = [
            Joined(day or 0, line.law, duty)
            for line in self.law_when
            if asked(fields, organization, line.when) is True
            for duty in line.duties
            for day in [
                framework(line.law)
                .requirement(duty)
                .applies_from(eu_class if isinstance(eu_class, str) else None)
            ]
        ]
        return min(found, key=lambda j: (j.day, j.law, j.duty)) if found else None


@dataclass(frozen=True, slots=True)
class Profile:
    """How much an organisation sets out to do."""

    id: str
    meant_for: str
    promise: str
    target_level: str
    members: frozenset[str]
    """Practices it asks for, those of the profiles it includes among them."""
    measured: frozenset[str]
    """Practices it wants at measured."""

    def target(self, practice: str) -> str:
        """Return the level it wants of a practice, whether the profile or a law brought it in."""
        return "measured" if practice in self.measured else self.target_level


@dataclass(frozen=True)
class Library:
    """The installed set of practices with all that goes with it."""

    version: int
    practices: tuple[Practice, ...]
    profiles: Mapping[str, Profile]
    meets_at: Mapping[str, str]
    """Framework -> the level at which a practice counts for its requirements."""
    shown_as: Mapping[str, str]
    """Framework -> the word for a requirement that is answered: never 'compliant'."""
    needs_more: Mapping[str, Mapping[str, str]]
    """Framework -> requirement -> what practices alone do not show."""
    scheme: Scheme
    gates: Gates
    digest: str
    """SHA-256 over the files: installing another set is an entry with this digest."""

    @cached_property
    def by_id(self) -> Mapping[str, Practice]:
        """Every practice by id."""
        return {p.id: p for p in self.practices}

    @cached_property
    def of_system(self) -> tuple[Practice, ...]:
        """Those asked of each system."""
        return tuple(p for p in self.practices if p.per_system)

    @cached_property
    def of_organization(self) -> tuple[Practice, ...]:
        """Those asked once."""
        return tuple(p for p in self.practices if not p.per_system)

    @cached_property
    def reads_controls(self) -> frozenset[str]:
        """Practices whose claims ask whether controls are upheld; a control may not name one."""
        return frozenset(p.id for p in self.practices if any(_asks(p.levels[v], "upheld") for v in LEVELS))

    @property
    def evidence_tags(self) -> Mapping[str, EvidenceTag]:
        """The tags evidence may carry."""
        return vocabulary().evidence_tags

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The figures claims ask for."""
        return vocabulary().indicators

    @property
    def roles(self) -> Mapping[str, str]:
        """Role -> what it answers for."""
        return vocabulary().roles

    def catalog(self, target: str) -> tuple[tuple[str, str], ...]:
        """Return (value, title) of a catalog that a field names: practice, evidence_tag, indicator_tag."""
        if target == "practice":
            return tuple((p.id, p.title) for p in self.practices)
        if target == "evidence_tag":
            return _titled(tuple(self.evidence_tags))
        if target == "indicator_tag":
            return _titled(tuple(self.indicators))
        raise KeyError(target)


@by_edition
def library() -> Library:
    """Return the practice library in force: the one that ships, or the one the organisation at hand installed."""
    raw: Mapping[str, Any] = content(_FILES[0])
    added = own()
    stated = (*raw["practices"], *added.practices)
    practices = tuple(practice_of(added.upon(p)) for p in stated)
    return Library(
        version=raw["version"],
        practices=practices,
        profiles=_profiles(raw["profiles"], practices),
        meets_at=raw["meets_at"],
        shown_as=raw["shown_as"],
        needs_more=raw["needs_more"],
        scheme=scheme(),
        gates=gates(),
        digest=rules_digest(),
    )


@by_edition
def rules_digest() -> str:
    """Return the digest of the rules in force, without reading what they say."""
    return _digest()


def edition(files: Mapping[str, bytes]) -> Edition:
    """Return the edition of these files, named by its digest; what is not among them is as it ships."""
    with by_the_rules_of(Edition("unnamed", files)):
        return Edition(_digest(), files)


def _digest() -> str:
    whole = hashlib.sha256(b"\0".join(content_bytes(path) for path in RULES))
    for path in own_paths():
        whole.update(b"\0\0" + path.encode() + b"\0" + hashlib.sha256(content_bytes(path)).digest())
    return whole.hexdigest()


def practice_of(raw: Mapping[str, Any]) -> Practice:
    """Return the practice a file states."""
    return Practice(
        id=raw["id"],
        title=raw["title"],
        statement=raw["statement"],
        scope=raw["scope"],
        property=raw["property"],
        phase=raw["phase"],
        profile=raw["profile"],
        owner_role=raw["owner_role"],
        tiers=frozenset(raw.get("tiers", ())),
        applies_when=raw.get("applies_when", {}),
        law_when=tuple(LawWhen(w["law"], tuple(w["duties"]), w["when"]) for w in raw.get("law_when", ())),
        levels=raw["levels"],
        minutes=raw["minutes"],
        satisfies={name: tuple(ids) for name, ids in raw["satisfies"].items()},
        auditor_asks=raw["auditor_asks"],
        pitfall=raw["pitfall"],
    )


def _profiles(raw: Mapping[str, Any], practices: tuple[Practice, ...]) -> Mapping[str, Profile]:
    found = {}
    for rank, name in enumerate(PROFILES):
        stated = raw[name]
        found[name] = Profile(
            id=name,
            meant_for=stated["for"],
            promise=stated.get("promise", ""),
            target_level=stated["target_level"],
            members=frozenset(p.id for p in practices if PROFILES.index(p.profile) <= rank),
            measured=frozenset(stated.get("also_measured", ())),
        )
    return found


def _asks(claim: object, form: str) -> bool:
    """Whether a claim as written holds that form anywhere."""
    if isinstance(claim, dict):
        return form in claim or any(_asks(part, form) for part in claim.values())
    return isinstance(claim, list) and any(_asks(part, form) for part in claim)


_SPELT = frozenset(("ai", "ce", "eu", "us"))
"""Parts of tags that are letters and no words."""


@lru_cache(maxsize=8)
def _titled(tags: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Tags with what each says; every piece of evidence on a page asks for its own."""
    return tuple((tag, _worded(tag)) for tag in tags)


def _worded(tag: str) -> str:
    """A tag as words: the first with a capital, what is spelt out in capitals."""
    first, *rest = (part.upper() if part in _SPELT else part for part in tag.split("-"))
    return " ".join((first[:1].upper() + first[1:], *rest))
