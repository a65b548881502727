"""What is measured on one register: changes, lists, pages, all through the interfaces people and machines use."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING

from django.test import Client

from bench.clients import evidence_about
from bench.measuring import Timed, timed
from holdtrue.app.actions import evidence, machines, records, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.making import Made

LISTS = (
    ("list of systems", ""),
    ("list, one tier", "?tier=high"),
    ("list, tier and use", "?tier=minimal&use=trial"),
    ("list, a unit", "?unit=UNT-0003"),
    ("list, a state", "?state=missing"),
    ("list, one field", "?hosting=service"),
    ("list, an owner", "?owner=PER-0003"),
    ("search, a common word", "?q=claims"),
    ("search, two words", "?q=tax+water"),
    ("search, a rare word", "?q=zeppelin"),
)


def changes(made: Made) -> Iterator[Timed]:
    """One change to new standing, its entry written and committed."""
    chance = random.Random(3)  # noqa: S311  # the same systems every time
    caller, systems = made.caller, [ref for ref, _ in made.systems]

    def one() -> str:
        return chance.choice(systems)

    def said() -> str:
        return f"Said anew {time.time_ns()}"

    def attach() -> object:
        raw = {"tag": "test-report", "source": "bench", "title": said(), "about": [one()]}
        return records.add(caller, "evidence", {**raw, "collected_on": "2026-01-05"})

    def read() -> object:
        return evidence.read(caller, attach().ref, "in_order")  # type: ignore[attr-defined]  # a record

    # of its own: one that earlier runs signed hundreds of times is another size
    policy = records.add(caller, "policy", {"title": said(), "topic": "ai", "owner": "PER-1"}).ref
    works: dict[str, Callable[[], object]] = {
        "edit a system's purpose": lambda: records.edit(caller, one(), {"intended_purpose": said()}),
        "change a system's use": lambda: records.edit(
            caller, one(), {"use": chance.choice(("in_use", "trial"))}
        ),
        "name another owner": lambda: records.edit(
            caller, one(), {"owner": f"PER-{chance.randrange(2, 9):04d}"}
        ),
        "add a system": lambda: records.add(
            caller,
            "system",
            {
                "name": said(),
                "intended_purpose": "x",
                "use": "in_use",
                "unit": "UNT-0003",
                "owner": "PER-0003",
            },
        ),
        "sign a system": lambda: sign.sign(caller, one(), "approved", good_for="12 months"),
        "create evidence + link": attach,
        "the same, and read it": read,
        "record an assessment": lambda: records.add(
            caller, "impact_assessment", {"type": "ai", "system": one(), "conclusion": said()}
        ),
        "edit a policy": lambda: records.edit(caller, policy, {"commitments": said()}),
        "sign a policy": lambda: sign.sign(caller, policy, "approved", good_for="12 months"),
    }
    for name, work in works.items():
        yield timed(name, work)


def pages(made: Made) -> Iterator[Timed]:
    """Pages as a signed-in person gets them, in process: middleware, session, templates and all."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(made.owner)
    base = f"/o/{made.organisation.slug}/"
    chance = random.Random(5)  # noqa: S311  # likewise

    def get(path: str) -> Callable[[], object]:
        def work() -> object:
            response = client.get(base + path)
            assert response.status_code == 200, (path, response.status_code)  # a page
            return response

        return work

    yield timed("first page", get(""), times=20)
    for name, query in LISTS:
        yield timed(name, get(f"systems/{query}"), times=20)
    refs = [ref for ref, _ in made.systems]

    def any_system() -> object:
        return get(f"r/{chance.choice(refs)}/")()

    yield timed("system page", any_system, times=20)


def api(made: Made) -> Iterator[Timed]:
    """Create evidence + link over the API, in process."""
    _, token = machines.make(made.caller, "bench", role="contributor", days=1)
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
    chance = random.Random(9)  # noqa: S311  # likewise
    refs = [ref for ref, _ in made.systems]

    def create() -> object:
        response = client.post(
            f"/api/v1/o/{made.organisation.slug}/records",
            json.dumps(evidence_about(chance.choice(refs), chance.random())),
            content_type="application/json",
        )
        assert response.status_code == 201, response.content  # created
        return response

    yield timed("create evidence + link, API in process", create)
