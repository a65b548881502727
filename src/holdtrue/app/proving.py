"""Proves that nothing was altered: entries against their tree, payloads and files against entries, rows by both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from django.conf import settings

from holdtrue.app.actions.sign import told
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.core.digests import digest
from holdtrue.core.messages import Message
from holdtrue.ledger.checkpoint import Checkpoint as Statement
from holdtrue.ledger.checkpoint import Signer
from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.entries import Evidence
from holdtrue.ledger.errors import LedgerError, MissingError
from holdtrue.ledger.keys import SigningKey
from holdtrue.ledger.merkle import Frontier, Tree
from holdtrue.ledger.report import Disagreement, Report
from holdtrue.ledger.verify import verify as verify_log
from holdtrue.store import blobs
from holdtrue.store.models import Checkpoint, Entry, EntryText, Log, Payload, Record, Revision, SignOff
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    made = Signer(
        _key(log.origin, Path(folder.signing_key), clock),
        file=Path(folder.checkpoints) / f"log-{log.pk}.note",
    )
    if (
        not (Path(folder.checkpoints) / f"log-{log.pk}.note").exists()
        and not Checkpoint.objects.filter(log=log).exists()
    ):
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


def verify(organisation: Organisation | None) -> Proven:
    """Read everything once and say what disagrees first, naming the entry, record or file. Reads only."""
    log = Log.objects.get(organisation=organisation)
    openings: dict[str, Opening] = {}
    key = _key(log.origin, Path(settings.HOLDTRUE_FOLDER.signing_key), SYSTEM).verifying()
    report = verify_log(
        _entries(log, organisation, openings),
        origin=log.origin,
        keys=[key],
        checkpoints=[
            (f"checkpoint {c.size}", c.note.encode())
            for c in Checkpoint.objects.filter(log=log).order_by("size")
        ],
        head=Frontier.from_bytes(bytes(log.frontier)) if log.size else Frontier(),
        openings=openings.get,
        blobs=_blob_reader(organisation),
    )
    rows = 0
    if report.ok and organisation is not None:
        rows, wrong = _rows(organisation, log)
        report = replace(report, first_disagreement=wrong)
    return Proven(report, rows)


def _key(origin: str, file: Path, clock: Clock) -> SigningKey:
    """One seed per installation, each log signing under its own name."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(clock.entropy(_SEED))
    return SigningKey(origin, file.read_bytes())


def _leaves(log: Log) -> list[bytes]:
    return [
        bytes(leaf) for leaf in Entry.objects.filter(log=log).order_by("seq").values_list("leaf", flat=True)
    ]


def _entries(
    log: Log, organisation: Organisation | None, openings: dict[str, Opening]
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield entries in order, with what opens their commitments ready beside them, a batch at a time."""
    last = -1
    while True:
        rows = list(Entry.objects.filter(log=log, seq__gt=last).order_by("seq")[:_BATCH])
        if not rows:
            return
        openings.clear()
        _open_texts(log, rows, openings)
        if organisation is not None:
            _open_payloads(organisation, rows, openings)
        for row in rows:
            yield row.seq, bytes(row.body), bytes(row.leaf)
        last = rows[-1].seq


def _open_texts(log: Log, rows: list[Entry], openings: dict[str, Opening]) -> None:
    found = EntryText.objects.filter(log=log, seq__gte=rows[0].seq, seq__lte=rows[-1].seq, salt__isnull=False)
    for text in found:
        opening = Opening(bytes(text.salt or b""), (text.text or "").encode())
        openings[_named(rows[text.seq - rows[0].seq], text.what) or opening.commitment] = opening


def _open_payloads(organisation: Organisation, rows: list[Entry], openings: dict[str, Opening]) -> None:
    """A revision's payload is found by record and number and filed under the commitment its entry names."""
    wanted: dict[tuple[str, int], Entry] = {}
    for entry in rows:
        if entry.record_uid:
            wanted.setdefault((entry.record_uid, entry.revision), entry)
    payloads = Payload.rows.of(organisation.pk).filter(
        revision__record__uid__in={uid for uid, _ in wanted}, salt__isnull=False
    )
    for uid, number, salt, body in payloads.values_list(
        "revision__record__uid", "revision__number", "salt", "body"
    ):
        row = wanted.get((uid, number))
        if row is None:
            continue
        opening = Opening(bytes(salt), (body or "").encode())
        openings.setdefault(_named(row, "contents") or opening.commitment, opening)


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


def _rows(organisation: Organisation, log: Log) -> tuple[int, Disagreement | None]:
    """Hold the rows people read against what the log commits to: digests, revisions in force, sign-offs."""
    checked = 0
    records = (
        Payload.rows.of(organisation.pk)
        .filter(body__isnull=False)
        .values_list(
            "revision__record__uid", "revision__record__kind", "revision__number", "revision__digest", "body"
        )
    )
    for uid, kind, number, stated, body in records.iterator(chunk_size=_BATCH):
        content = orjson.loads(body)
        checked += 1
        if digest(kind, content["fields"], content["links"]) != stated:
            return checked, Disagreement("verify.digest", {"uid": uid, "number": number}, record=uid)
    in_force = {
        (record, number): stated
        for record, number, stated in Revision.rows.of(organisation.pk)
        .values_list("record_id", "number", "digest")
        .iterator()
    }
    for pk, uid, number, stated in (
        Record.rows.of(organisation.pk)
        .values_list("pk", "uid", "in_force_number", "digest")
        .iterator(chunk_size=_BATCH)
    ):
        checked += 1
        if stated != in_force.get((pk, number), ""):
            return checked, Disagreement("verify.record", {"uid": uid}, record=uid)
    for signoff in (
        SignOff.rows.of(organisation.pk).select_related("record", "signer").iterator(chunk_size=_BATCH)
    ):
        checked += 1
        if not _committed(log, signoff):
            return checked, Disagreement("verify.signoff", {"uid": signoff.uid}, record=signoff.record.uid)
    return checked, None


def _committed(log: Log, signoff: SignOff) -> bool:
    texts = EntryText.objects.filter(log=log, what="contents", text__contains=signoff.uid)
    return any(text.text and orjson.loads(text.text) == told(signoff, signoff.record) for text in texts)
