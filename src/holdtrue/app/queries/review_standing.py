"""The parts of a review pack that read standing: the index, what stopped holding and was mended, what lapses, means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, Sum, When

from holdtrue.app.queries import figures as stored_figures
from holdtrue.app.queries import loop
from holdtrue.app.queries.lapsing import ahead, counted_of
from holdtrue.app.queries.review_dated import added_systems
from holdtrue.app.queries.review_parts import FEW, figure, said
from holdtrue.app.queries.review_shapes import Lead, Part, Told
from holdtrue.app.queries.roadmap import roadmap
from holdtrue.app.queries.status import status
from holdtrue.app.queries.trend import trend
from holdtrue.app.shapes_roadmap import gain
from holdtrue.app.worklist.holders import holders
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.tally import WHOLE
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store import reading
from holdtrue.store.models import Record, StandingChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.review_dated import Dated, Span
    from holdtrue.app.queries.status import Status
    from holdtrue.app.queries.trend import Reading
    from holdtrue.core.days import Day

_SHORTEST_AHEAD, _LONGEST_AHEAD = 91, 366
_LINES = 400
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What the parts about standing read once."""

    caller: Caller
    span: Span
    now: Status

    @property
    def until(self) -> Day:
        """The last day looked ahead to: as far as the period was long, three months at least and a year at most."""
        width = min(max(self.span.end - self.span.begin, _SHORTEST_AHEAD), _LONGEST_AHEAD)
        return self.span.today + width


def ground(caller: Caller, span: Span) -> Ground:
    """Return it as it stands today. A handful of queries."""
    return Ground(caller, span, status(stored_figures.stored(caller.organisation, span.today, horizon=0)))


def index(at: Ground) -> Part:
    """The AI Index and its six properties beside where they stood when the period began."""
    readings = trend(at.caller.organisation, WHOLE, at.span.last)
    before = _at(readings, at.span.begin)
    found, scheme = at.now.index, at.now.figures.library.scheme
    figures = [figure("index", "value", found.shown, before.shown if before else "", Lead(page="index"))]
    for one in scheme.properties:
        score = found.properties.get(one.id)
        then = before.properties.get(one.id) if before else None
        figures.append(
            figure(
                "index",
                one.id,
                "–" if score is None else int(score),
                "" if then is None else then // 100,
                Lead(page="index"),
            )
        )
    total = at.now.holding + at.now.not_holding
    figures.append(
        figure(
            "index",
            "holding",
            f"{at.now.holding:,}",
            f"{before.holding:,}" if before else "",
            Lead(page="practices"),
        )
    )
    points = [(r.day, round(r.index / 100, 1)) for r in readings if r.day >= at.span.earlier]
    points.append((at.span.today, float(found.tenths)))
    how = "some" if before else "first"
    params: dict[str, object] = {"now": found.shown, "part": at.now.holding, "whole": total}
    if before:
        params |= {"before": before.shown, "then_day": before.day}
    return Part("index", said("index", how, at.span, **params), tuple(figures), points=tuple(points))


def _at(readings: Sequence[Reading], day: Day) -> Reading | None:
    """The last reading at or before a day; the earliest of all where the period begins before anything was kept."""
    before = [r for r in readings if r.day <= day]
    return before[-1] if before else next(iter(readings), None)


def changes(at: Ground) -> Part:
    """What stopped holding and what was mended or reached in the period, by practice. One query."""
    span = at.span
    rows = (
        StandingChange.rows.of(at.caller.organisation.pk)
        .filter(day__gte=span.begin, day__lt=span.end)
        .values("practice")
        .annotate(
            fell=Sum(Case(When(new__lt=F("old"), then=1), default=0)),
            rose=Sum(Case(When(new__gt=F("old"), then=1), default=0)),
        )
        .order_by()
    )
    known = library().by_id
    found = [(known[r["practice"]], r["fell"] or 0, r["rose"] or 0) for r in rows if r["practice"] in known]
    found = [one for one in found if one[1] or one[2]]
    found.sort(key=lambda x: (-x[1], -x[2], x[0].id))
    fell, rose = sum(x[1] for x in found), sum(x[2] for x in found)
    if not found:
        return Part("changes", said("changes", "none", span, n=at.now.holding + at.now.not_holding))
    figures = (
        figure("changes", "fell", f"{fell:,}", lead=Lead(page="practices")),
        figure("changes", "rose", f"{rose:,}", lead=Lead(page="practices")),
    )
    facts = tuple(
        Told(p.title, Message("review.changes.fact", {"fell": down, "rose": up}), practice=p.id)
        for p, down, up in found[:FEW]
    )
    return Part(
        "changes",
        said("changes", "some", span, fell=fell, rose=rose),
        figures,
        facts,
        max(0, len(found) - FEW),
    )


def systems(at: Ground) -> Part:
    """The systems there are by class, and those listed in the period."""
    n, newest = added_systems(at.caller.organisation, at.span, most=FEW)
    tiers: dict[str, int] = defaultdict(int)
    ended = 0
    for (inside, tier, use), count in at.now.figures.systems().items():
        ended += count if use == "ended" else 0
        if inside and use != "ended":
            tiers[tier] += count
    lead = Lead("system")
    figures = (
        figure("systems", "listed", f"{n:,}", lead=lead),
        figure("systems", "all", f"{at.now.systems_known:,}", lead=lead),
        *(
            figure(
                "systems",
                f"tier_{tier}",
                f"{tiers.get(tier, 0):,}",
                lead=Lead("system", asked={"tier": tier}),
            )
            for tier in ("high", "limited", "minimal")
        ),
        figure("systems", "unsorted", f"{at.now.unsorted:,}", lead=Lead(page="triage")),
    )
    rest = (
        at.now.systems_known
        - sum(tiers.get(tier, 0) for tier in ("high", "limited", "minimal"))
        - at.now.unsorted
    )
    if rest > 0:  # so that the classes add up to what is on the register
        # no list shows what has ended beside what lies outside: then it leads to all of them
        listed = Lead("system", asked={"use": "ended"}) if rest == ended else lead
        figures = (*figures, figure("systems", "rest", f"{rest:,}", lead=listed))
    facts = tuple(Told(r.title, Message("review.change.added"), r.ref) for r in newest)
    words = said("systems", "some" if n else "none", at.span, n=n, whole=at.now.systems_known)
    return Part("systems", words, figures, facts, max(0, n - len(facts)), lead)


def lapses(at: Ground) -> Part:
    """What lapses before the next review if nobody does anything, by practice."""
    figures_, day = at.now.figures, at.span.today
    counted = counted_of(figures_, at.caller.organisation.profile)
    found = ahead(figures_, counted, at.until, units=None).lapses(after=day, until=at.until, most=_LINES)
    grouped: dict[str, list[int]] = {}
    for line in found.lines:
        kept = grouped.setdefault(line.practice.id, [line.day, 0, 0])
        kept[0], kept[1] = min(kept[0], line.day), kept[1] + (line.systems or 0)
        kept[2] += 1
    lead = Lead(page="forecast")
    if not grouped:
        return Part("lapses", said("lapses", "none", at.span, ahead_day=at.until), lead=lead)
    titles = library().by_id
    order = sorted(grouped.items(), key=lambda x: (x[1][0], x[0]))
    facts = tuple(
        Told(
            titles[name].title,
            Message("review.lapses.in_systems" if n else "review.lapses.own", {"n": n}),
            day=first,
            practice=name,
        )
        for name, (first, n, _) in order[:FEW]
    )
    figures = (
        figure("lapses", "practices", len(order), lead=lead),
        figure("lapses", "systems", f"{sum(x[1][1] for x in order):,}", lead=lead),
    )
    how = "some" if found.reach >= at.until else "many"
    words = said("lapses", how, at.span, n=len(order), ahead_day=min(found.reach, at.until))
    return Part("lapses", words, figures, facts, max(0, len(order) - FEW), lead)


def resources(at: Ground) -> Part:
    """Means: what was decided on hours and money, who was trained, and which roles nobody holds."""
    pk, span = at.caller.organisation.pk, at.span
    rows = Record.rows.of(pk).filter(retired_day__isnull=True)
    within = Q(event_day__gte=span.begin, event_day__lt=span.end)
    before = Q(event_day__gte=span.earlier, event_day__lt=span.begin)
    means = rows.filter(kind="evidence", key="means-decision")
    trained = rows.filter(kind="training")
    held = holders(at.caller.organisation, span.today)
    empty = [role for role in vocabulary().roles if role not in ("owner", "overseer") and held.nobody(role)]
    decisions = list(means.filter(within).order_by("-event_day")[:FEW])
    figures = (
        figure(
            "resources",
            "means",
            means.filter(within).count(),
            means.filter(before).count(),
            Lead("evidence", asked={"tag": "means-decision"}),
        ),
        figure(
            "resources",
            "trained",
            trained.filter(within).count(),
            trained.filter(before).count(),
            Lead("training"),
        ),
        figure("resources", "empty", len(empty), lead=Lead(page="who-holds")),
    )
    body = reading.body(reading.own_record(pk))["fields"]
    facts = [Told(r.title, Message("review.resources.decision"), r.ref, r.event_day) for r in decisions]
    facts += [
        Told("", Message("review.resources.nobody", {"role": Message(f"choice.roles.{r}")})) for r in empty
    ]
    how = "said" if body.get("means") else "unsaid"
    words = said("resources", how, span, empty=len(empty), means=str(body.get("means") or ""))
    return Part("resources", words, figures, tuple(facts[:FEW]), max(0, len(facts) - FEW), Lead("role"))


def opportunities(at: Ground, records: Mapping[str, Sequence[Dated]]) -> Part:
    """What could be better: improvements noted and open, and the steps that would raise the index most."""
    day = at.span.last
    noted = [f for f in records["finding"] if f.key == "improvement" and f.open("closed_on", day)]
    begun = [a for a in records["action"] if a.key == "improvement" and a.open("done_on", day)]
    steps = sorted(roadmap(at.caller, at.span.today, explained=0).steps, key=lambda x: -x.step.gain)
    figures = (
        figure("opportunities", "noted", len(noted), lead=Lead("finding", asked={"type": "improvement"})),
        figure("opportunities", "begun", len(begun), lead=Lead("action", asked={"type": "improvement"})),
        figure("opportunities", "steps", len(steps), lead=Lead(page="roadmap")),
    )
    facts = [
        Told(x.title, Message("review.opportunities.noted"), x.ref, x.day("due")) for x in (*noted, *begun)
    ]
    facts = facts[: FEW - _STEPS]
    for one in steps[:_STEPS]:
        params = {"gain": f"{gain(one.step):.1f}", "level": Message(f"level.{LEVEL_WORDS[one.step.level]}")}
        facts.append(
            Told(
                one.step.practice.title,
                Message("review.opportunities.step", params),
                practice=one.step.practice.id,
            )
        )
    words = said(
        "opportunities", "some" if steps or noted else "none", at.span, noted=len(noted), steps=len(steps)
    )
    return Part("opportunities", words, figures, tuple(facts), lead=Lead(page="roadmap"))


def learned(at: Ground) -> Part:
    """What the loop learned: causes found, mending that worked or did not, what came back, figures that moved."""
    span = at.span
    found = loop.learned(at.caller.organisation, span.begin, span.last)
    lead = Lead("finding")
    if not found.lines:
        return Part("learned", said("learned", "none", span, n=found.still_open), lead=lead)
    figures = (
        figure("learned", "opened", found.opened, lead=lead),
        figure("learned", "closed", found.closed, lead=lead),
        figure("learned", "seen", found.verified, lead=lead),
        figure("learned", "not_effective", found.not_effective, lead=lead),
        figure("learned", "returned", len(found.returned), lead=lead),
        figure("learned", "in_time", found.done_in_time, lead=Lead("action")),
        figure("learned", "late", found.done_late, lead=Lead("action")),
    )
    facts = [
        Told(one.nature, Message("review.learned.returned_of", {"ref": one.of}), one.ref)
        for one in found.returned
    ]
    facts += [
        Told(
            one.title,
            Message(
                "review.learned.moved",
                {"measures": one.measures, "before": f"{one.before:g}", "after": f"{one.after:g}"},
            ),
            one.action,
            one.done,
        )
        for one in found.moved
    ]
    facts += [
        Told(one.name, Message("review.learned.cause", {"n": one.n}), one.refs[0] if one.refs else "")
        for one in found.causes
    ]
    words = said("learned", "some", span, n=found.closed, seen=found.verified)
    return Part("learned", words, figures, tuple(facts[:FEW]), max(0, len(facts) - FEW), lead)


__all__ = [
    "Ground",
    "changes",
    "ground",
    "index",
    "lapses",
    "learned",
    "opportunities",
    "resources",
    "systems",
]
