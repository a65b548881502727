"""Retire a system with care: who depends on it, the decision, what is dealt with, then off the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import gating, retiring
from holdtrue.app.actions.permission import on_kind, on_record
from holdtrue.app.queries import gates
from holdtrue.app.queries.records import dependents, dependents_count
from holdtrue.app.queries.retiring import retirements
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.days import to_day
from holdtrue.core.gating import OBSERVE
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.retiring import DAYS, FACTS, stands_against
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import ConfirmView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.guided import GuidedLine, GuidedPart, GuidedView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import gate_parts
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.queries.retiring import Retiring
    from holdtrue.app.rows import Record

REASON, HANDOVER = "reason", "handover"
_ASKS, _NOTES = (REASON,), (*FACTS, HANDOVER)
_MOST = 12


@inside
def retire_with_care(visit: Visit, ref: str) -> HttpResponse:
    """Show how far a retirement has come; ask for it, or put what was done on record."""
    record = gates.system_named(visit.caller, ref)
    found = retirements(visit.caller.organisation.pk, [record.pk]).get(record.pk)
    names = _NOTES if found else _ASKS
    answers, status = posted(visit.request.POST, names), 200
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                done.say(_done(visit, record, found, answers))
            return HttpResponseRedirect(visit.places.act(record.ref, "retiring"))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    elif found is not None:
        answers = Answers({name: (str(found.fields.get(name) or ""),) for name in names})
    view = _view(visit, record, found, answers)
    crumbs = (
        Link(said(KINDS["system"].label_plural), visit.places.listing("system")),
        Link(record.title, visit.places.record(record.ref)),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, view.title, kind="system", crumbs=crumbs, notices=notices)
    return show(visit, "guided.html", given, status=status, view=view)


def _done(visit: Visit, record: Record, found: Retiring | None, answers: Answers) -> str:
    if found is None:
        made = gating.ask(visit.caller, record.ref, "retired", {REASON: answers.text(REASON)})
        return t("page.gate.asked", ref=made.ref)
    retiring.note_facts(visit.caller, record.ref, {name: answers.text(name) for name in _NOTES})
    return t("page.retiring.noted", ref=found.change.ref)


def _view(visit: Visit, record: Record, found: Retiring | None, answers: Answers) -> GuidedView:
    places = visit.places
    stage = gates.stage_today(visit.caller, record)
    links = [Link(t("page.whatif.open"), places.act(record.ref, "what-if", what="retired"))]
    if found is not None:
        links.append(Link(f"{found.change.ref} · {found.change.title}", places.record(found.change.ref)))
    stands = _stands(visit, record, found)
    form = None
    if not stands:
        form = _facts_form(visit, record, answers) if found else _ask_form(visit, record, answers)
    return GuidedView(
        t("page.retiring.title", title=record.title),
        t("page.retiring.lead"),
        (_steps(visit, record, found), _depending(visit, record)),
        form,
        t("page.retiring.form.ask" if found is None else "page.retiring.form.facts"),
        stands,
        tuple((t(f"page.retiring.aside.{name}"), t(f"page.retiring.aside.{name}_words")) for name in _ASIDE),
        tuple(links),
        gate_parts.strip(visit, record, "retired", stage),
    )


def _stands(visit: Visit, record: Record, found: Retiring | None) -> str:
    """Why this person goes on with nothing here."""
    if record.retired_day is not None:
        return t("record.retired", ref=record.ref)
    target = on_record(found.change) if found else on_kind(gating.CHANGE)
    return "" if visit.may("edit" if found else "add", target) else t("page.retiring.not_you")


_ASIDE = ("access", "data", "people", "why")


def _steps(visit: Visit, record: Record, found: Retiring | None) -> GuidedPart:
    gate = visit.places.act(record.ref, "gate") + "retired/"
    effective = found.effective if found else None
    lines = [_step("asked", done=found is not None, words=found.change.ref if found else "")]
    lines.append(
        _step(
            "decided",
            done=effective is not None,
            words=t("page.retiring.since", date=absolute(effective)) if effective else "",
            href=gate if found else "",
        )
    )
    for name in FACTS:
        day = to_day(found.fields.get(name)) if found else None
        lines.append(_step(name, done=day is not None, words=absolute(day) if day else ""))
    whole = effective is not None and found is not None and not found.missing
    off = record.retired_day is not None
    door = (
        visit.places.act(record.ref, "retire")
        if whole and not off and visit.may("retire", on_record(record))
        else ""
    )
    gone = record.retired_day
    words = absolute(gone) if gone is not None else t("page.retiring.step.off.now") if door else ""
    lines.append(_step("off", done=off, words=words, href=door))
    return GuidedPart(t("page.retiring.steps"), _owed(found), tuple(lines))


def _owed(found: Retiring | None) -> str:
    """What of the three facts is still owed and by when; once all are on record, that they are."""
    if found is None or found.due is None:
        return t("page.retiring.steps_lead", days=DAYS)
    if found.missing:
        return t("page.retiring.due", date=absolute(found.due), n=len(found.missing))
    return t("page.retiring.none_owed")


def _step(name: str, *, done: bool, words: str = "", href: str = "") -> GuidedLine:
    mark, state = (t("page.retiring.done"), "holds") if done else (t("page.retiring.open"), "soon")
    told = words or ("" if done else t(f"page.retiring.step.{name}.words"))
    return GuidedLine(t(f"page.retiring.step.{name}"), told, href, mark, state)


def _depending(visit: Visit, record: Record) -> GuidedPart:
    near = dependents(visit.caller.organisation, record, limit=_MOST)
    n = dependents_count(visit.caller.organisation, record)
    lines = tuple(
        GuidedLine(
            one.title or one.ref, f"{said(KINDS[one.kind].label)} · {one.ref}", visit.places.record(one.ref)
        )
        for one in near
    )
    lead = t("page.retiring.more", n=n - len(near)) if n > len(near) else ""
    return GuidedPart(t("page.retiring.depends", n=n), lead or t("page.retiring.depends_lead"), lines)


def _ask_form(visit: Visit, record: Record, answers: Answers) -> Form:
    reason = Field(
        REASON,
        t("page.retiring.reason"),
        "long_text",
        answers.text(REASON),
        t("page.retiring.reason.help"),
        t("page.retiring.reason.example"),
        error=answers.errors.get(REASON, ""),
        required=True,
    )
    return _form(visit, record, (reason,), t("page.retiring.submit.ask"))


def _facts_form(visit: Visit, record: Record, answers: Answers) -> Form:
    kind = KINDS[gating.CHANGE]
    fields = tuple(
        Field(
            name,
            said(kind.spec(name).label),
            "date" if name in FACTS else "long_text",
            answers.text(name),
            t(f"page.retiring.step.{name}.words"),
            "" if name in FACTS else t("page.retiring.handover.example"),
            error=answers.errors.get(name, ""),
        )
        for name in _NOTES
    )
    return _form(visit, record, fields, t("page.retiring.submit.facts"))


def _form(visit: Visit, record: Record, fields: tuple[Field, ...], submit: str) -> Form:
    here = visit.places.act(record.ref, "retiring")
    return Form(here, (Section("", fields),), submit, visit.places.record(record.ref))


def with_care(visit: Visit, record: Record) -> tuple[Notice, ...]:
    """Return, of a system people may still use, that there is a way to retire it before it leaves the register."""
    if record.kind != "system":
        return ()
    fields = revision_said(visit.caller.organisation, record).fields
    against = stands_against(record.ref, fields)
    if against is None:
        return ()
    words = said(against)
    if visit.caller.organisation.gate_mode == OBSERVE:
        words = f"{words} {t('retiring.warned')}"
    way = Link(t("page.retiring.open_page"), visit.places.act(record.ref, "retiring"))
    return (Notice(words, "soon", way),)


def staying(visit: Visit, record: Record) -> HttpResponse:
    """Say of a record that no act takes out of use that it stays, and offer nothing but the way back."""
    back = visit.places.record(record.ref)
    view = ConfirmView(
        record.title, t("incident.stays", ref=record.ref), (), (), Form(back, (), "", back), back
    )
    return show(visit, "confirm.html", page(visit, record.title, kind=record.kind), view=view)


__all__ = ["retire_with_care", "staying", "with_care"]
