"""Settings of the employee's door: open or shut, the poster, personal links, and what is stated of tools."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe
from markupsafe import Markup

from holdtrue.app.actions import door as acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.door.links import links
from holdtrue.app.door.tools import tools
from holdtrue.app.door.ways import door_of
from holdtrue.core.door import ANSWERS
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import t
from holdtrue.pages.shapes.door import DoorRulesView, PosterView, RuleRow
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, plain, show

if TYPE_CHECKING:
    from holdtrue.app.door.links import Shown
    from holdtrue.app.rows import Door

WHAT, OPEN, FREE, HANDLER, OUTSIDE, FRESH = "what", "open", "free", "answers", "outside", "new_code"
PERSON, DAYS, WAY = "person", "days", "way"
SET, MAKE, END = "set", "make", "end"
_FIELDS = (WHAT, OPEN, FREE, HANDLER, OUTSIDE, FRESH, PERSON, DAYS, WAY)


@inside
def door(visit: Visit) -> HttpResponse:
    """Show the door's settings; take a change, make or end a link."""
    require(visit.caller, "settings", on_organisation())
    answers = posted(visit.request.POST, _FIELDS)
    secret, wrong = "", []
    if visit.request.method == "POST":
        try:
            secret = _done(visit, answers)
            if not secret:
                return HttpResponseRedirect(visit.places.at("settings", "door"))
        except (BadInput, NotFound) as refusal:
            answers.blame(
                refusal
                if isinstance(refusal, BadInput)
                else BadInput("door.no_person", field=PERSON, ref=answers.text(PERSON))
            )
            wrong = [*answers.errors.values(), *answers.general]
    held = door_of(visit.caller.organisation.pk)
    forms = [_door_form(visit, held, answers)]
    if held.open:
        forms.append(_link_form(visit, answers))
    view = SettingsView(
        tabs(visit, "door"), _table(visit), None, _lead(held), secret, tuple(forms), links=_links(visit, held)
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in wrong)
    given = page(visit, t("act.settings.door"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if wrong else 200, view=view)


def _lead(held: Door) -> str:
    return t("act.door.lead_open" if held.open else "act.door.lead_shut")


def _links(visit: Visit, held: Door) -> tuple[Link, ...]:
    if not held.open:
        return ()
    return (
        Link(t("act.door.poster"), visit.places.at("settings", "door", "poster")),
        Link(t("act.door.rules"), visit.places.at("settings", "door", "tools")),
        Link(t("act.door.look"), f"/door/o/{held.code}/"),
        Link(t("concerns.title"), visit.places.at("concerns-raised")),
    )


def _done(visit: Visit, answers: Answers) -> str:
    """Do what was posted; return a link's address where one is to be handed over, shown this once."""
    what, person = answers.text(WHAT), ref_in(answers.text(PERSON)) or answers.text(PERSON).strip()
    if what == END:
        acting.end_link(visit.caller, person)
        notify(visit, t("act.door.ended"))
        return ""
    if what == MAKE:
        days = int(answers.text(DAYS)) if answers.text(DAYS) in map(str, acting.LIVES) else 0
        if answers.text(WAY) != "mail":
            return acting.make_link(visit.caller, person, days=days)
        acting.send_link(visit.caller, person, days=days)
        notify(visit, t("act.door.mailed"))
        return ""
    acting.set_door(
        visit.caller,
        opened=answers.text(OPEN) == "yes",
        free=answers.text(FREE) == "yes",
        answers=ref_in(answers.text(HANDLER)) or answers.text(HANDLER).strip(),
        outside=answers.text(OUTSIDE),
        new_code=answers.text(FRESH) == "yes",
    )
    notify(visit, t("act.door.saved"))
    return ""


def _door_form(visit: Visit, held: Door, answers: Answers) -> Form:
    handler = f"{held.answers.title} ({held.answers.ref})" if held.answers else ""
    fields: tuple[Field, ...] = (
        Field(WHAT, "", "hidden", SET),
        _yes_no(OPEN, t("act.door.open"), t("act.door.open_help"), chosen=held.open),
        _yes_no(FREE, t("act.door.free"), t("act.door.free_help"), chosen=held.free),
        Field(
            HANDLER,
            t("act.door.answers"),
            "link",
            answers.text(HANDLER) or handler,
            help=t("act.door.answers_help"),
            find_href=visit.places.at("find", "person"),
            error=answers.errors.get(HANDLER, ""),
        ),
        Field(
            OUTSIDE,
            t("act.door.outside"),
            help=t("act.door.outside_kept" if held.outside else "act.door.outside_help"),
            error=answers.errors.get(OUTSIDE, ""),
        ),
    )
    if held.code:
        fields = (*fields, _yes_no(FRESH, t("act.door.new_code"), t("act.door.new_code_help"), chosen=False))
    section = Section(t("act.door.section"), fields)
    return Form(visit.places.at("settings", "door"), (section,), t("act.door.save"))


def _yes_no(name: str, label: str, words: str, *, chosen: bool) -> Field:
    choices = (Choice("yes", t("form.yes"), chosen), Choice("no", t("form.no"), not chosen))
    return Field(name, label, "choice", help=words, choices=choices, required=True)


def _link_form(visit: Visit, answers: Answers) -> Form:
    days = tuple(Choice(str(n), t("act.tokens.days", n=n), n == acting.LIVES[-1]) for n in acting.LIVES)
    ways = [Choice("shown", t("act.door.way.shown"), chosen=True)]
    if settings.HOLDTRUE_MAIL:
        ways.append(Choice("mail", t("act.door.way.mail")))
    fields = (
        Field(WHAT, "", "hidden", MAKE),
        Field(
            PERSON,
            t("act.door.person"),
            "link",
            answers.text(PERSON),
            find_href=visit.places.at("find", "person"),
            required=True,
            error=answers.errors.get(PERSON, ""),
        ),
        Field(DAYS, t("act.tokens.life"), "choice", choices=days),
        Field(WAY, t("act.door.way"), "choice", choices=tuple(ways)),
    )
    section = Section(t("act.door.make"), fields, t("act.door.make_words"))
    return Form(visit.places.at("settings", "door"), (section,), t("act.door.make"))


def _table(visit: Visit) -> Table | None:
    found = links(visit.caller.organisation.pk, visit.day)
    if not found:
        return None
    columns = (
        Column(t("act.door.person"), wide=True),
        Column(t("act.door.until")),
        Column(t("act.members.state")),
    )
    return Table(t("act.door.links"), columns, tuple(_row(visit, row) for row in found))


def _row(visit: Visit, row: Shown) -> Row:
    end = visit.places.at("settings", "door", row.ref, "end")
    return Row(
        (
            Cell(row.name, visit.places.record(row.ref)),
            Cell(moment=moment(row.until, visit.day)),
            Cell(t("act.tokens.ended"), state="quiet") if row.ended else Cell(t("act.door.end"), href=end),
        )
    )


@inside
def end(visit: Visit, ref: str) -> HttpResponse:
    """End a person's link, once it was said what follows."""
    from holdtrue.pages.shapes.acts import ConfirmView

    require(visit.caller, "make_door_link", on_organisation())
    back = visit.places.at("settings", "door")
    if visit.request.method == "POST":
        acting.end_link(visit.caller, ref)
        notify(visit, t("act.door.ended"))
        return HttpResponseRedirect(back)
    title = t("act.door.end_title", ref=ref)
    form = Form(
        visit.places.at("settings", "door", ref, "end"), (), t("act.door.end"), back, destructive=True
    )
    view = ConfirmView(title, t("act.door.end_words"), (), (), form, back)
    return show(visit, "confirm.html", page(visit, title, station="settings"), view=view)


@require_safe
@inside
def poster(visit: Visit) -> HttpResponse:
    """Show the poster to print."""
    require(visit.caller, "settings", on_organisation())
    held = door_of(visit.caller.organisation.pk)
    if not held.open:
        raise NotFound("door.nothing")
    address = f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/door/o/{held.code}/"
    lines = ("policy", "tools", "ask", "nameless") if held.free else ("nameless",)
    view = PosterView(
        visit.caller.organisation.name,
        address,
        drawn(address),
        tuple(t(f"door.card.{name}") for name in lines),
    )
    title = t("door.title" if held.free else "door.poster.concerns")
    return render(visit.request, "door_poster.html", {"page": plain(visit.request, title), "view": view})


def drawn(address: str) -> str:
    """Return a QR code as SVG: one path, no style, so that the content policy has nothing to forbid."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=2,
        scale=8,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        title=t("door.poster.code"),
    )
    return Markup(file.getvalue().decode())  # noqa: S704  # drawn from an address of ours; segno writes the title escaped


@inside
def rules(visit: Visit) -> HttpResponse:
    """State which data may go into which tool, where the record does not say."""
    require(visit.caller, "settings", on_organisation())
    sent = visit.request.method == "POST"
    query = (visit.request.POST if sent else visit.request.GET).get("q", "")[:100].strip()
    here = visit.places.at("settings", "door", "tools")
    found = tools(visit.caller.organisation.pk, query)
    if sent:
        for tool in found.tools:
            for data, said in tool.answers:
                wanted = visit.request.POST.get(f"{tool.ref}.{data}")
                held = said.answer if said.because == "door.because.stated" else ""
                if wanted is not None and wanted != held:
                    acting.state(visit.caller, tool.ref, data, wanted)
        notify(visit, t("act.door.saved"))
        return HttpResponseRedirect(f"{here}?q={query}" if query else here)
    rows = tuple(
        RuleRow(
            tool.name,
            visit.places.record(tool.ref),
            tuple(
                (
                    t(f"door.data.{data}"),
                    f"{tool.ref}.{data}",
                    t("door.rules.now", answer=t(f"door.answer.{a.answer}"), because=t(a.because)),
                    _answers(a.answer if a.because == "door.because.stated" else ""),
                )
                for data, a in tool.answers
            ),
        )
        for tool in found.tools
    )
    view = DoorRulesView(tabs(visit, "door"), here, query, rows, t("door.tools.total", n=found.total))
    return show(visit, "door_rules.html", page(visit, t("act.door.rules"), station="settings"), view=view)


def _answers(held: str) -> tuple[Choice, ...]:
    unsaid = Choice("", t("door.rules.from_record"), not held)
    return (unsaid, *(Choice(a, t(f"door.answer.{a}"), a == held) for a in ANSWERS))
