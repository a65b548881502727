"""What one person looks over of the tools they own: facts, what each comes from, and what waits to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.independence import self_signed
from holdtrue.store import reading, standings
from holdtrue.store.models import Link, SignOff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

TIERS = ("minimal", "limited")
"""Tiers looked over together; a system of the high tier is opened and signed by itself."""
PREPARED = ("impact_assessment", "classification", "change")
"""What somebody else prepares for the owner to sign."""
_TAKEN = ("deploy", "take_over")
MOST = 12


@dataclass(frozen=True, slots=True)
class Tool:
    """One system with what stands around it."""

    record: Record
    tier: str
    fields: Mapping[str, Any]
    component: Record | None
    component_fields: Mapping[str, Any]
    supplier: Record | None
    supplier_fields: Mapping[str, Any]
    terms: Record | None
    """The assessment that says on which terms personal data leaves."""
    terms_fields: Mapping[str, Any]
    prepared: tuple[tuple[Record, Mapping[str, Any]], ...]
    """What waits for the owner's signature, with what it says: assessment, legal class, the decision to use it."""
    own: tuple[Record, ...]
    """Of these, what the owner wrote themselves: somebody else signs it."""
    missing: tuple[str, ...]
    """Kinds of PREPARED of which nothing is written yet."""

    @property
    def limited(self) -> bool:
        """Whether it is asked for how it is stopped, and for a sample of results."""
        return self.tier == "limited"

    @property
    def personal(self) -> bool:
        """Whether personal data goes in."""
        return self.fields.get("personal_data") is True


def tools(caller: Caller) -> tuple[Tool, ...]:
    """Return the systems in use that the caller owns and that are looked over together. About ten queries."""
    pk, person = caller.organisation.pk, caller.actor.person
    if not person:
        return ()
    rows = (
        Link.rows.of(pk)
        .filter(relation="owner", source__kind="system", target__uid=person)
        .filter(source__retired_day__isnull=True, source__use__in=("in_use", "trial"))
        .order_by("source__number")
        .values_list("source_id", flat=True)[:MOST]
    )
    found = reading.by_id(pk, list(rows))
    tiers = standings.tiers(pk, found)
    systems = [r for r in sorted(found.values(), key=lambda r: r.number) if tiers.get(r.pk) in TIERS]
    if not systems:
        return ()
    around = _Around(caller, systems)
    return tuple(around.tool(system, tiers[system.pk]) for system in systems)


class _Around:
    """The records around several systems, read together."""

    def __init__(self, caller: Caller, systems: list[Record]) -> None:
        pk = caller.organisation.pk
        links = (
            Link.rows.of(pk)
            .filter(relation="system", source__kind__in=PREPARED, source__retired_day__isnull=True)
            .filter(target_id__in=[s.pk for s in systems])
            .order_by("source__number")
            .values_list("target_id", "source_id")
        )
        self.at: dict[int, list[int]] = {}
        for system, source in links:
            self.at.setdefault(system, []).append(source)
        self.records = reading.by_id(pk, [row for rows in self.at.values() for row in rows])
        self.bodies = self._bodies(pk, [*systems, *self.records.values()])
        components = self._led(pk, systems, "components")
        suppliers = self._led(pk, components.values(), "supplier")
        self.components, self.suppliers = components, suppliers
        signer = reading.by_uid(pk, [caller.actor.person])[caller.actor.person]
        self.own = self_signed(pk, list(self.records.values()), signer)
        changes = [r.pk for r in self.records.values() if r.kind == "change"]
        signed = SignOff.rows.of(pk).filter(record_id__in=changes, withdrawn_by__isnull=True)
        self.settled = set(signed.values_list("record_id", flat=True))

    def _bodies(self, pk: int, records: Iterable[Record]) -> dict[int, dict[str, Any]]:
        return reading.bodies(pk, [(r.pk, r.head_number) for r in records])

    def _led(self, pk: int, sources: Iterable[Record], relation: str) -> dict[str, Record]:
        """The records that others lead to by a relation, by uid, with their bodies read."""
        uids = [uid for s in sources for uid in self.bodies[s.pk]["links"].get(relation, ())]
        found = reading.by_uid(pk, uids)
        self.bodies |= self._bodies(pk, found.values())
        return found

    def tool(self, system: Record, tier: str) -> Tool:
        """Return one of them."""
        body = self.bodies[system.pk]
        component = self._first(body, "components", self.components)
        supplier = self._first(self.bodies[component.pk], "supplier", self.suppliers) if component else None
        near = [self.records[row] for row in self.at.get(system.pk, ())]
        prepared = [r for r in near if self._waits(r)]
        terms = [r for r in near if self._says(r, "transfer_terms") and r not in prepared]
        told = {r.kind for r in prepared} | {r.kind for r in near if r.pk in self.settled}
        return Tool(
            record=system,
            tier=tier,
            fields=body["fields"],
            component=component,
            component_fields=self._fields(component),
            supplier=supplier,
            supplier_fields=self._fields(supplier),
            terms=terms[0] if terms else None,
            terms_fields=self._fields(terms[0] if terms else None),
            prepared=tuple((r, self._fields(r)) for r in prepared if r.pk not in self.own),
            own=tuple(r for r in prepared if r.pk in self.own),
            missing=tuple(kind for kind in PREPARED if kind not in told),
        )

    def _waits(self, record: Record) -> bool:
        if record.kind == "change":
            return record.key in _TAKEN and record.pk not in self.settled
        return record.kind == "classification" or self._fields(record).get("type") == "ai"

    def _says(self, record: Record, name: str) -> bool:
        return bool(self._fields(record).get(name))

    def _fields(self, record: Record | None) -> Mapping[str, Any]:
        return self.bodies[record.pk]["fields"] if record else {}

    def _first(self, body: Mapping[str, Any], relation: str, known: Mapping[str, Record]) -> Record | None:
        return next((known[uid] for uid in body["links"].get(relation, ()) if uid in known), None)


__all__ = ["MOST", "PREPARED", "TIERS", "Tool", "tools"]
