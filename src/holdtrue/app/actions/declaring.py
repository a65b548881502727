"""Turning the answers of a free check into the start of an AIMS: declarations, with where they come from and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app import callers
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.organisation import found
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.actions.records import add_within
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.core.checks import check, questionnaire
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.store import reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.accounts.models import User
    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.core.checks import CheckResult
    from holdtrue.store.models import Organisation

SOURCE = "Free check: {title}"


@dataclass(frozen=True, slots=True)
class Started:
    """What was written."""

    organisation: Organisation
    declarations: tuple[str, ...]
    """Refs of those added; what the same check said on the same day before is not said twice."""
    system: str = ""
    """Ref of the system that a class was drafted for."""


def start(caller: Caller, name: str, answers: Mapping[str, object], *, system: str = "") -> Started:
    """Write what the answers declare, each as said by whoever does it, today, by the check.

    A declaration carries its practice to declared and no further. Of the EU check a class is drafted, unsigned, for
    a `system` named. BadInput where the answers are no whole check, NotAllowed with the reason.
    """
    result = check(name, answers)
    if system.strip():
        require(caller, "add", on_kind("system"))
        require(caller, "add", on_kind("classification"))
    with acting(caller, "declaration.start", "add", on_kind("declaration")) as act:
        source = SOURCE.format(title=questionnaire(name)["title"])
        known = _said_today(act, source)
        added = tuple(
            _declare(act, one.practice, source).ref for one in result.declares if one.practice not in known
        )
        drafted = _draft(act, result, system.strip()) if system.strip() and name == "eu_ai_act" else ""
    return Started(caller.organisation, added, drafted)


def begin(  # what an organisation begins with, each by its name
    user: User,
    organisation: str,
    name: str,
    answers: Mapping[str, object],
    *,
    profile: str = "starter",
    system: str = "",
    clock: Clock = SYSTEM,
) -> Started:
    """Found an organisation owned by the user and start it with the answers; both or neither."""
    check(name, answers)
    with transaction.atomic():
        made = found(organisation, profile=profile, owner=user.email, clock=clock)
        return start(callers.member(user, made.organisation.slug, clock=clock), name, answers, system=system)


def _declare(act: Act, practice: str, source: str) -> Record:
    given = {"practice": practice, "answer": "yes", "said_on": iso(act.day), "source": source}
    said_by = _speaker(act)
    fields, links = clean("declaration", given | ({"said_by": said_by} if said_by else {}))
    return add_within(act, KINDS["declaration"], fields, links)


def _speaker(act: Act) -> str:
    person = act.caller.actor.person
    found_ = reading.by_uid(act.organisation.pk, [person]) if person else {}
    return found_[person].title if person in found_ else ""


def _said_today(act: Act, source: str) -> frozenset[str]:
    """Practices that this check already speaks of today."""
    rows = Record.rows.of(act.organisation.pk).filter(
        kind="declaration", event_day=act.day, retired_day__isnull=True
    )
    return frozenset(str(row.key) for row in rows if reading.body(row)["fields"].get("source") == source)


def _draft(act: Act, result: CheckResult, system: str) -> str:
    """Add the system by the name it was given, and its class as a draft nobody signed."""
    fields, links = clean("system", {"name": system})
    made = add_within(act, KINDS["system"], fields, links)
    draft = result.details["draft"]
    assert isinstance(draft, dict)  # noqa: S101  # so the check makes it
    fields, links = clean("classification", {**draft, "system": made.ref})
    add_within(act, KINDS["classification"], fields, links)
    return made.ref


__all__ = ["SOURCE", "Started", "begin", "start"]
