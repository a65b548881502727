"""The profile an organisation measures itself by: what it sets out to do, and to what level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import rederiving
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.derive.wide import INLINE
from holdtrue.app.derive.worst import reweigh
from holdtrue.core.practices import PROFILES
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation


def choose(caller: Caller, profile: str) -> Organisation:
    """Choose another profile. No verdict changes; what is counted and how far it must reach does."""
    if profile not in PROFILES:
        raise BadInput("organisation.profile", field="profile", value=profile, known=PROFILES)
    organisation = caller.organisation
    if organisation.profile == profile:
        return organisation
    with acting(caller, "organization.choose_profile", "settings", on_organisation()) as act:
        was, organisation.profile = organisation.profile, profile
        organisation.save(update_fields=["profile"])
        act.note(None, contents={"profile": profile, "was": was})
        if rederiving.systems_of(organisation) > INLINE:
            rederiving.ask(organisation, caller.actor.account, act.now)
        else:
            reweigh(organisation, act.day)
    return organisation
