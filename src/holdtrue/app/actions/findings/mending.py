"""Putting a finding right: the correction, the cause, the look for similar cases, and the actions that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_kind, on_record
from holdtrue.app.queries.mending import of_record
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.matching import filled
from holdtrue.core.mending import LOOK_WITHIN
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.store.models import Record

KIND = "finding"


def correct(caller: Caller, ref: str, text: str) -> Record:
    """Say what was done at once. BadInput without words, or where the finding is closed."""
    return _say(caller, ref, "correct", {"correction": text})


def trace(caller: Caller, ref: str, cause: str, *, recurrence_of: str = "") -> Record:
    """Say the cause, and of which closed finding it is the return. BadInput without words."""
    return _say(caller, ref, "trace", {"cause": cause}, recurrence_of=recurrence_of)


def compare(caller: Caller, ref: str, text: str, *, also: Sequence[str] = ()) -> Record:
    """Say where similar cases were looked for; records in which the same was found are what it is about from now on."""
    return _say(caller, ref, "compare", {"similar_cases": text}, also=also)


def answer(caller: Caller, ref: str, title: str, *, owner: str, due: str, means: str = "") -> Record:
    """Agree on an action that removes the cause, with who does it by when. BadInput where one of these is missing.

    The day to close the finding by moves to the day on which its effect can be seen, where it lies before.
    """
    finding = found(caller, ref)
    given = {"title": title, "owner": owner, "due": due, "means": means}
    for name in ("title", "owner", "due"):
        if not given[name].strip():
            raise BadInput(f"finding.action.{name}", field=name, ref=finding.ref)
    raw: dict[str, object] = {**given, "type": "corrective", "addresses": [finding.ref]}
    fields, links = clean("action", {name: value for name, value in raw.items() if value})
    with acting(caller, "finding.answer", "add", on_kind("action")) as act:
        refuse_closed(finding)
        made = records.add_within(act, KINDS["action"], fields, links)
        leave_time(act, finding)
        return made


def done(caller: Caller, ref: str, action: str, *, on: str = "", why: str = "") -> Record:
    """Say that an action that answers the finding was done, today where no day is named."""
    finding = found(caller, ref)
    record = records.find(caller, action)
    if record.ref not in {fix.ref for fix in of_record(finding).fixes}:
        raise BadInput("finding.not_its_action", field="action", ref=finding.ref, action=record.ref)
    day = on or iso(caller.clock.day(caller.organisation.time_zone))
    return records.edit(caller, record.ref, {"done_on": day}, why=why)


def found(caller: Caller, ref: str) -> Record:
    """Return the finding of a ref; NotFound where it is of another kind."""
    record = records.find(caller, ref)
    if record.kind != KIND:
        raise NotFound("record.not_found", ref=ref)
    return record


def refuse_closed(finding: Record) -> None:
    """Read the finding anew under the lock; BadInput where it is closed."""
    reading.renew(finding)
    if filled(reading.body(finding)["fields"].get("closed_on")):
        raise BadInput("finding.closed", ref=finding.ref)


def leave_time(act: Act, finding: Record) -> None:
    """Move the day to close a finding by to where its effect can be looked at, if that lies later."""
    work = of_record(finding).work
    seen = work.effect_expected
    if seen is not None and (work.due is None or work.due < seen + LOOK_WITHIN):
        records.edit_within(act, finding, {"due": iso(seen + LOOK_WITHIN)}, {})


def _say(
    caller: Caller,
    ref: str,
    step: str,
    said: dict[str, str],
    *,
    recurrence_of: str = "",
    also: Sequence[str] = (),
) -> Record:
    finding = found(caller, ref)
    for name, text in said.items():
        if not text.strip():
            raise BadInput(f"finding.say.{name}", field=name, ref=finding.ref)
    raw: dict[str, object] = {**said}
    if recurrence_of:
        raw["recurrence_of"] = recurrence_of
    with acting(caller, f"finding.{step}", "edit", on_record(finding)) as act:
        refuse_closed(finding)
        if also:
            raw["about"] = [*reading.body(finding)["links"].get("about", ()), *also]
        fields, links = clean(KIND, raw, partial=True)
        if finding.ref in links.get("recurrence_of", ()):
            raise BadInput("finding.itself", field="recurrence_of", ref=finding.ref)
        return records.edit_within(act, finding, fields, links)


__all__ = ["answer", "compare", "correct", "done", "found", "leave_time", "refuse_closed", "trace"]
