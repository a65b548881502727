"""Loads what explaining many scopes at once needs, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.derive.views import catalog_facts, context_ids, register_of
from holdtrue.app.derive.whole import direct_reads, pools, rows_read, shared_claims
from holdtrue.app.queries.why import TellingRegister, holding_roles
from holdtrue.core.practices import library
from holdtrue.core.register.neighbourhood import WIDE
from holdtrue.store import loading, reading

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
    around = [*context_ids(pk), *rows_read(pk, reads, library()), *holding_roles(pk)]
    if rows:
        around += loading.of_kinds(pk, [k for k in WIDE if k not in ("person", "unit")])
    extra = [r.pk for r in reading.by_uid(pk, also).values()]
    near = [*rows, *extra] if rows or extra else context_ids(pk)
    loaded = loading.neighbourhood(pk, near, also=around)
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
