"""The same checks over HTTP, without signing in: the same result as elsewhere, refused in JSON, nothing kept."""

from __future__ import annotations

import pytest

from checks.test_terminal import answers
from holdtrue.core.checks import CHECKS, check
from holdtrue.core.checks.plain import result_json


def ask(stranger, name, sent):
    return stranger.post(f"/api/v1/checks/{name}", sent, content_type="application/json")


@pytest.mark.parametrize("name", CHECKS)
def test_answers_amount_to_what_they_do_everywhere_and_are_not_kept(stranger, name):
    got = ask(stranger, name.replace("_", "-"), {"answers": answers(name)})
    assert got.status_code == 200
    assert got.json() == result_json(check(name, answers(name)))
    assert "no-store" in got["Cache-Control"]
    assert not stranger.cookies


def test_its_questions_are_told_in_either_language(stranger):
    english = stranger.get("/api/v1/checks/iso42001").json()
    french = stranger.get("/api/v1/checks/iso42001?language=fr").json()
    assert [q["id"] for q in english["questions"]] == [q["id"] for q in french["questions"]]
    assert english["title"] != french["title"]
    assert all(one["words"] for q in english["questions"] for one in q["answers"])


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"answers": {}}, 422, None),
        ({"answers": {"Z9": "yes"}}, 422, "Z9"),
        ({"answers": "all"}, 422, "answers"),
        ({"answers": {}, "language": "de"}, 422, "language"),
        ({"answers": {}, "name": "Northwind"}, 422, "name"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_by_its_name(stranger, sent, status, field):
    got = ask(stranger, "iso42001", sent)
    assert got.status_code == status
    assert field is None or got.json()["field"] == field


def test_a_check_there_is_not_is_not_found_and_nobody_asks_without_end(stranger):
    from holdtrue.api.checks import ASKED

    assert ask(stranger, "iso9001", {"answers": {}}).status_code == 404
    tries = (stranger.get("/api/v1/checks/index").status_code for _ in range(2 * ASKED.amount + 1))
    assert 429 in tries
