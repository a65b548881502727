"""The JSON of what is done with single records: revisions compared, comments, likely duplicates, merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.queries.compared import Compared, Difference
    from holdtrue.app.shapes import Json


def compared_json(found: Compared) -> Json:
    """Return what differs between two revisions; texts carry their pieces word by word."""
    return {
        "ref": found.record.ref,
        "from": found.before.number,
        "to": found.after.number,
        "changed": [_difference(d) for d in found.differences],
        "erased": list(found.erased),
    }


def _difference(d: Difference) -> Json:
    return {
        "field": d.name,
        "label": say(d.spec.label) if d.spec else text("page.compare.title_field"),
        "before": d.before,
        "after": d.after,
        "words": [{"turn": p.turn, "text": p.text} for p in d.pieces],
    }
