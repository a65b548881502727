"""The rules of an organisation: those in force, those that ship, what installing would change, and doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import rederiving
from holdtrue.app.actions import rules
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.rules_offered import offered
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.queries.rules_compared import Moved
    from holdtrue.app.queries.rules_offered import Offered

DO = "do"
INSTALL, STOP, RESUME = "install", "stop", "resume"
_ACTS = {INSTALL: rules.install, STOP: rules.stop, RESUME: rules.resume}
_SAID = {INSTALL: "page.rules.installed", STOP: "page.rules.stopped", RESUME: "page.rules.resumed"}


@inside
def show_rules(visit: Visit) -> HttpResponse:
    """Show what would change; install it, or stop and resume the job that follows."""
    require(visit.caller, "settings", on_organisation())
    notices = []
    asked = visit.request.POST.get(DO, "")
    if visit.request.method == "POST" and asked in _ACTS:
        try:
            _ACTS[asked](visit.caller)
            notify(visit, t(_SAID[asked]))
            return HttpResponseRedirect(visit.places.at("settings", "rules"))
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
    found = offered(visit.caller)
    forms = [form for form in (_installing(visit, found), _job(visit)) if form]
    lead = t("page.rules.lead") if found.differs else t("page.rules.same", since=_since(found))
    view = SettingsView(tabs(visit, "rules"), _moved(found), None, lead, sections=tuple(forms))
    given = page(visit, t("page.rules"), station="settings", notices=notices)
    return show(visit, "settings.html", given, view=view)


def _since(found: Offered) -> str:
    date = absolute(found.since) if found.since else "–"
    return t("page.rules.since", digest=found.current[:12], date=date)


def _fact(name: str, label: str, value: str) -> Field:
    return Field(name, label, value=value, derived=True)


def _installing(visit: Visit, found: Offered) -> Form | None:
    if not found.differs:
        return None
    facts = [_fact("current", t("page.rules.current"), _since(found))]
    facts.append(
        _fact("available", t("page.rules.available"), t("page.rules.digest", digest=found.available[:12]))
    )
    for name in ("added", "removed", "changed"):
        ids = getattr(found.changes.practices, name)
        if ids:
            facts.append(_fact(name, t(f"page.rules.{name}"), ", ".join(ids)))
    if found.changes.index_before is not None and found.changes.index_after is not None:
        both = t(
            "page.rules.index_both",
            before=f"{found.changes.index_before:.1f}",
            after=f"{found.changes.index_after:.1f}",
        )
        facts.append(_fact("index", t("page.rules.index"), both))
    words = "" if found.changes.tried else t("page.rules.not_tried", systems=found.changes.systems)
    if found.changes.tried and not found.changes.levels:
        words = t("page.rules.none_moved")
    facts.append(Field(DO, "", "hidden", INSTALL))
    section = Section(t("page.rules"), tuple(facts), words or t("rules.available"))
    return Form(visit.places.at("settings", "rules"), (section,), t("page.rules.install"))


def _job(visit: Visit) -> Form | None:
    job = rederiving.current(visit.caller.organisation)
    if job is None:
        return None
    going = job.state in ("waiting", "running")
    at = _fact("job", t("page.rules.job"), t("page.rules.job_at", done=job.done, total=job.total))
    act = Field(DO, "", "hidden", STOP if going else RESUME)
    label = t("page.rules.stop" if going else "page.rules.resume")
    return Form(visit.places.at("settings", "rules"), (Section(t("page.rules.job"), (at, act)),), label)


def _moved(found: Offered) -> Table | None:
    if not found.changes.levels:
        return None
    columns = (
        Column(t("page.rules.practice"), wide=True),
        Column(t("page.rules.before")),
        Column(t("page.rules.after")),
    )
    return Table(t("page.rules.moved"), columns, tuple(_row(one) for one in found.changes.levels))


def _row(one: Moved) -> Row:
    return Row(
        (
            Cell(one.title),
            Cell(_level(one.before), note=str(one.holding_before) if one.before is not None else ""),
            Cell(_level(one.after), note=str(one.holding_after) if one.after is not None else ""),
        )
    )


def _level(level: int | None) -> str:
    return t("cli.rules.absent") if level is None else t(f"level.{LEVEL_WORDS[level]}")
