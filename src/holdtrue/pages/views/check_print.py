"""What a stranger takes along from a check: the result as PDF, the answers as a file. Both are made and forgotten."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from holdtrue.app.clock import SYSTEM
from holdtrue.core.checks import check, questionnaire
from holdtrue.pages.language import spoken, t
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.views.check_frame import PRINTED, asking, slug_of
from holdtrue.pages.views.check_result import shown
from holdtrue.reports.blocks import Block, Run
from holdtrue.reports.leaflet import Leaflet, Piece, Stretch, leaflet_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.pages.shapes.checks import Lack, ResultView
    from holdtrue.pages.views.check_frame import Asking


@require_POST
@partial(asking, limit=PRINTED)
def pdf(here: Asking) -> HttpResponse:
    """Send the result as a document."""
    answers = here.answers()
    view = shown(here, answers, check(here.name, answers, spoken()))
    now = SYSTEM.now()
    raw = questionnaire(here.name, spoken())
    leaflet = Leaflet(
        t("page.product"),
        t("check.print.kind"),
        view.title,
        spoken() if spoken() != "pseudo" else "en",
        now.date(),
        (
            (t("check.print.made"), absolute(now.date().toordinal())),
            (t("check.print.version"), f"{raw['version']}, {raw['as_of']}"),
        ),
        t("check.have.title"),
        tuple(Piece(p.title, p.word, p.filled) for p in view.have),
        _stretches(view),
        t("check.print.kept"),
        t("check.print.page", n="{n}", of="{of}"),
    )
    response = HttpResponse(leaflet_pdf(leaflet), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="holdtrue-{slug_of(here.name)}.pdf"'
    return response


@require_POST
@asking
def file(here: Asking) -> HttpResponse:
    """Send the answers as the file that the command line takes."""
    answers = here.answers()
    check(here.name, answers)
    document = {"check": here.name, "version": questionnaire(here.name)["version"], "answers": answers}
    content = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="holdtrue-{slug_of(here.name)}.json"'
    return response


def _stretches(view: ResultView) -> tuple[Stretch, ...]:
    """The result in the order of its page."""
    stand = [_strong(view.band), *([_line(view.figure)] if view.figure else [])]
    stand += [_line(view.band_says)] if view.band_says else []
    stand += _under(t("check.caps"), view.caps) + _under(t("check.clash.left"), view.clashes)
    if view.bars:
        head = (view.bars_title, "", "")
        rows = (head, *((bar.title, bar.words, bar.shown) for bar in view.bars))
        stand.append(Block("table", rows=tuple(tuple((Run(cell),) for cell in row) for row in rows)))
    stand += _under(t("check.notes"), view.notes)
    found = [
        Stretch(t("check.applies.title"), (_strong(view.applies), *(_line(x) for x in view.says))),
        Stretch(t("check.expected.title"), tuple(_expected(view))),
        Stretch(t("check.stand.title"), tuple(stand)),
        Stretch(t("check.gaps.title"), (_lacks(view.gaps, "numbers"),) if view.gaps else ()),
        Stretch(
            t("check.viable.title"),
            (
                _strong(view.viable),
                _line(view.viable_words),
                *((_lacks(view.viable_steps, "bullets"),) if view.viable_steps else ()),
            ),
        ),
    ]
    if view.duties:
        head = (t("check.duty.article"), t("check.duty.what"), t("check.duty.from"))
        rows = (head, *((d.article, d.title, d.day) for d in view.duties))
        table = Block("table", rows=tuple(tuple((Run(cell),) for cell in row) for row in rows))
        found.append(Stretch(t("check.duties", n=len(view.duties)), (table,)))
    found.append(Stretch(t("check.print.about"), (_line(view.notice),)))
    return tuple(stretch for stretch in found if stretch.blocks)


def _expected(view: ResultView) -> list[Block]:
    return [
        Block("paragraph", (Run(f"{title}: ", strong=True), Run(", ".join(some))))
        for title, _, some in view.expected
    ]


def _under(title: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    return [_strong(title), Block("bullets", items=tuple((_line(line),) for line in lines))]


def _lacks(given: Sequence[Lack], kind: str) -> Block:
    items = tuple(
        (Block("paragraph", (Run(lack.title, strong=True), Run("\n"), Run(lack.step))),) for lack in given
    )
    return Block("numbers", items=items) if kind == "numbers" else Block("bullets", items=items)


def _line(text: str) -> Block:
    return Block("paragraph", (Run(text),))


def _strong(text: str) -> Block:
    return Block("paragraph", (Run(text, strong=True),))


__all__ = ["file", "pdf"]
