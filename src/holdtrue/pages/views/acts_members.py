"""Members: who is in, inviting by a one-time link, another role, the end of a membership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import callers
from holdtrue.app.actions import members as acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.members import member_of, to_invite
from holdtrue.app.queries.members import members as all_members
from holdtrue.app.queries.outside import outside
from holdtrue.core.access import ROLES, Target
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, posted, shown
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.accesses import of_member
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.starter_navigation import PROFILE, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.accounts.models import Membership

EMAIL, NAME, ROLE, UNIT, UNTIL, DO = "email", "name", "role", "unit", "until", "do"
TABS = ("settings", "members", "tokens", "fields", "signing", "gates", "rules", "packs", "door", "leave")


def tabs(visit: Visit, here: str) -> tuple[Link, ...]:
    """Return the pages of settings; a starter's are few, with the rest one press away."""
    places = {"settings": visit.places.at("settings")}
    places |= {name: visit.places.at("settings", name) for name in TABS[1:]}
    shown = [n for n in TABS if n != "leave" or visit.may("delete_organisation", on_organisation())]
    few = SETTINGS if visit.caller.organisation.profile == PROFILE else TABS
    return tuple(
        Link(t(f"act.settings.{name}"), places[name], name == here, folded=name not in (*few, here))
        for name in shown
    )


@inside
def members(visit: Visit) -> HttpResponse:
    """Show the members; invite one more, whose link is shown this once."""
    require(visit.caller, "settings", on_organisation())
    answers = posted(visit.request.POST, (EMAIL, NAME, ROLE, UNIT, UNTIL))
    secret, notices = "", []
    if visit.request.method != "POST" and (asked := visit.request.GET.get("person", "")):
        answers = _asked(visit, asked)
    if visit.request.method == "POST":
        try:
            invited = acting.invite(
                visit.caller,
                answers.text(EMAIL),
                role=answers.text(ROLE),
                name=answers.text(NAME),
                unit=ref_in(answers.text(UNIT)) or answers.text(UNIT).strip(),
                until=answers.text(UNTIL),
            )
            secret = (
                f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}{invited.path}"
                if _public()
                else _absolute(visit, invited.path)
            )
            notices.append(Notice(t("act.members.invited", email=invited.membership.user.email)))
            answers = Answers(dict.fromkeys(answers.values, ()))
        except BadInput as refusal:
            answers.blame(refusal)
    notices += [Notice(sentence, "wrong") for sentence in answers.general]
    view = SettingsView(
        tabs(visit, "members"),
        _table(visit),
        _invitation(visit, answers),
        t("act.members.lead"),
        secret,
        links=_all_at_once(visit),
    )
    given = page(visit, t("act.settings.members"), station="settings", notices=notices)
    return show(visit, "settings.html", given, status=422 if answers.wrong else 200, view=view)


def _all_at_once(visit: Visit) -> tuple[Link, ...]:
    """Lead to letting several in, where several wait."""
    n = len(outside(visit.caller, visit.day))
    where = visit.places.at("settings", "members", "everyone")
    return (Link(t("act.members.everyone", n=n), where),) if n else ()


def _asked(visit: Visit, person: str) -> Answers:
    """The form as it begins for somebody who is in the register already."""
    name, email = to_invite(visit.caller, person)
    return Answers({EMAIL: (email,), NAME: (name,)})


def _public() -> bool:
    return bool(settings.HOLDTRUE_ADDRESS.startswith("https:"))


def _absolute(visit: Visit, path: str) -> str:
    return visit.request.build_absolute_uri(path)


def _table(visit: Visit) -> Table:
    columns = (
        Column(t("act.members.person"), wide=True),
        Column(t("act.members.role")),
        Column(t("act.members.unit")),
        Column(t("act.members.until")),
        Column(t("act.members.state")),
    )
    return Table(t("act.settings.members"), columns, tuple(_row(visit, m) for m in all_members(visit.caller)))


def _row(visit: Visit, m: Membership) -> Row:
    name = m.person.title if m.person else m.user.email
    return Row(
        (
            Cell(name, note=m.user.email),
            Cell(t(f"access.role.{m.role}"), note=t("act.members.outside") if m.outside else ""),
            Cell(m.unit.title if m.unit else t("act.members.everywhere")),
            Cell(
                t("act.members.no_end") if m.until is None else "",
                moment=moment(m.until, visit.day) if m.until is not None else None,
            ),
            Cell(_state(m), state="" if m.active and callers.lives(m) else "quiet"),
        ),
        visit.places.at("settings", "members", m.user.uid) if m.active else "",
    )


def _state(m: Membership) -> str:
    if not m.active:
        return t("act.members.ended")
    return t("act.members.active" if callers.lives(m) else "act.members.passed")


def _until(value: str, error: str = "") -> Field:
    return Field(UNTIL, t("act.members.until"), "date", value, t("act.members.until.help"), error=error)


def _invitation(visit: Visit, answers: Answers) -> Form:
    errors = answers.errors
    unit = shown(KINDS["person"].spec(UNIT), answers, Offers(visit.caller, visit.places))
    fields = (
        Field(
            EMAIL,
            t("act.members.email"),
            "email",
            answers.text(EMAIL),
            required=True,
            error=errors.get(EMAIL, ""),
        ),
        Field(NAME, t("act.members.name"), value=answers.text(NAME), help=t("act.members.name.help")),
        Field(
            ROLE,
            t("act.members.role"),
            "choice",
            choices=_roles(visit, answers.text(ROLE) or "contributor"),
            required=True,
            error=errors.get(ROLE, ""),
        ),
    )
    held = Field(
        UNIT,
        t("act.members.unit"),
        unit.type,
        unit.value,
        t("act.members.unit.help"),
        error=errors.get(UNIT, ""),
        choices=unit.choices,
        find_href=unit.find_href,
    )
    return Form(
        visit.places.at("settings", "members"),
        (
            Section(t("act.members.invite"), fields, t("act.members.invite_words")),
            Section(
                t("form.section.more"),
                (_until(answers.text(UNTIL), errors.get(UNTIL, "")), held),
                folded=True,
            ),
        ),
        t("act.members.invite.submit"),
    )


def _roles(visit: Visit, chosen: str) -> tuple[Choice, ...]:
    """The roles this person may give, each with what it means."""
    return tuple(
        Choice(role, t(f"act.members.role.{role}"), chosen=role == chosen)
        for role in ROLES
        if visit.may("invite", Target(roles=frozenset({role})))
    )


@inside
def one(visit: Visit, account: object) -> HttpResponse:
    """Change one membership: its role, its end, or a fresh link for somebody who cannot come in."""
    member = member_of(visit.caller, str(account))
    here = visit.places.at("settings", "members", member.user.uid)
    secret, notices = "", []
    if visit.request.method == "POST":
        done = _ACTS.get(visit.request.POST.get(DO, ""))
        try:
            secret = done(visit, member) if done else ""
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
        else:
            if not secret:
                return HttpResponseRedirect(visit.places.at("settings", "members"))
    role = Field(ROLE, t("act.members.role"), "choice", choices=_roles(visit, member.role), required=True)
    forms = (
        Form(
            here, (Section(t("act.members.other_role"), (role, _do("role"))),), t("act.members.role.submit")
        ),
        Form(
            here,
            (
                Section(
                    t("act.members.until.change"),
                    (_until(iso(member.until) if member.until else ""), _do("until")),
                ),
            ),
            t("act.members.until.submit"),
        ),
        Form(
            here,
            (Section(t("act.members.link"), (_do("link"),), t("act.members.link_words")),),
            t("act.members.link.submit"),
        ),
        Form(
            here,
            (Section(t("act.members.end"), (_do("end"),), t("act.members.end_words")),),
            t("act.members.end.submit"),
            destructive=True,
        ),
    )
    name = member.person.title if member.person else member.user.email
    view = SettingsView(tabs(visit, "members"), of_member(member), None, member.user.email, secret, forms)
    return show(visit, "settings.html", page(visit, name, station="settings", notices=notices), view=view)


def _do(what: str) -> Field:
    return Field(DO, "", "hidden", what)


def _change_role(visit: Visit, member: Membership) -> str:
    changed = acting.change_role(visit.caller, member.user.uid, visit.request.POST.get(ROLE, ""))
    notify(visit, t("act.members.changed", email=member.user.email, role=t(f"access.role.{changed.role}")))
    return ""


def _end(visit: Visit, member: Membership) -> str:
    acting.end(visit.caller, member.user.uid)
    notify(visit, t("act.members.ended_now", email=member.user.email))
    return ""


def _set_last_day(visit: Visit, member: Membership) -> str:
    acting.set_last_day(visit.caller, member.user.uid, visit.request.POST.get(UNTIL, ""))
    notify(visit, t("act.members.until.changed", email=member.user.email))
    return ""


def _new_link(visit: Visit, member: Membership) -> str:
    path = acting.new_link(visit.caller, member.user.uid)
    return f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}{path}" if _public() else _absolute(visit, path)


_ACTS: dict[str, Callable[[Visit, Membership], str]] = {
    "role": _change_role,
    "until": _set_last_day,
    "end": _end,
    "link": _new_link,
}
