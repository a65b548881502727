"""The parts of a review pack that count records: decisions, findings, audits, objectives, incidents, figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdtrue.app.queries.review_dated import Span, changed
from holdtrue.app.queries.review_shapes import Figure, Lead, Part, Told
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store import census, reading
from holdtrue.store.models import Link, Measurement, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdtrue.app.queries.review_dated import Dated
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

    Records = Mapping[str, Sequence[Dated]]

FEW = 12
"""Facts told of one part; the rest are counted."""
_INDICATORS = 400
_COUNTED = 10_000


def said(part: str, how: str, span: Span, /, **params: object) -> Message:
    """Return the sentence of a part, in one of its forms; every form may name the period."""
    return Message(
        f"review.{part}.{how}", {"from_day": span.begin, "until_day": min(span.end - 1, span.today), **params}
    )


def figure(part: str, name: str, now: object, before: object = "", lead: Lead | None = None) -> Figure:
    """Return one figure by its name within a part."""
    return Figure(Message(f"review.{part}.{name}"), str(now), str(before), lead or Lead())


def prior(organisation: Organisation, records: Records, span: Span) -> Part:
    """What became of what earlier reviews decided."""
    rows = Link.rows.of(organisation.pk).filter(
        relation="addresses", target__kind="review", source__kind="action", source__retired_day__isnull=True
    )
    wanted = set(rows.values_list("source_id", flat=True))
    actions = [a for a in records["action"] if a.row in wanted]
    if not actions:
        return Part("prior", said("prior", "none", span, n=len(records["review"])), lead=Lead("review"))
    day = span.last
    open_ = [a for a in actions if a.open("done_on", day)]
    late = [a for a in open_ if a.late("done_on", day)]
    done = len(actions) - len(open_)
    before = span.begin - 1
    then = [a for a in actions if a.recorded <= before]
    lead = Lead("action")
    figures = (
        figure("prior", "decided", len(actions), len(then), lead),
        figure("prior", "done", done, sum(not a.open("done_on", before) for a in then), lead),
        figure("prior", "late", len(late), sum(a.late("done_on", before) for a in then), lead),
    )
    order = sorted(actions, key=lambda a: (not a.open("done_on", day), a.day("due") or 0, a.row))
    facts = [_told(a, "done_on", day, a.day("due")) for a in order]
    return Part(
        "prior",
        said("prior", "some", span, done=done, whole=len(actions), late=len(late)),
        figures,
        tuple(facts[:FEW]),
        max(0, len(facts) - FEW),
        lead,
    )


def _told(one: Dated, closed_by: str, day: Day, otherwise: Day | None) -> Told:
    """Tell how it stands, beside the day that says so: when it was done, else the day named."""
    closed = one.day(closed_by)
    at = closed if closed is not None and closed <= day else otherwise
    return Told(one.title, _settled(one, closed_by, day), one.ref, at)


def _settled(one: Dated, closed_by: str, day: Day) -> Message:
    """How something that is to be done by a day stands."""
    closed, due = one.day(closed_by), one.day("due")
    if closed is not None and closed <= day:
        late = due is not None and closed > due
        return Message("review.state.done_late" if late else "review.state.done", {"on_day": closed})
    if due is None:
        return Message("review.state.open")
    return Message("review.state.late" if due < day else "review.state.due", {"due_day": due})


def surroundings(part: str, kind: str) -> Callable[[Organisation, Span], Part]:
    """Return the part that tells what changed among the records of one kind: issues, or interested parties."""

    def told(organisation: Organisation, span: Span) -> Part:
        found = changed(organisation, kind, span)
        n = census.of_kinds(organisation.pk, [kind], most=_COUNTED).get(kind, 0)
        figures = tuple(
            figure("surroundings", how, sum(h == how for _, h in found), lead=Lead(kind))
            for how in ("added", "changed", "retired")
        )
        if not found:
            return Part(part, said(part, "none", span, n=n), lead=Lead(kind))
        facts = tuple(Told(r.title, Message(f"review.change.{how}"), r.ref) for r, how in found[:FEW])
        return Part(
            part,
            said(part, "some", span, n=len(found), whole=n),
            figures,
            facts,
            max(0, len(found) - FEW),
            Lead(kind),
        )

    return told


def nonconformities(organisation: Organisation, records: Records, span: Span) -> Part:
    """Findings and their mending: opened, closed, open now, and those whose effect was seen."""
    del organisation
    findings = [f for f in records["finding"] if f.key != "improvement"]
    day, before = span.last, span.begin - 1
    opened = [f for f in findings if span.holds(f.recorded)]
    closed = [f for f in findings if span.holds(f.day("closed_on"))]
    open_ = [f for f in findings if f.open("closed_on", day)]
    seen = [f for f in findings if span.holds(f.day("effect_verified_on"))]
    lead = Lead("finding")
    if not (opened or closed or open_):
        return Part("nonconformities", said("nonconformities", "none", span, n=len(findings)), lead=lead)

    def then(closed_by: str) -> int:
        return sum(span.held(f.day(closed_by)) for f in findings)

    figures = (
        figure("nonconformities", "opened", len(opened), sum(span.held(f.recorded) for f in findings), lead),
        figure("nonconformities", "closed", len(closed), then("closed_on"), lead),
        figure("nonconformities", "seen", len(seen), then("effect_verified_on"), lead),
        *(
            figure(
                "nonconformities",
                f"open_{type_}",
                sum(f.key == type_ for f in open_),
                sum(f.key == type_ and f.open("closed_on", before) for f in findings),
                Lead("finding", asked={"type": type_}),
            )
            for type_ in ("major", "minor")
        ),
        figure(
            "nonconformities",
            "overdue",
            sum(f.late("closed_on", day) for f in findings),
            sum(f.late("closed_on", before) for f in findings),
            lead,
        ),
    )
    order = sorted(open_, key=lambda f: (f.key != "major", f.day("due") or 0, f.row))
    facts = tuple(_told(f, "closed_on", day, f.day("due")) for f in order[:FEW])
    words = said("nonconformities", "some", span, opened=len(opened), closed=len(closed), n=len(open_))
    return Part("nonconformities", words, figures, facts, max(0, len(order) - FEW), lead)


def audits(organisation: Organisation, records: Records, span: Span) -> Part:
    """Audits held, what came out of them, and those planned that were not held."""
    held = [a for a in records["audit"] if span.holds(a.on)]
    before = [a for a in records["audit"] if span.held(a.on)]
    planned = [a for a in records["audit"] if a.on is None]
    lead = Lead("audit")
    if not held:
        latest = max((a.on for a in records["audit"] if a.on is not None), default=None)
        how = "none" if latest is None else "none_since"
        more = {} if latest is None else {"last_day": latest}
        return Part("audits", said("audits", how, span, planned=len(planned), **more), lead=lead)
    links = Link.rows.of(organisation.pk).filter(
        relation="audit", source__kind="finding", target_id__in=[a.row for a in (*held, *before)]
    )
    from_: dict[int, int] = {}
    for row in links.values_list("target_id", flat=True):
        from_[row] = from_.get(row, 0) + 1
    figures = (
        figure("audits", "held", len(held), len(before), lead),
        figure(
            "audits",
            "findings",
            sum(from_.get(a.row, 0) for a in held),
            sum(from_.get(a.row, 0) for a in before),
            Lead("finding"),
        ),
        figure("audits", "planned", len(planned), lead=lead),
    )
    facts = [
        Told(a.title, Message("review.audits.fact", {"n": from_.get(a.row, 0)}), a.ref, a.on) for a in held
    ]
    words = said("audits", "some", span, n=len(held), findings=sum(from_.get(a.row, 0) for a in held))
    return Part("audits", words, figures, tuple(facts[:FEW]), max(0, len(facts) - FEW), lead)


def objectives(organisation: Organisation, records: Records, span: Span) -> Part:
    """Objectives: how many there are, which were due in the period, and which day has passed."""
    found, day, lead = records["objective"], span.last, Lead("objective")
    del organisation
    if not found:
        return Part("objectives", said("objectives", "none", span), lead=lead)
    due = [o for o in found if span.holds(o.day("due"))]
    past = [o for o in found if (o.day("due") or day) < day]
    figures = (
        figure("objectives", "all", len(found), sum(o.recorded < span.begin for o in found), lead),
        figure("objectives", "due", len(due), sum(span.held(o.day("due")) for o in found), lead),
        figure("objectives", "past", len(past), lead=lead),
    )
    order = sorted(found, key=lambda o: (o.day("due") or 10**7, o.row))
    facts = tuple(_told(o, "closed_on", day, o.day("due")) for o in order[:FEW])
    words = said("objectives", "some", span, n=len(found), due=len(due))
    return Part("objectives", words, figures, facts, max(0, len(found) - FEW), lead)


def incidents(organisation: Organisation, records: Records, span: Span) -> Part:
    """Incidents by severity and how they were dealt with; concerns as counts alone, their words being private."""
    del organisation
    every, concerns, day = records["incident"], records["concern"], span.last
    now = [i for i in every if span.holds(i.began())]
    raised = [c for c in concerns if span.holds(c.began())]
    open_ = [i for i in every if i.open("closed_on", day)]
    lead = Lead("incident")
    if not (now or raised or open_):
        words = said("incidents", "none", span, n=len(every), concerns=len(concerns))
        return Part("incidents", words, lead=lead)
    names = vocabulary_of("severity")
    figures = (
        *(
            figure(
                "incidents",
                name,
                sum(i.values.get("severity") == key for i in now),
                sum(i.values.get("severity") == key and span.held(i.began()) for i in every),
                Lead("incident", asked={"severity": name}),
            )
            for key, name in names
        ),
        figure(
            "incidents", "open", len(open_), sum(i.open("closed_on", span.begin - 1) for i in every), lead
        ),
        figure(
            "incidents", "raised", len(raised), sum(span.held(c.began()) for c in concerns), Lead("concern")
        ),
        figure(
            "incidents",
            "answered",
            sum(span.holds(c.day("answered_on")) for c in concerns),
            sum(span.held(c.day("answered_on")) for c in concerns),
            Lead("concern"),
        ),
    )
    facts = tuple(_told(i, "closed_on", day, i.began()) for i in now[:FEW])
    words = said("incidents", "some", span, n=len(now), open=len(open_), concerns=len(raised))
    return Part("incidents", words, figures, facts, max(0, len(now) - FEW), lead)


def vocabulary_of(name: str) -> list[tuple[str, str]]:
    """Return the choices of an incident's field, as (what they sort by, name)."""
    spec = KINDS["incident"].spec(name)
    return [(f"{n:03d}", option) for n, (option, _) in enumerate(spec.choices)]


def measurements(organisation: Organisation, span: Span) -> Part:
    """Each indicator's newest value beside the one before the period; those out of target first. Four queries."""
    pk, lead = organisation.pk, Lead("indicator")
    rows = Record.rows.of(pk).filter(kind="indicator", retired_day__isnull=True).order_by("number")
    indicators = list(rows[:_INDICATORS])
    if not indicators:
        return Part("measurements", said("measurements", "none", span), lead=lead)
    values: dict[int, list[tuple[Day, int, float]]] = {}
    taken = Measurement.rows.of(pk).filter(
        indicator_id__in=[r.pk for r in indicators],
        day__gte=span.earlier - 366,
        day__lt=span.end,
        value__isnull=False,
    )
    for row, day, version, value in taken.values_list("indicator_id", "day", "version", "value"):
        values.setdefault(row, []).append((day, version, value))
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in indicators])
    facts, states = [], {"in": 0, "out": 0, "unset": 0, "missing": 0}
    then = dict(states)
    for record in indicators:
        some = sorted(values.get(record.pk, []))
        now = next((v for v in reversed(some) if v[0] >= span.begin), None)
        before = next((v for v in reversed(some) if v[0] < span.begin), None)
        fields = bodies.get(record.pk, {}).get("fields", {})
        state = _state(fields, now[2] if now else None)
        states[state] += 1
        then[_state(fields, before[2] if before else None)] += 1
        params = {
            "now": f"{now[2]:g}" if now else "–",
            "before": f"{before[2]:g}" if before else "–",
            "target": _target(fields),
        }
        facts.append(
            (
                state,
                Told(record.title, Message(f"review.measured.{state}", params), record.ref, now and now[0]),
            )
        )
    order = ("out", "missing", "unset", "in")
    facts.sort(key=lambda one: order.index(one[0]))
    figures = tuple(figure("measurements", name, states[name], then[name], lead) for name in order)
    words = said(
        "measurements", "some", span, n=len(indicators), out=states["out"], missing=states["missing"]
    )
    return Part(
        "measurements", words, figures, tuple(f for _, f in facts[:FEW]), max(0, len(facts) - FEW), lead
    )


def _state(fields: Mapping[str, object], value: float | None) -> str:
    """Whether a value is in the target that the indicator states, by the direction of its tag where it states none."""
    if value is None:
        return "missing"
    target = fields.get("target")
    if isinstance(target, list) and len(target) == 2:  # noqa: PLR2004  # low and high
        return "in" if target[0] <= value <= target[1] else "out"
    known = vocabulary().indicators.get(str(fields.get("tag")))
    direction = str(fields.get("direction") or (known.direction if known else ""))
    if isinstance(target, bool) or not isinstance(target, (int, float)) or direction not in ("up", "down"):
        return "unset"
    return "in" if (value >= target if direction == "up" else value <= target) else "out"


def _target(fields: Mapping[str, object]) -> str:
    target = fields.get("target")
    if isinstance(target, list):
        return " – ".join(f"{x:g}" for x in target)
    return f"{target:g}" if isinstance(target, (int, float)) else "–"


__all__ = [
    "FEW",
    "audits",
    "figure",
    "incidents",
    "measurements",
    "nonconformities",
    "objectives",
    "prior",
    "said",
    "surroundings",
]
