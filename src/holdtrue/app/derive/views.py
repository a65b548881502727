"""Builds registers from the store: facts loaded, catalog items added, past days read from revisions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from holdtrue.core.content import by_edition
from holdtrue.core.facts import Fact
from holdtrue.core.frameworks import framework, law_digest
from holdtrue.core.kinds import KINDS
from holdtrue.core.register import Elsewhere, Register
from holdtrue.store import asof, loading, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from holdtrue.core.claims.base import Claim, Part
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Pool
    from holdtrue.core.register import View
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.loading import Loaded
    from holdtrue.store.models import Record

LAWS = tuple(value for value, _ in KINDS["classification"].spec("law").choices) or (
    "eu_ai_act",
    "law25",
    "us_omb",
    "other",
)
CONTEXT = ("organization", "risk_criteria")
"""Kinds every scope's facts are read with: what derived fields look at."""


@by_edition
def catalog_facts() -> tuple[Fact, ...]:
    """Catalog items as facts: the standard's controls and requirements, and the laws by the digest of their text."""
    iso = framework("iso42001")
    controls = [r for r in iso.requirements if r.kind == "control"]
    laws = [Fact(uid=law, ref=law, kind="law_text", fields={}, digest=law_digest(law)) for law in LAWS]
    annex = [
        Fact(uid=r.id, ref=r.id, kind="annex_control", fields={}, number=n, title=r.title)
        for n, r in enumerate(controls, start=1)
    ]
    asked = [
        Fact(
            uid=r.id,
            ref=r.id,
            kind="requirement",
            fields={"framework": r.framework, "applies": True},
            number=n,
            title=r.title,
        )
        for n, r in enumerate((r for r in iso.requirements if r.kind != "control"), start=1)
    ]
    return (*laws, *annex, *asked)


def context_ids(organisation_id: int) -> list[int]:
    """Return the row ids of the organisation's own record and its risk criteria."""
    return loading.of_kinds(organisation_id, CONTEXT)


def context_of(loaded: Loaded) -> list[int]:
    """Return the row ids of those of them that are loaded."""
    return [loaded.id_of[fact.uid] for fact in loaded.facts.values() if fact.kind in CONTEXT]


def register_of(
    organisation_id: int,
    loaded: Loaded,
    *,
    day: Day | None = None,
    telling: bool = False,
    pool: Callable[[Part], Pool | None] | None = None,
    shared: Callable[[Claim], Verdict | None] | None = None,
    practice: Callable[[View, str], Verdict | None] | None = None,
) -> Register:
    """Return the loaded facts as a register; without a day, as they stand with nothing left out."""
    own = next((f.uid for f in loaded.facts.values() if f.kind == "organization"), "")

    whole: list[Loaded] = []

    def history(past: Day) -> Register:
        if not whole:
            whole.append(asof.signed_in_full(organisation_id, loaded))
        known = asof.as_known(organisation_id, whole[0], true_on=past, known_by=past)
        return Register(
            [*known.values(), *catalog_facts()], organization=own, day=past, elsewhere=Elsewhere(pool=None)
        )

    return Register(
        [*loaded.facts.values(), *catalog_facts()],
        organization=own,
        day=_FOREVER if day is None else day,
        telling=telling,
        elsewhere=Elsewhere(history=history, pool=pool, shared=shared, practice=practice),
    )


_FOREVER = 9_000_000


def scopes(
    organisation_id: int,
    rows: Iterable[int],
    *,
    day: Day,
    telling: bool = False,
    context: Collection[int] = (),
    by: Collection[str] | None = None,
    in_full: bool = False,
) -> tuple[Loaded, Register]:
    """Load these scopes with their neighbourhoods, narrowed as `by` says, and return them as a register.

    `context` are the row ids of `context_ids` where they are known; else those records are read along. Sign-offs that
    tell nothing about today are read `in_full` only: there is no end to those of a policy signed every month.
    """
    near, kinds = list(rows), () if context else CONTEXT
    load = partial(loading.neighbourhood, organisation_id, near, by=by, standing=not in_full)
    loaded = load(also=context, kinds=kinds)
    if kinds and len(context_of(loaded)) >= loading.MOST:  # so many are read along, and there may be more
        loaded = load(also=context_ids(organisation_id))
    return loaded, register_of(organisation_id, loaded, day=day, telling=telling)


def organisation_record(organisation_id: int) -> Record:
    """Return the organisation's own record."""
    return reading.own_record(organisation_id)


__all__ = [
    "CONTEXT",
    "catalog_facts",
    "context_ids",
    "context_of",
    "organisation_record",
    "register_of",
    "scopes",
]
