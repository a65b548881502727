"""What pages do with many records, over HTTP: changed at once, merged, kept as views, handed out as files, weighed."""

from __future__ import annotations

import io
import zipfile

SAYS = b'name: calm-advice\ntitle: "Calm advice"\nversion: 1.0\nbranding: {name: "Calm & Co", colour: "#0b5d5a"}\n'


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in {"pack.yaml": SAYS, **files}.items():
            packed.writestr(name, body)
    out.name = "pack.zip"
    out.seek(0)
    return out


def test_many_are_rehearsed_changed_and_taken_back(stage):
    refs = [stage.added("supplier", name=f"Many {n}")["ref"] for n in range(3)]
    body = {"kind": "supplier", "refs": refs, "fields": {"service": "Hosting"}, "tag": ["seen"]}
    told = stage.ask("token", "POST", "/many", {**body, "dry_run": True}).json()
    assert (told["action"], told["rows"], told["refused"]) == (None, 3, 3), "a machine edits none of these"
    told = stage.ask("owner", "POST", "/many", {**body, "why": "Looked up"}).json()
    assert (told["rows"], told["changed"], told["refusals"]) == (3, 3, [])
    assert stage.ask("owner", "GET", f"/records/{refs[0]}").json()["fields"]["service"] == "Hosting"
    back = stage.ask("owner", "POST", "/many/undo", {"action": told["action"]}).json()
    assert (back["changed"], back["refused"]) == (3, 0)
    for wrong in (
        {"kind": "supplier"},
        {"kind": "supplier", "refs": refs},
        {"kind": "supplier", "refs": "all"},
    ):
        assert stage.ask("owner", "POST", "/many", wrong).status_code == 422
    assert (
        stage.ask(
            "owner", "POST", "/many", {**body, "refs": ["SUP-1"] * 1 + [f"SUP-{n}" for n in range(2100)]}
        ).status_code
        == 422
    )


def test_records_that_may_be_one_are_told_kept_apart_or_merged(stage):
    one, other, third = (
        stage.added("party", name=name)["ref"] for name in ("Acme Hosting", "ACME Hosting", "Acme hosting")
    )
    pairs = stage.ask("owner", "GET", "/duplicates?kind=party").json()["pairs"]
    assert {(one, other), (one, third)} <= {(p["one"], p["other"]) for p in pairs}
    assert stage.ask("owner", "POST", "/duplicates/apart", {"one": one, "other": third}).status_code == 200
    pairs = stage.ask("owner", "GET", "/duplicates?kind=party").json()["pairs"]
    assert (one, third) not in {(p["one"], p["other"]) for p in pairs}
    merged = stage.ask("owner", "POST", f"/records/{one}/merge", {"gone": other, "why": "Typed twice"})
    assert merged.status_code == 200, merged.content
    assert (merged.json()["record"]["ref"], merged.json()["merged"]) == (one, other)
    again = stage.ask("owner", "POST", f"/records/{one}/merge", {"gone": other, "why": "Typed twice"})
    assert again.status_code == 422
    assert (
        stage.ask("owner", "POST", f"/records/{one}/merge", {"gone": third, "why": " "}).json()["field"]
        == "why"
    )


def test_a_view_is_kept_shown_and_forgotten_by_its_owner_alone(stage):
    body = {"kind": "risk", "name": "Grave ones", "query": "severity=5", "shared": True}
    made = stage.ask("owner", "POST", "/views", body)
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    seen = {v["name"]: v["own"] for v in stage.ask("auditor", "GET", "/views?kind=risk").json()["views"]}
    assert seen["Grave ones"] is False
    assert stage.ask("auditor", "DELETE", f"/views/{number}?kind=risk").status_code == 404
    assert stage.ask("owner", "DELETE", f"/views/{number}?kind=risk").json() == {"dropped": number}


def test_a_list_is_a_file_that_can_be_taken_back(stage):
    stage.added("supplier", name="=SUM(A1)", service="Filed")
    found = stage.ask(
        "token", "GET", "/list-file?kind=supplier&where=service%3DFiled&fields=name&fields=service"
    )
    assert found["Content-Type"].startswith("text/csv")
    lines = found.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "ref,name,service"
    assert "'=SUM(A1)" in lines[1], "a cell that would be a formula is written as text"
    book = stage.ask("token", "GET", "/list-file?kind=supplier&format=xlsx")
    assert book.content.startswith(b"PK")
    for wrong in ("/list-file?kind=supplier&format=exe", "/list-file?kind=supplier&fields=nonsense"):
        assert stage.ask("token", "GET", wrong).status_code == 422


def test_criteria_assessment_and_triage_are_answered(stage):
    steps = {"likelihood": ["rare", "likely", "sure"], "severity": ["small", "grave", "worst"]}
    made = stage.ask(
        "owner", "POST", "/risk-criteria", {**steps, "appetite": 3, "authority": [{"role": "top_management"}]}
    )
    assert made.status_code == 201, made.content
    assert "Likelihood 1-3" in made.json()["fields"]["scales"]
    for wrong in (
        {"appetite": 99},
        {"authority": [{"role": "king"}]},
        {"authority": "me"},
        {"appetite": "x"},
    ):
        sent = {**steps, "appetite": 3, "authority": [{"role": "top_management"}], **wrong}
        assert stage.ask("owner", "POST", "/risk-criteria", sent).status_code == 422
    assert set(stage.ask("owner", "GET", "/risk-matrix").json()) >= {"cells", "unrated", "appetite", "above"}
    system = stage.added("system", name="Weighed", personal_data=False)["ref"]
    begun = stage.ask("owner", "POST", f"/systems/{system}/assessment", {"fields": {"benefits": "Quicker"}})
    assert begun.status_code == 200, begun.content
    assert (begun.json()["record"] is not None, begun.json()["finished"]) == (True, False)
    early = stage.ask("owner", "POST", f"/systems/{system}/assessment", {"complete": True})
    assert (early.status_code, early.json()["field"]) == (422, "complete")
    waiting = stage.ask("owner", "GET", "/triage?q=Weighed").json()
    assert [row["ref"] for row in waiting["systems"]] == [system]
    done = stage.ask("owner", "POST", "/triage", {"refs": [system], "answers": {"generates_content": False}})
    assert (done.json()["changed"], done.json()["refusals"]) == (1, [])
    machine = stage.ask(
        "token", "POST", "/triage", {"refs": [system], "answers": {"generates_content": True}}
    )
    assert [row["ref"] for row in machine.json()["refusals"]] == [system]


def test_a_pack_is_looked_into_installed_listed_and_taken_away_never_by_a_token(stage):
    refused = stage.send("token", "/packs", {"file": zipped()})
    assert (refused.status_code, "token" in refused.json()["message"]) == (403, True)
    looked = stage.send("owner", "/packs", {"file": zipped(), "dry_run": "yes"})
    assert looked.status_code == 200, looked.content
    assert (looked.json()["installed"], looked.json()["added"]) == (False, ["pack.yaml"])
    assert stage.ask("owner", "GET", "/packs").json()["packs"] == []
    done = stage.send("owner", "/packs", {"file": zipped()}).json()
    assert (done["installed"], done["branding"]) == (
        True,
        {"name": "Calm & Co", "colour": "#0b5d5a", "logo": False},
    )
    assert [p["pack"] for p in stage.ask("manager", "GET", "/packs").json()["packs"]] == ["calm-advice"]
    wrong = stage.send("owner", "/packs", {"file": zipped(**{"run.exe": b"MZ"})})
    assert wrong.status_code == 422
    assert stage.ask("owner", "DELETE", "/packs/calm-advice").json() == {
        "removed": "calm-advice",
        "version": "1.0",
    }
