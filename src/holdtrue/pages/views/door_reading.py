"""The employee's door as it is read: the first page, the rules, and tools with the data that may go into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.accounts import passing
from holdtrue.accounts.address import caller as address_of
from holdtrue.app.actions.documents.acknowledge import acknowledge as say_read
from holdtrue.app.clock import SYSTEM
from holdtrue.app.documents.branding import brand_of
from holdtrue.app.door import ways
from holdtrue.app.door.reading import Document, document, documents
from holdtrue.app.door.tools import tools as tools_of
from holdtrue.core.door import DATA
from holdtrue.core.refusals import NotFound, Refusal
from holdtrue.pages.language import speaking, t
from holdtrue.pages.shapes.door import (
    AnswerShown,
    Card,
    Cards,
    DoorPolicyView,
    DoorView,
    ToolShown,
    ToolsView,
)
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.door_frame import COOKIE, OWN, TRIED, AtDoor, at_door, closed, show
from holdtrue.pages.views.frame import CLOCK, language_of, nothing_here
from holdtrue.reports.blocks import stepped
from holdtrue.reports.document import Part
from holdtrue.reports.markdown import parse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

_MONTH = 30 * 24 * 3600
_QUERY = 100
_DAY = 24 * 3600


@require_safe
def enter(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Take the personal link's secret out of the address into a cookie that only the person's own pages are sent."""
    try:
        passing.take(TRIED, address_of(request), now=SYSTEM.now())
        ways.by_link(secret, clock=request.META.get(CLOCK, SYSTEM))
    except Refusal as refusal:
        with speaking(language_of(request)):
            return closed(nothing_here(request, 429 if refusal.status == 429 else 404))  # noqa: PLR2004  # too many tries
    response = HttpResponseRedirect(OWN)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=_MONTH,
        path=OWN,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    response["Referrer-Policy"] = "no-referrer"
    return closed(response)


@require_safe
@at_door
def logo(here: AtDoor) -> HttpResponse:
    """Send the picture of the pack in place, which cannot run; NotFound where there is none."""
    found = brand_of(here.way.organisation.pk)
    if not found.logo:
        raise NotFound("pack.no_logo")
    response = HttpResponse(found.logo, content_type="image/png")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"private, max-age={_DAY}"
    return response


@at_door
def home(here: AtDoor) -> HttpResponse:
    """Show what can be done here."""
    way = here.way
    view = DoorView(
        t("door.lead" if way.rules_shown else "door.lead_concerns", organisation=way.organisation.name),
        tuple(_groups(here)),
        t("door.as", name=way.person.title) if way.person else "",
    )
    return show(here, "door.html", t("door.title"), back=False, view=view)


def _groups(here: AtDoor) -> list[Cards]:
    groups = []
    if here.way.rules_shown:
        waiting = [_waiting(here, d) for d in documents(here.way) if d.asked and d.acknowledged is None]
        if waiting:
            groups.append(Cards(t("door.group.waiting"), tuple(waiting)))
        groups.append(Cards(t("door.group.using"), tuple(_card(here, *c) for c in _using(here))))
    named = [_card(here, "named", "raise")] if here.way.person else []
    nameless = [
        Card(t(f"door.card.{name}"), t(f"door.card.{name}_words"), f"{here.nameless}{word}/")
        for name, word in (("nameless", "raise"), ("follow", "follow"))
    ]
    return [*groups, Cards(t("door.group.worry"), (*named, *nameless))]


def _waiting(here: AtDoor, document: Document) -> Card:
    title = t("door.card.acknowledge", title=document.record.title)
    return Card(title, t("door.card.acknowledge_words"), here.at("policy", of=document.record.ref), "soon")


def _using(here: AtDoor) -> list[tuple[str, str]]:
    """The cards about the rules and tools, and for whoever came by their own link what is theirs."""
    rules = [("policy", "policy"), ("tools", "tools"), ("ask", "ask")]
    return [*rules, ("asked", "asked"), ("mine", "lessons")] if here.way.person else rules


def _card(here: AtDoor, name: str, word: str) -> Card:
    return Card(t(f"door.card.{name}"), t(f"door.card.{name}_words"), here.at(word))


@require_safe
@at_door
def policy(here: AtDoor) -> HttpResponse:
    """Show the rules in force on one page; with a button, to whom they are put, that says they were read."""
    if not here.way.rules_shown:
        raise NotFound("door.nothing")
    shown = document(here.way, here.request.GET.get("of", "").upper()[:20])
    fields = shown.fields
    view = DoorPolicyView(
        t("door.policy.in_force", n=shown.record.in_force_number, ref=shown.record.ref),
        _written(fields.get("permitted_uses"), 2),
        _written(fields.get("prohibited_uses"), 2),
        str(fields.get("who_to_ask") or ""),
        (*_written(fields.get("text"), 1), *_written(fields.get("steps"), 1)),
        str(fields.get("language") or here.way.organisation.language),
        _acknowledge_form(here, shown),
        t("door.acknowledged", day=absolute(shown.acknowledged)) if shown.acknowledged else "",
    )
    return show(here, "door_policy.html", shown.record.title, view=view)


def _written(text: object, under: int) -> tuple[Part, ...]:
    return (Part("", stepped(parse(str(text)), under=under)),) if text else ()


def _acknowledge_form(here: AtDoor, shown: Document) -> Form | None:
    if not shown.asked or shown.acknowledged is not None:
        return None
    fields = (
        Field("of", "", "hidden", shown.record.ref),
        Field("revision", "", "hidden", str(shown.record.in_force_number)),
    )
    return Form(here.at("acknowledge"), (Section("", fields),), t("door.acknowledge"))


@require_POST
@at_door
def acknowledge(here: AtDoor) -> HttpResponse:
    """Take the person's word that they read the revision they were shown, in one press."""
    shown = document(here.way, here.request.POST.get("of", "")[:20] or "-")
    if here.way.person is None or not shown.asked:
        raise NotFound("door.nothing")
    number = here.request.POST.get("revision", "")
    revision = int(number) if number.isdecimal() and len(number) < 7 else 0  # noqa: PLR2004  # more revisions than there are
    say_read(here.way.caller, shown.record.ref, revision=revision)
    return HttpResponseRedirect(here.at("policy", of=shown.record.ref))


@require_safe
@at_door
def tools(here: AtDoor) -> HttpResponse:
    """Show which data may go into which tool; search by name."""
    if not here.way.rules_shown:
        raise NotFound("door.nothing")
    query = here.request.GET.get("q", "")[:_QUERY].strip()
    found = tools_of(here.way.organisation.pk, query)
    shown = tuple(
        ToolShown(
            tool.name,
            tool.purpose,
            tuple(
                AnswerShown(t(f"door.data.{data}"), a.answer, t(f"door.answer.{a.answer}"), t(a.because))
                for data, a in tool.answers
            ),
        )
        for tool in found.tools
    )
    words = t("door.tools.total", n=found.total)
    if found.total > len(shown):
        words = t("door.tools.more", n=found.total, shown=len(shown))
    elif not shown:
        words = t("door.tools.none_found" if query else "door.tools.none")
    kinds = tuple((t(f"door.data.{data}"), t(f"door.data.{data}.words")) for data in DATA)
    ask = Link(t("door.card.ask"), here.at("ask", tool=query))
    view = ToolsView(here.at("tools"), query, shown, words, kinds, ask)
    return show(here, "door_tools.html", t("door.card.tools"), view=view)
