"""What an audit is held against: the rules in force when it was put on record, and standing as of the audit's day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app import looking_back, rules
from holdtrue.app.actions.permission import on_organisation, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries import bounded, grounds, past
from holdtrue.app.queries.reaching import known, said_in
from holdtrue.app.queries.requirements import Ground, answered, framework_named, reaches
from holdtrue.app.queries.status import status
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.frameworks import framework, installed
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import AuditSheet

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.requirements import Answered
    from holdtrue.core.content import Edition
    from holdtrue.core.days import Day
    from holdtrue.core.register import Register
    from holdtrue.store.models import Organisation, Record


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """One framework as an audit keeps it."""

    id: str
    title: str
    version: str
    newer: str
    """The version installed since, where it differs; '–' where the framework was taken away."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The rules an audit began with."""

    digest: str
    edition: Edition
    frameworks: tuple[HeldAgainst, ...]


@dataclass(frozen=True, slots=True)
class AnsweredThen:
    """A framework as an audit keeps it, its requirements as they stood on the audit's day."""

    answered: Answered
    audit: Record
    edition: Edition
    day: Day
    """The day as of which they stand."""
    register: Register | None
    """All records as of that day, where it is past and was read back."""
    too_large: bool = False
    """Whether the audit's day is past and the register too large to be read back: standing is then today's."""


def kept(organisation: Organisation, audit: Record) -> Kept:
    """Return the rules in force when an audit was put on record. Two queries at most."""
    digest = rules.digest_when(organisation, audit.created_at)
    edition = rules.edition_of(organisation, digest)
    now = {name: (framework(name).version, framework(name).digest) for name in installed()}
    with by_the_rules_of(edition):
        laws = tuple(_held(name, now) for name in installed())
    return Kept(digest, edition, laws)


def closed(organisation: Organisation, audit: Record) -> bool:
    """Whether an audit that was worked on here is closed."""
    sheets = AuditSheet.rows.of(organisation.pk)
    return bool(sheets.filter(audit=audit, closed_at__isnull=False).exists())


def audit_named(caller: Caller, ref: str) -> Record:
    """Return an audit one may read; BadInput where the record is none, NotFound, NotAllowed as for any record."""
    require(caller, "read", on_organisation())
    audit = find(caller, ref)
    require(caller, "read", on_record(audit))
    if audit.kind != "audit":
        raise BadInput("framework.not_an_audit", field="audit", ref=audit.ref)
    return audit


def answered_then(caller: Caller, ref: str, name: str, today: Day) -> AnsweredThen:
    """Return a framework as an audit keeps it, its requirements as they stood on the day the audit was held.

    An audit not held yet, or of a day on which the register is too large to be read back, is told as of today.
    BadInput where the record is no audit or its rules had no such framework; NotFound, NotAllowed as for any record.
    """
    audit = audit_named(caller, ref)
    edition = kept(caller.organisation, audit).edition
    day = min(audit.event_day or today, today)
    if day < today and not looking_back.within_reach(caller.organisation):
        return replace(_stored(caller, audit, edition, name, today), too_large=True)
    if day == today:
        return _stored(caller, audit, edition, name, today)
    with by_the_rules_of(edition):
        framework_named(name)
        register = past.register_at(caller.organisation, day, day, telling=True)
        found = status(past.figures_in(caller.organisation, register, unit=bounded.unit_of(caller)))
        said = tuple(said_in(register))
        own = register.organization
        facts = replace(known(caller, (name,), said), fields=own.fields)
        ground = Ground(library(), day, reaches(found), facts, said)
        return AnsweredThen(answered(ground, name), audit, edition, day, register)


def _stored(caller: Caller, audit: Record, edition: Edition, name: str, day: Day) -> AnsweredThen:
    found = status(bounded.stored(caller, day))
    with by_the_rules_of(edition):
        framework_named(name)
        return AnsweredThen(
            answered(grounds.of_status(caller, (name,), found), name), audit, edition, day, None
        )


def _held(name: str, now: dict[str, tuple[str, str]]) -> HeldAgainst:
    law = framework(name)
    version, digest = now.get(name, ("–", ""))
    return HeldAgainst(name, law.title, law.version, "" if digest == law.digest else version)


__all__ = ["AnsweredThen", "HeldAgainst", "Kept", "answered_then", "audit_named", "kept"]
