"""Proposes a mapping from headers and values, each column with a confidence and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from holdtrue.app.imports.fit import fit
from holdtrue.app.imports.mapping import Column, Mapping, identity_of, signature
from holdtrue.app.imports.profiles import Profile, profiles, recognise
from holdtrue.app.imports.survey import ColumnSurvey, Survey, survey
from holdtrue.app.imports.targets import (
    KEY,
    UNIT_LEVELS,
    Names,
    Target,
    asked,
    bare_words,
    is_noun,
    names,
    synonyms,
    targets,
    whole_words,
)
from holdtrue.app.imports.units import in_order
from holdtrue.app.imports.values import fold, key_part
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdtrue.app.imports.table import Header, Table

SURE = 0.6
"""A column below this confidence is left among the source fields, its best guess shown beside it."""
_PERHAPS = 0.35
_KNOWN = 0.99
_NO_FIT = 0.25
_HALF = 0.5
_NESTED = 0.97
_ASKED = 0.95
_UNIT_WORDS = 4
"""A longer header that holds a word such as 'agency' is a question about something else."""
_TOGETHER = 0.85
"""From this confidence on two columns of text are put together in one field."""
_NAMINGS = frozenset({"name", "title", "label", "display name", "full name", "value", "naam", "nom"})
_TELLING = 3
_ALL = 0.95
_BY_VALUES = 0.62
"""The confidence of a column whose values alone give it away."""


@dataclass(frozen=True, slots=True)
class _Guess:
    confidence: float
    index: int
    target: Target
    reason: Message
    own: bool = False
    """Whether the header is the field's own name or label to the letter; it goes before one that is nearly that."""


def propose(
    table: Table, kind: str, *, known: Sequence[Profile] | None = None, looked: Survey | None = None
) -> Mapping:
    """Return the proposed mapping; `known` limits the sources that may be recognised, () for none."""
    looked = looked or survey(table)
    profile = recognise(table.headers, kind, profiles() if known is None else known)
    columns = [Column(header.index, header.name, header.name) for header in table.headers]
    unknown = list(looked.columns)
    if profile:
        columns = [_known(profile, header) or columns[header.index] for header in table.headers]
        unknown = [c for c in looked.columns if key_part(c.header.name) not in profile.columns]
    taken = {column.target for column in columns if column.target}
    _settle(columns, _guesses(looked, unknown, kind, taken), taken, looked)
    dated = tuple(_with_order(column, looked, kind) for column in columns)
    if profile:
        by_key = {column.key: column.index for column in dated}
        identity = tuple(by_key[key] for key in profile.identity)
    else:
        identity = identity_of(kind, dated, keys=synonyms()["identity"].get(kind, ()))
    return Mapping(kind, dated, identity, signature(table.headers), profile.id if profile else "")


def _with_order(column: Column, looked: Survey, kind: str) -> Column:
    """Give a column of dates its order of day and month: its own, else that of the file's other dates."""
    if not column.target or targets(kind)[column.target].type != "date":
        return column
    own = looked.columns[column.index].order
    return replace(column, order=looked.order if own == "unknown" else own)


def _known(profile: Profile, header: Header) -> Column | None:
    known = profile.columns.get(key_part(header.name))
    if known is None:
        return None
    return Column(
        index=header.index,
        header=header.name,
        key=known.key,
        target=known.target,
        confidence=_KNOWN if known.target else 0.0,
        reason=Message("imports.reason.profile", {"profile": Message(f"imports.profile.{profile.id}")}),
        rules=known.rules,
        only=known.rules is not None,
        aspect=known.aspect,
    )


def _settle(columns: list[Column], guesses: Sequence[_Guess], taken: set[str], looked: Survey) -> None:
    """Give each column the best target that is still free; a weaker guess is noted beside it."""
    fed: dict[str, list[_Guess]] = {}
    for guess in guesses:
        column, name = columns[guess.index], guess.target.name
        if column.target:
            continue
        if guess.confidence >= SURE and (name not in taken or _together(guess, fed.get(name, []), looked)):
            confidence = round(guess.confidence, 2)
            columns[guess.index] = replace(
                column, target=name, confidence=confidence, reason=guess.reason, perhaps=""
            )
            taken.add(name)
            fed.setdefault(name, []).append(guess)
        elif guess.confidence >= _PERHAPS and not column.perhaps:
            columns[guess.index] = replace(column, perhaps=name)


def _together(guess: _Guess, before: Sequence[_Guess], looked: Survey) -> bool:
    """Whether two columns feed one field: two plain descriptions, or a person's name and e-mail address."""
    if len(before) != 1:
        return False
    if guess.target.type == "long_text":
        return min(guess.confidence, before[0].confidence) >= _TOGETHER
    if guess.target.link == "person" and not guess.target.multiple:
        return _of_emails(looked.columns[guess.index]) != _of_emails(looked.columns[before[0].index])
    return False


def _of_emails(column: ColumnSurvey) -> bool:
    values = column.telling()
    return bool(values) and all("@" in text for text, _ in values)


def _guesses(looked: Survey, columns: Sequence[ColumnSurvey], kind: str, taken: set[str]) -> list[_Guess]:
    """Return every guess, the surest first; units come with their level already settled."""
    found = [guess for column in columns for guess in _of_column(column, kind)]
    best = {
        c.header.index: max((g.confidence for g in found if g.index == c.header.index), default=0.0)
        for c in columns
    }
    units = sorted(
        {g.index for g in found if g.target.type == "unit" and SURE <= g.confidence >= best[g.index]}
    )
    if units and not any(name.startswith("unit.") for name in taken):
        levels = {index: level for level, index in enumerate(in_order(looked, units)[:UNIT_LEVELS], start=1)}
    else:
        levels = {}
    settled = []
    for guess in found:
        if guess.target.type != "unit":
            settled.append(guess)
        elif guess.index in levels and guess.target.name == "unit.1":
            settled.append(replace(guess, target=targets(kind)[f"unit.{levels[guess.index]}"]))
    return sorted(
        settled,
        key=lambda g: (-g.confidence, not g.own, not g.target.title, g.index, g.target.name),
    )


def _of_column(column: ColumnSurvey, kind: str) -> Iterator[_Guess]:
    words = names(kind)
    named = False
    for target in targets(kind).values():
        if target.name == "unit" and "unit.1" in words:
            continue
        said = _header_score(column.header, words[target.name], kind, target)
        if not said:
            continue
        fits = fit(column, target)
        if target.type == KEY and fits < 1:
            continue
        if fits >= _NO_FIT:
            named = True
            reason = Message("imports.reason.words", {"share": f"{fits:.0%}"})
            own = fold(column.header.text) in words[target.name].own
            yield _Guess(said * (0.35 + 0.65 * fits), column.header.index, target, reason, own)
    if not named and not column.header.context:
        yield from _by_values(column, kind)


def _header_score(header: Header, words: Names, kind: str, target: Target) -> float:
    """Return how plainly a header names a target; an 'If other, explain' names none."""
    if header.context:
        return 0.0
    plainly = max(_plainly(header.text, words, kind, target), _twice(header.text, words, kind, target))
    around, nested, last = header.text.rpartition(".")
    if not (nested and last):
        return plainly
    thing = _thing(around.rpartition(".")[2], kind)
    if thing and fold(last) in _NAMINGS:
        # department.name names the department
        return max(plainly, _NESTED) if target.name == thing else 0.0
    if thing and target.name != thing:
        # vendor.country is not the system's: it speaks of the vendor
        return 0.0
    # the last step of a nested name often says enough: lifecycle.deployed_at
    return max(plainly, _NESTED * _plainly(last, words, kind, target))


@cache
def _thing(text: str, kind: str) -> str:
    """Return the unit, person, supplier or other record that a nested name speaks of; '' where it speaks of a row."""
    words = names(kind)
    linked = [t for t in targets(kind).values() if t.link and (t.name != "unit" or "unit.1" not in words)]
    scored = [(_plainly(text, words[target.name], kind, target), target.name) for target in linked]
    best, name = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return name if text and best >= SURE else ""


def _twice(text: str, words: Names, kind: str, target: Target) -> float:
    """Score a header in two languages, 'Title / Titre': both sides must name the same target."""
    first, between, second = text.partition(" / ")
    if not between:
        return 0.0
    scores = [_plainly(side, words, kind, target) for side in (first, second)]
    return _NESTED * max(scores) if all(scores) else 0.0


def _plainly(text: str, words: Names, kind: str, target: Target) -> float:
    whole = whole_words(text)
    if whole in words.whole:
        return 1.0
    if asked(text, kind) in words.asks:
        return _ASKED
    padded = f" {whole} "
    if any(f" {never} " in padded for never in words.never):
        return 0.0
    if bare_words(text, kind) in words.bare:
        return 0.92
    if target.title and is_noun(text, kind):
        return 0.95
    length = len(whole.split())
    if target.type == "unit" and length > _UNIT_WORDS:
        return 0.0
    spans = [len(phrase.split()) / length for phrase in words.within if f" {phrase} " in padded]
    inside = [
        share
        for phrase in words.whole
        if target.type != KEY and f" {phrase} " in padded and (share := len(phrase.split()) / length) >= _HALF
    ]
    within = 0.68 + 0.22 * max(spans) if spans else 0.0
    return max(within, 0.55 + 0.25 * max(inside) if inside else 0.0)


def _by_values(column: ColumnSurvey, kind: str) -> Iterator[_Guess]:
    """Guess from values alone: at least three distinct ones, all of them choices of one field only."""
    values = column.telling()
    if len(values) < _TELLING:
        return
    fitting = [
        target
        for target in targets(kind).values()
        if target.closed
        and target.type in ("choice", "class")
        and fit(column, target) >= _ALL
        and len({target.choices.read(text) for text, _ in values} - {None}) > 1
    ]
    if len(fitting) == 1:
        yield _Guess(_BY_VALUES, column.header.index, fitting[0], Message("imports.reason.values"))
