"""Times a set sign-off of 200 members, each a risk with a control on a system of its own: python -m bench.sign_set."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

ASKED_MS = 1_000


def main() -> None:
    """Found an organisation in a folder of its own, sign the same 200 three times, print CPU and wall time."""
    asked = argparse.ArgumentParser(prog="bench.sign_set")
    asked.add_argument("--members", type=int, default=200)
    given = asked.parse_args()
    os.environ["HOLDTRUE_DATA"] = tempfile.mkdtemp(prefix="holdtrue-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdtrue.settings.live")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    caller, refs = _register(given.members)
    from holdtrue.app.actions.sign import Decision
    from holdtrue.app.actions.sign_set import sign_set

    def work() -> None:
        sign_set(caller, "Treatment plan", refs, Decision("risk_accepted", "12 months"), opened=refs)

    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        cpu, wall = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
        print(
            f"{given.members} members: {cpu:.0f} ms CPU, {wall:.0f} ms wall; asked {ASKED_MS} ms"
        )  # a bench prints
    with CaptureQueriesContext(connection) as seen:
        work()
    print(f"{len(seen)} statements")  # likewise


def _register(members: int) -> tuple[Caller, list[str]]:
    from holdtrue.app.actions import records
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.organisation import found
    from holdtrue.core.access import Actor

    founded = found("Bench", profile="standard", owner="ada@example.org", owner_name="Ada")
    caller = Caller(founded.organisation, Actor(founded.owner.uid, founded.person.uid, "owner"))
    refs = []
    for number in range(members):
        system = records.add(
            caller, "system", {"name": f"System {number}", "intended_purpose": "Sort calls", "owner": "PER-1"}
        )
        control = records.add(
            caller, "control", {"title": f"Control {number}", "description": "A person looks"}
        )
        risk = {"title": f"Risk {number}", "event": "Missed", "likelihood": 2, "severity": 3}
        refs.append(records.add(caller, "risk", {**risk, "controls": control.ref, "system": system.ref}).ref)
    return caller, refs


if __name__ == "__main__":
    main()
