"""Every kind is listed, shown, added and edited in the shapes the document promises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.shapes import faults
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.practices import library

ADDABLE = sorted(set(KINDS) - {"organization"})
VALUES = {"date": "2026-01-15", "yes_no": True, "number": 3, "period": "12 months", "text": "Words"}
VALUES |= {"long_text": "More words", "list": ["one", "two"]}
SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def document(application):
    from holdtrue.api.document import document

    return json.loads(json.dumps(document()))


def promised(document, path, method, status):
    operation = document["paths"][f"/api/v1/o/{{slug}}{path}"][method]
    return operation["responses"][str(status)]["content"]["application/json"]["schema"]


def check(document, response, path, method="get"):
    schema = promised(document, path, method, response.status_code)
    assert faults(response.json(), schema, document["components"]["schemas"]) == []
    return response.json()


LEFT = {"result", "read_by", "read_on", "parent"}
"""A reading is an action of its own, and a unit is not put below itself."""


def filled(stage, kind):
    """A value for every field a person may give, links included."""
    specs = [s for s in KINDS[kind].field_specs() if not s.derived and s.name not in LEFT]
    return {s.name: value for s in specs if (value := value_of(stage, s)) is not None}


def value_of(stage, spec):
    if spec.choices:
        one = spec.choices[0][0]
    elif spec.target in ("practice", "evidence_tag", "indicator_tag"):
        one = library().catalog(spec.target)[0][0]
    elif spec.target in CATALOGS:
        one = {"annex_control": "A.2.2", "requirement": "4.1", "law_text": "eu_ai_act"}[spec.target]
    elif spec.linked:
        one = linked(stage, spec.target)
    else:
        return VALUES.get(spec.type)
    return [one] if spec.multiple else one


def linked(stage, target):
    """One record of a kind, with what it cannot be without."""
    known = stage.__dict__.setdefault("linked", {"record": "PER-0001", "person": "PER-0001"})
    if target not in known:
        required = [s for s in KINDS[target].field_specs() if s.required]
        known[target] = stage.added(target, **{s.name: value_of(stage, s) for s in required})["ref"]
    return known[target]


@pytest.mark.parametrize("kind", ADDABLE)
def test_a_kind_is_added_shown_edited_and_listed_as_promised(stage, document, kind):
    given = filled(stage, kind)
    links = {name: value for name, value in given.items() if KINDS[kind].spec(name).linked}
    fields = {name: value for name, value in given.items() if name not in links}
    sent = {"kind": kind, "fields": fields, "links": links}
    assert (
        faults(sent, document["components"]["schemas"]["NewRecord"], document["components"]["schemas"]) == []
    )
    added = check(document, stage.ask("owner", "POST", "/records", sent), "/records", "post")
    assert added["revision"] == 1
    assert set(links) - set(added["fields"]) <= set(added["links"])

    shown = check(document, stage.ask("owner", "GET", f"/records/{added['ref']}"), "/records/{ref}")
    assert shown == added
    by_uid = stage.ask("owner", "GET", f"/records/{added['uid']}")
    assert by_uid.json() == shown

    name = next(
        (n for n, v in fields.items() if isinstance(v, str) and not KINDS[kind].spec(n).choices), None
    )
    if name and KINDS[kind].spec(name).type in ("text", "long_text") and not KINDS[kind].spec(name).target:
        response = stage.ask("owner", "PATCH", f"/records/{added['ref']}", {"fields": {name: "Changed"}})
        edited = check(document, response, "/records/{ref}", "patch")
        assert (edited["fields"][name], edited["revision"]) == ("Changed", 2)

    page = check(document, stage.ask("owner", "GET", f"/records?kind={kind}&limit=200"), "/records")
    assert added["ref"] in [line["ref"] for line in page["records"]]
    history = check(
        document, stage.ask("owner", "GET", f"/records/{added['ref']}/history"), "/records/{ref}/history"
    )
    assert history["entries"][-1]["action"] == f"{kind}.add"


def test_what_is_shown_can_be_sent_back_and_changes_nothing(stage):
    system = stage.added("system", name="Sent back", use="planned", owner="PER-0001")
    own = {name: value for name, value in system["fields"].items() if name not in system["derived"]}
    response = stage.ask(
        "owner", "PATCH", f"/records/{system['ref']}", {"fields": own, "links": system["links"]}
    )
    assert response.json()["revision"] == 1


def test_standing_and_vocabulary_come_as_promised(stage, document):
    system = stage.added("system", name="Asked about")["ref"]
    for path, query in (
        ("/status", ""),
        ("/status", "?at=2030-01-01"),
        ("/status", "?at=2020-01-01"),
        ("/status", f"?system={system}"),
        ("/status", f"?system={system}&at=2031-01-01"),
        ("/why", "?practice=ai-policy"),
        ("/why", f"?practice=system-owner&scope={system}&level=documented"),
        ("/coverage", ""),
        ("/coverage", "?framework=iso42001"),
        ("/requirements", "?framework=iso42001&failing=yes"),
        ("/requirements", f"?framework=eu_ai_act&system={system}"),
        ("/kinds", ""),
        ("/practices", ""),
        ("/frameworks", ""),
    ):
        check(document, stage.ask("owner", "GET", path + query), path)
    check(document, stage.ask("owner", "GET", "/kinds/system"), "/kinds/{kind}")
    me = stage.ask("token", "GET", "/api/v1/me").json()
    assert (me["slug"], me["machine"]) == ("northwind", True)
    assert stage.ask("owner", "GET", "/api/v1/me").json()["organisations"][0]["role"] == "owner"


def test_the_document_is_the_one_reviewed(document):
    """After a change that is meant: REVIEWED=write pytest tests/api/test_contract.py, then read the difference."""
    import os

    written = json.dumps({**document, "info": {}}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("REVIEWED") == "write":
        SNAPSHOT.write_text(written, "utf-8")
    assert written == SNAPSHOT.read_text("utf-8")


def test_every_schema_the_document_names_is_in_it(document):
    named = {part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert named <= set(document["components"]["schemas"])


def test_every_field_of_every_kind_is_in_the_document_with_its_words(document):
    schemas = document["components"]["schemas"]
    for kind in KINDS.values():
        for spec in kind.field_specs():
            part = "Links" if spec.linked else "Fields"
            properties = schemas[f"{kind.__name__}{part}"]["properties"]
            assert (spec.name in properties) is not spec.derived
            assert spec.derived or properties[spec.name]["title"]


def test_the_document_is_served_to_anyone_and_loads_nothing_from_elsewhere(stage):
    from django.test import Client

    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert b"cdn" not in response.content
    assert Client().get("/api/v1/docs").status_code == 404
