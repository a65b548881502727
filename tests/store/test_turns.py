"""Two actions of one organisation at once: the one that waited decides on what the other left, and is told so."""

from __future__ import annotations

import threading

import pytest

from harness.cast import cast
from harness.house import SORTED
from holdtrue.core.refusals import BadInput

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def north(begun):
    return begun(cast)


class Second(threading.Thread):
    """Somebody else's action on a connection of its own; what it gave or refused is kept."""

    def __init__(self, act):
        super().__init__()
        self.act, self.given, self.refused = act, None, None

    def run(self):
        from django.db import connection

        from holdtrue.core.refusals import Refusal

        try:
            self.given = self.act()
        except Refusal as refusal:
            self.refused = refusal
        finally:
            connection.close()


def waited(act):
    """Begin an action inside the block's transaction and wait until the database keeps it waiting."""
    from django.db import connection

    second = Second(act)
    second.start()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while second.is_alive():
                cursor.execute(
                    "SELECT EXISTS (SELECT 1 FROM pg_locks w WHERE NOT w.granted"
                    " AND pg_backend_pid() = ANY (pg_blocking_pids(w.pid)))"
                )
                if cursor.fetchone()[0]:
                    break
    return second


def test_whoever_waited_for_the_log_reads_the_day_and_the_attestation_the_other_left(north):
    from django.db import transaction

    from holdtrue.store import log
    from holdtrue.store.models import Organisation

    organisation = north.organisation

    def read():
        with transaction.atomic():
            return log.lock(organisation.pk)

    with transaction.atomic():
        before = log.lock(organisation.pk)
        second = waited(read)
        Organisation.objects.filter(pk=organisation.pk).update(base_day=before.base_day + 1)
    second.join()
    assert second.given.base_day == before.base_day + 1


def test_of_two_owners_who_step_down_at_once_one_stays_and_is_told_why(north):
    from django.db import transaction

    from holdtrue.accounts.models import Membership
    from holdtrue.app.actions import members

    max_, ada = north.users["manager"].uid, north.users["owner"].uid
    members.change_role(north.owner, max_, "owner")
    other = north.caller("manager")
    with transaction.atomic():
        members.change_role(north.owner, ada, "manager")
        second = waited(lambda: members.change_role(other, max_, "manager"))
    second.join()
    assert second.refused.message.id == "member.last_owner"
    owners = Membership.objects.filter(organisation=north.organisation, role="owner", active=True)
    assert [owner.user.uid for owner in owners] == [max_]


def test_a_manager_who_waited_has_no_say_over_whom_another_made_an_owner(north):
    from django.db import transaction

    from holdtrue.app.actions import members

    theo, manager = north.users["member"].uid, north.caller("manager")
    with transaction.atomic():
        members.change_role(north.owner, theo, "owner")
        second = waited(lambda: members.end(manager, theo))
    second.join()
    assert second.refused.message.id == "access.refused"


def test_a_link_to_a_record_that_another_retires_meanwhile_is_refused_by_its_ref(north):
    from django.db import transaction

    from holdtrue.app.actions import records
    from holdtrue.app.checking import check_standing

    system = records.add(north.owner, "system", {"name": "Triage"})
    part = records.add(north.owner, "component", {"name": "Model", "type": "model"})
    with transaction.atomic():
        records.retire(north.owner, part.ref, why="Replaced")
        second = waited(lambda: records.link(north.caller("manager"), system.ref, "components", part.ref))
    second.join()
    assert second.refused.message.id == "link.retired"
    assert second.refused.message.params["ref"] == part.ref
    day = north.owner.clock.day(north.organisation.time_zone)
    assert check_standing(north.organisation, day).differences == ()


@pytest.mark.parametrize("ends", ["membership", "role", "token"])
def test_whose_way_in_ends_or_changes_while_they_wait_does_nothing(north, ends):
    from django.db import transaction

    from holdtrue.app.actions import machines, members, records

    waiting = north.caller("token" if ends == "token" else "manager")
    refused = "access.changed" if ends == "role" else "organisation.not_found"
    with transaction.atomic():
        if ends == "token":
            machines.end(north.owner, waiting.actor.account)
        elif ends == "role":
            members.change_role(north.owner, waiting.actor.account, "contributor")
        else:
            members.end(north.owner, waiting.actor.account)
        second = waited(lambda: records.add(waiting, "system", {"name": "Late"}))
    second.join()
    assert second.given is None
    assert second.refused.message.id == refused


def test_what_somebody_edits_while_an_undoing_waits_is_kept_and_nothing_is_undone_twice(north, tmp_path):
    from django.db import transaction

    from holdtrue.app import intake
    from holdtrue.app.actions import records

    file = tmp_path / "systems.csv"
    file.write_text("Name,Purpose\nTriage,Sorts calls\nRota,Plans shifts\n", "utf-8")
    run = intake.execute(intake.plan(north.owner, file)).run
    with transaction.atomic():
        records.edit(north.owner, "SYS-1", {"intended_purpose": "Sorts calls by place"})
        second = waited(lambda: intake.undo(north.caller("manager"), run))
    second.join()
    assert (second.given["retired"], second.given["kept"]) == (1, 1)
    with pytest.raises(BadInput) as again:
        intake.undo(north.owner, run)
    assert again.value.message.id == "import.undone_already"


@pytest.mark.parametrize("goes", ["owner", "unit"])
def test_whoever_waited_may_no_longer_edit_what_was_given_to_others_meanwhile(north, goes):
    from django.db import transaction

    from holdtrue.app.actions import members, records
    from holdtrue.store import reading

    theirs = records.add(north.owner, "unit", {"name": "Clinics"})
    others = records.add(north.owner, "unit", {"name": "Labs"})
    cleo, max_ = north.people["contributor"].ref, north.people["manager"].ref
    role, said = "contributor", {"owner": cleo}
    if goes == "unit":
        user = north.users["manager"]
        members.end(north.owner, user.uid)
        members.invite(north.owner, user.email, role="manager", unit=theirs.ref)
        role, said = "manager", {"unit": theirs.ref, "owner": cleo}
    system = records.add(north.owner, "system", {"name": "Triage", **said})
    waiting = north.caller(role)
    with transaction.atomic():
        records.edit(north.owner, system.ref, {"owner": max_} if goes == "owner" else {"unit": others.ref})
        second = waited(lambda: records.edit(waiting, system.ref, {"intended_purpose": "Mine still"}))
    second.join()
    assert second.given is None
    assert second.refused.message.id == "access.refused"
    reading.renew(system)
    assert "intended_purpose" not in reading.body(system)["fields"]


@pytest.mark.parametrize("changes", ["rules", "profile"])
def test_whoever_waited_derives_by_the_rules_and_the_profile_that_others_chose_meanwhile(north, changes):
    from django.db import transaction

    from harness.own_rules import clinic
    from holdtrue.app import rules
    from holdtrue.app.actions import additions, profile, records
    from holdtrue.app.checking import check_standing

    records.add(north.owner, "system", {"name": "Triage", "owner": north.people["owner"].ref})
    waiting = north.caller("manager")
    with transaction.atomic():
        if changes == "rules":
            additions.add(north.owner, clinic())
        else:
            profile.choose(north.owner, "starter")
        second = waited(lambda: records.add(waiting, "system", {"name": "Late", **SORTED}))
    second.join()
    assert second.refused is None
    organisation = north.owner.organisation
    organisation.refresh_from_db()
    rules.follow(organisation)
    assert check_standing(organisation, north.owner.clock.day("UTC")).differences == ()


def test_what_was_edited_while_a_look_over_tools_waited_is_neither_overwritten_nor_signed_unseen(north):
    from django.db import transaction

    from holdtrue.app.actions import looking_over, records
    from holdtrue.core.refusals import Stale
    from holdtrue.store.models import SignOff

    waiting = north.caller("contributor")
    system = records.add(
        north.owner, "system", {"name": "Triage", **SORTED, "owner": north.people["contributor"].ref}
    )
    said = looking_over.Looked(
        *(system.ref, ("EU",), "Acme", False, "2", "Short texts only"),
        stop="Switch it off",
        sampled="Ten, all right",
        shown={system.ref: system.head_number},
    )
    with transaction.atomic():
        records.edit(north.owner, system.ref, {"assumptions_and_limits": "Never for minors"})
        second = waited(lambda: looking_over.look_over(waiting, [said]))
    second.join()
    assert isinstance(second.refused, Stale)
    assert not SignOff.rows.of(north.organisation.pk).exists()


def test_an_audit_retired_while_its_beginning_waited_is_not_begun(north):
    from django.db import transaction

    from holdtrue.app.actions import records
    from holdtrue.app.actions.auditing import opening
    from holdtrue.store.models import AuditSheet

    auditor = north.people["auditor"].ref
    audit = records.add(north.owner, "audit", {"title": "First", "type": "internal", "auditor": auditor})
    with transaction.atomic():
        records.retire(north.owner, audit.ref, why="Put off")
        second = waited(lambda: opening.begin(north.caller("auditor"), audit.ref))
    second.join()
    assert second.refused.message.id == "record.retired"
    assert not AuditSheet.rows.of(north.organisation.pk).exists()
