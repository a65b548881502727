"""Commands of later versions: they are known, shown as coming, and refuse in a sentence until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002  typer reads the annotation when it is asked

from holdtrue.cli.parameters import family
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

app = family()
FORMS = {
    "collect": "FILE [--as FORMAT] [--system REF]",
    "binder": "OUT [--scope REF] [--from DATE] [--to DATE]",
    "backup": "OUT",
    "restore": "FILE",
    "mcp": "",
}
"""Command → what it will take, as promised to scripts."""


def _refusing(name: str) -> Callable[[typer.Context], None]:
    def command(ctx: typer.Context) -> None:
        del ctx  # whatever it was given
        raise BadInput("cli.later", field="command", command=name)

    return command


for _name in FORMS:
    app.command(
        _name,
        help=text(f"cli.later.{_name}"),
        rich_help_panel=text("cli.coming"),
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )(_refusing(_name))
