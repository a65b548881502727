"""Own files of rules and the profile over HTTP: looked into first, refused by file and line, and never by a token."""

from __future__ import annotations

import io

FILE = """name: house
title: Rules of our house
version: "1"
mappings:
- {framework: iso42001, requirement: "5.1", practices: [ai-policy]}
"""


def sent(text, name="house.yaml"):
    file = io.BytesIO(text.encode())
    file.name = name
    return file


def test_an_own_file_is_looked_into_added_read_and_taken_away(stage):
    looked = stage.send("owner", "/rules/own", {"file": sent(FILE), "dry_run": "yes"})
    assert looked.status_code == 200, looked.content
    assert (looked.json()["done"], looked.json()["own"][0]["was"]) == (False, None)
    assert looked.json()["index_now"] is not None
    assert stage.ask("owner", "GET", "/rules").json()["own"] == []
    assert stage.send("owner", "/rules/own", {"file": sent(FILE)}).json()["done"]
    assert [one["name"] for one in stage.ask("owner", "GET", "/rules").json()["own"]] == ["house"]
    assert stage.ask("auditor", "GET", "/rules/own/house").json()["text"] == FILE
    tried = stage.ask("owner", "DELETE", "/rules/own/house?dry_run=yes").json()
    assert (tried["done"], tried["own"][0]["name"]) == (False, "house")
    assert stage.ask("owner", "DELETE", "/rules/own/house").json()["done"]
    assert stage.ask("owner", "GET", "/rules").json()["own"] == []


def test_a_file_that_is_not_in_order_is_refused_by_its_line(stage):
    wrong = {
        FILE.replace("ai-policy", "ai-polizy"): ("5", "ai-policy"),
        FILE.replace("iso42001", "iso4200"): ("5", "iso4200"),
        FILE.replace('"5.1"', '"5.99"'): ("5", "5.99"),
        FILE.replace("mappings:", "mapings:"): ("4", "mapings"),
    }
    for text, says in wrong.items():
        refused = stage.send("owner", "/rules/own", {"file": sent(text), "dry_run": "yes"})
        assert refused.status_code == 422
        message = refused.json()["message"]
        assert all(word in message for word in ("house.yaml", *says)), message


def test_a_profile_is_looked_at_with_its_hours_before_it_is_chosen(stage):
    shown = stage.ask("owner", "GET", "/profile").json()
    assert [one["name"] for one in shown["profiles"]] == ["starter", "standard", "certification"]
    hours = [one["hours_a_year"] for one in shown["profiles"]]
    assert hours == sorted(hours)
    looked = stage.ask("owner", "POST", "/profile", {"profile": "certification", "dry_run": True}).json()
    assert looked["profiles"][0]["new"]
    assert (looked["profile"], looked["chosen"]) == (shown["profile"], False)
    stage.added("audit", title="Autumn audit", type="internal")
    lower = stage.ask("owner", "POST", "/profile", {"profile": "starter"})
    assert lower.status_code == 422
    assert "AUD-" in lower.json()["message"]
    assert stage.ask("owner", "GET", "/profile").json()["profile"] == shown["profile"]
    assert stage.ask("token", "POST", "/profile", {"profile": "starter"}).status_code == 403
