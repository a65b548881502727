"""The command over internal audits: their programme, and one begun, its sample drawn, worked on, closed, reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
ACTS = ("plan", "begin", "draw", "work", "close", "report")
_PAIR = 2


@app.command(help=text("cli.audit"))
def audit(  # noqa: PLR0913  # one parameter per thing one of its acts takes
    what: Annotated[str, argument("ACT", said="cli.audit.what")],
    ref: Annotated[str, argument("REF", said="cli.audit.ref")] = "",
    requirement: Annotated[str, argument("REQUIREMENT", said="cli.audit.requirement")] = "",
    *,
    framework: Annotated[str, option("--framework", said="cli.audit.framework", metavar="ID")] = "iso42001",
    years: Annotated[int, option("--years", said="cli.audit.years", metavar="N")] = 3,
    take: Annotated[bool, flag("--take", said="cli.audit.take")] = False,
    covers: Annotated[str, option("--covers", said="cli.audit.covers", metavar="LIST")] = "",
    plan: Annotated[str, option("--plan", said="cli.audit.plan", metavar="UID")] = "",
    seed: Annotated[str, option("--seed", said="cli.audit.seed", metavar="HEX")] = "",
    size: Annotated[list[str] | None, option("--size", said="cli.audit.size", metavar="CLASS=N")] = None,
    reason: Annotated[str, option("--reason", said="cli.audit.reason", metavar="TEXT")] = "",
    result: Annotated[str, option("--result", said="cli.audit.result", metavar="RESULT")] = "",
    notes: Annotated[str, option("--notes", said="cli.audit.notes", metavar="TEXT")] = "",
    reported_to: Annotated[str, option("--reported-to", said="cli.audit.reported_to", metavar="WHOM")] = "",
    on: Annotated[str, option("--on", said="cli.audit.on", metavar="DATE")] = "",
    auditor: Annotated[str, option("--auditor", said="cli.audit.auditor", metavar="REF")] = "",
    out: Annotated[str, option("--out", said="cli.audit.out", metavar="FILE")] = "",
) -> None:
    if what not in ACTS:
        raise BadInput("cli.audit.act", field="what", value=what[:40], known=ACTS)
    if what != "plan" and not ref:
        raise BadInput("cli.audit.which", field="ref", act=what)
    wanted = [name.strip() for name in covers.split(",") if name.strip()]
    if what == "plan" and on:
        show(_planning_one(framework, years, on=on, covers=wanted, auditor=auditor), _planned)
    elif what == "plan":
        show(_planning(framework, years, take=take), _planned)
    elif what == "begin":
        show(_beginning(ref, framework, wanted, plan), _worked)
    elif what == "draw":
        show(_drawing(ref, seed, dict(map(_size, size or ())), reason), _sampled)
    elif what == "work":
        show(_noting(ref, requirement, result, notes), _worked)
    elif what == "close":
        show(_closing(ref, result, reported_to), _worked)
    elif out:
        show(_saved(session().caller(), ref, Path(out)), _written)
    else:
        caller = session().caller()
        from holdtrue.app.queries.audit_reported import in_words, reported

        show(in_words(reported(caller, ref)), _reported)


def _planning(framework: str, years: int, *, take: bool) -> object:
    def local(caller: Caller) -> object:
        return _programme(caller, framework, years, take=take)

    if take:
        return local(session().caller())
    return session().answer("audit-plan", local, framework=framework, years=years)


def _planning_one(framework: str, years: int, *, on: str, covers: list[str], auditor: str) -> object:
    from holdtrue.app.actions.auditing.planning import plan_audit

    caller = session().caller()
    plan_audit(caller, framework, on=on, covers=covers, auditor=auditor)
    return _programme(caller, framework, years, take=False)


def _beginning(ref: str, framework: str, covers: list[str], plan: str) -> object:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions.auditing.opening import begin

        begin(caller, ref, framework=framework, covers=covers, plan=plan)
        return _read(caller, ref)

    return session().answer("audit-begin", local, ref=ref, framework=framework, covers=covers, plan=plan)


def _drawing(ref: str, seed: str, sizes: dict[str, int], reason: str) -> object:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions.auditing.drawing import draw_sample
        from holdtrue.app.queries.audit_work import work
        from holdtrue.app.shapes_audit import work_json

        draw_sample(caller, ref, seed=seed, sizes=sizes, reason=reason)
        found = work_json(work(caller, ref))
        return {**found["samples"][-1], "systems": found["systems"]}

    return session().answer("audit-draw", local, ref=ref, seed=seed, sizes=sizes, reason=reason)


def _closing(ref: str, result: str, reported_to: str) -> object:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions.auditing.closing import close

        close(caller, ref, result=result, reported_to=reported_to)
        return _read(caller, ref)

    return session().answer("audit-close", local, ref=ref, result=result, reported_to=reported_to)


def _programme(caller: Caller, framework: str, years: int, *, take: bool) -> object:
    from holdtrue.app.actions.auditing.planning import plan_proposed
    from holdtrue.app.queries.programme import programme
    from holdtrue.app.shapes_audit import programme_json

    found = programme(caller, framework, years=years)
    if take and found.proposed:
        plan_proposed(caller, framework, found.proposed)
        found = programme(caller, framework, years=years)
    return programme_json(found)


def _read(caller: Caller, ref: str) -> object:
    from holdtrue.app.queries.audit_work import work
    from holdtrue.app.shapes_audit import work_json

    return work_json(work(caller, ref))


def _size(words: str) -> tuple[str, int]:
    name, equals, number = words.partition("=")
    if not equals or not number.strip().isdecimal():
        raise BadInput("audit.size", field="size", value=words[:40])
    return name.strip(), int(number.strip()[:9])


def _noting(ref: str, requirement: str, result: str, notes: str) -> object:
    """Record a result where one is said; of one requirement its line alone is told."""

    def local(caller: Caller) -> object:
        from holdtrue.app.actions.auditing.noting import note

        if requirement and result:
            note(caller, ref, requirement, result=result, notes=notes)
        return _read(caller, ref)

    said = {"requirement": requirement, "result": result, "notes": notes}
    name, more = ("audit-note", said) if requirement and result else ("audit", {})
    found = cast("Document", session().answer(name, local, ref=ref, **more))
    if not requirement:
        return found
    lines = [one for one in found["requirements"] if one["requirement"] == requirement]
    if not lines:
        raise BadInput("audit.not_covered", field="requirement", name=requirement[:60])
    return {**found, "requirements": lines}


def _saved(caller: Caller, ref: str, path: Path) -> Document:
    from holdtrue.app.documents.audit_report import rendered

    form = path.suffix.lower().removeprefix(".")
    made = rendered(caller, ref, form)
    try:
        path.write_bytes(made.content)
    except OSError as error:
        raise BadInput("cli.document.unwritable", field="out", name=str(path)) from error
    return {"file": str(path), "format": form, "bytes": len(made.content)}


def _written(console: Console, found: object) -> None:
    one = cast("Document", found)
    console.print(text("cli.audit.saved", file=one["file"], n=one["bytes"]), soft_wrap=True)


def _planned(console: Console, document: object) -> None:
    found = cast("Document", document)
    names = ("requirements", "never_audited", "not_planned")
    console.print(text("cli.audit.programme", **{name: found[name] for name in names}), style="bold")
    for heading in ("planned", "proposed"):
        for one in found[heading]:
            words = text(
                f"cli.audit.{heading}", day=one["on"], n=len(one["covers"]), audit=one.get("audit") or ""
            )
            console.print(f"{words}  {one.get('plan', '')}".rstrip(), soft_wrap=True, markup=False)
            console.print(f"    {', '.join(one['covers'])}", style="dim", soft_wrap=True, markup=False)


def _sampled(console: Console, document: object) -> None:
    found = cast("Document", document)
    for one in found["strata"]:
        name = text(f"sampling.class.{one['class']}")
        counts = {"n": len(one["drawn"]), "of": one["population"], "least": one["least"]}
        console.print(text("cli.audit.stratum", name=name, **counts), soft_wrap=True, markup=False)
    for one in found["systems"]:
        console.print(f"  {one['ref']}  {one['title']}", soft_wrap=True, markup=False)
    console.print(text("cli.audit.seed_line", seed=found["seed"]), soft_wrap=True, markup=False)


def _worked(console: Console, document: object) -> None:
    found = cast("Document", document)
    head = text("audit.progress", part=found["worked"], whole=found["of"])
    console.print(f"{found['audit']}  {found['title']}: {head}", style="bold", soft_wrap=True, markup=False)
    for one in found["requirements"]:
        outcome = text(f"audit.outcome.{one['result']}")
        line = f"{one['requirement']:<10} {one['title']}  [{outcome}]"
        console.print(line, soft_wrap=True, markup=False)
        if len(found["requirements"]) == 1:
            for asked in one["asks"]:
                console.print(f"    “{asked}”", soft_wrap=True, markup=False)
        if one["notes"]:
            console.print(f"    {one['by']}: {one['notes']}", style="dim", soft_wrap=True, markup=False)


def _reported(console: Console, document: object) -> None:
    found = cast("Document", document)
    whole = len(found["requirements"])
    console.print(text("audit.progress", part=found["worked"], whole=whole), style="bold")
    if found["audit"]["result"]:
        console.print(found["audit"]["result"], soft_wrap=True, markup=False)
    for one in found["findings"]:
        console.print(f"{one['ref']}  {one['type']}  {one['nature']}", soft_wrap=True, markup=False)
    if found["digest"]:
        console.print(text("cli.audit.digest", digest=found["digest"]), soft_wrap=True, markup=False)
