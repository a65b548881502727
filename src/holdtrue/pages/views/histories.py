"""What happened: to one record, and to the organisation's register as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.clock import zone
from holdtrue.app.queries import changes, records
from holdtrue.app.queries.duplicates import merged_into
from holdtrue.app.queries.entries import ledger as read_ledger
from holdtrue.app.queries.lives import decisions
from holdtrue.core.access import EVERYTHING
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.moment import instant
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Change, Entry
from holdtrue.pages.shapes.settings import LedgerView
from holdtrue.pages.views import frame
from holdtrue.pages.views.record_parts import worded
from holdtrue.pages.views.signatures import remarks
from holdtrue.words.entries import done

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.queries.changes import Turned
    from holdtrue.app.queries.entries import Logged
    from holdtrue.app.queries.records import Happened
    from holdtrue.app.rows import Record, SignOff
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.views.frame import Visit

PAGE = 50
_EFFECTS = 6


@require_safe
@frame.inside
def record(visit: Visit, ref: str) -> HttpResponse:
    """Show everything that happened to one record, newest first."""
    found = find(visit.caller, ref)
    require(visit.caller, "read", on_record(found))
    merged = merged_into(visit.caller, found)
    of = visit.request.GET.get("of", "")
    found = next((r for r in merged if r.ref == of), found)
    organisation, kind = visit.caller.organisation, KINDS[found.kind]
    rows = records.history(
        organisation, found, limit=PAGE + 1, before=_number(visit.request.GET.get("before", ""))
    )
    page, more = rows[:PAGE], len(rows) > PAGE
    effects: dict[int, list[Turned]] = {}
    for turned in changes.of_cause(organisation, found.pk, [h.seq for h in page]):
        effects.setdefault(turned.entry, []).append(turned)
    gates = _gates(visit, found, page)
    href = visit.places.record(found.ref)
    title = t("page.history.title", title=found.title or found.ref)
    view = LedgerView(
        entries=tuple(_happened(visit, found.ref, kind, h, effects.get(h.seq, []), gates) for h in page),
        filters=None,
        total=t("page.history.total", n=len(page)) if not more else "",
        size=0,
        root="",
        next_href=with_query(visit.places.act(found.ref, "history"), before=page[-1].seq) if more else "",
        title=title,
        acts=(
            *_compare(visit, found),
            *_correct(visit, found),
            *_merged(visit, found, merged),
            *_tables(visit, found.ref),
            *_erase(visit, found),
        ),
    )
    crumbs = (
        Link(said(kind.label_plural), visit.places.listing(kind.id)),
        Link(found.title or found.ref, href),
    )
    return frame.show(visit, "ledger.html", frame.page(visit, title, kind=kind.id, crumbs=crumbs), view=view)


@require_safe
@frame.inside
def ledger(visit: Visit) -> HttpResponse:
    """Show the log itself."""
    require(visit.caller, "verify", EVERYTHING)
    before = _number(visit.request.GET.get("before", ""))
    found = read_ledger(visit.caller.organisation, before=before, limit=PAGE)
    title = t("page.ledger.title")
    address = visit.places.at("ledger")
    view = LedgerView(
        entries=tuple(_logged(visit, entry) for entry in found.entries),
        filters=None,
        total=t("page.ledger.total", n=found.size),
        size=found.size,
        root=found.root,
        checkpoint=_at(visit, found.checkpoint) if found.checkpoint else None,
        next_href=with_query(address, before=found.following) if found.following is not None else "",
        previous_href=address if before is not None else "",
        acts=(Act(t("page.ledger.verify"), visit.places.at("ledger", "verify"), posted=True),),
    )
    return frame.show(visit, "ledger.html", frame.page(visit, title, station="ledger"), view=view)


def _logged(visit: Visit, entry: Logged) -> Entry:
    target = Link(f"{entry.title} ({entry.ref})", visit.places.record(entry.ref)) if entry.ref else None
    href = visit.places.act(entry.ref, "history") if entry.ref else visit.places.at("ledger")
    return Entry(
        entry.seq,
        entry.by,
        said(done(entry.action, alone=target is None)),
        _at(visit, entry.at),
        href=href,
        target=target,
    )


def _tables(visit: Visit, ref: str) -> tuple[Act, ...]:
    """The history and the record for a spreadsheet."""
    return (
        Act(t("page.history.table"), visit.places.act(ref, "history.csv")),
        Act(t("page.history.record_table"), visit.places.act(ref, "record.csv")),
    )


def _compare(visit: Visit, record: Record) -> tuple[Act, ...]:
    if record.head_number < 2 or record.retired_day is not None:  # noqa: PLR2004  # one revision has none beside it
        return ()
    return (Act(t("page.compare.pick"), visit.places.act(record.ref, "compare")),)


def _correct(visit: Visit, record: Record) -> tuple[Act, ...]:
    """Where what was said of the past is corrected; what is signed is revised instead."""
    drafted = KINDS[record.kind].edits == "drafted"
    if drafted or record.retired_day is not None or not visit.may("edit", on_record(record)):
        return ()
    return (Act(t("page.correct.open"), visit.places.act(record.ref, "correct")),)


def _erase(visit: Visit, record: Record) -> tuple[Act, ...]:
    """Where what earlier revisions say, or a person as a whole, is erased."""
    person = record.kind == "person"
    there = record.title != record.ref if person else record.head_number > 1
    if not there or not visit.may("erase", on_record(record)):
        return ()
    label = t("page.erase.open" if person else "page.erase.open_versions")
    return (Act(label, visit.places.act(record.ref, "erase"), destructive=True),)


def _merged(visit: Visit, record: Record, merged: tuple[Record, ...]) -> tuple[Act, ...]:
    """Where the histories of those merged into the record stand."""
    return tuple(
        Act(
            t("page.history.merged", ref=other.ref),
            with_query(visit.places.act(record.ref, "history"), of=other.ref),
        )
        for other in merged
        if other.pk != record.pk
    )


def _gates(visit: Visit, record: Record, page: list[Happened]) -> dict[int, str]:
    """What was decided at a system's gates, by the entry that keeps it. One query, where a gate was."""
    if record.kind != "system" or all(h.action != records.GATE for h in page):
        return {}
    return {
        row.entry: t(f"page.history.gate.{row.decision}", stage=t(f"choice.lifecycle_stage.{row.stage}"))
        for row in decisions(visit.caller.organisation, record)
    }


def _happened(
    visit: Visit,
    ref: str,
    kind: type[Kind],
    happened: Happened,
    effects: list[Turned],
    gates: Mapping[int, str],
) -> Entry:
    changed = tuple(
        Change(
            said(spec.label),
            worded(spec, _titled(spec, before, happened)),
            worded(spec, _titled(spec, after, happened)),
            material=spec.material,
        )
        for name, before, after in happened.changed
        if (spec := kind.specs_by_name().get(name)) is not None
    )
    what = gates.get(happened.seq) or said(done(happened.action, alone=True))
    if happened.action == records.GATE and happened.changed:
        what = t("page.history.gate.written")
    if happened.signoff is not None:
        what = _signed(happened.signoff, kind.id, happened.by)
    told = [_effect(x) for x in effects[:_EFFECTS]]
    if len(effects) > _EFFECTS:
        told.append(t("page.history.effect.more", n=len(effects) - _EFFECTS))
    return Entry(
        happened.seq,
        happened.by or t("page.history.console"),
        what,
        _at(visit, happened.at),
        changed,
        happened.why if happened.closing else "",
        tuple(told),
        with_query(visit.places.at("ledger"), before=happened.seq + 1),
        compare=_beside(visit, ref, happened),
    )


def _titled(spec: FieldSpec, value: object, happened: Happened) -> object:
    """Name the records a relation led to by their titles; any other value stays as it is."""
    if not spec.linked or spec.target in CATALOGS or not isinstance(value, list):
        return value
    titles = happened.titles
    return [f"{titles[ref]} ({ref})" if titles.get(ref, ref) not in (ref, "") else ref for ref in value]


def _beside(visit: Visit, ref: str, happened: Happened) -> Link | None:
    """Where the revision an entry wrote stands beside the one before it."""
    if not happened.changed or happened.revision <= 1:
        return None
    asked = {"from": happened.revision - 1, "to": happened.revision}
    return Link(t("page.compare.act"), with_query(visit.places.act(ref, "compare"), **asked))


def _signed(given: SignOff, kind: str, by: str) -> str:
    """Say what was decided, on which revision, and how the signer had proved who they are."""
    _, number, digest = given.basis[0]
    words = {"meaning": t(f"page.sign.meaning.{given.meaning}"), "n": number, "digest": digest[:12]}
    if given.signer.title != by:
        words["meaning"] = t("page.history.signed_for", meaning=words["meaning"], name=given.signer.title)
    return t("page.history.signed", **words, remarks=" · ".join(remarks(given, kind)))


def _effect(turned: Turned) -> str:
    words = {
        "practice": turned.practice.title,
        "old": t(f"page.level.at.{turned.old}"),
        "new": t(f"page.level.at.{turned.new}"),
    }
    if turned.new > turned.old:
        said_effect = t("page.history.effect.rose", **words)
    else:
        said_effect = t(
            "page.history.effect.fell", **words, state=t(f"page.state.{turned.state.name.lower()}")
        )
    if turned.scope.kind == "organization":
        return said_effect
    return t("page.history.effect.of", scope=turned.scope.ref, effect=said_effect)


def _at(visit: Visit, moment: dt.datetime) -> Moment:
    return instant(moment.astimezone(zone(visit.caller.organisation.time_zone)), visit.day)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 16 else None  # noqa: PLR2004  # digits of a bigint
