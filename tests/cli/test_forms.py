"""What every command keeps to: where options stand, which stream says what, the exit code, no traceback."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import pytest

from cli.conftest import process
from holdtrue.cli.commands import run
from holdtrue.cli.later import FORMS

HOLD = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); "
    "print('held', flush=True); sys.stdin.read()"
)
"""Takes the write lock from another process: locks within one process do not see each other."""


@pytest.fixture
def plain(tmp_path, monkeypatch):
    """A folder with no data in it, and an environment that names none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOLDTRUE_DATA", raising=False)
    return tmp_path


def test_global_options_stand_before_or_after_the_command(shell):
    from holdtrue.cli.commands import run

    for words in (
        ["--json", "--data", shell.folder, "kinds"],
        ["kinds", f"--data={shell.folder}", "--json"],
        ["--org", "acme", "status", "--json", "--data", shell.folder],
    ):
        shell.capsys.readouterr()
        assert run([str(word) for word in words]) == 0
        printed = shell.capsys.readouterr()
        json.loads(printed.out)
        assert printed.err == ""


def test_a_refusal_is_one_sentence_on_standard_error_and_nothing_on_standard_output(shell):
    for words in (
        ["show", "SYS-1"],
        ["why", "organisation", "nothing"],
        ["status", "--unit", "UNT-9"],
        ["add", "system"],
    ):
        done = shell(*words, "--json")
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1
        assert done.err.rstrip().endswith((".", "?"))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("show Babel", "'Babel' is no ref of a record; write one like SYS-0012."),
        ("status --unit PER-1", "unit: 'PER-1' names no record of the kind Unit here; write the ref or"),
        ("list system --where colour=red", "'colour' is no field of this kind (AI system). It has: name,"),
        ("list system --sort colour", "'colour' is no field of this kind (AI system). It has: name,"),
        ("init --name B --owner a@b@c", "'a@b@c' is no e-mail address; write one like"),
        ("edit PER-1", "Say what to change, as FIELD=VALUE, like name=Triage;"),
        ("edit PER-1 --why Because", "Say what to change, as FIELD=VALUE, like name=Triage;"),
        ("status --rules latest", "“latest” names no rules. Write one of: then, current."),
        ("add system name=A title=B", "Name is given twice, and differently. Leave 'title' out, or"),
        ("add system name=A name=B", "Name takes one value. Leave all but one out of 'name'."),
        ("add system name=A owner=PER-1 owner=PER-1", "Owner takes one value."),
        ("edit PER-1 name=X --revision 7", "The newest revision of PER-0001 is 1, not 7;"),
    ],
)
def test_a_word_that_names_nothing_here_is_told_with_what_would(shell, command, told):
    done = shell(*command.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(told)


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("nonsense", "No such command 'nonsense'"),
        ("show", "Missing argument 'REF'"),
        ("list system --limit many", "Invalid value for '--limit'"),
        ("status --nope", "No such option: --nope"),
        ("sign IMP-1", "Missing option '--as'"),
        ("status --org", "--org needs a value after it"),
        ("import", "Name a file to take in, or a run to undo"),
        ("status --unit UNT-1 --system SYS-1", "Ask for a unit or for a system"),
        ("up --port 99999", "'99999' is no port"),
    ],
)
def test_wrong_use_ends_with_two_and_says_what_is_wrong(plain, capsys, command, wrong):
    assert run(command.split()) == 2
    printed = capsys.readouterr()
    assert wrong in printed.err
    assert (printed.out, printed.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("name", FORMS)
def test_a_command_of_a_later_version_says_so(plain, capsys, name):
    words = [word.strip("[]") for word in shlex.split(FORMS[name])]
    assert run([name, *words, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"'holdtrue {name}' comes in a later version; this one does not have it yet.\n"


def test_a_folder_without_data_cannot_be_reached_and_is_not_made(plain, capsys):
    assert run(["--data", str(plain / "none"), "status"]) == 3
    assert "There is no Holdtrue data in" in capsys.readouterr().err
    assert not (plain / "none").exists()


def test_a_database_that_is_none_cannot_be_reached(plain):
    folder = plain / "data"
    folder.mkdir()
    (folder / "holdtrue.sqlite3").write_text("this is no database" * 100, "utf-8")
    done = process("--data", str(folder), "status", "--json")
    assert (done.code, done.out) == (3, "")
    assert "Traceback" not in done.err
    assert done.err.count("\n") == 1


def test_a_locked_database_is_told_as_such(shell, monkeypatch):
    from django.db import connection

    shell("status")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    holder = [sys.executable, "-c", HOLD, str(shell.folder / "holdtrue.sqlite3")]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        done = shell("add", "system", "name=Triage")
        other.stdin.close()
    assert (done.code, done.out) == (3, "")
    assert "database" in done.err


def test_two_places_at_once_are_refused(plain, capsys, monkeypatch):
    assert run(["--data", "x", "--url", "http://localhost:1", "status"]) == 2
    assert "a command works in one place" in capsys.readouterr().err
    monkeypatch.setenv("HOLDTRUE_DATA", "x")
    monkeypatch.setenv("HOLDTRUE_URL", "http://localhost:1")
    assert run(["status"]) == 2
    assert "are both set" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        "verify",
        "check-standing",
        "history SYS-1 --csv",
        "sign SYS-1 --as approved",
        "coverage",
        "cases",
        "init --name X",
    ],
)
def test_a_command_that_needs_the_data_folder_says_so_with_an_address(plain, capsys, command):
    assert run(["--url", "http://localhost:1", *command.split()]) == 2
    assert "works on a data folder only" in capsys.readouterr().err


def test_a_terminal_of_few_letters_is_told_what_was_done_and_not_that_it_failed(shell):
    words = ("--data", shell.folder, "add", "system", "name=Tri\u00e4ge \u25b0")
    done = process(*map(str, words), PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("SYS-0001 Tri?ge ? (AI system, revision 1)")
    told = process("--data", str(shell.folder), "show", "SYS-1", "--json", PYTHONIOENCODING="ascii")
    assert told.json["title"] == "Tri\u00e4ge \u25b0"


def test_a_word_in_bytes_that_are_no_letters_is_wrong_input_and_nothing_is_written(shell):
    shell.json("add", "system", "name=Triage")
    for words in (("retire", "SYS-1", "--why", "x\udcff"), ("init", "--name", "x\udcff")):
        done = shell(*words)
        assert (done.code, done.out) == (2, "")
        assert "in UTF-8" in done.err
    assert shell.json("show", "SYS-1")["retired"] is False


def test_the_cases_that_ship_all_give_what_is_written(capsys):
    assert run(["cases", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cases"] == found["passed"] >= 100
    assert found["failed"] == 0


def test_a_case_that_fails_ends_with_one(plain, capsys):
    case = "cases:\n- {name: never, claim: {record: policy}, expect: {state: holds}}\n"
    (plain / "wrong.yaml").write_text(case, "utf-8")
    assert run(["cases", str(plain / "wrong.yaml")]) == 1
    printed = capsys.readouterr()
    assert "0 of 1 cases give what is written." in printed.out


def test_help_names_every_command_and_what_is_coming(capsys):
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    for name in ("init", "import", "status", "why", "check-standing", *FORMS):
        assert name in said


def test_what_is_interrupted_says_that_it_stopped(tmp_path, capsys, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("holdtrue.cli.session.Session.caller", interrupted)
    assert run(["--data", str(tmp_path), "status"]) == 130
    assert capsys.readouterr().err.startswith("Stopped; what was finished is kept")
