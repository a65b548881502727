"""Saving an impact assessment as a draft, and completing it so that it can be signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.queries.assessing import TYPE, assessing
from holdtrue.core.assessing import parts_for
from holdtrue.core.days import iso
from holdtrue.core.impacts import SEVERITIES, answering, gravest, read
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


def save(
    caller: Caller,
    ref: str,
    said: Mapping[str, object],
    *,
    still_so: Collection[str] = (),
    revision: int | None = None,
) -> Record:
    """Write what was said as a draft of the system's assessment; what is in force stays until the draft is signed.

    Measures that name controls and risks link them. Raises Stale where somebody wrote meanwhile, BadInput where the
    severity is milder than that of the gravest impact.
    """
    return _write(caller, ref, said, still_so=still_so, revision=revision, completed="")


def complete(
    caller: Caller,
    ref: str,
    said: Mapping[str, object],
    *,
    still_so: Collection[str] = (),
    revision: int | None = None,
) -> Record:
    """Save it and, where every section is done, mark it complete, ready to be signed; BadInput names what is open.

    What was said is saved in either case, so that nothing typed is lost.
    """
    made = _write(caller, ref, said, still_so=still_so, revision=revision, completed="")
    now = assessing(caller, ref)
    if not now.finished:
        open_ = tuple(Message(f"assess.section.{p.part.id}") for p in now.progress if not p.done)
        raise BadInput("assess.unfinished", field="complete", sections=open_, ref=made.ref)
    day = iso(caller.clock.day(caller.organisation.time_zone))
    return records.edit(caller, made.ref, {"completed_on": day})


def _write(
    caller: Caller,
    ref: str,
    said: Mapping[str, object],
    *,
    still_so: Collection[str],
    revision: int | None,
    completed: str,
) -> Record:
    found = assessing(caller, ref)
    known = {p.id for p in parts_for(found.tier)}
    raw = {**said, "still_so": [name for name in still_so if name in known], "completed_on": completed}
    impacts = read(said.get("impacts", found.fields.get("impacts")))
    worst, told = gravest(impacts), str(said.get("severity") or "")
    if worst and told in SEVERITIES and SEVERITIES.index(told) < SEVERITIES.index(worst):
        raise BadInput("assess.milder", field="severity", worst=Message(f"choice.impact_severity.{worst}"))
    if worst and "severity" in said and not told:
        raw["severity"] = worst
    controls, risks = answering(impacts)
    raw |= {"controls": list(controls), "risks": list(risks)}
    if found.record:
        return records.edit(caller, found.record, raw, revision=revision)
    filled = {name: value for name, value in raw.items() if value not in ("", [], ())}
    return records.add(caller, "impact_assessment", {**filled, "type": TYPE, "system": found.ref})
