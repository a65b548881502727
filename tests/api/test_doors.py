"""Who gets in and who does not: every role at every route, and what strangers can never tell apart."""

from __future__ import annotations

import datetime as dt

import pytest

from harness.cast import EVERYONE

INSIDE = ("owner", "manager", "contributor", "auditor", "member", "token")
# Unfit is whoever may, where there is nothing to do: no link to read, nothing in force to acknowledge.
OK, MADE, NOBODY, NOT_YOU, NOTHING, UNFIT = 200, 201, 401, 403, 404, 422


def everyone(**said):
    """Status by who; the outsider finds nothing and the anonymous is asked to sign in, whatever the route."""
    return {"outsider": NOTHING, "anonymous": NOBODY} | {who: said.get(who, said["rest"]) for who in INSIDE}


EVIDENCE = {"tag": "test-report", "title": "Tested", "collected_on": "2026-01-15"}
MATRIX = {
    ("GET", "/records?kind=system"): everyone(rest=OK),
    ("GET", "/records?kind=risk"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/records/{system}"): everyone(rest=OK),
    ("GET", "/records/{risk}"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/records/{risk}/history"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/records/{risk}/sign-offs"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/records/{risk}/comments"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/records/{risk}/comments"): everyone(rest=MADE, member=NOT_YOU),
    ("POST", "/records/{asked}/answered"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/mentions"): everyone(rest=OK),
    ("GET", "/records/{risk}/compare"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/records/{twice}/restore"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/records/{system}/class"): everyone(rest=OK),
    ("POST", "/records/{system}/class"): everyone(rest=NOT_YOU, owner=MADE, manager=MADE),
    ("POST", "/records/{risk}/whatif"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/systems/{system}/deploy"): everyone(rest=NOT_YOU, owner=UNFIT, manager=UNFIT, token=UNFIT),
    ("GET", "/incidents/{risk}"): everyone(rest=UNFIT, member=NOT_YOU),
    ("POST", "/incidents/{risk}/tellings"): everyone(rest=NOT_YOU, owner=UNFIT, manager=UNFIT),
    ("GET", "/milestones"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/milestones/live"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/systems/{system}/gates/deployed"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/systems/{system}/gates/assessed/early"): everyone(rest=NOT_YOU),
    ("POST", "/systems/{system}/gates/assessed/ask"): everyone(rest=MADE, auditor=NOT_YOU, member=NOT_YOU),
    ("POST", "/systems/{system}/gates/assessed/decide"): everyone(rest=NOT_YOU),
    ("POST", "/many"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/many/undo"): everyone(rest=UNFIT),
    ("GET", "/duplicates?kind=party"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/duplicates/apart"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/records/{spare}/merge"): everyone(rest=NOT_YOU, owner=UNFIT, manager=UNFIT),
    ("GET", "/views?kind=risk"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/views"): everyone(rest=MADE, member=NOT_YOU),
    ("DELETE", "/views/1?kind=system"): everyone(rest=NOTHING),
    ("GET", "/list-file?kind=risk&format=xlsx"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/risk-matrix"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/risk-criteria"): everyone(rest=NOT_YOU, owner=MADE, manager=MADE),
    ("GET", "/systems/{system}/assessment"): everyone(rest=OK),
    ("POST", "/systems/{system}/assessment"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/triage"): everyone(rest=OK),
    ("POST", "/triage"): everyone(rest=OK),
    ("GET", "/packs"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/packs"): everyone(rest=NOT_YOU, owner=415, manager=415),
    ("DELETE", "/packs/calm-advice"): everyone(rest=NOT_YOU, owner=NOTHING, manager=NOTHING),
    ("GET", "/gate-mode"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/gate-mode"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/status"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/status?system={system}"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/index"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/index?system={system}"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/roadmap?take=2&by=2032-01-01"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/roadmap/plan"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/forecast?months=2"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/review-pack?begin=2026-01-01"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/records/{risk}/review-pack"): everyone(rest=NOTHING, member=NOT_YOU),
    ("GET", "/calendar?year=2027"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/calendar/plan"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/why?practice=ai-policy"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/coverage"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/requirements?framework=law25"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/access?about={risk}"): everyone(rest=OK, contributor=NOT_YOU, member=NOT_YOU, token=NOT_YOU),
    ("GET", "/kinds"): everyone(rest=OK),
    ("GET", "/kinds/risk"): everyone(rest=OK),
    ("GET", "/practices"): everyone(rest=OK),
    ("GET", "/frameworks"): everyone(rest=OK),
    ("GET", "/imports/1"): everyone(rest=NOT_YOU, owner=NOTHING, manager=NOTHING, token=NOTHING),
    ("POST", "/records"): everyone(rest=MADE, auditor=NOT_YOU, member=NOT_YOU),
    ("PATCH", "/records/{risk}"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/records/{risk}/links"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/records/{risk}/evidence"): everyone(rest=MADE, auditor=NOT_YOU, member=NOT_YOU),
    ("POST", "/records/{risk}/sign-offs"): everyone(rest=NOT_YOU),
    ("POST", "/records/{spare}/retire"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/audit-programme"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/audits/{risk}"): everyone(rest=UNFIT, member=NOT_YOU),
    ("GET", "/audits/{risk}/report"): everyone(rest=UNFIT, member=NOT_YOU),
    ("POST", "/audits/{risk}/begin"): everyone(rest=UNFIT, member=NOT_YOU),
    ("POST", "/audits/{risk}/sample"): everyone(rest=UNFIT, member=NOT_YOU),
    ("POST", "/audits/{risk}/results/9.2.1"): everyone(rest=UNFIT, member=NOT_YOU),
    ("POST", "/audits/{risk}/close"): everyone(rest=UNFIT, member=NOT_YOU),
    ("GET", "/attestations"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/attestations/1"): everyone(rest=NOTHING, member=NOT_YOU),
    ("GET", "/certification"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/applicability"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/applicability/file?format=xlsx"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/applicability"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("GET", "/indicators"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/indicators/{risk}"): everyone(rest=UNFIT, member=NOT_YOU),
    ("POST", "/indicators/{indicator}/values"): everyone(
        rest=OK, owner=MADE, auditor=NOT_YOU, member=NOT_YOU
    ),
    ("GET", "/rulings"): everyone(rest=OK),
    ("POST", "/rulings"): everyone(rest=MADE, auditor=NOT_YOU),
    ("POST", "/rulings/{ruling}/answer"): everyone(rest=NOT_YOU),
    ("GET", "/loop"): everyone(rest=OK, member=NOT_YOU),
    ("GET", "/findings/{finding}/mending"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/findings/{finding}/plan"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/findings/{finding}/effect"): everyone(rest=UNFIT, token=NOT_YOU, member=NOT_YOU),
    ("POST", "/findings/{finding}/not-effective"): everyone(rest=UNFIT, token=NOT_YOU, member=NOT_YOU),
    ("POST", "/findings/{finding}/reopen"): everyone(rest=UNFIT, token=NOT_YOU, member=NOT_YOU),
    ("GET", "/worklist"): everyone(rest=OK, token=UNFIT),
    ("GET", "/worklist/everybody"): everyone(rest=NOT_YOU, owner=OK, manager=OK, auditor=OK),
    ("GET", "/people/{person}/holdings"): everyone(rest=NOT_YOU, owner=OK, manager=OK),
    ("POST", "/people/{person}/hand-over"): everyone(rest=NOT_YOU, owner=UNFIT, manager=UNFIT),
    ("POST", "/people/{person}/away"): everyone(rest=NOT_YOU, owner=UNFIT, manager=UNFIT, token=UNFIT),
    ("GET", "/document-templates"): everyone(rest=OK),
    ("POST", "/documents"): everyone(rest=MADE, auditor=NOT_YOU, member=NOT_YOU),
    ("GET", "/records/{policy}/document"): everyone(rest=OK),
    ("POST", "/records/{linked}/read-link"): everyone(rest=NOT_YOU, owner=UNFIT, manager=UNFIT),
    ("GET", "/records/{policy}/acknowledgements"): everyone(rest=OK, member=NOT_YOU),
    ("POST", "/records/{policy}/acknowledgements"): everyone(rest=UNFIT, token=NOT_YOU),
    ("POST", "/imports/1/undo"): everyone(rest=NOT_YOU, owner=NOTHING, manager=NOTHING, token=NOTHING),
}
BODIES = {
    "/many": {"kind": "risk", "refs": ["RSK-0001"], "fields": {"source": "audit"}, "dry_run": True},
    "/many/undo": {"action": "never-was"},
    "/duplicates/apart": {"one": "PER-0001", "other": "PER-0002"},
    "/records/{spare}/merge": {"gone": "PER-0001", "why": "One and the same"},
    "/views": {"kind": "risk", "name": "Mine", "query": "severity=5"},
    "/risk-criteria": {
        "likelihood": ["rare", "likely", "sure"],
        "severity": ["small", "grave", "worst"],
        "appetite": 3,
        "authority": [{"role": "top_management"}],
    },
    "/systems/{system}/assessment": {"fields": {"benefits": "Calls are answered"}},
    "/triage": {"refs": ["SYS-0001"], "answers": {"personal_data": False}},
    "/systems/{system}/gates/assessed/ask": {},
    "/systems/{system}/gates/assessed/decide": {"decision": "go"},
    "/gate-mode": {"mode": "observe"},
    "/records": {"kind": "risk", "fields": {"title": "Wrong answers"}},
    "/records/{system}/class": {"law": "us_omb", "answers": {"agency": "no"}},
    "/records/{risk}": {"fields": {"title": "Other answers"}},
    "/records/{risk}/links": {"relation": "owner", "to": "PER-0001"},
    "/records/{risk}/evidence": EVIDENCE,
    "/records/{risk}/sign-offs": {"as": "reviewed"},
    "/records/{spare}/retire": {"why": "No longer needed"},
    "/records/{twice}/restore": {"number": 1},
    "/calendar/plan": {"what": "review:management_review", "on": "2031-12-01"},
    "/roadmap/plan": {"step": "ai-policy", "on": "2031-12-01"},
    "/incidents/{risk}/tellings": {"whom": "authority", "name": "Commission"},
    "/systems/{system}/deploy": {"version": "2.4.1"},
    "/records/{risk}/whatif": {"fields": {"title": "Another title"}},
    "/records/{risk}/comments": {"text": "Who checked this?", "question": True},
    "/audits/{risk}/begin": {"framework": "iso42001"},
    "/audits/{risk}/sample": {},
    "/audits/{risk}/results/9.2.1": {"result": "holds"},
    "/audits/{risk}/close": {"result": "Seen."},
    "/applicability": {"controls": ["A.5.2"], "answer": "in", "reason": "We assess."},
    "/indicators/{indicator}/values": {"on": "2026-01-05", "value": 1},
    "/rulings": {"question": "May it?"},
    "/rulings/{ruling}/answer": {"answer": "Yes", "reason": "So", "until": "2099-01-01"},
    "/findings/{finding}/plan": {},
    "/systems/{system}/gates/assessed/early": {"reason": "a", "limits": "b", "until": "2099-01-01"},
    "/findings/{finding}/effect": {"evidence": []},
    "/findings/{finding}/not-effective": {"why": "It came again"},
    "/findings/{finding}/reopen": {"why": "It came again"},
    "/people/{person}/hand-over": {"to": "PER-0001"},
    "/people/{person}/away": {"until": "2020-01-01"},
    "/records/{policy}/acknowledgements": {},
    "/documents": {"template": "ai_policy"},
    "/imports/1/undo": {},
}
NAMED = {
    "{risk}",
    "{system}",
    "{spare}",
    "{twice}",
    "{asked}",
    "{indicator}",
    "9.2.1",
    "deployed",
    "live",
    "1",
    "calm-advice",
}
"""What stands in the matrix where the document has a name in braces at the end of an address."""
BY_FILE = ("/imports", "/document", "-file")
"""Ends of addresses that take a file as a form: asked in the tests of what they take in."""


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


def test_reading_writes_nothing(stage):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

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
