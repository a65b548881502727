"""Runs reading work in other processes, each with a database connection of its own."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.pool import Pool
    from multiprocessing.process import BaseProcess


@contextmanager
def workers(count: int, begin: Callable[..., None], *arguments: object) -> Iterator[Pool]:
    """Give out a pool whose processes connect to the same database and run `begin` once.

    They see what is committed, not what the caller's transaction has written. They are started afresh rather than
    forked: a connection must not be shared by two processes.
    """
    settings = dict(connections.settings["default"])
    wanted = pickle.dumps(
        (begin, arguments)
    )  # read by the process once its applications are loaded, not before
    with multiprocessing.get_context("spawn").Pool(count, _connect, (settings, wanted)) as pool:
        yield pool


def _connect(settings: dict[str, Any], wanted: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # from the keyboard it reaches both: whoever asked ends us
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    import django

    django.setup()
    connections.settings["default"] = settings
    begin, arguments = pickle.loads(wanted)  # noqa: S301  # written by our own parent process
    begin(*arguments)


def _end_with(parent: BaseProcess | None) -> None:
    """End at once and quietly when the process is gone that would take what we read: it was killed."""
    if parent is not None:
        parent.join()
        os._exit(1)
