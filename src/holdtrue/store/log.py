"""Appends entries to a log and reads them back; the head's row lock orders an organisation's actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rfc8785

from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.entries import Entry as Document
from holdtrue.ledger.entries import Evidence, instant
from holdtrue.ledger.merkle import Frontier, leaf_hash
from holdtrue.store.models import Entry, EntryText, Log

if TYPE_CHECKING:
    import datetime as dt

INSTALLATION = "holdtrue/installation"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be: the record and revision it is about, and what it commits to.

    `commitment` is that of a revision's payload; `contents` is a document to be committed to here and kept erasable.
    """

    record_uid: str = ""
    revision: int = 0
    commitment: str = ""
    contents: dict[str, Any] | None = None
    why: str = ""
    evidence: tuple[str, int] | None = None


@dataclass(slots=True)
class Head:
    """A locked log and its frontier."""

    log: Log
    frontier: Frontier

    @property
    def size(self) -> int:
        """How many entries it holds."""
        return self.frontier.size


def lock(organisation_id: int | None) -> Head:
    """Lock the head of an organisation's log, or of the installation's, until the transaction ends."""
    log = Log.objects.select_for_update().get(organisation_id=organisation_id)
    frontier = bytes(log.frontier)
    return Head(log, Frontier.from_bytes(frontier) if frontier else Frontier())


def begin(organisation_id: int | None, origin: str) -> None:
    """Create an empty log."""
    Log.objects.create(organisation_id=organisation_id, origin=origin)


def append(
    head: Head,
    lines: Sequence[Line],
    *,
    action: str,
    action_id: str,
    actor: str | None,
    at: dt.datetime,
    entropy: Callable[[int], bytes],
) -> int:
    """Append the lines as entries of one action and return the seq of the first. Call once per transaction."""
    first = head.size
    rows, texts = [], []
    for line in lines:
        seq = head.frontier.size
        contents, reason = line.commitment or None, None
        if line.contents is not None:
            opening = Opening(entropy(32), rfc8785.dumps(dict(line.contents)))
            contents = opening.commitment
            texts.append(_text(head.log, seq, "contents", opening))
        if line.why:
            opening = Opening.of(line.why, salt=entropy(32))
            reason = opening.commitment
            texts.append(_text(head.log, seq, "reason", opening))
        document = Document(
            log=head.log.origin,
            seq=seq,
            at=instant(at),
            action=action,
            action_id=action_id,
            actor=actor,
            record=line.record_uid or None,
            revision=line.revision if line.record_uid else None,
            contents=contents,
            reason=reason,
            evidence=Evidence(*line.evidence) if line.evidence else None,
        )
        body = document.to_bytes()
        leaf = leaf_hash(body)
        head.frontier.append(leaf)
        rows.append(
            Entry(
                log=head.log,
                seq=seq,
                leaf=leaf,
                body=body,
                at=at,
                action_id=action_id,
                action=action,
                actor=actor or "",
                record_uid=line.record_uid,
                revision=line.revision,
            )
        )
    if rows:
        Entry.objects.bulk_create(rows, batch_size=500)
        if texts:
            EntryText.objects.bulk_create(texts, batch_size=500)
        Log.objects.filter(pk=head.log.pk).update(size=head.frontier.size, frontier=head.frontier.to_bytes())
    return first


def _text(log: Log, seq: int, what: str, opening: Opening) -> EntryText:
    return EntryText(log=log, seq=seq, what=what, salt=opening.salt, text=opening.body.decode())
