"""Indicators as the command line and the API write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.claims.measured import target_said
from holdtrue.core.days import iso
from holdtrue.core.measuring import unit_of
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.values_file import Report
    from holdtrue.app.queries.indicating import Listed, Series, Standing
    from holdtrue.core.judging import Dated

Json = dict[str, Any]


def indicators_json(found: Listed) -> Json:
    """Return one page of indicators; `next` is the `after` of the page that follows."""
    return {"indicators": [indicator_json(one) for one in found.rows], "next": found.next or None}


def indicator_json(one: Standing) -> Json:
    """Return one indicator as it stands."""
    judged = one.judged
    return {
        "ref": one.record.ref,
        "title": one.record.title,
        "tag": one.record.key or None,
        "system": one.system.ref if one.system else None,
        "owner": one.owner.ref if one.owner else None,
        "unit": unit_of(one.fields),
        "target": one.fields.get("target"),
        "target_said": target_said(one.fields) or None,
        "state": judged.state.name.lower().replace("_", " "),
        "because": say(judged.why),
        "value": judged.newest.value if judged.newest else None,
        "on": iso(judged.newest.day) if judged.newest else None,
        "count": judged.newest.count if judged.newest else None,
        "next_due": iso(judged.due) if judged.due else None,
        "computed": one.computed,
        "followed": [
            {"ref": row.record.ref, "closed_on": iso(row.closed) if row.closed else None}
            for row in one.followed
        ],
    }


def series_json(found: Series) -> Json:
    """Return one indicator with its values, the newest first, every correction beside what it corrects."""
    return {**indicator_json(found.standing), "values": [_value(value) for value in found.every]}


def report_json(found: Report) -> Json:
    """Return what became of the rows of a file; the counts add up to `rows`."""
    refused = [one for one in found.lines if one.state == "refused"]
    return {
        "rows": len(found.lines),
        **{state: found.counted(state) for state in ("added", "unchanged", "refused")},
        "refusals": [{"line": one.line, "why": say(one.why) if one.why else ""} for one in refused],
    }


def _value(value: Dated) -> Json:
    return {
        "on": iso(value.day),
        "value": value.value,
        "count": value.count,
        "recorded_on": iso(value.recorded),
        "version": value.version,
    }


__all__ = ["indicator_json", "indicators_json", "report_json", "series_json"]
