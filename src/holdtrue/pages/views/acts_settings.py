"""Settings of an organisation: the tokens of its machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.accounts.models.token import MACHINE_ROLES
from holdtrue.app.actions import machines
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.acts import ConfirmView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import instant, moment
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.accounts.models import ApiToken

NAME, ROLE, DAYS = "name", "role", "days"
LIVES = (30, 90, 180, 365)
"""Days a token may be made for."""


@inside
def tokens(visit: Visit) -> HttpResponse:
    """Show the tokens of machines; make one, shown this once."""
    require(visit.caller, "make_token", on_organisation())
    answers = posted(visit.request.POST, (NAME, ROLE, DAYS))
    secret, notices = "", []
    if visit.request.method == "POST":
        try:
            days = answers.text(DAYS)
            token, secret = machines.make(
                visit.caller,
                answers.text(NAME),
                role=answers.text(ROLE),
                days=int(days) if days.isdecimal() and len(days) < 6 else 0,  # noqa: PLR2004  # far above the longest
            )
            notices.append(Notice(t("act.tokens.made", name=token.name)))
            answers = Answers(dict.fromkeys(answers.values, ()))
        except BadInput as refusal:
            answers.blame(refusal)
    notices += [Notice(sentence, "wrong") for sentence in answers.general]
    view = SettingsView(
        tabs(visit, "tokens"), _table(visit), _form(visit, answers), t("act.tokens.lead"), secret
    )
    given = page(visit, t("act.settings.tokens"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if answers.wrong else 200, view=view)


def _table(visit: Visit) -> Table | None:
    found = machines.listed(visit.caller)
    if not found:
        return None
    columns = (
        Column(t("act.tokens.name"), wide=True),
        Column(t("act.members.role")),
        Column(t("act.tokens.used")),
        Column(t("act.tokens.ends")),
        Column(t("act.members.state")),
    )
    return Table(t("act.settings.tokens"), columns, tuple(_row(visit, token) for token in found))


def _row(visit: Visit, token: ApiToken) -> Row:
    ended = token.revoked_at is not None or token.expires_at <= visit.caller.clock.now()
    used = moment(token.last_used.toordinal(), visit.day) if token.last_used else None
    href = visit.places.at("settings", "tokens", token.uid, "end")
    return Row(
        (
            Cell(token.name, note=f"hdt_{token.prefix}_…"),
            Cell(t(f"access.role.{token.role}")),
            Cell(t("act.tokens.never"), moment=used),
            Cell(moment=instant(token.revoked_at or token.expires_at, visit.day)),
            Cell(t("act.tokens.ended"), state="quiet") if ended else Cell(t("act.tokens.end"), href=href),
        )
    )


def _form(visit: Visit, answers: Answers) -> Form:
    errors = answers.errors
    chosen = answers.text(DAYS) or "90"
    fields = (
        Field(
            NAME,
            t("act.tokens.for"),
            value=answers.text(NAME),
            example=t("act.tokens.example"),
            required=True,
            error=errors.get(NAME, ""),
        ),
        Field(
            ROLE,
            t("act.members.role"),
            "choice",
            choices=tuple(
                Choice(
                    role.value,
                    t(f"act.tokens.role.{role.value}"),
                    role.value == (answers.text(ROLE) or "contributor"),
                )
                for role in MACHINE_ROLES
            ),
            required=True,
            error=errors.get(ROLE, ""),
        ),
        Field(
            DAYS,
            t("act.tokens.life"),
            "choice",
            choices=tuple(Choice(str(n), t("act.tokens.days", n=n), str(n) == chosen) for n in LIVES),
            required=True,
            error=errors.get(DAYS, ""),
        ),
    )
    section = Section(t("act.tokens.make"), fields, t("act.tokens.make_words"))
    return Form(visit.places.at("settings", "tokens"), (section,), t("act.tokens.submit"))


@inside
def end_token(visit: Visit, token: object) -> HttpResponse:
    """End a token, once it was said what follows."""
    require(visit.caller, "make_token", on_organisation())
    found = next((x for x in machines.listed(visit.caller) if x.uid == str(token)), None)
    back = visit.places.at("settings", "tokens")
    if found is None:
        return HttpResponseRedirect(back)
    if visit.request.method == "POST":
        machines.end(visit.caller, found.uid)
        notify(visit, t("act.tokens.ended_now", name=found.name))
        return HttpResponseRedirect(back)
    title = t("act.tokens.end.title", name=found.name)
    form = Form(
        visit.places.at("settings", "tokens", found.uid, "end"),
        (),
        t("act.tokens.end"),
        back,
        destructive=True,
    )
    view = ConfirmView(title, t("act.tokens.end.sentence"), (), (), form, back)
    return show(visit, "confirm.html", page(visit, title, station="settings"), view=view)
