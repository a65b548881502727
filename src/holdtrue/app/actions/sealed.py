"""What no change does to a record and what is not taken away, whichever way it comes: page, API, file, merge, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.findings import guarding
from holdtrue.app.actions.findings.timing import refuse_before
from holdtrue.app.actions.precedents import refuse_rewriting
from holdtrue.app.actions.staying import refuse_closing, refuse_taking, refuse_who_signs_in, signs_in
from holdtrue.core.refusals import BadInput
from holdtrue.core.retiring import in_service, require_off
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.actions.composing import End
    from holdtrue.store.models import Record

KINDS = frozenset({"action", "finding", "incident", "ruling"})
"""Whose changes are looked at; those of any other kind need not be asked about."""


def refuse_changing(  # noqa: PLR0913  # a change as it is asked for, each part by its name
    caller: Caller,
    action: str,
    record: Record,
    before: Mapping[str, Any],
    *,
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    ends: Mapping[str, Sequence[End]],
    why: str = "",
) -> None:
    """BadInput or NotAllowed where a revision would say what only an act of its own may.

    `fields` and `links` hold what changes, `ends` all links as they would be, `action` the name of what is running.
    """
    if record.kind not in KINDS:
        return
    refuse_rewriting(record, before["fields"], fields)
    guarding.refuse_change(caller, action, record, before, fields=fields, links=links, ends=ends, why=why)
    after = {**before["fields"], **fields}
    if "done_on" in fields or "addresses" in links:
        refuse_before(record.organisation_id, record.kind, after, ends, same=record.uid)
    refuse_closing(caller, record, before["fields"], after, links={**before["links"], **links})


def take_out(act: Act, record: Record) -> None:
    """Retire a record inside a running action; BadInput where it is one that stays."""
    refuse_taking(record)
    refuse_who_signs_in(record)
    fields = _fields(record)
    if record.kind == "system":
        require_off(record.ref, fields, act.organisation.gate_mode)
    guarding.refuse_taking_away(record, fields)
    act.retire(record)


def take_back(act: Act, record: Record) -> bool:
    """Retire what a file brought by mistake; False for what stays: a finding that acts, a person who signs in."""
    if signs_in(record):
        return False
    if record.kind == guarding.KIND and guarding.acts(_fields(record)):
        return False
    act.retire(record)
    return True


def refuse_lost(act: Act, kept: Record, lost: Record) -> None:
    """BadInput where what was merged away weighs more than what stands for it now."""
    mine, theirs = reading.body(kept), reading.body(lost)
    if kept.kind == guarding.KIND and guarding.weighs_less(mine, theirs):
        raise BadInput("finding.merged_lighter", ref=lost.ref, other=kept.ref)
    if kept.kind == "system" and not in_service(mine["fields"]):
        require_off(lost.ref, theirs["fields"], act.organisation.gate_mode)


def _fields(record: Record) -> Mapping[str, object]:
    """Their newest fields, read only of kinds that are asked about."""
    asked = record.kind in ("system", guarding.KIND)
    found: Mapping[str, object] = reading.body(record)["fields"] if asked else {}
    return found


__all__ = ["refuse_changing", "refuse_lost", "take_back", "take_out"]
