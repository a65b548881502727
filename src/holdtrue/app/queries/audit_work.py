"""An internal audit as it is worked on: what it keeps, the sample, the notes with who made them, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app.actions.auditing.sheets import auditor_of, draws_of
from holdtrue.app.queries.audited import audit_named
from holdtrue.app.queries.records import names
from holdtrue.core.auditing import LOOKED_AT, NOT_LOOKED_AT, NOT_MET, requirement_of, system_of
from holdtrue.core.refusals import NotFound
from holdtrue.store import audit_history, reading
from holdtrue.store.models import AuditDraw, AuditSheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.auditing import RequirementThen, SystemThen
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Note:
    """One note, with the name of who made it."""

    requirement: str
    number: int
    result: str
    by: str
    at: dt.datetime
    notes: str


@dataclass(frozen=True, slots=True)
class Made:
    """One finding the audit made."""

    ref: str
    type: str
    requirement: str
    nature: str
    practice: str


@dataclass(frozen=True, slots=True)
class Work:
    """The answer of `audit work`."""

    audit: Record
    fields: Mapping[str, Any]
    auditor: Record | None
    sheet: AuditSheet | None
    """None where it was not begun."""
    kept: Mapping[str, Any]
    requirements: tuple[RequirementThen, ...]
    draws: tuple[AuditDraw, ...]
    systems: tuple[SystemThen, ...]
    """Of the drawing that counts, the newest."""
    notes: Mapping[str, tuple[Note, ...]]
    """Requirement → its notes, the newest last."""
    findings: tuple[Made, ...]

    @property
    def day(self) -> Day:
        """The day as of which everything is shown."""
        return self.sheet.day if self.sheet else 0

    @property
    def closed(self) -> bool:
        """Whether its report is closed."""
        return self.sheet is not None and self.sheet.closed_at is not None

    @property
    def worked(self) -> int:
        """How many requirements have been looked at."""
        return sum(self.result(one.id) in LOOKED_AT for one in self.requirements)

    def result(self, requirement: str) -> str:
        """How a requirement turned out; not looked at where nobody has said."""
        told = self.notes.get(requirement)
        return told[-1].result if told else NOT_LOOKED_AT

    @property
    def without_finding(self) -> tuple[RequirementThen, ...]:
        """Those said not to be met that no finding of this audit is against, by itself or by one of its practices."""
        against = {f.requirement for f in self.findings} | {f.practice for f in self.findings}
        return tuple(
            one
            for one in self.requirements
            if self.result(one.id) in NOT_MET
            and not against & {one.id, *(practice.id for practice in one.practices)}
        )

    def number(self, requirement: str) -> int:
        """The number of the newest note on a requirement, 0 where there is none."""
        told = self.notes.get(requirement)
        return told[-1].number if told else 0

    def requirement(self, name: str) -> RequirementThen:
        """Return one it covers; NotFound where it does not."""
        for one in self.requirements:
            if one.id == name:
                return one
        raise NotFound("audit.not_covered", name=name[:60])


def work(caller: Caller, ref: str) -> Work:
    """Return an audit as it is worked on. Eight queries, whatever the register's size."""
    audit = audit_named(caller, ref)
    organisation = caller.organisation.pk
    sheet = AuditSheet.rows.of(organisation).filter(audit=audit).first()
    kept = orjson.loads(sheet.kept) if sheet else {}
    draws = draws_of(organisation, audit) if sheet else []
    told = audit_history.notes_of(organisation, audit.pk) if sheet else []
    who = names(caller.organisation, {one.account for one in told}) if told else {}
    notes: dict[str, list[Note]] = {}
    for one in told:
        by = str(who.get(one.account) or "")
        notes.setdefault(one.requirement, []).append(
            Note(one.requirement, one.number, one.result, by, one.at, one.notes)
        )
    return Work(
        audit=audit,
        fields=reading.body(audit)["fields"],
        auditor=auditor_of(audit),
        sheet=sheet,
        kept=kept,
        requirements=tuple(requirement_of(one) for one in kept.get("requirements", ())),
        draws=tuple(draws),
        systems=tuple(system_of(one) for one in orjson.loads(draws[-1].kept)) if draws else (),
        notes={name: tuple(some) for name, some in notes.items()},
        findings=tuple(
            Made(
                one,
                str(fields.get("type") or ""),
                str(fields.get("requirement") or ""),
                str(fields.get("nature") or ""),
                str(fields.get("practice") or ""),
            )
            for one, fields in audit_history.findings_of(organisation, audit.pk)
        ),
    )


__all__ = ["AuditDraw", "Made", "Note", "Work", "work"]
