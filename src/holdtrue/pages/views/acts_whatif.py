"""What if: a form of a record's fields, and what the change typed into it would do; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import added
from holdtrue.app.actions import records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.whatif import Change, try_out
from holdtrue.app.queries.records import show as shown_record
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, checked, kept, posted, sections
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.shapes.whatif import WhatIfView
from holdtrue.pages.views.acts_form import as_written
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.whatif_outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import Kind

WHAT = "what"
EDITED, RETIRED, UNSIGNED, LEAVES = "edited", "retired", "unsigned", "leaves"


@inside
def try_change(visit: Visit, ref: str) -> HttpResponse:
    """Ask what would change, and tell what that would do."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "whatif", on_record(record))
    kind = KINDS[record.kind]
    own = added.offered(visit.caller.organisation.pk, kind.id)
    names = [spec.name for spec in kind.field_specs() if not spec.derived]
    looked = shown_record(visit.caller.organisation, record, visit.day)
    before = kept(kind, looked.fields, as_written(looked), own)
    asked = visit.request.POST.get(WHAT, "") or visit.request.GET.get(WHAT, EDITED)
    answers, outcome = before, None
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, names, own) if asked == EDITED else before
        differs = {n: v for n, v in answers.values.items() if _plain(v) != _plain(before.values.get(n, ()))}
        some = Answers(dict(differs), added=own)
        raw = checked(visit.caller, kind, some, required=False)
        answers.errors = some.errors
        if not answers.wrong:
            try:
                found = try_out(visit.caller, record.ref, _change(visit, asked, raw))
                outcome = outcome_of(visit, found, _make(visit, record, asked, differs))
            except BadInput as refusal:
                answers.blame(refusal)
    view = WhatIfView(
        t("page.whatif.title", title=record.title or record.ref),
        t("page.whatif.lead"),
        _form(visit, record, kind, answers, asked),
        outcome,
    )
    href = visit.places.record(record.ref)
    crumbs = (Link(said(kind.label_plural), visit.places.listing(kind.id)), Link(record.title, href))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, view.title, kind=kind.id, notices=notices, crumbs=crumbs)
    return show(visit, "whatif.html", given, status=422 if answers.wrong else 200, view=view)


def _plain(value: tuple[str, ...]) -> str:
    return "\n".join(line.strip() for text in value for line in text.splitlines() if line.strip())


def _change(visit: Visit, asked: str, raw: Mapping[str, object]) -> Change:
    if asked == LEAVES:
        return Change({"left_on": iso(visit.day)})
    if asked in (RETIRED, UNSIGNED):
        return Change(retires=asked == RETIRED, unsigns=asked == UNSIGNED)
    return Change(raw)


def _make(visit: Visit, record: Record, asked: str, differs: Mapping[str, tuple[str, ...]]) -> Act | None:
    """Where the change is really made, filled in; none where this person may not."""
    target, label = on_record(record), t("page.whatif.make")
    if asked == RETIRED:
        href = visit.places.act(record.ref, "retire")
        return Act(label, href, destructive=True) if visit.may("retire", target) else None
    if asked == UNSIGNED or not visit.may("edit", target):
        return None
    if asked == LEAVES:
        return Act(label, visit.places.act(record.ref, "edit", fill="yes", left_on=iso(visit.day)))
    filled = {name: list(value) or [""] for name, value in differs.items()}
    href = visit.places.act(record.ref, "edit", fill="yes", **filled)
    return Act(label, href if len(href) < _LONGEST else visit.places.act(record.ref, "edit"))


_LONGEST = 4_000


def _form(visit: Visit, record: Record, kind: type[Kind], answers: Answers, asked: str) -> Form:
    offered = [EDITED]
    if kind.id == "person":
        offered.append(LEAVES)
    if kind.material:
        offered.append(UNSIGNED)
    if kind.id != "organization":
        offered.append(RETIRED)
    choices = tuple(Choice(name, t(f"page.whatif.{name}"), chosen=name == asked) for name in offered)
    first = Section("", (Field(WHAT, t("page.whatif.what"), "choice", choices=choices, required=True),))
    closed = asked != EDITED or visit.request.method == "POST"
    fields = tuple(
        Section(
            s.title, s.fields, s.intro, folded=s.folded or (closed and not any(f.error for f in s.fields))
        )
        for s in sections(kind, answers, Offers(visit.caller, visit.places))
    )
    href = visit.places.record(record.ref)
    return Form(visit.places.act(record.ref, "what-if"), (first, *fields), t("page.whatif.submit"), href)
