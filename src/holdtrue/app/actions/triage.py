"""Sorting systems: the two-minute questions, answered for one or for many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import decision, on_kind, on_record
from holdtrue.app.actions.records import edit_within
from holdtrue.core.gates import gates
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.core.messages import Message
    from holdtrue.store.models import Record

CHUNK = 200
MOST = 2_000
"""Systems sorted at one go."""


@dataclass(slots=True)
class Sorted:
    """What became of the systems asked about."""

    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[str, Message]] = field(default_factory=list)
    """Ref and why."""
    standing: Counter[str] = field(default_factory=Counter)


def questions() -> tuple[str, ...]:
    """Return the facts asked for, in order: what follows a yes stands right after it."""
    triage = gates().triage
    found: list[str] = []
    for name in triage.questions:
        found += [name, *triage.also_if.get(name, ())]
    return (*found, *triage.also_once)


def sort(caller: Caller, refs: Sequence[str], answers: Mapping[str, object]) -> Sorted:
    """Give the same answers to every system named; what is left blank is not touched. One entry a system, in chunks.

    Systems the caller may not edit are told and left; the others are sorted.
    """
    asked = questions()
    given = {name: value for name, value in answers.items() if filled(value)}
    unknown = next((name for name in given if name not in asked), None)
    if unknown is not None:
        raise BadInput("triage.not_asked", field=unknown)
    fields, _ = clean("system", given, partial=True)
    if not fields:
        raise BadInput("triage.no_answer")
    if not refs:
        raise BadInput("triage.none_chosen")
    if len(refs) > MOST:
        raise BadInput("triage.too_many", most=MOST)
    done = Sorted()
    wanted = list(dict.fromkeys(normal_ref(ref) or ref for ref in refs))
    for start in range(0, len(wanted), CHUNK):
        _sort_chunk(caller, wanted[start : start + CHUNK], fields, done)
    return done


def _sort_chunk(caller: Caller, refs: Sequence[str], fields: Mapping[str, object], done: Sorted) -> None:
    from holdtrue.core.messages import Message

    with acting(caller, "system.sort", "read", on_kind("system")) as act:
        found = reading.by_ref(caller.organisation.pk, refs)
        for ref in refs:
            record: Record | None = found.get(ref)
            if record is None or record.kind != "system" or record.retired_day is not None:
                done.refused.append((ref, Message("record.not_found", {"ref": ref})))
                continue
            decided = decision(caller, "edit", on_record(record))
            if not decided.allowed:
                done.refused.append((ref, decided.reason))
                continue
            before = record.head_number
            edit_within(act, record, fields, {})
            done.changed += record.head_number != before
            done.unchanged += record.head_number == before
    done.standing.update(act.derived)
