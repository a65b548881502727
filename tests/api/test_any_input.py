"""Whatever is sent, the answer is JSON of the promised shape and never our fault."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.shapes import faults
from holdtrue.core.kinds import KINDS

ANY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
    database=None,
)
texts = st.text(max_size=30)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(sorted({s.name for kind in KINDS.values() for s in kind.field_specs()})) | texts
fields = st.dictionaries(names, values, max_size=4)
bodies = st.one_of(
    values,
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(sorted(KINDS)) | values,
            "fields": fields | values,
            "links": fields | values,
            "title": values,
            "why": values,
            "revision": values,
            "true_from": values,
            "relation": values,
            "to": values,
            "as": values,
            "tag": values,
            "about": values,
        },
    ),
)
QUERY = (
    "kind",
    "q",
    "unit",
    "tier",
    "use",
    "state",
    "where",
    "retired",
    "after",
    "limit",
    "sort",
    "at",
    "known_at",
)
QUERY += ("system", "scope", "practice", "level", "framework", "failing", "before")
READ = (
    "/records",
    "/records/SYS-0001",
    "/records/SYS-0001/history",
    "/status",
    "/why",
    "/coverage",
    "/requirements",
    "/kinds/system",
)
WRITE = (
    "/records",
    "/records/{ref}/links",
    "/records/{ref}/evidence",
    "/records/{ref}/sign-offs",
    "/records/{ref}/retire",
)


def checked(response):
    from holdtrue.api.document import document

    assert response.status_code < 500, response.content
    body = json.loads(response.content)
    if response.status_code >= 400:
        schemas = document()["components"]["schemas"]
        assert faults(body, schemas["Stale" if response.status_code == 409 else "Error"], schemas) == []


def target(stage):
    if "target" not in stage.__dict__:
        stage.__dict__["target"] = stage.added("system", name="Target", who="token")["ref"]
    return stage.__dict__["target"]


@ANY
@given(path=st.sampled_from(READ), query=st.dictionaries(st.sampled_from(QUERY), texts, max_size=4))
def test_any_question_gets_an_answer(stage, path, query):
    client = stage.client("token")
    checked(client.get(f"{stage.base}{path}", query))


@ANY
@given(path=st.sampled_from(WRITE), body=bodies)
def test_any_body_gets_an_answer(stage, path, body):
    client = stage.client("token")
    ref = target(stage)
    sent = json.dumps(body).encode()
    checked(client.post(f"{stage.base}{path.format(ref=ref)}", sent, content_type="application/json"))


@ANY
@given(
    body=bodies,
    match=st.one_of(st.none(), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)),
)
def test_any_edit_gets_an_answer(stage, body, match):
    client = stage.client("token")
    ref = target(stage)
    headers = {} if match is None else {"If-Match": match}
    at = f"{stage.base}/records/{ref}"
    checked(client.patch(at, json.dumps(body).encode(), content_type="application/json", headers=headers))


@ANY
@given(
    ref=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/?#"), min_size=1, max_size=80)
)
def test_any_ref_is_found_or_not(stage, ref):
    from urllib.parse import quote

    client = stage.client("token")
    checked(client.get(f"{stage.base}/records/{quote(ref, safe='')}"))
