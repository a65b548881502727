"""Commands of what comes back: the pack of a management review, holding one, and the year calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.glyph import day
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
ACTS = ("pack", "hold")


@app.command(help=text("cli.review"))
def review(
    act: Annotated[str, argument("ACT", said="cli.review.act")],
    ref: Annotated[str, argument("REF", said="cli.review.ref")] = "",
    *,
    begin: Annotated[str, option("--from", said="cli.review.from", metavar="DATE")] = "",
    until: Annotated[str, option("--to", said="cli.review.to", metavar="DATE")] = "",
    pdf: Annotated[Path | None, option("--pdf", said="cli.review.pdf", metavar="OUT")] = None,
    decide: Annotated[list[str] | None, option("--decide", said="cli.review.decide", metavar="LINE")] = None,
    changes: Annotated[str, option("--changes", said="cli.review.changes", metavar="TEXT")] = "",
) -> None:
    if act not in ACTS:
        raise BadInput("cli.review.no_act", field="act", value=act, known=ACTS)
    if pdf is not None and pdf.exists():
        raise BadInput("cli.export.there", field="pdf", out=str(pdf))
    lines = list(decide or ())

    def local(caller: Caller) -> object:
        return (
            _held(caller, begin, until, lines, changes)
            if act == "hold"
            else _pack(caller, ref, begin, until, pdf)
        )

    if act == "hold" or pdf is not None:
        show(local(session().caller()), _report)
        return
    show(session().answer("review", local, ref=ref, begin=begin, until=until), _report)


def _pack(caller: Caller, ref: str, begin: str, until: str, pdf: Path | None) -> object:
    from holdtrue.app.documents import review as files
    from holdtrue.app.queries.review_pack import kept_with, pack_asked
    from holdtrue.app.shapes_review import pack_json

    if ref:
        record, row, pack = kept_with(caller, ref)
        made = files.held(caller, ref) if pdf else None
        document = pack_json(caller.organisation, pack, review=record.ref, digest=row.digest)
    else:
        pack = pack_asked(caller, begin=begin, until=until)
        made = files.live(pack) if pdf else None
        document = pack_json(caller.organisation, pack)
    if pdf is not None and made is not None:
        pdf.write_bytes(made.content)
        document["out"] = str(pdf)
    return document


def _held(caller: Caller, begin: str, until: str, lines: list[str], changes: str) -> object:
    from holdtrue.app.actions.reviewing import Held, decision_of, hold
    from holdtrue.app.queries.review_pack import kept_with, span_asked
    from holdtrue.app.shapes_review import pack_json

    said = Held([decision_of(line) for line in lines], changes)
    made = hold(caller, span_asked(caller, begin=begin, until=until), said)
    record, row, pack = kept_with(caller, made.ref)
    return pack_json(caller.organisation, pack, review=record.ref, digest=row.digest)


def _report(console: Console, document: object) -> None:
    found = cast("Document", document)
    head = {
        "organisation": found["organisation"],
        "begin": date(day(found["from"])),
        "until": date(day(found["to"])),
    }
    console.print(text("cli.review.head", **head), style="bold")
    if found["review"]:
        console.print(text("cli.review.kept", ref=found["review"], digest=found["digest"]), soft_wrap=True)
        console.print(found["changes"], soft_wrap=True)
        for one in found["decisions"]:
            console.print(
                f"  {one['action'] or ''}  {one['decision']} · {one['name']} · {one['by']}", soft_wrap=True
            )
    for part in found["parts"]:
        clause = f" · {part['input']}" if part["input"] else ""
        console.print(f"\n{part['title']}{clause}", style="bold", soft_wrap=True)
        console.print(part["said"], soft_wrap=True)
        for one in part["figures"]:
            before = f"  ({text('review.was', before=one['before'])})" if one["before"] else ""
            console.print(f"  {one['figure']:<32} {one['now']:>8}{before}")
        for one in part["facts"]:
            head_ = " ".join(x for x in (one["ref"], one["title"]) if x)
            when = f" · {date(day(one['on']))}" if one["on"] else ""
            console.print(
                f"  - {head_}: {one['said']}{when}" if head_ else f"  - {one['said']}{when}", soft_wrap=True
            )


@app.command(help=text("cli.calendar"))
def calendar(
    *,
    year: Annotated[str, option("--year", said="cli.calendar.year", metavar="YEAR")] = "",
    plan: Annotated[str, option("--plan", said="cli.calendar.plan", metavar="WHAT")] = "",
    on: Annotated[str, option("--on", said="cli.plan.on", metavar="DATE")] = "",
    person: Annotated[str, option("--person", said="cli.plan.person", metavar="REF")] = "",
    drop: Annotated[bool, flag("--drop", said="cli.calendar.drop")] = False,
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions import scheduling
        from holdtrue.app.queries.year import year_asked
        from holdtrue.app.shapes_review import year_json

        if plan and drop:
            scheduling.unschedule(caller, plan)
        elif plan:
            scheduling.schedule(caller, plan, on=on, person=person)
        return year_json(caller.organisation, year_asked(caller, year=year or on[:4]))

    asked = {"year": year, "plan": plan, "on": on, "person": person}
    show(session().answer("calendar", local, **asked, drop=drop), _year)


def _year(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(
        text("cli.calendar.head", organisation=found["organisation"], year=str(found["year"])), style="bold"
    )
    for month in found["months"]:
        if not month["lines"]:
            continue
        console.print(f"\n{date(day(month['from']))} – {date(day(month['to']))}", style="bold")
        for line in month["lines"]:
            when = date(day(line["on"])) if line["on"] else ""
            state = f"calendar.state.{line['state']}" if line["state"] else f"calendar.sort.{line['sort']}"
            sort = text(state, ref=line["ref"])
            console.print(f"  {when:>12}  {line['said']} ({sort})", soft_wrap=True)
