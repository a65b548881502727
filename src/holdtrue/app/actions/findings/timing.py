"""Days around a finding: by when it is closed where nobody named one, and that what answers it comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.certifying import TYPES, answer_by
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds.suggestions import suggested
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.findings import known_by, made_on, revisions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.composing import End
    from holdtrue.core.days import Day
    from holdtrue.core.kinds import Kind
    from holdtrue.store.findings import Made
    from holdtrue.store.models import Record

FINDING, ACTION = "finding", "action"


def due_on(fields: Mapping[str, object], audit: Record | None, day: Day) -> str:
    """Return the day a finding is to be closed by, as its weight asks; '' where it has none.

    What a certification body found is due as bodies ask, counted from the last day of its audit.
    """
    weight = str(fields.get("type") or "")
    if audit is not None and audit.key in TYPES and audit.event_day is not None:
        asked = answer_by(weight, audit.event_day)
        if asked is not None:
            return iso(asked)
    return suggested(FINDING, {"type": weight}, day).get("due", "") if weight else ""


def due_added(
    organisation_id: int,
    kind: type[Kind],
    fields: Mapping[str, object],
    ends: Mapping[str, Sequence[End]],
    day: Day,
) -> Mapping[str, object]:
    """Return a new finding with the day to close it by, where none was named; any other kind as it came."""
    if kind.id != FINDING or filled(fields.get("due")):
        return fields
    due = due_on(fields, _audit(organisation_id, ends), day)
    return {**fields, "due": due} if due else fields


def due_followed(
    record: Record,
    before: Mapping[str, Any],
    fields: Mapping[str, object],
    ends: Mapping[str, Sequence[End]],
    day: Day,
) -> Mapping[str, object]:
    """Return what changes, with the day to close a finding by where its weight changes and nobody named that day.

    A day counts as named where it is not the one that the weight asked for so far. A finding that weighs more than
    it did is given the time of its new weight from today, and never more than it had.
    """
    held = before["fields"]
    if record.kind != FINDING or "type" not in fields or fields["type"] == held.get("type"):
        return fields
    if filled(fields.get("due")) and fields["due"] != held.get("due"):
        return fields
    audit = _audit(record.organisation_id, ends)
    if filled(held.get("due")) and held["due"] != due_on(held, audit, record.recorded_day):
        return fields
    anew = due_on(fields, audit, record.recorded_day)
    if anew and anew < iso(day):
        anew = min(due_on(fields, None, day), str(held.get("due") or "9999"))
    return {**fields, "due": anew or None}


def refuse_before(
    organisation_id: int,
    kind: str,
    fields: Mapping[str, object],
    ends: Mapping[str, Sequence[End]],
    *,
    same: str = "",
) -> None:
    """BadInput where an action would have been done before the finding it answers was made, or was opened again.

    A finding was made on the day it was recorded, or from which it was said to be true, or on which the audit it comes
    from was held, whichever is earliest.
    An action of an earlier round stays one: it answers nothing in this round, so its day may be put right. `fields`
    is what the action would say, `same` the uid or the source key by which it is known already.
    """
    done = to_day(fields.get("done_on")) if kind == ACTION else None
    rows = [end.row_id for end in ends.get("addresses", ()) if end.row_id is not None]
    if done is None or not rows:
        return
    for one in made_on(organisation_id, rows):
        said = {"field": "done_on", "ref": one.ref, "done_day": done}
        if done < one.made:
            raise BadInput("finding.done_before", made_day=one.made, **said)
        begun = _round_begun(organisation_id, one, same) if one.body["fields"].get("round") else None
        if begun is not None and done < begun:
            raise BadInput("finding.done_in_round", begun_day=begun, **said)


def _round_begun(organisation_id: int, finding: Made, same: str) -> Day | None:
    """The day on which its round began; None for an action that was tried in an earlier one."""
    tried = finding.body["links"].get("tried") or ()
    if same and (same in tried or same in known_by(organisation_id, tried)):
        return None
    said = finding.body["fields"].get("round")
    return next(
        one.recorded
        for one in revisions(organisation_id, [finding.id])
        if one.body["fields"].get("round") == said
    )


def _audit(organisation_id: int, ends: Mapping[str, Sequence[End]]) -> Record | None:
    uids = [end.uid for end in ends.get("audit", ())]
    return reading.by_uid(organisation_id, uids).get(uids[0]) if uids else None


__all__ = ["due_added", "due_followed", "due_on", "refuse_before"]
