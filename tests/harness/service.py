"""The real application as its own process on a free port, as people run it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
"""How long the first answer may take: preparing the database and the demo included."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """Started on entering, ended with its workers on leaving; its output is kept in a file for a failing test."""

    def __init__(self, folder: Path, *command: str, organisation: str = "") -> None:
        """Run `command`, its words {data} and {port} filled; `organisation` is whose the commands are, of several."""
        self.folder = folder
        self.organisation = ("--org", organisation) if organisation else ()
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        words = {"data": str(folder / "data"), "port": str(self.port)}
        self.command = [sys.executable, *(word.format(**words) for word in command)]
        self.log = folder / "service.log"

    def environment(self) -> dict[str, str]:
        """Ours without what would point it at another installation, and with this tree's code."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("HOLDTRUE_", "DJANGO_"))
        }
        return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))}

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, env=self.environment(), start_new_session=True
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def holdtrue(self, *words: str) -> str:
        """Run a command on the same data folder and return what it printed."""
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "holdtrue",
                "--data",
                str(self.folder / "data"),
                *self.organisation,
                *words,
            ],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=60):  # noqa: S310 # our own address
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        message = f"the service did not answer:\n{self.said()[-4000:]}"
        raise RuntimeError(message)
