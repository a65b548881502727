"""Undoes an import by new revisions: what it added is retired, what it changed says again what it said before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.composing import compose, resolve
from holdtrue.app.actions.importing.run import OPEN, STOPPED
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.sealed import refuse_changing, take_back, take_out
from holdtrue.app.actions.staying import signs_in
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.naming import title_of
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound, Refusal
from holdtrue.store import reading, writing
from holdtrue.store.models import Comment, ImportRow, ImportRun, Link, Record, SignOff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.store.writing import Content

_CHUNK = 500


def undo(caller: Caller, number: int) -> Counter[str]:
    """Undo a run; records somebody edited or signed since are left as they are and counted as `kept`.

    So is an incident that anything else was written about since: it happened, whatever the file was; and a finding
    that lowers a standing, which would weigh less or be gone; and a person who signs in by now.
    Units, people and suppliers that the run added by name are retired last, where nothing that stays leads to them.
    Returns counts: retired, restored, kept. Raises NotFound for an unknown run, BadInput for one undone already,
    NotAllowed for a machine's token that did not bring it in: to retire what others wrote is a person's word.
    """
    run = ImportRun.rows.of(caller.organisation.pk).filter(number=number).first()
    if run is None:
        raise NotFound("import.no_run", number=number)
    if caller.actor.is_token and run.author != caller.actor.account:
        raise NotAllowed("import.not_its_own", number=number)
    with acting(caller, "import.undo", "import", on_organisation()) as act:
        _require_there(run)
        _end(run)
        rows, named = _written(run)
        counts = _undo_chunk(act, run, rows[:_CHUNK])
        act.note(None, contents={"run": number})
    for start in range(_CHUNK, len(rows), _CHUNK):
        with acting(caller, "import.undo", "import", on_organisation()) as act:
            _require_there(run)
            counts += _undo_chunk(act, run, rows[start : start + _CHUNK])
            act.note(None, contents={"run": number})
    with acting(caller, "import.undo", "import", on_organisation()) as act:
        _require_there(run)
        counts += _undo_named(act, run, named)
        act.note(None, contents={"run": number})
        run.state = "undone"
        run.save(update_fields=["state"])
    return counts


def _end(run: ImportRun) -> None:
    """Stop it where it still runs: it writes nothing more, so that what is undone is all it wrote."""
    if run.state in OPEN:
        run.state = STOPPED
        run.save(update_fields=["state"])


def _written(run: ImportRun) -> tuple[list[ImportRow], list[ImportRow]]:
    """The rows that wrote records, the newest first; those that only named one apart.

    What several rows wrote of one record, one after the other, is undone as one.
    """
    rows = (
        ImportRow.rows.of(run.organisation_id).filter(run=run, record__isnull=False).order_by("after", "id")
    )
    last: dict[int | None, ImportRow] = {}
    found: list[ImportRow] = []
    for row in rows:
        before = last.get(row.record_id)
        if before is not None and row.before == before.after:
            before.after = row.after
        else:
            last[row.record_id] = row
            found.append(row)
    apart: tuple[list[ImportRow], list[ImportRow]] = ([], [])
    for row in sorted(found, key=lambda row: (row.after, row.pk), reverse=True):
        apart[row.outcome == "named"].append(row)
    return apart


def _require_there(run: ImportRun) -> None:
    """BadInput where somebody else undid it, before or between two chunks."""
    run.refresh_from_db(fields=["state"])
    if run.state == "undone":
        raise BadInput("import.undone_already", number=run.number)


def _with_records(act: Act, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, Record]]:
    """Rows with their records as these stand under the lock: what somebody edits until then is kept."""
    records = reading.by_id(act.organisation.pk, [row.record_id for row in rows if row.record_id])
    return [(row, records[row.record_id]) for row in rows if row.record_id]


def _undo_named(act: Act, run: ImportRun, rows: Sequence[ImportRow]) -> Counter[str]:
    """Newest first, so that a unit is gone before the one above it is looked at."""
    counts: Counter[str] = Counter()
    found = _with_records(act, rows)
    signed = _signed_since(run, [record.pk for _, record in found])
    for row, record in found:
        links = Link.rows.of(act.organisation.pk).filter(target=record, source__retired_day__isnull=True)
        stays = record.head_number != row.after or record.retired_day is not None or record.pk in signed
        if stays or links.exists() or signs_in(record):
            counts["kept"] += 1
            continue
        take_out(act, record)
        act.note(record)
        counts["retired"] += 1
    return counts


def _undo_chunk(act: Act, run: ImportRun, rows: Sequence[ImportRow]) -> Counter[str]:
    counts: Counter[str] = Counter()
    found = _with_records(act, rows)
    stays = _signed_since(run, [record.pk for _, record in found])
    stays |= _worked_on(run, [record for _, record in found])
    linked = reading.linked(act.organisation.pk, [record.pk for row, record in found if row.before])
    restored: list[tuple[Record, Content]] = []
    for row, record in found:
        if record.head_number != row.after or record.retired_day is not None or record.pk in stays:
            counts["kept"] += 1
        elif row.before == 0:
            if take_back(act, record):
                act.note(record)
                counts["retired"] += 1
            else:
                counts["kept"] += 1
        elif (content := _as_before(act, record, row.before)) is not None:
            restored.append((record, content))
            counts["restored"] += 1
        else:
            counts["kept"] += 1
    if restored:
        for (record, content), revision in zip(restored, writing.revise(act.stamp, restored), strict=True):
            now = {row for ends in content.targets.values() for row, _ in ends}
            act.wrote(record, revision, before=sorted(linked.get(record.pk, set()) - now))
    return counts


def _signed_since(run: ImportRun, records: Sequence[int]) -> set[int]:
    rows = SignOff.rows.of(run.organisation_id).filter(record_id__in=records, signed_at__gte=run.started_at)
    return set(rows.values_list("record_id", flat=True))


def _worked_on(run: ImportRun, records: Sequence[Record]) -> set[int]:
    """The incidents among them that somebody commented, or that a record from outside the run leads to."""
    incidents = [record.pk for record in records if record.kind == "incident"]
    if not incidents:
        return set()
    pk = run.organisation_id
    brought = ImportRow.rows.of(pk).filter(run=run, before=0, record__isnull=False).values("record_id")
    led_to = Link.rows.of(pk).filter(target_id__in=incidents, source__retired_day__isnull=True)
    said_of = Comment.rows.of(pk).filter(record_id__in=incidents)
    return {
        *led_to.exclude(source_id__in=brought).values_list("target_id", flat=True),
        *said_of.values_list("record_id", flat=True),
    }


def _as_before(act: Act, record: Record, number: int) -> Content | None:
    """What it said before; None where going back would make a finding lighter, or rewrite what was answered."""
    body = reading.body(record, number)
    kind = KINDS[record.kind]
    ends = resolve(act.organisation.pk, kind, body["links"], held=body["links"])
    now = reading.body(record)
    try:
        refuse_changing(
            *(act.caller, act.name, record, now),
            fields={name: body["fields"].get(name) for name in {*now["fields"], *body["fields"]}},
            links={name: body["links"].get(name, ()) for name in {*now["links"], *body["links"]}},
            ends=ends,
        )
    except Refusal:
        return None
    return compose(
        kind,
        title_of(kind.id, body["fields"], body["links"]),
        body["fields"],
        ends,
        source_fields=body["source_fields"],
        source_key=record.source_key,
        extra={
            name: value for name, value in body.items() if name not in ("fields", "links", "source_fields")
        },
    )
