"""The JSON of what is done with single records: revisions compared, comments, likely duplicates, merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.queries.comments import Comment
    from holdtrue.app.queries.compared import Compared, Difference
    from holdtrue.app.queries.duplicates import Pair
    from holdtrue.app.queries.imports import Doubtful
    from holdtrue.app.queries.mentions import Waiting
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


def comment_json(comment: Comment) -> Json:
    """Return one comment or question; `text` is null where its words were erased."""
    return {
        "id": comment.uid,
        "seq": comment.seq,
        "at": comment.at.isoformat(),
        "by": comment.by,
        "text": comment.text if comment.runs else None,
        "mentions": [run.ref for run in comment.runs if run.ref],
        "question": comment.question,
        "open": comment.open,
        "answers": comment.answers or None,
        "answered_at": comment.settled_at.isoformat() if comment.settled_at else None,
        "answered_by": comment.settled_by or None,
    }


def waiting_json(waiting: Waiting) -> Json:
    """Return one comment with the record it is about, and whether it was seen."""
    return {
        "ref": waiting.record.ref,
        "title": waiting.record.title,
        "seen": waiting.seen,
        "comment": comment_json(waiting.comment),
    }


def pair_json(pair: Pair) -> Json:
    """Return two records that may be one, and why."""
    return {
        "one": pair.one.ref,
        "one_title": pair.one.title,
        "other": pair.other.ref,
        "other_title": pair.other.title,
        "because": pair.why,
        "why": text(f"page.duplicates.why.{pair.why}", share=pair.share),
    }


def doubt_json(doubt: Doubtful) -> Json:
    """Return one row of an import that waits: why, the record its key belongs to, and where the two differ."""
    return {
        "line": doubt.line,
        "why": say(doubt.why),
        "title": doubt.draft.title,
        "ref": doubt.record.ref if doubt.record else None,
        "known_as": doubt.record.title if doubt.record else None,
        "differs": [
            {"field": name, "stands": stands, "row": said}
            for name, stands, said in (*doubt.differs, *doubt.kept)
        ],
    }
