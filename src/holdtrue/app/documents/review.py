"""The pack of a review as PDF or Word: as it stands, or as it was kept with a review and the decisions it came to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.app.documents.gathering import labels, signatures_of
from holdtrue.app.documents.rendering import MEDIA, Rendered
from holdtrue.app.queries.review_pack import INPUTS, kept_with
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput
from holdtrue.reports.blocks import Block, Run
from holdtrue.reports.document import Document, Part
from holdtrue.words import say, text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.review_shapes import Pack
    from holdtrue.app.queries.review_shapes import Part as Input
    from holdtrue.store.models import Record

_HEADS = ("figure", "now", "before")
_MOST_POINTS = 13


def live(pack: Pack, form: str = "pdf", *, locale: str = "en") -> Rendered:
    """Return a pack that nobody has held a review with yet."""
    made = dt.datetime.combine(dt.date.fromordinal(pack.day), dt.time(12), dt.UTC)
    facts = (
        (text("review.document.period", locale), _period(pack, locale)),
        (text("review.document.compiled", locale), date(pack.day, locale)),
    )
    document = _document(pack, "REV", text("review.document.draft", locale), made, facts, locale, draft=True)
    return _rendered(document, form, f"review-pack-{iso(pack.begin)}-{iso(pack.last)}")


def held(caller: Caller, ref: str, form: str = "pdf", *, locale: str = "en") -> Rendered:
    """Return the pack kept with a review; the same bytes as long as nobody signs the review or takes that back."""
    record, row, pack = kept_with(caller, ref)
    facts = (
        (text("review.document.period", locale), _period(pack, locale)),
        (text("review.document.held", locale), date(pack.day, locale)),
        (text("review.document.digest", locale), row.digest),
    )
    state = text("review.document.kept", locale)
    document = _document(
        pack, record.ref, state, row.asked_at, facts, locale, draft=False, record=record, caller=caller
    )
    return _rendered(document, form, f"{record.ref}-pack")


def _rendered(document: Document, form: str, name: str) -> Rendered:
    if form not in MEDIA:
        raise BadInput("document.form", field="format", value=form, known=tuple(MEDIA))
    if form == "pdf":
        from holdtrue.reports.pdf import pdf as render
    else:
        from holdtrue.reports.word import word as render
    return Rendered(render(document), f"{name}.{form}", MEDIA[form])


def _document(  # noqa: PLR0913  # one keyword per part of the head
    pack: Pack,
    ref: str,
    state: str,
    made_at: dt.datetime,
    facts: tuple[tuple[str, str], ...],
    locale: str,
    *,
    draft: bool,
    record: Record | None = None,
    caller: Caller | None = None,
) -> Document:
    parts = [_part(part, locale) for part in pack.parts]
    if record is not None:
        parts.insert(0, _decisions(pack, locale))
    return Document(
        organisation=pack.organisation,
        ref=ref,
        kind=text("review.document.kind", locale),
        title=text("review.title", locale),
        revision=record.head_number if record else 0,
        digest=record.digest if record else "",
        state=state,
        draft=draft,
        made_at=made_at,
        language=locale,
        facts=facts,
        parts=tuple(parts),
        versions=(),
        signatures=signatures_of(caller, record, locale) if record and caller else (),
        labels=labels(locale),
    )


def _period(pack: Pack, locale: str) -> str:
    first, last = date(pack.begin, locale), date(pack.last, locale)
    return text("review.document.from_to", locale, first=first, last=last)


def _part(part: Input, locale: str) -> Part:
    title = text(f"review.part.{part.id}", locale)
    blocks = [Block("paragraph", (Run(say(part.said, locale)),))]
    if part.id in INPUTS:
        clause = text("review.input", locale, clause=INPUTS[part.id])
        blocks.insert(0, Block("paragraph", (Run(clause, emphasis=True),)))
    if part.figures:
        rows = [tuple(_cell(text(f"review.column.{name}", locale)) for name in _HEADS)]
        rows += [
            tuple(_cell(x) for x in (say(f.label, locale), f.now, f.before or "–")) for f in part.figures
        ]
        blocks.append(Block("table", rows=tuple(rows), widths=(50, 20, 20)))
    if len(part.points) > 1:
        told = [f"{date(day, locale)}: {value:.1f}" for day, value in part.points[-_MOST_POINTS:]]
        blocks.append(Block("paragraph", (Run(" · ".join(told)),)))
    if part.facts:
        blocks.append(Block("bullets", items=tuple(_facts(part, locale))))
    if part.more:
        blocks.append(Block("paragraph", (Run(text("review.more", locale, n=part.more), emphasis=True),)))
    return Part(title, tuple(blocks))


def _facts(part: Input, locale: str) -> Iterator[tuple[Block, ...]]:
    for fact in part.facts:
        words, on = say(fact.words, locale), date(fact.day, locale) if fact.day else ""
        words = " · ".join(x for x in (words, "" if on in words else on) if x)
        head = " ".join(x for x in (fact.title, fact.ref) if x)
        runs = (Run(f"{head}: ", strong=True), Run(words)) if head else (Run(words),)
        yield (Block("paragraph", runs),)


def _decisions(pack: Pack, locale: str) -> Part:
    blocks = [Block("paragraph", (Run(pack.changes),))]
    if pack.decisions:
        heads = ("decision", "owner", "due", "action")
        rows = [tuple(_cell(text(f"review.column.{name}", locale)) for name in heads)]
        rows += [
            tuple(_cell(x) for x in (d.title, d.name, _due(d.due, locale), d.action)) for d in pack.decisions
        ]
        blocks.append(Block("table", rows=tuple(rows), widths=(60, 24, 16, 16)))
    else:
        blocks.append(Block("paragraph", (Run(text("review.nothing_decided", locale)),)))
    return Part(text("review.part.decisions", locale), tuple(blocks))


def _due(words: str, locale: str) -> str:
    day = to_day(words)
    return date(day, locale) if day is not None else words


def _cell(words: str) -> tuple[Run, ...]:
    return (Run(words),)


__all__ = ["held", "live"]
