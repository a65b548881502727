"""The sheet of an audit inside an action: found, still open, and in the hands of somebody independent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from holdtrue.accounts.models import Membership, Role
from holdtrue.app.actions.independence import others_who_may
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import own_work, reading
from holdtrue.store.models import AuditDraw, AuditSheet, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record
    from holdtrue.store.own_work import Own

_NOT_JUDGED = frozenset(
    {
        "audit",
        "finding",
        "concern",
        "acknowledgement",
        "person",
        "competence",
        "ruling",
        "unit",
        "organization",
    }
)
"""Kinds that are nobody's work in the sense of an audit: its own records, and what everybody leaves behind."""
_NAMED = 3
_MAY_AUDIT = (Role.AUDITOR, Role.MANAGER, Role.OWNER)


@dataclass(frozen=True, slots=True)
class Independence:
    """Who audits, and what of what is audited is their own work."""

    people: tuple[Record, ...]
    own: tuple[Own, ...]
    alone: bool
    """Whether nobody else in the organisation could audit instead."""


def sheet_of(organisation_id: int, audit: Record) -> AuditSheet:
    """Return an audit's sheet; BadInput where it was not begun."""
    found = AuditSheet.rows.of(organisation_id).filter(audit=audit).first()
    if found is None:
        raise BadInput("audit.not_begun", ref=audit.ref)
    return found  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def open_sheet(organisation_id: int, audit: Record) -> AuditSheet:
    """Return a sheet that may still be worked on; BadInput where it was not begun, or is closed."""
    found = sheet_of(organisation_id, audit)
    if found.closed_at is not None:
        raise BadInput("audit.closed", ref=audit.ref)
    return found


def draws_of(organisation_id: int, audit: Record) -> list[AuditDraw]:
    """Return the samples drawn for an audit, the one that counts last."""
    return list(AuditDraw.rows.of(organisation_id).filter(audit=audit).order_by("number"))


def auditor_of(audit: Record) -> Record | None:
    """Return the person an audit names as its auditor."""
    link = (
        Link.rows.of(audit.organisation_id)
        .filter(source=audit, relation="auditor", target__isnull=False)
        .select_related("target")
        .first()
    )
    return link.target if link else None


def accounts_of(organisation_id: int, person: Record) -> list[str]:
    """Return the uids of a person's accounts here, those that ended among them."""
    rows = Membership.objects.filter(organisation_id=organisation_id, person=person)
    return list(rows.values_list("user__uid", flat=True))


def independence(caller: Caller, audit: Record, sheet: AuditSheet) -> Independence:
    """Return who audits and what of it is their own. Whoever enters for an auditor without an account is not asked."""
    organisation = caller.organisation.pk
    auditor = auditor_of(audit)
    accounts = accounts_of(organisation, auditor) if auditor else []
    people = [auditor] if auditor else []
    acting = reading.by_uid(organisation, [caller.actor.person]).get(caller.actor.person)
    if acting is not None and acting not in people and (auditor is None or accounts):
        people.append(acting)
    kept = orjson.loads(sheet.kept)
    kinds = kinds_read(p["id"] for r in kept["requirements"] for p in r["practices"])
    drawn = _drawn(organisation, audit)
    own = [
        one
        for person in people
        for one in own_work.found(
            organisation,
            person.pk,
            accounts_of(organisation, person),
            kinds=kinds,
            systems=[row.pk for row in drawn],
        )
    ]
    alone = bool(own) and all(not others_who_may(organisation, person, roles=_MAY_AUDIT) for person in people)
    return Independence(tuple(people), tuple(dict.fromkeys(own)), alone)


def require_independent(caller: Caller, audit: Record, sheet: AuditSheet) -> Independence:
    """Return where none of it is theirs, or nobody else is there; NotAllowed naming what is and who else could."""
    found = independence(caller, audit, sheet)
    if not found.own or found.alone:
        return found
    person = found.people[0]
    others = others_who_may(caller.organisation.pk, person, roles=_MAY_AUDIT)
    named = tuple(f"{one.title or one.ref} ({one.ref})" for one in found.own[:_NAMED])
    raise NotAllowed(
        "audit.own_work",
        names=named,
        n=len(found.own),
        more=Message("audit.and_more", {"n": len(found.own) - _NAMED}) if len(found.own) > _NAMED else "",
        how=Message(f"audit.how.{found.own[0].how}"),
        others=tuple(others),
    )


def kinds_read(practices: Iterable[str]) -> Sequence[str]:
    """Return the kinds of records that some practices are judged by, systems always among them."""
    known = library().by_id
    kinds = {"system"}
    for name in dict.fromkeys(practices):
        if name in known:
            kinds |= {kind for claim in known[name].claims for kind, _ in claim.reads()}
    return sorted(kinds - _NOT_JUDGED - {"*", "scope"})


def _drawn(organisation_id: int, audit: Record) -> list[Record]:
    draws = draws_of(organisation_id, audit)
    uids = [uid for one in draws[-1].strata for uid in one["drawn"]] if draws else []
    return list(reading.by_uid(organisation_id, uids).values())


__all__ = [
    "Independence",
    "accounts_of",
    "auditor_of",
    "draws_of",
    "independence",
    "open_sheet",
    "require_independent",
    "sheet_of",
]
