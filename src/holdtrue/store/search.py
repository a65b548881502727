"""Text search over records: one corpus, matched by FTS5 or by a GIN index, with the same results on both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.db import connection

from holdtrue.core import custom
from holdtrue.core.digests import fold
from holdtrue.core.kinds import KINDS

if TYPE_CHECKING:
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.store.models import Record

_WORDS = re.compile(r"[^\W_]+")
VECTOR = "array_to_tsvector(string_to_array(search_text, ' '))"
MOST_WORDS = 400
"""Words of one record that are indexed; long texts are found by their beginnings."""

_LONGEST = 100
"""Letters of a word that count; PostgreSQL refuses a longer one than about 500."""


def words(text: str) -> list[str]:
    """Return the words of a text as they are indexed and asked for: folded, letters and digits only."""
    return _words(fold(text))


def _words(folded: str) -> list[str]:
    return [word[:_LONGEST] for word in _WORDS.findall(folded)]


def corpus(organisation_id: int, kind: str, text: str, fields: Mapping[str, object] | None = None) -> str:
    """Return what is indexed of a record: its organisation and kind, what lists filter by, then its words.

    The text is folded already, as `core.digests.search_text` gives it.
    """
    unique = list(dict.fromkeys(_words(text)))[:MOST_WORDS]
    return " ".join(
        [_organisation(organisation_id), _kind(organisation_id, kind), *_terms(kind, fields or {}), *unique]
    )


def indexed(spec: FieldSpec) -> bool:
    """Whether a list's filter by this field is answered from the index."""
    return spec.filterable and not spec.derived and not spec.linked


@lru_cache(maxsize=8_192)
def term(name: str, value: str) -> str:
    """Return the word that stands for a field's value; nobody types it. Records have few values in many places."""
    return f"xqf{hashlib.sha256(f'{name}={value}'.encode()).hexdigest()[:16]}"


def _terms(kind: str, fields: Mapping[str, object]) -> Iterator[str]:
    for name in _filterable(kind):
        value = fields.get(name)
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if one is not None and one != "":
                yield term(name, str(one).lower() if isinstance(one, bool) else str(one))
    for tag in custom.tags_of(fields):
        yield term(custom.TAGS, fold(tag))
    for key, value in custom.of(fields).items():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            yield added_term(custom.STEM + key, one)


def added_term(name: str, value: object) -> str:
    """Return the word that stands for a value of a field an organisation added; texts are told by their letters."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return term(name, str(value).lower() if isinstance(value, bool) else fold(str(value)))


@cache
def _filterable(kind: str) -> tuple[str, ...]:
    return tuple(spec.name for spec in KINDS[kind].field_specs() if indexed(spec))


def install() -> None:
    """Create the index; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS store_search USING fts5("
                "text, content='', contentless_delete=1, prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
            )
        else:
            cursor.execute(f"CREATE INDEX IF NOT EXISTS store_search ON store_record USING gin ({VECTOR})")


def index(records: Iterable[Record]) -> None:
    """Bring the index up to date with the records' search_text; PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO store_search (rowid, text) VALUES (%s, %s)",
            [(record.pk, record.search_text) for record in records],
        )


def matching(organisation_id: int, kind: str, query: str, terms: Sequence[str] = ()) -> str | None:
    """Return what to match: records with every term, and every word asked as a prefix; None where nothing is asked.

    The user's text becomes quoted prefix terms, never engine syntax. Organisation and kind filter inside the match.
    """
    asked = words(query)[:12]
    if not asked and not terms:
        return None
    exact = [_kind(organisation_id, kind) if kind else _organisation(organisation_id), *terms]
    if connection.vendor == "sqlite":
        return " ".join([*(f'"{w}"' for w in exact), *(f'"{w}" *' for w in asked)])
    return " & ".join([*(f"'{w}'" for w in exact), *(f"'{w}':*" for w in asked)])


def _organisation(organisation_id: int) -> str:
    return f"xqo{organisation_id}"


def _kind(organisation_id: int, kind: str) -> str:
    return f"xqo{organisation_id}k{kind.replace('_', '')}"


__all__: Sequence[str] = (
    "VECTOR",
    "added_term",
    "corpus",
    "index",
    "indexed",
    "install",
    "matching",
    "term",
    "words",
)
