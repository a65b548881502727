"""A record's page as of a past day: its fields, links and standing of that day, and nothing to be done to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.queries.around_then import around_then
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.record import RecordView, Standing
from holdtrue.pages.shapes.table import Share
from holdtrue.pages.views import frame
from holdtrue.pages.views.list_filters import tier_words
from holdtrue.pages.views.record_facts import groups, source_group
from holdtrue.pages.views.record_parts import linked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.around_then import Then
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit


def show(visit: Visit, ref: str, day: Day) -> HttpResponse:
    """Show one record as it was known at the end of that day."""
    then = around_then(visit.caller, ref, day)
    found, kind = then.around, KINDS[then.around.record.kind]
    title = found.fact.title if found.fact and found.fact.title else found.record.title or found.record.ref
    crumbs = (
        Link(said(kind.label_plural), visit.places.listing(kind.id)),
        Link(found.record.ref, visit.places.record(found.record.ref)),
    )
    given = frame.page(visit, title, kind=kind.id, crumbs=crumbs, as_of=absolute(day))
    return frame.show(visit, "record.html", given, view=_view(replace(visit, day=day), then, title))


def _view(visit: Visit, then: Then, title: str) -> RecordView:
    found = then.around
    record, kind = found.record, KINDS[found.record.kind]
    stood = then.status
    asked = [s for s in stood.stands if s.counted] if stood else []
    holding = sum(s.holding for s in asked)
    share = _share(holding, len(asked)) if asked else None
    return RecordView(
        ref=record.ref,
        kind=said(kind.label),
        title=title,
        badges=_badges(visit, then),
        summary=share,
        summary_words=t("page.record.holding", part=holding, whole=len(asked)) if share else "",
        standing=_standing(visit, then),
        groups=(*groups(visit, found), *source_group(found)),
        links=linked(visit, found),
        history_href=visit.places.act(record.ref, "history"),
        revision=then.revision,
        digest=then.digest,
        at=iso(visit.day),
        past=True,
        past_words="" if then.whole else t("page.record.then_large"),
        dated_href=visit.places.record(record.ref),
    )


def _share(part: int, whole: int) -> Share:
    return Share(part, whole, "holds" if part == whole else "soon" if part else "wrong")


def _badges(visit: Visit, then: Then) -> tuple[tuple[str, str], ...]:
    fields = then.around.fact.fields if then.around.fact else {}
    record, told = then.around.record, []
    if record.kind == "system" and then.whole and fields:
        tier = str(fields.get("tier") or "")
        told.append((t("page.record.tier", tier=tier_words(tier)) if tier else tier_words(""), ""))
    use = then.around.body["fields"].get("use")
    if record.kind == "system" and use:
        told.append((said(Message(f"choice.use.{use}")), ""))
    if record.retired_day is not None and record.retired_day <= visit.day:
        told.append((t("page.record.retired"), "wrong"))
    return tuple(told)


def _standing(visit: Visit, then: Then) -> tuple[Standing, ...]:
    """Every practice asked of it that day, those short of their target first; each leads to its why of that day."""
    if then.status is None:
        return ()
    ref, day = then.around.record.ref, visit.day
    told = sorted((s for s in then.status.stands if s.counted), key=lambda s: (s.holding, int(s.state)))
    return tuple(
        Standing(
            s.practice.title,
            visit.places.practice(s.practice.id),
            glyph(
                s.practice.title,
                list(s.verdicts),
                day,
                href=with_query(visit.places.why(ref, s.practice.id), at=iso(day)),
            ),
        )
        for s in told
    )
