"""Where a column can go: the fields of a kind, and what a row says beyond them (units, classes, declarations)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from holdtrue.app.imports.values import Choices, fold, key_part
from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS, FieldSpec
from holdtrue.core.vocabulary import value_list, vocabulary
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SYNONYMS = "imports/synonyms.yaml"
KEY = "key"
"""The source's own id of a row: identity, never a field."""
UNIT_LEVELS = 4
_SHORTEST_PLURAL = 3
_SHORTEST_QUESTION = 3
_QUESTIONS = frozenset({"what", "who", "whom", "why", "how", "which", "where"})
_MARKS = (" (", " -", " –", " —", ":", ",", ";", " /", "/")
"""What parts 'In-house' from who it is that made it."""
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "our", "your"})


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column can feed; `name` is what a mapping file writes."""

    name: str
    type: str
    """A field type of the kinds, or: key, unit, supplier, part, class, declaration, name_part."""
    choices: Choices = field(default_factory=lambda: Choices({}))
    closed: bool = False
    """Takes none but its choices."""
    link: str = ""
    """The kind at the other end of a link."""
    title: bool = False
    required: bool = False
    multiple: bool = False
    pair: bool = False


@cache
def targets(kind: str) -> Mapping[str, Target]:
    """Return everything a column of this kind can go to, by name."""
    # a kind known by a field of its own has no use for a second id
    found = {} if KINDS[kind].known_by else {KEY: Target(KEY, "key")}
    title = KINDS[kind].title_field
    for spec in KINDS[kind].field_specs():
        if not spec.derived:
            found[spec.name] = _of_field(spec, title=spec.name == title)
    if kind == "system":
        found |= {t.name: t for t in _of_systems()}
    if kind == "person":
        found |= {name: Target(name, "name_part") for name in ("first_name", "last_name")}
    return found


def _of_field(spec: FieldSpec, *, title: bool) -> Target:
    if spec.type == "period":
        choices = Choices({})
    elif spec.target == "practice":
        choices = wordings(_practices(), {})
    elif spec.target == "evidence_tag":
        choices = wordings(dict.fromkeys(vocabulary().evidence_tags, ()), {})
    elif spec.target == "indicator_tag":
        choices = wordings(dict.fromkeys(vocabulary().indicators, ()), {})
    else:
        labels = {value: (say(label),) for value, label in spec.choices}
        choices = wordings(labels, _said(f"{spec.kind}.{spec.name}"))
    return Target(
        name=spec.name,
        type=spec.type,
        choices=choices,
        closed=spec.type in ("choice", "choices") and bool(choices.exact) and not spec.open,
        link=spec.target if spec.linked else "",
        title=title,
        required=spec.required,
        multiple=spec.multiple,
        pair=spec.pair,
    )


def _of_systems() -> Iterable[Target]:
    for level in range(1, UNIT_LEVELS + 1):
        yield Target(f"unit.{level}", "unit", link="unit")
    yield Target("supplier", "supplier", link="supplier")
    yield Target("component.model", "part", link="component")
    for law, values in (("eu_ai_act", "eu_class"), ("us_omb", "us_omb_class")):
        name = f"classification.{law}"
        labels = {
            v: (say(label),)
            for v, label in KINDS["classification"].spec("class").choices
            if v in value_list(values)
        }
        yield Target(name, "class", wordings(labels, _said(name)), closed=True)
    answers: dict[str, tuple[str, ...]] = {v: () for v in value_list("declaration_answer") if v != "blank"}
    for practice in _practices():
        yield Target(
            f"declaration.{practice}", "declaration", wordings(answers, _said("declaration")), closed=True
        )


def wordings(labels: Mapping[str, Iterable[str]], said: Mapping[str, Mapping[str, Iterable[str]]]) -> Choices:
    """Compile values, their labels and further wordings; the longest head of an answer is tried first."""
    exact: dict[str, str] = {}
    starts: list[tuple[str, str]] = []
    for value, ways in said.items():
        exact |= {fold(word): value for word in ways.get("exact", ())}
        starts += [(fold(word), value) for word in ways.get("starts", ())]
    for value, words in labels.items():
        for word in (value, *words):
            exact[fold(word)] = value
    return Choices(exact, tuple(sorted(starts, key=lambda pair: -len(pair[0]))))


@dataclass(frozen=True, slots=True)
class Names:
    """How headers name one target: in whole, without the kind's nouns, in part, as a question; and words against."""

    own: frozenset[str]
    """The field's name and label to the letter, small words included: published on is not published to."""
    whole: frozenset[str]
    bare: frozenset[str]
    within: tuple[str, ...]
    never: tuple[str, ...]
    asks: frozenset[str]


@cache
def names(kind: str) -> Mapping[str, Names]:
    """Return the header words of every target of a kind; a field's own name and label always count."""
    raw = synonyms()["fields"]
    found = {}
    for target in targets(kind).values():
        stem = target.name.partition(".")[0] if target.type == "unit" else target.name
        entries = [entry for entry in (raw.get(kind, {}).get(stem), raw["*"].get(stem)) if entry]
        specs = KINDS[kind].specs_by_name()
        own = [target.name, say(specs[target.name].label)] if target.name in specs else []
        phrases = [whole_words(word) for word in (*own, *(w for e in entries for w in e.get("is", ())))]
        found[target.name] = Names(
            own=frozenset(fold(word) for word in own),
            whole=frozenset(phrases) - {""},
            # a phrase that leans on a word for the kind ("model name") must not shrink to a common one ("name")
            bare=frozenset(phrase for phrase in phrases if phrase and bare_words(phrase, kind) == phrase),
            within=tuple(dict.fromkeys(whole_words(w) for e in entries for w in e.get("has", ()))),
            never=tuple(dict.fromkeys(whole_words(w) for e in entries for w in e.get("not", ()))),
            asks=frozenset(fold(w) for e in entries for w in e.get("asks", ())),
        )
    return found


@cache
def whole_words(text: str) -> str:
    """Return the words of a header in the singular, without numbers and small words."""
    words = fold(text).split()
    if any(not word.isdigit() for word in words):
        words = [word for word in words if not word.isdigit()]
    return " ".join(_singular(word) for word in words if word not in _small())


@cache
def bare_words(text: str, kind: str) -> str:
    """Return what a header says beyond the kind of record; '' where it says only that, as 'System' over names."""
    bare = whole_words(text)
    for noun in _nouns(kind):
        bare = f" {bare} ".replace(f" {noun} ", " ").strip()
    return bare


@cache
def asked(text: str, kind: str) -> str:
    """Return the question a header asks, with 'it' for the kind of record; '' where it asks none."""
    words = [word for word in fold(text).split() if word not in _ARTICLES]
    if len(words) < _SHORTEST_QUESTION or words[0] not in _QUESTIONS:
        return ""
    question = f" {' '.join(words)} "
    for noun in sorted((fold(n) for n in synonyms()["nouns"].get(kind, ())), key=len, reverse=True):
        question = question.replace(f" {noun} ", " it ")
    return question.strip()


def is_noun(text: str, kind: str) -> bool:
    """Whether a header says only what kind of record it is; 'What the tool does' asks for more than its name."""
    return bool(whole_words(text)) and not bare_words(text, kind) and not asked(text, kind)


@cache
def synonyms() -> Mapping[str, Any]:
    """Return the synonyms that ship, as they stand in their file."""
    return content(SYNONYMS)


@lru_cache(maxsize=4_096)
def by_ourselves(text: str) -> bool:
    """Whether a cell under a supplier says that there is none: 'In-house', also 'In-house (data team)'."""
    said = key_part(text)
    words = (key_part(word) for word in synonyms()["ourselves"])
    return any(said == word or said.startswith(tuple(f"{word}{mark}" for mark in _MARKS)) for word in words)


@cache
def levels(target: str) -> frozenset[str]:
    """Return the answers of a class that are levels of any scale, folded: high, low."""
    return frozenset(fold(word) for word in synonyms()["scales"].get(target, {}).get("levels", ()))


def names_law(header: str, target: str) -> bool:
    """Whether a header names the law whose class it is."""
    words = f" {fold(header)} "
    return any(f" {fold(law)} " in words for law in synonyms()["scales"].get(target, {}).get("law", ()))


def _said(name: str) -> Mapping[str, Mapping[str, Iterable[str]]]:
    found: Mapping[str, Mapping[str, Iterable[str]]] = synonyms()["choices"].get(name, {})
    return found


@cache
def _practices() -> Mapping[str, tuple[str, ...]]:
    listed: Any = content("practices/practices.yaml")["practices"]
    return {practice["id"]: (practice["title"],) for practice in listed}


@cache
def _small() -> frozenset[str]:
    return frozenset(synonyms()["small"])


@cache
def _nouns(kind: str) -> tuple[str, ...]:
    nouns = [whole_words(noun) for noun in synonyms()["nouns"].get(kind, ())]
    return tuple(sorted(dict.fromkeys(nouns), key=len, reverse=True))


def _singular(word: str) -> str:
    return (
        word[:-1]
        if len(word) > _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is"))
        else word
    )
