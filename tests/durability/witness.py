"""Runs the program of changes, ends it at a random moment, and holds what it acknowledged against what is there."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from holdtrue.app import proving
from holdtrue.app.actions import records
from holdtrue.app.checking import check_standing
from holdtrue.store import blobs, reading
from holdtrue.store.models import Record, SignOff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.house import House

ROOT = Path(__file__).resolve().parents[2]


class Changes:
    """The program, started once; each round two of its children make changes until they are ended."""

    def __init__(
        self, folder: Path, how: str = "whole", environment: Mapping[str, str] | None = None
    ) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("HOLDTRUE_", "DJANGO_"))
        }
        path = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("changes.py")), str(folder), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**kept, "PYTHONPATH": path, **(environment or {})},
            text=True,
            bufsize=1,
        )
        self.acked: list[str] = []
        self.failed: list[str] = []
        self.rounds = 0
        self.chance = random.Random(int(time.time()))  # noqa: S311 # moments to kill at, not a secret
        while (line := self._line()) != "ready":
            self._note(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(300)

    def round(self, longest: float = 0.08, end: Callable[[list[int]], None] | None = None) -> None:
        """Let two writers begin, end them a random while later, and take note of what they acknowledged.

        The while mostly begins with the first acknowledgement, so that the end falls among changes; else at once.
        """
        self.rounds += 1
        assert self.process.stdin
        self.process.stdin.write(f"{self.rounds}\n")
        line = self._line()
        while not line.startswith("children"):
            self._note(line)
            line = self._line()
        children = [int(pid) for pid in line.split()[1:]]
        if self.rounds % 4:
            self._note(self._line())
        time.sleep(self.chance.random() * longest)
        (end or kill)(children)
        while (line := self._line()) != "gone":
            self._note(line)

    def _note(self, line: str) -> None:
        kind, _, rest = line.partition(" ")
        (self.acked if kind == "acked" else self.failed).append(rest)

    def _line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the program of changes ended by itself"
        return line.rstrip("\n")


def kill(children: list[int]) -> None:
    """End the children; one that failed and is gone has said so, and is among those that failed."""
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def lost(house: House, acked: list[str]) -> list[str]:
    """What was acknowledged and is not there."""
    signed = set(SignOff.rows.of(house.pk).values_list("uid", flat=True))
    rows = {record.ref: record for record in Record.rows.of(house.pk)}
    system = rows["SYS-0001"]
    return [line for line in acked if not _there(house, line.split(), signed, rows, system)]


def _there(
    house: House, said: list[str], signed: set[str], rows: Mapping[str, Record], system: Record
) -> bool:
    if said[0] == "sign":
        return said[1] in signed
    record = rows.get(said[1])
    if record is None:
        return False
    if said[0] == "edit":
        return reading.body(record, int(said[2]))["fields"].get("users") == said[3]
    body = reading.body(record)
    if said[0] == "link":
        return record.title == said[2] and system.uid in body["links"]["systems"]
    with blobs.open_file(house.organisation, str(body["fields"]["hash"])) as file:
        return file.read() == said[2].encode() and system.uid in body["links"]["about"]


def disagreements(house: House) -> list[str]:
    """What ledger, records and standing say against each other; nothing where they agree."""
    from holdtrue.core.messages import Message
    from holdtrue.words import say

    proven = proving.verify(house.organisation).report.first_disagreement
    found = (
        [say(Message(proven.code, {**proven.params, "seq": proven.seq, "record": proven.record}))]
        if proven
        else []
    )
    checked = check_standing(house.organisation, house.today)
    return found + [
        f"{d.what} {d.where}: {d.stored} is stored, {d.derived} follows" for d in checked.differences
    ]


def begun(house: House) -> None:
    """A system with its assessment, for the changes to be about."""
    house.assessed()
    records.add(house.ada, "change", {"type": "deploy", "effective_on": _day(house), "system": "SYS-1"})


def _day(house: House) -> str:
    from holdtrue.core.days import iso

    return iso(house.today)
