"""How commands declare what they take: options and arguments with their words from the catalogs."""

from __future__ import annotations

from typing import Any

import typer

from holdtrue.words import text


def option(*names: str, said: str, metavar: str | None = None) -> Any:  # noqa: ANN401  # what typer hands out is untyped
    """An option under these names; `said` is the id of its help."""
    return typer.Option(*names, help=text(said), metavar=metavar, show_default=False)


def flag(name: str, *, said: str) -> Any:  # noqa: ANN401  # as above
    """An option that takes no value."""
    return typer.Option(name, help=text(said), metavar="", show_default=False)


def argument(name: str, *, said: str) -> Any:  # noqa: ANN401  # as above
    """An argument under this name."""
    return typer.Argument(metavar=name, help=text(said), show_default=False)


def family() -> typer.Typer:
    """Some commands that belong together; they are added to the whole in commands.py."""
    return typer.Typer(add_completion=False)
