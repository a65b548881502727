"""The command line's client against the application behind a real socket."""

from __future__ import annotations

import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from holdtrue.core.refusals import BadInput, Unreachable
from holdtrue.words import say


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def remote(stage):
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test import override_settings

    from holdtrue.cli.remote import Remote

    def serve():
        server.serve_forever(poll_interval=0.05)
        connection.close()

    with (
        override_settings(ALLOWED_HOSTS=["*"]),
        make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server,
    ):
        thread = threading.Thread(target=serve)
        thread.start()
        yield Remote(f"http://127.0.0.1:{server.server_port}", stage.cast.secret)
        server.shutdown()
        thread.join()


def test_what_the_command_line_asks_of_another_machine_is_done_there(remote, stage, tmp_path):
    system = remote.add("system", {"name": "Far away", "owner": "PER-0001"}, why="Told by phone")
    assert remote.edit(system["ref"], {"users": "Staff"}, revision=1)["revision"] == 2
    assert remote.link(system["ref"], "overseer", "PER-0001")["links"]["overseer"] == ["PER-0001"]
    report = tmp_path / 'a "report".txt'
    report.write_bytes(b"fine\r\n--not a boundary\r\n")
    assert remote.attach(system["ref"], report, tag="test-report")["title"] == "a _report_.txt"
    assert remote.show(system["ref"])["incoming"]["evidence"]
    assert remote.list("system", where=["name=Far away"])["records"][0]["ref"] == system["ref"]
    assert remote.status()["organisation"] == "Northwind"
    assert remote.status(known_at="2026-01-01")["known_at"] == "2026-01-01"
    assert remote.status(system=system["ref"])["system"] == system["ref"]
    assert remote.why(system["ref"], "system-owner")["practice"] == "system-owner"
    file = tmp_path / "more.csv"
    file.write_bytes(b"name\nNear\nNearer\n")
    assert remote.take_in(file, dry_run="yes")["run"] is None
    done = remote.take_in(file)
    assert done["added"] == 2
    assert remote.undo(done["run"])["retired"] == 2


def test_a_long_list_is_read_page_by_page(remote, stage, monkeypatch):
    monkeypatch.setattr("holdtrue.cli.remote._PAGE", 2)
    for n in range(5):
        stage.added("party", name=f"Long {n}")
    found = remote.list("party", q="long", limit=4)
    assert [line["title"] for line in found["records"]] == ["Long 0", "Long 1", "Long 2", "Long 3"]
    assert (found["more"], found["total"]) == (True, 5)
    found = remote.list("party", q="long", sort="-name", limit=5)
    assert [line["title"][-1] for line in found["records"]] == ["4", "3", "2", "1", "0"]


def test_what_the_other_machine_refuses_is_said_in_its_sentence(remote):
    from holdtrue.cli.remote import Said

    with pytest.raises(Said) as refused:
        remote.add("system", {"name": "x", "use": "zzz"})
    assert (refused.value.exit_code, refused.value.code, refused.value.field) == (
        2,
        "field.bad_choice",
        "use",
    )
    assert "Choose one of these" in say(refused.value.message)
    with pytest.raises(Said, match=r"remote\.said"):
        remote.show("SYS-9999")


def test_a_token_that_is_not_known_there_is_told(remote):
    from holdtrue.cli.remote import Remote, Said

    with pytest.raises(Said) as refused:
        Remote(remote.address, "hdt_00000000_x").status()
    assert refused.value.answered == 401


def test_nobody_at_the_address_is_no_store_to_be_reached(application):
    from harness.service import free_port
    from holdtrue.cli.remote import Remote

    with pytest.raises(Unreachable) as refused:
        Remote(f"http://127.0.0.1:{free_port()}", "hdt_x_y", "northwind").status()
    assert refused.value.exit_code == 3
    for address in (
        "ftp://example.org",
        "http://user:word@example.org",
        "http://",
        "http://example.org:port",
    ):
        with pytest.raises(BadInput):
            Remote(address, "hdt_x_y", "northwind").status()


@pytest.fixture
def far(remote, monkeypatch, capsys):
    """The command line itself, sent to the other machine."""
    import json

    from holdtrue.cli.commands import run

    monkeypatch.setenv("HOLDTRUE_TOKEN", remote.token)

    def command(*words, code=0):
        capsys.readouterr()
        assert run(["--url", remote.address, "--json", *words]) == code, capsys.readouterr().err
        printed = capsys.readouterr()
        return json.loads(printed.out) if printed.out else printed.err

    return command


def test_commands_of_check_and_act_work_on_another_machine(far, stage):
    system = stage.added("system", name="Asked from afar", owner="PER-0001")["ref"]
    finding = stage.added("finding", type="minor", nature="No log", who="owner")["ref"]
    incident = stage.added("incident", title="Wrong answers", who="owner")["ref"]
    assert far("gate", system, "--to", "assessed", code=1)["system"] == system
    assert far("gate", "organisation", "--to", "live", code=1)["gate"] == "live"
    assert far("ask-stage", system, "--to", "assessed", "reason=Mondays")["system"] == system
    assert far("whatif", system, "name=Another")["ref"] == system
    assert far("deploy", system, "--version", "2.0", "--dry-run", code=2)
    assert far("review", "pack")["parts"]
    assert far("calendar", "--year", "2027")["year"] == 2027
    assert isinstance(far("indicators"), list)
    assert far("incident", incident)["ref"] == incident
    assert far("audit", "plan")["framework"]
    assert far("loop")["findings"] is not None
    assert far("mending", finding)["ref"] == finding
    assert far("forecast", "--months", "2")["days"]
    assert far("roadmap", "--take", "1")["taken"]
    assert far("index")["properties"]


def test_rows_that_wait_an_import_undone_and_a_long_history_reach_another_machine(
    far, stage, tmp_path, monkeypatch
):
    monkeypatch.setattr("holdtrue.cli.remote._PAGE", 2)
    file = tmp_path / "tools.csv"
    file.write_text("id,name,purpose\n7,Sorter,Sorts\n7,Sorter,Sorts letters\n7,Sorter,Weighs\n", "utf-8")
    run = str(far("import", str(file))["run"])
    assert [row["line"] for row in far("import-review", run)["rows"]] == [3, 4]
    decided = far("import-review", run, "--same", "3", "--new", "4")
    assert (decided["decided"], decided["rows"]) == ({"same": 1, "new": 1}, [])
    ref = far("list", "system", "--where", "name=Sorter")[0]["ref"]
    for name in ("Sorter of mail", "Sorter of post"):
        far("edit", ref, f"name={name}")
    happened = far("history", ref)
    assert [entry["revision"] for entry in happened if entry["revision"]] == [4, 3, 2, 1]
    assert far("history", ref, "--limit", "3") == happened[:3]
    assert "undone" in far("import", "--undo", run)
    assert "undone already" in str(far("import", "--undo", run, code=2))
    assert "There is no file" in str(far("import", str(tmp_path), code=2))
    for words in (("list", "system"), ("history", ref)):
        assert "at least one" in str(far(*words, "--limit", "0", code=2))
    assert "--data" in str(far("history", ref, "--csv", code=2))


def test_what_no_route_does_is_said_and_a_machine_decides_nothing_from_afar(far, stage):
    finding = stage.added("finding", type="minor", nature="No log")["ref"]
    for words in (
        ("decide-stage", "SYS-1", "go", "--to", "assessed"),
        ("review", "hold"),
        ("incident", "INC-1", "close"),
        ("audit", "report", "AUD-1"),
    ):
        assert "name one with --data" in str(far(*words, code=2))
    assert "token" in str(far("verify-effect", finding, "EVI-1", code=2))
