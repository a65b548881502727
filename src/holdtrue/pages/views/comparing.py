"""Two revisions of a record beside each other, and going back to an older one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.actions.restoring import left_out, restore_revision
from holdtrue.app.clock import zone
from holdtrue.app.queries.compared import compared, numbers
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.compare import CompareLine, CompareView, Part, RestoreView, Side
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute, instant
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.record_parts import worded

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.compared import Compared, Difference
    from holdtrue.app.queries.revisions import Said
    from holdtrue.app.rows import Record
    from holdtrue.core.wordwise import Piece

WHY = "why"
_DIGITS = 9


@require_safe
@inside
def compare(visit: Visit, ref: str) -> HttpResponse:
    """Show what differs between two revisions; without numbers, what the newest changed."""
    record = find(visit.caller, ref)
    require(visit.caller, "read", on_record(record))
    head = record.head_number
    second = _number(visit.request.GET.get("to", ""), head)
    first = _number(visit.request.GET.get("from", ""), max(1, second - 1))
    found = compared(visit.caller, record, first, second)
    rows = numbers(record)
    href = visit.places.record(record.ref)
    view = CompareView(
        title=t("page.compare.title", title=record.title or record.ref),
        ref=record.ref,
        href=href,
        history_href=visit.places.act(record.ref, "history"),
        action=visit.places.act(record.ref, "compare"),
        before=side(visit, found.before, found.erased),
        after=side(visit, found.after, found.erased),
        lines=tuple(line(visit, d) for d in found.differences),
        firsts=_options(rows, first),
        seconds=_options(rows, second),
        summary=t("page.compare.changed", n=len(found.differences)),
        earlier=_step(visit, record, first - 1, second - 1, "page.compare.previous"),
        later=_step(visit, record, first + 1, second + 1, "page.compare.next"),
        acts=_acts(visit, record, found),
    )
    crumbs = (
        Link(said(KINDS[record.kind].label_plural), visit.places.listing(record.kind)),
        Link(record.title or record.ref, href),
    )
    return show(visit, "compare.html", page(visit, view.title, kind=record.kind, crumbs=crumbs), view=view)


def side(visit: Visit, content: Said, erased: tuple[int, ...] = ()) -> Side:
    """Return the head of a revision's column."""
    at = instant(content.at.astimezone(zone(visit.caller.organisation.time_zone)), visit.day)
    note = t("page.compare.erased", number=content.number) if content.number in erased else ""
    who = t("page.compare.by", who=content.author or t("page.history.console"))
    return Side(t("page.compare.before", n=content.number), who, at, note)


def line(visit: Visit, d: Difference) -> CompareLine:
    """Return one difference as both columns show it."""
    label = said(d.spec.label) if d.spec else t("page.compare.title_field")
    material = bool(d.spec and d.spec.material)
    if d.spec is not None and d.spec.linked and isinstance(d.before, list) and (d.gone or d.come):
        return CompareLine(label, _records(visit, d.gone), _records(visit, d.come), material)
    if d.pieces:
        return CompareLine(label, _side(d.pieces, "gone"), _side(d.pieces, "new"), material)
    return CompareLine(label, _values(d, d.before, d.after), _values(d, d.after, d.before), material)


def _records(visit: Visit, some: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    return tuple(
        Part(
            f"{title} ({ref})" if title != ref else ref,
            marked=True,
            href=visit.places.record(ref) if title != ref else "",
            line=True,
        )
        for ref, title in some
    )


def _side(pieces: tuple[Piece, ...], turn: str) -> tuple[Part, ...]:
    return tuple(Part(p.text, marked=p.turn == turn) for p in pieces if p.turn in ("same", turn))


def _values(d: Difference, value: object, other: object) -> tuple[Part, ...]:
    """A value as people read it; of several, those the other side lacks are marked."""
    if value in (None, "", [], ()):
        return ()
    if d.spec is None:
        return (Part(str(value), marked=True),)
    if isinstance(value, (list, tuple)):
        known = other if isinstance(other, (list, tuple)) else ()
        return tuple(Part(worded(d.spec, one), marked=one not in known, line=True) for one in value)
    return (Part(worded(d.spec, value), marked=True),)


def _options(rows: tuple[tuple[int, int], ...], chosen: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(n), t("page.compare.option", n=n, on_day=absolute(day)), chosen=n == chosen)
        for n, day in rows
    )


def _step(visit: Visit, record: Record, first: int, second: int, words: str) -> Link | None:
    if min(first, second) < 1 or max(first, second) > record.head_number:
        return None
    address = with_query(visit.places.act(record.ref, "compare"), **{"from": first, "to": second})
    return Link(t(words), address)


def _acts(visit: Visit, record: Record, found: Compared) -> tuple[Act, ...]:
    number = found.before.number
    known = number != record.head_number and number not in found.erased
    if not known or record.retired_day is not None or not visit.may("edit", on_record(record)):
        return ()
    address = with_query(visit.places.act(record.ref, "restore"), number=number)
    return (Act(t("page.compare.restore", n=number), address),)


@inside
def restore(visit: Visit, ref: str) -> HttpResponse:
    """Go back to an older revision, once it was shown what would change."""
    record = find(visit.caller, ref)
    require(visit.caller, "edit", on_record(record))
    asked = visit.request.POST or visit.request.GET
    number = _number(asked.get("number", ""), record.head_number)
    notices: tuple[Notice, ...] = ()
    if visit.request.method == "POST":
        try:
            return _restored(visit, record, number)
        except (BadInput, Stale) as refusal:
            notices = (Notice(said(refusal.message), "wrong"),)
            record = find(visit.caller, ref)
    found = compared(visit.caller, record, record.head_number, number)
    view = RestoreView(
        title=t("page.restore.title", n=number, title=record.title or record.ref),
        sentence=t("page.restore.sentence", n=number, next=record.head_number + 1),
        follows=_follows(record, found),
        before=side(visit, found.before, found.erased),
        after=side(visit, found.after, found.erased),
        lines=tuple(line(visit, d) for d in found.differences),
        form=_form(visit, record, number),
    )
    given = page(visit, view.title, kind=record.kind, notices=notices)
    return show(visit, "restore.html", given, status=422 if notices else 200, view=view)


def _restored(visit: Visit, record: Record, number: int) -> HttpResponse:
    form = visit.request.POST
    with outcome(visit) as done:
        made = restore_revision(
            visit.caller,
            record.ref,
            number,
            revision=_number(form.get("revision", ""), 0) or None,
            why=form.get(WHY, "").strip(),
        )
        done.say(t("page.restore.done", ref=record.ref, n=number))
    if made.left_out:
        notify(visit, t("page.restore.left_out", refs=made.left_out), kind="soon")
    return HttpResponseRedirect(visit.places.record(record.ref))


def _form(visit: Visit, record: Record, number: int) -> Form:
    reason = Field(
        WHY,
        t("page.restore.why"),
        "long_text",
        visit.request.POST.get(WHY, ""),
        t("page.restore.why.help"),
    )
    hidden = Field("number", "", "hidden", str(number))
    return Form(
        visit.places.act(record.ref, "restore"),
        (Section("", (hidden, reason)),),
        t("page.restore.submit", n=number),
        visit.places.act(record.ref, "history"),
        revision=record.head_number,
    )


def _follows(record: Record, found: Compared) -> tuple[str, ...]:
    kind = KINDS[record.kind]
    told = [t("page.restore.follows.changes", n=len(found.differences))]
    if any(d.spec and d.spec.material for d in found.differences):
        told.append(t("page.restore.follows.signoffs"))
    if kind.edits == "drafted":
        told.append(t("page.restore.follows.draft"))
    lost = left_out(record, found.after.number)
    if lost:
        told.append(t("page.restore.follows.left_out", refs=lost))
    return tuple(told)


def _number(text: str, otherwise: int) -> int:
    """The revision a text names; BadInput where it is none, since nothing is guessed about history."""
    if not text:
        return otherwise
    if not text.isascii() or not text.isdecimal() or len(text) > _DIGITS or not int(text):
        raise BadInput("revision.bad_number", field="revision", value=text[:20])
    return int(text)
