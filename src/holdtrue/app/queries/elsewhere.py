"""Incidents of others: looked through by words, sector and domain, and those like one of ours or like a system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind, require
from holdtrue.core.elsewhere import TASK, rank, told_by
from holdtrue.store import reading
from holdtrue.store.models import ReferenceIncident, ReferenceWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.app.actions.acting import Caller

FEW, PAGE = 3, 25


@dataclass(frozen=True, slots=True)
class Alike:
    """One incident of others that is like what was asked about."""

    incident: ReferenceIncident
    shared: tuple[str, ...]
    """What both speak of, as words begin."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of incidents of others."""

    rows: tuple[ReferenceIncident, ...]
    whole: int
    """How many fit; how many there are at all is `every`."""
    every: int
    page: int

    @property
    def more(self) -> bool:
        """Whether there is a next page."""
        return self.page * PAGE < self.whole


def asked_of(fields: Mapping[str, object], organization: Mapping[str, object]) -> dict[str, int]:
    """Return the words a record is likened by: its task and sector say most, then what it is and does."""
    task = " ".join(
        str(fields.get(name) or "") for name in ("task_and_method", "intended_purpose", "name", "title")
    )
    rest = " ".join(str(fields.get(name) or "") for name in ("effect", "cause", "event", "outputs", "users"))
    said = told_by(f"{task} {organization.get('sector') or ''}")
    return dict.fromkeys(told_by(rest), 1) | dict.fromkeys(said, TASK)


def alike(organisation_id: int, asked: Mapping[str, int], *, most: int = FEW) -> tuple[Alike, ...]:
    """Return the likest first, the newer of two alike; none where none were brought in. Three queries."""
    if not asked:
        return ()
    whole = ReferenceIncident.rows.of(organisation_id).count()
    if not whole:
        return ()
    rows = ReferenceWord.rows.of(organisation_id).filter(word__in=sorted(asked))
    found = list(rows.values_list("word", "weight", "incident_id"))
    best = rank(asked, found, whole)[:most]
    by_id = ReferenceIncident.rows.of(organisation_id).in_bulk([row for row, _, _ in best])
    return tuple(Alike(by_id[row], shared) for row, _, shared in best)


def like(caller: Caller, fields: Mapping[str, object]) -> tuple[Alike, ...] | None:
    """Return those like a record of ours; None where none were brought in at all."""
    pk = caller.organisation.pk
    if not ReferenceIncident.rows.of(pk).exists():
        return None
    own = reading.own_body(pk)["fields"]
    return alike(pk, asked_of(fields, own))


def spoken(found: Alike) -> tuple[str, ...]:
    """Return what both speak of in whole words, as the other one writes them."""
    incident = found.incident
    text = f"{incident.task} {incident.sector} {incident.title} {incident.description}".split()
    told = []
    for stem in found.shared:
        word = next((w for w in text if stem in told_by(w)), stem)
        told.append(word.strip(".,;:!?()[]'\"“”’").lower())
    return tuple(dict.fromkeys(told))


def looked_through(
    caller: Caller, *, words: str = "", sector: str = "", domain: str = "", page: int = 1
) -> Found:
    """Return those in which every word stands, of a sector and a domain; the newest first."""
    require(caller, "read", on_kind("incident"))
    rows = ReferenceIncident.rows.of(caller.organisation.pk)
    every = rows.count()
    for stem in told_by(words):
        rows = rows.filter(words__word=stem)
    if sector:
        rows = rows.filter(sector__icontains=sector)
    if domain:
        rows = rows.filter(domain__startswith=domain)
    page = max(page, 1)
    some = rows.order_by("-day", "-number")[(page - 1) * PAGE : page * PAGE]
    return Found(tuple(some), rows.count(), every, page)


def offered(caller: Caller) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sectors and the domains there are to choose from."""
    pk = caller.organisation.pk
    sectors = ReferenceIncident.rows.of(pk).exclude(sector="").values_list("sector", flat=True).distinct()
    domains = ReferenceIncident.rows.of(pk).exclude(domain="").values_list("domain", flat=True).distinct()
    return _apart(sectors, ","), tuple(sorted({d.split(" · ")[0] for d in domains}))


def one(caller: Caller, number: int) -> ReferenceIncident | None:
    """Return one by its number; None where there is none."""
    require(caller, "read", on_kind("incident"))
    found: ReferenceIncident | None = (
        ReferenceIncident.rows.of(caller.organisation.pk).filter(number=number).first()
    )
    return found


def _apart(given: Iterable[str], sign: str) -> tuple[str, ...]:
    some = {
        part.strip().casefold(): part.strip() for text in given for part in text.split(sign) if part.strip()
    }
    return tuple(some[key] for key in sorted(some))


__all__ = [
    "FEW",
    "PAGE",
    "Alike",
    "Found",
    "ReferenceIncident",
    "alike",
    "asked_of",
    "like",
    "looked_through",
    "offered",
    "one",
    "spoken",
]
