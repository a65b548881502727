"""What a digest says: what one person owes, or everybody in sum, in plain text with where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from holdtrue.app.worklist.items import Group
from holdtrue.core.duties import BROKE, NO_END
from holdtrue.words import say, text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from holdtrue.app.worklist.everybody import Everybody
    from holdtrue.app.worklist.items import Item, Worklist
    from holdtrue.app.worklist.raising import Raised
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

MOST = 15
"""Lines of one group."""


class Digest(NamedTuple):
    """One message."""

    title: str
    body: str


def of_person(organisation: Organisation, found: Worklist, raised: list[Raised], day: Day) -> Digest | None:
    """Return a person's digest; None where nothing is owed and nothing went up to them."""
    if not found.items and not raised:
        return None
    lines: list[str] = []
    for group in Group:
        some = [item for item in found.items if item.group(day) is group]
        if some:
            lines += [text(f"page.worklist.group.{group.value}")]
            lines += [_line(item) for item in some[:MOST]]
            if len(some) > MOST:
                lines.append(text("notices.digest.more", n=len(some) - MOST))
            lines.append("")
    if raised:
        lines.append(text("page.worklist.raised"))
        for one in raised[:MOST]:
            what = one.scope.title if one.scope else one.practice.title if one.practice else ""
            since = text("page.worklist.raised_since", date=date(one.due))
            lines.append(
                f"- {text('page.worklist.raised_line', person=one.person.title, title=what)}, {since}"
            )
        lines.append("")
    lines.append(text("notices.digest.where", address=_at(organisation, "worklist/")))
    n = len(found.items) + len(raised)
    return Digest(text("notices.digest.title", n=n, organisation=organisation.name), "\n".join(lines))


def _line(item: Item) -> str:
    due = item.due if item.due is not None and BROKE < item.due < NO_END else None
    parts = [
        f"{item.scope.title} ({item.scope.ref})" if item.scope else "",
        date(due) if due else "",
        text("page.worklist.minutes", n=item.minutes) if item.minutes else "",
    ]
    tail = ", ".join(part for part in parts if part)
    return f"- {say(item.what)}{f' [{tail}]' if tail else ''}"


def of_everybody(organisation: Organisation, found: Everybody) -> Digest:
    """Return the summary of everybody."""
    whole = found.whole
    lines = [
        text(
            "page.worklist.team.lead",
            overdue=whole.overdue,
            month=whole.month,
            later=whole.later,
            unsorted=whole.unsorted,
        ),
        "",
    ]
    for person, load in found.people[:MOST]:
        lines.append(
            "- "
            + text(
                "cli.worklist.team_line",
                name=person.title,
                overdue=load.overdue,
                month=load.month,
                later=load.later,
                unsorted=load.unsorted,
                away=load.away,
            )
        )
    for role, load, _ in found.open_roles:
        lines.append("- " + text("cli.worklist.role", role=text(f"choice.roles.{role}"), n=load.total))
    lines += ["", text("notices.digest.where", address=_at(organisation, "worklist/team/"))]
    return Digest(text("notices.team.title", organisation=organisation.name), "\n".join(lines))


def _at(organisation: Organisation, path: str) -> str:
    return f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/o/{organisation.slug}/{path}"


__all__ = ["Digest", "of_everybody", "of_person"]
