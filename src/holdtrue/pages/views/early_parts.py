"""A gate opened early where it shows, on the system and the gate: with its end and the days left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.early import early_openings
from holdtrue.pages.language import t
from holdtrue.pages.shapes.moment import absolute, relative

if TYPE_CHECKING:
    from holdtrue.app.queries.early import Early
    from holdtrue.pages.views.frame import Visit


def words(visit: Visit, one: Early) -> str:
    """Say until when it counts and how long that is, or that it has ended."""
    told = {
        "title": one.system.title,
        "ref": one.system.ref,
        "stage": t(f"choice.lifecycle_stage.{one.row.stage}"),
        "before": t(f"choice.lifecycle_stage.{one.before}"),
        "date": absolute(one.until),
        "name": one.row.person.title if one.row.person else t("page.gate.nobody"),
    }
    if one.ended(visit.day):
        return t("page.early.ended", **told)
    if one.until == visit.day:
        return t("page.early.last_day", **told)
    return t("page.early.running", left=relative(one.until, visit.day), **told)


def of_system(visit: Visit, row: int) -> Early | None:
    """Return the early opening a system stands by. One query."""
    return early_openings(visit.caller.organisation.pk, [row]).get(row)


__all__ = ["of_system", "words"]
