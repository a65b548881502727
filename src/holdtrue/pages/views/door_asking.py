"""Asking for a tool, raising a concern, and following what became of either, at the employee's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.views.decorators.http import require_http_methods, require_safe

from holdtrue.app.actions import boxing
from holdtrue.app.actions.door_asking import ask as propose
from holdtrue.app.door.following import Request, followed, requests
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.core.vocabulary import value_list
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.door import Asked, AskedView, DoorFormView, ReceiptView, Said, ThreadView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.door_frame import AtDoor, at_door, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.boxed import Thread

TOOL, USE, WHO = "tool", "use", "who"
CATEGORY, TEXT, ABOUT, FILE, RECEIPT, WHAT = "category", "text", "about", "file", "receipt", "what"
_STATES = {"waiting": "soon", "allowed": "holds", "refused": "lapsed"}
_READ_OR_SENT = require_http_methods(["GET", "HEAD", "POST"])


@_READ_OR_SENT
@at_door
def ask(here: AtDoor) -> HttpResponse:
    """Take a request for a tool or a use."""
    if not here.way.rules_shown:
        raise NotFound("door.nothing")
    answers = posted(here.request.POST, (TOOL, USE, WHO))
    if here.request.method == "POST":
        try:
            receipt = propose(here.way, tool=answers.text(TOOL), use=answers.text(USE), who=answers.text(WHO))
        except BadInput as refusal:
            answers.blame(refusal)
        else:
            return _asked_for(here, receipt)
    tool = answers.text(TOOL) or here.request.GET.get(TOOL, "")[:100]
    fields = [
        _field(answers, TOOL, t("door.ask.tool_label"), value=tool, example=t("door.ask.tool_example")),
        _field(answers, USE, t("door.ask.use_label"), "long_text", help_words=t("door.ask.use_help")),
    ]
    if here.way.person is None:
        fields.append(_field(answers, WHO, t("door.ask.who_label"), help_words=t("door.ask.who_help")))
    form = Form(here.at("ask"), (Section("", tuple(fields)),), t("door.send"))
    view = DoorFormView(t("door.card.ask"), t("door.ask.lead"), form)
    return _form(here, view, answers)


def _asked_for(here: AtDoor, receipt: str) -> HttpResponse:
    mine = here.way.person is not None
    follow = Link(t("door.card.asked"), here.at("asked")) if mine else _follow_link(here)
    view = ReceiptView(
        t("door.ask.done"), "" if mine else receipt, (t("door.ask.done_words"),), (follow, _home_link(here))
    )
    return show(here, "door_receipt.html", view.title, view=view)


@require_safe
@at_door
def asked(here: AtDoor) -> HttpResponse:
    """Show what the person asked for, and where it stands."""
    view = AskedView(tuple(_request(r) for r in requests(here.way)), Link(t("door.card.ask"), here.at("ask")))
    return show(here, "door_asked.html", t("door.card.asked"), view=view)


def _request(request: Request) -> Asked:
    words = t(f"door.asked.{request.state}", day=absolute(request.asked))
    return Asked(request.name, _STATES[request.state], words, request.why)


@_READ_OR_SENT
@at_door
def concern(here: AtDoor) -> HttpResponse:
    """Take a concern: with the person's name where they came by their own link, without one by the code."""
    answers = posted(here.request.POST, (CATEGORY, TEXT, ABOUT))
    if here.request.method == "POST":
        try:
            raised = boxing.raise_concern(
                here.way,
                category=answers.text(CATEGORY),
                text=answers.text(TEXT),
                about=answers.text(ABOUT).splitlines(),
                file=_file(here),
            )
        except BadInput as refusal:
            answers.blame(refusal)
        else:
            return _raised(here, raised)
    named = here.way.person is not None
    other = None
    if named:
        other = Link(t("door.raise.without_name"), f"{here.nameless}raise/")
    notes = ("named",) if named else ("nameless", "day", "network")
    view = DoorFormView(
        t("door.card.named" if named else "door.card.nameless"),
        t("door.raise.lead"),
        _concern_form(here, answers),
        tuple(t(f"door.raise.note.{name}") for name in (*notes, "hidden")),
        other,
    )
    return _form(here, view, answers)


def _concern_form(here: AtDoor, answers: Answers) -> Form:
    chosen = answers.text(CATEGORY)
    kinds = [
        Choice(c, t(f"choice.concern_category.{c}"), c == chosen) for c in value_list("concern_category")
    ]
    fields = (
        _field(answers, CATEGORY, t("door.raise.category_label"), "choice", choices=tuple(kinds)),
        _field(answers, TEXT, t("door.raise.text_label"), "long_text", help_words=t("door.raise.text_help")),
        _field(
            answers,
            ABOUT,
            t("door.raise.about_label"),
            "list",
            help_words=t("door.raise.about_help"),
            required=False,
        ),
        Field(
            FILE,
            t("door.raise.file_label"),
            "file",
            help=t("door.raise.file_help", most=boxing.LARGEST // 1024 // 1024),
            error=answers.errors.get(FILE, ""),
        ),
    )
    return Form(here.at("raise"), (Section("", fields),), t("door.send"), files=True)


def _file(here: AtDoor) -> boxing.File | None:
    if getattr(here.request, "too_large", ""):
        raise BadInput("door.raise.file", field=FILE, most=boxing.LARGEST // 1024 // 1024)
    sent = here.request.FILES.get(FILE)
    if not isinstance(sent, UploadedFile):
        return None
    # One byte beyond what is taken tells that it is too large, whatever the rest may be.
    return boxing.File(sent.name or "file", sent.read(boxing.LARGEST + 1))


def _raised(here: AtDoor, raised: boxing.Raised) -> HttpResponse:
    named = here.way.person is not None
    sentences = [t("door.raised.named" if named else "door.raised.nameless")]
    if not raised.answering:
        sentences.append(t("door.raised.outside" if here.way.door.outside else "door.raised.nobody"))
    view = ReceiptView(
        t("door.raised"), raised.receipt, tuple(sentences), (_follow_link(here), _home_link(here))
    )
    return show(here, "door_receipt.html", view.title, view=view)


@_READ_OR_SENT
@at_door
def follow(here: AtDoor) -> HttpResponse:
    """Show what became of a concern or a request by its code, which is never part of an address; add to it."""
    answers = posted(here.request.POST, (RECEIPT, TEXT, WHAT))
    if here.request.method == "POST":
        receipt = answers.text(RECEIPT)
        try:
            if answers.text(WHAT):
                boxing.add_to(here.way, receipt, answers.text(TEXT))
                answers.values[TEXT] = ()
            found = followed(here.way, receipt)
            return _thread(here, receipt, found, answers)
        except NotFound as refusal:
            answers.errors[RECEIPT] = said(refusal.message)
        except BadInput as refusal:
            answers.blame(refusal)
            return _thread(here, receipt, followed(here.way, receipt), answers)
    field = _field(answers, RECEIPT, t("door.follow.label"), example="K7QF-2M9A-…")
    form = Form(here.at("follow"), (Section("", (field,)),), t("door.follow.submit"))
    view = DoorFormView(t("door.card.follow"), t("door.follow.lead"), form)
    return _form(here, view, answers)


def _thread(here: AtDoor, receipt: str, found: Thread | Request, answers: Answers) -> HttpResponse:
    if isinstance(found, Request):
        asked_for = AskedView((_request(found),), Link(t("door.card.ask"), here.at("ask")))
        return show(here, "door_asked.html", t("door.card.follow"), view=asked_for)
    fields = (
        Field(RECEIPT, "", "hidden", receipt),
        Field(WHAT, "", "hidden", "add"),
        _field(answers, TEXT, t("door.follow.add"), "long_text"),
    )
    state = "answered" if found.answered else "open"
    view = ThreadView(
        t("door.thread.title"),
        "holds" if found.answered else "soon",
        t(f"door.thread.{state}", day=absolute(found.answered or found.due)),
        said_in(found, asker=t("door.thread.you")),
        Form(here.at("follow"), (Section("", fields),), t("door.send")),
        notes=(t("door.thread.next_day"),) if not found.who else (),
    )
    return show(
        here,
        "door_thread.html",
        view.title,
        status=422 if answers.wrong else 200,
        wrong=answers.general,
        view=view,
    )


def said_in(thread: Thread, *, asker: str) -> tuple[Said, ...]:
    """Return a concern's own words and what was added, in order."""
    first = Said(asker, absolute(thread.raised), thread.text, inside=False)
    return (
        first,
        *(
            Said(w.by or t("concerns.somebody") if w.inside else asker, absolute(w.day), w.text, w.inside)
            for w in thread.words
        ),
    )


def _field(  # noqa: PLR0913  # what a field shows, each by its name
    answers: Answers,
    name: str,
    label: str,
    kind: str = "text",
    *,
    value: str = "",
    help_words: str = "",
    example: str = "",
    choices: tuple[Choice, ...] = (),
    required: bool = True,
) -> Field:
    return Field(
        name,
        label,
        kind,
        value or answers.text(name),
        help=help_words,
        example=example,
        error=answers.errors.get(name, ""),
        choices=choices,
        required=required,
    )


def _form(here: AtDoor, view: DoorFormView, answers: Answers) -> HttpResponse:
    status = 422 if answers.wrong else 200
    return show(here, "door_form.html", view.title, status=status, wrong=answers.general, view=view)


def _follow_link(here: AtDoor) -> Link:
    return Link(t("door.card.follow"), f"{here.nameless}follow/")


def _home_link(here: AtDoor) -> Link:
    return Link(t("door.home"), here.base)
