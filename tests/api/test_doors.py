"""Who gets in and who does not: every role at every route, and what strangers can never tell apart."""

from __future__ import annotations

import datetime as dt

import pytest

from api.matrix import BODIES, BY_FILE, EVIDENCE, MATRIX, NAMED, NOBODY, NOT_YOU, NOTHING, OK
from harness.cast import EVERYONE


def test_the_matrix_covers_every_operation_of_the_document(application):
    from holdtrue.api.document import document

    asked = {
        (method, path.partition("?")[0].count("/"), path.rpartition("/")[2].partition("?")[0])
        for method, path in MATRIX
    }
    for path, operations in document()["paths"].items():
        if "{slug}" not in path:
            continue
        short = path.partition("{slug}")[2].replace("{kind}", "risk").replace("{run}", "1")
        for method in set(operations) - {"parameters"} - ({"post"} if path.endswith(BY_FILE) else set()):
            last = short.rpartition("/")[2]
            known = {last} if "{" not in last else NAMED
            assert any((method.upper(), short.count("/"), one) in asked for one in known), (method, path)


def one_of(stage, kind, **fields):
    made = stage.__dict__.setdefault("made", {})
    if kind not in made:
        made[kind] = stage.added(kind, **fields)["ref"]
    return made[kind]


def twice_written(stage, who):
    """A record of two revisions, so that there is one to go back to."""
    ref = stage.added("supplier", name=f"Twice {who}")["ref"]
    stage.ask("owner", "PATCH", f"/records/{ref}", {"fields": {"service": "Hosting"}})
    return ref


def asked_about(stage, who):
    """A record with an open question."""
    ref = stage.added("supplier", name=f"Asked {who}")["ref"]
    made = stage.ask("owner", "POST", f"/records/{ref}/comments", {"text": "Where?", "question": True})
    return ref, made.json()["id"]


@pytest.mark.parametrize(("method", "path"), MATRIX)
def test_each_role_gets_what_its_role_gets(stage, method, path):
    system, risk = one_of(stage, "system", name="Open to all"), one_of(stage, "risk", title="Somebody else's")
    got = {}
    for who in EVERYONE:
        spare = stage.added("supplier", name=f"Spare {who}")["ref"] if "{spare}" in path else ""
        twice = twice_written(stage, who) if "{twice}" in path else ""
        asked, question = asked_about(stage, who) if "{asked}" in path else ("", "")
        person = one_of(stage, "person", name="Somebody who holds little") if "{person}" in path else ""
        policy = one_of(stage, "policy", topic="ai", title="How we use it") if "{policy}" in path else ""
        linked = one_of(stage, "procedure", topic="change", title="Elsewhere") if "{linked}" in path else ""
        ruling = one_of(stage, "ruling", question="May it read letters?") if "{ruling}" in path else ""
        indicator = one_of(stage, "indicator", tag="minutes-to-stop") if "{indicator}" in path else ""
        finding = one_of(stage, "finding", type="minor", nature="No log") if "{finding}" in path else ""
        at = path.format(
            finding=finding,
            indicator=indicator,
            system=system,
            risk=risk,
            spare=spare,
            twice=twice,
            asked=asked,
            ruling=ruling,
            person=person,
            policy=policy,
            linked=linked,
        )
        response = stage.ask(who, method, at, {"comment": question} if question else BODIES.get(path))
        got[who] = response.status_code
        if response.status_code >= 400:
            refusal = response.json()
            assert set(refusal) == {"code", "message", "field"}
            assert refusal["message"]
    assert got == MATRIX[method, path]


def test_strangers_cannot_tell_what_is_there_from_what_never_was(stage):
    there = stage.added("system", name="Secret")["ref"]
    elsewhere = f"/api/v1/o/{stage.cast.elsewhere.slug}"
    bodies = set()
    for who, path in (
        ("outsider", f"{stage.base}/records/{there}"),
        ("outsider", f"{stage.base}/records/SYS-9999"),
        ("outsider", "/api/v1/o/never-was/records/SYS-0001"),
        ("outsider", f"{stage.base}/status"),
        ("outsider", "/api/v1/o/never-was/status"),
        ("outsider", f"{elsewhere}/records/{there}"),
        ("outsider", f"{elsewhere}/records/SYS-9999"),
        ("owner", f"{elsewhere}/records/ORG-0001"),
        ("token", f"{elsewhere}/records/ORG-0001"),
        ("token", "/api/v1/o/never-was/kinds"),
        ("owner", f"{stage.base}/records/SYS-9999"),
        ("owner", f"{stage.base}/imports/4711"),
        ("owner", "/api/v1/nothing/of/the/kind"),
    ):
        response = stage.ask(who, "GET", path)
        assert response.status_code == NOTHING, (who, path)
        bodies.add((response.content, response.headers["Content-Type"]))
    assert len(bodies) == 1


def test_a_record_of_another_organisation_is_not_linked_to(stage):
    theirs = stage.cast.people["outsider"]
    ours = stage.added("system", name="Ours")["ref"]
    answers = {
        stage.ask("owner", "POST", f"/records/{ours}/links", {"relation": "owner", "to": to}).content.replace(
            to.encode(), b""
        )
        for to in (theirs.uid, "01a20185-d339-74d5-b8b6-f8a11a7c7a7f")
    }
    assert len(answers) == 1


def test_whoever_is_nobody_is_told_the_same_everywhere(stage):
    answers = {
        stage.ask("anonymous", method, path).content
        for method, path in (("GET", "/status"), ("GET", "/api/v1/o/never-was/status"), ("POST", "/records"))
    }
    assert len(answers) == 1
    response = stage.ask("anonymous", "GET", "/status")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_is_wrong_ended_or_spelt_otherwise_is_nobody(stage):
    from holdtrue.accounts import tokens
    from holdtrue.accounts.models import Attempt, Role

    now = dt.datetime.now(dt.UTC)
    ended, secret = tokens.issue(
        stage.cast.organisation.pk, "Ended", role=Role.MEMBER, now=now, expires_at=now + dt.timedelta(days=1)
    )
    tokens.revoke(ended, now=now)
    for header in (
        "Bearer nonsense",
        f"Bearer {secret}",
        "Basic b3duZXI6eA==",
        "Bearer",
        f"Bearer {stage.cast.secret}x",
    ):
        assert stage.ask("anonymous", "GET", "/status", Authorization=header).status_code == NOBODY
    for _ in range(25):
        last = stage.ask("anonymous", "GET", "/status", Authorization="Bearer hdt_aaaaaaaa_x")
    assert (last.status_code, bool(last.headers["Retry-After"])) == (429, True)
    Attempt.objects.all().delete()


def test_a_session_may_read_but_not_change_without_the_pages_own_token(stage):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(stage.cast.users["owner"])
    assert client.get(f"{stage.base}/records?kind=system").status_code == OK
    response = client.post(f"{stage.base}/records", {"kind": "risk"}, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (NOT_YOU, "api.csrf")


def test_a_member_is_not_told_of_records_they_may_not_read(stage):
    system = stage.added("system", name="Seen by all")["ref"]
    risk = stage.added("risk", title="For few", system=system)["ref"]
    mine = stage.ask("owner", "GET", f"/records/{system}").json()
    theirs = stage.ask("member", "GET", f"/records/{system}").json()
    assert [near["ref"] for near in mine["incoming"]["risk"]] == [risk]
    assert "risk" not in theirs["incoming"]
    assert stage.ask("member", "GET", "/records?q=few").status_code == 422


def test_a_machine_signs_nothing_reads_nothing_as_in_order_and_is_told_why(stage):
    system = stage.added("system", name="By machine", who="token")["ref"]
    signed = stage.ask("token", "POST", f"/records/{system}/sign-offs", {"as": "approved"})
    assert (signed.status_code, signed.json()["code"]) == (NOT_YOU, "access.refused")
    assert "token" in signed.json()["message"]
    read = stage.ask("token", "POST", f"/records/{system}/evidence", {**EVIDENCE, "result": "in_order"})
    assert (read.status_code, "token" in read.json()["message"]) == (NOT_YOU, True)
    kept = stage.ask("token", "POST", f"/records/{system}/evidence", EVIDENCE).json()["ref"]
    edited = stage.ask("token", "PATCH", f"/records/{kept}", {"links": {"read_by": "PER-0001"}})
    assert edited.status_code == NOT_YOU


def test_reading_writes_nothing(stage, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdtrue.accounts import limits

    # Requests are added to the shared count in steps; this is a worker that has just done so.
    monkeypatch.setattr(limits, "_OWN", {})
    stage.ask("token", "GET", "/status")
    for who, path in (
        ("token", "/records?kind=system"),
        ("owner", "/status"),
        ("token", "/why?practice=ai-policy"),
    ):
        client = stage.client(who)
        client.get(f"{stage.base}/kinds")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{stage.base}{path}").status_code == OK
        assert not [q["sql"] for q in asked if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_what_a_method_is_not_taken_for_is_said_in_the_same_shape(stage):
    response = stage.ask("owner", "PUT", "/records")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, POST")
    assert set(response.json()) == {"code", "message", "field"}


def test_a_person_held_to_a_unit_sees_its_branch_alone(stage):
    from holdtrue.accounts.models import Membership
    from holdtrue.store.models import Record

    here = stage.added("unit", name="Here")["ref"]
    there = stage.added("unit", name="There")["ref"]
    ours = stage.added("system", name="Held here", unit=here)["ref"]
    theirs = stage.added("system", name="Held there", unit=there)["ref"]
    membership = Membership.objects.filter(user=stage.cast.users["contributor"])
    membership.update(unit=Record.rows.of(stage.cast.organisation.pk).get(ref=here))
    try:
        seen = stage.ask("contributor", "GET", "/records?kind=system&limit=200").json()["records"]
        refs = {line["ref"] for line in seen}
        assert ours in refs
        assert theirs not in refs
        assert stage.ask("contributor", "GET", f"/records/{theirs}").status_code == NOT_YOU
        assert (
            stage.ask("contributor", "POST", f"/records/{theirs}/evidence", EVIDENCE).status_code == NOT_YOU
        )
    finally:
        membership.update(unit=None)
