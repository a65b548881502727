"""The JSON of what if, shared by the API and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.shapes import said
from holdtrue.core.days import iso
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.queries.consequences import Consequences, Owing
    from holdtrue.app.queries.losses import Tried
    from holdtrue.app.queries.status import Lapse
    from holdtrue.app.shapes import Json


def whatif_json(found: Consequences) -> Json:
    """Return what a change would do."""
    return {
        "ref": found.ref,
        "title": found.title,
        "stops_holding": [_tried(one) for one in found.stops],
        "starts_holding": [_tried(one) for one in found.starts],
        "not_told": [{"practice": p, "scopes": n} for p, n in sorted(found.untold.items())],
        "no_longer_asked": found.left,
        "owed_by": [_owing(one) for one in found.owed],
        "sign_offs_drift": [{"ref": d.ref, "title": d.title, "fields": list(d.fields)} for d in found.drifts],
        "holds_until": _until(found.until_after),
        "holds_until_before": _until(found.until_before),
        "index_before": found.index_before,
        "index_after": found.index_after,
        "systems_evaluated": found.systems,
        "partly": found.partly,
        "draft": found.draft,
    }


def _until(lapse: Lapse | None) -> str | None:
    return iso(lapse.day) if lapse else None


def _tried(one: Tried) -> Json:
    return {
        "practice": one.practice.id,
        "scope": one.ref or "organisation",
        "title": one.practice.title,
        "scopes": one.scopes,
        "before": LEVEL_WORDS[one.before],
        "after": LEVEL_WORDS[one.after],
        "state": one.state.name.lower(),
        "because": said(one.because),
        "remedy": said(one.remedy.message) if one.remedy else None,
    }


def _owing(one: Owing) -> Json:
    return {
        "person": one.person or None,
        "name": who(one),
        "role": one.role or None,
        "minutes": one.minutes,
        "acts": [
            {"remedy": said(act.text), "ref": act.ref or None, "minutes": act.minutes, "claims": act.claims}
            for act in one.acts
        ],
    }


def who(one: Owing) -> str:
    """Name who owes; a role that nobody holds is said as such."""
    return one.name or text("whatif.nobody", role=say(Message(f"choice.roles.{one.role}")))


def titles(found: Consequences) -> dict[str, str]:
    """Return the titles of practices told by their number alone."""
    return {name: library().by_id[name].title for name in found.untold}


__all__ = ["titles", "whatif_json", "who"]
