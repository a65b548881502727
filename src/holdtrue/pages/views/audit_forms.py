"""The forms of an internal audit: planning and beginning it, drawing a sample, noting on a requirement, closing it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.queries.audited import kept
from holdtrue.app.queries.programme import open_plans
from holdtrue.core.auditing import RESULTS
from holdtrue.core.days import to_day
from holdtrue.core.sampling import STRATA
from holdtrue.pages.forms import Answers, whole
from holdtrue.pages.language import t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.table import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.audit_work import Work
    from holdtrue.app.queries.programme import Programme
    from holdtrue.core.auditing import RequirementThen
    from holdtrue.pages.views.frame import Visit

_NONE = Answers()


def begin_form(visit: Visit, found: Work, answers: Answers | None) -> Form:
    """Return the form that begins an audit: against which framework, or for which planned audit."""
    given = answers or _NONE
    laws = kept(visit.caller.organisation, found.audit).frameworks
    chosen = given.text("framework") or "iso42001"
    fields = [
        Field(
            "framework",
            t("page.audit.ask_framework"),
            "choice",
            choices=tuple(Choice(law.id, f"{law.title}, {law.version}", law.id == chosen) for law in laws),
            required=True,
            error=given.errors.get("framework", ""),
        ),
        Field(
            "covers",
            t("page.audit.ask_covers"),
            "text",
            given.text("covers"),
            t("page.audit.ask_covers_help"),
            example="9.1, 9.2.1, A.6.2.4",
            error=given.errors.get("covers", ""),
        ),
    ]
    return Form(
        _action(visit, found),
        (Section("", (Field("do", "", "hidden", "begin"), *_plans(visit, found, given), *fields)),),
        t("page.audit.begin"),
        intro=" ".join(given.general),
    )


def _plans(visit: Visit, found: Work, given: Answers) -> tuple[Field, ...]:
    plans = open_plans(visit.caller)
    if not plans:
        return ()
    booked = to_day(str(found.fields.get("due") or ""))
    meant = given.text("plan") or next((one.uid for one in plans if one.day == booked), "")
    choices = tuple(
        Choice(
            one.uid,
            t("page.audit.plan_choice", day=absolute(one.day), n=len(one.covers), law=one.framework),
            one.uid == meant,
        )
        for one in plans
    )
    label = t("page.audit.ask_plan")
    return (Field("plan", label, "choice", choices=choices, help=t("page.audit.ask_plan_help")),)


def plan_form(visit: Visit, found: Programme, people: Sequence[Choice], answers: Answers | None) -> Form:
    """Return the form that plans one audit of some requirements for a day."""
    given = answers or _NONE
    fields = (
        Field("own", "", "hidden", "yes"),
        Field("framework", "", "hidden", found.answered.framework.id),
        Field("years", "", "hidden", str(found.years)),
        Field(
            "on",
            t("page.audit.on"),
            "date",
            given.text("on"),
            required=True,
            error=given.errors.get("on", ""),
        ),
        Field(
            "covers",
            t("page.audit.ask_covers"),
            "text",
            given.text("covers"),
            t("page.audit.ask_plan_covers_help"),
            example=", ".join(one.answer.requirement.name for one in found.lines[:3]),
            required=True,
            error=given.errors.get("covers", ""),
        ),
        Field(
            "auditor",
            t("page.audit.auditor"),
            "choice",
            choices=(
                Choice("", t("page.audit.nobody"), not given.text("auditor")),
                *(replace(one, chosen=one.value == given.text("auditor")) for one in people),
            ),
            error=given.errors.get("auditor", ""),
        ),
    )
    action = visit.places.at("audit-programme", "plan")
    return Form(action, (Section("", fields),), t("page.audit.plan_own"), intro=" ".join(given.general))


def names_in(typed: str) -> list[str]:
    """Return the numbers of requirements as they were typed, with commas or semicolons between them."""
    return [name.strip() for name in typed.replace(";", ",").split(",") if name.strip()]


def draw_form(visit: Visit, found: Work, answers: Answers | None) -> Form:
    """Return the form that draws a sample; a second one asks for its reason first."""
    given, again = answers or _NONE, bool(found.draws)
    reason = Field(
        "reason",
        t("page.audit.ask_reason"),
        "long_text",
        given.text("reason"),
        t("page.audit.ask_reason_again" if again else "page.audit.ask_reason_help"),
        required=again,
        error=given.errors.get("reason", ""),
    )
    sizes = tuple(
        Field(
            f"size_{name}",
            t("page.audit.ask_size", name=t(f"sampling.class.{name}")),
            "number",
            given.text(f"size_{name}"),
            error=given.errors.get("sizes", "") if name == STRATA[0] else "",
        )
        for name in STRATA
    )
    seed = Field(
        "seed",
        t("page.audit.ask_seed"),
        "text",
        given.text("seed"),
        t("page.audit.ask_seed_help"),
        error=given.errors.get("seed", ""),
    )
    first = (Field("do", "", "hidden", "draw"), *((reason,) if again else ()))
    rest = (*sizes, seed, *(() if again else (reason,)))
    return Form(
        _action(visit, found),
        (
            Section("", first, t("page.audit.draw_again" if again else "page.audit.draw_lead")),
            Section(t("page.audit.draw_own"), rest, folded=not given.errors),
        ),
        t("page.audit.draw_another" if again else "page.audit.draw"),
        intro=" ".join(given.general),
    )


def close_form(visit: Visit, found: Work, answers: Answers | None) -> Form:
    """Return the form that closes an audit."""
    given, left = answers or _NONE, len(found.requirements) - found.worked
    fields = (
        Field("do", "", "hidden", "close"),
        Field(
            "result",
            t("page.audit.ask_result"),
            "long_text",
            given.text("result") or str(found.fields.get("result") or ""),
            t("page.audit.ask_result_help"),
            required=True,
            error=given.errors.get("result", ""),
        ),
        Field(
            "reported_to",
            t("page.audit.ask_reported"),
            "text",
            given.text("reported_to") or str(found.fields.get("reported_to") or ""),
        ),
    )
    intro = t("page.audit.close_left", n=left) if left else t("page.audit.close_all")
    bare = tuple(one.name for one in found.without_finding)
    if bare:
        intro = f"{intro} {t('page.audit.close_bare', names=bare, n=len(bare))}"
    return Form(
        _action(visit, found),
        (Section("", fields, intro),),
        t("page.audit.close"),
        intro=" ".join(given.general),
    )


def note_form(visit: Visit, found: Work, one: RequirementThen, answers: Answers | None) -> Form:
    """Return the form in which an auditor notes what they saw."""
    given = answers or _NONE
    newest = found.notes.get(one.id)
    words = given.text("notes") if answers else (newest[-1].notes if newest else "")
    chosen = given.text("result") if answers else found.result(one.id)
    fields = (
        Field(
            "notes",
            t("page.audit.ask_notes"),
            "long_text",
            words,
            t("page.audit.ask_notes_help"),
            error=given.errors.get("notes", ""),
        ),
        Field(
            "result",
            t("page.audit.ask_outcome"),
            "choice",
            choices=tuple(Choice(name, t(f"audit.outcome.{name}"), name == chosen) for name in RESULTS),
            required=True,
            error=given.errors.get("result", ""),
        ),
    )
    based_on = (
        whole(visit.request.POST.get("revision", "")) or 0
        if answers and not given.general
        else found.number(one.id)
    )
    return Form(
        visit.places.act(found.audit.ref, "work") + f"{one.id}/",
        (Section("", fields),),
        t("page.audit.save"),
        revision=based_on,
        intro=" ".join(given.general),
    )


def _action(visit: Visit, found: Work) -> str:
    return visit.places.act(found.audit.ref, "work") + "do/"


__all__ = ["begin_form", "close_form", "draw_form", "note_form"]
