"""The whole register as a folder that leaves: the log with its proofs, every body and file, and lists to import."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings

from holdtrue.accounts.models import Membership
from holdtrue.app import exports, proving
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.queries.lists import Asked
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.export import Export
from holdtrue.ledger.keys import SigningKey
from holdtrue.store import blobs, leaving
from holdtrue.store.models import Blob, Checkpoint, Entry, EntryText, Log, Payload
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.app.actions.acting import Caller

NOT_TAKEN = frozenset(
    [
        *("accounts_apitoken", "accounts_membership", "store_calendarfeed", "store_doorlink", "store_door"),
        *("store_noticeplan", "store_noticerule", "store_workingcopy", "store_pack", "store_offeredpack"),
        *("store_standing", "store_member", "store_membercount", "store_tally", "store_tallymonth"),
        *("store_holding", "store_sortkey", "store_owed", "store_owedcount", "store_lastseen", "store_job"),
        "store_savedview",
        *("store_entry", "store_entrytext", "store_checkpoint", "store_log", "store_payload"),
    ]
)
"""Tables left out of the rows: secrets and addresses, what is one person's own, what is derived anew, and what the
log's own files hold already."""
_PIECE = 1 << 20


def take_away(caller: Caller, folder: Path) -> int:
    """Write everything of the organisation into an empty folder and return how many files there are.

    An entry says that it was taken; the folder is sealed and can be checked by anyone with `holdtrue verify FOLDER`.
    """
    with acting(caller, "organization.take_away", "leave", on_organisation()) as act:
        act.note(None, contents={"organisation": caller.organisation.uid})
    proving.checkpoint(caller.organisation, clock=caller.clock)
    log = Log.objects.get(organisation=caller.organisation)
    out = Export(folder)
    out.put_entries(_entries(log))
    for point in Checkpoint.objects.filter(log=log).order_by("size"):
        out.put_checkpoint(point.note.encode())
    _put_openings(caller, log, out)
    _put_files(caller, log, out)
    _put_rows(caller, log, folder / "rows")
    _put_members(caller, folder / "members.jsonl")
    _put_lists(caller, folder / "lists")
    (folder / "README.md").write_text(text("leaving.readme", name=caller.organisation.name), "utf-8")
    seed = Path(settings.HOLDTRUE_FOLDER.signing_key).read_bytes()
    return len(out.seal(SigningKey(log.origin, seed)).files) + 2


def zipped(folder: Path, file: Path) -> None:
    """Pack a folder into one file; names in it stay those of the folder."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())


def _entries(log: Log) -> Iterator[bytes]:
    for body in Entry.objects.filter(log=log).order_by("seq").values_list("body", flat=True).iterator():
        yield bytes(body)


def _put_openings(caller: Caller, log: Log, out: Export) -> None:
    """What opens the commitments of the log's entries; a payload no entry commits to would be a stray file."""
    named = _committed(log)
    texts = EntryText.objects.filter(log=log, salt__isnull=False).values_list("salt", "text")
    bodies = Payload.rows.of(caller.organisation.pk).filter(salt__isnull=False).values_list("salt", "body")
    for some in (texts, bodies):
        for salt, body in some.iterator():
            opening = Opening(bytes(salt or b""), (body or "").encode())
            if opening.commitment in named:
                out.put_opening(opening)


def _committed(log: Log) -> set[str]:
    return {
        value
        for body in _entries(log)
        for value in map(orjson.loads(body).get, ("contents", "reason"))
        if isinstance(value, str)
    }


def _put_files(caller: Caller, log: Log, out: Export) -> None:
    """Files that the log names as evidence; the rest, uploads of imports, lie beside them."""
    named = {
        said["digest"]
        for body in _entries(log)
        if isinstance(said := orjson.loads(body).get("evidence"), dict) and "digest" in said
    }
    for digest in Blob.rows.of(caller.organisation.pk).values_list("sha256", flat=True):
        if digest in named and blobs.path_of(caller.organisation, digest).is_file():
            with blobs.open_file(caller.organisation, digest) as file:
                out.put_blob(digest, iter(lambda: file.read(_PIECE), b""))


def _put_rows(caller: Caller, log: Log, folder: Path) -> None:
    folder.mkdir()
    for table, column in leaving.tables():
        if table in NOT_TAKEN:
            continue
        key = caller.organisation.pk if column == "organisation_id" else log.pk
        lines = [
            orjson.dumps({k: _plain(v) for k, v in row.items()}) for row in leaving.rows(table, column, key)
        ]
        if lines:
            (folder / f"{table}.jsonl").write_bytes(b"\n".join(lines) + b"\n")


def _plain(value: Any) -> object:  # noqa: ANN401  # whatever a column holds
    if isinstance(value, (bytes, memoryview)):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    return value


def _put_members(caller: Caller, file: Path) -> None:
    rows = Membership.objects.filter(organisation=caller.organisation).select_related(
        "user", "person", "unit"
    )
    lines = [
        orjson.dumps(
            {
                "account": m.user.uid,
                "email": m.user.email,
                "person": m.person.ref if m.person else None,
                "role": m.role,
                "unit": m.unit.ref if m.unit else None,
                "until": iso(m.until) if m.until is not None else None,
                "active": m.active,
            }
        )
        for m in rows.order_by("id")
    ]
    file.write_bytes(b"\n".join(lines) + b"\n")


def _put_lists(caller: Caller, folder: Path) -> None:
    """One list a kind, in the form in which `holdtrue import` takes a list back."""
    folder.mkdir()
    for kind in KINDS:
        columns = exports.columns(caller, kind)
        found = exports.rows(caller, Asked(kind=kind), columns)
        lines = list(exports.csv_lines(found))
        if len(lines) > 2:  # noqa: PLR2004  # the mark and the heads are no record
            (folder / f"{kind}.csv").write_bytes(b"".join(lines))


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


__all__ = ["digest_of", "take_away", "zipped"]
