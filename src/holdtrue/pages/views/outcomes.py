"""After an act: the sentence on top of the next page, with what the act did to the standing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdtrue.app import shapes
from holdtrue.app.queries import effects
from holdtrue.core.days import ALWAYS
from holdtrue.pages.language import t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.views.frame import notify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.app.queries.effects import Done, Effect
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.views.frame import Visit

_TOLD = 3
"""Effects said in the notice; the rest are counted, and stand in the record's history."""


class Outcome:
    """What is said once the act is done."""

    def __init__(self) -> None:
        self.sentence = ""
        self.link: Link | None = None
        self.always = False
        self.soon = False

    def say(self, sentence: str, *, link: Link | None = None, soon: bool = False) -> None:
        """Say this first, lead on where a link is given; `soon` where somebody has to look at something by it."""
        self.sentence, self.link, self.soon = sentence, link, soon


@contextmanager
def outcome(visit: Visit) -> Iterator[Outcome]:
    """Note how things stand, let the act be done, and put what came of it on top of the next page."""
    before = effects.mark(visit.caller)
    made = Outcome()
    yield made
    done = effects.since(visit.caller, before)
    if not done.wrote:
        notify(visit, t("act.nothing_changed"))
        return
    kind = "soon" if made.soon or any(e.lost for e in done.effects) else "done"
    notify(visit, " ".join((made.sentence, *sentences(done))), kind=kind, link=made.link)


def sentences(done: Done) -> tuple[str, ...]:
    """Return what an act did to the standing, the greatest change first, and to the index; a practice is named once."""
    by_practice = {e.practice.id: e for e in reversed(done.effects)}
    told = [effect(e) for e in done.effects if by_practice[e.practice.id] is e][:_TOLD]
    more = len(done.effects) - len(told)
    if more:
        told.append(t("effect.more", n=more))
    before, after = shapes.tenths(done.index_before), shapes.tenths(done.index_after)
    if before != after:
        told.append(t("effect.index", before=f"{before:.1f}", after=f"{after:.1f}"))
    return tuple(told)


def effect(e: Effect) -> str:
    """Return one change of standing as a sentence."""
    given = {
        "practice": e.practice.title,
        "old": t(f"page.level.at.{e.old}"),
        "new": t(f"page.level.at.{e.new}"),
        "n": e.scopes,
    }
    if e.scopes > 1:
        return t("effect.many_same" if e.old == e.new else "effect.many", **given)
    if e.left:
        return t("effect.left", **given)
    if e.new < e.old:
        return t("effect.fell", state=t(f"page.state.{e.state.name.lower()}"), **given)
    if e.until >= ALWAYS:
        return t("effect.rose_for_good", **given)
    return t("effect.same" if e.old == e.new else "effect.rose", until=absolute(e.until), **given)
