"""Looks a calendar up by its secret's digest: the one look-up that does not begin with an organisation."""

from __future__ import annotations

from holdtrue.store import statements
from holdtrue.store.models import CalendarFeed


def by_digest(digest: str) -> CalendarFeed | None:
    """Return the feed with its organisation and person; None where there is none."""
    row = statements.row("SELECT organisation_id, id FROM store_calendarfeed WHERE digest = %s", [digest])
    if row is None:
        return None
    found: CalendarFeed = CalendarFeed.rows.of(row[0]).select_related("organisation", "person").get(pk=row[1])
    return found


__all__ = ["by_digest"]
