"""Reads facts as they were true on one day and known by another, from revisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson

from holdtrue.core.days import to_day
from holdtrue.core.facts import counting
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.naming import title_of
from holdtrue.core.register.neighbourhood import BELONGS, OWNERS, WIDE
from holdtrue.store import loading, statements
from holdtrue.store.models import Organisation
from holdtrue.store.signoffs import counted_signoffs, told_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.store.loading import Loaded

_NOBODY: Mapping[str, str] = MappingProxyType({})
_ERASED: dict[str, Any] = {"fields": {}, "links": {}}


@dataclass(frozen=True, slots=True)
class _Revised:
    """One revision of a record, as far as a past day needs it."""

    body: str | None
    digest: str
    recorded: Day
    entry: int
    in_force: bool

    @property
    def content(self) -> Mapping[str, Any]:
        """What it says; nothing where it was erased."""
        return orjson.loads(self.body) if self.body else _ERASED


def everything(organisation_id: int, on: Day) -> Loaded:
    """Load every record that was not retired by the end of that day, those retired since included."""
    ids = statements.rows(
        "SELECT id FROM store_record WHERE organisation_id = %s AND (retired_day IS NULL OR retired_day > %s)",
        [organisation_id, on],
    )
    return loading.alone(organisation_id, [row[0] for row in ids])


def on_requirements(organisation_id: int, on: Day) -> dict[str, Fact]:
    """Return the findings and lines of the statement of applicability of a past day, as known then. Few queries."""
    ids = statements.rows(
        "SELECT id FROM store_record WHERE organisation_id = %s AND kind IN ('finding', 'applicability')"
        " AND (retired_day IS NULL OR retired_day > %s)",
        [organisation_id, on],
    )
    loaded = loading.alone(organisation_id, [row[0] for row in ids])
    return as_known(organisation_id, loaded, true_on=on, known_by=on)


def retired(organisation_id: int, on: Day) -> Mapping[str, str]:
    """Return the kinds of the records retired by the end of that day, by uid."""
    rows = statements.rows(
        "SELECT uid, kind FROM store_record WHERE organisation_id = %s AND retired_day <= %s",
        [organisation_id, on],
    )
    return {uid: kind for uid, kind in rows}  # noqa: C416  # a row is a tuple of any length


def as_known(
    organisation_id: int, loaded: Loaded, *, true_on: Day, known_by: Day, without: Mapping[str, str] = _NOBODY
) -> dict[str, Fact]:
    """Return the loaded facts as they were true on one day and known by another: state at (t, k) of the data rules.

    Links to records that were not there are left out, and so are those to retired ones, `without` by their kinds; save
    that what belonged to a retired system stays linked to it, as for today.
    """
    revised = _as_of(organisation_id, loaded, true_on=true_on, known_by=known_by)
    there = {loaded.uid_of[row] for row in revised}
    gone = {*(loaded.id_of.keys() - there), *without}
    owners = {uid for uid, kind in without.items() if kind not in WIDE}
    found: dict[str, Fact] = {}
    for row, states in revised.items():
        fact = loaded.facts.get(loaded.uid_of[row])
        if fact is not None:
            found[fact.uid] = _then(fact, states, gone, owners, true_on=true_on, known_by=known_by)
    return found


def signed_in_full(organisation_id: int, loaded: Loaded) -> Loaded:
    """Return what is loaded with every sign-off that counts. One query, once; none where they are there already."""
    if not loaded.signed:
        signoffs = counted_signoffs(organisation_id, list(loaded.uid_of))
        loaded = replace(loaded, facts=dict(loaded.facts), signed=True)
        for row, given in signoffs.items():
            fact = loaded.facts[loaded.uid_of[row]]
            if fact.in_force:
                counting, taken_back = told_apart(given)
                loaded.facts[fact.uid] = fact._replace(signoffs=counting, taken_back=taken_back)
    return loaded


def _then(
    fact: Fact,
    states: Sequence[_Revised],
    gone: Collection[str],
    owners: Collection[str],
    *,
    true_on: Day,
    known_by: Day,
) -> Fact:
    """One record as it was: a drafted kind by the revision in force, with its head as the draft."""
    head, newest = states[-1], states[-1].content
    standing = next((state for state in reversed(states) if state.in_force), None)
    content = newest if standing is head else standing.content if standing else _ERASED
    links = _links(newest["links"], gone, owners if fact.kind in BELONGS else ())
    dated = KINDS[fact.kind].dated
    recorded = standing.recorded if standing else fact.registered
    return fact._replace(
        fields=content["fields"],
        draft=None if standing is head else newest["fields"],
        in_force=standing is not None,
        digest=standing.digest if standing else "",
        links=links,
        title=title_of(fact.kind, newest["fields"], links) or fact.title,
        day=to_day(newest["fields"].get(dated)) if dated else None,
        signoffs=counting(fact, on=true_on, known=known_by),
        values=tuple(v for v in fact.values if v.day <= true_on and v.recorded <= known_by),
        recorded=recorded,
        entry=standing.entry if standing else 0,
        read=recorded if content["fields"].get("read_on") else None,
        versions=content.get("versions", {}),
    )


def _links(
    held: Mapping[str, Sequence[str]], gone: Collection[str], owners: Collection[str]
) -> dict[str, tuple[str, ...]]:
    kept = {
        name: tuple(uid for uid in uids if uid not in gone or (name in OWNERS and uid in owners))
        for name, uids in held.items()
    }
    return {name: uids for name, uids in kept.items() if uids}


def _as_of(organisation_id: int, loaded: Loaded, *, true_on: Day, known_by: Day) -> dict[int, list[_Revised]]:
    """The revisions of each record up to the one that counts, in order of number."""
    rows = statements.rows(
        "SELECT v.record_id, p.body, v.digest, v.recorded_day, v.id, v.recorded_at, v.in_force_from"
        f" FROM {statements.each()} CROSS JOIN store_revision v JOIN store_payload p ON p.revision_id = v.id"
        " WHERE v.organisation_id = %s AND v.record_id = j.value"
        " AND v.recorded_day <= %s AND v.true_from <= %s ORDER BY v.number",
        [statements.listed(loaded.uid_of), organisation_id, known_by, true_on],
    )
    day_of = _Days(organisation_id)
    found: dict[int, list[_Revised]] = {}
    for record, body, digest, recorded, entry, at, since in rows:
        in_force = since is not None and (since == at or day_of(since) <= min(true_on, known_by))
        found.setdefault(record, []).append(_Revised(body, digest, recorded, entry, in_force))
    return found


class _Days:
    """The day of a moment in the organisation's time zone, which is looked up once, where one is asked for."""

    def __init__(self, organisation_id: int) -> None:
        self._organisation = organisation_id
        self._zone: ZoneInfo | None = None

    def __call__(self, moment: object) -> Day:
        if self._zone is None:
            named = Organisation.objects.filter(pk=self._organisation).values_list("time_zone", flat=True)
            self._zone = ZoneInfo(next(iter(named), "UTC"))
        at = statements.aware(dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
        return int(at.astimezone(self._zone).date().toordinal())


__all__ = ["as_known", "everything", "on_requirements", "retired", "signed_in_full"]
