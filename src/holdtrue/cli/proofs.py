"""Commands that bring proof: measure an indicator, attach a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.cards import card
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.measure"))
def measure(  # noqa: PLR0913  # what is said of a value, each by its name
    indicator: Annotated[str, argument("INDICATOR", said="cli.measure.indicator")] = "",
    value: Annotated[str, argument("VALUE", said="cli.measure.value")] = "",
    *,
    on: Annotated[str, option("--on", said="cli.measure.on", metavar="DATE")] = "",
    system: Annotated[str, option("--system", said="cli.measure.system", metavar="REF")] = "",
    count: Annotated[int | None, option("--count", said="cli.measure.count", metavar="N")] = None,
    unit: Annotated[str, option("--unit", said="cli.measure.unit", metavar="UNIT")] = "",
    correct: Annotated[bool, option("--correct", said="cli.measure.correct")] = False,
    why: Annotated[str, option("--why", said="cli.measure.why", metavar="TEXT")] = "",
    file: Annotated[Path | None, option("--file", said="cli.measure.file", metavar="FILE")] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes
    from holdtrue.app.actions import measuring, records
    from holdtrue.app.queries import asking
    from holdtrue.app.queries.indicators import indicator_named

    if file is not None:
        show(_from_file(caller, file, indicator=indicator, system=system), _filed)
        return
    if not (indicator and value and on):
        raise BadInput("cli.measure.which", field="value")
    record = indicator_named(caller, indicator, system=system)
    taken = (
        measuring.correct(caller, record.ref, value, on=on, why=why, count=count)
        if correct
        else measuring.measure(caller, record.ref, value, on=on, count=count, unit=unit)
    )
    document = {
        **shapes.record_json(asking.shown(caller, records.find(caller, record.ref))),
        "measurement": shapes.measurement_json(taken.row, record.ref) if taken.row else None,
        "state": taken.state,
    }
    show(document, _measured)


def _from_file(caller: Caller, file: Path, *, indicator: str, system: str) -> Document:
    from holdtrue.app.actions.values_file import take_file
    from holdtrue.app.shapes_indicators import report_json

    if not file.is_file():
        raise BadInput("imports.file.missing", field="file", name=str(file))
    return report_json(take_file(caller, file, name=file.name, indicator=indicator, system=system))


def _measured(console: Console, document: object) -> None:
    found = cast("Document", document)
    made = found["measurement"]
    console.print(
        text(
            "cli.measure.unchanged" if found["state"] == "unchanged" else "cli.measure.done",
            ref=found["ref"],
            title=found["title"],
            value="–" if made["value"] is None else f"{made['value']:g}",
            on=made["on"],
        )
    )


def _filed(console: Console, document: object) -> None:
    found = cast("Document", document)
    counts = {name: found[name] for name in ("rows", "added", "unchanged", "refused")}
    console.print(text("cli.measure.filed", **counts))
    for one in found["refusals"]:
        console.print(text("cli.measure.line", line=one["line"], why=one["why"]), soft_wrap=True)


@app.command(help=text("cli.attach"))
def attach(
    ref: Annotated[str, argument("REF", said="cli.attach.ref")],
    file: Annotated[Path, argument("FILE", said="cli.attach.file")],
    *,
    tag: Annotated[str, option("--tag", said="cli.attach.tag", metavar="TAG")] = "",
    collected_on: Annotated[
        str, option("--collected-on", said="cli.attach.collected_on", metavar="DATE")
    ] = "",
    valid_until: Annotated[str, option("--valid-until", said="cli.attach.valid_until", metavar="DATE")] = "",
    title: Annotated[str, option("--title", said="cli.attach.title", metavar="TEXT")] = "",
) -> None:
    if not file.is_file():
        raise BadInput("imports.file.missing", field="file", name=str(file))

    def local(caller: Caller) -> object:
        from holdtrue.app import shapes
        from holdtrue.app.actions import evidence
        from holdtrue.app.queries import asking

        with file.open("rb") as content:
            record = evidence.attach(
                caller,
                [ref],
                content,
                file.name,
                tag=tag,
                collected_on=collected_on,
                valid_until=valid_until,
                title=title,
            )
        record.refresh_from_db()
        return {
            **shapes.record_json(asking.shown(caller, record)),
            "evidence": record.ref,
            "format": file.suffix.removeprefix(".").lower() or None,
            "measurements": [],
            "state": "placed" if record.event_day is not None else "undated",
        }

    answer = session().answer(
        "attach",
        local,
        ref=ref,
        file=file,
        tag=tag,
        collected_on=collected_on,
        valid_until=valid_until,
        title=title,
    )
    show(answer, _attached)


def _attached(console: Console, document: object) -> None:
    found = cast("Document", document)
    if "fields" in found:
        card(console, found)
    console.print(
        text("cli.attach.done" if found["state"] == "placed" else "cli.attach.undated", ref=found["evidence"])
    )
