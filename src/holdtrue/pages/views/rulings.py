"""Rulings: what was answered, found by its words and by what it is about, and the questions that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.actions.precedents import KIND
from holdtrue.app.queries import authority
from holdtrue.app.queries.rulings import Ruling, State, rulings
from holdtrue.core.access import Target
from holdtrue.core.messages import Message
from holdtrue.core.refusals import NotAllowed, NotFound
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.ruling import RulingShown, RulingsView
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.around import Around
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.pages.views.frame import Visit

_STATES = {State.GOOD: "holds", State.WAITING: "soon", State.ENDED: "lapsed"}


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show those of one state that hold the words, and are about the record, asked for."""
    asked = visit.request.GET
    query, about = asked.get("q", "").strip()[:200], asked.get("about", "").strip()[:40]
    state = State(asked["state"]) if asked.get("state") in set(State) else State.GOOD
    address, found, error = visit.places.at("judgement"), list[Ruling](), ""
    try:
        found = rulings(visit.caller, text=query, about=about, state=state)
    except NotFound as refusal:
        error = said(refusal.message)
    tabs = tuple(
        Link(t(f"page.rulings.tab.{s}"), with_query(address, state=s.value, q=query, about=about), s is state)
        for s in (State.GOOD, State.WAITING, State.ENDED)
    )
    known = authority.authority(visit.caller.organisation.pk, visit.day)
    may = visit.may("rule", on_kind(KIND)) and known.may(visit.caller.actor.person)
    view = RulingsView(
        tabs,
        tuple(shown(visit, ruling, may=may) for ruling in found),
        query,
        about,
        state.value,
        _who(known),
        address,
        t(f"page.rulings.none.{state}"),
        error,
        Act(t("page.rulings.ask"), visit.places.add(KIND)) if visit.may("add", on_kind(KIND)) else None,
        Link(t("page.rulings.all"), visit.places.listing(KIND)),
    )
    given = frame.page(visit, t("page.rulings.title"), station="rulings")
    return frame.show(visit, "rulings.html", given, view=view)


def _who(known: authority.Authority) -> str:
    names = ", ".join(p.title for p in known.first)
    if names:
        return t("page.rulings.who", who=names)
    return t("page.rulings.who_nobody", role=Message(f"choice.roles.{authority.ROLE}"))


def shown(visit: Visit, ruling: Ruling, *, may: bool) -> RulingShown:
    """Return a ruling as the page shows it; `may` is whether the reader may answer."""
    record, day = ruling.record, visit.day
    waits = ruling.state is State.WAITING
    asker = t("page.rulings.asked_by", who=ruling.asked_by) if ruling.asked_by else ""
    said_by = asker
    if ruling.answered_on is not None:
        on = absolute(ruling.answered_on)
        said_by = t("page.rulings.answered_by", who=ruling.answered_by, date=on)
    return RulingShown(
        record.ref,
        visit.places.record(record.ref),
        ruling.question,
        "lapsed" if waits and ruling.due < day else _STATES[ruling.state],
        _words(ruling.state, ruling.due if waits else ruling.until, day),
        ruling.answer,
        ruling.reason,
        ruling.details if waits else "",
        said_by,
        tuple(Link(f"{r.title} ({r.ref})", visit.places.record(r.ref)) for r in ruling.about),
        Act(t("page.rulings.answer"), visit.places.act(record.ref, "rule")) if waits and may else None,
    )


def _words(state: State, until: Day | None, day: Day) -> str:
    if until is None:
        return ""
    name = {State.GOOD: "until", State.ENDED: "ended"}.get(state, "overdue" if until < day else "due")
    return t(f"page.rulings.{name}", date=absolute(until))


def about_record(visit: Visit, found: Around) -> tuple[RulingShown, ...]:
    """Return the judgement calls about a record, from what its page has loaded; the newest first."""
    told = [_of_fact(visit, fact) for fact in reversed(found.pointing(KIND))]
    return tuple(told) if visit.may("read", Target(KIND)) else ()


def _of_fact(visit: Visit, fact: Fact) -> RulingShown:
    from holdtrue.core.days import to_day

    fields, day = fact.fields, visit.day
    answered, until, due = (to_day(fields.get(n)) for n in ("answered_on", "valid_until", "due"))
    state = State.WAITING if answered is None else State.GOOD
    if answered is not None and until is not None and until < day:
        state = State.ENDED
    late = state is State.WAITING and due is not None and due < day
    return RulingShown(
        fact.ref,
        visit.places.record(fact.ref),
        str(fields.get("question") or ""),
        "lapsed" if late else _STATES[state],
        _words(state, due if state is State.WAITING else until, day),
        str(fields.get("answer") or ""),
        str(fields.get("reason") or ""),
        said_by="",
    )


def answering(visit: Visit, found: Around) -> Act | None:
    """Return the act that answers a question, for whoever has the authority; None where it is answered."""
    if found.record.kind != KIND or found.record.retired_day is not None:
        return None
    if found.body["fields"].get("answered_on") or not visit.may("rule", found.target):
        return None
    from holdtrue.app.actions.ruling import require_authority

    try:
        require_authority(visit.caller, visit.day)
    except NotAllowed:
        return None
    return Act(t("page.rulings.answer"), visit.places.act(found.record.ref, "rule"))
