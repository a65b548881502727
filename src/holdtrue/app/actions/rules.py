"""Installing the rules that ship: an action with its entry, after which every standing is derived anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import rederiving, rules
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.derive import points
from holdtrue.app.derive.scratch import derive_everything, derive_others
from holdtrue.app.derive.systems import Pass
from holdtrue.app.derive.wide import INLINE
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import members, tallies
from holdtrue.store.models import RuleSet

if TYPE_CHECKING:
    from holdtrue.store.models import Job


def install(caller: Caller) -> Job | None:
    """Put the rules that ship in force. Returns the job that derives the systems again, None where all is done.

    BadInput where they are in force already. Up to INLINE systems are derived at once.
    """
    organisation = caller.organisation
    with acting(caller, "rules.install", "install_rules", on_organisation()) as act:
        organisation.refresh_from_db(fields=["rules", "rederiving"])
        was, now = organisation.rules, rules.shipped_digest()
        if was == now:
            raise BadInput("rules.installed_already", field="rules", digest=now[:12])
        points.keep(organisation, act.day)  # months that ended under the rules that go
        row = RuleSet(organisation=organisation, digest=now, from_day=act.day, installed_at=act.now)
        row.content = rules.packed()
        RuleSet.rows.of(organisation.pk).filter(digest=now, from_day=act.day).delete()
        RuleSet.rows.add([row])
        organisation.rules = now
        organisation.save(update_fields=["rules"])
        act.note(None, contents={"rules": now, "was": was})
        rules.follow(organisation)
        entry = act.head.size
        if rederiving.systems_of(organisation) <= INLINE:
            derive_everything(organisation, day=act.day, entry=entry)
            return None
        tallies.clear(organisation.pk)
        members.clear(organisation.pk)
        derive_others(Pass(organisation, library(), act.day, entry))
        return rederiving.ask(organisation, caller.actor.account, act.now)


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


__all__ = ["install", "resume", "stop"]
