"""A file in over HTTP: rehearsed, at once, in the background, undone."""

from __future__ import annotations

import io

ROWS = b"name,intended purpose,owner\nTriage,Sort calls,Ann\nDraft,Write letters,Bo\n"


def file(content=ROWS, name="systems.csv"):
    made = io.BytesIO(content)
    made.name = name
    return made


def test_a_file_is_rehearsed_taken_in_and_undone(stage):
    before = stage.ask("owner", "GET", "/records?kind=system&limit=1").json()["total"]
    rehearsed = stage.send("token", "/imports", {"file": file(), "dry_run": "yes"}).json()
    assert (rehearsed["run"], rehearsed["added"]) == (None, 2)
    assert stage.ask("owner", "GET", "/records?kind=system&limit=1").json()["total"] == before
    done = stage.send("token", "/imports", {"file": file(), "said_on": "2026-01-15"}).json()
    assert (done["rows"], done["added"], done["mapping"]["intended purpose"]["field"]) == (
        2,
        2,
        "intended_purpose",
    )
    again = stage.send("manager", "/imports", {"file": file()}).json()
    assert (again["added"], again["unchanged"]) == (0, 2)
    refused = stage.ask("token", "POST", f"/imports/{again['run']}/undo", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "import.not_its_own")
    run = stage.ask("owner", "GET", f"/imports/{done['run']}").json()
    assert (run["state"], run["rows"], run["added"]) == ("done", 2, 2)
    undone = stage.ask("owner", "POST", f"/imports/{done['run']}/undo", {}).json()
    assert undone["retired"] >= 2
    assert stage.ask("owner", "GET", "/records?kind=system&limit=1").json()["total"] == before


def test_a_large_file_goes_on_in_the_background_and_shows_how_far_it_is(stage, monkeypatch):
    from holdtrue.api import importing
    from holdtrue.server.jobs import Jobs

    monkeypatch.setattr(importing, "AT_ONCE", 30)
    rows = b"name\n" + b"".join(b"Background %d\n" % n for n in range(31))
    taken = stage.send("owner", "/imports", {"file": file(rows, "many.csv")})
    run = taken.json()
    assert (taken.status_code, run["state"], run["rows"], run["done"]) == (202, "waiting", 31, 0)
    assert run["mapping"]["name"]["field"] == "name"
    assert Jobs("tests").once()
    run = stage.ask("owner", "GET", f"/imports/{run['run']}").json()
    assert (run["state"], run["done"], run["added"], run["failed"]) == ("done", 31, 31, None)


def test_whoever_lost_their_place_meanwhile_imports_nothing(stage):
    from holdtrue.accounts.models import Membership
    from holdtrue.server.jobs import Jobs

    run = stage.send("manager", "/imports", {"file": file(b"name\nNever\n"), "background": "yes"}).json()[
        "run"
    ]
    membership = Membership.objects.filter(user=stage.cast.users["manager"])
    membership.update(active=False)
    try:
        assert Jobs("tests").once()
    finally:
        membership.update(active=True)
    told = stage.ask("owner", "GET", f"/imports/{run}").json()
    assert (told["state"], told["added"]) == ("failed", 0)
    assert told["failed"]


def test_an_import_whose_work_died_unloaded_is_closed_and_says_what_to_do(stage):
    from django_tasks_db.models import DBTaskResult

    from holdtrue.server.jobs import Jobs

    begun = [
        stage.send("owner", "/imports", {"file": file(b"name\n%s\n" % name), "background": "yes"}).json()[
            "run"
        ]
        for name in (b"Lost", b"Waits")
    ]
    lost = next(t for t in DBTaskResult.objects.ready() if t.args_kwargs["args"][2] == begun[0])
    lost.set_failed(ImportError("no such module"))
    jobs = Jobs("tests")
    jobs.settle()
    told = [stage.ask("owner", "GET", f"/imports/{run}").json() for run in begun]
    assert [run["state"] for run in told] == ["failed", "waiting"]
    assert "import the same file again" in str(told[0]["failed"])
    assert jobs.once()
    assert stage.ask("owner", "GET", f"/imports/{begun[1]}").json()["state"] == "done"


def test_a_mapping_is_taken_and_a_wrong_one_is_said(stage):
    mapping = "columns:\n  Label: name\n"
    done = stage.send("owner", "/imports", {"file": file(b"Label\nMapped\n"), "mapping": mapping}).json()
    assert (done["added"], done["set_by"]) == (1, "file")
    for form in (
        {"file": file(), "mapping": "columns: ["},
        {"file": file(), "mapping": "kinds: system"},
        {"file": file(), "kind": "gadget"},
        {"file": file(), "said_on": "2999-01-01"},
        {"file": file(), "dry_run": "perhaps"},
        {"file": file(), "colour": "red"},
        {"file": file(b"")},
        {"file": file(b"\x00\x01\x02", "x.xlsx")},
    ):
        response = stage.send("owner", "/imports", form)
        assert response.status_code == 422, response.content
        assert response.json()["message"]


def test_rows_that_wait_are_told_and_decided(stage):
    rows = b"name,intended purpose\nQueue,Sorts\nQueue,Ranks\nQueue,Counts\n"
    run = stage.send("owner", "/imports", {"file": file(rows, "queue.csv")}).json()["run"]
    at = f"/imports/{run}/review"
    told = stage.ask("owner", "GET", at).json()
    assert [(row["line"], row["differs"][0]["row"]) for row in told["rows"]] == [(3, "Ranks"), (4, "Counts")]
    assert (told["total"], told["next_after"]) == (2, None)
    for wrong in ({"same": [3], "new": [3]}, {"new": [2]}, {"new": ["3"]}, {"leave": [3]}):
        assert stage.ask("owner", "POST", at, wrong).status_code == 422
    done = stage.ask("token", "POST", at, {"same": [3], "new": [4]}).json()
    assert (done["decided"], done["refusals"]) == ({"same": 1, "new": 1}, [])
    assert stage.ask("owner", "GET", at).json()["rows"] == []
    shown = stage.ask("owner", "GET", f"/records/{told['rows'][0]['ref']}").json()
    assert shown["fields"]["intended_purpose"] == "Ranks"


def test_rows_that_were_refused_are_told_with_line_and_reason(stage):
    done = stage.send("owner", "/imports", {"file": file(b"name,use\n,in_use\nRight,in_use\n")}).json()
    assert (done["refused"], done["added"]) == (1, 1)
    run = stage.ask("owner", "GET", f"/imports/{done['run']}").json()
    assert run["refusals"] == done["refusals"]
    assert run["refusals"][0]["line"] == 2
