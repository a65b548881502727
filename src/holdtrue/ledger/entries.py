"""The entry: who did what to which record and when, with commitments in the place of every content."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass

from holdtrue.ledger.canonical import LARGEST, canonical
from holdtrue.ledger.errors import MalformedError

SCHEMA = 1
LARGEST_ENTRY = 0xFFFF
"""The most bytes an entry may take: entry bundles give its length in two bytes."""

_UID = r'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
_DIGEST = r'"([0-9a-f]{64})"'
_COUNT = r"(0|[1-9][0-9]{0,15})"
_SPELLINGS = {
    "action": r'"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,4})"',
    "action_id": _UID,
    "actor": f"(?:null|{_UID})",
    "at": r'"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)"',
    "contents": f"(?:null|{_DIGEST})",
    "evidence": f'(?:null|\\{{"digest":{_DIGEST},"size":{_COUNT}\\}})',
    "log": r'"([A-Za-z0-9][A-Za-z0-9._~:/-]{0,199})"',
    "reason": f"(?:null|{_DIGEST})",
    "record": f"(?:null|{_UID})",
    "revision": f"(?:null|{_COUNT})",
    "schema": str(SCHEMA),
    "seq": _COUNT,
}
"""How the canonical bytes of schema 1 spell each field, in order. Every value is ASCII and every field is there, so
one pattern tells both the shape and that the spelling is the canonical one."""
_spell = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_ENTRY = re.compile(r"\{" + ",".join(f'"{name}":{spelling}' for name, spelling in _SPELLINGS.items()) + r"\}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file the entry speaks of, by the SHA-256 of its bytes and their number."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change as logged. It holds no field values: what was written is behind `contents`, why behind `reason`.

    `seq` counts from zero and is the leaf's index; entries of one action share `action_id`; `actor` is None when
    nobody is known (a refused sign-in) or the software itself acted. The shape is checked where bytes are
    written or read.
    """

    log: str
    seq: int
    at: str
    action: str
    action_id: str
    actor: str | None
    record: str | None = None
    revision: int | None = None
    contents: str | None = None
    reason: str | None = None
    evidence: Evidence | None = None

    def to_bytes(self) -> bytes:
        """Return the canonical bytes: these are stored, hashed as stored, and never written anew to be checked."""
        evidence = self.evidence and {"digest": self.evidence.digest, "size": self.evidence.size}
        document = {name: getattr(self, name) for name in _SPELLINGS if name not in {"evidence", "schema"}}
        data = _spell(document | {"evidence": evidence, "schema": SCHEMA}).encode()
        self.from_bytes(data)  # refuses any spelling but the canonical one
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> Entry:
        """Read stored bytes; anything but one entry of a known schema in its canonical spelling is refused."""
        if len(data) > LARGEST_ENTRY:
            raise MalformedError("ledger.entry.too_long", size=len(data), most=LARGEST_ENTRY)
        match = _ENTRY.fullmatch(data.decode("latin-1"))
        if match is None:
            raise _explained(data)
        action, action_id, actor, at, contents, digest, size, log, reason, record, revision, seq = (
            match.groups()
        )
        entry = cls(
            log=log,
            seq=int(seq),
            at=at,
            action=action,
            action_id=action_id,
            actor=actor,
            record=record,
            revision=None if revision is None else int(revision),
            contents=contents,
            reason=reason,
            evidence=None if digest is None else Evidence(digest, int(size)),
        )
        entry._check()
        return entry

    def commitments(self) -> tuple[str, ...]:
        """Return the commitments it makes, contents before reason."""
        return tuple(c for c in (self.contents, self.reason) if c is not None)

    def _check(self) -> None:
        """Refuse what the spelling alone cannot tell."""
        if self.revision is not None and self.record is None:
            raise MalformedError("ledger.entry.field", field="revision")
        try:
            dt.datetime.fromisoformat(self.at)
        except ValueError as error:
            raise MalformedError("ledger.entry.field", field="at") from error
        for name, count in (("seq", self.seq), ("revision", self.revision or 0)):
            if count > LARGEST:
                raise MalformedError("ledger.entry.field", field=name)


def instant(moment: dt.datetime) -> str:
    """Return an aware moment as entries spell it: UTC with microseconds, `2027-03-14T09:26:53.589793Z`."""
    if moment.tzinfo is None:
        raise MalformedError("ledger.entry.field", field="at")
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _explained(data: bytes) -> MalformedError:
    """Return why the bytes are no entry: the first field at fault where there is one."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return MalformedError("ledger.entry.unreadable")
    if not isinstance(document, dict):
        return MalformedError("ledger.entry.unreadable")
    if document.get("schema") != SCHEMA:
        return MalformedError("ledger.entry.schema", known=SCHEMA)
    for name in sorted(document.keys() | _SPELLINGS.keys()):
        if name not in document or name not in _SPELLINGS or not _spelled(name, document[name]):
            return MalformedError("ledger.entry.field", field=name)
    return MalformedError("ledger.entry.other_spelling")


def _spelled(name: str, value: object) -> bool:
    try:
        spelling = canonical(value).decode()
    except MalformedError:
        return False
    return re.fullmatch(_SPELLINGS[name], spelling) is not None
