"""What you owe, in brief, as a first page says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.worklist.hour import STARTER
from holdtrue.app.worklist.items import Group
from holdtrue.app.worklist.plain import act_of, words_of
from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.home import Owed
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.views.returning import and_back

if TYPE_CHECKING:
    from holdtrue.app.worklist.brief import Brief, Line
    from holdtrue.pages.views.frame import Visit


def counted(mine: Brief) -> str:
    """Return how much is owed by when, as the worklist counts it."""
    counts = ((Group.OVERDUE, mine.overdue), (Group.MONTH, mine.month), (Group.LATER, mine.later))
    return " · ".join(t(f"page.home.owed_{group.value}", n=n) for group, n in counts if n)


def owed(visit: Visit, line: Line) -> Owed:
    """Return one of the first few, leading to that very thing."""
    where = f"{line.title} ({line.ref})" if line.ref else ""
    if line.n:
        title, because = said(Message("worklist.sort", {"n": line.n})), t("page.home.owed_sort_why")
    elif line.role:
        title = said(Message("worklist.name", {"role": Message(f"choice.roles.{line.role}")}))
        because = t("page.home.owed_name")
    elif line.practice is None and line.title == visit.person:
        title, because = t("page.home.owed_yourself"), t("page.home.owed_yourself_why")
    elif line.practice is None:
        title, because = t("page.home.owed_of", what=where), t("page.home.owed_record")
    else:
        title = _practice(visit, line, line.practice.id, line.practice.title)
        because = where or _when(line)
    due = moment(line.due, visit.day) if line.due and line.due < ALWAYS else None
    return Owed(title, _where(visit, line), None, due, because, late=line.group is Group.OVERDUE)


def _where(visit: Visit, line: Line) -> str:
    """Where it is done, or where it says why it is asked and which form would clear it."""
    places, practice = visit.places, line.practice
    if line.n:
        return places.at("triage")
    if line.role:
        return and_back(places.add("role", name=line.role))
    if practice is None:
        own = not line.ref or line.title == visit.person
        return places.at("worklist") if own else places.record(line.ref)
    scope = line.ref if line.ref and practice.per_system else ORGANISATION
    return places.why(scope, practice.id, LEVEL_WORDS[line.level] if line.level else "next")


def _when(line: Line) -> str:
    """Which of the two a month holds it is: what ends in it, or what is not there yet."""
    if line.group is Group.MONTH:
        return t("page.home.owed_ends" if line.due else "page.home.owed_missing")
    return t(f"page.worklist.words.{line.group.value}")


def _practice(visit: Visit, line: Line, practice: str, title: str) -> str:
    """What a practice asks next: on starter the act itself, where it has words of its own."""
    act = act_of([(practice, line.level)]) if visit.caller.organisation.profile == STARTER else None
    if act is not None:
        return said(words_of(act, whole=not line.ref, title=line.title))
    asked = "renew" if line.due else "begin" if line.level <= 1 else "go_on"
    return t(f"page.home.owed_{asked}", what=title)


__all__ = ["counted", "owed"]
