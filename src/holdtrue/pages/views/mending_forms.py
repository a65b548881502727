"""The forms of a finding's mending, one for each step, as they stand in its thread and on pages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import mending
from holdtrue.core.days import add_months, iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.mending import WAITS
from holdtrue.pages.forms import Answers
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.forms.fields import Offers, shown
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.table import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdtrue.app.queries.mending import Mending
    from holdtrue.app.queries.similar import Similar
    from holdtrue.pages.views.frame import Visit

FIELDS: Mapping[str, tuple[str, ...]] = {
    "correction": ("correction",),
    "cause": ("cause", "recurrence_of"),
    "similar": ("similar_cases", "also"),
    "actions": ("title", "owner", "due", "means"),
    "doing": ("action", "on", "note"),
    "plan": ("after", "why", "checker"),
    "effect": ("evidence", "file", "collected_on", "seen"),
    "answer": ("answer",),
    "again": ("why",),
    "reopen": ("why",),
}
"""Step → what its form asks, in the address as well."""


def form_of(
    visit: Visit, known: Mending, step: str, answers: Answers | None = None, near: Similar | None = None
) -> Form:
    """Return the form of a step; `answers` is what was typed, `near` what is proposed to look at."""
    given = answers or Answers(dict.fromkeys(FIELDS[step], ()))
    ref = known.finding.ref
    fields = _FIELDS[step](visit, known, given, near)
    return Form(
        f"{visit.places.act(ref, 'mend')}{step}/",
        (Section("", tuple(fields)),),
        t(f"page.mending.submit.{step}"),
        visit.places.record(ref) + "#mending" if answers is not None else "",
        t(f"page.mending.intro.{step}", **_told(known)),
        files=step == "effect",
    )


def _told(known: Mending) -> dict[str, str]:
    seen = known.work.effect_from or known.work.effect_expected
    return {
        "wait": str(known.work.waits),
        "usual": WAITS.get(known.work.weight, WAITS["minor"]),
        "day": absolute(seen) if seen is not None else "",
    }


def _correction(_visit: Visit, known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
    return (_words("correction", given, known.text("correction")),)


def _cause(visit: Visit, known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
    back = KINDS["finding"].spec("recurrence_of")
    was = known.one("recurrence_of")
    before = mending.named(visit.caller.organisation.pk, was) if was else None
    kept = (before.finding.ref,) if before else ()
    held = Answers({"recurrence_of": given.values.get("recurrence_of", kept)})
    drawn = shown(back, held, Offers(visit.caller, visit.places))
    more = Field(
        "recurrence_of",
        t("page.mending.field.recurrence_of"),
        drawn.type,
        drawn.value,
        t("page.mending.field.recurrence_of.help"),
        choices=tuple(one for one in drawn.choices if ref_in(one.value) != known.finding.ref),
        find_href=drawn.find_href,
        error=given.errors.get("recurrence_of", ""),
    )
    return (_words("cause", given, known.text("cause")), more)


def _similar(_visit: Visit, known: Mending, given: Answers, near: Similar | None) -> Sequence[Field]:
    chosen = set(given.values.get("also", ()))
    offered = (*near.lacking, *near.sharing) if near else ()
    choices = tuple(
        Choice(r.ref, f"{r.title} ({r.ref})", chosen=r.ref in chosen) for r in dict.fromkeys(offered)
    )
    fields = [_words("similar_cases", given, known.text("similar_cases"))]
    if choices:
        fields.append(
            Field(
                "also",
                t("page.mending.field.also"),
                "choices",
                help=t("page.mending.field.also.help"),
                choices=choices,
                error=given.errors.get("also", ""),
            )
        )
    return fields


def _actions(visit: Visit, _known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
    month = iso(add_months(visit.day, 1))
    return (
        _line("title", given),
        _person(visit, "action", "owner", given, required=True),
        _line("due", given, type_="date", empty=month),
        _line("means", given, required=False),
    )


def _doing(visit: Visit, known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
    open_ = [fix for fix in known.fixes if fix.done is None]
    said_ = given.text("action")
    choices = tuple(
        Choice(f.ref, f"{f.title} ({f.ref})", chosen=f.ref == said_ or len(open_) == 1) for f in open_
    )
    return (
        Field(
            "action",
            t("page.mending.field.action"),
            "choice",
            required=True,
            choices=choices,
            error=given.errors.get("action", ""),
        ),
        _line("on", given, type_="date", empty=iso(visit.day)),
        _line("note", given, required=False),
    )


def _plan(visit: Visit, known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
    return (
        _person(visit, "finding", "checker", given, required=False),
        _line("after", given, required=False, empty=str(known.work.waits)),
        _line("why", given, required=False, label="page.mending.field.sooner"),
    )


def _effect(visit: Visit, known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
    chosen = set(given.values.get("evidence", ()))
    choices = tuple(
        Choice(
            s.ref,
            t(
                "page.mending.shown",
                title=s.title,
                ref=s.ref,
                date=absolute(s.collected) if s.collected is not None else "–",
            ),
            chosen=s.ref in chosen,
        )
        for s in known.seen
    )
    fields = []
    if choices:
        label = t("page.mending.field.evidence")
        fields.append(
            Field("evidence", label, "choices", choices=choices, error=given.errors.get("evidence", ""))
        )
    return (
        *fields,
        Field(
            "file",
            t("page.mending.field.file"),
            "file",
            help=t("page.mending.field.file.help"),
            error=given.errors.get("file", "") or ("" if choices else given.errors.get("evidence", "")),
        ),
        _line("collected_on", given, type_="date", empty=iso(visit.day), required=False),
        _words("seen", given, "", required=False),
    )


def _why(step: str) -> Callable[[Visit, Mending, Answers, Similar | None], Sequence[Field]]:
    name = FIELDS[step][0]

    def fields(_visit: Visit, _known: Mending, given: Answers, _near: Similar | None) -> Sequence[Field]:
        return (_words(name, given, "", label=f"page.mending.field.{step}"),)

    return fields


def _words(name: str, given: Answers, held: str, *, required: bool = True, label: str = "") -> Field:
    key = label or f"page.mending.field.{name}"
    return Field(
        name,
        t(key),
        "long_text",
        given.text(name) or held,
        t(f"{key}.help"),
        required=required,
        error=given.errors.get(name, ""),
    )


def _line(  # what one field is, each by its name
    name: str,
    given: Answers,
    *,
    type_: str = "text",
    required: bool = True,
    empty: str = "",
    label: str = "",
) -> Field:
    key = label or f"page.mending.field.{name}"
    value = given.text(name) or ("" if given.errors else empty)
    return Field(name, t(key), type_, value, required=required, error=given.errors.get(name, ""))


def _person(visit: Visit, kind: str, relation: str, given: Answers, *, required: bool) -> Field:
    spec = KINDS[kind].spec(relation)
    drawn = shown(
        spec, Answers({relation: given.values.get(relation, ())}), Offers(visit.caller, visit.places)
    )
    return Field(
        relation,
        said(spec.label),
        drawn.type,
        drawn.value,
        said(spec.help) if spec.help else "",
        required=required,
        choices=drawn.choices,
        find_href=drawn.find_href,
        error=given.errors.get(relation, ""),
    )


_FIELDS: Mapping[str, Callable[[Visit, Mending, Answers, Similar | None], Sequence[Field]]] = {
    "correction": _correction,
    "cause": _cause,
    "similar": _similar,
    "actions": _actions,
    "doing": _doing,
    "plan": _plan,
    "effect": _effect,
    "answer": _why("answer"),
    "again": _why("again"),
    "reopen": _why("reopen"),
}

__all__ = ["FIELDS", "form_of"]
