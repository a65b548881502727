"""Sorting systems in two minutes: one, or many that share their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import records
from holdtrue.app.actions import triage as sorting
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries.offered import titles
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.gates import gates
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, checked, kept, posted, shown
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.acts_sorting import table
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED = 6
_AT_ONCE = 200


@inside
def triage(visit: Visit) -> HttpResponse:
    """Ask the questions for the systems the address names; without any, offer those not yet sorted."""
    refs = [normal_ref(ref) or ref for ref in visit.request.GET.getlist("ref")][:_AT_ONCE]
    if not refs:
        return table(visit)
    kind, names = KINDS["system"], sorting.questions()
    one = records.find(visit.caller, refs[0]) if len(refs) == 1 else None
    require(visit.caller, "edit", on_record(one) if one else on_kind("system"))
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, names)
        raw = checked(visit.caller, kind, answers, required=False)
        if not answers.wrong:
            try:
                _sort(visit, refs, raw)
                return HttpResponseRedirect(
                    visit.places.record(refs[0]) if one else visit.places.listing("system")
                )
            except BadInput as refusal:
                answers.blame(refusal)
    elif one:
        answers = kept(kind, revision_said(visit.caller.organisation, one).fields, {})
        answers.values = {name: answers.values.get(name, ()) for name in names}
    else:
        answers = Answers(dict.fromkeys(names, ()))
    known = titles(visit.caller, refs)
    title = (
        t("act.triage.title", title=known.get(refs[0], refs[0])) if one else t("act.triage.many", n=len(refs))
    )
    back = visit.places.record(refs[0]) if one else visit.places.at("triage")
    form = Form(
        with_query(visit.places.at("triage"), ref=refs),
        (Section("", _questions(visit, answers)),),
        t("act.triage.submit"),
        back,
        t("act.triage.intro") if one else t("act.triage.intro_many", systems=_named(refs, known)),
        minutes=gates().triage.minutes,
        left=sum(1 for name in names if not answers.text(name)) if one else None,
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(said(kind.label_plural), visit.places.listing("system")),)
    given = page(visit, title, kind="system", notices=notices, crumbs=crumbs)
    view = FormView("", form, Link(f"{refs[0]} {known.get(refs[0], '')}", back) if one else None)
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


def _sort(visit: Visit, refs: Sequence[str], raw: dict[str, object]) -> None:
    with outcome(visit) as done:
        made = sorting.sort(visit.caller, refs, raw)
        done.say(t("act.triage.done", n=made.changed))
    for ref, why in made.refused[:_NAMED]:
        notify(visit, t("act.triage.refused", ref=ref, why=said(why)), kind="wrong")


def _questions(visit: Visit, answers: Answers) -> tuple[Field, ...]:
    """The declared fields under the question that asks for each."""
    triage = gates().triage
    follow = {name: fact for fact, more in triage.also_if.items() for name in more}
    offers = Offers(visit.caller, visit.places)
    found = []
    for name in sorting.questions():
        drawn = shown(KINDS["system"].spec(name), answers, offers)
        label = triage.questions.get(name, drawn.label)
        help_ = "" if drawn.help == label else drawn.help
        if name in follow:
            label, help_ = t("act.triage.if_yes", question=drawn.help or drawn.label), ""
        found.append(replace(drawn, label=label, help=help_, material=False))
    return tuple(found)


def _named(refs: Sequence[str], known: dict[str, str] | object) -> str:
    names = [
        f"{ref} {known.get(ref, '')}".strip() if isinstance(known, dict) else ref for ref in refs[:_NAMED]
    ]
    return ", ".join(names) + ("…" if len(refs) > _NAMED else "")
