"""What follows where an indicator is out of target: a finding, an action, or a changed target that is then signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries.indicating import standing_of
from holdtrue.core.computed import COMPUTED
from holdtrue.core.kinds.suggestions import suggested
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary
from holdtrue.words import text
from holdtrue.words.figures import figure_named

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.vocabulary import Indicator
    from holdtrue.store.models import Record

WAYS = ("finding", "action", "target")
_SHORT = 120


def follow_up(  # what people say of it, each by its name
    caller: Caller,
    ref: str,
    way: str,
    *,
    why: str,
    owner: str = "",
    due: str = "",
    target: str = "",
) -> Record:
    """Open a finding or an action about the indicator, or set another target with its reason.

    None of them makes a value good: the indicator is out of target until a value is in it.
    """
    if way not in WAYS:
        raise BadInput("indicators.follow.way", field="way", value=way, known=WAYS)
    indicator = records.find(caller, ref)
    if indicator.kind != "indicator":
        raise BadInput("measure.not_an_indicator", ref=indicator.ref)
    if not why.strip():
        raise BadInput("indicators.follow.why", field="why")
    if way == "target":
        return _another_target(caller, indicator, target, why)
    day = caller.clock.day(caller.organisation.time_zone)
    standing = standing_of(caller.organisation, [indicator.pk], day)[0]
    if not standing.judged.out:
        raise BadInput("indicators.follow.in_target", ref=indicator.ref, field="way")
    if way == "finding":
        given: dict[str, object] = {
            "type": "minor",
            "nature": why.strip(),
            "source": indicator.ref,
            "about": [indicator.ref],
            "due": due,
        }
        given = {**suggested("finding", given, day), **{k: v for k, v in given.items() if v}}
        return records.add(caller, "finding", given, why=why)
    if not owner or not due:
        raise BadInput("indicators.follow.who", field="due" if owner else "owner")
    raw = {
        "title": why.strip().splitlines()[0][:_SHORT],
        "owner": owner,
        "due": due,
        "addresses": [indicator.ref],
        "means": why.strip(),
    }
    return records.add(caller, "action", raw, why=why)


def begin(caller: Caller, tag: str, *, system: str = "", owner: str = "") -> Record:
    """Add the indicator of a known figure, with its suggested target, direction and unit. One click."""
    known = vocabulary().indicators.get(tag)
    if known is None:
        raise BadInput("indicators.begin.unknown", field="tag", value=tag)
    require(caller, "add", on_kind("indicator"))
    raw: dict[str, object] = {
        "title": _title(tag),
        "tag": tag,
        "definition": text(f"indicators.begin.{tag}"),
        "method": text("indicators.begin.counted" if tag in COMPUTED else "indicators.begin.entered"),
        "unit": known.unit,
        "direction": known.direction,
        "target": _target(known),
        "frequency": "1 month" if tag in COMPUTED else "6 months",
        "owner": owner or caller.actor.person,
        "system": system,
    }
    return records.add(caller, "indicator", {name: value for name, value in raw.items() if value != ""})


def _another_target(caller: Caller, indicator: Record, target: str, why: str) -> Record:
    require(caller, "edit", on_record(indicator))
    if not target.strip():
        raise BadInput("indicators.follow.target_missing", field="target")
    return records.edit(caller, indicator.ref, {"target": target.strip()}, why=why)


def _title(tag: str) -> str:
    return figure_named(tag)


def _target(known: Indicator) -> str:
    if known.target is None:
        return ""
    if isinstance(known.target, tuple):
        return " to ".join(f"{x:g}" for x in known.target)
    return f"{known.target:g}"


__all__ = ["WAYS", "begin", "follow_up"]
