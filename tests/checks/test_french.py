"""Everything a stranger meets is said in French as in English: each question, answer, gap and step."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from string import Formatter

import pytest
import yaml

from holdtrue.core.checks import CHECKS, check
from holdtrue.core.checks.asking import questions
from holdtrue.core.checks.texts import LANGUAGES, duty_titles, practice_title, texts
from holdtrue.core.frameworks import framework
from holdtrue.core.practices import library

PLAIN = {
    *("ask", "text", "says", "title", "why", "first_step", "next_step", "because", "flag", "note", "notice"),
    *("privacy", "intro", "shown_as", "distance", "proof", "means", "asks", "about", "reason", "hole"),
    *("ticks_ask", "none_shown_as", "no_total", "unsure_rule", "duties_words", "subject"),
}
"""Keys whose value is a sentence people read."""
UNREAD = {"dont_know.shown_as", "states.dont_know.shown_as", "special_duties"}
"""Notes for who keeps the file."""
SAME = {"groups.classification.title", "groups.documentation.title"}
"""Words that French and English share."""
FAMILY = ("check.", "cli.check.")


def sentences(node, path=""):
    """Every sentence of a file by the path of ids that leads to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            at = f"{path}.{key}".lstrip(".")
            inside = path.rsplit(".", 1)[-1] in {"answers", "plain", "steps_by_practice"}
            if isinstance(value, str) and (key in PLAIN or inside):
                yield at, value
            else:
                yield from sentences(value, at)
    elif isinstance(node, list):
        for number, item in enumerate(node):
            name = (item.get("id") or item.get("ref") or number) if isinstance(item, dict) else number
            yield from sentences(item, f"{path}.{name}")


@cache
def words(locale):
    folder = resources.files("holdtrue.data").joinpath("words", locale)
    found = {}
    for file in folder.iterdir():
        if file.name.endswith(".yaml"):
            found |= yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    return found


@pytest.mark.parametrize("name", [*CHECKS, "components"])
def test_every_sentence_of_a_check_has_its_french(name):
    english, french = dict(sentences(texts(name))), dict(sentences(texts(name, "fr")))
    read = {at for at in english if not any(at.startswith(skip) for skip in UNREAD)}
    assert len(read) > 25
    same = {at for at in read if french.get(at) == english[at]}
    assert same <= SAME


@pytest.mark.parametrize("name", CHECKS)
def test_a_french_question_offers_the_same_answers(name):
    english, french = questions(name), questions(name, "fr")
    assert list(english) == list(french)
    for one, other in zip(english.values(), french.values(), strict=True):
        assert one.values == other.values
        assert one.ask != other.ask
        for mine, theirs in zip(one.options, other.options, strict=True):
            assert bool(mine.text) == bool(theirs.text)
            assert not mine.text or mine.text != theirs.text, (one.id, mine.value)
            assert not mine.heading or mine.heading != theirs.heading


def test_every_practice_and_duty_has_a_french_name():
    for practice in library().practices:
        assert practice_title(practice.id, "fr") != practice.title, practice.id
    english, french = duty_titles("en"), duty_titles("fr")
    assert set(french) == {r.id for r in framework("eu_ai_act").requirements}
    assert [d for d in english if english[d] == french[d]] == []


def test_every_id_of_the_subject_has_its_french_with_the_same_blanks():
    english, french = words("en"), words("fr")
    assert [i for i in english if i.startswith(FAMILY) and i not in french] == []
    assert [i for i in french if i not in english] == []
    for name, entry in french.items():
        for form in ("one", "other"):
            mine = entry[form] if isinstance(entry, dict) else entry
            theirs = english[name][form] if isinstance(english[name], dict) else english[name]
            assert blanks(mine) <= blanks(theirs) | {"n"}, name
        if not isinstance(entry, dict):
            assert blanks(entry) == blanks(english[name]), name


def blanks(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_french_is_set_as_french_is():
    said = [str(entry) for entry in words("fr").values()]
    said += [text for name in (*CHECKS, "components") for _, text in sentences(texts(name, "fr"))]
    for text in said:
        assert not re.search(r"« | »|\w'\w", text), text
        assert not re.search(r"\b(conforme|certifié)e?s?\b", text), text


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_language_changes_no_figure(locale):
    answers = {f"I{n}": "documented" for n in range(1, 13)} | {"I4": "declared"}
    one, other = check("index", answers), check("index", answers, locale)
    assert (one.band, one.score, one.viable) == (other.band, other.score, other.viable)
    assert [c.questions for c in one.contradictions] == [c.questions for c in other.contradictions]
    assert [g.question for g in one.gaps] == [g.question for g in other.gaps]
