"""Standing approvals of a system: which are in force until when, and whether a deploy would lie inside one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.queries.approvers import KIND, approver_of, components_of, tier_of
from holdtrue.app.queries.signed import standing_of
from holdtrue.app.worklist.telling import told_together
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.days import NEVER, to_day
from holdtrue.core.envelopes import VARYING, Change, Envelope, judge, read, settings
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.core.risking import entitled
from holdtrue.core.verdicts import State
from holdtrue.store import reading
from holdtrue.store.models import Link, Revision, SignOff

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.envelopes import Judged
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Organisation, Record


@dataclass(frozen=True, slots=True)
class Held:
    """One standing approval as it stands on a day."""

    record: Record
    fields: Mapping[str, object]
    envelope: Envelope
    until: Day
    """Its last day; NEVER where none is stated."""
    signoffs: tuple[SignOff, ...]
    """Those that make it hold."""
    why_not: Message | None
    """Why it is not in force; None where it is."""

    @property
    def signers(self) -> tuple[str, ...]:
        """The names of those who signed it."""
        return tuple(dict.fromkeys(row.signer.title for row in self.signoffs))


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that must hold on the day of a deploy."""

    title: Message
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """A deploy held against one standing approval."""

    held: Held
    changes: tuple[Change, ...]
    parts: tuple[Judged, ...]
    asked: tuple[Asked, ...]
    shown_by: tuple[str, ...]
    """uids of the evidence it rests on."""
    outside: Message | None
    """The first limit crossed, as a sentence; None where it lies inside."""


def envelopes_of(organisation: Organisation, system: Record, day: Day) -> list[Held]:
    """Return a system's standing approvals, the newest first; a few queries each, and there are few."""
    links = Link.rows.of(organisation.pk).filter(target=system, relation="system", source__kind=KIND)
    rows = [r.source for r in links.select_related("source") if r.source.retired_day is None]
    role = approver_of(tier_of(organisation.pk, system)) if rows else ""
    return [held(organisation, row, role, day) for row in sorted(rows, key=lambda r: -r.number)]


def held(organisation: Organisation, record: Record, role: str, day: Day) -> Held:
    """Return how one stands; `role` is whose signature it needs, by the tier the system has today."""
    fields = reading.body(record)["fields"]
    given = SignOff.rows.of(organisation.pk).filter(record=record, withdrawn_by__isnull=True)
    given = given.exclude(meaning__in=(REFUSED, WITHDRAWN)).select_related("signer", "revision")
    told = standing_of(organisation, list(given.order_by("-id")), day, said={})
    whole = tuple(one.signoff for one in told if one.state is State.HOLDS)
    until = to_day(fields.get("valid_until")) or NEVER
    why = _why_not(record, [one.state for one in told], whole, until, role, day)
    try:
        envelope = read(fields)
    except BadInput as refusal:
        envelope, why = Envelope((), (), ()), refusal.message
    return Held(record, fields, envelope, until, whole, why)


def _why_not(
    record: Record,
    states: Sequence[State],
    whole: Sequence[SignOff],
    until: Day,
    role: str,
    day: Day,
) -> Message | None:
    ref = {"ref": record.ref}
    if not states:
        return Message("envelope.unsigned", ref)
    if not whole:
        name = "drifted" if State.DRIFTED in states else "lapsed"
        return Message(f"envelope.{name}", ref)
    if until < day:
        return Message("envelope.ended", {**ref, "until_day": until})
    if len({row.signer_id for row in whole}) < max(row.needed for row in whole):
        return Message("envelope.not_enough", ref)
    if not role:
        return Message("envelope.unsorted", ref)
    if not any(entitled(role, row.roles) for row in whole):
        return Message("envelope.now_asks", {**ref, "role": Message(f"choice.roles.{role}")})
    return None


def proposed(parts: Mapping[str, Record], given: Mapping[str, str]) -> tuple[Change, ...]:
    """Return what a deploy changes: `given` is a component's field, as CMP-0001.version, or one setting of it."""
    now: dict[tuple[str, str], str] = {}
    wanted: dict[tuple[str, str], str] = {}
    for name, value in given.items():
        ref, _, rest = name.partition(".")
        field, _, key = rest.partition(".")
        record = parts.get(ref.upper())
        if record is None:
            raise BadInput("envelope.no_component", field="set", ref=ref)
        if field not in VARYING or (key and field != "settings"):
            raise BadInput("envelope.no_field", field="set", name=rest or name, fields=VARYING)
        at = (record.ref, field)
        now.setdefault(at, str(reading.body(record)["fields"].get(field) or ""))
        wanted[at] = _with(wanted.get(at, now[at]), key, value) if key else value
    return tuple(Change(ref, field, now[ref, field], after) for (ref, field), after in wanted.items())


def _with(text: str, key: str, value: str) -> str:
    held = settings(text)
    if held is None:
        raise BadInput("envelope.settings_unread", field="set", key=key)
    return "\n".join(f"{name} = {one}" for name, one in {**held, key: value}.items())


def tried(
    organisation: Organisation, system: Record, held: Held, changes: Sequence[Change], day: Day
) -> Tried:
    """Hold a deploy against one standing approval: what varies, what varied since it was signed, what must hold."""
    parts = judge(held.envelope, changes)
    drifted = judge(held.envelope, since_signed(organisation.pk, system, held)) if held.signoffs else ()
    asked, shown = _asked(organisation, system, held.envelope, day)
    outside = held.why_not
    crossing = next((one for one in (*parts, *drifted) if not one.inside), None)
    if outside is None and crossing is not None:
        outside = crossing.said()
    failing = next((one for one in asked if not one.verdict.holds(day)), None)
    if outside is None and failing is not None:
        outside = failing.verdict.why.message
    if outside is None and not parts:
        outside = Message("envelope.nothing", {"ref": held.record.ref})
    return Tried(held, tuple(changes), (*parts, *drifted), asked, shown, outside)


def since_signed(organisation_id: int, system: Record, held: Held) -> list[Change]:
    """Return what changed in the system's components since it was signed, where that matters to a signature."""
    at = max(row.signed_at for row in held.signoffs)
    found = []
    for record in components_of(organisation_id, system).values():
        then = _body_at(organisation_id, record, at)
        now = reading.body(record)
        if then is None:
            found.append(Change(record.ref, "name", "", record.title))
            continue
        for name in KINDS["component"].material:
            was, is_now = (_told(body, name) for body in (then, now))
            if was != is_now:
                found.append(Change(record.ref, name, was, is_now))
    return found


def _body_at(
    organisation_id: int, record: Record, at: dt.datetime
) -> Mapping[str, Mapping[str, object]] | None:
    rows = Revision.rows.of(organisation_id).filter(record=record, recorded_at__lte=at)
    number = rows.order_by("-number").values_list("number", flat=True).first()
    return None if number is None else reading.body(record, number)


def _told(body: Mapping[str, Mapping[str, object]], name: str) -> str:
    value = body["fields"].get(name, body["links"].get(name))
    return ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value or "")


def _asked(
    organisation: Organisation, system: Record, envelope: Envelope, day: Day
) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
    claims = [parse_claim(source, strict=True, path="envelope") for source in envelope.asks()]
    if not claims:
        return (), ()
    # They are asked of the system, whose own records are loaded; not of everybody's evidence with the tag.
    view = told_together(organisation, [system.pk], (), day).system_scope(system.uid)
    shown = []
    for fresh in envelope.evidence:
        good = [
            f for f in view.tagged("evidence", fresh.tag) if f.fields.get("result") == "in_order" and f.day
        ]
        if good:
            shown.append(max(good, key=lambda f: (f.day or NEVER, f.number)).uid)
    told = tuple(Asked(claim.describe(), claim.evaluate(view)) for claim in claims)
    return told, tuple(dict.fromkeys(shown))


__all__ = [
    "Asked",
    "Held",
    "Tried",
    "envelopes_of",
    "held",
    "proposed",
    "since_signed",
    "tried",
]
