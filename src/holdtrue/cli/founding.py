"""Commands that begin an installation and run it: init, sign-in-link and up."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Annotated, cast
from urllib.parse import urlsplit

from holdtrue.cli.output import note, paper, show
from holdtrue.cli.parameters import family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.settings import readers
from holdtrue.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from holdtrue.accounts.models import User
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.init"))
def init(
    *,
    name: Annotated[str, option("--name", said="cli.init.name", metavar="NAME")],
    profile: Annotated[str, option("--profile", said="cli.init.profile", metavar="PROFILE")] = "starter",
    owner: Annotated[str, option("--owner", said="cli.init.owner", metavar="EMAIL")] = "",
    owner_name: Annotated[str, option("--owner-name", said="cli.init.owner_name", metavar="NAME")] = "",
    time_zone: Annotated[str, option("--time-zone", said="cli.init.time_zone", metavar="TZ")] = "UTC",
) -> None:
    folder = session().here(fresh=True)
    from holdtrue.app import callers
    from holdtrue.app.actions.organisation import OWNER, found

    if owner:
        _addressed_to(owner)
    made = found(name, profile=profile, owner=owner or OWNER, owner_name=owner_name, time_zone=time_zone)
    if not owner_name:
        note(Message("cli.init.unnamed", {"ref": made.person.ref, "name": made.person.title}))
    if len(callers.every_organisation()) > 1:
        note(Message("cli.init.another", {"slug": made.organisation.slug}))
    show(
        {
            "organisation": made.organisation.name,
            "slug": made.organisation.slug,
            "profile": made.organisation.profile,
            "owner": made.owner.email,
            "owner_person": made.person.ref,
            "owner_sign_in": link_for(made.owner),
            "data": str(folder),
        },
        _founded,
    )


def _addressed_to(owner: str) -> None:
    """BadInput where no mail could reach the owner: what is no address here is none for a member either."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(owner.strip())
    except ValidationError as error:
        raise BadInput("cli.no_email", field="owner", value=owner) from error


def _founded(console: Console, document: object) -> None:
    made = cast("Document", document)
    profile = text(f"profile.{made['profile']}")
    console.print(text("cli.init.done", name=made["organisation"], profile=profile, data=made["data"]))
    _linked(console, made)
    console.print(text("cli.init.next"))


@app.command("sign-in-link", help=text("cli.sign_in_link"))
def sign_in_link(
    *,
    email: Annotated[str, option("--email", said="cli.sign_in_link.email", metavar="EMAIL")] = "",
    port: Annotated[int | None, option("--port", said="cli.sign_in_link.port", metavar="N")] = None,
) -> None:
    _on_port(port)
    caller = session().caller()
    from holdtrue.app.queries import owners

    user = owners.member_named(caller.organisation, email) if email else owners.owner_of(caller.organisation)
    document = {
        "organisation": caller.organisation.name,
        "owner": user.email,
        "owner_sign_in": link_for(user),
    }
    show(document, lambda console, made: _linked(console, cast("Document", made)))


def _linked(console: Console, made: Document) -> None:
    console.print(text("cli.sign_in_link.done", email=made["owner"]))
    console.print(str(made["owner_sign_in"]), soft_wrap=True)


def link_for(user: User) -> str:
    """Return the address of a new one-time sign-in link, on the public address or the local service."""
    from holdtrue.accounts import links
    from holdtrue.app.clock import SYSTEM

    return address_of(links.path(links.issue(user, now=SYSTEM.now())))


def address_of(path: str) -> str:
    """Return a path of the pages with the public address, or that of the local service, before it."""
    from holdtrue.server.serve import PORT
    from holdtrue.settings.site import LOCAL

    address = readers.address(os.environ, "HOLDTRUE_ADDRESS", default=LOCAL)
    if address == LOCAL:
        kept = _kept_port() or PORT
        port = readers.whole(os.environ, "HOLDTRUE_PORT", default=kept, lowest=1, highest=65_535)
        address = f"{address}:{port}"
    return address + path


def _port_file(folder: Path) -> Path:
    """Where `up` keeps the port it serves on, so that a link made beside it leads there."""
    return folder / "port"


def _kept_port() -> int | None:
    from django.conf import settings

    try:
        written = _port_file(settings.HOLDTRUE_FOLDER.path).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return int(written) if written.isdecimal() and 1 <= int(written) <= 65_535 else None  # noqa: PLR2004  # the range of ports


@app.command(help=text("cli.up"))
def up(
    *,
    port: Annotated[int | None, option("--port", said="cli.up.port", metavar="N")] = None,
    demo: Annotated[bool, flag("--demo", said="cli.up.demo")] = False,
) -> None:
    _on_port(port)
    _addressed()
    folder = session().here(fresh=True)
    from holdtrue.server.serve import free, serve

    free(port=port)
    link = link_for(_demo_owner()) if demo else ""
    serve(folder, port=port, ready=lambda address: _ready(folder, address, link))


def _demo_owner() -> User:
    """Load the demonstration where it is not there yet; return its owner."""
    from holdtrue.app import demo
    from holdtrue.app.queries import owners

    return owners.owner_of(demo.load(beginning=lambda: note(Message("cli.up.loading"))))


def _on_port(port: int | None) -> None:
    """Let every address be of this port, where one is said."""
    if port is None:
        return
    if not 1 <= port <= 65_535:  # noqa: PLR2004  # the range of ports
        raise BadInput("cli.up.bad_port", field="port", value=str(port))
    os.environ["HOLDTRUE_PORT"] = str(port)


def _addressed() -> None:
    """Let links that are handed over or sent lead to the port served on, where no public address is set."""
    from holdtrue.server.serve import PORT
    from holdtrue.settings.site import LOCAL

    if readers.address(os.environ, "HOLDTRUE_ADDRESS", default=LOCAL) == LOCAL:
        port = readers.whole(os.environ, "HOLDTRUE_PORT", default=PORT, lowest=1, highest=65_535)
        os.environ["HOLDTRUE_ADDRESS"] = f"{LOCAL}:{port}"


def _ready(folder: Path, address: str, link: str) -> None:
    _port_file(folder).write_text(f"{urlsplit(address).port}\n", "ascii")
    if session().json:
        print(json.dumps({"address": address, "owner_sign_in": link or None}), flush=True)
        return
    paper().print(text("cli.up.ready", address=address), soft_wrap=True)
    if link:
        paper().print(text("cli.up.link", link=link), soft_wrap=True)
    paper().file.flush()
