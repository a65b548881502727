"""Own rules on pages: looked into, installed, changed and taken away; a requirement is mapped without a file."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from harness.own_rules import CLINIC, NEWER
from pages_acts.filling import Browser

OWN = "settings/rules/own/"


def logged(people, action):
    from holdtrue.store.models import Entry

    return Entry.objects.filter(action=action, log__organisation=people.organisation).count()


def test_a_file_shows_what_it_changes_is_installed_appears_everywhere_and_goes(people, ada):
    from holdtrue.app.actions import records

    records.add(people.owner, "system", {"name": "Bot", "owner": "PER-1", "use": "in_use"})
    first = ada.open(OWN)
    assert "Begin from a worked example" in first.text
    assert "house-rules" in ada.open(f"{OWN}?begin=example").text
    wrong = ada.send(first, text=CLINIC.replace("boss", "x").replace("scope: system\n", "scope: firm\n", 1))
    assert wrong.status == 422
    assert "line 8" in wrong.text
    assert "scope: firm" in wrong.html

    look = ada.send(first, text=CLINIC)
    assert "2 requirements added: C1, C2." in look.text
    assert logged(people, "rules.add") == 0
    done = ada.send(look, holding="text")
    assert "Rules of the clinic, version 1, is installed." in done.text
    assert logged(people, "rules.add") == 1
    for path, says in (
        ("frameworks/", "Code of the clinic"),
        ("frameworks/clinic_code/", "Second look"),
        ("frameworks/clinic_code/C1/", "Second look by a nurse"),
        ("practices/", "Second look by a nurse"),
        ("practices/second-look/", "A nurse looks"),
        ("frameworks/crosswalk/", "Code of the clinic"),
        ("index/", "Supervised"),
        ("worklist/", ""),
        ("", ""),
    ):
        page = ada.open(path)
        assert page.status == 200, path
        assert says in page.text, path

    upload = SimpleUploadedFile("rules.yaml", NEWER.encode(), "text/yaml")
    newer = ada.send(ada.open(OWN), file=upload)
    assert "First day moved: C2." in newer.text
    assert "takes the place of 1" in newer.text
    ada.send(newer, holding="text")
    one = ada.open(f"{OWN}clinic-rules/")
    assert "Version 2, in force" in one.text
    at = ada.at(f"{OWN}clinic-rules/")
    going = ada.client.post(at, {"do": "look"}).content.decode()
    assert "3 requirements taken away: C1, C2, C3." in going
    assert logged(people, "rules.remove") == 0
    ada.client.post(at, {"do": "remove"})
    assert logged(people, "rules.remove") == 1
    assert ada.open("practices/second-look/").status == 404
    assert ada.open("").status == 200
    assert ada.open(f"{OWN}clinic-rules/").status == 404


def test_a_requirement_is_mapped_on_a_page(people, ada):
    asked = ada.send(ada.open("settings/rules/mapping/"), framework="amf_ai")
    refused = ada.send(asked, requirement="AMF-G1")
    assert "one practice at least" in refused.text
    look = ada.send(asked, requirement="AMF-G1", practices=["named-lead"])
    assert "1 requirement changed: AMF-G1." in look.text
    assert "Mappings made on a page" in ada.send(look, holding="text").text
    assert ada.open(f"{OWN}mappings-by-hand/").status == 200
    again = ada.send(asked, requirement="AMF-G2", practices=["named-lead"])
    assert "takes the place of 1" in again.text


def test_own_rules_are_for_those_who_manage(people):
    for who in ("contributor", "auditor", "member"):
        for path in (OWN, "settings/rules/mapping/"):
            assert Browser(people, who).open(path).status == 403


def test_an_audit_keeps_the_version_it_began_with(people, ada):
    from holdtrue.app.actions import additions, records

    additions.add(people.owner, {"clinic.yaml": CLINIC.encode()})
    ref = records.add(people.owner, "audit", {"type": "internal"}).ref
    additions.add(people.owner, {"clinic.yaml": NEWER.encode()})
    page = ada.open(f"r/{ref}/")
    assert "Held against" in page.text
    assert "Installed since: 2026-11-01" in page.text
    then = ada.open(f"frameworks/clinic_code/?audit={ref}")
    assert "version 2026-10-01" in then.text
    assert "Patients are told" not in then.text
    assert "C3" not in then.text
    assert "C3" in ada.open("frameworks/clinic_code/").text
    additions.remove(people.owner, "clinic-rules")
    assert "version 2026-10-01" in ada.open(f"frameworks/clinic_code/?audit={ref}").text
    assert ada.open("frameworks/clinic_code/").status == 404
    assert ada.open("frameworks/iso42001/?audit=ORG-1").status == 422
