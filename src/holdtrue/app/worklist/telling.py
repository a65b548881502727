"""Loads what explaining many scopes at once needs, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.derive.views import CONTEXT, catalog_facts, context_ids, register_of
from holdtrue.app.derive.whole import direct_reads, pools, rows_read, shared_claims
from holdtrue.app.queries.why import TellingRegister
from holdtrue.app.queries.witnesses import ORGANISATION_WIDE, holding_roles, loaded_near, missed_ones
from holdtrue.core.practices import library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdtrue.core.claims.base import Claim, Part
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Pool
    from holdtrue.store.models import Organisation


def told_together(
    organisation: Organisation,
    scopes: Iterable[int],
    claims: Iterable[Claim],
    day: Day,
    *,
    also: Iterable[str] = (),
    pool: Callable[[Part], Pool] | None = None,
) -> TellingRegister:
    """Return a register that tells witnesses for these scopes, and for these claims of the organisation.

    `also` are uids that a telling before this one asked for and did not find. `pool` answers parts of the
    organisation; several tellings in a row share one, so that each part is asked once.
    """
    pk = organisation.pk
    rows = list(scopes)
    asked = [*claims, *(shared_claims(library()) if rows else ())]
    reads = {read for claim in asked for read in direct_reads(claim)}
    wide = ORGANISATION_WIDE if rows else CONTEXT
    around = [*rows_read(pk, reads, library(), beside=wide), *holding_roles(pk)]
    missed = missed_ones(pk, also)
    near = rows if rows or missed else context_ids(pk)
    loaded = loaded_near(pk, near, missed, around)
    own = next((f.uid for f in loaded.facts.values() if f.kind == "organization"), "")
    base = register_of(pk, loaded, day=day)
    made = TellingRegister(
        [*loaded.facts.values(), *catalog_facts()],
        organization=own,
        day=day,
        telling=True,
        elsewhere=replace(base.elsewhere, pool=pool or pools(pk)),
    )
    made.missed = set()
    return made


__all__ = ["told_together"]
