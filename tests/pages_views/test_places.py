"""Every address the pages link to by hand leads to the route meant."""

from __future__ import annotations

from django.urls import resolve

from holdtrue.core.kinds import KINDS
from holdtrue.pages.places import ORGANISATION, Places


def named(address):
    return resolve(address.partition("?")[0]).url_name


def test_addresses_lead_to_the_routes_they_name(application):
    places = Places("north")
    assert named(places.home) == "home"
    assert named(places.record("SYS-0012")) == "record"
    assert named(places.practice("ai-policy")) == "practice"
    assert named(places.why(ORGANISATION, "ai-policy")) == "why"
    assert named(places.why("SYS-0012", "system-owner", "measured")) == "why"
    assert named(places.file("EVI-0001")) == "file"
    for act in ("edit", "sign", "attach", "read", "measure", "link", "unlink", "retire", "history", "owner"):
        assert named(places.act("SYS-0012", act, a="b")) == act
    assert named(places.framework("iso42001", show="short")) == "framework"
    assert named(places.requirement("nist_ai_rmf", "GOVERN 1.1")) == "requirement"
    assert named(places.at("frameworks", "crosswalk")) == "crosswalk"
    for word in (
        "plan",
        "do",
        "check",
        "act",
        "practices",
        "frameworks",
        "ledger",
        "search",
        "find",
        "seen",
        "triage",
    ):
        assert named(places.at(word)) == word


def test_every_kind_has_a_list_and_a_form_of_its_own(application):
    places = Places("north")
    for kind in KINDS:
        found = resolve(places.listing(kind, unit="UNT-0001").partition("?")[0])
        assert (found.url_name, found.kwargs["kind"]) == ("list", kind)
        assert resolve(places.add(kind)).kwargs["kind"] == kind
