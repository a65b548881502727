"""Memberships that end: on their last day, and at once with all they could come in by; what an adviser may do."""

from __future__ import annotations

import datetime as dt

import pytest

from harness.cast import cast


@pytest.fixture
def north(begun):
    return begun(cast)


def adviser(north, **more):
    """Ruth advises Northwind from outside."""
    from holdtrue.accounts.models import User
    from holdtrue.app.actions import members

    made = members.invite(north.owner, "ruth@advice.example", role="adviser", **more)
    north.users["adviser"] = User.objects.get(email="ruth@advice.example")
    return made.membership


def days_from_now(n):
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=n)).date()


def test_an_adviser_has_no_person_record_and_a_last_day(north):
    membership = adviser(north)
    assert membership.person is None
    assert membership.outside
    assert membership.until == days_from_now(365).toordinal()


def test_an_adviser_drafts_and_comments_and_never_signs_or_governs(north):
    from holdtrue.app.actions import comments, members, records, sign
    from holdtrue.core.refusals import NotAllowed

    adviser(north)
    ruth = north.caller("adviser")
    policy = records.add(north.owner, "policy", {"title": "AI at Northwind", "topic": "ai"})
    sign.sign(north.caller("manager"), policy.ref, "approved", good_for="12 months")
    policy.refresh_from_db()
    in_force = policy.in_force_number
    drafted = records.edit(ruth, policy.ref, {"text": "We say what we use."})
    assert (drafted.in_force_number, drafted.head_number) == (in_force, in_force + 1)
    assert comments.comment(ruth, policy.ref, "Is this yours?")
    for refused in (
        lambda: sign.sign(ruth, policy.ref, "approved", good_for="12 months"),
        lambda: members.invite(ruth, "x@y.example", role="member"),
        lambda: members.change_role(ruth, ruth.actor.account, "owner"),
        lambda: records.add(ruth, "acknowledgement", {"policy": policy.ref, "person": "PER-0001"}),
        lambda: records.edit(ruth, "PER-0001", {"name": "Somebody"}),
    ):
        with pytest.raises(NotAllowed):
            refused()
    client = north.client("adviser")
    assert client.get("/o/northwind/settings/").status_code == 403
    assert client.get("/o/northwind/settings/tokens/").status_code == 403
    assert client.get(f"/o/northwind/r/{policy.ref}/").status_code == 200


def test_who_is_told_to_leave_is_out_at_once_with_sessions_and_tokens(north):
    from holdtrue.accounts.models import ApiToken
    from holdtrue.app.actions import machines, members

    made, _ = machines.make(north.caller("manager"), "Max's script", role="contributor", days=30)
    client = north.client("manager")
    assert client.get("/o/northwind/").status_code == 200
    members.end(north.owner, north.users["manager"].uid)
    assert client.get("/o/northwind/").status_code == 302
    assert client.get("/api/v1/o/northwind/status").status_code == 401
    assert ApiToken.objects.get(pk=made.pk).revoked_at is not None


def test_a_session_lives_on_for_who_belongs_elsewhere_too(north):
    from holdtrue.app.actions import members

    members.invite(north.owner, "olga@example.org", role="adviser")
    client = north.client("outsider")
    assert client.get("/o/northwind/").status_code == 200
    members.end(north.owner, north.users["outsider"].uid)
    assert client.get("/o/northwind/").status_code == 404
    assert client.get("/o/southgate/").status_code == 200


def test_after_the_last_day_nothing_is_here_for_them_whatever_is_asked(north):
    from holdtrue.accounts.models import Membership
    from holdtrue.app.queries.permitted import who_may

    client = north.client("auditor")
    paths = (
        "/o/northwind/",
        "/o/northwind/systems/",
        "/api/v1/o/northwind/status",
        "/api/v1/o/northwind/kinds",
    )
    assert {client.get(path).status_code for path in paths} == {200}
    Membership.objects.filter(user=north.users["auditor"]).update(until=days_from_now(-2).toordinal())
    assert {client.get(path).status_code for path in paths} == {404}
    nobodys = client.get("/o/never-was/systems/")
    assert client.get("/o/northwind/systems/").content == nobodys.content
    assert north.users["auditor"].uid not in {a.account for a in who_may(north.owner, "policy").answers}
    Membership.objects.filter(user=north.users["auditor"]).update(until=days_from_now(2).toordinal())
    assert client.get("/o/northwind/").status_code == 200


def test_an_owner_has_no_last_day_and_a_day_gone_is_refused(north):
    from holdtrue.app.actions import members
    from holdtrue.core.refusals import BadInput

    with pytest.raises(BadInput, match="until_owner"):
        members.set_last_day(north.owner, north.users["owner"].uid, days_from_now(9).isoformat())
    with pytest.raises(BadInput, match="until_past"):
        members.set_last_day(north.owner, north.users["member"].uid, "2020-01-01")
    kept = members.set_last_day(north.owner, north.users["member"].uid, days_from_now(9).isoformat())
    assert kept.until == days_from_now(9).toordinal()


def test_everybody_is_told_who_may_and_why(north):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.permitted import who_may
    from holdtrue.words import say

    adviser(north)
    made = records.add(north.caller("contributor"), "risk", {"title": "Wrong answers"})
    found = {one.name: one for one in who_may(north.owner, made.ref, "edit").answers}
    assert {name: one.allowed for name, one in found.items()} == {
        "Ada": True, "Max": True, "Cleo": True, "Ines": False, "Theo": False, "Bot": False,
        "ruth@advice.example": True,
    }  # fmt: skip
    assert (
        say(found["Theo"].reason)
        == "The role member may edit a record only for these kinds: Concern. Ask a manager for the rest."
    )
    assert not any(one.allowed for one in who_may(north.owner, made.ref, "sign").answers if one.machine)
    page = north.client("owner").get(f"/o/northwind/r/{made.ref}/access/?act=sign")
    assert page.status_code == 200
    assert "never" not in page.content.decode() or "Ruth" not in page.content.decode()
    assert north.client("contributor").get(f"/o/northwind/r/{made.ref}/access/").status_code == 403
    assert north.client("owner").get("/o/northwind/policies/access/?act=add").status_code == 200
    assert north.client("owner").get("/o/northwind/policies/access/?act=fly").status_code == 422
    told = north.client("owner").get(f"/api/v1/o/northwind/access?about={made.ref}&act=edit").json()
    assert told["answers"][0]["allowed"]
    assert (
        north.client("owner").get(f"/o/northwind/settings/members/{north.users['member'].uid}/").status_code
        == 200
    )
