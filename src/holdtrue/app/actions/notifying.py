"""One round of notices: digests that are due are sent, each once a day at most, and what is late goes up."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.app import callers
from holdtrue.app.actions.raising import raise_late
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.notices import digest
from holdtrue.app.notices.addresses import chat_address, mail_address
from holdtrue.app.notices.sending import send
from holdtrue.app.worklist.everybody import everybody
from holdtrue.app.worklist.raising import raised
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.core.refusals import Refusal
from holdtrue.store.models import NoticePlan, NoticeRule, Organisation

if TYPE_CHECKING:
    from holdtrue.core.days import Day

_LOG = logging.getLogger(__name__)
_WEEK = 7
HOUR = 6
"""The hour of the organisation's day from which digests go out."""


@dataclass(slots=True)
class Round:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    raised: int = 0


def every_organisation(clock: Clock = SYSTEM) -> Round:
    """Go round all organisations; what fails in one is told and holds up no other."""
    done = Round()
    for organisation in Organisation.objects.order_by("pk"):
        try:
            one_round(organisation, done, clock)
        except Exception:  # noqa: BLE001  # told in full; the others' notices still go
            _LOG.exception("the round of notices of organisation %s failed", organisation.pk)
    return done


def one_round(organisation: Organisation, done: Round, clock: Clock = SYSTEM) -> Round:
    """Send what is due in one organisation, and send up what is late."""
    day = clock.day(organisation.time_zone)
    done.raised += raise_late(callers.console(organisation.slug, clock=clock))
    if _hour(organisation, clock) < HOUR:
        return done
    for plan in NoticePlan.rows.of(organisation.pk).exclude(rhythm="never").filter(sent__lt=day):
        if _due(plan.rhythm, plan.sent, day):
            _send(plan, _to_person(organisation, plan, day, clock), day, done)
    rule = NoticeRule.rows.of(organisation.pk).exclude(rhythm="never").filter(sent__lt=day).first()
    if rule and rule.address and _due(rule.rhythm, rule.sent, day):
        said = digest.of_everybody(organisation, everybody(organisation, day))
        _send(rule, (rule.address, said), day, done)
    return done


def _hour(organisation: Organisation, clock: Clock) -> int:
    from holdtrue.app.clock import zone

    return clock.now().astimezone(zone(organisation.time_zone)).hour


def _due(rhythm: str, sent: Day, day: Day) -> bool:
    """Daily each day; weekly on Mondays, or as soon after as a round is run."""
    if rhythm == "daily":
        return sent < day
    monday = day - dt.date.fromordinal(day).weekday()
    return sent < monday


def _to_person(
    organisation: Organisation, plan: NoticePlan, day: Day, clock: Clock
) -> tuple[str, digest.Digest] | None:
    """Where a person's digest goes and what it says; None where there is nothing to say, or nobody to say it to."""
    membership = (
        Membership.objects.filter(organisation=organisation, person_id=plan.person_id, active=True)
        .select_related("user", "organisation")
        .first()
    )
    if membership is None or not membership.user.is_active or not callers.lives(membership, clock):
        return None
    caller = callers.member(membership.user, organisation.slug, clock=clock)
    asked = asked_for(organisation, plan.person_id, membership.role, day, caller=caller)
    said = digest.of_person(organisation, worklist_of(asked), raised(asked), day)
    return (plan.address, said) if said else None


def _send(
    plan: NoticePlan | NoticeRule, notice: tuple[str, digest.Digest] | None, day: Day, done: Round
) -> None:
    """Claim the day first, so that no two workers send twice; give it back where sending failed."""
    rows = type(plan).rows.of(plan.organisation_id).filter(pk=plan.pk)
    if not rows.filter(sent=plan.sent).update(sent=day):
        return
    if notice is None:
        return
    address, said = notice
    try:
        mailed = isinstance(plan, NoticePlan) and plan.way == "mail"
        sent = send(mail_address(address) if mailed else chat_address(address), said.title, said.body)
    except Refusal:
        sent = False
    if sent:
        done.sent += 1
        return
    done.failed += 1
    rows.filter(sent=day).update(sent=plan.sent)
    _LOG.warning(
        "a notice of organisation %s was not taken; the next round tries again", plan.organisation_id
    )


__all__ = ["Round", "every_organisation", "one_round"]
