"""Looking over the tools one owns: facts, supplier and version written, and everything signed, in one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.app.actions.sign import Decision, sign_all, signer_of
from holdtrue.app.queries.looking_over import Tool, tools
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import reading
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.store.models import Record, SignOff

GOOD_FOR = "12 months"
_ADDED = ("component", "supplier", "evidence")


@dataclass(frozen=True, slots=True)
class Looked:
    """What an owner said of one tool."""

    ref: str
    where: tuple[str, ...]
    """Where its data lies."""
    supplier: str
    trains: bool | None
    """Whether the supplier trains on our data; None where nobody said so."""
    version: str
    limits: str
    stop: str = ""
    terms: str = ""
    """On which terms personal data leaves; asked where personal data goes in."""
    sampled: str = ""
    """How many results were looked at and what was found; asked of the limited tier."""
    shown: Mapping[str, int] | None = None
    """Ref → revision of what the owner was shown of it."""


def look_over(caller: Caller, said: Sequence[Looked], *, proof: str = "") -> list[SignOff]:
    """Write what was said and sign the tools with what others prepared for them: all of it or none.

    BadInput names the first field that is empty; Stale where something moved on since it was shown. What the owner
    wrote themselves, and nobody else has signed, is left to another's signature.
    """
    first = _chosen(caller, said)[0][0].record
    with acting(caller, "system.look_over", "sign", on_record(first)) as act:
        chosen = _chosen(caller, said)  # as they stand under the lock
        for tool, one in chosen:
            _write(act, tool, one)
        return _sign(act, [tool for tool, _ in chosen], proof)


def _chosen(caller: Caller, said: Sequence[Looked]) -> list[tuple[Tool, Looked]]:
    """The tools spoken of that are the caller's own, with what was said of each; raises where one may not be signed."""
    owned = {tool.record.ref: tool for tool in tools(caller)}
    chosen = [(owned[one.ref], one) for one in said if one.ref in owned]
    if not chosen:
        raise BadInput("look.nothing", field="look")
    for tool, one in chosen:
        _require_whole(tool, one)
        require(caller, "edit", on_record(tool.record))
    for kind in _ADDED:
        require(caller, "add", on_kind(kind))
    return chosen


def _require_whole(tool: Tool, one: Looked) -> None:
    asked: dict[str, object] = {"where": one.where, "supplier": one.supplier, "version": one.version}
    asked |= {"limits": one.limits, "trains": "" if one.trains is None else "said"}
    if tool.limited:
        asked |= {"stop": one.stop, "sampled": one.sampled}
    if tool.personal:
        asked["terms"] = one.terms
    for name, value in asked.items():
        if not value:
            raise BadInput("look.empty", field=f"{one.ref}.{name}", title=tool.record.title)
    shown = one.shown or {}
    seen = [tool.record, *(record for record, _ in tool.prepared)]
    moved = [r.ref for r in seen if r.ref in shown and shown[r.ref] != r.head_number]
    if moved:
        raise Stale("sign.set.moved", refs=", ".join(moved))


def _write(act: Act, tool: Tool, one: Looked) -> None:
    supplier = _kept(
        act,
        "supplier",
        tool.supplier or _named(act, one.supplier),
        {
            "name": one.supplier,
            "data_location": ", ".join(one.where),
            "trains_on_our_data": one.trains,
        },
    )
    component = _kept(
        act,
        "component",
        tool.component,
        {
            "type": "service",
            "name": tool.component_fields.get("name") or tool.record.title,
            "version": one.version,
            "made_by": "others",
            "supplier": supplier.uid,
        },
    )
    facts: dict[str, object] = {
        "data_locations": list(one.where),
        "assumptions_and_limits": one.limits,
        "components": [component.uid],
    }
    if tool.component is not None:
        del facts["components"]
    _kept(act, "system", tool.record, facts | ({"stop_method": one.stop} if tool.limited else {}))
    _proof(
        act,
        tool,
        "configuration-snapshot",
        text("look.snapshot", title=tool.record.title, version=one.version),
    )
    if tool.limited:
        _proof(act, tool, "oversight-sample", one.sampled)
    if tool.personal:
        told = {"type": "privacy", "system": tool.record.uid, "transfer_terms": one.terms}
        _kept(act, "impact_assessment", tool.terms, told)
    for record, fields in tool.prepared:
        # The yes counts from the day it is signed, when what it rests on is signed too.
        if record.kind == "change" and fields.get("effective_on") != iso(act.day):
            _kept(act, "change", record, {"effective_on": iso(act.day)})


def _named(act: Act, name: str) -> Record | None:
    """A supplier of that name that stands already: one for all of its tools."""
    some = reading.of_kinds(act.organisation.pk, ["supplier"])
    return next((r for r in some if r.title.casefold() == name.casefold()), None)


def _kept(act: Act, kind: str, record: Record | None, raw: Mapping[str, object]) -> Record:
    """Write what was said, as a revision where it is on record already."""
    if record is None:
        fields, links = clean(kind, raw)
        return add_within(act, KINDS[kind], fields, links)
    reading.renew(record)
    fields, links = clean(kind, {n: value for n, value in raw.items() if n != "type"}, partial=True)
    return edit_within(act, record, fields, links)


def _proof(act: Act, tool: Tool, tag: str, title: str) -> None:
    """What the owner saw with their own eyes is evidence that a named person has read."""
    told = {"tag": tag, "title": title, "source": title, "collected_on": iso(act.day)}
    told |= {"result": "in_order", "read_on": iso(act.day), "read_by": act.caller.actor.person}
    fields, links = clean("evidence", {**told, "about": [tool.record.uid]})
    add_within(act, KINDS["evidence"], {**fields, "self_read": True}, links)


def _sign(act: Act, looked: Sequence[Tool], proof: str) -> list[SignOff]:
    """Sign everything as one set; a decision once taken stands, all else is good for a year."""
    pk, name = act.organisation.pk, text("look.set")
    refs = [r.ref for tool in looked for r in (tool.record, *(p for p, _ in tool.prepared))]
    after = [r for tool in tools(act.caller) if tool.record.ref in refs for r in _around(tool)]
    records = list(reading.by_ref(pk, [*refs, *after]).values())
    signer, uid = signer_of(act.caller, ""), act.caller.clock.uid()
    made: list[SignOff] = []
    for kinds, meaning, good_for in ((False, "confirmed", GOOD_FOR), (True, "approved", "")):
        some = [r for r in records if (r.kind == "change") is kinds]
        if some:
            decision = Decision(meaning, good_for, "", proof, set_uid=uid, set_name=name)
            made += sign_all(act, some, signer, decision)
    return made


def _around(tool: Tool) -> list[str]:
    return [tool.supplier.ref] if tool.supplier else []


__all__ = ["GOOD_FOR", "Looked", "look_over"]
