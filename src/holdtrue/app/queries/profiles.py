"""What choosing a profile would mean: hours a year, what is new, what is no longer asked, what a law asks anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries import figures
from holdtrue.core.effort import Asked, Effort, Size, effort
from holdtrue.core.frameworks import framework
from holdtrue.core.practices import PROFILES, library
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS, target_level
from holdtrue.store import reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.core.practices import Practice, Profile
    from holdtrue.store.models import Organisation

ASSUMED: Mapping[str, int] = {"limited": 3}
"""Systems by tier where none is listed yet."""
USUAL_PEOPLE = 12
"""People where nobody has said how many."""


@dataclass(frozen=True, slots=True)
class ByLaw:
    """A practice that a law brings into every profile, with the laws that do and the level they ask."""

    practice: Practice
    laws: tuple[str, ...]
    """Titles of the laws."""
    level: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """One profile as it would be here."""

    profile: Profile
    current: bool
    effort: Effort
    asked: int
    """Practices it asks for that apply here, those of the law among them."""
    new: tuple[Practice, ...]
    """Asked for by it and not by the profile in force."""
    dropped: tuple[Practice, ...]
    """Asked for by the profile in force and no longer; what was written for them stays."""
    by_law: tuple[ByLaw, ...]
    """Asked for by law, outside the profile."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """All profiles side by side, for the size the organisation has."""

    choices: tuple[Chosen, ...]
    size: Size
    assumed: bool
    """Whether systems were assumed, since none is listed yet."""
    open_audits: tuple[str, ...]
    """Refs of audits without a result: until they are closed, no lower profile can be chosen."""

    def named(self, name: str) -> Chosen:
        """Return the profile of that name; BadInput names those there are."""
        for one in self.choices:
            if one.profile.id == name:
                return one
        raise BadInput("organisation.profile", field="profile", value=name, known=PROFILES)


def profiles(caller: Caller) -> Profiles:
    """Return every profile with its hours and differences. About eight queries, whatever the number of systems."""
    organisation = caller.organisation
    found = figures.stored(organisation, caller.clock.day(organisation.time_zone))
    size, assumed = _size(found, organisation)
    joined = found.joined()
    laws = places_of(organisation)
    return Profiles(
        tuple(_chosen(found, name, joined, laws, size, assumed=assumed) for name in PROFILES),
        size,
        assumed,
        open_audits(organisation),
    )


def usual(profile: str) -> Effort:
    """Return the hours of a profile for an organisation that has said nothing of itself yet. No query."""
    rules, size = library(), Size(USUAL_PEOPLE, ASSUMED)
    wanted = rules.profiles[profile]
    asked = [
        Asked(
            practice,
            LEVEL_WORDS.index(wanted.target(practice.id)),
            {tier: n for tier, n in ASSUMED.items() if tier in practice.tiers},
        )
        for practice in rules.practices
        if practice.id in wanted.members and not practice.applies_when
    ]
    return effort(asked, size)


def laws_of(practice: Practice, here: frozenset[str]) -> tuple[str, ...]:
    """Return the titles of the laws that bring a practice into every profile; all of them where no place is said."""
    lines = [w for w in practice.law_when if w.when.get("jurisdictions") in here] or list(practice.law_when)
    return tuple(dict.fromkeys(framework(line.law).title for line in lines))


def places_of(organisation: Organisation) -> frozenset[str]:
    """Return the jurisdictions an organisation has said it works in."""
    given = reading.body(reading.own_record(organisation.pk))["fields"].get("jurisdictions")
    return frozenset(map(str, given)) if isinstance(given, list) else frozenset()


def open_audits(organisation: Organisation) -> tuple[str, ...]:
    """Return the refs of audits that have no result yet."""
    audits = reading.of_kinds(organisation.pk, ["audit"])
    bodies = reading.bodies(organisation.pk, [(a.pk, a.head_number) for a in audits])
    return tuple(a.ref for a in audits if not str(bodies[a.pk]["fields"].get("result") or "").strip())


def _size(found: Figures, organisation: Organisation) -> tuple[Size, bool]:
    tiers: dict[str, int] = {}
    for (inside, tier, use), n in found.systems().items():
        if inside and use != "ended":
            name = tier if tier in ("high", "limited", "minimal") else "limited"
            tiers[name] = tiers.get(name, 0) + n
    people = Record.rows.of(organisation.pk).filter(kind="person", retired_day__isnull=True).count()
    told = reading.body(reading.own_record(organisation.pk))["fields"].get("headcount")
    people = max(people, int(told) if isinstance(told, int | float) else 0, 1)
    return Size(people, tiers or ASSUMED), not tiers


def _chosen(
    found: Figures, name: str, joined: frozenset[str], laws: frozenset[str], size: Size, *, assumed: bool
) -> Chosen:
    rules, here = library(), found.organisation.profile
    profile, now = rules.profiles[name], rules.profiles[here].members
    asked = [
        one
        for practice in rules.practices
        if practice.id in profile.members | joined
        and (one := _asked(found, practice, profile, size, assumed=assumed)) is not None
    ]
    by_law = tuple(
        ByLaw(one.practice, laws_of(one.practice, laws), _by_law_at(one.practice))
        for one in asked
        if one.practice.id not in profile.members
    )
    wanted, before = profile.members | joined, now | joined
    return Chosen(
        profile=profile,
        current=name == here,
        effort=effort(asked, size),
        asked=len(asked),
        new=tuple(one.practice for one in asked if one.practice.id not in before),
        dropped=tuple(p for p in rules.practices if p.id in before - wanted),
        by_law=by_law,
    )


def _asked(
    found: Figures, practice: Practice, profile: Profile, size: Size, *, assumed: bool
) -> Asked | None:
    """What the profile asks of one practice here; None where it applies to nothing."""
    level = LEVEL_WORDS.index(target_level(found.library, profile.id, practice.id))
    if not practice.per_system:
        return None if found.own_verdicts(practice) is None else Asked(practice, level, {})
    if assumed:
        tiers = {tier: n for tier, n in size.tiers.items() if tier in practice.tiers}
        return None if practice.applies_when or not tiers else Asked(practice, level, tiers)
    tiers = {}
    for group, counted in found.spread(practice, joined=practice.id not in profile.members).tallied.items():
        tier = group.partition("/")[0]
        name = tier if tier in ("high", "limited", "minimal") else "limited"
        tiers[name] = tiers.get(name, 0) + counted.systems
    return Asked(practice, level, tiers) if any(tiers.values()) else None


def _by_law_at(practice: Practice) -> str:
    """The level at which a law's requirements are met by practices."""
    return max(
        (library().meets_at[line.law] for line in practice.law_when),
        key=LEVEL_WORDS.index,
        default="operational",
    )


__all__ = ["ByLaw", "Chosen", "Profiles", "laws_of", "open_audits", "places_of", "profiles", "usual"]
