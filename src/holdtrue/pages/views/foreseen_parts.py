"""What a change was seen to do before it was asked for, beside what really came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.came import came_of
from holdtrue.core.days import to_day
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.record import Group, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.around import Around
    from holdtrue.pages.views.frame import Visit


def foreseen(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return what was foreseen, a line each."""
    return tuple(line for line in str(fields.get("foreseen") or "").splitlines() if line.strip())


def came(visit: Visit, ref: str, uid: str, fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return what of the system stopped holding since the change took effect, a line each. One query."""
    since = to_day(fields.get("effective_on"))
    if since is None:
        return (t("page.foreseen.not_yet"),)
    found = came_of(visit.caller.organisation, uid, since)
    if not found:
        return (t("page.foreseen.nothing_came", system=ref, date=absolute(since)),)
    return tuple(
        t(
            "page.foreseen.fell",
            title=one.practice.title,
            before=t(f"level.{LEVEL_WORDS[one.old]}"),
            after=t(f"level.{LEVEL_WORDS[one.new]}"),
            date=absolute(one.day),
        )
        for one in found
    )


def group(visit: Visit, found: Around) -> tuple[Group, ...]:
    """Return both side by side on the page of a change that was looked at before it was asked for."""
    fields = found.body["fields"]
    systems = found.linked("system")
    told = foreseen(fields)
    if found.record.kind != "change" or not told or not systems:
        return ()
    lines = came(visit, systems[0].ref, systems[0].uid, fields)
    return (
        Group(
            t("page.foreseen.heading"),
            (
                Shown(t("page.foreseen.heading"), ("\n".join(told),), long=True),
                Shown(t("page.foreseen.came"), ("\n".join(lines),), long=True),
            ),
        ),
    )


__all__ = ["came", "foreseen", "group"]
