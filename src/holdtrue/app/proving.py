"""Proves that nothing was altered: entries against their tree, payloads and files against entries, rows by both."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from django.conf import settings

from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.reconciling import Reconciliation
from holdtrue.core.messages import Message
from holdtrue.ledger.checkpoint import Checkpoint as Statement
from holdtrue.ledger.checkpoint import Signer
from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.entries import Evidence
from holdtrue.ledger.errors import LedgerError, MissingError
from holdtrue.ledger.exported import verify_folder
from holdtrue.ledger.keys import SigningKey
from holdtrue.ledger.merkle import Frontier, Tree
from holdtrue.ledger.proof import receipt
from holdtrue.ledger.verify import verify as verify_log
from holdtrue.sqlite import snapshot
from holdtrue.store import blobs
from holdtrue.store.models import Checkpoint, Entry, EntryText, Log, Payload
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdtrue.ledger.report import Report
    from holdtrue.store.models import Organisation

_BATCH = 1_000
_SEED = 32


@dataclass(frozen=True, slots=True)
class Proven:
    """What verification found in the log and beside it."""

    report: Report
    rows: int
    """Stored rows held against what the log commits to."""

    @property
    def ok(self) -> bool:
        """Whether nothing disagrees."""
        return self.report.ok


def signer(log: Log, *, clock: Clock = SYSTEM) -> Signer:
    """Return the signer of a log, beginning its statements outside the database where none was ever made."""
    folder = settings.HOLDTRUE_FOLDER.prepare()
    made = Signer(_key(log.origin, Path(folder.signing_key), clock), file=_statement(log))
    if not _statement(log).exists() and not Checkpoint.objects.filter(log=log).exists():
        made.begin()
    return made


def checkpoint(organisation: Organisation | None, *, clock: Clock = SYSTEM) -> Statement | None:
    """Sign the log as it stands, once per size; None where nothing was added since. Only what is committed is signed.

    Raises the ledger's NotAnExtensionError where the log is no extension of what was signed last.
    """
    log = Log.objects.get(organisation=organisation)
    if not log.size or Checkpoint.objects.filter(log=log, size=log.size).exists():
        return None
    frontier = Frontier.from_bytes(bytes(log.frontier))
    leaves = _leaves(log)
    note = signer(log, clock=clock).sign(
        log.size, frontier.root(), consistency=Tree.of_leaves(leaves).consistency_proof
    )
    Checkpoint.objects.create(
        log=log, size=log.size, root=frontier.root(), note=note.decode(), at=clock.now()
    )
    return Statement(log.origin, log.size, frontier.root())


def checkpoint_all(*, clock: Clock = SYSTEM) -> list[tuple[str, str]]:
    """Sign every log that grew; return (origin, what is wrong) of those that may not be signed."""
    wrong: list[tuple[str, str]] = []
    for log in Log.objects.select_related("organisation").order_by("id"):
        try:
            checkpoint(log.organisation, clock=clock)
        except LedgerError as error:
            wrong.append((log.origin, say(Message(error.code, error.params))))
    return wrong


def receipt_of(organisation: Organisation, seq: int) -> bytes:
    """Return the receipt of an entry under the first checkpoint that covers it; MissingError where none does yet."""
    log = Log.objects.get(organisation=organisation)
    note = (
        Checkpoint.objects.filter(log=log, size__gt=seq)
        .order_by("size")
        .values_list("note", flat=True)
        .first()
    )
    body = Entry.objects.filter(log=log, seq=seq).values_list("body", flat=True).first()
    if note is None or body is None:
        raise MissingError("ledger.verify.missing", file=f"checkpoint {seq + 1}")
    return receipt(bytes(body), tree=Tree.of_leaves(_leaves(log)), checkpoint=note.encode()).to_bytes()


def key_of(organisation: Organisation) -> str:
    """Return the line by which others check what the organisation's log signs."""
    origin = Log.objects.get(organisation=organisation).origin
    return _key(origin, Path(settings.HOLDTRUE_FOLDER.signing_key), SYSTEM).verifying().to_text()


def verify(organisation: Organisation | None) -> Proven:
    """Read everything once, as of one moment, and say what disagrees first: entry, record or file. Reads only."""
    outside = _outside(Log.objects.get(organisation=organisation))
    with snapshot():
        return _verify(Log.objects.get(organisation=organisation), organisation, outside)


def verify_exported(folder: Path) -> Proven:
    """Check an exported folder by itself, without any store."""
    return Proven(verify_folder(folder), 0)


def _verify(log: Log, organisation: Organisation | None, outside: list[tuple[str, bytes]]) -> Proven:
    openings: dict[str, Opening] = {}
    rows = Reconciliation(organisation, log) if organisation is not None else None
    key = _key(log.origin, Path(settings.HOLDTRUE_FOLDER.signing_key), SYSTEM).verifying()
    stored = Checkpoint.objects.filter(log=log).order_by("size")
    report = verify_log(
        _entries(log, rows, openings),
        origin=log.origin,
        keys=[key],
        checkpoints=[*((f"checkpoint {c.size}", c.note.encode()) for c in stored), *outside],
        head=Frontier.from_bytes(bytes(log.frontier)) if log.size else Frontier(),
        openings=openings.get,
        blobs=_blob_reader(organisation),
    )
    if report.ok and rows is not None:
        report = replace(report, first_disagreement=rows.end())
    return Proven(report, rows.rows if rows else 0)


def _outside(log: Log) -> list[tuple[str, bytes]]:
    """The last checkpoint as kept outside the database: it knows of entries that were cut off together with theirs."""
    file = _statement(log)
    return [(file.name, file.read_bytes())] if file.exists() else []


def _statement(log: Log) -> Path:
    return Path(settings.HOLDTRUE_FOLDER.checkpoints) / f"log-{log.pk}.note"


def _key(origin: str, file: Path, clock: Clock) -> SigningKey:
    """One seed per installation, each log signing under its own name; of two made at once the first counts."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}.{clock.entropy(4).hex()}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as seed:
                seed.write(clock.entropy(_SEED))
                seed.flush()
                os.fsync(seed.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink(missing_ok=True)
    return SigningKey(origin, file.read_bytes())


def _leaves(log: Log) -> list[bytes]:
    return [
        bytes(leaf) for leaf in Entry.objects.filter(log=log).order_by("seq").values_list("leaf", flat=True)
    ]


def _entries(
    log: Log, held: Reconciliation | None, openings: dict[str, Opening]
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield entries in order, with what opens their commitments ready beside them, a batch at a time."""
    last = -1
    while True:
        rows = list(Entry.objects.filter(log=log, seq__gt=last).order_by("seq")[:_BATCH])
        if not rows:
            return
        openings.clear()
        _open_texts(log, rows, openings)
        if held is not None:
            _open_payloads(held.organisation, rows, openings)
            held.take(rows)
        for row in rows:
            yield row.seq, bytes(row.body), bytes(row.leaf)
        last = rows[-1].seq


def _open_texts(log: Log, rows: list[Entry], openings: dict[str, Opening]) -> None:
    found = EntryText.objects.filter(log=log, seq__gte=rows[0].seq, seq__lte=rows[-1].seq, salt__isnull=False)
    for text in found:
        opening = Opening(bytes(text.salt or b""), (text.text or "").encode())
        openings[_named(rows[text.seq - rows[0].seq], text.what) or opening.commitment] = opening


def _open_payloads(organisation: Organisation, rows: list[Entry], openings: dict[str, Opening]) -> None:
    """A payload is filed under its revision's commitment, so that an altered one is compared rather than not found."""
    payloads = Payload.rows.of(organisation.pk).filter(
        revision__record__uid__in={row.record_uid for row in rows if row.record_uid}, salt__isnull=False
    )
    for commitment, salt, body in payloads.values_list("revision__commitment", "salt", "body"):
        openings[commitment] = Opening(bytes(salt), (body or "").encode())


def _named(row: Entry, what: str) -> str | None:
    """The commitment an entry names, so that an altered payload is compared with it rather than not found."""
    try:
        document = orjson.loads(bytes(row.body))
    except orjson.JSONDecodeError:
        return None
    value = document.get(what if what == "reason" else "contents") if isinstance(document, dict) else None
    return value if isinstance(value, str) else None


def _blob_reader(organisation: Organisation | None) -> Callable[[str], Evidence | None]:
    def read(sha256: str) -> Evidence | None:
        path = blobs.path_of(organisation, sha256) if organisation else None
        if path is None or not path.is_file():
            raise MissingError("ledger.verify.missing", file=sha256)
        hashed, size = hashlib.sha256(), 0
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                hashed.update(piece)
                size += len(piece)
        return Evidence(hashed.hexdigest(), size)

    return read
