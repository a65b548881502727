"""How a person is told what they owe: the digest, the calendar, and what the organisation says of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import notices as acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.snoozing import own_person
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.worklist import tabs

if TYPE_CHECKING:
    from holdtrue.app.rows import Record

WHAT, RHYTHM, WAY, ADDRESS, AFTER = "what", "rhythm", "way", "address", "after"
DIGEST, MAKE, END, RULE = "digest", "make", "end", "rule"


@inside
def notices(visit: Visit) -> HttpResponse:
    """Show what is chosen; take another choice, make or end the calendar's address."""
    person = own_person(visit.caller)
    answers = posted(visit.request.POST, (WHAT, RHYTHM, WAY, ADDRESS, AFTER))
    secret, said = "", []
    if visit.request.method == "POST":
        try:
            secret = _done(visit, answers)
            if not secret:
                return HttpResponseRedirect(visit.places.at("worklist", "notices"))
        except BadInput as refusal:
            answers.blame(refusal)
            said = [*answers.errors.values(), *answers.general]
    view = SettingsView(
        tabs(visit, "notices"),
        None,
        None,
        t("page.notices.lead"),
        secret,
        tuple(_forms(visit, person, answers)),
    )
    given = page(
        visit,
        t("page.notices.title"),
        station="worklist",
        notices=tuple(Notice(sentence, "wrong") for sentence in said),
    )
    return show(visit, "settings.html", given, status=422 if said else 200, view=view)


def _done(visit: Visit, answers: Answers) -> str:
    """Do what was posted; return the calendar's address where one was made, shown this once."""
    what = answers.text(WHAT)
    if what == MAKE:
        made = acting.make_feed(visit.caller)
        return visit.request.build_absolute_uri(f"/calendar/{made}.ics")
    if what == END:
        acting.end_feed(visit.caller)
        notify(visit, t("page.notices.calendar_ended"))
        return ""
    if what == RULE:
        after = answers.text(AFTER)
        acting.rule(
            visit.caller,
            escalate_after=int(after) if after.isdecimal() and len(after) < 4 else -1,  # noqa: PLR2004  # far above the longest
            rhythm=answers.text(RHYTHM),
            address=answers.text(ADDRESS),
        )
    else:
        acting.choose(
            visit.caller,
            rhythm=answers.text(RHYTHM),
            way=answers.text(WAY) or "mail",
            address=answers.text(ADDRESS),
            mail=visit.membership.user.email,
        )
    notify(visit, t("page.notices.saved"))
    return ""


def _forms(visit: Visit, person: Record, answers: Answers) -> list[Form]:
    pk = visit.caller.organisation.pk
    here = visit.places.at("worklist", "notices")
    plan = acting.plan_of(pk, person)
    mail = visit.membership.user.email
    ways = (
        Choice(
            "mail",
            t("page.notices.way.mail", mail=mail)
            if settings.HOLDTRUE_MAIL
            else t("page.notices.way.mail_off"),
            plan.way == "mail",
        ),
        Choice("chat", t("page.notices.way.chat"), plan.way == "chat"),
    )
    mine = answers if answers.text(WHAT) == DIGEST else Answers({})
    digest = (
        _hidden(DIGEST),
        _rhythm(mine, plan.rhythm),
        Field(
            WAY, t("page.notices.way"), "choice", choices=ways, required=True, error=mine.errors.get(WAY, "")
        ),
        _address(mine, kept=plan.way == "chat" and bool(plan.address)),
    )
    found = [
        Form(
            here,
            (Section(t("page.notices.digest"), digest, t("page.notices.digest_words")),),
            t("page.notices.save"),
        )
    ]
    has = acting.has_feed(pk, person)
    calendar = Section(t("page.notices.calendar"), (_hidden(MAKE),), t("page.notices.calendar_words"))
    again = "page.notices.calendar_again" if has else "page.notices.calendar_make"
    found.append(Form(here, (calendar,), t(again)))
    if has:
        found.append(
            Form(here, (Section("", (_hidden(END),)),), t("page.notices.calendar_end"), destructive=True)
        )
    if visit.may("settings", on_organisation()):
        found.append(_rule(visit, answers if answers.text(WHAT) == RULE else Answers({})))
    return found


def _rule(visit: Visit, answers: Answers) -> Form:
    rule = acting.rule_of(visit.caller.organisation.pk)
    after = tuple(
        Choice(
            str(days),
            t("page.notices.after.days", n=days) if days else t("page.notices.after.0"),
            days == rule.escalate_after,
        )
        for days in acting.AFTER
    )
    fields = (
        _hidden(RULE),
        Field(
            AFTER,
            t("page.notices.after"),
            "choice",
            choices=after,
            required=True,
            error=answers.errors.get("escalate_after", ""),
        ),
        _rhythm(answers, rule.rhythm, label="page.notices.team"),
        _address(answers, kept=bool(rule.address)),
    )
    section = Section(t("page.notices.rule"), fields, t("page.notices.rule_words"))
    return Form(visit.places.at("worklist", "notices"), (section,), t("page.notices.save"))


def _hidden(what: str) -> Field:
    return Field(WHAT, "", "hidden", what)


def _rhythm(answers: Answers, chosen: str, *, label: str = "page.notices.rhythm") -> Field:
    choices = tuple(Choice(r, t(f"page.notices.rhythm.{r}"), r == chosen) for r in acting.RHYTHMS)
    return Field(
        RHYTHM, t(label), "choice", choices=choices, required=True, error=answers.errors.get(RHYTHM, "")
    )


def _address(answers: Answers, *, kept: bool) -> Field:
    return Field(
        ADDRESS,
        t("page.notices.address"),
        "secret",
        "",
        t("page.notices.address_kept") if kept else t("page.notices.address_help"),
        t("page.notices.address_example"),
        error=answers.errors.get(ADDRESS, ""),
    )
