"""Commands about signatures: sign one record or a set, refuse, take back, ask for signatures, see what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.glyph import day
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.days import ALWAYS
from holdtrue.core.refusals import BadInput
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.sign import Decision
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.sign"))
def sign(  # noqa: PLR0913  # one parameter per option
    refs: Annotated[list[str], argument("REF", said="cli.sign.refs")],
    *,
    meaning: Annotated[str, option("--as", said="cli.sign.as", metavar="MEANING")],
    good_for: Annotated[str, option("--good-for", said="cli.sign.good_for", metavar="PERIOD")] = "",
    signer: Annotated[str, option("--signer", said="cli.sign.signer", metavar="PERSON")] = "",
    revision: Annotated[int | None, option("--revision", said="cli.sign.revision", metavar="N")] = None,
    together: Annotated[str, option("--set", said="cli.sign.set", metavar="NAME")] = "",
    opened: Annotated[list[str] | None, option("--opened", said="cli.sign.opened", metavar="REF")] = None,
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes_signing
    from holdtrue.app.actions import records
    from holdtrue.app.actions import sign as signing

    if len(refs) > 1 or together:
        if revision is not None:
            raise BadInput("sign.set.revision", field="revision")
        decision = signing.Decision(meaning, good_for, why)
        show(_set(caller, together, refs, decision, signer=signer, opened=opened or []), _signed_set)
        return
    made = signing.sign(
        caller, refs[0], meaning, good_for=good_for, signer=signer, revision=revision, why=why
    )
    record = records.find(caller, refs[0])
    document = {
        "ref": record.ref,
        "title": record.title,
        **shapes_signing.signoff_json(made),
        "note": text("cli.sign.console"),
    }
    show(document, _signed)


def _set(  # what the command takes
    caller: Caller, name: str, refs: list[str], decision: Decision, *, signer: str, opened: list[str]
) -> Document:
    from holdtrue.app import shapes_signing
    from holdtrue.app.actions.sign_set import sign_set

    made = sign_set(caller, name, refs, decision, signer=signer, opened=opened)
    return {
        "set": made.uid,
        "name": made.name,
        "members": [{"ref": s.record.ref, **shapes_signing.signoff_json(s)} for s in made.signoffs],
        "note": text("cli.sign.console"),
    }


def _signed(console: Console, document: object) -> None:
    found = cast("Document", document)
    end = day(found["until"])
    ends = text("cli.glyph.always") if end >= ALWAYS else text("cli.glyph.until", date=date(end))
    known = {name: found[name] for name in ("ref", "revision", "signer_name")}
    known["digest"] = found["digest"][:12]
    console.print(
        text("cli.sign.done", meaning=text(f"cli.sign.{found['meaning']}"), ends=ends, **known),
        soft_wrap=True,
    )
    console.print(text("cli.sign.basis", n=len(found["basis"])))
    if found["self_signed"]:
        console.print(text("page.sign.self_signed"))
    if found["needed"] > 1:
        console.print(text("page.sign.one_of", n=found["needed"]))
    console.print(found["note"])


def _signed_set(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(text("act.set.signed", name=found["name"], n=len(found["members"])), soft_wrap=True)
    for member in found["members"]:
        words = {"ref": member["ref"], "revision": member["revision"], "digest": member["digest"][:12]}
        console.print(text("cli.sign.member", **words), soft_wrap=True)
    console.print(found["note"])


@app.command(help=text("cli.refuse"))
def refuse(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    why: Annotated[str, option("--why", said="cli.refuse.why", metavar="TEXT")],
    signer: Annotated[str, option("--signer", said="cli.sign.signer", metavar="PERSON")] = "",
    revision: Annotated[int | None, option("--revision", said="cli.sign.revision", metavar="N")] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import declining, records

    made = declining.refuse(caller, ref, why, signer=signer, revision=revision)
    _say_no(records.find(caller, ref).ref, made, why, "cli.refuse.done")


@app.command(help=text("cli.withdraw"))
def withdraw(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    why: Annotated[str, option("--why", said="cli.refuse.why", metavar="TEXT")],
    signer: Annotated[str, option("--signer", said="cli.sign.signer", metavar="PERSON")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import declining, records

    made = declining.withdraw(caller, ref, why, signer=signer)
    _say_no(records.find(caller, ref).ref, made, why, "cli.withdraw.done")


def _say_no(ref: str, made: object, why: str, said: str) -> None:
    from holdtrue.app import shapes_signing
    from holdtrue.app.rows import SignOff

    assert isinstance(made, SignOff)  # noqa: S101  # the two actions return nothing else
    document = {"ref": ref, **shapes_signing.signoff_json(made), "why": why, "note": text("cli.sign.console")}

    def plain(console: Console, _: object) -> None:
        words = {"ref": ref, "revision": document["revision"], "name": made.signer.title}
        console.print(text(said, **words), soft_wrap=True)
        console.print(str(document["note"]))

    show(document, plain)


@app.command("ask-signature", help=text("cli.ask"))
def ask(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    person: Annotated[list[str] | None, option("--person", said="cli.ask.person", metavar="PERSON")] = None,
    role: Annotated[list[str] | None, option("--role", said="cli.ask.role", metavar="ROLE")] = None,
    needed: Annotated[int | None, option("--needed", said="cli.ask.needed", metavar="N")] = None,
    meaning: Annotated[str, option("--as", said="cli.sign.as", metavar="MEANING")] = "approved",
    due: Annotated[str, option("--due", said="cli.ask.due", metavar="DATE")] = "",
    note: Annotated[str, option("--note", said="cli.ask.note", metavar="TEXT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import asking_signature, records
    from holdtrue.app.queries import sign_requests
    from holdtrue.app.queries.asking import today

    asking_signature.ask(
        caller,
        ref,
        people=person or [],
        roles=role or [],
        needed=needed,
        meaning=meaning,
        due=due,
        note=note,
    )
    from holdtrue.app import shapes_signing

    found = sign_requests.of_record(caller.organisation, records.find(caller, ref), today(caller))[-1]
    show(shapes_signing.asking_json(found), _asking)


@app.command("sign-rule", help=text("cli.sign_rule"))
def sign_rule(
    kind: Annotated[str, argument("KIND", said="cli.sign_rule.kind")] = "",
    *,
    needed: Annotated[int, option("--needed", said="cli.ask.needed", metavar="N")] = 2,
    role: Annotated[list[str] | None, option("--role", said="cli.ask.role", metavar="ROLE")] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import sign_rules

    if kind:
        sign_rules.set_rule(caller, kind, needed=needed, roles=role or [])
    found = sign_rules.rules(caller.organisation.pk)

    def plain(console: Console, document: object) -> None:
        for one in cast("list[Document]", document):
            words = {"kind": one["kind"], "needed": one["needed"], "roles": ", ".join(one["roles"])}
            console.print(text("cli.sign_rule.line", **words), soft_wrap=True)
        if not document:
            console.print(text("cli.sign_rule.none"))

    show([{"kind": r.kind, "needed": r.needed, "roles": list(r.roles)} for r in found], plain)


@app.command("asked-signatures", help=text("cli.asked"))
def asked() -> None:
    caller = session().caller()
    from holdtrue.app import shapes_signing
    from holdtrue.app.queries import sign_requests
    from holdtrue.app.queries.asking import today

    found = sign_requests.of_organisation(caller.organisation, today(caller))

    def plain(console: Console, document: object) -> None:
        for one in cast("list[Document]", document):
            _asking(console, one)
        if not document:
            console.print(text("cli.asked.none"))

    show([shapes_signing.asking_json(one) for one in found], plain)


def _asking(console: Console, document: object) -> None:
    found = cast("Document", document)
    words = {"given": found["given"], "needed": found["needed"]}
    console.print(f"{found['ref']}  {found['title']}  {text('page.sign.ask.words', **words)}", soft_wrap=True)
    for party in found["asked"]:
        name = party["name"] or text("page.sign.ask.nobody")
        console.print(f"  {name}: {text('page.sign.ask.' + party['answer'])}", soft_wrap=True)
