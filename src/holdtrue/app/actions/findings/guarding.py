"""What no plain edit does to a finding: close it, open it again, make it weigh less, or take it away while it acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.recurrences import came_back
from holdtrue.core.derived import finding_acts
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.actions.composing import End
    from holdtrue.core.kinds import Kind
    from holdtrue.store.models import Record

KIND = "finding"
ACTS = frozenset(
    {"finding.plan", "finding.verify", "finding.not_effective", "finding.settle", "finding.reopen"}
)
"""Names of the actions that set what nobody types."""
_WEIGHTS = ("improvement", "observation", "minor", "major")
_AGAINST = ("practice", "requirement", "about")
"""What it is against and where: taken away, it would act there no more."""


def refuse_change(  # noqa: PLR0913  # a change as it is asked for, each part by its name
    caller: Caller,
    action: str,
    record: Record,
    before: Mapping[str, Mapping[str, object]],
    *,
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    ends: Mapping[str, Sequence[End]],
    why: str,
) -> None:
    """BadInput where a finding would be closed, opened or made lighter by anything but the acts that may."""
    if record.kind != KIND or action in ACTS:
        return
    _refuse_by_hand(record.ref, before["fields"], before["links"], fields, ends, asked=(*fields, *links))
    if not finding_acts(before["fields"]) or not _lighter(before, fields, links, ends):
        return
    require(caller, "verify_effect", on_record(record))
    if not why.strip():
        raise BadInput("finding.lighter", field="why", ref=record.ref)


def refuse_new(
    act: Act, kind: type[Kind], fields: Mapping[str, object], ends: Mapping[str, Sequence[End]]
) -> None:
    """BadInput where a finding would be added that is closed already."""
    if kind.id == KIND and act.name not in ACTS:
        _refuse_by_hand("", {}, {}, fields, ends, asked=(*fields, *ends))


def refuse_taking_away(record: Record, fields: Mapping[str, object]) -> None:
    """BadInput where a finding that lowers a standing would be retired: it is closed first."""
    if record.kind == KIND and finding_acts(fields):
        raise BadInput("finding.acts_still", ref=record.ref)


def acts(fields: Mapping[str, object]) -> bool:
    """Whether a finding lowers a standing as it stands."""
    return finding_acts(fields)


def weighs_less(kept: Mapping[str, Mapping[str, object]], lost: Mapping[str, Mapping[str, object]]) -> bool:
    """Whether the one that stays acts less than the one merged into it did, or not on all that it acted on."""
    mine, theirs = kept["fields"], lost["fields"]
    if not finding_acts(theirs):
        return False
    if not finding_acts(mine) or _weight(mine.get("type")) < _weight(theirs.get("type")):
        return True
    if filled(theirs.get("practice")) and mine.get("practice") != theirs.get("practice"):
        return True
    return any(not _set(lost, name) <= _set(kept, name) for name in ("requirement", "about"))


def _set(body: Mapping[str, Mapping[str, object]], name: str) -> set[str]:
    uids: Sequence[str] = body["links"].get(name) or ()  # type: ignore[assignment]  # links are lists of uids
    return set(uids)


def linked_back(
    act: Act, kind: type[Kind], fields: Mapping[str, object], ends: Mapping[str, Sequence[End]]
) -> Mapping[str, tuple[str, ...]]:
    """Return the link of a new finding to the closed one it is the return of; nothing where there is none."""
    if kind.id != KIND or ends.get("recurrence_of"):
        return {}
    about = [end.uid for end in ends.get("about", ())]
    found = came_back(
        act.organisation.pk,
        act.day,
        practice=str(fields.get("practice") or ""),
        requirement=str(fields.get("requirement") or ""),
        about=about,
    )
    return {"recurrence_of": (found[0].record.uid,)} if found else {}


def _refuse_by_hand(
    ref: str,
    held: Mapping[str, object],
    tied: Mapping[str, object],
    fields: Mapping[str, object],
    ends: Mapping[str, Sequence[End]],
    *,
    asked: Sequence[str],
) -> None:
    for spec in KINDS[KIND].field_specs():
        if not spec.noted or spec.name not in asked:
            continue
        now = sorted(e.uid for e in ends.get(spec.name, ())) if spec.linked else fields.get(spec.name)
        was = sorted(tied.get(spec.name) or ()) if spec.linked else held.get(spec.name)  # type: ignore[call-overload]  # links are lists
        if (filled(now) or filled(was)) and now != was:
            raise BadInput("finding.by_act", field=spec.name, label=spec.label, ref=ref)


def _lighter(
    before: Mapping[str, Mapping[str, object]],
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    ends: Mapping[str, Sequence[End]],
) -> bool:
    held = before["fields"]
    if "type" in fields and _weight(fields["type"]) < _weight(held.get("type")):
        return True
    for name in _AGAINST:
        if name == "practice":
            if name in fields and filled(held.get(name)) and fields[name] != held.get(name):
                return True
        elif name in links and not _set(before, name) <= {end.uid for end in ends.get(name, ())}:
            return True
    return False


def _weight(value: object) -> int:
    return _WEIGHTS.index(str(value)) if value in _WEIGHTS else -1


__all__ = [
    "ACTS",
    "acts",
    "linked_back",
    "refuse_change",
    "refuse_new",
    "refuse_taking_away",
    "weighs_less",
]
