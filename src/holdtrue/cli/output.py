"""What a command prints: a JSON document or a report on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING

from rich.console import Console

from holdtrue.cli.session import session
from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.core.messages import Message

_WIDTH = 110
"""Of a report that goes to no terminal."""


@cache
def paper() -> Console:
    """Standard output: sentences are not searched for markup, since they quote what people wrote."""
    return _console(stderr=False)


@cache
def margin() -> Console:
    """Standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _WIDTH
    return Console(
        stderr=stderr, width=width, markup=False, highlight=False, emoji=False, soft_wrap=not stream.isatty()
    )


def show(document: object, report: Callable[[Console, object], None]) -> None:
    """Print the document as asked for."""
    if session().json:
        escaped = (
            not (sys.stdout.encoding or "").lower().startswith("utf")
        )  # where '?' would stand for a letter
        sys.stdout.write(json.dumps(document, ensure_ascii=escaped, indent=2) + "\n")
        sys.stdout.flush()
    else:
        report(paper(), document)


def note(message: Message) -> None:
    """Tell whoever runs the command something beside the answer."""
    margin().print(say(message), style="dim")


@contextmanager
def progress(message_id: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """Show how far long work is: a bar on a terminal, a line per step elsewhere."""
    if not margin().is_terminal:
        yield lambda done, of: margin().print(text("cli.progress", what=text(message_id), n=done, of=of))
        return
    with _bar(text(message_id), total) as tell:
        yield tell


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=margin(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def steps() -> Iterator[Callable[[Message, int, int], None]]:
    """Show how far each of several steps is: one line that counts on a terminal, a line per tenth elsewhere."""
    with ExitStack() as shown:
        yield _counting(shown) if margin().is_terminal else _tenths()


def _counting(shown: ExitStack) -> Callable[[Message, int, int], None]:
    """The bar appears with the first step: mostly there is none."""
    bars: dict[str, Callable[[int, int], None]] = {}

    def tell(what: Message, done: int, of: int) -> None:
        said = say(what)
        if said not in bars:
            shown.close()  # the step before is done
            bars[said] = shown.enter_context(_bar(said, of))
        bars[said](done, of)

    return tell


def _tenths() -> Callable[[Message, int, int], None]:
    reached: dict[str, int] = {}

    def tell(what: Message, done: int, of: int) -> None:
        said, tenth = say(what), done * 10 // max(of, 1)
        if reached.get(said) != tenth:
            reached[said] = tenth
            margin().print(text("cli.progress", what=said, n=done, of=of))

    return tell


def grid(
    console: Console, headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Print rows in columns under their headings; `right` are the columns of figures."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(Text(heading), justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table, soft_wrap=False)
