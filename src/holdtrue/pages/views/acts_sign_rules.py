"""Settings: how many signatures the records of a kind need, and of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import sign_rules as acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.rows import SignRule

OF, NEEDED, ROLES = "of", "needed", "roles"


@inside
def signing(visit: Visit) -> HttpResponse:
    """Show the rules; set one, or take it away by asking for one signature."""
    require(visit.caller, "settings", on_organisation())
    answers = posted(visit.request.POST, (OF, NEEDED, ROLES))
    if visit.request.method == "POST":
        try:
            made = acting.set_rule(
                visit.caller, answers.text(OF), needed=_number(answers), roles=answers.values.get(ROLES, ())
            )
            kind = said(KINDS[answers.text(OF)].label_plural)
            told = "act.signing.set" if made else "act.signing.gone"
            notify(visit, t(told, kinds=kind, n=made.needed if made else 1))
            return HttpResponseRedirect(visit.places.at("settings", "signing"))
        except BadInput as refusal:
            answers.blame(refusal)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    view = SettingsView(tabs(visit, "signing"), _table(visit), _form(visit, answers), t("act.signing.lead"))
    given = page(visit, t("act.signing.title"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if answers.wrong else 200, view=view)


def _number(answers: Answers) -> int:
    text = answers.text(NEEDED).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0  # noqa: PLR2004  # two digits are enough


def _table(visit: Visit) -> Table | None:
    found = acting.rules(visit.caller.organisation.pk)
    if not found:
        return None
    columns = (
        Column(t("act.signing.of"), wide=True),
        Column(t("act.signing.needed"), numeric=True),
        Column(t("act.signing.roles")),
    )
    return Table(t("act.signing.title"), columns, tuple(_row(rule) for rule in found))


def _row(rule: SignRule) -> Row:
    roles = " · ".join(t(f"choice.roles.{role}") for role in rule.roles)
    return Row((Cell(said(KINDS[rule.kind].label_plural)), Cell(str(rule.needed)), Cell(roles)))


def _form(visit: Visit, answers: Answers) -> Form:
    errors, of = answers.errors, answers.text(OF) or "impact_assessment"
    chosen = answers.values.get(ROLES, ())
    drawn = (
        Field(
            OF,
            t("act.signing.of"),
            "choice",
            choices=tuple(Choice(k, said(KINDS[k].label), k == of) for k in acting.signed_kinds()),
            required=True,
            error=errors.get("kind", ""),
        ),
        Field(
            NEEDED,
            t("act.signing.needed"),
            "number",
            value=answers.text(NEEDED) or "2",
            help=t("act.signing.needed.help"),
            required=True,
            error=errors.get(NEEDED, ""),
        ),
        Field(
            ROLES,
            t("act.signing.roles"),
            "choices",
            choices=tuple(Choice(r, t(f"choice.roles.{r}"), r in chosen) for r in vocabulary().roles),
            help=t("act.signing.roles.help"),
            error=errors.get(ROLES, ""),
        ),
    )
    section = Section(t("act.signing.change"), drawn)
    return Form(visit.places.at("settings", "signing"), (section,), t("act.signing.submit"))
