"""The readable report of status: index, what holds beside what does not, practices, what to look at first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from holdtrue.cli.glyph import day, segments, tail
from holdtrue.cli.output import grid
from holdtrue.core.days import to_day
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

_BAR = 20


def status(console: Console, document: object) -> None:
    """Print where the organisation, a unit of it or one system stands."""
    found = cast("Document", document)
    _head(console, found)
    console.print()
    for name, score in found["properties"].items():
        console.print(_property(name, score))
    console.print()
    console.print(_holds(found))
    for line in _lapses(found):
        console.print(line)
    if "systems_known" in found:
        console.print(_systems(found))
    _practices(console, found["practices"])
    _assessments(console, found.get("high_without_assessment"))
    _units(console, found.get("units", []))
    _next(console, found)


def _next(console: Console, found: Document) -> None:
    """The command that says more about the first practice that does not reach its target."""
    below = [p for p in found["practices"] if p["counted"] and p["applies"] and p["holding"] < p["scopes"]]
    whole = [p for p in below if "system" in found or p["scopes"] == 1]
    if whole:
        scope = found.get("system", "organisation")
        console.print()
        console.print(text("cli.report.next", scope=scope, practice=whole[0]["id"]), soft_wrap=True)


def _head(console: Console, found: Document) -> None:
    at = date(to_day(found["at"]) or 0)
    part = found.get("system") or found.get("unit")
    who = f"{part} {found['title']}" if part else found["organisation"]
    console.print(text("cli.report.head", who=who, at=at), style="bold")
    if found.get("known_at"):
        console.print(text("cli.report.known_at", on=date(to_day(found["known_at"]) or 0)))
    profile, band = text(f"profile.{found['profile']}"), text(f"band.{found['band']}")
    console.print(text("cli.report.index", index=f"{found['index']:g}", profile=profile, band=band))
    if found.get("band_lowered_because"):
        console.print(found["band_lowered_because"])


def _property(name: str, score: float | None) -> str:
    label = f"{text(f'property.{name}'):<22}"
    if score is None:
        return f"{label} {text('cli.glyph.not_asked')}"
    full = int(score / 100 * _BAR)
    return f"{label} {'█' * full}{'░' * (_BAR - full)} {score:5.1f}"


def _holds(found: Document) -> str:
    n, of = found["holding"], found["holding"] + found["not_holding"]
    lapses = found.get("lapses") or []
    if not lapses:
        return text("cli.report.holds", n=n, of=of)
    first = lapses[0]
    return text("cli.report.holds_next", n=n, of=of, on=date(day(first["on"])), practice=first["title"])


def _lapses(found: Document) -> Sequence[str]:
    return [
        text(
            "cli.report.lapse", on=date(day(x["on"])), practice=x["title"], level=text(f"level.{x['level']}")
        )
        if not x["systems"]
        else text(
            "cli.report.lapse_systems",
            on=date(day(x["on"])),
            practice=x["title"],
            level=text(f"level.{x['level']}"),
            n=x["systems"],
        )
        for x in (found.get("lapses") or [])[:5]
    ]


def _systems(found: Document) -> str:
    line = text("cli.report.systems", n=found["systems"], of=found["systems_known"])
    if found["systems_unsorted"]:
        line += " " + text("cli.report.unsorted", n=found["systems_unsorted"])
    return line


def _practices(console: Console, practices: list[Document]) -> None:
    asked = [p for p in practices if p["counted"] and p["applies"]]
    console.print()
    console.print(text("cli.report.practices", n=len(asked)), style="bold")
    width = max((len(p["id"]) for p in asked), default=0)
    for p in asked:
        share = text("cli.report.share", n=p["holding"], of=p["scopes"]) if p["scopes"] > 1 else ""
        line = f"{segments(p['level'], p['state'])}  {p['id']:<{width}}  {p['score']:>5.1f}  {tail(p):<20}  {share}"
        console.print(line.rstrip(), soft_wrap=True)
    others = sum(1 for p in practices if not (p["counted"] and p["applies"]))
    if others:
        console.print(text("cli.report.others", n=others))


def _assessments(console: Console, found: Document | None) -> None:
    if not found or not found["systems"]:
        return
    console.print()
    console.print(text("cli.report.unassessed", n=found["without"], of=found["systems"]), style="bold")
    if found["said_only"]:
        console.print(text("cli.report.said_only", n=found["said_only"]))
    for record in found["first"]:
        console.print(f"  {record['ref']}  {record['title']}", soft_wrap=True)
    if found["without"] > len(found["first"]) > 0:
        console.print(text("cli.more", n=found["without"] - len(found["first"])))


def _units(console: Console, units: list[Document]) -> None:
    if not units:
        return
    console.print()
    console.print(text("cli.report.units"), style="bold")
    headings = [
        text(f"cli.head.{name}") for name in ("ref", "unit", "systems", "holding", "high", "unassessed")
    ]
    rows = [
        (
            u["ref"],
            u["title"],
            f"{u['systems']:,}",
            f"{u['holding']:,} / {u['of']:,}",
            f"{u['high_in_operation']:,}",
            f"{u['high_without_assessment']:,}",
        )
        for u in units
    ]
    grid(console, headings, rows, right=(2, 3, 4, 5))
