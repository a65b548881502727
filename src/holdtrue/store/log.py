"""Appends entries to a log and reads them back; the head's row lock orders an organisation's actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from holdtrue.core.canonical import canonical
from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.entries import Entry as Document
from holdtrue.ledger.entries import Evidence, instant
from holdtrue.ledger.merkle import Frontier, leaf_hash
from holdtrue.store import statements
from holdtrue.store.models import Log

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.store.models import Organisation

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


class WayIn(NamedTuple):
    """What lets a member or a machine into an organisation, as it was read."""

    table: str
    """MEMBERSHIPS or TOKENS."""
    row: int
    role: str
    unit: int | None = None
    """Row id of the unit they are held to; none where it is the whole organisation."""
    until: int | None = None
    """The last day on which it counts; none where it has no end."""


MEMBERSHIPS, TOKENS = "accounts_membership", "accounts_apitoken"
_CHOSEN = ("base_day", "rules", "profile", "gate_mode", "rederiving")
"""Columns of an organisation that acts change, and that every later one decides or derives by."""


@dataclass(slots=True)
class Head:
    """A locked log and its frontier."""

    log_id: int
    origin: str
    frontier: Frontier
    chosen: dict[str, Any] = field(default_factory=dict)
    """What the organisation's acts go by, as it stands under the lock; empty for the installation."""
    attested_until: int = 0
    """The last end of its attestations of readiness that were signed and not withdrawn; 0 where there is none."""
    way_in: WayIn | None = None
    """The way in that was asked about, as it stands under the lock; None where it has ended."""

    @property
    def size(self) -> int:
        """How many entries it holds."""
        return self.frontier.size

    @property
    def base_day(self) -> int:
        """The day the organisation's running totals are counted for, as it stands under the lock."""
        return int(self.chosen.get("base_day", 0))

    def renew(self, organisation: Organisation) -> None:
        """Bring what was read of the organisation before the log was locked up to date."""
        for name, value in self.chosen.items():
            setattr(organisation, name, value)


def lock(organisation_id: int | None, *, way_in: WayIn | None = None) -> Head:
    """Lock the head of an organisation's log, or of the installation's, until the transaction ends.

    What is read with it is asked once the lock is held: in one statement PostgreSQL would give the log's own row as it
    is then, and the others as they were before it waited. So is the way in of whoever waited, which may have ended.
    """
    where = "l.organisation_id = %s" if organisation_id is not None else "l.organisation_id IS NULL"
    params = [organisation_id] if organisation_id is not None else []
    wait = f"SELECT 1 FROM store_log l WHERE {where} FOR UPDATE"
    query, asked = f"{_HEADS[way_in.table if way_in else '']} WHERE {where}", params
    if way_in:
        asked = [way_in.row, *params]
    found = statements.row_behind((wait, params), (query, asked))
    if found is None:
        raise Log.DoesNotExist
    log_id, origin, frontier, attested_until, role, unit, until, *chosen = found
    grown = Frontier.from_bytes(bytes(frontier)) if frontier else Frontier()
    still = way_in._replace(role=role, unit=unit, until=until) if way_in and role else None
    held = {} if organisation_id is None else dict(zip(_CHOSEN, chosen, strict=True))
    return Head(log_id, origin, grown, held, attested_until or 0, still)


def _head(way_in: str, joined: str = "") -> str:
    """The statement that reads a head, with a way in."""
    return (
        "SELECT l.id, l.origin, l.frontier, (SELECT max(a.until) FROM store_attestation a"
        " WHERE a.organisation_id = l.organisation_id AND a.signed IS NOT NULL AND a.withdrawn IS NULL),"
        f" {way_in}, {', '.join(f'o.{name}' for name in _CHOSEN)} FROM store_log l"
        f" LEFT JOIN store_organisation o ON o.id = l.organisation_id{joined}"
    )


_HEADS = {
    "": _head("NULL, NULL, NULL"),
    MEMBERSHIPS: _head("w.role, w.unit_id, w.until", f" LEFT JOIN {MEMBERSHIPS} w ON w.id = %s AND w.active"),
    TOKENS: _head("w.role, NULL, NULL", f" LEFT JOIN {TOKENS} w ON w.id = %s AND w.revoked_at IS NULL"),
}


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
    rows: list[tuple[object, ...]] = []
    texts: list[tuple[object, ...]] = []
    moment = statements.moment(at)
    for line in lines:
        seq = head.frontier.size
        contents, reason = line.commitment or None, None
        if line.contents is not None:
            opening = Opening(entropy(32), canonical(dict(line.contents)))
            contents = opening.commitment
            texts.append((head.log_id, seq, "contents", opening.salt, opening.body.decode()))
        if line.why:
            opening = Opening.of(line.why, salt=entropy(32))
            reason = opening.commitment
            texts.append((head.log_id, seq, "reason", opening.salt, opening.body.decode()))
        document = Document(
            log=head.origin,
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
        about = (line.record_uid, line.revision)
        rows.append((head.log_id, seq, leaf, body, moment, action_id, action, actor or "", *about))
    if rows:
        _write(head, rows, texts)
    return first


def _write(head: Head, rows: list[tuple[object, ...]], texts: list[tuple[object, ...]]) -> None:
    statements.many(
        "INSERT INTO store_entry (log_id, seq, leaf, body, at, action_id, action, actor, record_uid, revision)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        rows,
    )
    statements.many(
        "INSERT INTO store_entrytext (log_id, seq, what, salt, text) VALUES (%s, %s, %s, %s, %s)", texts
    )
    statements.run(
        "UPDATE store_log SET size = %s, frontier = %s WHERE id = %s",
        [head.frontier.size, head.frontier.to_bytes(), head.log_id],
    )
