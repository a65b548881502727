"""The worklist of one person: what they owe, in the order of urgency, each with the form that clears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.why import Why
from holdtrue.app.worklist.items import Group
from holdtrue.app.worklist.naming import titles_of
from holdtrue.app.worklist.plain import DRILL, TEAM
from holdtrue.app.worklist.raising import raised
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.core.access import EVERYTHING
from holdtrue.core.days import ALWAYS
from holdtrue.core.duties import BROKE
from holdtrue.core.refusals import NotFound
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION, with_query
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.worklist import Owing, OwingGroup, WorklistView
from holdtrue.pages.views import frame, worklist_absence
from holdtrue.pages.views.returning import QUARTER, WORKLIST, and_back
from holdtrue.pages.views.starter_navigation import PROFILE
from holdtrue.pages.views.whys import remedy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.rows import Record
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Item, Worklist
    from holdtrue.app.worklist.raising import Raised
    from holdtrue.pages.views.frame import Visit

LITERACY, PASSED = "ai-literacy", 3
"""Whoever owes the training itself is led to the lesson that is one."""
_HOUR = 60
_LONG = 120
"""Minutes from which hours are said."""


@require_safe
@frame.inside
def mine(visit: Visit) -> HttpResponse:
    """Show what the person who asks owes."""
    return _show(visit, asked_by(visit, visit.membership.person_id or 0), "", own=True)


@require_safe
@frame.inside
def one(visit: Visit, ref: str) -> HttpResponse:
    """Show what somebody else owes, to whoever sees what everybody does."""
    from holdtrue.app.actions import records

    require(visit.caller, "owed", EVERYTHING)
    person = records.find(visit.caller, ref)
    if person.kind != "person":
        raise NotFound("not_found")
    asked = asked_for(visit.caller.organisation, person.pk, "", visit.day, page=page_of(visit))
    return _show(visit, asked, person.title, own=False)


def asked_by(visit: Visit, person: int) -> Asked:
    """Return the question of the visitor's own worklist."""
    return asked_for(
        visit.caller.organisation,
        person,
        visit.caller.actor.role,
        visit.day,
        caller=visit.caller,
        page=page_of(visit),
    )


def page_of(visit: Visit) -> int:
    """Return which page is asked for, 1 where it is no number."""
    text = visit.request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 4 else 1  # noqa: PLR2004  # far beyond the last page


def _show(visit: Visit, asked: Asked, name: str, *, own: bool) -> HttpResponse:
    found = worklist_of(asked)
    titles = titles_of(visit.caller.organisation, (*found.items, *found.away))
    here = visit.request.path
    groups = tuple(x for x in (_group(visit, asked, found, g, titles, own=own) for g in Group) if x)
    empty = ""
    if not groups:
        empty = (
            t("page.worklist.none_until", date=absolute(found.next_due))
            if found.next_due
            else t("page.worklist.none")
        )
    if own and not asked.person:
        empty = t("page.worklist.nobody")
    view = WorklistView(
        tabs=tabs(visit, "mine" if own else "team"),
        groups=groups,
        lead=_lead(found),
        away=tuple(owing(visit, asked, item, own=own, titles=titles) for item in found.away),
        raised=tuple(_raised(visit, x) for x in raised(asked)) if asked.page == 1 else (),
        empty=empty,
        empty_words=t("worklist.no_person" if own and not asked.person else "page.worklist.none_words"),
        next_href=with_query(here, page=asked.page + 1) if found.more else "",
        previous_href=with_query(here, page=asked.page - 1) if asked.page > 1 else "",
        **worklist_absence.told(visit, asked, own=own),
    )
    plain = visit.caller.organisation.profile == PROFILE or visit.caller.actor.role == "member"
    title = (
        t("page.station.todo" if plain else "page.worklist.title")
        if own
        else t("page.worklist.of", name=name)
    )
    crumbs = () if own else (Link(t("page.worklist.tab.team"), visit.places.at("worklist", "team")),)
    given = frame.page(visit, title, station="worklist", crumbs=crumbs)
    return frame.show(visit, "worklist.html", given, view=view)


def tabs(visit: Visit, here: str) -> tuple[Link, ...]:
    """Return the pages of the worklist this person may open."""
    places = visit.places
    found = [Link(t("page.worklist.tab.mine"), places.at("worklist"), here == "mine")]
    if visit.may("owed", EVERYTHING):
        found.append(Link(t("page.worklist.tab.team"), places.at("worklist", "team"), here == "team"))
    if visit.may("learn", on_organisation()):
        found.append(Link(t("lesson.title"), places.at("lessons")))
    found.append(Link(t("page.worklist.tab.notices"), places.at("worklist", "notices"), here == "notices"))
    return tuple(found)


def _lead(found: Worklist) -> str:
    if not found.items:
        return ""
    minutes = found.minutes
    time = (
        t("page.worklist.hours", n=round(minutes / _HOUR))
        if minutes >= _LONG
        else t("page.worklist.time", n=max(1, minutes))
    )
    shown = len(found.items)
    if found.more:
        return t("page.worklist.lead_page", shown=shown, n=found.total, time=time)
    if found.total > shown:
        return t("page.worklist.lead_claims", n=shown, claims=found.total, time=time)
    return t("page.worklist.lead", n=shown, time=time)


def _group(
    visit: Visit, asked: Asked, found: Worklist, group: Group, titles: Mapping[str, str], *, own: bool
) -> OwingGroup | None:
    items = tuple(
        owing(visit, asked, x, own=own, titles=titles) for x in found.items if x.group(asked.day) is group
    )
    if not items:
        return None
    count = len(items)
    if found.more or asked.page > 1:
        count = max(count, {"overdue": found.overdue, "month": found.month, "later": found.later}[group])
    return OwingGroup(
        group.value,
        t(f"page.worklist.group.{group.value}"),
        t(f"page.worklist.words.{group.value}"),
        items,
        count,
    )


def owing(
    visit: Visit, asked: Asked, item: Item, *, own: bool, titles: Mapping[str, str] | None = None
) -> Owing:
    """Return an item as the page shows it."""
    places, state = visit.places, item.state
    scope = item.scope
    due = item.due if item.due is not None and BROKE < item.due < ALWAYS else None
    put_off = with_query(places.at("worklist", "put-off"), item=item.key) if own else ""
    return Owing(
        title=_named(item, titles or {}),
        href=and_back(form_of(visit, item), QUARTER if item.lapses else WORKLIST)
        if own
        else form_of(visit, item),
        state="soon" if state is State.HOLDS else state.name.lower(),
        because=said(item.why),
        due=moment(due, asked.day),
        instead=t("people.away.instead", name=item.instead.name, date=absolute(item.instead.until))
        if item.instead
        else "",
        minutes=item.minutes,
        scope=Link(f"{scope.title} ({scope.ref})", places.record(scope.ref)) if scope else None,
        clears=tuple(
            t("page.worklist.level", practice=c.practice.title, level=t(f"page.level.at.{c.level}"))
            for c in item.clears
        ),
        law=item.legal,
        why_href=_why(visit, item),
        put_off_href="" if item.away else put_off,
        away=t("page.worklist.away_until", date=absolute(item.away.until), why=item.away.why)
        if item.away
        else "",
        take_up=Act(
            t("page.worklist.take_up"),
            with_query(places.at("worklist", "take-up"), item=item.key),
            posted=True,
        )
        if item.away and own
        else None,
    )


def _named(item: Item, titles: Mapping[str, str]) -> str:
    """Return what is to be done, as a title: the record it is done to by its name, where words give its ref alone."""
    told = said(item.what).removesuffix(".")
    title = titles.get(item.ref, "")
    return told if not title or title in told else told.replace(item.ref, f"{title} ({item.ref})", 1)


def form_of(visit: Visit, item: Item) -> str:
    """Return the form that clears an item."""
    places = visit.places
    simple = {
        "sort": places.at("triage"),
        "concerns": places.at("concerns-raised"),
        "tell": places.act(item.ref, "incident") if item.ref else "",
        "look_over": places.at("look-over"),
        "gate": places.act(item.ref, "gate") + f"{item.extra.get('stage', '')}/" if item.ref else "",
        "quarter": places.at("quarter"),
        TEAM: places.at("worklist", "team"),
        DRILL: places.add("training", topic="incident_drill"),
        "retiring": places.act(item.ref, "retiring") if item.ref else "",
        "sign": places.act(item.ref, "sign") if item.ref else "",
        "hand_over": places.act(item.ref, "hand-over") if item.ref else "",
        "mend": places.record(item.ref) + "#mending" if item.ref else "",
        "rule": places.act(item.ref, "rule") if item.ref else "",
        "follow": places.act(item.ref, "follow") if item.ref else "",
        "measure": places.act(item.ref, "measure") if item.ref else "",
        "answer": places.record(item.ref) + "#comments" if item.ref else "",
        "name": places.act(item.ref, "owner")
        if item.ref
        else places.add("role", name=item.extra.get("role", "")),
    }
    if item.action not in ("edit", TEAM) and any(
        c.practice.id == LITERACY and c.level == PASSED for c in item.clears
    ):
        return places.at("lessons", "everyone")
    if item.remedy is None:
        return simple.get(item.action) or places.home
    act = remedy(visit, as_why(visit, item))
    return act.href if act else _why(visit, item) or places.home


def as_why(visit: Visit, item: Item) -> Why:
    """Return an item as the answer to why it is owed, which knows the form that mends it."""
    first = item.clears[0]
    assert item.remedy is not None  # noqa: S101  # asked by the caller
    return Why(
        practice=first.practice,
        scope=item.scope or _own_record(visit),
        day=visit.day,
        level=first.level,
        reached=first.level - 1,
        until=item.due or 0,
        state=item.state,
        because=item.why,
        witness=(),
        remedy=item.remedy.message,
        remedy_action=item.remedy.action,
        remedy_ref=item.remedy.ref,
        remedy_role=item.remedy.role or first.practice.owner_role,
        verdicts=(),
        findings=(),
        changed=(),
    )


def _own_record(visit: Visit) -> Record:
    """The organisation's own record, read once for all that is owed by it."""
    from holdtrue.app.derive.views import organisation_record

    found: Record | None = getattr(visit.request, _OWN, None)
    if found is None:
        found = organisation_record(visit.caller.organisation.pk)
        setattr(visit.request, _OWN, found)
    return found


_OWN = "_own_record"


def _why(visit: Visit, item: Item) -> str:
    if not item.clears:
        return ""
    first = item.clears[0]
    whole = item.scope is None or not first.practice.per_system
    scope = ORGANISATION if whole or item.scope is None else item.scope.ref
    return visit.places.why(scope, first.practice.id, LEVEL_WORDS[first.level])


def _raised(visit: Visit, found: Raised) -> Owing:
    """Something that went up: it leads to where its owner would mend it."""
    scope, practice = found.scope, found.practice
    title = scope.title if scope else practice.title if practice else ""
    href = visit.places.record(scope.ref) if scope else visit.places.practice(practice.id if practice else "")
    return Owing(
        title=t("page.worklist.raised_line", person=found.person.title, title=title),
        href=href,
        state="lapsed",
        because=t("page.worklist.raised_words"),
        due=moment(found.due, visit.day),
        scope=Link(f"{scope.title} ({scope.ref})", href) if scope else None,
    )
