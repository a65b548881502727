"""The same checks in the terminal: from a file or asked one by one, refused by the question's name where half done."""

from __future__ import annotations

import io
import json

import pytest

from checks.test_pages import EU
from cli.conftest import process
from holdtrue.cli.commands import run
from holdtrue.core.checks import CHECKS, check
from holdtrue.core.checks.asking import questions

KEYS = {"band", "score", "gaps", "contradictions", "have", "viable", "declares"}


def answers(name):
    return (
        EU if name == "eu_ai_act" else {q.id: q.values[1] for q in questions(name).values() if not q.several}
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder without any data in it: a check needs none."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_from_a_file_prints_its_result(folder, capsys, name):
    (folder / "a.json").write_text(json.dumps({"check": name, "answers": answers(name)}), "utf-8")
    assert run(["check", name, "--answers", "a.json", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() >= KEYS
    assert found["band"] == check(name, answers(name)).band
    assert run(["check", name, "--answers", "a.json"]) == 0
    assert "What you already have" in capsys.readouterr().out


def test_a_file_of_lines_will_do(folder, capsys):
    (folder / "a.yaml").write_text("\n".join(f"I{n}: documented" for n in range(1, 13)), "utf-8")
    assert run(["check", "index", "--answers", "a.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["score"] == 50


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"I1": "declared"}', "Question I2 has no answer yet"),
        ('{"I1": "perhaps"}', "'perhaps' is no answer to question I1"),
        ('{"I77": "declared"}', "There is no question 'I77'"),
        ('{"check": "iso42001", "answers": {}}', "holds the answers of the check 'iso42001'"),
        ("[1, 2]", "holds no answers"),
        ("{", "holds no answers"),
    ],
)
def test_what_is_half_answered_or_unreadable_ends_with_two_and_names_the_question(
    folder, capsys, content, told
):
    (folder / "a.json").write_text(content, "utf-8")
    for extra in ([], ["--json"]):
        assert run(["check", "index", "--answers", "a.json", *extra]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert told in printed.err


def test_an_unknown_check_or_language_is_refused(folder, capsys):
    assert run(["check", "horoscope"]) == 2
    assert "There is no check called 'horoscope'" in capsys.readouterr().err
    assert run(["check", "index", "--language", "de"]) == 2


def test_it_asks_one_by_one_and_the_result_stands_alone(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("3\n" * 12))
    assert run(["check", "index", "--language", "fr", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["shown_as"] == "Émergente"
    assert "L’Indice IA en douze questions" in printed.err


def test_a_contradiction_is_asked_about(folder, capsys, monkeypatch):
    given = ["4", "1", "2", "1", *["2"] * 8, "I1", "1", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(given) + "\n"))
    assert run(["check", "index", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["contradictions"] == []
    assert "Type I4, I1 to answer it again" in printed.err


def test_nobody_there_to_answer_is_refused_by_the_question(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n2\n"))
    assert run(["check", "nist_ai_rmf"]) == 2
    assert "Question N3 has no answer yet" in capsys.readouterr().err


def test_the_file_of_a_stranger_starts_an_aims(folder):
    (folder / "a.json").write_text(json.dumps({"answers": answers("index")}), "utf-8")
    data = str(folder / "data")
    assert process("init", "--name", "Northwind", "--data", data).code == 0
    done = process("check", "index", "--answers", str(folder / "a.json"), "--start", "--json", "--data", data)
    assert done.code == 0, done.err
    assert done.json["organisation"] == "northwind"
    assert len(done.json["declarations"]) == len(done.json["declares"]) > 10
