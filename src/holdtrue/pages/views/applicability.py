"""The Statement of Applicability: every control with its decision, its standing and its signature; and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.documents.applicability import FORMS, notes, rendered, roles, state_words
from holdtrue.app.queries.applying import PRACTICE, statement_asked
from holdtrue.app.queries.asking import today
from holdtrue.app.shapes_applicability import SHOWN, holds, is_shown, status_of
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.places import ORGANISATION, with_query
from holdtrue.pages.shapes.applicability import LineShown, ObjectiveShown, StatementView
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Share
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.record_parts import change
from holdtrue.pages.views.record_standing import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.applying import Line, Statement
    from holdtrue.core.applicability import Objective
    from holdtrue.core.facts import Fact
    from holdtrue.core.practices import Practice
    from holdtrue.pages.shapes.glyph import Glyph

KIND = "applicability"
STATES = {"signed": "holds", "unsigned": "soon", "undecided": "quiet", "reopened": "wrong", "lapsed": "wrong"}
_FILES = (
    ("pdf", "applicability.as_pdf"),
    ("docx", "applicability.as_word"),
    ("xlsx", "applicability.as_excel"),
)


@require_safe
@inside
def statement(visit: Visit) -> HttpResponse:
    """Show every control under its objective; `show` narrows to one sort, `at` looks at a past day."""
    sort, at = visit.request.GET.get("show", ""), visit.request.GET.get("at", "")
    if sort not in ("", *SHOWN):
        raise BadInput("applicability.form", field="show", value=sort, known=SHOWN)
    found = statement_asked(visit.caller, at=at)
    past = found.day < today(visit.caller)
    groups = tuple(
        _objective(objective, told, folded=not sort)
        for objective, lines in found.groups
        if (told := tuple(line_shown(visit, x, found, past=past) for x in lines if is_shown(x, found, sort)))
    )
    view = StatementView(
        t("applicability.lead"),
        _shares(found),
        _practice(visit, found, past=past),
        _tabs(visit, found, sort, at),
        groups,
        () if past else _acts(visit, found),
        tuple(Link(t(words), _file(visit, form, at)) for form, words in _FILES),
        () if past else _more(visit),
        _notes(found),
        "" if groups else t("page.table.nothing"),
    )
    given = page(visit, t("applicability.title"), kind=KIND, as_of=absolute(found.day) if past else "")
    return show(visit, "applicability.html", given, view=view)


@require_safe
@inside
def file(visit: Visit) -> HttpResponse:
    """Download it in the form asked for, of the day asked for."""
    given = visit.request.GET
    made = rendered(visit.caller, given.get("format", "pdf"), at=given.get("at", ""), locale=spoken())
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _objective(objective: Objective, lines: tuple[LineShown, ...], *, folded: bool) -> ObjectiveShown:
    """One objective; folded where everything is shown, but for one whose decisions came undone."""
    waiting = sum(line.state in ("soon", "quiet", "wrong") for line in lines)
    told = [t("applicability.group.controls", n=len(lines))]
    if waiting:
        told.append(t("applicability.group.waiting", n=waiting))
    undone = any(line.state == "wrong" for line in lines)
    return ObjectiveShown(
        objective.id,
        objective.area,
        objective.words,
        lines,
        counted=" · ".join(told),
        open=undone or not folded,
    )


def _file(visit: Visit, form: str, at: str) -> str:
    return with_query(visit.places.at("applicability", "file"), format=form, at=at)


def _shares(found: Statement) -> tuple[tuple[str, Share], ...]:
    lines = found.lines
    inside_, whole = [x for x in lines if x.included], len(lines)
    standing, signed = sum(holds(x, found) for x in inside_), len(found.of_state("signed"))
    told = [("decided", found.decided, whole), ("signed", signed, whole)]
    told.insert(1, ("holding", standing, len(inside_)))
    return tuple(
        (t(f"applicability.share.{name}"), Share(part, of, "holds" if part == of else "soon"))
        for name, part, of in told
        if of
    )


def _practice(visit: Visit, found: Statement, *, past: bool) -> Glyph | None:
    if past or found.own is None or not visit.may("read", on_organisation()):
        return None
    return shown(visit, ORGANISATION, PRACTICE, found.own)


def _tabs(visit: Visit, found: Statement, sort: str, at: str) -> tuple[Link, ...]:
    address = visit.places.at("applicability")
    told = [
        Link(t("applicability.all"), with_query(address, at=at), current=not sort, count=len(found.lines))
    ]
    for name in SHOWN:
        n = sum(is_shown(x, found, name) for x in found.lines)
        href = with_query(address, show=name, at=at)
        told.append(Link(t(f"applicability.show.{name}"), href, current=name == sort, count=n))
    return tuple(told)


def _notes(found: Statement) -> tuple[str, ...]:
    left = len(found.lines) - found.decided
    told = [t("applicability.who_signs", roles=roles(found, spoken()))] if found.roles else []
    if left:
        told.append(t("applicability.to_sign_part", n=left))
    return tuple(told)


def _acts(visit: Visit, found: Statement) -> tuple[Act, ...]:
    told = []
    left = len(found.lines) - found.decided
    if left and visit.may("add", on_kind(KIND)):
        told.append(
            Act(t("applicability.ahead.act", n=left), visit.places.at("applicability", "suggestions"))
        )
    waiting = [x.fact.ref for x in found.of_state("unsigned", "reopened", "lapsed") if x.fact]
    if waiting and visit.may("sign", on_kind(KIND)):
        words = "applicability.to_sign" if found.of_state("signed") else "applicability.to_sign_first"
        href = with_query(visit.places.at("sign-sets"), ref=waiting)
        told.append(Act(t(words, n=len(waiting)), href))
    return tuple(told)


def _more(visit: Visit) -> tuple[Link, ...]:
    told = [Link(t("applicability.list"), visit.places.listing(KIND))]
    if visit.may("add", on_kind(KIND)) and visit.may("import", on_organisation()):
        told.append(Link(t("applicability.import"), with_query(visit.places.at("import"), kind=KIND)))
    return tuple(told)


def line_shown(visit: Visit, line: Line, found: Statement, *, past: bool = False) -> LineShown:
    """Return one control as its part of the page."""
    places, fact = visit.places, line.fact
    subject = f"{line.control.id} {line.control.title}"
    out = line.included is False
    answer = "not_yet" if line.included is None else "out" if out else "in"
    signed = line.signed
    by = (
        t(
            "applicability.signed_by",
            name=signed.row.signer.title,
            on_day=signed.row.day,
            n=signed.row.basis[0][1],
        )
        if signed
        else ""
    )
    suggested = ""
    if line.included is None:
        words = "applicability.suggested_in" if line.suggestion.included else "applicability.suggested_out"
        suggested = f"{t(words)}: {said(line.suggestion.reason)}"
    return LineShown(
        number=line.control.id,
        title=line.control.title,
        words=line.control.description,
        href=places.record(fact.ref) if fact else "",
        answer=answer,
        reason=line.reason,
        glyph=None if out else glyph(subject, line.levels, found.day),
        status=said(status_of(line, found)),
        state=STATES[line.state],
        state_words=state_words(line, spoken()),
        signed=by if line.state == "signed" else "",
        practices=() if out else tuple(_practice_link(visit, p) for p in line.practices),
        controls=_links(visit, line.controls),
        risks=_links(visit, line.risks),
        evidence=_links(visit, line.evidence),
        owner=Link(line.owner.title, places.record(line.owner.ref)) if line.owner else None,
        changed=tuple(change(x) for x in signed.changed) if signed and line.state == "reopened" else (),
        remarks=tuple(notes(line, found, spoken())) if line.included is not None else (),
        findings=tuple(
            Link(ref, places.record(ref)) for ref in (() if out else (*line.stopped_by, *line.holds_with))
        ),
        stopped=bool(line.stopped_by),
        suggestion=suggested,
        acts=() if past else _line_acts(visit, line),
    )


def _line_acts(visit: Visit, line: Line) -> tuple[Act, ...]:
    fact, places = line.fact, visit.places
    told = []
    if line.state in ("reopened", "lapsed") and fact:
        told.append(Act(t("applicability.again"), places.act(fact.ref, "drift")))
    if visit.may("add", on_kind(KIND)):
        words = "applicability.decide" if line.included is None else "applicability.change"
        told.append(Act(t(words), places.at("applicability", line.control.id)))
    if fact:
        told.append(Act(t("applicability.history"), places.act(fact.ref, "history")))
    return tuple(told)


def _practice_link(visit: Visit, practice: Practice) -> Link:
    return Link(practice.title, visit.places.practice(practice.id))


def _links(visit: Visit, facts: Sequence[Fact]) -> tuple[Link, ...]:
    return tuple(Link(f"{f.ref} {f.title}".strip(), visit.places.record(f.ref)) for f in facts)


__all__ = ["FORMS", "file", "line_shown", "statement"]
