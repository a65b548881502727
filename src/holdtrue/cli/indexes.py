"""The commands over the AI Index: opened up with what holds it down and how it went, and on one page to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.glyph import day
from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.index"))
def index(
    *,
    unit: Annotated[str, option("--unit", said="cli.status.unit", metavar="REF")] = "",
    system: Annotated[str, option("--system", said="cli.status.system", metavar="REF")] = "",
    at: Annotated[str, option("--at", said="cli.at", metavar="DATE")] = "",
    trend: Annotated[bool, flag("--trend", said="cli.index.trend")] = False,
) -> None:
    if unit and system:
        raise BadInput("cli.status.one_of", field="system")

    def local(caller: Caller) -> object:
        from holdtrue.app.queries.indexed import index_asked
        from holdtrue.app.shapes_index import index_json

        found = index_asked(caller, unit=unit, system=system, at=at, months=trend)
        return index_json(found, trend=trend)

    asked = {"unit": unit, "system": system, "at": at, "trend": "1" if trend else ""}
    show(session().answer("index", local, **asked), _printed)


@app.command(help=text("cli.report"))
def report(
    *,
    out: Annotated[str, option("--out", said="cli.report.out", metavar="FILE")],
    unit: Annotated[str, option("--unit", said="cli.status.unit", metavar="REF")] = "",
    at: Annotated[str, option("--at", said="cli.at", metavar="DATE")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.documents.summary import gathered
    from holdtrue.reports.summary import pdf

    found = gathered(caller, unit=unit, at=at, locale=caller.organisation.language)
    content = pdf(found)
    try:
        Path(out).write_bytes(content)
    except OSError as error:
        raise BadInput("cli.document.unwritable", field="out", name=out) from error
    said = {
        "out": out,
        "organisation": found.organisation,
        "at": iso(found.made_at.date().toordinal()),
        "statement": found.statement,
        "next_lapse": found.next_lapse,
        "bytes": len(content),
    }
    show(said, _written)


def _written(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(text("cli.report.written", out=found["out"], statement=found["statement"]))


def _printed(console: Console, document: object) -> None:
    found = cast("Document", document)
    at = date(to_day(found["at"]) or 0)
    console.print(text("cli.report.head", who=found["title"], at=at), style="bold")
    console.print(
        text("index.cli.told", told=found["told"], exact=found["index"], band=text(f"band.{found['band']}"))
    )
    if found["band_lowered_because"]:
        console.print(found["band_lowered_because"])
    _properties(console, found["properties"])
    _caps(console, found["caps"])
    limits = _limits()
    for demand in found["mark"]:
        words = text(f"index.mark.{demand['asks']}", **limits)
        console.print(f"{text('index.cli.met' if demand['met'] else 'index.cli.not_met')} {words}")
    _trend(console, found.get("trend"))


def _limits() -> dict[str, object]:
    from holdtrue.core.properties import scheme

    mark = scheme().mark
    profiles = ", ".join(text(f"profile.{name}") for name in mark.profiles)
    return {"index": mark.index, "each": mark.every_property, "profiles": profiles}


def _properties(console: Console, properties: list[Document]) -> None:
    console.print()
    headings = [text(f"index.head.{name}") for name in ("property", "score", "weight", "adds", "practices")]
    rows = [
        (
            p["title"],
            text("cli.glyph.not_asked") if p["score"] is None else f"{p['score']:.1f}",
            p["weight"],
            f"{p['adds']:.1f}",
            str(len(p["practices"])),
        )
        for p in properties
    ]
    grid(console, headings, rows, right=(1, 2, 3, 4))
    console.print()


def _caps(console: Console, caps: list[Document]) -> None:
    for cap in (c for c in caps if c["binds"]):
        band = text(f"band.{cap['band_at_most']}")
        if cap["prohibited_use"]:
            console.print(text("index.cap.prohibited", band=band))
        for weak in cap["lifted_by"]:
            name = text(f"property.{weak['property']}")
            console.print(
                text(
                    "index.cap.weak",
                    property=name,
                    score=weak["score"],
                    limit=cap["property_below"],
                    band=band,
                )
            )
            words = "index.lift.to" if weak["enough"] else "index.lift.short"
            console.print(
                "  "
                + text(
                    words, n=len(weak["raise"]), reaches=weak["reaches"], names=", ".join(weak["raise"][:5])
                )
            )


def _trend(console: Console, readings: list[Document] | None) -> None:
    if readings is None:
        return
    console.print()
    if not readings:
        console.print(text("index.trend.none"))
        return
    headings = [text(f"index.head.{name}") for name in ("on", "index", "band", "profile", "holds")]
    rows = [
        (
            date(day(r["on"])),
            f"{r['index']:.1f}",
            text(f"band.{r['band']}"),
            text(f"profile.{r['profile']}"),
            text("cli.report.share", n=r["holding"], of=r["asked"]),
        )
        for r in readings
    ]
    grid(console, headings, rows, right=(1,))


__all__ = ["app"]
