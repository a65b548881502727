"""Working on a requirement of an audit: what was seen and how it turned out, each time as an entry of its own."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import orjson

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.auditing.sheets import open_sheet, require_independent
from holdtrue.app.actions.permission import on_record
from holdtrue.app.queries import audited
from holdtrue.core.auditing import LONGEST, NOT_LOOKED_AT, RESULTS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store.models import AuditNote

if TYPE_CHECKING:
    from holdtrue.store.models import AuditSheet


def note(  # one keyword per thing a page sends
    caller: Caller, ref: str, requirement: str, *, result: str, notes: str = "", based_on: int | None = None
) -> AuditNote:
    """Write down what was found on one requirement; earlier notes stay, the newest counts.

    `based_on` is the number of the note the page showed: Stale where a colleague wrote meanwhile. BadInput for a result
    or a requirement there is not, or a result other than that it holds without a word of why.
    """
    audit = audited.audit_named(caller, ref)
    words = _words(notes)
    if result not in RESULTS:
        raise BadInput("audit.result", field="result", known=RESULTS)
    if result in ("observation", "minor", "major") and not words:
        raise BadInput("audit.result_words", field="notes")
    with acting(caller, "audit.note", "audit", on_record(audit)) as act:
        sheet = open_sheet(act.organisation.pk, audit)
        _covered(sheet, requirement)
        require_independent(caller, audit, sheet)
        rows = AuditNote.rows.of(act.organisation.pk).filter(audit=audit, requirement=requirement)
        newest = rows.order_by("-number").values_list("number", flat=True).first() or 0
        if result == NOT_LOOKED_AT and not words and not newest:
            raise BadInput("audit.nothing_said", field="result")
        if based_on is not None and based_on != newest:
            raise Stale("audit.stale", requirement=requirement)
        row = AuditNote(
            organisation_id=act.organisation.pk,
            audit=audit,
            requirement=requirement,
            number=newest + 1,
            result=result,
            seq=act.head.size + len(act.lines),
            account=caller.actor.account,
            at=act.now,
        )
        row.save(force_insert=True)
        contents = {"requirement": requirement, "number": row.number, "result": result, "notes": words}
        act.note(audit, contents=contents)
        return row


def _covered(sheet: AuditSheet, requirement: str) -> None:
    if requirement not in {one["id"] for one in orjson.loads(sheet.kept)["requirements"]}:
        raise BadInput("audit.not_covered", field="requirement", name=requirement[:60])


def _words(text: str) -> str:
    words = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(words) > LONGEST:
        raise BadInput("audit.notes_long", field="notes", most=LONGEST)
    if "\x00" in words or any(0xD800 <= ord(letter) <= 0xDFFF for letter in words):  # noqa: PLR2004  # lone surrogates
        raise BadInput("comment.characters", field="notes")
    return words


__all__ = ["note"]
