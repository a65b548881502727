"""What follows where an indicator is out of target, and beginning with a figure that is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions import following, records
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries.indicating import standing_of
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, posted, shown
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.rows import Record

WAY, WHY, OWNER, DUE, TARGET, TAG = "way", "why", "owner", "due", "target", "tag"


@inside
def follow(visit: Visit, ref: str) -> HttpResponse:
    """Say why an indicator is out of target and what is done about it."""
    record = records.find(visit.caller, ref)
    if record.kind != "indicator":
        raise BadInput("measure.not_an_indicator", ref=record.ref)
    require(visit.caller, "read", on_record(record))
    ways = _open_ways(visit, record)
    answers = posted(visit.request.POST, (WAY, WHY, OWNER, DUE, TARGET))
    if visit.request.method == "POST":
        try:
            return HttpResponseRedirect(_follow(visit, record, answers))
        except BadInput as refusal:
            answers.blame(refusal)
    elif ways:
        answers.values[WAY] = (ways[0],)
    standing = standing_of(visit.caller.organisation, [record.pk], visit.day)[0]
    href = visit.places.record(record.ref)
    form = Form(
        visit.places.act(record.ref, "follow"),
        _sections(visit, answers, ways),
        t("indicators.follow.submit"),
        href,
    )
    view = FormView("", form, Link(f"{record.ref} {record.title}", href), said(standing.judged.why))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(said(KINDS["indicator"].label_plural), visit.places.at("figures")),)
    title = t("indicators.follow.title", title=record.title)
    given = page(visit, title, kind="indicator", notices=notices, crumbs=crumbs)
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


@require_POST
@inside
def begin(visit: Visit) -> HttpResponse:
    """Begin with a figure that is suggested; one click."""
    tag = visit.request.POST.get(TAG, "")
    with outcome(visit) as done:
        made = following.begin(visit.caller, tag)
        done.say(t("indicators.begun", ref=made.ref, title=made.title))
    return HttpResponseRedirect(visit.places.at("figures"))


def _open_ways(visit: Visit, record: Record) -> tuple[str, ...]:
    """What this person may do about it."""
    may = {
        "finding": visit.may("add", on_kind("finding")),
        "action": visit.may("add", on_kind("action")),
        "target": visit.may("edit", on_record(record)),
    }
    return tuple(way for way in following.WAYS if may[way])


def _follow(visit: Visit, record: Record, answers: Answers) -> str:
    owner = answers.text(OWNER).strip()
    with outcome(visit) as done:
        made = following.follow_up(
            visit.caller,
            record.ref,
            answers.text(WAY),
            why=answers.text(WHY),
            owner=ref_in(owner) or owner,
            due=answers.text(DUE).strip(),
            target=answers.text(TARGET),
        )
        done.say(t(f"indicators.followed.{answers.text(WAY)}", ref=made.ref))
    if made.kind == "indicator":
        return visit.places.act(made.ref, "sign")
    return visit.places.record(record.ref)


def _sections(visit: Visit, answers: Answers, ways: tuple[str, ...]) -> tuple[Section, ...]:
    choices = tuple(
        Choice(way, t(f"indicators.follow.{way}"), chosen=way == answers.text(WAY)) for way in ways
    )
    spec = KINDS["action"].spec(OWNER)
    drawn = shown(spec, Answers({OWNER: answers.values.get(OWNER, ())}), Offers(visit.caller, visit.places))
    first = (
        Field(
            WAY,
            t("indicators.follow.ask_way"),
            "choice",
            answers.text(WAY),
            choices=choices,
            required=True,
            error=answers.errors.get(WAY, ""),
        ),
        Field(
            WHY,
            t("indicators.follow.ask_why"),
            "long_text",
            answers.text(WHY),
            t("indicators.follow.why_help"),
            required=True,
            error=answers.errors.get(WHY, ""),
        ),
    )
    second = (
        Field(
            OWNER,
            t("indicators.follow.owner"),
            drawn.type,
            drawn.value,
            choices=drawn.choices,
            find_href=drawn.find_href,
            error=answers.errors.get(OWNER, ""),
        ),
        Field(DUE, t("indicators.follow.due"), "date", answers.text(DUE), error=answers.errors.get(DUE, "")),
    )
    found = [Section("", first), Section(t("indicators.follow.action_part"), second)]
    if "target" in ways:
        target = Field(
            TARGET,
            t("indicators.follow.new_target"),
            "text",
            answers.text(TARGET),
            t("indicators.follow.target_help"),
            error=answers.errors.get(TARGET, ""),
        )
        found.append(Section(t("indicators.follow.target_part"), (target,), folded=not answers.text(TARGET)))
    return tuple(found)
