"""Records a link may lead to: a few offered while choosing, and names turned into refs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import decision
from holdtrue.app.derive.views import LAWS, catalog_facts
from holdtrue.app.queries.bounded import may_see
from holdtrue.app.queries.captions import about
from holdtrue.core.access import Target
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.store import listing, reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.app.actions.acting import Caller


@dataclass(frozen=True, slots=True)
class Offer:
    """One record, or catalog item, to choose."""

    ref: str
    title: str
    kind: str = ""


def offered(caller: Caller, kind: str, text: str = "", *, limit: int = 20) -> tuple[Offer, ...]:
    """Return records of a kind ('record' for any) that hold these words; none where you may not read the kind.

    One query, two where their titles do not say which system they are about. Without words the first ones in the
    order of their refs.
    """
    if kind in CATALOGS:
        return tuple(o for o in catalog(kind) if text.casefold() in f"{o.ref} {o.title}".casefold())[:limit]
    wanted = "" if kind == "record" else kind
    if not wanted and not text.strip():
        return ()
    if not decision(caller, "read", Target(kind=wanted)).allowed:
        return ()
    ref = normal_ref(text)
    if ref:
        found = reading.by_ref(caller.organisation.pk, [ref]).get(ref)
        fits = (
            found is not None
            and wanted in ("", found.kind)
            and found.retired_day is None
            and may_see(caller, found)
        )
        return (Offer(ref, found.title, found.kind),) if found is not None and fits else ()
    asked = listing.Filter(wanted, text=text, held_to=caller.actor.held_to)
    page = listing.page(caller.organisation.pk, asked, limit=limit, count=False)
    systems = about(caller.organisation.pk, {line.id: line.kind for line in page.lines})
    return tuple(
        Offer(x.ref, f"{x.title} · {systems[x.id]}" if x.id in systems else x.title, x.kind)
        for x in page.lines
    )


def catalog(kind: str) -> tuple[Offer, ...]:
    """Return the items of a catalog: laws, controls or requirements of the standard."""
    if kind == "law_text":
        return tuple(Offer(law, law) for law in LAWS)
    return tuple(Offer(f.ref, f.title) for f in catalog_facts() if f.kind == kind)


def titles(caller: Caller, refs: Iterable[str]) -> Mapping[str, str]:
    """Return ref → title of those that are there."""
    found = reading.by_ref(caller.organisation.pk, [ref for ref in refs if normal_ref(ref)])
    return {ref: record.title for ref, record in found.items()}


def bearing(caller: Caller, kind: str, title: str) -> tuple[str, ...]:
    """Return the refs of the records of a kind that bear exactly this title, two at most."""
    rows = Record.rows.of(caller.organisation.pk).filter(title__iexact=title, retired_day__isnull=True)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    return tuple(rows.order_by("id").values_list("ref", flat=True)[:2])
