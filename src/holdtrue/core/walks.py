"""How a law is read: the questions of its walk, as data, and how each is answered from a system's facts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content, content_bytes
from holdtrue.core.matching import filled
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import value_list

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields

WALKS = ("eu_ai_act", "law25", "us_omb")
"""Laws with a walk of questions."""
NONE = "none"
"""The answer that says: none of these."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a walk; one with a `fact` is answered by that field of the system where it is filled."""

    id: str
    article: str
    ask: str
    label: str
    help: str
    type: str
    """yes_no, one, several; '' where only the system itself answers."""
    fact: str
    options: tuple[tuple[str, str], ...]
    """(value, words); words are '' for values of the vocabulary, which have labels of their own."""
    list: str
    """The value list its values come from, where they are those of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows from a yes or a no."""

    says: str
    gives: str = ""
    """The class it gives."""
    given_if: tuple[Mapping[str, Any], str] | None = None
    """A condition, and the class given instead where it holds."""
    role: str = ""
    duty: str = ""
    end: bool = False
    past: str = ""
    """A later step that is not asked any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a condition over the answers, and what follows from either outcome."""

    id: str
    article: str
    title: str
    when: Mapping[str, Any]
    holds: Mapping[str, Any]
    yes: Branch
    no: Branch
    uncertain: tuple[str, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """The questions its condition reads, in order."""
        return tuple(dict.fromkeys(_names(self.holds)))


@dataclass(frozen=True, slots=True)
class Class:
    """What a class brings: duties of the framework by group or by name, and from when."""

    id: str
    groups: frozenset[str]
    duties: tuple[str, ...]
    starts: str
    note: str
    uncertain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """One law's walk, as installed."""

    law: str
    title: str
    version: str
    as_of: str
    source: str
    note: str
    outside: str
    """The class of a system the law does not reach."""
    otherwise: str
    """The class of one it reaches and to which no step gave another."""
    gravest: tuple[str, ...]
    questions: Mapping[str, Question]
    steps: tuple[Step, ...]
    classes: Mapping[str, Class]
    digest: str


@by_edition
def walk(law: str) -> Walk:
    """Return the walk of a law; BadInput where it has none."""
    if law not in WALKS:
        raise BadInput("classify.law", field="law", value=law, known=WALKS)
    path = f"walks/{law}.yaml"
    raw: Mapping[str, Any] = content(path)
    return Walk(
        **{name: raw[name] for name in ("law", "title", "version", "as_of", "source", "note", "outside")},
        otherwise=raw["otherwise"],
        gravest=tuple(raw["gravest"]),
        questions={name: _question(name, said) for name, said in raw["questions"].items()},
        steps=tuple(_step(said) for said in raw["steps"]),
        classes={name: _class(name, said) for name, said in raw["classes"].items()},
        digest=hashlib.sha256(content_bytes(path)).hexdigest(),
    )


def answered(law: str, system: Fields, given: Mapping[str, object]) -> dict[str, object]:
    """Return question → answer: the system's own fact where it is filled, else what was answered here."""
    found: dict[str, object] = {}
    for question in walk(law).questions.values():
        value = system.get(question.fact) if question.fact else None
        if not filled(value) and question.type:
            value = given.get(question.id)
        if filled(value):
            found[question.id] = value
    return found


def cleaned(law: str, raw: Mapping[str, object]) -> dict[str, object]:
    """Return answers as they are kept; BadInput names the question that is none, or the value that is none of its."""
    asked = walk(law).questions
    found: dict[str, object] = {}
    for name, value in raw.items():
        question = asked.get(name)
        if question is None or not question.type:
            raise BadInput(
                "classify.question", field=name, known=tuple(q.id for q in asked.values() if q.type)
            )
        kept = _kept(question, value)
        if filled(kept):
            found[name] = kept
    return found


def as_lines(law: str, answers: Mapping[str, object]) -> list[str]:
    """Return answers as they stand in a record, one a line: profiling = yes."""
    return [
        f"{name} = {_written(answers[name])}"
        for name, question in walk(law).questions.items()
        if question.type and filled(answers.get(name))
    ]


def from_lines(law: str, lines: object) -> dict[str, object]:
    """Read answers back; a line about a question the walk no longer asks is passed over."""
    found: dict[str, object] = {}
    for line in lines if isinstance(lines, Sequence) and not isinstance(lines, str) else ():
        name, _, value = str(line).partition("=")
        try:
            found |= cleaned(law, {name.strip(): value.strip()})
        except BadInput:
            continue
    return found


def _kept(question: Question, value: object) -> object:
    texts = [str(v).strip() for v in value] if isinstance(value, (list, tuple)) else [str(value).strip()]
    if question.type == "yes_no":
        text = texts[0].lower() if texts else ""
        known = {"yes": True, "true": True, "no": False, "false": False, "": None}
        if text not in known:
            raise BadInput("classify.value", field=question.id, value=text, known=("yes", "no"))
        return known[text]
    if question.type == "several" and not isinstance(value, (list, tuple)):
        texts = [text.strip() for text in texts[0].split(",")]
    texts = [text for text in texts if text]
    known_values = [v for v, _ in question.options]
    wrong = next((text for text in texts if text not in known_values), None)
    if wrong is not None:
        raise BadInput("classify.value", field=question.id, value=wrong, known=tuple(known_values))
    if question.type == "one":
        return texts[0] if texts else None
    if NONE in texts and len(texts) > 1:
        raise BadInput("classify.none_and_more", field=question.id, question=question.label)
    return texts


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _question(name: str, raw: Mapping[str, Any]) -> Question:
    listed = raw.get("list", "")
    return Question(
        id=name,
        article=raw["article"],
        ask=raw["ask"],
        label=raw["label"],
        help=raw.get("help", ""),
        type=raw.get("type", ""),
        fact=raw.get("fact", ""),
        options=(*raw.get("options", {}).items(), *((v, "") for v in (value_list(listed) if listed else ()))),
        list=listed,
    )


def _step(raw: Mapping[str, Any]) -> Step:
    return Step(
        id=raw["id"],
        article=raw["article"],
        title=raw["title"],
        when=raw.get("when", {}),
        holds=raw["holds"],
        yes=_branch(raw.get("then", {}), raw["says"]),
        no=_branch(raw.get("else", {}), ""),
        uncertain=tuple(raw.get("uncertain", ())),
    )


def _branch(raw: Mapping[str, Any], says: str) -> Branch:
    instead = (raw["class_if"], raw["class_then"]) if "class_if" in raw else None
    return Branch(
        says=raw.get("says", says),
        gives=raw.get("class", ""),
        given_if=instead,
        role=raw.get("role", ""),
        duty=raw.get("duty", ""),
        end=raw.get("end", False),
        past=raw.get("past", ""),
    )


def _class(name: str, raw: Mapping[str, Any]) -> Class:
    return Class(
        id=name,
        groups=frozenset(raw.get("groups", ())),
        duties=tuple(raw.get("duties", ())),
        starts=raw.get("from", ""),
        note=raw.get("note", ""),
        uncertain=tuple(raw.get("uncertain", ())),
    )


def _names(condition: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for name, wanted in condition.items():
        if name == "any":
            for one in wanted:
                found += _names(one)
        else:
            found.append(name)
    return found
