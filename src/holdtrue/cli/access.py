"""Commands about people's access: who may do what and why, who is a member, inviting and ending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.access"))
def access(
    about: Annotated[str, argument("REF", said="cli.access.about")],
    *,
    act: Annotated[str, option("--act", said="cli.access.act", metavar="ACT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.queries.permitted import who_may
    from holdtrue.app.shapes_access import access_json

    show(access_json(who_may(caller, about, act)), _answers)


def _answers(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(
        text("cli.access.head", act=text(f"access.act.{found['act']}"), about=found["ref"] or found["kind"])
    )
    for one in found["answers"]:
        mark = text("permitted.yes" if one["allowed"] else "permitted.no")
        role = text(f"access.role.{one['role']}")
        console.print(
            text("cli.access.line", mark=mark, who=one["who"], role=role, why=one["why"]), soft_wrap=True
        )


@app.command(help=text("cli.members"))
def members() -> None:
    caller = session().caller()
    show(_members(caller), _listed)


def _members(caller: Caller) -> list[Document]:
    from holdtrue.app.callers import lives
    from holdtrue.app.queries.members import members as found
    from holdtrue.app.shapes_access import member_json

    return [member_json(m, lives=lives(m, caller.clock)) for m in found(caller)]


def _listed(console: Console, document: object) -> None:
    for one in cast("list[Document]", document):
        state = text("act.members.active" if one["active"] else "act.members.ended")
        until = text("permitted.until", date=one["until"]) if one["until"] else ""
        role = text(f"access.role.{one['role']}")
        line = text("cli.members.line", email=one["email"], role=role, state=state, until=until)
        console.print(line.rstrip(), soft_wrap=True)


@app.command(help=text("cli.invite"))
def invite(
    email: Annotated[str, argument("EMAIL", said="cli.invite.email")],
    *,
    role: Annotated[str, option("--role", said="cli.invite.role", metavar="ROLE")] = "contributor",
    name: Annotated[str, option("--name", said="cli.invite.name", metavar="NAME")] = "",
    unit: Annotated[str, option("--unit", said="cli.invite.unit", metavar="REF")] = "",
    until: Annotated[str, option("--until", said="cli.invite.until", metavar="DATE")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import members as acting
    from holdtrue.app.shapes_access import member_json
    from holdtrue.cli.founding import address_of

    made = acting.invite(caller, email, role=role, name=name, unit=unit, until=until)
    document = {**member_json(made.membership, lives=True), "sign_in": address_of(made.path)}
    show(document, _invited)


def _invited(console: Console, document: object) -> None:
    made = cast("Document", document)
    console.print(text("cli.sign_in_link.done", email=made["email"]))
    console.print(str(made["sign_in"]), soft_wrap=True)


@app.command("end-member", help=text("cli.end_member"))
def end_member(email: Annotated[str, argument("EMAIL", said="cli.invite.email")]) -> None:
    caller = session().caller()
    from holdtrue.app.actions import members as acting
    from holdtrue.app.queries import owners
    from holdtrue.app.shapes_access import member_json

    ended = acting.end(caller, owners.member_named(caller.organisation, email).uid)
    show(
        member_json(ended, lives=False),
        lambda console, _: console.print(text("act.members.ended_now", email=email)),
    )
