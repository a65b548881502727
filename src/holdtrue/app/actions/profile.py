"""The profile an organisation measures itself by: what it sets out to do, and to what level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import rederiving
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.derive import attested
from holdtrue.app.derive.wide import INLINE
from holdtrue.app.derive.worst import reweigh
from holdtrue.app.queries.profiles import open_audits
from holdtrue.core.practices import PROFILES
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import Entry

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation

CHOOSE = "organization.choose_profile"


def chosen(organisation: Organisation) -> bool:
    """Whether somebody looked at the profile and chose it, or kept it."""
    return bool(Entry.objects.filter(log__organisation=organisation.pk, action=CHOOSE).exists())


def choose(caller: Caller, profile: str) -> Organisation:
    """Choose a profile. No verdict changes; what is counted and how far it must reach does.

    Whoever keeps the one there is, is noted the first time: it was looked at, and is a choice from then on. Nothing
    written for a practice is lost. BadInput where a lower one is asked for while an audit has no result yet: what it
    began to look at must still be asked when it ends.
    """
    if profile not in PROFILES:
        raise BadInput("organisation.profile", field="profile", value=profile, known=PROFILES)
    organisation = caller.organisation
    if organisation.profile == profile and chosen(organisation):
        return organisation
    with acting(caller, CHOOSE, "settings", on_organisation()) as act:
        if organisation.profile == profile:
            act.note(None, contents={"profile": profile, "was": profile})
            return organisation
        if PROFILES.index(profile) < PROFILES.index(organisation.profile):
            _refuse_while_audited(organisation)
        attested.settle(organisation)  # by the profile it was left pending with
        was, organisation.profile = organisation.profile, profile
        organisation.save(update_fields=["profile"])
        act.note(None, contents={"profile": profile, "was": was})
        if rederiving.systems_of(organisation) > INLINE:
            rederiving.ask(organisation, caller.actor.account, act.now)
        else:
            reweigh(organisation, act.day)
        attested.refresh(organisation, act.day)
    return organisation


def _refuse_while_audited(organisation: Organisation) -> None:
    refs = open_audits(organisation)
    if refs:
        raise BadInput("profile.audits_open", field="profile", n=len(refs), refs=refs)
