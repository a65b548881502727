"""Serves: web workers under granian and one job worker beside them, started and ended together."""

from __future__ import annotations

import functools
import gc
import importlib
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput
from holdtrue.server.orphan import end_with
from holdtrue.server.warming import warm
from holdtrue.settings import readers, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"
PORT = 8000
RESTART = 2.0
"""Seconds before a job worker that ended by itself is started again."""


def serve(
    data: Path | str | None,
    *,
    port: int | None = None,
    host: str | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `ready` is told the address once it answers. Tables must be prepared before."""
    start(data)
    host, port = free(host, port)
    workers = readers.whole(os.environ, "HOLDTRUE_WORKERS", default=2, lowest=1, highest=64)
    address = f"http://{'localhost' if host == HOST else host}:{port}/"
    _load()
    jobs = JobProcess()
    jobs.begin()
    if ready:
        threading.Thread(target=_announce, args=(host, port, address, ready), daemon=True).start()
    try:
        _web(host, port, workers)
    finally:
        jobs.end()


def _load() -> None:
    """Load the application before the workers are forked, so that they share its memory, but no connection."""
    from django.db import connections
    from django.urls import get_resolver

    importlib.import_module("holdtrue.server.wsgi")
    get_resolver().url_patterns  # noqa: B018 # read for its effect: the site map and its views are imported
    connections.close_all()
    # What is loaded stays: a sweep of it all would keep one request in a few hundred waiting for a tenth of a second.
    gc.collect()
    gc.freeze()
    os.register_at_fork(after_in_child=functools.partial(_worker, os.getpid()))


def _worker(parent: int) -> None:
    """What each web worker begins with, beside answering."""
    end_with(parent)
    warm()


def _web(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    logging.getLogger("_granian").setLevel(logging.WARNING)
    Server(
        "holdtrue.server.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        backlog=512,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


@dataclass(slots=True)
class JobProcess:
    """The job worker's process and the thread that starts it again where it ends by itself."""

    ended: threading.Event = field(default_factory=threading.Event)
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        """Ask it to finish its piece of work; make it after ten seconds."""
        self.ended.set()
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _watch(self) -> None:
        while not self.ended.is_set():
            if self.process:
                self.process.wait()
            if not self.ended.wait(RESTART):
                self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "holdtrue.server.jobs", str(os.getpid())]
        self.process = subprocess.Popen(command)  # noqa: S603 # our own interpreter and module


def free(host: str | None = None, port: int | None = None) -> tuple[str, int]:
    """Return where to serve, as said or as set; a port in use is refused at once, rather than from inside a worker."""
    host = host or readers.text(os.environ, "HOLDTRUE_HOST", default=HOST)
    if port is None:
        port = readers.whole(os.environ, "HOLDTRUE_PORT", default=PORT, lowest=1, highest=65_535)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadInput("server.port.taken", field="port", port=str(port)) from error
    return host, port


def _announce(host: str, port: int, address: str, ready: Callable[[str], None]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(600):
        time.sleep(0.05)
        try:
            with opener.open(f"http://{host}:{port}/healthz", timeout=5):
                ready(address)
                return
        except OSError:
            continue
