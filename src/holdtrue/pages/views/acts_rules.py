"""The rules of an organisation: those in force, those that ship, what installing would change, and doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import rederiving
from holdtrue.app.actions import additions, rules
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.rules_offered import offered
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.settings import SettingsView
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, notify, page, show

if TYPE_CHECKING:
    from holdtrue.app.queries.rules_compared import Compared, Moved
    from holdtrue.app.queries.rules_offered import Offered
    from holdtrue.app.queries.rules_reopened import Reopened

DO = "do"
MOST = 12
"""So many ids are named; a law has a hundred."""
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
    n = len(additions.installed(visit.caller))
    links = (
        Link(t("page.own.link", n=n), visit.places.at("settings", "rules", "own")),
        Link(t("page.mapping"), visit.places.at("settings", "rules", "mapping")),
    )
    view = SettingsView(
        tabs(visit, "rules"), moved(found.changes), None, lead, sections=tuple(forms), links=links
    )
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
    changes = found.changes
    facts = [_fact("current", t("page.rules.current"), _since(found))]
    facts.append(
        _fact("available", t("page.rules.available"), t("page.rules.digest", digest=found.available[:12]))
    )
    facts += compared_facts(changes)
    words = "" if changes.tried else t("page.rules.not_tried", systems=changes.systems)
    if changes.tried and not changes.levels:
        words = t("page.rules.none_moved")
    facts.append(Field(DO, "", "hidden", INSTALL))
    section = Section(t("page.rules"), tuple(facts), words or t("rules.available"))
    return Form(visit.places.at("settings", "rules"), (section,), t("page.rules.install"))


def compared_facts(found: Compared) -> list[Field]:
    """Return what would change line by line: practices, what frameworks reopen, the index."""
    facts = []
    for name in ("added", "removed", "changed"):
        ids = getattr(found.practices, name)
        if ids:
            facts.append(_fact(name, t(f"page.rules.{name}"), ", ".join(ids)))
    facts += [_fact(law.framework, law.title, _reopens(law)) for law in found.reopened]
    if found.index_before is not None and found.index_after is not None:
        both = {"before": f"{found.index_before:.1f}", "after": f"{found.index_after:.1f}"}
        facts.append(_fact("index", t("page.rules.index"), t("page.rules.index_both", **both)))
    return facts


def _reopens(law: Reopened) -> str:
    """One framework that differs, in a few sentences."""
    none = t("page.rules.no_version")
    parts = [t("page.rules.versions", before=law.version_before or none, after=law.version_after or none)]
    for name in ("added", "changed", "removed", "moved", "practices", "lines"):
        ids = getattr(law, name)
        if ids:
            shown = ", ".join(ids[:MOST]) + (" …" if len(ids) > MOST else "")
            parts.append(t(f"page.rules.reopened.{name}", n=len(ids), names=shown))
    if law.classifications:
        parts.append(t("page.rules.reopened.classes", n=law.classifications))
    return " ".join(parts)


def _job(visit: Visit) -> Form | None:
    job = rederiving.current(visit.caller.organisation)
    if job is None:
        return None
    going = job.state in ("waiting", "running")
    at = _fact("job", t("page.rules.job"), t("page.rules.job_at", done=job.done, total=job.total))
    act = Field(DO, "", "hidden", STOP if going else RESUME)
    label = t("page.rules.stop" if going else "page.rules.resume")
    return Form(visit.places.at("settings", "rules"), (Section(t("page.rules.job"), (at, act)),), label)


def moved(found: Compared) -> Table | None:
    """Return the practices that would stand elsewhere; None where there are none."""
    if not found.levels:
        return None
    columns = (
        Column(t("page.rules.practice"), wide=True),
        Column(t("page.rules.before")),
        Column(t("page.rules.after")),
    )
    return Table(t("page.rules.moved"), columns, tuple(_row(one) for one in found.levels))


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
