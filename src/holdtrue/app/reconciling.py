"""Holds the rows people read against what the log commits to: what was logged is there, what is there was logged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app.actions.composing import shown_columns
from holdtrue.app.actions.deploying import DEPLOY
from holdtrue.app.actions.erasing import PERSON
from holdtrue.app.actions.gating import PASSING, told_at_gate
from holdtrue.app.actions.measuring import measured
from holdtrue.app.actions.sign import told
from holdtrue.core.digests import digest
from holdtrue.ledger.entries import Entry as Document
from holdtrue.ledger.entries import instant
from holdtrue.ledger.errors import LedgerError
from holdtrue.ledger.report import Disagreement
from holdtrue.store.models import (
    EntryText,
    GateDecision,
    Link,
    Measurement,
    Payload,
    Record,
    Revision,
    SignOff,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdtrue.store.models import Entry, Log, Organisation

_BATCH = 1_000
_SIGNED = (".sign", ".refuse", ".withdraw")
_MEASURED = "indicator.measure"
_MERGED, _STAYING = ".merge", "merged_from"
"""What a merge says of the record that stays, where nothing of it changed."""
_RETIRING = (".retire", _MERGED, PERSON)
_UNDOING = ("import.undo", ".undo_many")


@dataclass(slots=True)
class Reconciliation:
    """One organisation's rows against its log: entries are taken batch by batch, then the rows are gone through."""

    organisation: Organisation
    log: Log
    rows: int = 0
    """Rows gone through so far."""
    wrong: Disagreement | None = None
    """The first entry whose rows are not there."""
    _written: int = 0
    _said: dict[str, dict[str, Any]] = field(default_factory=dict)
    """uid of a sign-off, or indicator and day of a value → what was logged of it."""
    _erased: set[str] = field(default_factory=set)
    """uids of records of which the text of a sign-off or value was erased."""
    _retired: set[str] = field(default_factory=set)
    """uids of records that an entry took out of use."""

    def take(self, entries: Sequence[Entry]) -> None:
        """Hold a batch of entries against the revisions and texts they speak of."""
        if self.wrong is not None:
            return
        commitments = self._commitments({e.record_uid for e in entries if e.record_uid})
        texts = self._texts(entries)
        self.wrong = next(filter(None, (self._entry(e, commitments, texts) for e in entries)), None)

    def end(self) -> Disagreement | None:
        """Return the first disagreement, having gone through every row."""
        if self.wrong is not None:
            return self.wrong
        checks = (self._contents, self._revisions, self._records, self._gates, self._signoffs, self._values)
        return next(filter(None, (check() for check in checks)), None)

    def _commitments(self, uids: Iterable[str]) -> dict[tuple[str, int], str]:
        rows = Revision.rows.of(self.organisation.pk).filter(record__uid__in=list(uids))
        return {(uid, n): c for uid, n, c in rows.values_list("record__uid", "number", "commitment")}

    def _texts(self, entries: Sequence[Entry]) -> dict[int, str | None]:
        rows = EntryText.objects.filter(
            log=self.log, what="contents", seq__range=(entries[0].seq, entries[-1].seq)
        )
        return dict(rows.values_list("seq", "text"))

    def _entry(
        self, entry: Entry, commitments: dict[tuple[str, int], str], texts: dict[int, str | None]
    ) -> Disagreement | None:
        try:
            document = Document.from_bytes(bytes(entry.body))
        except LedgerError:
            return None  # the ledger's own check names it
        if not _shown(entry, document):
            return Disagreement("verify.entry", {}, seq=entry.seq, record=document.record)
        key = (entry.record_uid, entry.revision)
        if document.record and key not in commitments:
            return Disagreement("verify.entry_record", {}, seq=entry.seq, record=document.record)
        written = document.contents is not None and commitments.get(key) == document.contents
        if document.record and not written and _retires(entry.action, document, texts.get(entry.seq)):
            self._retired.add(document.record)
        if written:
            self._written += 1
        elif document.contents is not None and entry.seq not in texts:
            return Disagreement("verify.entry_contents", {}, seq=entry.seq, record=document.record)
        noted = entry.action.endswith(_SIGNED) or entry.action == _MEASURED
        if noted or (entry.action in (PASSING, DEPLOY) and document.contents is not None and not written):
            self._note(entry.record_uid, texts.get(entry.seq))
        return None

    def _note(self, record: str, text: str | None) -> None:
        if text is None:
            self._erased.add(record)
            return
        said = orjson.loads(text)
        self._said[said["uid"] if "uid" in said else _value_key(said)] = said

    def _differs(self, key: str, record: str, now: dict[str, object]) -> bool:
        said = self._said.pop(key, None)
        return said != now and not (said is None and record in self._erased)

    def _contents(self) -> Disagreement | None:
        rows = Payload.rows.of(self.organisation.pk).filter(body__isnull=False)
        columns = (
            "revision__record__uid",
            "revision__record__kind",
            "revision__number",
            "revision__digest",
            "body",
        )
        for uid, kind, number, stated, body in rows.values_list(*columns).iterator(chunk_size=_BATCH):
            content = orjson.loads(body)
            self.rows += 1
            if digest(kind, content["fields"], content["links"], added=content.get("material", ())) != stated:
                return Disagreement("verify.digest", {"uid": uid, "number": number}, record=uid)
        return None

    def _revisions(self) -> Disagreement | None:
        """Every revision was logged once: where the numbers differ, the first that was not is looked for."""
        rows = Revision.rows.of(self.organisation.pk)
        count = rows.count()
        self.rows += count
        if count == self._written:
            return None
        from holdtrue.store.models import Entry

        logged = Entry.objects.filter(log=self.log, action__regex=r"^(?!.*\.(sign|retire|measure)$)")
        keys = set(logged.exclude(record_uid="").values_list("record_uid", "revision"))
        for uid, number in (
            rows.order_by("id").values_list("record__uid", "number").iterator(chunk_size=_BATCH)
        ):
            if (uid, number) not in keys:
                return Disagreement("verify.unlogged", {"uid": uid, "number": number}, record=uid)
        return Disagreement("verify.count", {"rows": count, "logged": self._written})

    def _records(self) -> Disagreement | None:
        digests = {
            (record, number): stated
            for record, number, stated in Revision.rows.of(self.organisation.pk)
            .values_list("record_id", "number", "digest")
            .iterator(chunk_size=_BATCH)
        }
        for some in self._batches():
            linked = self._links([record.pk for record in some])
            bodies = self._heads(some)
            for record in some:
                self.rows += 1
                in_force = digests.get((record.pk, record.in_force_number), "")
                newer = (record.pk, record.head_number + 1) in digests
                if record.digest != in_force or newer:
                    return Disagreement("verify.record", {"uid": record.uid}, record=record.uid)
                if (record.retired_day is not None) != (record.uid in self._retired):
                    return Disagreement("verify.retired", {"uid": record.uid}, record=record.uid)
                body = bodies.get(record.pk)
                if body is not None:
                    content = orjson.loads(body)
                    if linked.get(record.pk, set()) != _ends(content):
                        return Disagreement("verify.links", {"uid": record.uid}, record=record.uid)
                    shown = shown_columns(record.kind, content["fields"], content["links"])
                    if any(getattr(record, name) != value for name, value in shown.items()):
                        return Disagreement("verify.shown", {"uid": record.uid}, record=record.uid)
        return None

    def _batches(self) -> Iterator[list[Record]]:
        last = 0
        rows = Record.rows.of(self.organisation.pk).defer("search_text").order_by("pk")
        while some := list(rows.filter(pk__gt=last)[:_BATCH]):
            yield some
            last = some[-1].pk

    def _links(self, records: list[int]) -> dict[int, set[tuple[str, str]]]:
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        rows = Link.rows.of(self.organisation.pk).filter(source_id__in=records)
        for source, relation, uid, key in rows.values_list(
            "source_id", "relation", "target__uid", "target_key"
        ):
            found[source].add((relation, key or uid))
        return found

    def _heads(self, some: list[Record]) -> dict[int, str]:
        heads = {record.pk: record.head_number for record in some}
        rows = Payload.rows.of(self.organisation.pk).filter(
            revision__record_id__in=list(heads), body__isnull=False
        )
        columns = ("revision__record_id", "revision__number", "body")
        return {
            record: body for record, number, body in rows.values_list(*columns) if heads[record] == number
        }

    def _gates(self) -> Disagreement | None:
        rows = GateDecision.rows.of(self.organisation.pk).select_related(
            "system", "change", "signoff", "person"
        )
        for row in rows.order_by("pk").iterator(chunk_size=_BATCH):
            self.rows += 1
            if self._differs(row.uid, row.system.uid, told_at_gate(row)):
                return Disagreement("verify.gate", {"uid": row.uid}, record=row.system.uid)
        return None

    def _signoffs(self) -> Disagreement | None:
        rows = (
            SignOff.rows.of(self.organisation.pk)
            .select_related("record", "signer", "withdraws")
            .order_by("pk")
        )
        for signoff in rows.iterator(chunk_size=_BATCH):
            self.rows += 1
            if self._differs(signoff.uid, signoff.record.uid, told(signoff, signoff.record)):
                return Disagreement("verify.signoff", {"uid": signoff.uid}, record=signoff.record.uid)
        gone = next((said for said in self._said.values() if "uid" in said), None)
        return (
            Disagreement("verify.signoff_gone", {"uid": gone["uid"]}, record=gone["record"]) if gone else None
        )

    def _values(self) -> Disagreement | None:
        rows = Measurement.rows.of(self.organisation.pk).select_related("indicator").order_by("pk")
        for value in rows.iterator(chunk_size=_BATCH):
            self.rows += 1
            said = measured(value)
            if self._differs(_value_key(said), value.indicator.uid, said):
                return Disagreement(
                    "verify.value", {"uid": value.indicator.uid, "on": said["on"]}, record=value.indicator.uid
                )
        gone = next(iter(self._said.values()), None)
        if gone is None:
            return None
        return Disagreement(
            "verify.value", {"uid": gone["indicator"], "on": gone["on"]}, record=gone["indicator"]
        )


def _shown(entry: Entry, document: Document) -> bool:
    """Whether the columns that lists read say what the entry's own bytes say."""
    return (
        entry.record_uid == (document.record or "")
        and entry.revision == (document.revision or 0)
        and entry.action == document.action
        and entry.action_id == document.action_id
        and entry.actor == (document.actor or "")
        and instant(entry.at) == document.at
    )


def _value_key(said: dict[str, Any]) -> str:
    """What sets one value apart: its indicator, its day, and which correction of that day it is."""
    return f"{said['indicator']} {said['on']} {said.get('version', 1)}"


def _retires(action: str, document: Document, text: str | None) -> bool:
    """Whether an entry that writes no revision of its record takes it out of use."""
    if action.endswith(_MERGED) and text is not None and _STAYING in orjson.loads(text):
        return False
    return action.endswith(_RETIRING) or (document.contents is None and action.endswith(_UNDOING))


def _ends(content: dict[str, Any]) -> set[tuple[str, str]]:
    return {(name, end) for name, ends in content["links"].items() for end in ends}
