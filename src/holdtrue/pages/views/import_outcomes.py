"""What an import would do, what it did, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import intake
from holdtrue.app.actions.importing.decide import ANSWERS, decide
from holdtrue.app.intake import COUNTS
from holdtrue.app.queries import imports as runs
from holdtrue.app.queries.records import names
from holdtrue.app.queries.runs import cells_of, message_of
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.pages.forms import whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.imports import (
    ChangedRecord,
    Doubt,
    PreviewView,
    RefusedRow,
    ReportView,
    ReviewView,
)
from holdtrue.pages.shapes.moment import absolute, instant
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Change
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views import contents
from holdtrue.pages.views.acts_form import within
from holdtrue.pages.views.frame import notify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.importing.run import Changed
    from holdtrue.app.imports.drafts import Draft
    from holdtrue.app.intake import Plan
    from holdtrue.app.rows import ImportRun
    from holdtrue.core.messages import Message
    from holdtrue.pages.views.frame import Visit

_TOLD = 50
_FEW = 10
"""Doubtful rows and unread cells that the preview shows of each."""
_CELLS = 6
_CHANGES = 12
_FIELDS = 4
_LONGEST = 140


def preview(visit: Visit, planned: Plan, action: str, *, back: str, drop: str) -> PreviewView:
    """Return what would happen, compared with the register as it stands."""
    found = intake.rehearse(planned)
    notes = [said(note) for note in planned.table.notes]
    if any(found.effects.values()):
        notes.append(t("act.import.would_bring", what=_brings(found.effects)))
    if found.conflicts:
        notes.append(t("act.import.conflicts", n=len(found.conflicts)))
    if found.notes:
        notes.append(t("act.import.notes", n=len(found.notes)))
    if found.review:
        notes.append(t("act.import.doubts", n=len(found.review)))
    notes.append(t("act.import.said_on", date=absolute(planned.said_on)))
    some = _by_name(visit, planned.mapping.kind, found.changed[:_FEW])
    return PreviewView(
        action,
        back,
        planned.name,
        found.rows,
        tuple((name, found.counts[name]) for name in COUNTS),
        _sample(planned),
        _refused(found.refusals[:_TOLD]),
        max(0, len(found.refusals) - _TOLD),
        tuple(notes),
        drop,
        _refused(found.review[:_FEW]),
        max(0, len(found.review) - _FEW),
        tuple(RefusedRow(line, said(why), column) for line, column, why in found.notes[:_FEW]),
        max(0, len(found.notes) - _FEW),
        some,
        found.counts["changed"] - len(some) if some else 0,
    )


def _brings(effects: Mapping[str, int]) -> str:
    """What rows bring along, the most first: 3 declarations, 2 units."""
    found = []
    for name, n in sorted(effects.items(), key=lambda x: -x[1]):
        if n:
            what = within(said(KINDS[name].label if n == 1 else KINDS[name].label_plural))
            found.append(t("act.import.brings", n=n, what=what))
    return ", ".join(found)


def _refused(rows: Sequence[tuple[int, Message]]) -> tuple[RefusedRow, ...]:
    return tuple(RefusedRow(line, said(why)) for line, why in rows)


def _sample(planned: Plan) -> Table | None:
    rows = runs.first_rows(planned)
    if not rows:
        return None
    kind = KINDS[planned.mapping.kind]
    filled = [spec for spec in kind.field_specs() if any(spec.name in row.fields for row in rows)]
    specs = [spec for spec in filled if spec.name != kind.title_field][:_FIELDS]
    columns = (Column(said(kind.label), wide=True), *(Column(said(spec.label)) for spec in specs))
    return Table(
        t("page.import.sample"),
        columns,
        tuple(
            Row((Cell(row.title), *(Cell(_short(contents.words(s, row.fields.get(s.name)))) for s in specs)))
            for row in rows
        ),
    )


def _short(values: Sequence[str]) -> str:
    text = ", ".join(values)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def report(visit: Visit, run: ImportRun, at: Mapping[str, str]) -> ReportView:
    """Return what the run did."""
    kind = KINDS[run.kind]
    who = names(visit.caller.organisation, [run.author]).get(run.author, "")
    started = instant(run.started_at, visit.day)
    some, refused = runs.refused(visit.caller, run)
    undoable = run.state in ("done", "failed", "stopped")
    summary = run.summary or {}
    brought = summary.get("effects", {})
    effects = [t("act.import.brought", what=_brings(brought))] if any(brought.values()) else []
    effects += [change(text, n) for text, n in list(summary.get("standing", {}).items())[:_CHANGES]]
    plural = within(said(kind.label_plural))
    title = t(
        f"act.import.report.{run.state if run.state in ('undone', 'failed') else 'done'}",
        n=run.added,
        what=plural,
    )
    return ReportView(
        title,
        t("act.import.by", name=run.file_name, who=who, date=started.relative, clock=started.clock),
        run.added + run.changed + run.unchanged + run.refused + run.review,
        tuple((name, int(getattr(run, name))) for name in COUNTS),
        tuple(effects),
        _refused(some),
        Link(t("act.import.review_rows", n=run.review), at["review"]) if run.review and undoable else None,
        Link(t("act.import.see", what=plural), visit.places.listing(run.kind)),
        Act(t("act.import.undo"), at["undo"], destructive=True) if undoable and refused < run.total else None,
        max(0, refused - len(some)),
        *_changed(visit, run, undoable=undoable),
        *_unread(run, "conflicts"),
        *_unread(run, "unread"),
    )


def _changed(visit: Visit, run: ImportRun, *, undoable: bool) -> tuple[tuple[ChangedRecord, ...], int]:
    """The first records it changed and how many more there are; of a run undone nothing is changed any more."""
    if not (undoable and run.changed):
        return (), 0
    some = _by_name(visit, run.kind, runs.changed(visit.caller, run))
    return some, max(0, run.changed - len(some)) if some else 0


def _by_name(visit: Visit, kind: str, changed: Sequence[Changed]) -> tuple[ChangedRecord, ...]:
    specs = KINDS[kind].specs_by_name()
    return tuple(
        ChangedRecord(
            one.line,
            Link(one.record.title, visit.places.record(one.record.ref)),
            ", ".join(said(specs[name].label) if name in specs else _short([name]) for name in one.fields),
        )
        for one in changed
    )


def _unread(run: ImportRun, sort: str) -> tuple[tuple[RefusedRow, ...], int]:
    found = cells_of(run, sort)
    some = tuple(
        RefusedRow(line, said(why), _short([_label(run, column)]))
        for line, column, why in found.first[:_TOLD]
    )
    return some, found.n - len(some)


def _label(run: ImportRun, name: str) -> str:
    """What a cell is called: a field by its label, a column as its file has it."""
    spec = KINDS[run.kind].specs_by_name().get(name)
    return said(spec.label) if spec else name


def change(text: str, n: int) -> str:
    """Return 'practice: 0 → 1' in so many scopes as a sentence."""
    practice, _, levels = text.partition(": ")
    old, _, new = levels.partition(" → ")
    title = library().by_id[practice].title
    words = {"practice": title, "old": t(f"page.level.at.{old}"), "new": t(f"page.level.at.{new}")}
    return t("act.import.change", n=n, **words)


def failed(run: ImportRun) -> str:
    """Return why a run stopped, '' where it did not."""
    stored = (run.summary or {}).get("failed")
    return said(message_of(stored)) if run.state == "failed" and stored else ""


def review(visit: Visit, run: ImportRun, here: str) -> ReviewView | None:
    """Return a page of rows that wait; None where none does."""
    after = visit.request.GET.get("after", "")
    found, total, more = runs.doubtful(visit.caller, run, after=whole(after) or 0)
    if not found:
        return None
    return ReviewView(
        here,
        tuple(_doubt(visit, doubt) for doubt in found),
        t("act.import.review_total", n=total),
        f"{here}?after={found[-1].line}" if more else "",
    )


def _doubt(visit: Visit, doubt: runs.Doubtful) -> Doubt:
    record = doubt.record
    known = Link(f"{record.ref} {record.title}", visit.places.record(record.ref)) if record else None
    says_less = record is not None and not doubt.differs and not doubt.kept
    return Doubt(
        doubt.line,
        f"{said(doubt.why)} {t('act.import.says_less')}" if says_less else said(doubt.why),
        known or Link(t("act.import.none_held"), visit.places.listing(doubt.draft.kind)),
        (
            *(_differs(doubt.draft, *line) for line in doubt.differs),
            *(_kept(*line) for line in doubt.kept[:_CELLS]),
        ),
        doubt.draft.title,
        ANSWERS if record else tuple(answer for answer in ANSWERS if answer != "same"),
    )


def _differs(draft: Draft, name: str, before: object, after: object) -> Change:
    spec = KINDS[draft.kind].spec(name)
    return Change(
        said(spec.label),
        _short(contents.words(spec, before)),
        _short(contents.words(spec, after)),
        spec.material,
    )


def _kept(column: str, before: str, after: str) -> Change:
    return Change(_short([column]), _short([before]), _short([after]), material=False)


def decided(visit: Visit, run: ImportRun) -> None:
    """Write what a person decided and say what came of it."""
    answers = {
        line: str(value)
        for name, value in visit.request.POST.items()
        if name.startswith("line-") and (line := whole(name.removeprefix("line-"))) and value in ANSWERS
    }
    done = decide(visit.caller, run, answers)
    notify(
        visit,
        t("act.import.decided", same=done.counts["same"], new=done.counts["new"], left=done.counts["leave"]),
    )
    for line, why in done.refused[:_CHANGES]:
        notify(visit, t("act.import.line_refused", line=line, why=said(why)), kind="wrong")
