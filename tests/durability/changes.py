"""Makes changes without end and says each one once it is committed: run as a program, to be killed.

It loads everything once and then waits; for each line it reads it forks two children that work until they are ended.
"""

from __future__ import annotations

import io
import os
import random
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

KINDS = ("evidence", "edit", "sign", "link")
SPLIT = "apart"
"""The control: entry and record are committed in two transactions, as no action may."""


def main(folder: str, how: str) -> None:
    from holdtrue.settings import start

    start(folder)
    _load()
    from django.db import connections

    connections.close_all()
    say("ready")
    for line in sys.stdin:
        children = [fork(int(line) * 10 + n, how) for n in range(2)]
        say(f"children {' '.join(map(str, children))}")
        for child in children:
            os.waitpid(child, 0)
        say("gone")


def fork(seed: int, how: str) -> int:
    child = os.fork()
    if child == 0:
        try:
            work(seed, how)
        except Exception as error:  # noqa: BLE001 # its database was ended under it, or the test shows what it says
            say(f"failed {type(error).__name__}: {error}".replace("\n", " "))
        finally:
            os._exit(0)
    return child


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def _load() -> None:
    """Make one change of each kind, so that the children share what that loads."""
    from holdtrue.app.callers import console

    caller = console("northwind")
    chance = random.Random(0)  # noqa: S311 # the order of changes, not a secret
    for kind in KINDS:
        say(f"acked {change(caller, chance, f'first-{kind}', kind)}")


def work(seed: int, how: str) -> None:
    from holdtrue.app.callers import console

    if how == SPLIT:
        take_apart()
    caller = console("northwind")
    chance = random.Random(seed)  # noqa: S311 # the order of changes, not a secret
    n = 0
    while True:
        n += 1
        say(f"acked {change(caller, chance, f'{seed}-{n}')}")


def change(caller: Caller, chance: random.Random, name: str, kind: str = "") -> str:
    """Do one change and return what must be found afterwards: kind of change, ref, and what it says."""
    from holdtrue.app.actions import evidence, records, sign

    kind = kind or chance.choice(KINDS)
    if kind == "evidence":
        record = evidence.attach(
            caller, ["SYS-1"], io.BytesIO(name.encode()), f"{name}.txt", tag="stop-tried"
        )
        return f"evidence {record.ref} {name}"
    if kind == "edit":
        record = records.edit(caller, "SYS-1", {"users": name})
        return f"edit {record.ref} {record.head_number} {name}"
    if kind == "sign":
        return f"sign {sign.sign(caller, 'IMP-1', 'confirmed', good_for='12 months').uid}"
    record = records.add(caller, "component", {"name": name, "type": "service", "systems": "SYS-1"})
    return f"link {record.ref} {name}"


def take_apart() -> None:
    """Commit between the record and its entry, wherever an action has written a record."""
    from django.db import connection

    from holdtrue.store import log

    whole = log.append

    def append_later(*args, **more):
        connection.connection.execute("COMMIT")
        time.sleep(0.02)  # on any machine wide enough to be hit
        connection.connection.execute("BEGIN IMMEDIATE")
        return whole(*args, **more)

    log.append = append_later


if __name__ == "__main__":
    main(*sys.argv[1:])
