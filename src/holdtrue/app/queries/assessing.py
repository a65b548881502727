"""One system's impact assessment as it is being written: what it starts from, what it says, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.around import around
from holdtrue.app.queries.records import signoffs
from holdtrue.core.assessing import Progress, parts, progress
from holdtrue.core.impacts import Impact, read, write
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.around import Around
    from holdtrue.store.models import Record

TYPE = "ai"


@dataclass(frozen=True, slots=True)
class Assessing:
    """The assessment of one system, begun or not."""

    ref: str
    title: str
    tier: str
    record: str
    """Its ref; '' where none was begun."""
    revision: int
    in_force: bool
    drafted: bool
    """Whether something was written since the last signature."""
    fields: Mapping[str, object]
    """Of the newest revision, or what the system's facts give where there is none."""
    taken: Mapping[str, str]
    """Field → the labels of the facts its text was taken from, while it is not saved."""
    progress: tuple[Progress, ...]
    around: Around

    @property
    def minutes(self) -> int:
        """Left in all."""
        return sum(p.minutes for p in self.progress)

    @property
    def finished(self) -> bool:
        """Whether every section is done."""
        return all(p.done for p in self.progress)


def assessing(caller: Caller, ref: str) -> Assessing:
    """Return a system's impact assessment; BadInput where the record is no system."""
    found = around(caller, ref)
    if found.record.kind != "system":
        raise BadInput("assess.not_a_system", ref=found.record.ref)
    fact = found.fact
    tier = str(fact.fields.get("tier") or "") if fact else ""
    own = [f for f in found.pointing("impact_assessment") if f.newest.get("type") == TYPE]
    newest = own[-1] if own else None
    start, taken = ({}, {}) if newest else starting(found)
    record = reading.by_uid(caller.organisation.pk, [newest.uid])[newest.uid] if newest else None
    fields: Mapping[str, object] = reading.body(record)["fields"] if record else {}
    number = _signed(record) if record else 0
    before = reading.body(record, number)["fields"] if record and number else None
    drafted = bool(record and number and number != record.head_number)
    confirmed = fields.get("still_so") if drafted else ()
    sure = [str(x) for x in confirmed] if isinstance(confirmed, (list, tuple)) else []
    return Assessing(
        ref=found.record.ref,
        title=found.record.title,
        tier=tier,
        record=newest.ref if newest else "",
        revision=record.head_number if record else 0,
        in_force=number > 0,
        drafted=drafted,
        fields=fields or start,
        taken=taken,
        progress=progress(tier, fields or start, before, sure),
        around=found,
    )


def _signed(record: Record) -> int:
    """The newest revision somebody signed: what the next assessment starts from; 0 where there is none."""
    given = [s for s in signoffs(record) if s.meaning not in ("refused", "withdrawn")]
    return given[0].revision.number if given else 0


def starting(found: Around) -> tuple[dict[str, object], dict[str, str]]:
    """Return what a first assessment starts from: field → text, and field → the facts it was taken from."""
    texts: dict[str, object] = {}
    taken: dict[str, str] = {}
    for part in parts():
        for question in part.questions:
            if question.field == "impacts":
                rows = write(Impact(name) for name in _groups(found))
                texts |= {"impacts": rows} if rows else {}
                continue
            pairs = [(name, _fact_words(found, name)) for name in question.starts_from]
            said = [(name, words) for name, words in pairs if words]
            if said:
                texts[question.field] = "\n".join(
                    words if len(said) == 1 else f"{_label(name)}: {words}" for name, words in said
                )
                taken[question.field] = ", ".join(_label(name) for name, _ in said)
    return texts, taken


def _groups(found: Around) -> list[str]:
    linked = [f.title for f in found.of_kind("group") if f.uid in _near(found)]
    said = found.body["fields"].get("affected_groups")
    return linked or ([str(said)] if filled(said) else [])


def _near(found: Around) -> set[str]:
    return {f.uid for f in (*found.linked("groups"), *found.pointing("group"))}


def _label(name: str) -> str:
    return say(KINDS["system"].spec(name).label)


def _fact_words(found: Around, name: str) -> str:
    """One fact of the system as people read it; parts with their versions."""
    if name == "components":
        near = {f.uid: f for f in (*found.linked("components"), *found.pointing("component"))}
        return ", ".join(f"{f.title} {f.fields.get('version') or ''}".strip() for f in near.values())
    fields = found.fact.fields if found.fact else found.body["fields"]
    value = fields.get(name)
    if not filled(value):
        return ""
    labels = {v: say(words) for v, words in KINDS["system"].spec(name).choices}
    many = value if isinstance(value, (list, tuple)) else (value,)
    return ", ".join(labels.get(str(v), str(v)) for v in many)


def impacts_of(fields: Mapping[str, object]) -> tuple[Impact, ...]:
    """Return the groups an assessment speaks of."""
    return read(fields.get("impacts"))
