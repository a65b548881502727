"""The quarterly hour moves due dates: what lapses before the hour after it is owed by the hour that is planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.core.duties import BROKE, QUARTER
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State
from holdtrue.store.models import SortKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Item
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

STARTER = "starter"


def hour_of(organisation: Organisation, person: int) -> Day | None:
    """Return the day of the hour that this person is to hold; None where none is planned for them. One query."""
    if organisation.profile != STARTER or not person:
        return None
    rows = SortKey.rows.of(organisation.pk)
    done = rows.filter(kind="action", field="done_on").values("record_id")
    found = (
        rows.filter(kind="action", field="due", retired=False)
        .filter(
            record__links_out__relation="addresses",
            record__links_out__target__kind="role",
            record__links_out__target__key="ai_lead",
        )
        .filter(record__links_out__relation="owner", record__links_out__target_id=person)
        .exclude(record_id__in=done)
        .order_by("-record_id")
        .values_list("value", flat=True)
        .first()
    )
    return to_day(found or "")


def moved(asked: Asked, items: Iterable[Item]) -> list[Item]:
    """Return the items, each that still holds and ends before the hour after the planned one due on its day."""
    return [_moved(asked, item) for item in items]


def _moved(asked: Asked, item: Item) -> Item:
    hour = asked.hour
    if hour is None or item.due is None or item.state is not State.HOLDS or item.action == "quarter":
        return item
    due = owed_on(asked.hour, asked.day, item.due)
    if due == item.due:
        return item
    why = Message("quarter.moved", {"why": item.why, "lapses_day": item.due, "hour_day": due})
    return replace(item, due=due, lapses=item.due, why=why, because=why)


def owed_on(hour: Day | None, day: Day, due: Day) -> Day:
    """Return the day by which something is owed that ends on a day: that of the hour, where it ends before the next.

    So while the hour lies ahead; once its day has passed everything is owed when it ends.
    """
    if hour is None or due <= BROKE or not day <= hour < due <= hour + QUARTER:
        return due
    return hour


__all__ = ["STARTER", "hour_of", "moved", "owed_on"]
