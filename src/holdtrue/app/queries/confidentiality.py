"""The register of confidentiality incidents: every incident with personal information, with what is prescribed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.permission import on_kind, require
from holdtrue.core import tellings
from holdtrue.core.clocks import aware_of
from holdtrue.core.days import add_months, iso
from holdtrue.core.matching import filled
from holdtrue.store import listing, reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.core.tellings import Telling
    from holdtrue.store.models import Record

KEPT_MONTHS = 60
"""An entry is kept for five years from the day the organisation became aware."""
WHOLE = 10_000
"""More entries than any register of one organisation holds; a file is never longer."""
PARTICULARS = (
    *("information", "circumstances", "when", "aware", "people"),
    *("sensitivity", "feared", "likelihood", "risk", "authority", "persons", "measures"),
)
"""What is prescribed for an entry, in its order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register."""

    record: Record
    fields: Mapping[str, Any]
    tellings: tuple[Telling, ...]
    aware: Day | None

    @property
    def kept_until(self) -> Day | None:
        """The day until which it must be kept; the incident itself is never deleted."""
        return None if self.aware is None else add_months(self.aware, KEPT_MONTHS)

    def said(self) -> dict[str, str]:
        """Return the particulars as plain text; '' for what nobody said. Yes and no stay as words of the data."""
        get = self.fields.get
        period = " – ".join(str(x) for x in (get("happened_on"), get("happened_until")) if filled(x))
        time = str(get("aware_time") or "")
        people = get("people_affected")
        risk = get("serious_injury")
        return {
            "information": _text(get("information")),
            "circumstances": "\n".join(
                x for x in (self.record.title, _text(get("effect")), _text(get("cause"))) if x
            ),
            "when": period,
            "aware": f"{iso(self.aware)} {time}".strip() if self.aware is not None else "",
            "people": f"{people:g}" if isinstance(people, (int, float)) else "",
            "sensitivity": _text(get("sensitivity")),
            "feared": _text(get("feared_consequences")),
            "likelihood": _text(get("misuse_likelihood")),
            "risk": "" if risk is None else "yes" if risk else "no",
            "authority": self._told("authority"),
            "persons": self._told("persons"),
            "measures": "\n".join(x for x in (_text(get("containment")), _text(get("measures"))) if x),
        }

    def missing(self) -> tuple[str, ...]:
        """Return the particulars that nobody gave yet; notices are missing only where the risk asks for them."""
        said = self.said()
        notices = () if said["risk"] == "yes" else ("authority", "persons")
        return tuple(name for name in PARTICULARS if not said[name] and name not in notices)

    def _told(self, whom: str) -> str:
        some = [x for x in self.tellings if x.whom == whom and x.law in ("", "law25")]
        return "\n".join(" ".join(p for p in (iso(x.day), x.time, x.name, x.reference) if p) for x in some)


@dataclass(frozen=True, slots=True)
class Register:
    """Entries, the newest first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


def register(caller: Caller, *, most: int = WHOLE) -> Register:
    """Return the newest `most` entries, the newest first. One leaves only where its incident is corrected.

    Only incidents said to involve personal information are read, by the index of what was said; three queries.
    """
    require(caller, "read", on_kind("incident"))
    pk = caller.organisation.pk
    concerned = listing.Filter("incident", fields={"personal_information": True})
    rows = listing.ids(pk, concerned, limit=WHOLE)
    records = reading.by_id(pk, sorted(rows)[-most:])
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in records.values()])
    found = []
    for record in records.values():
        fields = bodies[record.pk]["fields"]
        aware = aware_of(fields)
        told = tellings.read(fields.get("tellings"))
        found.append(Entry(record, fields, told, aware.day if aware else None))
    return Register(tuple(sorted(found, key=lambda e: (-(e.aware or 0), -e.record.number))), len(rows))


def entries(caller: Caller) -> list[Entry]:
    """Return every entry, the newest first."""
    return list(register(caller).entries)


def _text(value: object) -> str:
    return str(value).strip() if filled(value) else ""


__all__ = ["KEPT_MONTHS", "PARTICULARS", "Entry", "Register", "entries", "register"]
