"""The same document in another language, under the same approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.documents.files import document_of
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import edit_within
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.languages import code, joined, split
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.store.models import Record


def say_in(
    caller: Caller, ref: str, language: str, text: str, *, revision: int | None = None, why: str = ""
) -> Record:
    """Write, change or, with an empty text, take away one language by a new revision: it drifts the whole."""
    record = document_of(caller, ref)
    wanted = code(language)
    with acting(caller, f"{record.kind}.edit", "edit", on_record(record)) as act:
        reading.renew(record)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        fields = reading.body(record)["fields"]
        own = str(fields.get("language") or caller.organisation.language or "en")
        if wanted == own.lower():
            raise BadInput("document.own_language", field="language", value=wanted)
        held = split(str(fields.get("translations") or ""))
        held[wanted] = text
        cleaned, _ = clean(record.kind, {"translations": joined(held)}, partial=True)
        return edit_within(act, record, cleaned, {}, why=why)
