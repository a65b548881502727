"""Commands at the gates of a system: ask for a stage, decide by signing, choose how gates are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
_Stage = Annotated[str, option("--to", said="cli.gate.to", metavar="STAGE")]


@app.command("ask-stage", help=text("cli.ask_stage"))
def ask_stage(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    fields: Annotated[list[str] | None, argument("F=V", said="cli.ask_stage.fields")] = None,
    *,
    stage: _Stage,
    set_: Annotated[list[str] | None, option("--set", said="cli.ask_stage.set", metavar="F=V")] = None,
    type_: Annotated[str, option("--type", said="cli.ask_stage.type", metavar="TYPE")] = "",
) -> None:
    given = assigned(fields or ())
    proposed = {name: str(value) for name, value in assigned(set_ or ()).items()}

    def local(caller: Caller) -> object:
        from holdtrue.app.actions import gating
        from holdtrue.app.actions.asking_stage import waiting_at
        from holdtrue.app.shapes_passing import waiting_json

        made = gating.ask(caller, ref, stage, given, change_type=type_, proposed=proposed)
        return waiting_json(waiting_at(caller, ref, stage, made), caller.actor.person)

    words = {"ref": ref, "stage": stage, "fields": given, "change_type": type_, "proposed": proposed}
    found = session().answer("ask-stage", local, **words)
    show(found, lambda console, document: _asked(console, cast("Document", document)))


@app.command("decide-stage", help=text("cli.decide_stage"))
def decide_stage(  # what a decision says, each by its name
    ref: Annotated[str, argument("REF", said="cli.ref")],
    decision: Annotated[str, argument("DECISION", said="cli.decide_stage.decision")],
    *,
    stage: _Stage,
    why: Annotated[str, option("--why", said="cli.decide_stage.why", metavar="TEXT")] = "",
    signer: Annotated[str, option("--signer", said="cli.sign.signer", metavar="PERSON")] = "",
    change: Annotated[str, option("--change", said="cli.decide_stage.change", metavar="REF")] = "",
    shown: Annotated[str, option("--shown", said="cli.decide_stage.shown", metavar="PRINT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import gating
    from holdtrue.app.shapes_passing import decision_json

    verdict = gating.Verdict(decision, why, signer=signer)
    made = gating.decide(caller, ref, stage, verdict, change=change, shown=shown)
    document = {**decision_json(made), "note": text("cli.sign.console")}
    show(document, lambda console, told: _decided(console, cast("Document", told)))


@app.command("gate-mode", help=text("cli.gate_mode"))
def gate_mode(mode: Annotated[str, argument("[MODE]", said="cli.gate_mode.mode")] = "") -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions import gating
        from holdtrue.app.actions.permission import on_organisation, require

        require(caller, "settings", on_organisation())
        organisation = gating.choose_mode(caller, mode) if mode else caller.organisation
        return {"mode": organisation.gate_mode}

    found = cast("Document", session().answer("gate-mode", local, mode=mode))
    show(found, lambda console, _: console.print(text(f"cli.gate_mode.{found['mode']}"), soft_wrap=True))


def _asked(console: Console, found: Document) -> None:
    gate = found["gate"]
    words = {"ref": found["system"], "stage": _stage(found["stage"]), "change": found["change"]}
    console.print(text("cli.ask_stage.done", **words), style="bold", soft_wrap=True)
    if found["decides"]:
        role = text(f"choice.roles.{found['decides']}")
        console.print(text("cli.ask_stage.decides", role=role), soft_wrap=True)
    console.print(text("cli.gate.holding", n=len(gate["holding"]), of=gate["asked"]))
    for line in gate["missing"]:
        console.print(f"  {line['title']}: {line['because']}", soft_wrap=True)
    entering = found["entering"]
    if entering:
        lost, won = len(entering["stops_holding"]), len(entering["starts_holding"])
        console.print(text("cli.ask_stage.entering", lost=lost, won=won), soft_wrap=True)
        for one in entering["stops_holding"]:
            console.print(f"  {one['title']}: {one['because']}", soft_wrap=True)


def _decided(console: Console, found: Document) -> None:
    words = {"ref": found["system"], "title": found["title"], "stage": _stage(found["stage"])}
    done = f"cli.decide_stage.{found['decision']}"
    console.print(text(done, **words, name=found["name"], change=found["change"]), soft_wrap=True)
    if found["missing"]:
        console.print(text("cli.decide_stage.missing", n=len(found["missing"])), soft_wrap=True)
    console.print(found["note"])


def _stage(stage: str) -> str:
    return text(f"choice.lifecycle_stage.{stage}")
