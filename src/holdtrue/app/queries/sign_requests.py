"""Signatures asked for, as they stand: who signed what is there now, who refused it, who is still asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.basis import bases
from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.worklist.holders import answering
from holdtrue.store import reading, requests
from holdtrue.store.models import Link, Record, SignOff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.worklist.holders import Absence
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation
    from holdtrue.store.requests import Open

MOST = 200
"""Open requests read for one person or organisation."""
SIGNED, DECLINED, WAITING = "signed", "refused", "waiting"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody asked, and what they answered to what is there now."""

    person: Record | None
    """None where nobody holds the role."""
    role: str
    answer: str
    answered_by: str = ""
    instead: Absence | None = None
    """Whom they stand in for, where the holder of the role is away."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One open request as it stands."""

    uid: str
    record: Record
    meaning: str
    needed: int
    given: int
    """How many different people among those asked have signed what is there now."""
    parties: tuple[Party, ...]
    note: str
    asked_by: str
    day: Day
    due: Day | None

    @property
    def met(self) -> bool:
        """Whether enough have signed."""
        return self.given >= self.needed

    def instead(self, person: int) -> Absence | None:
        """For whom that person, by row, is asked, where who holds the role is away."""
        mine = (p for p in self.parties if p.person is not None and p.person.pk == person)
        return next((p.instead for p in mine if p.instead is not None), None)

    def waits_for(self, person: int) -> bool:
        """Whether that person, by row, still owes an answer."""
        return not self.met and any(
            p.answer == WAITING and p.person is not None and p.person.pk == person for p in self.parties
        )


def of_record(organisation: Organisation, record: Record, day: Day) -> list[Asking]:
    """Return the open requests on a record. One query where there is none."""
    return _told(organisation, requests.open_on(organisation.pk, [record.pk]), day)


def of_person(organisation: Organisation, person: int, day: Day) -> list[Asking]:
    """Return what a person, by row, is asked to sign and has not answered, the first asked first."""
    found = _told(organisation, requests.open_of(organisation.pk, person, most=MOST), day) if person else []
    return [asking for asking in found if asking.waits_for(person)]


def of_organisation(organisation: Organisation, day: Day) -> list[Asking]:
    """Return every open request that is not met."""
    return [a for a in _told(organisation, requests.open_in(organisation.pk, most=MOST), day) if not a.met]


def _told(organisation: Organisation, found: Sequence[Open], day: Day) -> list[Asking]:
    standing = [request for request in found if request.row.record.retired_day is None]
    if not standing:
        return []
    records = list({r.row.record_id: r.row.record for r in standing}.values())
    heads = reading.heads(organisation.pk, [r.pk for r in records])
    now = bases(organisation.pk, records, heads)
    roles = {p.role for r in standing for p in r.parties if p.role}
    away = answering(organisation, day).absences if roles else {}
    holders = _holders(organisation.pk, roles)
    answers: dict[int, list[SignOff]] = {}
    rows = SignOff.rows.of(organisation.pk).filter(
        record_id__in=[r.pk for r in records], withdrawn_by__isnull=True
    )
    for row in rows.exclude(meaning=WITHDRAWN).select_related("signer").order_by("id"):
        lines = {(uid, digest) for uid, _, digest in row.basis}
        if lines == {(uid, digest) for uid, _, digest in now[row.record_id]}:
            answers.setdefault(row.record_id, []).append(row)
    return [_asking(request, answers.get(request.row.record_id, []), holders, away) for request in standing]


def _asking(
    request: Open,
    answers: Sequence[SignOff],
    holders: Mapping[str, Sequence[Record]],
    away: Mapping[str, Sequence[Absence]],
) -> Asking:
    row, parties, signers = request.row, [], set()
    for party in request.parties:
        given = [
            a for a in answers if a.signer_id == party.person_id or (party.role and party.role in a.roles)
        ]
        last = given[-1] if given else None
        if last is not None and last.meaning != REFUSED:
            signers.add(last.signer_id)
        answer = WAITING if last is None else DECLINED if last.meaning == REFUSED else SIGNED
        gone = {one.person: one for one in away.get(party.role, ()) if one.deputy}
        for_whom = {one.deputy: one for one in gone.values()} if answer == WAITING else {}
        people = [party.person] if party.person else [*holders.get(party.role, ())]
        if answer == WAITING:
            people = [p for p in people if p.pk not in gone]
        name = last.signer.title if last else ""
        first = people[0] if people else None
        parties.append(Party(first, party.role, answer, name, for_whom.get(first.pk) if first else None))
        parties += [
            Party(p, party.role, answer, name, for_whom.get(p.pk)) for p in people[1:] if answer == WAITING
        ]
    return Asking(
        row.uid,
        row.record,
        row.meaning,
        row.needed,
        len(signers),
        tuple(parties),
        row.note,
        row.asked_by,
        row.day,
        row.due,
    )


def _holders(organisation_id: int, roles: set[str]) -> dict[str, list[Record]]:
    """Who holds each role, and then who stands in."""
    if not roles:
        return {}
    links = (
        Link.rows.of(organisation_id)
        .filter(
            source__kind="role",
            source__key__in=list(roles),
            source__retired_day__isnull=True,
            relation__in=("holder", "deputy"),
            target__retired_day__isnull=True,
        )
        .select_related("source", "target")
        .order_by("-relation")
    )
    found: dict[str, list[Record]] = {}
    for link in links:
        found.setdefault(link.source.key, []).append(link.target)
    return found
