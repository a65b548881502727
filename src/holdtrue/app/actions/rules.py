"""Putting rules in force, those that ship or the organisation's own: an action with its entry, all derived anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import rederiving, rules
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.derive import points
from holdtrue.app.derive.scratch import derive_everything, derive_others
from holdtrue.app.derive.systems import Pass
from holdtrue.app.derive.wide import INLINE
from holdtrue.core.additions.whole import check
from holdtrue.core.content import SHIPPED
from holdtrue.core.own import OWN
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import members, tallies
from holdtrue.store.models import RuleSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Act
    from holdtrue.core.content import Edition
    from holdtrue.store.models import Job


def install(caller: Caller) -> Job | None:
    """Put the rules that ship in force, the organisation's own files kept beside them.

    Returns the job that derives the systems again, None where all is done: up to INLINE systems are derived at once.
    BadInput where they are in force already, or where an own file does not fit them.
    """
    organisation = caller.organisation
    with acting(caller, "rules.install", "install_rules", on_organisation()) as act:
        organisation.refresh_from_db(fields=["rules", "rederiving"])
        offered = rules.offered_to(organisation)
        if organisation.rules == rules.digest_of(offered):
            raise BadInput("rules.installed_already", field="rules", digest=organisation.rules[:12])
        _require_fitting(rules.own_of(organisation))
        return put_in_force(act, offered)


def put_in_force(act: Act, edition: Edition, **contents: object) -> Job | None:
    """Put an edition in force within a running action, and derive all by it; `contents` are told by its entry."""
    organisation = act.organisation
    was, now = organisation.rules, rules.digest_of(edition)
    points.keep(organisation, act.day)  # months that ended under the rules that go
    row = RuleSet(organisation=organisation, digest=now, from_day=act.day, installed_at=act.now)
    row.content = rules.packed_of(edition)
    RuleSet.rows.of(organisation.pk).filter(digest=now, from_day=act.day).delete()
    RuleSet.rows.add([row])
    organisation.rules = now
    organisation.save(update_fields=["rules"])
    act.note(None, contents={"rules": now, "was": was, **contents})
    rules.follow(organisation)
    entry = act.head.size
    if rederiving.systems_of(organisation) <= INLINE:
        derive_everything(organisation, day=act.day, entry=entry)
        return None
    tallies.clear(organisation.pk)
    members.clear(organisation.pk)
    derive_others(Pass(organisation, library(), act.day, entry))
    return rederiving.ask(organisation, act.caller.actor.account, act.now)


def _require_fitting(own: Mapping[str, bytes]) -> None:
    """The rules that ship may have lost what an own file names."""
    if not own:
        return
    try:
        check({path.removeprefix(OWN): body for path, body in own.items()}, SHIPPED)
    except BadInput as refusal:
        raise BadInput("own.no_longer_fits", field="own", said=refusal.message) from refusal


def stop(caller: Caller) -> Job:
    """Stop the job that derives standings again after the piece at hand; `resume` goes on from there."""
    with acting(caller, "rules.stop", "install_rules", on_organisation()) as act:
        job = rederiving.stop(caller.organisation)
        act.note(None, contents={"job": job.pk, "done": job.done, "of": job.total})
        return job


def resume(caller: Caller) -> Job:
    """Go on with a stopped or failed job."""
    with acting(caller, "rules.resume", "install_rules", on_organisation()) as act:
        job = rederiving.resume(caller.organisation)
        act.note(None, contents={"job": job.pk, "done": job.done, "of": job.total})
        return job


__all__ = ["install", "put_in_force", "resume", "stop"]
