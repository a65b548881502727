"""Commands of attestations of readiness, of their check on any machine, and of certification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput, Disagreement
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.rows import Attestation
    from holdtrue.cli.shown import Document

app = family()
STEPS = ("show", "draw", "confirm", "sign", "withdraw", "publish", "unpublish", "files")


@app.command(help=text("cli.attest"))
def attest(  # noqa: PLR0913  # what the steps take, each by its name
    step: Annotated[str, argument("STEP", said="cli.attest.step")],
    number: Annotated[int | None, argument("NUMBER", said="cli.attest.number")] = None,
    levels: Annotated[list[str] | None, argument("PRACTICE=LEVEL", said="cli.attest.levels")] = None,
    *,
    signer: Annotated[str, option("--signer", said="cli.attest.signer", metavar="PERSON")] = "",
    seed: Annotated[str, option("--seed", said="cli.attest.seed", metavar="SEED")] = "",
    why: Annotated[str, option("--why", said="cli.attest.why", metavar="TEXT")] = "",
    rest: Annotated[bool, flag("--rest-as-derived", said="cli.attest.rest")] = False,
    months: Annotated[int, option("--months", said="cli.attest.months", metavar="N")] = 12,
    words: Annotated[str, option("--words", said="cli.attest.words", metavar="TEXT")] = "",
    address: Annotated[str, option("--address", said="cli.attest.address", metavar="CODE")] = "",
    out: Annotated[Path | None, option("--out", said="cli.attest.out", metavar="DIR")] = None,
) -> None:
    if step not in STEPS:
        raise BadInput("cli.attest.unknown", field="step", value=step, known=STEPS)
    caller = session().caller()
    from holdtrue.app.actions import attesting
    from holdtrue.app.actions.assessor import at_console

    who = at_console(caller, signer)
    if step == "show" and number is None:
        _every(caller)
        return
    if step == "draw":
        row = attesting.begin(who, seed=seed)
    elif number is None:
        raise BadInput("cli.attest.which", field="number")
    elif step == "confirm":
        row = attesting.confirm(
            who, number, _given(caller, number, levels or [], why, rest="yes" if rest else "")
        )
    elif step == "sign":
        row = attesting.sign(who, number, months=months, words=words)
    elif step == "withdraw":
        row = attesting.withdraw(who, number, why=why)
    elif step in ("publish", "unpublish"):
        row = (
            attesting.publish(caller, number, code=address)
            if step == "publish"
            else attesting.unpublish(caller, number)
        )
    else:
        row = _named(caller, number)
        if step == "files":
            _files(caller, row, out or Path())
            return
    show(_document(caller, row), _one)


def _named(caller: Caller, number: int) -> Attestation:
    from holdtrue.app.queries import attesting as reading

    return reading.one(caller, number)


def _given(
    caller: Caller, number: int, levels: list[str], why: str, *, rest: str
) -> dict[str, tuple[str, str]]:
    from holdtrue.app.queries import attesting as reading
    from holdtrue.core.scoring import LEVEL_WORDS

    given = {name: (str(level), why) for name, level in assigned(levels).items()}
    if rest:
        working = reading.working(caller.organisation, _named(caller, number), reading.today(caller))
        left = {x.derived.practice: (LEVEL_WORDS[x.derived.level], "") for x in working.left}
        given = {**left, **given}
    return given


def _document(caller: Caller, row: Attestation) -> Document:
    from holdtrue.app.queries import attesting as reading
    from holdtrue.app.shapes_attesting import attestation_json

    row = reading.one(caller, row.number)
    day = reading.today(caller)
    working = reading.working(caller.organisation, row, day) if row.signed is None else None
    note = {"note": text("cli.sign.console")} if caller.console and row.signed is not None else {}
    return {**attestation_json(caller.organisation, row, day, working=working), **note}


def _one(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(f"{found['ref']}  {text('attest.state.' + found['state'])}", style="bold")
    console.print(text("cli.attest.by", name=found["assessor"]["name"], on=found["drawn_on"]))
    for part in found["sample"]:
        if part["systems"]:
            name = text(f"attest.class.{part['class']}")
            console.print(f"  {name}: {', '.join(part['drawn'])} ({len(part['drawn'])}/{part['systems']})")
    for line in found.get("levels", ()):
        given = line["attested"] or text("cli.attest.not_yet")
        console.print(f"  {line['practice']:<32} {line['derived']:<12} {given}", soft_wrap=True)
    if "index" in found:
        console.print(text("cli.attest.index", index=found["index"], derived=found["index_derived"]))
    if found["signed_on"]:
        console.print(text("cli.attest.signed", on=found["signed_on"], until=found["good_until"]))
    if found["falls_on"]:
        console.print(text("cli.attest.falls", on=found["falls_on"], why=found["falls_because"]))
    if found["published_at"]:
        console.print(text("cli.attest.published", at=found["published_at"]))
    console.print(text("attest.not_certification"), style="dim", soft_wrap=True)


def _every(caller: Caller) -> None:
    from holdtrue.app.queries import attesting as reading
    from holdtrue.app.shapes_attesting import attestation_json

    day = reading.today(caller)
    rows = [attestation_json(caller.organisation, row, day) for row in reading.attestations(caller)]

    def plain(console: Console, document: object) -> None:
        for one in cast("list[Document]", document):
            _one(console, one)
        if not document:
            console.print(text("cli.attest.none"))

    show(rows, plain)


def _files(caller: Caller, row: Attestation, out: Path) -> None:
    from holdtrue.app import proving
    from holdtrue.app.attested_files import files_of

    out.mkdir(parents=True, exist_ok=True)
    made = []
    for name, content in files_of(caller.organisation, row):
        (out / name).write_bytes(content)
        made.append(str(out / name))

    def plain(console: Console, document: object) -> None:
        for name in cast("Document", document)["files"]:
            console.print(name, soft_wrap=True)
        console.print(text("cli.attest.key", key=cast("Document", document)["key"]), soft_wrap=True)

    key = proving.key_of(caller.organisation)
    show({"ref": f"ATT-{row.number:04d}", "files": made, "key": key}, plain)


@app.command("verify-attestation", help=text("cli.verify_attestation"))
def verify_attestation(
    file: Annotated[Path, argument("FILE", said="cli.verify_attestation.file")],
    *,
    proof: Annotated[
        Path | None, option("--proof", said="cli.verify_attestation.proof", metavar="FILE")
    ] = None,
    key: Annotated[str, option("--key", said="cli.verify_attestation.key", metavar="KEY")] = "",
) -> None:
    from holdtrue.app.attested_files import verified

    proof = proof or file.with_name(f"{file.name}.proof")
    for one in (file, proof):
        if not one.is_file():
            raise BadInput("imports.file.missing", field="file", name=str(one))
    if not key:
        raise BadInput("cli.verify_attestation.no_key", field="key")
    named = Path(key)
    line = named.read_text("utf-8") if len(key) < _NAME and named.is_file() else key
    found = verified(file.read_bytes(), proof.read_bytes(), line.strip())
    show(found, _verified)
    if not found["ok"]:
        raise Disagreement("cli.verify_attestation.wrong", file=file.name)


_NAME = 200


def _verified(console: Console, document: object) -> None:
    found = cast("Document", document)
    if not found["ok"]:
        console.print(found["disagreement"], soft_wrap=True)
        return
    console.print(
        text("cli.verify_attestation.ok", **{k: found[k] for k in ("log", "entry", "at", "size")}),
        soft_wrap=True,
    )
    if found["says"]:
        console.print(text("cli.verify_attestation.says", **found["says"]), soft_wrap=True)
    console.print(text("cli.verify_attestation.still"), soft_wrap=True)


@app.command(help=text("cli.certification"))
def certification() -> None:
    caller = session().caller()
    from holdtrue.app.queries.certification import certification as asked
    from holdtrue.app.shapes_attesting import certification_json

    show(certification_json(asked(caller)), _cycle)


def _cycle(console: Console, document: object) -> None:
    found = cast("Document", document)
    for one in found["certificates"]:
        state = text(f"certification.state.{one['state']}")
        console.print(f"{one['ref']}  {one['body']} · {one['number']}  {state}", style="bold", soft_wrap=True)
        for moved in one["moved"]:
            fields = ", ".join(moved["fields"])
            console.print(f"  {moved['ref']} {text('certification.moved.' + moved['how'])} {fields}".rstrip())
    for step in found["steps"]:
        name = text(f"choice.types.audit.{step['type']}")
        state = text(f"certification.due.{step['state']}")
        console.print(
            f"  {name} {step['number']}  {step['due'] or ''}  {state}  {step['audit'] or ''}".rstrip()
        )
    console.print(text("certification.only_kept"), style="dim", soft_wrap=True)
