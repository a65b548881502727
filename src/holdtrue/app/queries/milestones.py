"""The milestones of the management system, answered from what is stored: live, ready for stage 1, ready for stage 2."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.derive.heights import reached
from holdtrue.app.derive.views import catalog_facts, context_ids
from holdtrue.app.queries import figures
from holdtrue.app.queries.asking import day_named, today
from holdtrue.app.worklist.telling import told_together
from holdtrue.core.access import EVERYTHING
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.days import add_months
from holdtrue.core.gates import gates
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.milestones import (
    FORGIVEN_MONTHS,
    Line,
    Moved,
    Reached,
    history_of,
    milestone,
    needs,
    unbroken,
    wanted,
)
from holdtrue.core.packing import opened, split
from holdtrue.core.refusals import BadInput
from holdtrue.core.register import Register
from holdtrue.core.standing import explain, prepare
from holdtrue.store import loading, reading, standings
from holdtrue.store.models import StandingChange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.why import TellingRegister
    from holdtrue.core.claims.base import Claim
    from holdtrue.core.days import Day
    from holdtrue.core.gates import OrganizationGate
    from holdtrue.core.milestones import Need
    from holdtrue.core.practices import Practice

_TIERS = ("high", "limited", "minimal", "")
_LOOKED, _EXAMPLES = 60, 3
_ROUNDS = 3


def milestones(caller: Caller, *, on: str = "") -> tuple[Reached, ...]:
    """Return what every milestone says, today or on a day ahead."""
    return tuple(reached_by(caller, gate.id, on=on) for gate in gates().organization)


def reached_by(caller: Caller, name: str, *, on: str = "") -> Reached:
    """Return what one milestone says; BadInput where it is unknown, or a past day is asked."""
    require(caller, "read", on_organisation())
    require(caller, "read", EVERYTHING)
    gate = milestone(name)
    day = day_named(caller, on, "on")
    if day < today(caller):
        raise BadInput("milestone.past", field="on", value=on)
    return _Answering(figures.stored(caller.organisation, day), day).answer(gate)


class _Answering:
    """One answer in the making, with what it loads once."""

    def __init__(self, found: Figures, day: Day) -> None:
        self.figures = found
        self.day = day
        self.pk = found.organisation.pk

    def answer(self, gate: OrganizationGate) -> Reached:
        """Return the milestone as it stands."""
        asked = needs(gate)
        own = [need for need in asked if not need.practice.per_system]
        failing = [need for need in own if not self._holds(need)]
        claims = [parse_claim(source, strict=True, path=f"gates.{gate.id}") for source in gate.claims]
        told = self._told(failing)
        lacking = self._lacking([n for n in asked if n.practice.per_system])
        lines = []
        for need in asked:
            line = self._of_systems(need, lacking) if need.practice.per_system else self._own(need, told)
            if line is not None:
                lines.append(line)
        lines += self._claims(claims)
        history = history_of(gate)
        if history is not None:
            lines.append(self._history(*history, [n for n in asked if n.part == "profile"] or list(asked)))
        return Reached(gate.id, gate.asks, self.day, tuple(lines))

    def _holds(self, need: Need) -> bool:
        verdicts = self.figures.own_verdicts(need.practice)
        return verdicts is None or all(v.holds(self.day) for v in verdicts[: need.level])

    def _told(self, failing: Sequence[Need]) -> TellingRegister | None:
        """The facts that explain what fails, loaded together."""
        asked: list[Claim] = []
        for need in failing:
            asked += [level.claim for level in prepare(need.practice).levels[: need.level]]
        if not asked:
            return None
        missed: frozenset[str] = frozenset()
        for _ in range(_ROUNDS):
            register = told_together(self.figures.organisation, (), asked, self.day, also=missed)
            whole = register.organization_scope()
            for need in failing:
                explain(need.practice, need.level - 1, whole)
            if register.missed <= missed:
                break
            missed |= register.missed
        return register

    def _own(self, need: Need, told: TellingRegister | None) -> Line | None:
        """The organisation's own practice; None where it does not apply."""
        if self.figures.own_verdicts(need.practice) is None:
            return None
        holds = self._holds(need)
        because = Message("milestone.holds")
        if not holds and told is not None:
            found = explain(need.practice, need.level - 1, told.organization_scope())
            because = found.verdict.why.message if found else Message("milestone.not_yet")
        return Line(need.part, need.practice.id, need.practice.title, need.level, int(holds), 1, because)

    def _of_systems(self, need: Need, lacking: dict[str, list[tuple[str, str]]]) -> Line | None:
        spread = self.figures.spread(need.practice)
        holding, of = spread.holding[need.level - 1], spread.systems
        name = "all_systems" if holding >= of else "some_systems"
        because = Message(f"milestone.{name}", {"n": holding, "of": of})
        if not of:
            because = Message("milestone.no_systems")
        some = lacking.get(f"{need.practice.id}:{need.level}", []) if holding < of else []
        title = need.practice.title
        return Line(need.part, need.practice.id, title, need.level, holding, of, because, tuple(some))

    def _lacking(self, asked: Sequence[Need]) -> dict[str, list[tuple[str, str]]]:
        """The first systems short of each practice, looked for among the first of each tier."""
        short = [n for n in asked if self._short(n)]
        rows: dict[str, list[int]] = defaultdict(list)
        if not short:
            return {}
        for tier in _TIERS:
            for kept in standings.first_of(self.pk, tier, most=_LOOKED):
                segments = split(kept.packed)
                for need in short:
                    key = f"{need.practice.id}:{need.level}"
                    if len(rows[key]) < _EXAMPLES and need.practice.id in segments:
                        level = reached(opened(segments[need.practice.id]), self.day)[0]
                        if level < need.level:
                            rows[key].append(kept.scope)
        named = reading.by_id(self.pk, {row for some in rows.values() for row in some})
        return {
            key: [(named[row].ref, named[row].title) for row in some if row in named]
            for key, some in rows.items()
        }

    def _short(self, need: Need) -> bool:
        spread = self.figures.spread(need.practice)
        return spread.holding[need.level - 1] < spread.systems

    def _claims(self, claims: Sequence[Claim]) -> list[Line]:
        """Rules of a milestone alone, judged over the few records they are about: no rows are kept for them."""
        if not claims:
            return []
        kinds = {kind for claim in claims for kind, _ in claim.reads() if kind in KINDS}
        context = context_ids(self.pk)
        loaded = loading.neighbourhood(self.pk, context, also=loading.of_kinds(self.pk, sorted(kinds)))
        own = next((f.uid for f in loaded.facts.values() if f.kind == "organization"), "")
        facts = [*loaded.facts.values(), *catalog_facts()]
        whole = Register(facts, organization=own, day=self.day).organization_scope()
        found = []
        for claim in claims:
            verdict = claim.evaluate(whole)
            holds = verdict.holds(self.day)
            because = Message("milestone.holds") if holds else verdict.why.message
            found.append(Line("claims", claim.form, claim.describe(), 0, int(holds), 1, because))
        return found

    def _history(self, share: float, level: int, months: int, asked: Sequence[Need]) -> Line:
        """How many practices have stood at the level for so long, read from stored changes of standing."""
        start = add_months(self.day, -months)
        applying = [n.practice for n in asked if self._applies(n.practice)]
        holding = [p for p in applying if self._holds_at(p, level)]
        least, stood = wanted(share, len(applying)), 0
        if len(holding) >= least and self._founded() <= start:
            stood = self._stood(holding, level, start)
        because = Message(
            "milestone.history.why",
            {"n": stood, "of": len(applying), "wanted": least, "months": months, "now": len(holding)},
        )
        title = Message("milestone.history", {"percent": round(share * 100), "months": months})
        return Line("history", "standing_history", title, level, min(stood, least), least, because)

    def _applies(self, practice: Practice) -> bool:
        if practice.per_system:
            return self.figures.spread(practice).systems > 0
        return self.figures.own_verdicts(practice) is not None

    def _holds_at(self, practice: Practice, level: int) -> bool:
        if practice.per_system:
            spread = self.figures.spread(practice)
            return spread.holding[level - 1] >= spread.systems
        verdicts = self.figures.own_verdicts(practice) or []
        return all(v.holds(self.day) for v in verdicts[:level])

    def _founded(self) -> Day:
        return self.figures.organisation.created_at.date().toordinal()

    def _stood(self, holding: Sequence[Practice], level: int, start: Day) -> int:
        """How many of those that hold everywhere have done so since the start; systems taken on since are left out."""
        since = add_months(start, -FORGIVEN_MONTHS)
        rows = (
            StandingChange.rows.of(self.pk)
            .filter(day__gte=since, practice__in=[p.id for p in holding], scope__recorded_day__lte=start)
            .order_by("id")
            .values_list("practice", "scope_id", "day", "old", "new", "new_until")
        )
        moves: dict[str, dict[int, list[Moved]]] = defaultdict(lambda: defaultdict(list))
        for practice, scope, day, old, new, until in rows.iterator():
            moves[practice][scope].append(Moved(day, old, new, until))
        return sum(
            all(unbroken(some, level, start, self.day) for some in moves[p.id].values()) for p in holding
        )


__all__ = ["milestones", "reached_by"]
