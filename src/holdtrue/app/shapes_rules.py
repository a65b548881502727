"""Rules as JSON: what putting others in force would change, and the organisation's own files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from holdtrue.core.days import iso
from holdtrue.core.scoring import LEVEL_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.additions import Proposed
    from holdtrue.app.queries.rules_compared import Compared
    from holdtrue.app.queries.rules_offered import Offered
    from holdtrue.core.additions.addition import Addition
    from holdtrue.store.models import Job


def changes_json(found: Compared) -> dict[str, Any]:
    """Return what would change: practices, frameworks with what they reopen, and where standing would go."""
    return {
        "practices": {name: list(getattr(found.practices, name)) for name in ("added", "removed", "changed")},
        "frameworks": [asdict(one) for one in found.reopened],
        "files": list(found.files),
        "tried": found.tried,
        "systems": found.systems,
        "index_now": found.index_before,
        "index_after": found.index_after,
        "changes": [
            {
                "practice": one.practice,
                "title": one.title,
                "before": _word(one.before),
                "after": _word(one.after),
                "holding_before": one.holding_before,
                "holding_after": one.holding_after,
            }
            for one in found.levels
        ],
    }


def proposed_json(found: Proposed, changes: Compared, *, done: bool) -> dict[str, Any]:
    """Return files that come or go with what that changes."""
    files = [
        {"name": one.name, "version": one.version, "was": found.was.get(one.name)} for one in found.files
    ]
    said = {"done": done, "digest": found.edition.digest, "cases": found.cases}
    return {"own": files, **said, **changes_json(changes)}


def in_force_json(found: Offered, own: Sequence[Addition], job: Job | None) -> dict[str, Any]:
    """Return the rules in force, the own files among them, what ships now, and the job that derives anew."""
    return {
        "current": found.current,
        "since": iso(found.since) if found.since else None,
        "kept": found.kept,
        "available": found.available,
        "differs": found.differs,
        "own": [own_json(one) for one in own],
        **changes_json(found.changes),
        "job": job_json(job),
    }


def job_json(job: Job | None) -> dict[str, Any] | None:
    """Return how far deriving anew is."""
    return {"state": job.state, "done": job.done, "of": job.total} if job else None


def own_json(one: Addition) -> dict[str, Any]:
    """Return an installed file of the organisation's own."""
    return {
        "name": one.name,
        "title": one.title,
        "version": one.version,
        "practices": [str(p["id"]) for p in one.listed("practices")],
        "frameworks": [str(law["framework"]["id"]) for _, law in one.frameworks()],
        "mappings": len(one.listed("mappings")),
        "periods": len(one.listed("cadence")),
    }


def _word(level: int | None) -> str | None:
    return None if level is None else LEVEL_WORDS[level]


__all__ = ["changes_json", "in_force_json", "job_json", "own_json", "proposed_json"]
