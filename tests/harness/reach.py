"""What each test reaches on PostgreSQL: who reaches nothing that another does not is named in tests/on_one.txt.

A plugin, for now and then: `pytest -n 2 --dist loadscope -p harness.reach --databases postgres -k postgres` runs every
test there and writes the list anew (decision 0036 says what may stand in it).
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parents[1]
LISTED = HERE / "on_one.txt"
COUNTED = tuple(f"holdtrue.{part}" for part in ("store", "app", "ledger", "accounts", "server"))
WRITING = (
    "accounts",
    "actions",
    "app",
    "contracts",
    "derive",
    "durability",
    "kinds",
    "lists",
    "server",
    "store",
)
"""The folders whose tests all run on both kinds: what is written, derived, ordered or kept."""
BOTH = ("records/test_conflicts", "records/test_erasing", "api/test_limits", "settings/")
SHOWN = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"'[^']*'"), "'x'"),
    (re.compile(r"\d+"), "0"),
    (re.compile(r"(\(?%s(?:::\w+(?:\[\])?)?\)?)(?:, ?\(?%s(?:::\w+(?:\[\])?)?\)?)+"), "%s*"),
    (re.compile(r"(\([^()]*%s[^()]*\))(?:, ?\1)+"), r"\1*"),
)
HEAD = """\
# Tests that ask for a database and run on the first kind named only: on PostgreSQL others run all that they run there.
# `python -m pytest -p harness.reach …` writes this list; a test that is not in it runs on both (decision 0036).
"""

_reached: dict[str, set[str]] = {}
_seconds: Counter[str] = Counter()
_now: list[set[str]] = []


@lru_cache(maxsize=100_000)
def _folded(statement: str) -> str:
    for pattern, put in SHOWN:
        statement = pattern.sub(put, statement)
    return statement


def _note(query: object) -> None:
    """Note the statement and, of ours, every function on the way to it."""
    if not _now:
        return
    _now[0].add(_folded(query.decode() if isinstance(query, bytes) else str(query)))
    frame = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(COUNTED):
            _now[0].add(f"{module}.{frame.f_code.co_qualname}")
        frame = frame.f_back  # type: ignore[assignment] # the last has none


def pytest_configure() -> None:
    from psycopg import Cursor, ServerCursor

    def listened(run: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: object, query: object, *given: object, **named: object) -> object:
            _note(query)
            return run(self, query, *given, **named)

        return noted

    for kind in (Cursor, ServerCursor):
        for name in {"execute", "executemany"} & vars(kind).keys():
            setattr(kind, name, listened(vars(kind)[name]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    place = item.path.relative_to(HERE).with_suffix("").as_posix()
    name = f"{place}::{item.nodeid.split('::')[1].split('[')[0]}"
    _now[:] = [_reached.setdefault(name, set())]
    began = time.perf_counter()
    try:
        return (yield)
    finally:
        _seconds[name] += time.perf_counter() - began
        _now.clear()


def _notes(run: int) -> Path:
    return Path(tempfile.gettempdir()) / f"holdtrue-reach-{run}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker leaves what it noted; the process that started it sums up."""
    distributed = "PYTEST_XDIST_WORKER" in os.environ
    notes = _notes(os.getppid() if distributed else os.getpid())
    notes.mkdir(exist_ok=True)
    if _reached:
        noted = {name: [sorted(reached), _seconds[name]] for name, reached in _reached.items()}
        (notes / f"{os.getpid()}.json").write_text(json.dumps(noted))
    if not distributed:
        listed = alone(dict(pair for one in notes.iterdir() for pair in json.loads(one.read_text()).items()))
        LISTED.write_text(HEAD + "".join(f"{name}\n" for name in listed))


def alone(noted: dict[str, list[Any]]) -> list[str]:
    """Return the tests without which all is still reached, the longest first to be left out."""
    reached = {name: set(what) for name, (what, _) in noted.items()}
    times = Counter(what for one in reached.values() for what in one)
    found = []
    for name in sorted(noted, key=lambda name: -noted[name][1]):
        if name.split("/")[0] in WRITING or name.startswith(BOTH):
            continue
        if reached[name] and all(times[what] > 1 for what in reached[name]):
            times.subtract(reached[name])
            found.append(name)
    return sorted(found)
