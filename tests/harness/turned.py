"""Serves Brook, founded a moment ago, by a clock that a test turns: run as a program with the folder and the port.

The day stands in the file `day` beside the data; within a day the clock runs on. The owner's sign-in link is printed.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdtrue.app.clock import Clock

FILE = "day"
SERVED = "HARNESS_TURNED"
"""The variable that tells a worker where the file is."""


def turned(folder: Path) -> Clock:
    """Return a clock at nine in the morning of the day in the file, running on from there."""
    from holdtrue.app.clock import Clock

    began = time.monotonic()

    def now() -> dt.datetime:
        day = dt.datetime.fromisoformat((folder / FILE).read_text("ascii")).replace(hour=9, tzinfo=dt.UTC)
        return day + dt.timedelta(seconds=time.monotonic() - began)

    return Clock(now=now, entropy=os.urandom)


class Application:
    """The application itself, each request with the clock beside it, as a server that keeps its own time puts it."""

    def __init__(self, folder: Path) -> None:
        from holdtrue.pages.views.frame import CLOCK
        from holdtrue.server.wsgi import application

        self.inner, self.name, self.clock = application, CLOCK, turned(folder)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        environ[self.name] = self.clock
        return self.inner(environ, start)


def main(folder: Path, port: int) -> None:
    from holdtrue.settings import start

    start(folder)
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    from holdtrue.accounts import links
    from holdtrue.app.actions.organisation import found
    from holdtrue.server.prepare import prepare

    prepare()
    clock = turned(folder)
    made = found("Brook", owner="nora@example.org", owner_name="Nora", time_zone="Europe/Dublin", clock=clock)
    print(f"link {links.path(links.issue(made.owner, now=clock.now()))}", flush=True)
    connections.close_all()
    os.environ[SERVED] = str(folder)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    Server(
        "harness.turned:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1
    ).serve()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
elif SERVED in os.environ:
    application = Application(Path(os.environ[SERVED]))
