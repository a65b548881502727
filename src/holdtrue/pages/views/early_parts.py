"""A gate opened early wherever it shows: on the first page, the system and the gate, with its end and the days left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.early import among, early_openings, passing
from holdtrue.pages.language import t
from holdtrue.pages.shapes.moment import absolute, relative
from holdtrue.pages.shapes.page import Link, Notice

if TYPE_CHECKING:
    from holdtrue.app.queries.early import Early
    from holdtrue.pages.views.frame import Visit

_MOST = 3


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
    """Return the early opening a system stands by. One query where there is none."""
    return among(visit.caller.organisation.pk, passing(visit.caller.organisation.pk, row))


def notices(visit: Visit) -> tuple[Notice, ...]:
    """Return those that run or have just ended, soonest end first. One query where there is none."""
    if not visit.may("read", on_kind("system")) or visit.caller.actor.held_to:
        return ()
    found = sorted(early_openings(visit.caller.organisation.pk).values(), key=lambda one: one.until)
    return tuple(
        Notice(
            words(visit, one),
            "wrong" if one.ended(visit.day) else "soon",
            Link(t("page.early.look"), visit.places.act(one.system.ref, "gate") + f"{one.row.stage}/"),
        )
        for one in found[:_MOST]
    )


__all__ = ["notices", "of_system", "words"]
