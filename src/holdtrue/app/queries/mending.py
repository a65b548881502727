"""Findings with how far their mending is: what was done, the actions that answer them, and what shows the effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.core.days import period, to_day
from holdtrue.core.matching import filled
from holdtrue.core.mending import At, Job, Work, at
from holdtrue.core.practices import library
from holdtrue.store import findings as stored
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.findings import Newest, Written
    from holdtrue.store.models import Record

MOST = 500
"""Findings read at a time, the newest first."""


@dataclass(frozen=True, slots=True)
class Fix:
    """An action that answers a finding."""

    ref: str
    uid: str
    title: str
    owner: str
    """uid of a person; '' where nobody does it."""
    due: Day | None
    done: Day | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Evidence of the effect, about a finding or one of its actions."""

    ref: str
    uid: str
    title: str
    collected: Day | None
    result: str


@dataclass(frozen=True, slots=True)
class Mending:
    """One finding with what answers it."""

    finding: Newest
    work: Work
    fixes: tuple[Fix, ...]
    """Of this round."""
    tried: tuple[Fix, ...]
    """Of earlier rounds."""
    seen: tuple[Seen, ...]

    def text(self, name: str) -> str:
        """Return a fact as it is written; '' where it is not."""
        value = self.finding.body["fields"].get(name)
        return str(value) if filled(value) else ""

    def one(self, relation: str) -> str:
        """Return the uid a link of one value leads to; '' where it leads nowhere."""
        ends = self.ends(relation)
        return ends[0] if ends else ""

    def ends(self, relation: str) -> Sequence[str]:
        """Return the uids a link leads to."""
        found: Sequence[str] = self.finding.body["links"].get(relation) or ()
        return found

    def at(self, day: Day) -> At:
        """Return where it stands."""
        return at(self.work, day)


@dataclass(frozen=True, slots=True)
class Round:
    """An earlier round: the cause as it was thought to be, and why it was not the end of it."""

    number: int
    cause: str
    ended: Day
    why: str


def of_record(record: Record) -> Mending:
    """Return one finding with what answers it. Five queries."""
    return of_findings(record.organisation_id, stored.newest(record.organisation_id, [record.pk]).values())[0]


def named(organisation_id: int, uid: str) -> Mending | None:
    """Return the finding of a uid with what answers it; None where it is retired."""
    record = reading.by_uid(organisation_id, [uid]).get(uid)
    return of_record(record) if record is not None and record.retired_day is None else None


def open_ones(organisation_id: int) -> list[Mending]:
    """Return the findings that are not closed, those added last first. Five queries, whatever their number."""
    rows = stored.findings(organisation_id, MOST)
    return of_findings(
        organisation_id, [row for row in rows if not filled(row.body["fields"].get("closed_on"))]
    )


def of_findings(organisation_id: int, findings: Iterable[Newest]) -> list[Mending]:
    """Return findings with what answers them. Four queries, whatever their number."""
    found = list(findings)
    direct = stored.answering(organisation_id, [row.id for row in found])
    actions = {line.record for line in direct if line.kind == "action"}
    further = stored.answering(organisation_id, actions)
    rows = stored.newest(organisation_id, {line.record for line in (*direct, *further)})
    near: dict[int, list[int]] = {}
    for line in (*direct, *further):
        near.setdefault(line.target, []).append(line.record)
    return [_mending(row, near, rows) for row in found]


def rounds(record: Record) -> tuple[list[Round], frozenset[str]]:
    """Return the earlier rounds of a finding, and the accounts that wrote its cause in this one. One query."""
    return told_rounds(stored.revisions(record.organisation_id, [record.pk]))


def told_rounds(revisions: Iterable[Written]) -> tuple[list[Round], frozenset[str]]:
    """Return the same from the revisions of one finding, the first first."""
    told: list[Round] = []
    authors: set[str] = set()
    before: Written | None = None
    for one in revisions:
        fields = one.body["fields"]
        was = before.body["fields"] if before else {}
        if (fields.get("round") or 0) != (was.get("round") or 0):
            why = str(fields.get("round_reason") or "")
            told.append(Round(len(told) + 1, str(was.get("cause") or ""), one.recorded, why))
            authors = set()
        elif filled(fields.get("cause")) and fields.get("cause") != was.get("cause"):
            authors.add(one.author)
        before = one
    return told, frozenset(authors)


def people(organisation_id: int, mending: Mending) -> Mapping[str, Record]:
    """Return the people its facts and actions name, by uid. One query."""
    uids = {fix.owner for fix in (*mending.fixes, *mending.tried) if fix.owner}
    for relation in ("owner", "checker", "verified_by"):
        uids |= set(mending.ends(relation))
    return reading.by_uid(organisation_id, uids)


def lowers_none(organisation_id: int, mending: Mending) -> bool:
    """Whether an open finding is on a practice of systems and names none of them, so that it lowers no standing."""
    practice = library().by_id.get(mending.text("practice"))
    if practice is None or not practice.per_system or mending.work.slight or mending.work.closed is not None:
        return False
    named = reading.by_uid(organisation_id, mending.ends("about"))
    return all(record.kind != "system" for record in named.values())


def persons_of(organisation_id: int, accounts: Iterable[str]) -> frozenset[str]:
    """Return the uids of the people these accounts stand for here. One query."""
    rows = Membership.objects.filter(
        organisation_id=organisation_id, user__uid__in=set(accounts), person__isnull=False
    )
    return frozenset(rows.values_list("person__uid", flat=True))


def _mending(row: Newest, near: Mapping[int, Sequence[int]], rows: Mapping[int, Newest]) -> Mending:
    fields, spent = row.body["fields"], set(row.body["links"].get("tried") or ())
    answers = [rows[n] for n in dict.fromkeys(near.get(row.id, ())) if n in rows]
    actions = [one for one in answers if one.kind == "action"]
    fixes = tuple(_fix(one) for one in actions if one.uid not in spent)
    about = [
        one
        for place in (row.id, *(a.id for a in actions))
        for n in near.get(place, ())
        if n in rows and (one := rows[n]).kind == "evidence"
    ]
    seen = {one.uid: one for one in about}
    work = Work(
        weight=str(fields.get("type") or ""),
        opened=row.recorded,
        due=to_day(fields.get("due")),
        corrected=filled(fields.get("correction")),
        traced=filled(fields.get("cause")),
        compared=filled(fields.get("similar_cases")),
        jobs=tuple(Job(fix.due, fix.done, bool(fix.owner)) for fix in fixes),
        wait=period(str(fields["effect_after"])) if filled(fields.get("effect_after")) else None,
        round=int(fields.get("round") or 0),
        closed=to_day(fields.get("closed_on")),
    )
    return Mending(
        row,
        work,
        fixes,
        tuple(_fix(one) for one in actions if one.uid in spent),
        tuple(_seen(one) for one in seen.values()),
    )


def _fix(row: Newest) -> Fix:
    fields = row.body["fields"]
    owners = row.body["links"].get("owner") or [""]
    return Fix(
        row.ref, row.uid, row.title, owners[0], to_day(fields.get("due")), to_day(fields.get("done_on"))
    )


def _seen(row: Newest) -> Seen:
    fields = row.body["fields"]
    day = to_day(fields.get("collected_on"))
    return Seen(row.ref, row.uid, row.title, day, str(fields.get("result") or ""))


__all__ = [
    "MOST",
    "Fix",
    "Mending",
    "Round",
    "Seen",
    "named",
    "of_findings",
    "of_record",
    "open_ones",
    "people",
    "persons_of",
    "rounds",
]
