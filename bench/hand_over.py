"""Times a leaver with 500 records handed over at once: python -m bench.hand_over."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

ASKED_S = 2.0


def main() -> None:
    """Found an organisation in a folder of its own, hand the same 500 over and back, print CPU and wall time."""
    asked = argparse.ArgumentParser(prog="bench.hand_over")
    asked.add_argument("--records", type=int, default=500)
    given = asked.parse_args()
    os.environ["HOLDTRUE_DATA"] = tempfile.mkdtemp(prefix="holdtrue-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdtrue.settings.live")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    caller, one, other = _register(given.records)
    from holdtrue.app.actions.handing_over import hand_over, plan

    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        made = hand_over(caller, one, plan(caller, one, other))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(
            f"{made.count} records: {cpu:.2f} s CPU, {wall:.2f} s wall; asked {ASKED_S} s"
        )  # a bench prints
        one, other = other, one
    with CaptureQueriesContext(connection) as seen:
        hand_over(caller, one, plan(caller, one, other))
    print(f"{len(seen)} statements")  # likewise


def _register(wanted: int) -> tuple[Caller, str, str]:
    """Two fifths systems, two fifths risks on them, the rest controls: what somebody in charge of many holds."""
    from holdtrue.app.actions import many, records
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.organisation import found
    from holdtrue.core.access import Actor

    founded = found("Bench", profile="standard", owner="ada@example.org", owner_name="Ada")
    caller = Caller(founded.organisation, Actor(founded.owner.uid, founded.person.uid, "owner"))
    one, other = (records.add(caller, "person", {"name": name}).ref for name in ("Theo", "Max"))
    fifth = wanted // 5
    kinds = {
        "system": [{"name": f"System {n}", "use": "in_use", "owner": one} for n in range(fifth * 2)],
        "risk": [{"title": f"Risk {n}", "system": f"SYS-{n + 1}", "owner": one} for n in range(fifth * 2)],
        "control": [{"title": f"Control {n}", "owner": one} for n in range(wanted - fifth * 4)],
    }
    for kind, rows in kinds.items():
        many.apply(caller, kind, [many.Change("", row) for row in rows])
    return caller, one, other


if __name__ == "__main__":
    main()
