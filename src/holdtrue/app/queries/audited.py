"""What an audit is held against: the frameworks of the rules that were in force when it was put on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import rules
from holdtrue.app.actions.permission import on_organisation, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries import bounded, grounds
from holdtrue.app.queries.requirements import answered, framework_named
from holdtrue.app.queries.status import status
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.frameworks import framework, installed
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.requirements import Answered
    from holdtrue.core.content import Edition
    from holdtrue.core.days import Day
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


def kept(organisation: Organisation, audit: Record) -> Kept:
    """Return the rules in force when an audit was put on record. Two queries at most."""
    digest = rules.digest_when(organisation, audit.created_at)
    edition = rules.edition_of(organisation, digest)
    now = {name: (framework(name).version, framework(name).digest) for name in installed()}
    with by_the_rules_of(edition):
        laws = tuple(_held(name, now) for name in installed())
    return Kept(digest, edition, laws)


def answered_then(caller: Caller, ref: str, name: str, day: Day) -> tuple[Answered, Record, Edition]:
    """Return a framework as an audit keeps it, its requirements as they stand on the day.

    BadInput where the record is no audit or its rules had no such framework; NotFound, NotAllowed as for any record.
    """
    require(caller, "read", on_organisation())
    audit = find(caller, ref)
    require(caller, "read", on_record(audit))
    if audit.kind != "audit":
        raise BadInput("framework.not_an_audit", field="audit", ref=audit.ref)
    found = status(bounded.stored(caller, day))
    edition = kept(caller.organisation, audit).edition
    with by_the_rules_of(edition):
        framework_named(name)
        return answered(grounds.of_status(caller, (name,), found), name), audit, edition


def _held(name: str, now: dict[str, tuple[str, str]]) -> HeldAgainst:
    law = framework(name)
    version, digest = now.get(name, ("–", ""))
    return HeldAgainst(name, law.title, law.version, "" if digest == law.digest else version)


__all__ = ["HeldAgainst", "Kept", "answered_then", "kept"]
