"""Commands over the employee's door: open it, shut it, make and end people's links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.words import say, text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()
DEEDS = ("link", "end", "on", "off", "show")


@app.command(help=text("cli.door"))
def door(
    deed: Annotated[str, argument("WHAT", said="cli.door.what")],
    person: Annotated[str, argument("[PERSON]", said="cli.door.person")] = "",
    *,
    days: Annotated[int, option("--days", said="cli.door.days", metavar="N")] = 365,
    mail: Annotated[bool, flag("--mail", said="cli.door.mail")] = False,
    free: Annotated[bool, flag("--free", said="cli.door.free")] = False,
    new_code: Annotated[bool, flag("--new-code", said="cli.door.new_code")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import door as actions
    from holdtrue.app.door.told import door_json

    if deed not in DEEDS:
        raise BadInput("cli.door.deed", field="WHAT", known=DEEDS)
    if deed in ("link", "end") and not person:
        raise BadInput("cli.door.whom", field="PERSON")
    link = ""
    if deed == "link" and mail:
        actions.send_link(caller, person, days=days)
    elif deed == "link":
        link = actions.make_link(caller, person, days=days)
    elif deed == "end":
        actions.end_link(caller, person)
    elif deed in ("on", "off"):
        actions.set_door(caller, opened=deed == "on", free=free, new_code=new_code)
    show({**door_json(caller), "link": link}, told)


def told(console: Console, document: object) -> None:
    """Print whether the door is open, where it lies, and a link just made."""
    found = cast("Document", document)
    console.print(say(Message("cli.door.open" if found["open"] else "cli.door.shut")))
    if found["open"]:
        console.print(text("cli.door.address", address=found["address"]), soft_wrap=True, markup=False)
        console.print(text("cli.door.links", n=found["links"]))
    if found["link"]:
        console.print(text("cli.door.link", address=found["link"]), soft_wrap=True, markup=False)
