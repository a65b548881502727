"""What API and command line tell of findings' mending and of what the loop learned, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app.queries import mending
from holdtrue.core.days import iso
from holdtrue.core.mending import lacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.loop import Counted, Loop
    from holdtrue.app.queries.mending import Fix, Mending
    from holdtrue.app.rows import Record
    from holdtrue.core.days import Day

Json = dict[str, Any]


def mending_json(caller: Caller, record: Record) -> Json:
    """Return how far the mending of a finding is. About seven queries."""
    known = mending.of_record(record)
    day = caller.clock.day(caller.organisation.time_zone)
    here, who = known.at(day), mending.people(record.organisation_id, known)
    told, _ = mending.rounds(record)
    return {
        "ref": record.ref,
        "type": known.work.weight,
        "step": here.step.value,
        "until": _day(here.due),
        "missing": [step.value for step in lacking(known.work)],
        **{name: known.text(name) for name in ("nature", "correction", "cause", "similar_cases")},
        "actions": [_fix(fix, who) for fix in known.fixes],
        "tried": [_fix(fix, who) for fix in known.tried],
        "effect_after": str(known.work.waits),
        "effect_from": _day(known.work.effect_from),
        "effect_evidence": [s.ref for s in known.seen],
        "checker": _ref(who, known, "checker"),
        "verified_by": _ref(who, known, "verified_by"),
        "closed_on": _day(known.work.closed),
        "rounds": [{"cause": r.cause, "ended": iso(r.ended), "why": r.why} for r in told],
    }


def loop_json(found: Loop) -> Json:
    """Return what the loop learned."""
    return {
        "from": iso(found.first),
        "to": iso(found.last),
        "opened": found.opened,
        "closed": found.closed,
        "still_open": found.still_open,
        "sources": _counted(found.sources),
        "causes": _counted(found.causes),
        "actions": {
            "done_in_time": found.done_in_time,
            "done_late": found.done_late,
            "overdue": found.overdue,
        },
        "verified": found.verified,
        "not_effective": found.not_effective,
        "days_to_mend": found.days_to_mend,
        "recurrences": [
            {"ref": r.ref, "of": r.of, "closed_on": _day(r.closed), "verified": r.verified}
            for r in found.returned
        ],
        "indicators": [
            {
                **{name: getattr(m, name) for name in ("finding", "action", "indicator", "measures")},
                "done_on": iso(m.done),
                "before": m.before,
                "before_n": m.before_n,
                "after": m.after,
                "after_n": m.after_n,
                "better": m.better,
            }
            for m in found.moved
        ],
        "findings": [
            {
                **{name: getattr(x, name) for name in ("ref", "nature", "source", "cause")},
                "type": x.weight,
                "opened_on": iso(x.opened),
                "closed_on": _day(x.closed),
                "effect_verified_on": _day(x.verified),
                "actions": [fix.ref for fix in x.actions],
                "rounds": len(x.rounds),
                "recurrence_of": x.returned or None,
            }
            for x in found.lines
        ],
        "more": found.more,
    }


def _counted(some: Iterable[Counted]) -> list[Json]:
    return [{"name": c.name, "n": c.n, "refs": list(c.refs)} for c in some]


def _fix(fix: Fix, who: Mapping[str, Record]) -> Json:
    owner = who.get(fix.owner)
    return {
        "ref": fix.ref,
        "title": fix.title,
        "owner": owner.ref if owner else None,
        "due": _day(fix.due),
        "done_on": _day(fix.done),
    }


def _ref(who: Mapping[str, Record], known: Mending, relation: str) -> str | None:
    person = who.get(known.one(relation))
    return person.ref if person else None


def _day(day: Day | None) -> str | None:
    return iso(day) if day is not None else None


__all__ = ["loop_json", "mending_json"]
