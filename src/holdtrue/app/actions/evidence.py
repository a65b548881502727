"""Evidence: files kept by digest, attached to records, read by a named person."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.findings.opening import open_finding
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import add_within, edit_within, find
from holdtrue.core.derived import finding_acts
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import blobs, reading
from holdtrue.store.models import Blob, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day

RESULTS = ("in_order", "not_in_order", "cannot_tell")
EFFECT_CHECK = "effect-check"
"""The tag of what shows, weeks later, whether a mending worked."""


def attach(  # noqa: PLR0913  what people say of a file, each by its name
    caller: Caller,
    about: Sequence[str],
    file: BinaryIO,
    name: str,
    *,
    tag: str = "",
    collected_on: str = "",
    valid_until: str = "",
    title: str = "",
) -> Record:
    """Keep a file and record it as evidence about these records. Unread, it carries documented at most.

    The file is on disk, whole and synced, before the transaction that names it commits; one that nothing names is
    harmless.
    """
    records = [find(caller, ref) for ref in about]
    target = on_record(records[0]) if records else on_kind("evidence")
    require(caller, "attach", target)
    kept = blobs.keep(caller.organisation, file, name)
    raw: dict[str, object] = {
        "tag": tag,
        "source": kept.name,
        "title": title or kept.name,
        "collected_on": collected_on,
        "valid_until": valid_until,
        "hash": kept.sha256,
        "about": [r.ref for r in records],
    }
    fields, links = clean("evidence", {k: v for k, v in raw.items() if v})
    with acting(caller, "evidence.attach", "attach", target) as act:
        blob = blob_row(act, kept)
        record = add_within(act, KINDS["evidence"], fields, links)
        act.note(record, evidence=(blob.sha256, blob.size))
        return record


def read(caller: Caller, ref: str, result: str, *, why: str = "") -> Record:
    """Say, as a named reader, whether the evidence is in order. Not in order opens a finding about the same records."""
    if result not in RESULTS:
        raise BadInput("evidence.result", field="result", value=result, known=RESULTS)
    record = find(caller, ref)
    if record.kind != "evidence":
        raise BadInput("evidence.not_evidence", ref=record.ref)
    if not caller.actor.person:
        raise BadInput("evidence.no_reader")
    with acting(caller, "evidence.read", "read_evidence", on_record(record)) as act:
        reading.renew(record)
        first = reading.first_author(record)
        fields = {
            "result": result,
            "read_on": _iso(act.day),
            "self_read": first == caller.actor.account,
        }
        edit_within(act, record, fields, {"read_by": (caller.actor.person,)}, why=why)
        if result == "not_in_order":
            _found_wanting(act, record, why)
        return record


def blob_row(act: Act, kept: blobs.Kept) -> Blob:
    """Return the row of a kept file, made where there is none yet."""
    row, _ = Blob.rows.of(act.organisation.pk).get_or_create(
        sha256=kept.sha256,
        defaults={
            "organisation_id": act.organisation.pk,
            "size": kept.size,
            "media_type": kept.media_type,
            "name": kept.name,
            "stored_at": act.now,
        },
    )
    return row  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def _found_wanting(act: Act, evidence: Record, why: str) -> None:
    """Open a finding about the same records; an effect-check that fails is the open finding's own, and opens none."""
    about = reading.body(evidence)["links"].get("about", [])
    if evidence.key == EFFECT_CHECK and _of_open_finding(act, about):
        return
    open_finding(act, why.strip() or evidence.title, source=evidence.ref, about=about)


def _of_open_finding(act: Act, about: Sequence[str]) -> bool:
    known = reading.by_uid(act.organisation.pk, about).values()
    return any(r.kind == "finding" and finding_acts(reading.body(r)["fields"]) for r in known)


def _iso(day: Day) -> str:
    from holdtrue.core.days import iso

    return iso(day)
