"""The free checks as a stranger walks them: without script, sign-in or cookie, and leaving nothing behind."""

from __future__ import annotations

import html
import json
import logging
import re

import pytest

from holdtrue.core.checks import CHECKS
from holdtrue.core.checks.asking import questions, steps

SECRET = "documented"
EU = {
    "E1": "yes",
    "E2": "yes",
    "E3": "no",
    "E4": ["deployer"],
    "E5": ["none"],
    "E6": "no",
    "E7": ["AIII-4a"],
    "E8": "profiles",
    "E9": ["none"],
    "E10": "no",
    "E11": "no",
    "E12": "sme",
}


def filled(name, **changes):
    """Answers to every question, as a form sends them."""
    given = EU if name == "eu_ai_act" else {q.id: q.values[1] for q in questions(name).values()}
    if name == "iso42001":
        given = given | {"A1": ["use", "adapt"], "Q14_ticks": ["internal_audit"]}
    return {f"a-{q}": value for q, value in (given | changes).items()}


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def hidden(answer):
    """What the page's form carries along."""
    found = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', answer.content.decode()):
        name, value = re.search(r'name="([^"]*)" value="([^"]*)"', tag).groups()
        found.setdefault(name, []).append(html.unescape(value))
    return found


def result(stranger, name, **changes):
    last = str(len(steps(name, {k[2:]: v for k, v in filled(name, **changes).items()})) - 1)
    return stranger.post(f"/check/{name}/", filled(name, **changes) | {"at": last, "lang": "en"})


def test_the_entrance_offers_a_stranger_the_checks(client):
    shown = client.get("/").content.decode()
    assert all(f'href="/check/{name.replace("_", "-")}/"' in shown for name in CHECKS)
    assert "/account/login/" in shown


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_check_opens_by_either_address_and_says_what_becomes_of_answers(stranger, name, lang):
    for slug in {name, name.replace("_", "-")}:
        answer = stranger.get(f"/check/{slug}/", {"lang": lang})
        assert answer.status_code == 200
        assert f'<html lang="{lang}"' in answer.content.decode()
        assert {"en": "kept nowhere", "fr": "conservées nulle part"}[lang] in text(answer)
        assert not answer.cookies


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_walked_screen_by_screen_and_carries_its_answers(stranger, name):
    answer, sent = stranger.get(f"/check/{name}/"), filled(name)
    for _ in range(20):
        carried = hidden(answer)
        if carried["state"] == ["result"]:
            break
        shown = set(re.findall(r'name="(a-[^"]+)"', answer.content.decode())) - set(carried)
        answer = stranger.post(f"/check/{name}/", carried | {k: sent[k] for k in shown if k in sent})
        assert answer.status_code == 200
        assert not answer.cookies
    assert "What you already have" in text(answer)
    assert {k for k in hidden(answer) if k.startswith("a-")} == set(sent)
    assert answer["Cache-Control"] == "private, no-store"


def test_the_result_is_told_in_its_order(stranger):
    told = text(result(stranger, "index"))
    heads = [
        *("What you already have", "Does it apply to you?", "What is expected of you"),
        *(
            "Where you stand",
            "The gaps that matter most",
            "A minimum viable AIMS",
            "The path to certification",
        ),
    ]
    places = [told.index(head) for head in heads]
    assert places == sorted(places)
    assert "0 of 6" in told
    for word in ("Classification", "Governance", "Documentation", "Oversight"):
        assert word in told


def test_nothing_missing_is_passed_over_and_the_question_is_named(stranger):
    answer = stranger.post("/check/index/", {"a-I1": "declared", "at": "0"})
    assert answer.status_code == 422
    assert 'id="q-I2"' in answer.content.decode()
    assert "One question has no answer yet" in text(answer)
    late = stranger.post(
        "/check/index/", {k: v for k, v in filled("index").items() if k != "a-I3"} | {"at": "5"}
    )
    assert late.status_code == 422
    assert 'href="#q-I3"' in late.content.decode()


@pytest.mark.parametrize(
    "tampered",
    [
        {"at": "-7"},
        {"at": "9" * 40},
        {"at": "5", "a-I4": "<script>alert(1)</script>"},
        {"at": "5", "a-I4": ""},
        {"at": "5", "state": "nonsense", "go": "nonsense", "a-I99": "x", "lang": "xx"},
        {"at": "5", "speak": "fr"},
    ],
)
def test_a_form_tampered_with_is_asked_again_or_read_as_it_can_be(stranger, tampered):
    answer = stranger.post("/check/index/", filled("index") | tampered)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert "I99" not in answer.content.decode()


def test_none_and_something_else_is_refused_beside_the_question(stranger):
    answer = stranger.post("/check/eu_ai_act/", filled("eu_ai_act", E5=["none", "AIA-5.1.c"]) | {"at": "4"})
    assert answer.status_code == 422
    assert "Keep one of the two" in text(answer)


def test_two_answers_that_do_not_go_together_are_asked_about_before_the_result(stranger):
    sent = filled("index", I1="operational", I4="absent") | {"at": "5"}
    asked = stranger.post("/check/index/", sent)
    assert "Owners for every system, yet no list of systems" in text(asked)
    assert hidden(asked)["state"] == ["clash"]
    mended = stranger.post("/check/index/", sent | {"state": "clash", "a-I4": "documented"})
    assert "What you already have" in text(mended)
    kept = stranger.post("/check/index/", sent | {"state": "clash", "go": "keep"})
    assert "Answers that do not go together" in text(kept)


def test_the_language_changes_without_losing_an_answer(stranger):
    sent = filled("index") | {"at": "3", "lang": "en", "speak": "fr", "state": "step"}
    answer = stranger.post("/check/index/", sent)
    assert '<html lang="fr"' in answer.content.decode()
    assert "Écran 4 de 6" in text(answer)
    assert len([k for k in hidden(answer) if k.startswith("a-")]) == 10
    assert hidden(answer)["lang"] == ["fr"]
    there = stranger.post("/check/index/", filled("index") | {"speak": "fr", "state": "result", "at": "5"})
    assert "Ce que vous avez déjà" in text(there)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de,en;q=0.9,fr;q=0.8", "en"),
        ("fr;q=0,en", "en"),
        ("q=;,,;", "en"),
        ("", "en"),
    ],
)
def test_a_browser_is_answered_in_its_language(stranger, asked, told):
    answer = stranger.get("/check/", headers={"accept-language": asked})
    assert answer["Content-Language"] == told
    assert "Accept-Language" in answer["Vary"]


def test_a_self_declared_result_goes_no_further_than_operating_on_your_word(stranger):
    best = {
        "index": dict.fromkeys(questions("index"), "measured"),
        "iso42001": {q: "running" for q in questions("iso42001") if q.startswith("Q")},
    }
    best["iso42001"] |= {"Q14_ticks": ["internal_audit", "management_review"]}
    for name, answers in best.items():
        told = text(result(stranger, name, **answers))
        assert "perating, on your word" in told
        assert "6 of 6" in told


def test_who_does_nothing_with_ai_is_asked_no_more(stranger):
    answer = stranger.post("/check/iso42001/", {"a-A1": "none", "at": "0"})
    assert "Nothing to manage today" in text(answer)
    assert "What you already have" not in text(answer)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_result_is_taken_along_as_a_document(stranger, name, lang):
    answer = stranger.post(f"/check/{name}/pdf/", filled(name) | {"lang": lang})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert f"/Lang({lang})".encode() in answer.content
    assert not answer.cookies


def test_the_answers_are_taken_along_as_a_file(stranger):
    answer = stranger.post("/check/eu_ai_act/answers/", filled("eu_ai_act"))
    found = json.loads(answer.content)
    assert found["check"] == "eu_ai_act"
    assert found["answers"] == EU


def test_what_half_a_check_would_be_printed_as_is_refused(stranger):
    for what in ("pdf", "answers", "start"):
        answer = stranger.post(f"/check/index/{what}/", {"a-I1": "declared"})
        assert answer.status_code == 422
        assert "Question I2 has no answer yet" in text(answer)


def test_answers_are_never_read_from_an_address(stranger):
    answer = stranger.get("/check/index/", {"a-I1": SECRET, "at": "3"})
    assert "checked" not in answer.content.decode()
    assert stranger.get("/check/index/pdf/").status_code == 405


def test_how_results_are_worked_out_is_read_from_the_data(stranger):
    told = text(stranger.get("/check/method/"))
    for words in (
        "12 of 59",
        "most founding pieces are not written down",
        "Operating, on your word",
        "High-risk by use",
    ):
        assert words in told
    assert "Comment les résultats sont calculés" in text(stranger.get("/check/method/", {"lang": "fr"}))


def test_a_check_there_is_not_is_nothing_here(stranger):
    assert stranger.get("/check/horoscope/").status_code == 404
    assert stranger.post("/check/horoscope/pdf/", {}).status_code == 404


def test_so_many_screens_a_minute_and_no_more(stranger):
    from holdtrue.pages.views.check_frame import PRINTED

    for _ in range(PRINTED.amount):
        assert stranger.post("/check/nist_ai_rmf/pdf/", {}).status_code == 422
    assert stranger.post("/check/nist_ai_rmf/pdf/", {}).status_code == 429


def test_a_check_asks_the_database_nothing_and_leaves_nothing_in_it_nor_in_the_log(client, database, caplog):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdtrue.accounts import passing

    passing.forget()
    before = rows()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        client.get("/check/index/")
        result(client, "index", I4=SECRET)
        client.post("/check/index/pdf/", filled("index", I4=SECRET))
        client.post("/check/index/answers/", filled("index", I4=SECRET))
        client.post("/check/index/", {"a-I1": SECRET, "at": "0"})
    assert len(asked) == 0
    assert rows() == before
    said = "\n".join(
        record.getMessage() + str(record.__dict__.get("exc_text") or "") for record in caplog.records
    )
    assert SECRET not in said
    assert "a-I4" not in said
    assert not client.cookies
    client.post("/check/index/start/", filled("index", I4=SECRET))
    assert rows() == before


def rows():
    """How many rows each table has."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found
