"""How far an organisation is with setting up: read from what the register holds, typed by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.profile import chosen
from holdtrue.app.actions.setting_up.quarter import planned
from holdtrue.app.queries import figures
from holdtrue.app.queries.components import Standing, standing_components
from holdtrue.app.queries.status import Status, status
from holdtrue.core.matching import filled
from holdtrue.core.tally import level_of
from holdtrue.core.tools import MARK, Tool, cited_in
from holdtrue.store import reading
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.practices import Practice

STEPS = ("facts", "profile", "people", "policy", "tools", "confirm", "impact", "quarter")
"""In the order a newcomer takes them; each writes records, and is done once they are there."""
FACTS = ("jurisdictions", "ai_roles", "headcount", "sector", "public_body")
"""What conditions, hours and the policy read of the organisation, and no more."""
IMPACT, POLICY, LEAD, INVENTORY = "impact-assessment", "ai-policy", "named-lead", "system-inventory"
DECLARED, DOCUMENTED = 1, 2
MATTER = 12
"""Systems whose first assessment is offered at a time."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where setting up stands."""

    done: Mapping[str, bool]
    """Step → whether the register shows it done."""
    status: Status
    components: tuple[Standing, ...]
    organization: Mapping[str, object]
    """The organisation's own facts."""

    @property
    def next(self) -> str:
        """The first step that is not done; '' where all are."""
        return next((step for step in STEPS if not self.done[step]), "")

    @property
    def count(self) -> int:
        """How many steps are done."""
        return sum(self.done.values())


def setting(caller: Caller, *, whole: Status | None = None) -> Setting:
    """Return it. Six queries, whatever the number of systems; four where the organisation's figures are at hand."""
    organisation = caller.organisation
    pk = organisation.pk
    found = whole or status(figures.stored(organisation, caller.clock.day(organisation.time_zone)))
    own = reading.own_body(pk)["fields"]
    policy, lead = _level(found, POLICY), _level(found, LEAD)
    done = {
        "facts": filled(own.get("jurisdictions")) and filled(own.get("ai_roles")),
        "profile": chosen(organisation) or lead >= DOCUMENTED or bool(found.systems_known),
        "people": lead >= DOCUMENTED,
        "policy": policy >= DOCUMENTED,
        "tools": found.systems_known > 0,
        "confirm": found.systems_known > 0 and not found.unsorted,
        "impact": found.systems_known > 0 and not found.unsorted and _assessed(found),
        "quarter": planned(pk) is not None or _looked(found),
    }
    return Setting(done, found, standing_components(found), own)


def _level(found: Status, practice: str) -> int:
    return next(s.level for s in found.stands if s.practice.id == practice)


def _assessed(found: Status) -> bool:
    """Whether every system of the middle tier and above has an assessment begun; where there is none, any one has."""
    told, practice = found.figures, _practice(found, IMPACT)
    in_force = told.in_force(practice)
    lacking, begun = 0, 0
    for (_, name, which, code, group), (n, _) in told.held.items():
        if name == IMPACT and code in (0, DECLARED) and which == in_force[level_of(code)]:
            begun += n if code == DECLARED else 0
            if not group.startswith("minimal"):
                lacking += n if code == 0 else -n
    return begun > 0 and lacking <= 0


def _practice(found: Status, name: str) -> Practice:
    return found.figures.library.by_id[name]


def _looked(found: Status) -> bool:
    return _level(found, "quarterly-check") >= DOCUMENTED


def cited(organisation_id: int, systems: Mapping[str, int]) -> dict[str, Tool]:
    """Return system's ref → the tool of the list it was ticked from. Two queries."""
    rows = dict(
        Link.rows.of(organisation_id)
        .filter(relation="about", source__kind="declaration", source__key=INVENTORY)
        .filter(target_id__in=list(systems.values()), source__retired_day__isnull=True)
        .values_list("source_id", "target_id")
    )
    records = reading.by_id(organisation_id, rows)
    bodies = reading.bodies(organisation_id, [(r.pk, r.head_number) for r in records.values()])
    refs = {row: ref for ref, row in systems.items()}
    found = {}
    for row, body in bodies.items():
        source = str(body["fields"].get("source") or "")
        tool = cited_in(source) if source.startswith(MARK) else None
        if tool is not None:
            found[refs[rows[row]]] = tool
    return found


def on_the_list(organisation_id: int, names: Sequence[str]) -> list[str]:
    """Return those of the names that systems here bear."""
    rows = Record.rows.of(organisation_id).filter(
        kind="system", retired_day__isnull=True, title__in=list(names)
    )
    return list(rows.values_list("title", flat=True))


def without_assessment(organisation_id: int) -> list[Record]:
    """Return the systems in use that nobody began to assess, those that matter most first."""
    assessed = Link.rows.of(organisation_id).filter(
        relation="system", source__kind="impact_assessment", source__retired_day__isnull=True
    )
    rows = (
        Record.rows.of(organisation_id)
        .filter(kind="system", retired_day__isnull=True, use__in=("in_use", "trial"))
        .exclude(pk__in=assessed.values("target_id"))
    )
    matter = list(rows.filter(standing__tier__in=("high", "limited")).order_by("number")[:MATTER])
    rest = rows.exclude(pk__in=[r.pk for r in matter]).order_by("number")
    return [*matter, *rest[: MATTER - len(matter)]]


__all__ = ["FACTS", "STEPS", "Setting", "cited", "on_the_list", "setting", "without_assessment"]
