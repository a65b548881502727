"""Sorting many systems in one table: answered by keyboard, row by row or for those ticked, the tier beside it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import triage as sorting
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.queries.sorting import of, own_facts, waiting
from holdtrue.core.gates import gates
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.triaging import SECONDS_EACH, asked_in_table, decided, would_raise
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.sorting import CellAsked, Question, RowAsked, SortingView
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, notify, page, part, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.sorting import Unsorted
    from holdtrue.core.messages import Message

ALL = "all"
"""Stands for the answers given to every ticked row."""
_LONG = 90
"""Minutes beyond which hours are said."""
_STATES = {"high": "wrong", "limited": "soon", "minimal": "holds"}
_SEVERAL = frozenset({"our_role", "effect_on_people"})
_YES_NO = frozenset(
    [
        "decisions_about_people",
        "interacts_with_people",
        "generates_content",
        "published_output",
        "personal_data",
    ]
)


def table(visit: Visit) -> HttpResponse:
    """Show the next systems to sort; posting fills rows, looks what follows, or saves what is filled."""
    sent = visit.request.POST if visit.request.method == "POST" else None
    require(visit.caller, "edit" if sent is not None else "read", on_kind("system"))
    asked = sent if sent is not None else visit.request.GET
    text, after = asked.get("q", ""), asked.get("after", "")
    refused: dict[str, str] = {}
    if sent is not None:
        if visit.partial:
            return _one(visit, sent.get("row", ""))
        if sent.get("act") == "save":
            refused = _save(visit)
            if not refused:
                return HttpResponseRedirect(with_query(visit.places.at("triage"), q=text, after=after))
    found = waiting(visit.caller, text=text, after=after)
    rows = tuple(_row(visit, row, found.organization, refused) for row in found.rows)
    here = visit.places.at("triage")
    view = SortingView(
        here,
        _left(found.total),
        _questions(),
        rows,
        text,
        after,
        with_query(here, q=text, after=found.next) if found.next else "",
        empty=not rows and not text and not after,
        inventory_href=visit.places.listing("system"),
    )
    crumbs = (Link(said(KINDS["system"].label_plural), view.inventory_href),)
    return show(
        visit,
        "sorting.html",
        page(visit, t("sorting.title"), kind="system", crumbs=crumbs),
        status=422 if refused else 200,
        view=view,
    )


def _left(total: int | None) -> str:
    if total is None:
        return t("sorting.left_many")
    minutes = max(1, ceil(total * SECONDS_EACH / 60))
    if minutes > _LONG:
        return t("sorting.left_hours", n=total, hours=ceil(minutes / 60))
    return t("sorting.left", n=total, minutes=minutes)


def _questions() -> tuple[Question, ...]:
    asks = gates().triage.questions
    return tuple(
        Question(
            name,
            t(f"sorting.head.{name}"),
            asks[name] if name in asks else t(f"sorting.ask.{name}"),
            t(f"sorting.decides.{would_raise(name) or 'none'}"),
            _choices(name, ""),
        )
        for name in asked_in_table()
    )


def _choices(name: str, chosen: str) -> tuple[Choice, ...]:
    if name in _YES_NO:
        return tuple(Choice(v, t(f"form.{v}"), v == chosen) for v in ("yes", "no"))
    return tuple(Choice(v, said(words), v == chosen) for v, words in KINDS["system"].spec(name).choices)


def _row(
    visit: Visit, row: Unsorted, organization: Mapping[str, object], refused: Mapping[str, str]
) -> RowAsked:
    hints = {s.field: s for s in row.suggested}
    answers = {name: _answer(visit, row, name) for name in asked_in_table()}
    result = decided({**row.fields, **_facts(answers)}, organization)
    cells = tuple(
        CellAsked(
            name,
            t("sorting.cell", question=t(f"sorting.head.{name}"), name=row.title),
            _choices(name, answers[name]),
            ""
            if name not in hints or answers[name]
            else t(
                "sorting.hint", value=_value_words(name, _typed(hints[name].value)), word=hints[name].word
            ),
        )
        for name in asked_in_table()
    )
    return RowAsked(
        row.ref,
        row.title,
        visit.places.record(row.ref),
        row.purpose,
        row.unit,
        cells,
        *_told(result.tier, result.because, result.missing),
        suggested=sum(bool(cell.hint) for cell in cells),
        ticked=row.ref in visit.request.POST.getlist("ref"),
        refused=refused.get(row.ref, ""),
    )


def _told(tier: str | None, because: tuple[str, ...], missing: tuple[str, ...]) -> tuple[str, str, str]:
    """The tier, how it is coloured, and why."""
    if tier is None:
        return t("sorting.open", n=len(missing)), "", ""
    why = ", ".join(t(f"sorting.head.{name}") if name in asked_in_table() else name for name in because)
    words = t("sorting.because", facts=why) if why else t("sorting.because_nothing")
    return t(f"choice.tiers.{tier}"), _STATES[tier], words


def _answer(visit: Visit, row: Unsorted, name: str) -> str:
    """What stands in a cell: typed, put into ticked rows, or taken from suggestions; else what is on record."""
    sent = visit.request.POST
    if row.ref not in sent.getlist("row"):
        return _typed(row.fields.get(name))
    typed = sent.get(f"{row.ref}.{name}", "")
    if typed:
        return typed
    if sent.get("act") == "fill" and row.ref in sent.getlist("ref"):
        return sent.get(f"{ALL}.{name}", "")
    if sent.get("take") in (row.ref, ALL):
        found = next((s.value for s in row.suggested if s.field == name), None)
        return _typed(found)
    return ""


def _typed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        str(value[0])
        if isinstance(value, (list, tuple)) and value
        else ""
        if value in ((), [])
        else str(value)
    )


def _facts(answers: Mapping[str, str]) -> dict[str, object]:
    """Answers as facts; what is blank is left to what is on record."""
    found: dict[str, object] = {}
    for name, value in answers.items():
        if value:
            found[name] = value == "yes" if name in _YES_NO else [value] if name in _SEVERAL else value
    return found


def _value_words(name: str, value: str) -> str:
    return next((c.label for c in _choices(name, "") if c.value == value), value)


def _one(visit: Visit, ref: str) -> HttpResponse:
    """What one row decides, while it is filled."""
    rows = of(visit.caller, [ref], {})
    if not rows:
        return HttpResponse(status=204)
    return part(visit, "partials/tier.html", row=_row(visit, rows[0], own_facts(visit.caller), {}))


def _save(visit: Visit) -> dict[str, str]:
    """Save the rows that hold something new, those with the same answers in one go; return what was refused, by ref."""
    sent = visit.request.POST
    refs = sent.getlist("row")
    known = {row.ref: row for row in of(visit.caller, refs, {})}
    groups: dict[tuple[tuple[str, object], ...], list[str]] = {}
    for ref, row in known.items():
        typed = {name: sent.get(f"{ref}.{name}", "") for name in asked_in_table()}
        new = {n: v for n, v in typed.items() if v and v != _typed(row.fields.get(n))}
        if new:
            groups.setdefault(tuple(sorted(new.items())), []).append(ref)
    refused: dict[str, str] = {}
    if not groups:
        notify(visit, t("sorting.nothing"), kind="soon")
        return refused
    changed = 0
    with outcome(visit) as done:
        for answers, some in groups.items():
            try:
                made = sorting.sort(visit.caller, some, dict(answers))
            except BadInput as refusal:
                refused.update(dict.fromkeys(some, said(refusal.message)))
                continue
            changed += made.changed
            refused.update(_said(made.refused))
        done.say(t("act.triage.done", n=changed))
    return refused


def _said(refused: list[tuple[str, Message]]) -> dict[str, str]:
    return {ref: said(why) for ref, why in refused}
