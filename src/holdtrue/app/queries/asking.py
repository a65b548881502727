"""Questions as people ask them: words in, the day and the scope they mean, and whether they may ask."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app import rules as installed
from holdtrue.app.actions.permission import on_organisation, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.derive.views import organisation_record
from holdtrue.app.queries import figures, past, records
from holdtrue.app.queries.bounded import unit_of
from holdtrue.app.queries.lists import record_named
from holdtrue.app.queries.one_system import SystemStatus, system_status
from holdtrue.app.queries.status import Status, status
from holdtrue.app.queries.why import Why, level_named, practice_named, why
from holdtrue.core.access import EVERYTHING, allowed_kinds
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.days import to_day
from holdtrue.core.refusals import BadInput
from holdtrue.core.tally import WHOLE
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.records import Near, Shown
    from holdtrue.core.days import Day
    from holdtrue.core.register import Register
    from holdtrue.store.models import Record, SignOff

ORGANISATION = frozenset({"organisation", "organization"})


def today(caller: Caller) -> Day:
    """Return the caller's day, in the organisation's time zone."""
    return caller.clock.day(caller.organisation.time_zone)


def day_named(caller: Caller, text: str, name: str = "at") -> Day:
    """Return the day a text names, today where there is none; BadInput where it is no date."""
    if not text:
        return today(caller)
    day = to_day(text) if len(text) == len("2027-03-14") else None
    if day is None:
        raise BadInput("day.unreadable", field=name, value=text)
    return day


def is_current(caller: Caller, *, at: str = "", known_at: str = "") -> bool:
    """Whether a question is about today or later, with all that is known: lists kept for today answer it."""
    now = today(caller)
    return day_named(caller, at) >= now and day_named(caller, known_at, "known_at") >= now


RULES = ("then", "current")


def by_rules(caller: Caller, at: str, named: str) -> AbstractContextManager[None]:
    """Return the frame in which a day is judged: a past one by the rules in force then, unless `current` is said."""
    if named not in ("", *RULES):
        raise BadInput("rules.which", field="rules", value=named, known=RULES)
    day = day_named(caller, at)
    if named == "current" or day >= today(caller):
        return nullcontext()
    organisation = caller.organisation
    return by_the_rules_of(installed.edition_of(organisation, installed.digest_on(organisation, day)))


def status_asked(
    caller: Caller, *, unit: str = "", at: str = "", known_at: str = "", rules: str = ""
) -> Status:
    """Return where the organisation, or a unit's branch of it, stands.

    From today on it is read from what is stored; a past day is derived from what was true then and known by `known_at`.
    """
    require(caller, "read", on_organisation())
    organisation = caller.organisation
    place = record_named(organisation.pk, unit, "unit", kind="unit") if unit else unit_of(caller)
    if place is not None:
        require(caller, "read", on_record(place))
    day, known = day_named(caller, at), day_named(caller, known_at, "known_at")
    with by_rules(caller, at, rules):
        if day < today(caller) or known < today(caller):
            then = past.figures_at(organisation, day, min(known, today(caller)), unit=place)
            return status(then, unit=place)
        return status(figures.stored(organisation, day, unit=place.pk if place else WHOLE), unit=place)


def system_asked(
    caller: Caller, system: str, *, at: str = "", known_at: str = "", rules: str = ""
) -> SystemStatus:
    """Return where one system stands."""
    record = find(caller, system)
    if record.kind != "system":
        raise BadInput("status.not_a_system", field="system", ref=record.ref)
    require(caller, "read", on_organisation())
    require(caller, "read", on_record(record))
    day = day_named(caller, at)
    with by_rules(caller, at, rules):
        register = _then(caller, day, known_at)
        return system_status(caller.organisation, record, day, register=register)


def _then(caller: Caller, day: Day, known_at: str) -> Register | None:
    """The register of a past day, or as it was known on one; None where what is stored answers."""
    known = day_named(caller, known_at, "known_at")
    if day >= today(caller) and known >= today(caller):
        return None
    return past.register_at(caller.organisation, day, min(known, today(caller)), telling=True)


def why_asked(
    caller: Caller,
    scope: str,
    practice: str,
    *,
    level: str = "",
    at: str = "",
    known_at: str = "",
    rules: str = "",
) -> Why:
    """Return why a practice stands as it does in a scope: 'organisation' or a ref.

    A past day reads the facts as they were true then and known by `known_at`, and the rules in force then.
    """
    organisation = caller.organisation
    require(caller, "read", on_organisation())
    record = organisation_record(organisation.pk) if scope.lower() in ORGANISATION else find(caller, scope)
    require(caller, "read", on_record(record))
    if record.kind == "organization" and practice_named(practice).per_system:
        require(caller, "read", EVERYTHING)
    day = day_named(caller, at)
    asked = level_named(level) if level else 0
    with by_rules(caller, at, rules):
        wanted = practice_named(practice)
        return why(organisation, record, wanted, day, level=asked, past=_then(caller, day, known_at))


def shown_to(caller: Caller, ref: str, *, at: str = "", known_at: str = "") -> Shown:
    """Return a record as the caller may see it: what lies around it only of kinds they may read."""
    record = find(caller, ref)
    require(caller, "read", on_record(record))
    return shown(caller, record, at=at, known_at=known_at)


def signoffs(record: Record) -> list[SignOff]:
    """Return a record's sign-offs, newest first."""
    return records.signoffs(record)


def shown(caller: Caller, record: Record, *, at: str = "", known_at: str = "") -> Shown:
    """Return a record the caller may see, without its surroundings that they may not."""
    known = known_at or at
    if is_current(caller, at=at, known_at=known):
        found = records.show(caller.organisation, record, today(caller))
    else:
        day, known_by = day_named(caller, at), day_named(caller, known, "known_at")
        found = records.show_at(caller.organisation, record, day, known_by)
    kinds = allowed_kinds(caller.actor, "read")
    return found if kinds is None else _within(found, kinds)


def as_it_is_now(caller: Caller, record: Record) -> Shown:
    """Return a record just written, as it stands after its action."""
    reading.renew(record)
    return shown(caller, record)


def _within(found: Shown, kinds: frozenset[str]) -> Shown:
    def kept(near: Near | str) -> Near | str:
        return near if isinstance(near, str) or near.kind in kinds else near.ref

    return replace(
        found,
        links={name: tuple(kept(near) for near in some) for name, some in found.links.items()},
        incoming={kind: some for kind, some in found.incoming.items() if kind in kinds},
    )
