"""The command that shows the profiles with their hours, and chooses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import family, flag, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.profiles import Chosen
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.profile"))
def profile(
    *,
    to: Annotated[str, option("--set", said="cli.profile.set", metavar="NAME")] = "",
    yes: Annotated[bool, flag("--yes", said="cli.profile.yes")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions.permission import on_organisation, require
    from holdtrue.app.queries.profiles import profiles
    from holdtrue.app.shapes_profiles import profiles_json

    require(caller, "settings", on_organisation())
    found = profiles(caller)
    wanted = found.named(to) if to else None
    chosen = yes and wanted is not None and not wanted.current
    if chosen:
        _choose(caller, to)
    document = profiles_json(found, caller.organisation.profile, wanted=wanted, chosen=chosen)
    show(document, lambda console, _: _report(console, cast("Document", document), wanted, chosen=chosen))


def _choose(caller: Caller, name: str) -> None:
    from holdtrue.app.actions.profile import choose

    choose(caller, name)


def _lower(wanted: str, now: str) -> bool:
    from holdtrue.core.practices import PROFILES

    return PROFILES.index(wanted) < PROFILES.index(now)


def _report(console: Console, document: Document, wanted: Chosen | None, *, chosen: bool) -> None:
    from holdtrue.core.practices import library

    titles = library().by_id
    for one in document["profiles"]:
        head = "cli.profile.current" if one["current"] else "cli.profile.head"
        given = {"first": one["hours_first_year"], "later": one["hours_a_year"], "asked": one["practices"]}
        console.print(text(head, profile=text(f"profile.{one['name']}"), **given), style="bold")
        for who, minutes in one["minutes"].items():
            hours = {k: text("profiles.hours", n=-(-n // 60)) for k, n in minutes.items()}
            words = {"first": hours["first_year"], "later": hours["a_year"]}
            console.print(text("cli.profile.who", who=text(f"cli.profile.of.{who}"), **words))
        for x in one["by_law"]:
            law = {"laws": ", ".join(x["laws"]), "level": text(f"level.{x['level']}")}
            console.print(text("cli.profile.law", title=titles[x["practice"]].title, **law))
        if wanted is not None and not one["current"]:
            for key, word in (("new", "cli.profile.new"), ("no_longer_asked", "cli.profile.dropped")):
                named = ", ".join(titles[p].title for p in one[key]) or text("cli.profile.none")
                console.print(text(word, titles=named))
    refs = document["open_audits"]
    if wanted is not None and not chosen and refs and _lower(wanted.profile.id, document["profile"]):
        console.print(text("profile.audits_open", n=len(refs), refs=", ".join(refs)))
        return
    if wanted is not None and not wanted.current:
        name = text(f"profile.{wanted.profile.id}")
        console.print(text("cli.profile.done" if chosen else "cli.profile.would", profile=name))
