"""The whole command line: every command in one place, and the frame in which one runs and fails."""

from __future__ import annotations

import os
import sys
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

import holdtrue
from holdtrue.cli import (
    access,
    applicability,
    attesting,
    audits,
    checks,
    classes,
    comments,
    documents,
    door,
    forecasts,
    founding,
    gating,
    incidents,
    indexes,
    indicators,
    later,
    library,
    lifecycle,
    lists,
    mending,
    merging,
    organisations,
    packs,
    passing,
    people,
    profiles,
    proofs,
    questionnaires,
    records,
    reviews,
    revisions,
    rules,
    rulings,
    settling,
    signing,
    staffing,
    standing,
    taking,
    whatif,
    worklists,
)
from holdtrue.cli.parameters import flag, option
from holdtrue.cli.session import begin
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, Refusal, Unreachable
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FAMILIES = (
    founding,
    taking,
    settling,
    standing,
    indexes,
    forecasts,
    reviews,
    records,
    lists,
    revisions,
    documents,
    signing,
    comments,
    rulings,
    merging,
    people,
    staffing,
    worklists,
    door,
    gating,
    passing,
    lifecycle,
    incidents,
    mending,
    whatif,
    access,
    organisations,
    profiles,
    packs,
    proofs,
    indicators,
    questionnaires,
    classes,
    applicability,
    audits,
    attesting,
    checks,
    rules,
    library,
    later,
)
"""In the order that help shows them."""
_STOPPED = 130
"""What a shell reports for a command interrupted from the keyboard."""


def application() -> typer.Typer:
    """Return the whole command line."""
    app = typer.Typer(
        name="holdtrue",
        help=text("cli.help"),
        epilog=text("cli.epilog"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_globals)
    for family in FAMILIES:
        app.registered_commands += family.app.registered_commands
    return app


@cache
def _command() -> Callable[..., object]:
    """Return the command line made ready, which takes a tenth of a second, once per process."""
    return typer.main.get_command(application())


def _globals(
    *,
    data: Annotated[str, option("--data", said="cli.data", metavar="DIR")] = "",
    url: Annotated[str, option("--url", said="cli.url", metavar="URL")] = "",
    org: Annotated[str, option("--org", said="cli.org", metavar="SLUG")] = "",
    as_json: Annotated[bool, flag("--json", said="cli.json")] = False,
    version: Annotated[bool, flag("--version", said="cli.version")] = False,
) -> None:
    """Declare for --help what `begin` has read by then: these stand before or after the command."""
    del data, url, org, as_json
    if version:
        print(f"holdtrue {holdtrue.__version__}")
        raise typer.Exit


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever goes wrong is one sentence on standard error."""
    _speakable()
    try:
        left = begin(words, os.environ)
        found = _command()(left, prog_name="holdtrue", standalone_mode=False)
        sys.stdout.flush()
    except Refusal as refusal:
        return _refused(refusal)
    except typer.TyperException as misuse:
        return _misused(misuse)
    except (KeyboardInterrupt, typer.Abort):  # before typer began, or at a question
        return _told(text("cli.stopped"), _STOPPED)
    except BrokenPipeError:
        # whoever read the output has read enough; nothing more may be written, not even by the interpreter's end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # the last frame: no traceback ever reaches whoever runs a command
        return _unexpected(error)
    if found == _STOPPED:  # what typer makes of an interrupt
        return _told(text("cli.stopped"), _STOPPED)
    return found if isinstance(found, int) else 0


def _speakable() -> None:
    """Let a stream that knows few letters show '?' for the others: what was done must not be told as failed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _refused(refusal: Refusal) -> int:
    return _told(say(refusal.message), refusal.exit_code)


def _misused(misuse: typer.TyperException) -> int:
    """Typer's own words for wrong use, with where the right form stands."""
    context = getattr(misuse, "ctx", None)
    command = context.command_path if context else "holdtrue"
    said = misuse.format_message().strip()
    if not said:
        return 0
    name = "cli.misuse" if command != "holdtrue" else "cli.misuse_whole"
    return _told(text(name, said=said if said[-1] in ".?!" else f"{said}.", command=command), 2)


def _unexpected(error: Exception) -> int:
    if _of_database(error):
        return _refused(Unreachable("cli.database", why=_first_line(error)))
    if _of_letters(error):
        return _refused(BadInput("cli.letters"))
    if os.environ.get("HOLDTRUE_DEBUG") == "yes":
        raise error
    if isinstance(error, OSError):
        return _told(
            text("cli.system", why=error.strerror or _first_line(error), file=error.filename or ""), 2
        )
    return _told(say(Message("cli.unexpected", {"kind": type(error).__name__, "why": _first_line(error)})), 3)


def _of_database(error: Exception) -> bool:
    """Whether the store could not be reached; asked only where a command got as far as to load it."""
    if "django.db" not in sys.modules:
        return False
    from django.db import InterfaceError, OperationalError

    return isinstance(error, (OperationalError, InterfaceError))


def _of_letters(error: Exception) -> bool:
    """Whether a word was typed in bytes that are no letters here: they can be kept nowhere."""
    unsaid = isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed"
    return unsaid or str(error).startswith("ledger.canonical.surrogate")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _told(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
