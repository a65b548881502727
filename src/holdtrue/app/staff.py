"""The staff file: people by employee id from the staff system, again and again, with who joined, changed and left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app import intake
from holdtrue.app.actions import importing, many
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.imports.drafts import Draft
from holdtrue.app.imports.mapfile import as_said
from holdtrue.app.imports.mapping import Column, identity_of
from holdtrue.app.imports.rows import drafts
from holdtrue.core.days import iso
from holdtrue.core.digests import fold
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.importing import Outcome
    from holdtrue.app.actions.many import Many
    from holdtrue.app.imports.mapping import Mapping as Mapping_
    from holdtrue.app.intake import Plan

_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Staff:
    """A staff file read against the register: what it would do, before anything is written."""

    plan: Plan
    whole: bool
    """Whether somebody declared that the file is the whole staff."""
    known: Mapping[str, Record]
    """Source key → a person written down by hand whom the file names by the same e-mail."""
    managers: Mapping[str, str]
    """Source key → whoever the file names as manager: an employee id, an e-mail or a name."""
    leavers: tuple[Record, ...]
    """People an earlier file brought, who have not left and are missing from this one; none unless it is the whole."""
    refused: int
    """Rows that cannot be read: who they are is unknown, so nobody is marked as having left."""
    joiners: tuple[str, ...] = ()
    """Names of those nobody knows yet."""
    settled: Mapping_ | None = None
    """What a person said of the columns, kept for the next file of this source."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a staff file did, or would do."""

    staff: Staff
    outcome: Outcome
    left: tuple[Record, ...] = ()
    """Marked as having left."""
    moved: int = 0
    """People whose manager changed."""
    written: bool = False


def read(caller: Caller, path: Path, *, name: str = "", whole: bool, said_on: str = "") -> Staff:
    """Read a staff file. BadInput where it gives neither an employee id nor an e-mail to know people by."""
    return of_plan(intake.plan(caller, path, name=name, kind="person", said_on=said_on), whole=whole)


def of_plan(planned: Plan, *, whole: bool) -> Staff:
    """Read a staff file whose columns are mapped."""
    caller, settled = planned.caller, planned.mapping if planned.set_by == "file" else None
    columns = planned.mapping.columns
    manager = next((c for c in columns if c.target == "manager"), None)
    kept = tuple(replace(c, target="") if c is manager else c for c in columns)
    fed = {c.target for c in kept if c.target}
    if not fed & {"key", "email"}:
        raise BadInput("staff.no_id", field="file", name=planned.name)
    identity = identity_of("person", kept, keys=("email",))
    mapping = replace(planned.mapping, columns=kept, identity=identity)
    planned = replace(planned, mapping=mapping, set_by="proposed")
    names, managers, mails, refused = _rows(planned, manager)
    gone = _missing(caller, set(names)) if whole and not refused else ()
    by_mail = _by_mail(caller, mails)
    there = {r.source_key for r, _ in _people(caller)} | by_mail.keys()
    joiners = tuple(name for key, name in names.items() if key not in there)
    return Staff(planned, whole, by_mail, managers, gone, refused, joiners, settled)


def _rows(
    planned: Plan, manager: Column | None
) -> tuple[dict[str, str], dict[str, str], dict[str, str], int]:
    """Names, managers and folded e-mails of the rows (key by e-mail), by source key, and how many cannot be read."""
    names: dict[str, str] = {}
    managers: dict[str, str] = {}
    mails: dict[str, str] = {}
    refused = 0
    for draft in drafts(planned.table, planned.mapping):
        if not isinstance(draft, Draft):
            refused += 1
            continue
        names[draft.key] = str(draft.fields.get("name") or draft.key)
        if manager is not None:
            managers[draft.key] = draft.source_fields.get(manager.key, "").strip()
        mail = str(draft.fields.get("email") or "").strip()
        if mail:
            mails[fold(mail)] = draft.key
    return names, managers, mails, refused


def _people(caller: Caller) -> list[tuple[Record, Mapping[str, object]]]:
    pk = caller.organisation.pk
    rows = list(Record.rows.of(pk).filter(kind="person", retired_day__isnull=True))
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in rows])
    return [(record, bodies[record.pk]["fields"]) for record in rows]


def _missing(caller: Caller, keys: set[str]) -> tuple[Record, ...]:
    found = _people(caller)
    return tuple(
        r for r, fields in found if r.source_key and r.source_key not in keys and not fields.get("left_on")
    )


def _by_mail(caller: Caller, mails: Mapping[str, str]) -> dict[str, Record]:
    """People written down by hand whom the file names too: they become known by its id."""
    taken = {r.source_key for r, _ in _people(caller) if r.source_key}
    return {
        mails[mail]: record
        for record, fields in _people(caller)
        if not record.source_key
        and (mail := fold(str(fields.get("email") or ""))) in mails
        and mails[mail] not in taken
    }


def rehearse(staff: Staff) -> Taken:
    """Return what the file would do: those known by their e-mail count as changed, not as joiners."""
    outcome = intake.rehearse(staff.plan)
    n = len(staff.known)
    outcome.counts["added"] -= n
    outcome.counts["changed"] += n
    return Taken(staff, outcome)


def take(staff: Staff, *, most_leavers: int = 0) -> Taken:
    """Take the file in. Leavers are marked only where at most so many are allowed; more are refused before anything.

    What the leavers held stands as not assigned from that day, until it is handed over.
    """
    caller = staff.plan.caller
    require(caller, "import", on_organisation())
    if most_leavers and len(staff.leavers) > most_leavers:
        raise BadInput("staff.many_left", field="leavers", n=len(staff.leavers), most=most_leavers)
    if staff.known:
        with acting(caller, "person.known_to_source", "import", on_organisation()) as act:
            for key, record in staff.known.items():
                Record.rows.of(act.organisation.pk).filter(pk=record.pk).update(source_key=key)
                act.note(record, contents={"known_to_source": True})
    outcome = intake.execute(staff.plan)
    if staff.settled is not None:
        said = {**as_said(staff.settled), "said_on": ""}
        importing.remember(caller, staff.settled, said)
    moved = _name_managers(caller, staff)
    left = staff.leavers if most_leavers else ()
    if left:
        _mark(caller, left, iso(staff.plan.said_on), staff.plan.name)
    return Taken(staff, outcome, left, moved, written=True)


def _mark(caller: Caller, left: Iterable[Record], on: str, name: str) -> Many:
    changes = [many.Change(record.ref, {"left_on": on}) for record in left]
    return many.apply(caller, "person", changes, why=name)


def _name_managers(caller: Caller, staff: Staff) -> int:
    """Name managers once everybody is in the register; one the file names and nobody knows is left as it was."""
    if not any(staff.managers.values()):
        return 0
    require(caller, "edit", on_kind("person"))
    by: dict[str, str] = {}
    refs: dict[str, str] = {}
    for record, fields in _people(caller):
        if record.source_key:
            refs[record.source_key] = record.ref
        for known in (record.title, str(fields.get("email") or "")):
            by.setdefault(fold(known), record.ref)
    by |= {fold(key): ref for key, ref in refs.items()}
    changes = [
        many.Change(refs[key], {"manager": by[fold(named)]})
        for key, named in staff.managers.items()
        if key in refs and named and by.get(fold(named)) not in (None, refs[key])
    ]
    return many.apply(caller, "person", changes, why=staff.plan.name).changed


def taken_json(taken: Taken) -> intake.Json:
    """Return it for the command line and the API."""
    staff = taken.staff
    told = intake.outcome_json(staff.plan, taken.outcome)
    return {
        **told,
        "written": taken.written,
        "whole": staff.whole,
        "joiners": taken.outcome.counts["added"],
        "joining": list(staff.joiners[:_SHOWN]),
        "managers_changed": taken.moved,
        "proposed_leavers": [{"ref": r.ref, "name": r.title} for r in staff.leavers[:_SHOWN]],
        "leavers": [{"ref": r.ref, "name": r.title} for r in taken.left],
        "leavers_unknown": bool(staff.whole and staff.refused),
    }


__all__ = ["Staff", "Taken", "of_plan", "read", "rehearse", "take", "taken_json"]
