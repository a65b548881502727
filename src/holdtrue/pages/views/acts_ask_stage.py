"""Asking for a stage: what it would do is looked at and shown first, then the change record is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import gating
from holdtrue.app.actions.foreseeing import FIELD, foresee, lines_of
from holdtrue.app.queries import gates
from holdtrue.app.queries.approvers import components_of
from holdtrue.app.queries.lives import life_of
from holdtrue.core.gate_answers import stage_named
from holdtrue.core.gating import Life, change_types
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.shapes.whatif import Outcome, WhatIfView
from holdtrue.pages.views import gate_parts
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.whatif_outcome import outcome_of

if TYPE_CHECKING:
    from holdtrue.app.rows import Record

SEEN, ASKED_TYPE = "seen", "type"
SAID = ("description", "reason", "business_value", "criteria", "rollback", "test_summary", "side_effects")
"""Fields of a change that the form of asking takes."""
_FIELDS = (*SAID, ASKED_TYPE, FIELD)


@inside
def ask(visit: Visit, ref: str, stage: str) -> HttpResponse:
    """Show what asking for this stage would do; ask for it once that was seen."""
    record, stage = gates.system_named(visit.caller, ref), stage_named(stage)
    here = visit.places.act(record.ref, "gate") + f"{stage}/"
    if visit.request.method != "POST":
        return HttpResponseRedirect(here)
    answers = posted(visit.request.POST, _FIELDS)
    try:
        proposed = lines_of(answers.text(FIELD))
        if visit.request.POST.get(SEEN, "") != seen_of(stage, answers):
            found = foresee(visit.caller, record, proposed, stage=stage).consequences
            if found is not None:
                return _shown(visit, record, stage, answers, outcome_of(visit, found, None))
        fields = {name: answers.text(name) for name in SAID if answers.text(name).strip()}
        with outcome(visit) as done:
            type_ = answers.text(ASKED_TYPE)
            made = gating.ask(visit.caller, record.ref, stage, fields, change_type=type_, proposed=proposed)
            done.say(t("page.gate.asked", ref=made.ref))
        return HttpResponseRedirect(here)
    except BadInput as refusal:
        answers.blame(refusal)
        return _shown(visit, record, stage, answers, None)


def seen_of(stage: str, answers: Answers) -> str:
    """Return the print of what was proposed: what was shown once need not be shown again unless it changes."""
    told = f"{stage}\n{answers.text(FIELD).strip()}".replace("\r", "")
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _shown(visit: Visit, record: Record, stage: str, answers: Answers, found: Outcome | None) -> HttpResponse:
    life = life_of(visit.caller.organisation, record, visit.day)
    title = t("page.foreseen.title", title=record.title)
    made = form(visit, record, stage, life, answers, seen=seen_of(stage, answers) if found else "")
    view = WhatIfView(title, t("page.foreseen.lead"), made, found, t("page.foreseen.next") if found else "")
    back = Link(record.title, visit.places.record(record.ref))
    gate = t("page.gate.title", title=record.title, stage=t(f"choice.lifecycle_stage.{stage}"))
    crumbs = (back, Link(gate, visit.places.act(record.ref, "gate") + f"{stage}/"))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, title, kind="system", crumbs=crumbs, notices=notices)
    return show(visit, "whatif.html", given, status=422 if answers.wrong else 200, view=view)


def form(  # what the form is asked for with
    visit: Visit, record: Record, stage: str, life: Life, answers: Answers, *, seen: str = ""
) -> Form:
    """Return the form of asking; with `seen` it asks, else it shows first what a change would do."""
    types = change_types(stage, life)
    kind = KINDS[gating.CHANGE]
    fields: list[Field] = []
    if len(types) > 1:
        chosen = answers.text(ASKED_TYPE) or types[0]
        options = tuple(
            Choice(name, t(f"choice.types.change.{name}"), chosen=name == chosen) for name in types
        )
        fields.append(Field(ASKED_TYPE, said(kind.spec(ASKED_TYPE).label), "choice", chosen, choices=options))
    if stage == "changed":
        fields.append(_proposed(visit, record, answers))
    for name in gate_parts.asked_fields(stage):
        spec = kind.spec(name)
        fields.append(
            Field(
                name,
                said(spec.label),
                "long_text",
                answers.text(name),
                said(spec.help) if spec.help else "",
                error=answers.errors.get(name, ""),
            )
        )
    if seen:
        fields.append(Field(SEEN, "", "hidden", seen))
    looks = stage in gating.FORESEEN and not seen
    return Form(
        visit.places.act(record.ref, "gate") + f"{stage}/ask/",
        (Section("", tuple(fields), t(f"page.gate.ask_intro.{types[0]}")),),
        t("page.foreseen.look" if looks else "page.gate.ask_submit"),
        visit.places.record(record.ref),
    )


def _proposed(visit: Visit, record: Record, answers: Answers) -> Field:
    parts = components_of(visit.caller.organisation.pk, record)
    known = ", ".join(f"{one.ref} {one.title}" for one in (record, *parts.values()))
    example = next(iter(parts), "CMP-0001")
    return Field(
        FIELD,
        t("page.foreseen.proposed"),
        "long_text",
        answers.text(FIELD),
        t("page.foreseen.proposed.help", known=known),
        t("page.foreseen.proposed.example", ref=example),
        error=answers.errors.get(FIELD, ""),
    )


__all__ = ["ask", "form", "seen_of"]
