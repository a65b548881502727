"""One cell to one value of a field: answers, choices, numbers, lists, each in the many ways people write them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.app.imports.headers import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.messages import Message

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_EDGES = " \t\r\n\u00a0\u200b\ufeff"
_NOT_APPLICABLE = frozenset(
    {
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "n / a",
        "not applicable",
        "nil",
        "-",
        "–",
        "—",
        "--",
        "#n/a",
        "null",
        "nvt",
        "n.v.t.",
        "entfällt",
        "sans objet",
        "s.o.",
        "non applicable",
        "non applicabile",
        "no aplica",
        "não se aplica",
        "nicht zutreffend",
        "niet van toepassing",
    }
)
_UNKNOWN = frozenset(
    {
        "tbd",
        "tbc",
        "unknown",
        "todo",
        "to be determined",
        "not known",
        "?",
        "unbekannt",
        "onbekend",
        "inconnu",
        "not reported",
        "not provided",
        "blank/not provided",
        "not specified",
        "not yet known",
        "to be confirmed",
        "tba",
        "??",
        "???",
        "keine angabe",
        "k.a.",
        "noch offen",
        "nog te bepalen",
        "à définir",
        "à déterminer",
        "à préciser",
        "à compléter",
        "non renseigné",
        "non connu",
        "por definir",
        "por determinar",
        "desconocido",
        "da definire",
        "sconosciuto",
        "a definir",
        "desconhecido",
    }
)
_NOBODY = frozenset(
    [
        "none",
        "no",
        "nobody",
        "no one",
        "no vendor",
        "no supplier",
        "no owner",
        "not assigned",
        "unassigned",
        "vacant",
        "keine",
        "keiner",
        "kein",
        "niemand",
        "nein",
        "geen",
        "nee",
        "aucun",
        "aucune",
        "non",
        "personne",
        "ninguno",
        "ninguna",
        "nessuno",
        "nessuna",
        "nenhum",
        "nenhuma",
        "[]",
        "{}",
    ]
)
_YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "ja",
        "j",
        "oui",
        "si",
        "sí",
        "sì",
        "sim",
        "1",
        "x",
        "✓",
        "✔",
        "✔️",
        "☑",
        "✅",
        "wahr",
        "vrai",
        "waar",
        "vero",
        "verdadero",
        "verdadeiro",
    ]
)
_NO = frozenset(
    [
        "no",
        "n",
        "false",
        "nein",
        "nee",
        "non",
        "não",
        "nao",
        "0",
        "none",
        "✗",
        "✘",
        "☐",
        "❌",
        "falsch",
        "faux",
        "onwaar",
        "falso",
    ],
)
_LEADING = re.compile(r"^(yes|no|ja|nein|nee|oui|non|sí|sì|sim|não)\b(?=\s*[-–—:;,.(]|$)", re.IGNORECASE)
_NUMBER = re.compile(r"^[^\d\s.,-]{0,3}\s*(-?[\d.,\s'’\u00a0]*\d)\s*(%)?(\s*[^\W\d]{0,4}|[€$£])?$")
_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A value ready for the field, or why there is none; `lossy` if the original says more and is kept beside it."""

    value: object = None
    why: Message | None = None
    lossy: bool = False


NOTHING = Reading()


def clean_text(text: str) -> str:
    """Return the text trimmed of every sort of space, without control characters, its line breaks of one sort."""
    text = text.strip(_EDGES)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the words of a text in lower case, parted by single spaces, punctuation and joined words taken apart."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z]|[A-Z]{2})", " ", text)
    return " ".join(_WORD.findall(spaced.casefold()))


def key_part(text: str) -> str:
    """Return a text as identity compares it: case and white space folded, nothing else."""
    return tidy(text).casefold()


@lru_cache(maxsize=16_384)
def says_nothing(text: str) -> bool:
    """Whether a cell is blank, not applicable or an admission that nobody knows."""
    folded = tidy(text).casefold()
    bare = folded.rstrip(".")
    return not bare or not {folded, bare}.isdisjoint(_NOT_APPLICABLE | _UNKNOWN)


def names_nobody(text: str) -> bool:
    """Whether a cell under people, suppliers or the like says that there is none: 'None' is nobody's name."""
    return says_nothing(text) or tidy(text).casefold().rstrip(".") in _NOBODY


@lru_cache(maxsize=16_384)
def read_yes_no(text: str) -> bool | None:
    """Read yes or no, also at the head of a sentence such as 'Yes – by the owner'; None where neither is said."""
    folded = tidy(text).casefold().rstrip(".!")
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    if match := _LEADING.match(folded):
        return match[1].casefold() in _YES
    return None


@lru_cache(maxsize=4_096)
def read_number(text: str) -> int | float | None:
    """Read a number with thousands separators of either style, a currency sign or a percent sign (12 % is 0.12)."""
    match = _NUMBER.match(tidy(text))
    if not match:
        return None
    digits = re.sub(r"[\s'’\u00a0]", "", match[1])
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = "." if digits.rfind(".") > digits.rfind(",") else ","
    elif commas == 1 and len(digits.rpartition(",")[2]) != _THOUSANDS:
        decimal = ","
    elif points == 1:
        decimal = "."
    else:
        decimal = ""
    plain = (
        re.sub(r"[.,]", "", digits)
        if not decimal
        else digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    )
    try:
        value = float(plain) if "." in plain else int(plain)
    except ValueError:
        return None
    return value / 100 if match[2] else value


def read_list(text: str) -> tuple[str, ...]:
    """Part a cell into its items: a JSON list, else lines, semicolons or bars."""
    text = clean_text(text)
    if text.startswith("["):
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return tuple(clean_text(str(item)) for item in listed if clean_text(str(item)))
    parts = re.split(r"[;|\n]+", text)
    return tuple(item for part in parts if (item := clean_text(part).removeprefix("•").strip()))


@dataclass(frozen=True, slots=True)
class Choices:
    """The values a field takes and the ways people say them; `starts` are heads of longer answers."""

    exact: Mapping[str, str]
    """Folded wording -> value."""
    starts: Sequence[tuple[str, str]] = ()

    def read(self, text: str) -> str | None:
        """Return the value meant; the whole wording counts before its head."""
        folded = fold(text)
        if folded in self.exact:
            return self.exact[folded]
        for head, value in self.starts:
            if folded.startswith(head) and folded[len(head) : len(head) + 1] in ("", " "):
                return value
        return None
