"""The JSON that people's scripts read: one function per answer, shared by the API and the command line.

Keys are promises (see docs/api.md): they are added to, never renamed. Sentences are said here.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from holdtrue.app.shapes_signing import signoff_json
from holdtrue.core.days import Day, iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import State
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from holdtrue.app.queries.branches import Assessed, Branch
    from holdtrue.app.queries.lists import Listed
    from holdtrue.app.queries.one_system import SystemStatus
    from holdtrue.app.queries.records import Happened, Near, Shown
    from holdtrue.app.queries.runs import Cells, Run
    from holdtrue.app.queries.status import Lapse, Stand, Status
    from holdtrue.app.queries.versions import Version
    from holdtrue.app.queries.why import Why
    from holdtrue.core.messages import Message
    from holdtrue.core.refusals import Refusal
    from holdtrue.store.listing import Line
    from holdtrue.store.models import Measurement, Record

Json = dict[str, object]


def until(day: Day | None) -> str | None:
    """Return an until as scripts read it: a date, 'always', 'never', or None where there is none."""
    return None if day is None else iso(day)


def said(message: Message | None) -> str:
    """Return a sentence, or nothing where there is none."""
    return say(message) if message else ""


def status_json(status: Status) -> Json:
    """Return where the organisation, or a branch of it, stands."""
    organisation = status.figures.organisation
    certified = status.certification_holds_until
    return {
        "organisation": organisation.name,
        "slug": organisation.slug,
        **({"unit": status.unit.ref, "title": status.unit.title} if status.unit else {}),
        "at": iso(status.figures.day),
        "index": status.index.tenths,
        "profile": status.index.profile,
        "band": status.index.band.id,
        "band_lowered_because": said(status.index.capped) or None,
        "properties": properties_json(status.index.properties),
        "holds_until": until(status.holds_until.day) if status.holds_until else None,
        "certification_holds_until": until(certified.day) if certified else None,
        "holding": status.holding,
        "not_holding": status.not_holding,
        "systems": status.systems,
        "systems_known": status.systems_known,
        "systems_unsorted": status.unsorted,
        "practices": [stand_json(stand) for stand in status.stands],
        "lapses": [lapse_json(lapse) for lapse in status.lapses],
        "rules": status.index.library_digest,
    }


def around_json(counts: Assessed, systems: Sequence[Record], branches: Sequence[Branch]) -> Json:
    """Return what an organisation's status says beside its figures."""
    return {
        "high_without_assessment": {
            "systems": counts.systems,
            "without": counts.without,
            "said_only": counts.said,
            "first": [{"ref": r.ref, "title": r.title} for r in systems],
        },
        "units": [
            {
                "ref": b.unit.ref,
                "title": b.unit.title,
                "systems": b.systems,
                "high_in_operation": b.assessed.systems,
                "high_without_assessment": b.assessed.without,
                "holding": b.holding,
                "of": b.scopes,
            }
            for b in branches
        ],
    }


def system_status_json(status: SystemStatus) -> Json:
    """Return where one system stands, under the keys of the organisation's answer."""
    certified = status.certification_holds_until
    return {
        "organisation": status.organisation.name,
        "slug": status.organisation.slug,
        "system": status.record.ref,
        "title": status.record.title,
        "tier": status.tier or "unsorted",
        "at": iso(status.day),
        "index": status.index.tenths,
        "profile": status.index.profile,
        "band": status.index.band.id,
        "properties": properties_json(status.index.properties),
        "holds_until": until(status.holds_until.day) if status.holds_until else None,
        "certification_holds_until": until(certified.day) if certified else None,
        "holding": status.holding,
        "not_holding": status.not_holding,
        "systems": 1,
        "practices": [stand_json(stand) for stand in status.stands],
    }


def properties_json(scores: Mapping[str, Fraction | None]) -> Json:
    """Return property → score with one decimal, rounded down; None where nothing of it applies."""
    return {name: None if value is None else tenths(value) for name, value in scores.items()}


def tenths(value: Fraction) -> float:
    """Return a score with one decimal, rounded down, as it is shown everywhere."""
    return floor(value * 10) / 10


def stand_json(stand: Stand) -> Json:
    """Return one practice in one scope."""
    return {
        "id": stand.practice.id,
        "title": stand.practice.title,
        "level": stand.level_word,
        "until": iso(stand.until),
        "state": stand.state.word,
        "because": say(stand.because),
        "score": None if stand.score is None else tenths(stand.score),
        "target": LEVEL_WORDS[stand.target],
        "applies": stand.score is not None,
        "counted": stand.counted,
        "joined_by_law": stand.joined,
        "holding": stand.holding,
        "scopes": stand.scopes,
    }


def lapse_json(lapse: Lapse) -> Json:
    """Return a level that ends, and when."""
    return {
        "on": iso(lapse.day),
        "practice": lapse.practice.id,
        "title": lapse.practice.title,
        "level": LEVEL_WORDS[lapse.level],
        "systems": lapse.systems,
    }


def why_json(why: Why) -> Json:
    """Return why a practice stands as it does in a scope, and what would mend it."""
    return {
        "scope": "organisation" if why.scope.kind == "organization" else why.scope.ref,
        "ref": why.scope.ref,
        "practice": why.practice.id,
        "title": why.practice.title,
        "at": iso(why.day),
        "applies": why.applies,
        "reached": LEVEL_WORDS[why.reached],
        "level": LEVEL_WORDS[why.level],
        "until": iso(why.until),
        "state": why.state.word,
        "because": say(why.because),
        "witness": list(why.witness),
        "remedy": say(why.remedy),
        "remedy_action": why.remedy_action,
        "remedy_ref": why.remedy_ref,
        "remedy_role": why.remedy_role,
        "findings": list(why.findings),
        "changed": [
            {"ref": c.ref, "field": c.field, "label": say(c.label), "before": c.before, "after": c.after}
            for c in why.changed
        ],
    }


def record_json(shown: Shown) -> Json:
    """Return one record; `fields` holds the derived ones too, which `derived` names."""
    record = shown.record
    return {
        "ref": record.ref,
        "kind": record.kind,
        "title": record.title,
        "uid": record.uid,
        "fields": {**shown.fields, **shown.derived},
        "derived": sorted({*shown.derived, *_noted(record.kind, shown.fields)}),
        "links": {name: [_ref(near) for near in some] for name, some in shown.links.items()},
        "linked": [
            {"relation": name, **near_json(near)}
            for name, some in shown.links.items()
            for near in some
            if not isinstance(near, str)
        ],
        "incoming": {kind: [near_json(near) for near in some] for kind, some in shown.incoming.items()},
        "revision": shown.revision,
        "in_force": shown.in_force,
        "digest": shown.digest,
        "retired": record.retired_day is not None,
        "missing": list(shown.missing),
        "source_fields": dict(shown.source_fields),
    }


def _noted(kind: str, fields: Mapping[str, object]) -> list[str]:
    """Fields that nobody types though no rule works them out: what an action saw."""
    specs = KINDS[kind].specs_by_name()
    return [name for name in fields if name in specs and specs[name].noted]


def _ref(near: Near | str) -> str:
    return near if isinstance(near, str) else near.ref


def near_json(near: Near) -> Json:
    """Return a record at the other end of a link."""
    return {"ref": near.ref, "kind": near.kind, "title": near.title}


def page_json(listed: Listed) -> Json:
    """Return a page of a list; `total` is None beyond 10,000, and `next` what to pass as `after`."""
    page = listed.page
    return {
        "records": [line_json(listed, line) for line in page.lines],
        "total": page.total,
        "more": page.more,
        "next": page.lines[-1].ref if page.more and page.lines else None,
    }


def line_json(listed: Listed, line: Line) -> Json:
    """Return one row of a list: a record without what lies around it."""
    body = listed.bodies.get(line.id) or {"fields": {}, "links": {}}
    made: Json = {
        "ref": line.ref,
        "kind": line.kind,
        "title": line.title,
        "fields": body["fields"],
        "links": {
            name: [listed.refs.get(uid, uid) for uid in uids] for name, uids in body["links"].items() if uids
        },
        "revision": line.revision,
        "in_force": line.in_force,
        "digest": line.digest,
        "unit": line.unit,
        "changed_at": line.changed_at.isoformat()
        if hasattr(line.changed_at, "isoformat")
        else line.changed_at,
    }
    if line.worst is not None:
        made |= {
            "tier": line.tier or "unsorted",
            "state": State(line.worst).word,
            "next_change": iso(line.next_change) if line.next_change else None,
        }
    return made


def entry_json(happened: Happened) -> Json:
    """Return one thing that happened to a record."""
    return {
        "seq": happened.seq,
        "at": happened.at.isoformat(),
        "by": happened.by,
        "action": happened.action,
        "action_id": happened.action_id,
        "revision": happened.revision,
        "changed": [
            {"field": name, "before": before, "after": after} for name, before, after in happened.changed
        ],
        "why": happened.why,
        "sign_off": signoff_json(happened.signoff) if happened.signoff else None,
    }


def attached_json(record: Record) -> Json:
    """Return evidence just attached; it comes by the hundred, so its answer names it and reads nothing again."""
    return {
        "evidence": record.ref,
        "ref": record.ref,
        "uid": record.uid,
        "kind": record.kind,
        "title": record.title,
        "tag": record.key or None,
        "revision": record.head_number,
        "digest": record.digest,
        "format": None,
        "measurements": [],
        "state": "placed" if record.event_day is not None else "undated",
    }


def version_json(version: Version) -> Json:
    """Return one revision of a record."""
    return {
        "revision": version.number,
        "at": version.at.isoformat(),
        "by": version.by,
        "fields": dict(version.fields),
        "links": {name: list(refs) for name, refs in version.links.items()},
        "digest": version.digest,
    }


def measurement_json(row: Measurement, indicator: str) -> Json:
    """Return one value of an indicator."""
    told: Json = {"indicator": indicator, "on": iso(row.day), "value": row.value, "count": row.count}
    return told if row.version == 1 else {**told, "version": row.version}


def run_json(asked: Run) -> Json:
    """Return how far an import run is and what became of its rows."""
    run = asked.run
    return {
        "run": run.number,
        "kind": run.kind,
        "file": run.file_name,
        "state": run.state,
        "rows": run.total,
        "done": run.done,
        **{name: getattr(run, name) for name in ("added", "changed", "unchanged", "refused", "review")},
        "refusals": [{"line": line, "why": say(why)} for line, why in asked.refused],
        "doubts": [{"line": line, "why": say(why)} for line, why in asked.review],
        "notes": _cells_json(asked.unread),
        "conflicts": _cells_json(asked.conflicts),
        "effects": run.summary.get("effects", {}),
        "failed": said(asked.failed) or None,
        "said_on": iso(run.said_on),
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
    }


def _cells_json(cells: Cells) -> list[Json]:
    return [{"line": line, "column": column, "why": say(why)} for line, column, why in cells.first]


def refusal_json(refusal: Refusal, field: str | None = None) -> Json:
    """Return an expected error: its code for scripts, its sentence for people, the field at fault."""
    return {"code": refusal.code, "message": say(refusal.message), "field": refusal.field or field}
