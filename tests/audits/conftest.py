"""A house with systems of each class and an internal audit that Ines, who owns nothing, carries out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from holdtrue.settings import start

start()

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.house import House
    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


@dataclass
class Audited:
    """Ada's house with its audit."""

    house: House
    ines: Caller
    auditor: Record
    systems: list[Record]
    audit: Record

    def put(self, kind: str, **fields: object) -> Record:
        from holdtrue.app.actions import records

        return records.add(self.house.ada, kind, fields)


def furnished() -> Audited:
    from harness.house import House
    from holdtrue.app.actions import records
    from holdtrue.store.models import Record

    house = House()
    ines = house.member("Ines", "auditor")
    auditor = Record.rows.of(house.organisation.pk).get(uid=ines.actor.person)
    systems = [
        records.add(
            house.ada, "system", {"title": f"System {n}", "intended_purpose": "Sorts letters.", **facts}
        )
        for n, facts in enumerate([{"use": "in_use"}] * 6 + [{"use": "trial"}] * 3 + [{"use": "ended"}])
    ]
    audit = records.add(ines, "audit", {"title": "Autumn", "type": "internal", "auditor": auditor.ref})
    return Audited(house, ines, auditor, systems, audit)


@pytest.fixture
def audited(begun: Callable[..., Audited]) -> Audited:
    return begun(furnished)
