"""The roadmap as its page shows it: steps to tick and to plan, the index after them, and the plan by months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: what, for whom, what it adds, how long it takes, when it counts, and what mends its first gap."""

    key: str
    title: str
    href: str
    levels: str
    group: str
    law: bool
    gain: str
    minutes: str
    scope: str
    systems: tuple[Link, ...]
    who: str
    who_href: str
    because: str
    remedy: Link
    satisfies: str
    needs: str
    counts: str
    begin: str
    too_late: bool
    ticked: bool
    planned: Moment | None
    planned_for: str
    late: bool
    plan_day: str = ""
    """As a date field holds it."""
    plan_person: str = ""
    first: Link | None = None
    """The first gap of the first system, where the step is told for all of them."""
    """Ref."""


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """One month of the plan: what is planned in it."""

    title: str
    last: str
    """Its last day, which dropping a step here plans it for."""
    steps: tuple[tuple[str, str, str], ...]
    """(key, title, state: open, late or done)."""


@dataclass(frozen=True, slots=True)
class RoadmapView:
    """The page."""

    lead: str
    now: str
    after: str
    after_words: str
    steps: tuple[StepLine, ...]
    empty: str
    ready: str
    ready_why: str
    by: str
    by_words: str
    begin: tuple[tuple[str, str, bool], ...]
    """(step, by when, whether it is too late)."""
    may_plan: bool
    plan_action: str
    people: tuple[Choice, ...]
    months: tuple[PlanMonth, ...]
    progress: str
    sort: Link | None
    forecast: Link
    """What lapses meanwhile."""
