"""Lists by page and filter, edits that came too late, evidence, sign-offs, and input that cannot be taken."""

from __future__ import annotations

import io

import pytest


def test_an_edit_based_on_an_older_revision_is_refused_with_both_versions(stage):
    system = stage.added("system", name="Contested", owner="PER-0001")
    at = f"/records/{system['ref']}"
    first = stage.ask("owner", "PATCH", at, {"fields": {"users": "Staff"}}, If_Match='"1"')
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    late = stage.ask("manager", "PATCH", at, {"fields": {"users": "Everyone"}}, If_Match='"1"')
    told = late.json()
    assert (late.status_code, told["code"]) == (409, "record.stale")
    assert "users" not in told["based_on"]["fields"]
    assert (told["newest"]["fields"]["users"], told["newest"]["by"]) == ("Staff", "Ada")
    assert told["newest"]["links"] == {"owner": ["PER-0001"]}
    assert stage.ask("owner", "GET", at).json()["fields"]["users"] == "Staff"
    body = {"fields": {"users": "Everyone"}, "revision": 1}
    assert stage.ask("owner", "PATCH", at, body).status_code == 409
    assert stage.ask("owner", "PATCH", at, {**body, "revision": 2}).json()["revision"] == 3
    assert stage.ask("owner", "PATCH", at, {**body, "revision": 99}).json()["based_on"] is None


def test_a_list_is_paged_by_ref_and_its_total_is_exact(stage):
    mine = [stage.added("supplier", name=f"Paged {n}")["ref"] for n in range(7)]
    seen, after, pages = [], "", 0
    while True:
        page = stage.ask("owner", "GET", f"/records?kind=supplier&q=paged&limit=3&after={after}").json()
        seen += [line["ref"] for line in page["records"]]
        pages += 1
        assert page["total"] == 7
        if not page["more"]:
            break
        after = page["next"]
    assert (seen, pages) == (mine, 3)
    downwards = stage.ask("owner", "GET", "/records?kind=supplier&q=paged&sort=-name").json()["records"]
    assert [line["title"] for line in downwards][:2] == ["Paged 6", "Paged 5"]


def test_a_list_is_narrowed_by_fields_links_and_standing(stage):
    person = stage.added("person", name="Owner of two")["ref"]
    one = stage.added("system", name="Narrow one", owner=person, use="in_use", hosting="own_machines")["ref"]
    two = stage.added("system", name="Narrow two", owner=person, use="planned", overseer="PER-0001")["ref"]

    def found(query):
        return {
            line["ref"]
            for line in stage.ask("owner", "GET", f"/records?kind=system&limit=200{query}").json()["records"]
        }

    assert found(f"&where=owner={person}") == {one, two}
    assert found(f"&where=overseer={person}") == set()
    assert found(f"&where=owner:{person}&use=in_use") == {one}
    assert found(f"&where=owner:{person}&where=use=planned") == {two}
    assert found("&where=name=Narrow two") == {two}
    assert found("&q=narrow&where=in_use=yes") == {one}
    assert found("&tier=unsorted&q=narrow") == {one, two}
    assert found(f"&where=owner={person}&state=unknown") | found(f"&where=owner={person}&state=missing") == {
        one,
        two,
    }


def test_evidence_is_attached_with_its_link_in_one_request(stage):
    system = stage.added("system", name="Shown by evidence")["ref"]
    quick = stage.ask(
        "token",
        "POST",
        f"/records/{system}/evidence",
        {"tag": "test-report", "source": "ci", "collected_on": "2026-01-15"},
    )
    assert (quick.status_code, quick.json()["state"]) == (201, "placed")
    form = {"file": named("report.txt", b"all fine"), "tag": "test-report", "title": "Report"}
    file = stage.send("token", f"/records/{system}/evidence", form).json()
    assert (file["title"], file["state"]) == ("Report", "undated")
    shown = stage.ask("owner", "GET", f"/records/{file['ref']}").json()
    assert shown["links"]["about"] == [system]
    assert len(shown["fields"]["hash"]) == 64
    about = stage.ask("owner", "GET", f"/records/{system}").json()["incoming"]["evidence"]
    assert [near["ref"] for near in about] == [quick.json()["ref"], file["ref"]]


def test_a_person_signs_and_the_sign_off_names_its_basis(stage):
    policy = stage.added("policy", title="On AI", topic="ai")["ref"]
    sent = {"as": "approved", "good_for": "12 months"}
    refused = stage.ask("owner", "POST", f"/records/{policy}/sign-offs", sent)
    assert (refused.status_code, refused.json()["code"]) == (403, "sign.prove_first")
    stage.proved("owner")
    signed = stage.ask("owner", "POST", f"/records/{policy}/sign-offs", sent)
    assert signed.json()["authenticated"] == "password"
    assert (signed.status_code, signed.json()["signer"], signed.json()["revision"]) == (201, "PER-0001", 1)
    listed = stage.ask("owner", "GET", f"/records/{policy}/sign-offs").json()["sign_offs"]
    assert listed == [signed.json()]
    assert stage.ask("owner", "GET", f"/records/{policy}").json()["in_force"] == 1
    entries = stage.ask("owner", "GET", f"/records/{policy}/history").json()["entries"]
    assert entries[0]["sign_off"] == signed.json()


def test_a_link_is_added_and_a_record_retired_with_its_reason(stage):
    system = stage.added("system", name="Linked")["ref"]
    part = stage.added("component", name="Part of it")["ref"]
    linked = stage.ask(
        "owner", "POST", f"/records/{system}/links", {"relation": "components", "to": part.lower()}
    )
    assert linked.json()["links"]["components"] == [part]
    assert stage.ask("owner", "POST", f"/records/{part}/retire", {"why": " "}).status_code == 422
    retired = stage.ask("owner", "POST", f"/records/{part}/retire", {"why": "Replaced"}).json()
    assert retired["retired"]
    refused = stage.ask("owner", "PATCH", f"/records/{part}", {"fields": {"name": "Back"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "record.retired")


def test_a_past_day_is_shown_as_it_was(stage):
    system = stage.added("system", name="Of today")["ref"]
    assert stage.ask("owner", "GET", f"/records/{system}?at=2030-01-01").json()["title"] == "Of today"
    assert stage.ask("owner", "GET", f"/records/{system}?at=2020-01-01").status_code == 404


def system(fields=None, **more):
    return {"kind": "system", "fields": {"name": "x", **(fields or {})}, **more}


BAD = {
    "no such kind": ({"kind": "gadget"}, "kind.unknown", None),
    "no kind": ({"fields": {}}, "api.text", "kind"),
    "no name": ({"kind": "system", "fields": {"use": "planned"}}, "field.required", "name"),
    "no such field": (
        {"kind": "system", "fields": {"name": "x", "colour": "red"}},
        "field.unknown",
        "colour",
    ),
    "a derived field": (system({"tier": "high"}), "field.derived", "tier"),
    "no such choice": (system({"use": "zzz"}), "field.bad_choice", "use"),
    "an impossible date": (
        {"kind": "system", "fields": {"name": "x", "acquired_on": "2026-02-30"}},
        "field.not_date",
        "acquired_on",
    ),
    "a date ahead": (
        {"kind": "system", "fields": {"name": "x", "acquired_on": "2999-01-01"}},
        "field.future",
        "acquired_on",
    ),
    "no yes or no": (
        {"kind": "system", "fields": {"name": "x", "personal_data": "perhaps"}},
        "field.not_yes_no",
        "personal_data",
    ),
    "nobody there": (
        {"kind": "system", "fields": {"name": "x"}, "links": {"owner": "PER-9999"}},
        "link.not_found",
        "owner",
    ),
    "of another kind": (
        {"kind": "system", "fields": {"name": "x"}, "links": {"owner": "ORG-0001"}},
        "link.wrong_kind",
        "owner",
    ),
    "two for one": (
        {"kind": "system", "fields": {"name": "x"}, "links": {"owner": ["PER-1", "PER-2"]}},
        "field.not_one",
        "owner",
    ),
    "an object as a value": ({"kind": "system", "fields": {"name": {"a": 1}}}, "api.value", "name"),
    "a list of lists": (
        {"kind": "system", "fields": {"name": "x", "data_categories": [["a"]]}},
        "api.value",
        "data_categories",
    ),
    "fields no object": ({"kind": "system", "fields": ["name"]}, "api.object", "fields"),
    "said twice": (
        {"kind": "system", "fields": {"name": "x", "owner": "PER-1"}, "links": {"owner": "PER-1"}},
        "api.twice",
        "owner",
    ),
    "an unknown key": ({"kind": "system", "field": {}}, "api.unknown_key", "field"),
    "a nul": ({"kind": "system", "fields": {"name": "a\x00b"}}, "field.not_characters", "name"),
    "a nul in the reason": ({"kind": "system", "fields": {"name": "x"}, "why": "a\x00b"}, "api.text", "why"),
    "too long": ({"kind": "system", "fields": {"name": "x" * 2000}}, "field.too_long", "name"),
    "no past day": (
        {"kind": "system", "fields": {"name": "x"}, "true_from": "soon"},
        "field.true_from",
        "true_from",
    ),
    "the organisation": (
        {"kind": "organization", "fields": {"name": "x"}},
        "record.one_organisation",
        "kind",
    ),
    "no object": ([1], "api.not_an_object", None),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_taken_is_said_with_its_field_and_nothing_is_written(stage, case):
    sent, code, field = BAD[case]
    before = stage.ask("owner", "GET", "/records?kind=system&limit=1").json()["total"]
    response = stage.ask("owner", "POST", "/records", sent)
    refusal = response.json()
    assert (response.status_code, refusal["code"], refusal["field"]) == (422, code, field)
    assert refusal["message"].endswith((".", "…"))
    assert stage.ask("owner", "GET", "/records?kind=system&limit=1").json()["total"] == before


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "list.limit"),
        ("limit=201", "list.limit"),
        ("limit=ten", "api.parameter"),
        ("kind=gadget", "kind.unknown"),
        ("kind=system&tier=huge", "list.unknown_value"),
        ("kind=system&state=fine", "list.unknown_value"),
        ("kind=system&use=perhaps", "list.unknown_value"),
        ("kind=system&where=nothing", "list.where"),
        ("kind=system&where=colour=red", "list.unknown_field"),
        ("kind=system&where=sorted=yes", "list.derived_field"),
        ("where=name=x", "list.where_kind"),
        ("kind=system&after=SYS-9999", "link.not_found"),
        ("kind=system&unit=PER-0001", "link.none_of_kind"),
        ("kind=system&q=%00", "api.query"),
        ("sort=name", "list.sorted"),
    ],
)
def test_a_question_that_cannot_be_read_is_said(stage, query, code):
    response = stage.ask("owner", "GET", f"/records?{query}")
    assert (response.status_code, response.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    "path",
    [
        "/status?at=tomorrow",
        "/status?at=2026-13-01",
        "/why?practice=nonsense",
        "/why",
        "/coverage?framework=x",
    ],
)
def test_a_day_or_practice_that_is_none_is_said(stage, path):
    assert stage.ask("owner", "GET", path).status_code == 422


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{", "application/json", 422, "api.bad_json"),
        (b"\xff\xfe", "application/json", 422, "api.bad_json"),
        (b'{"why": "\\ud800"}', "application/json", 422, "api.bad_json"),
        (b"[" * 100_000, "application/json", 422, "api.bad_json"),
        (b"kind=system", "application/x-www-form-urlencoded", 415, "api.not_json"),
        (b"{}", "text/plain", 415, "api.not_json"),
        (b'{"why": "' + b"x" * 2_100_000 + b'"}', "application/json", 413, "api.too_large"),
    ],
)
def test_bodies_that_are_no_json_or_too_large_are_refused(stage, content, content_type, status, code):
    response = stage.client("owner").generic(
        "POST", f"{stage.base}/records", content, content_type=content_type
    )
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_title_sent_back_beside_the_name_it_is_may_stay_and_another_may_not(stage):
    system = stage.added("system", name="Twice told")["ref"]
    body = {"title": "Twice told", "fields": {"name": "Twice told"}}
    assert stage.ask("owner", "PATCH", f"/records/{system}", body).status_code == 200
    refused = stage.ask("owner", "PATCH", f"/records/{system}", {**body, "title": "Another"})
    assert (refused.status_code, refused.json()["code"]) == (422, "field.twice")


@pytest.mark.parametrize("asked", ["first=0", "first=-1", "second=77", "first=99999999999999999999999"])
def test_a_revision_that_never_was_is_not_found_whatever_its_number(stage, asked):
    system = stage.added("system", name="Compared")["ref"]
    assert stage.ask("owner", "GET", f"/records/{system}/compare?{asked}").status_code == 404


@pytest.mark.parametrize("form", [{}, {"file": "no file"}, {"other": "x"}])
def test_a_form_without_its_one_file_is_refused(stage, form):
    system = stage.added("system", name="Formless")["ref"]
    for path in (f"/records/{system}/evidence", "/imports"):
        assert stage.send("owner", path, form).status_code == 422


def test_an_empty_file_and_a_hostile_name_do_no_harm(stage):
    system = stage.added("system", name="Attacked")["ref"]
    empty = stage.send("owner", f"/records/{system}/evidence", {"file": named("e.txt", b"")})
    assert (empty.status_code, empty.json()["code"]) == (422, "file.empty")
    kept = stage.send("owner", f"/records/{system}/evidence", {"file": named("../../<script>.html", b"x")})
    assert "/" not in kept.json()["title"]


def named(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file
