"""Documents as JSON: templates, who acknowledged, what was seen behind a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app.fetching import Fetched, Unread
from holdtrue.core.days import iso
from holdtrue.core.messages import Message
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.documents.acknowledged import Acknowledged
    from holdtrue.app.documents.templates import Template
    from holdtrue.store.models import Record

Json = dict[str, Any]


def template_json(template: Template) -> Json:
    """Return a document to start from."""
    return {
        "id": template.id,
        "kind": template.kind,
        "topic": template.topic or None,
        "title": template.title,
        "about": template.about,
        "minutes": template.minutes,
    }


def acknowledged_json(record: Record, now: Acknowledged) -> Json:
    """Return who acknowledged the revision in force, and who has not."""
    return {
        "ref": record.ref,
        "revision": record.in_force_number or None,
        "asked_of": now.asked_of,
        "asked": len(now.readers),
        "acknowledged": now.done,
        "people": [
            {"ref": r.person.ref, "name": r.person.title, "on": iso(r.on) if r.on is not None else None}
            for r in now.readers
        ],
    }


def seen_json(ref: str, seen: Fetched | Unread) -> Json:
    """Return what was seen behind a document's link."""
    if isinstance(seen, Unread):
        return {"ref": ref, "readable": False, "digest": None, "why": say(Message(seen.why))}
    return {"ref": ref, "readable": True, "digest": seen.digest, "why": None}
