"""Where one command works: a data folder on this machine, or a service by its address; decided once, before it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput, Unreachable
from holdtrue.settings import readers

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

GLOBALS = {"--data": "data", "--url": "url", "--org": "org"}
"""Options that stand before or after the command and take a value."""
DEFAULT = "data"
"""The data folder where none is named."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the global options and the environment say."""

    data: str = ""
    url: str = ""
    org: str = ""
    json: bool = False

    def caller(self) -> Caller:
        """Return whoever sits at this machine; refuse where the command was sent to a service that cannot take it."""
        self.here()
        from holdtrue.app import callers

        found = callers.console(self.org)
        self._tell_of_rules(found)
        return found

    def _tell_of_rules(self, caller: Caller) -> None:
        """Say so where this version ships other rules: none of them counts before it is installed."""
        from holdtrue.app import rules

        if rules.outdated(caller.organisation):
            from holdtrue.cli.output import note
            from holdtrue.core.messages import Message

            note(Message("rules.available"))

    def here(self, *, fresh: bool = False) -> Path:
        """Bring up the data folder, its tables up to date; `fresh` may create it. Unreachable where there is none."""
        if self.url:
            raise BadInput("cli.not_remote", field="url")
        folder = Path(self.data or DEFAULT).expanduser().resolve()
        if not fresh and not _somewhere(folder):
            raise Unreachable("cli.no_data", folder=str(folder))
        from holdtrue.settings import start

        start(folder)
        from holdtrue.cli.output import note, steps
        from holdtrue.server.prepare import prepare

        with steps() as told:
            messages = prepare(told)
        for message in messages:
            note(message)
        return folder

    def answer(self, name: str, local: Callable[[Caller], object], **params: object) -> object:
        """Return the answer of a command that works both ways, as the JSON document it prints."""
        if not self.url:
            return local(self.caller())
        from holdtrue.cli.remote import call

        return call(name, **{key: value for key, value in params.items() if value not in (None, "", [])})


_SESSION: ContextVar[Session] = ContextVar("session", default=Session())  # noqa: B039  frozen, so it cannot be changed


def session() -> Session:
    """Return the session of the command that runs."""
    return _SESSION.get()


def begin(words: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """Read the global options wherever they stand; return the words that are left for the command."""
    found, left = _parted(words)
    data, url = found.get("data", ""), found.get("url", "")
    if data and url:
        raise BadInput("cli.two_places", field="url")
    if not data and not url:
        data, url = readers.text(environ, "HOLDTRUE_DATA"), readers.text(environ, "HOLDTRUE_URL")
        if data and url:
            raise BadInput("cli.two_places_set", field="HOLDTRUE_URL")
    _SESSION.set(Session(data, url, found.get("org", ""), json="json" in found))
    return left


def _parted(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            left += [word, *rest]
        elif word == "--json":
            found["json"] = "yes"
        elif name in GLOBALS:
            given = value if equals else next(rest, "")
            if not given or (not equals and given.startswith("--")):
                raise BadInput("cli.no_value", field=name)
            found[GLOBALS[name]] = given
        else:
            left.append(word)
    return found, left


def _somewhere(folder: Path) -> bool:
    """Whether there is a database to open: the folder's own file, or one by its address."""
    named = readers.text(os.environ, "HOLDTRUE_DATABASE_URL") or readers.text(
        os.environ, "HOLDTRUE_DATABASE_URL_FILE"
    )
    return bool(named) or (folder / "holdtrue.sqlite3").is_file()
