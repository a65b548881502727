"""Text search over records: one corpus, matched by FTS5 or by a GIN index, with the same results on both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import connection

from holdtrue.core.digests import fold

if TYPE_CHECKING:
    from holdtrue.store.models import Record

_WORDS = re.compile(r"[^\W_]+")
_VECTOR = "array_to_tsvector(string_to_array(search_text, ' '))"
MOST_WORDS = 400
"""Words of one record that are indexed; long texts are found by their beginnings."""

_LONGEST = 100
"""Letters of a word that count; PostgreSQL refuses a longer one than about 500."""


def words(text: str) -> list[str]:
    """Return the words of a text as they are indexed and asked for: folded, letters and digits only."""
    return [word[:_LONGEST] for word in _WORDS.findall(fold(text))]


def corpus(organisation_id: int, kind: str, text: str) -> str:
    """Return what is indexed of a record; organisation and kind are words of it, so they filter inside the match."""
    unique = list(dict.fromkeys(words(text)))[:MOST_WORDS]
    return " ".join([_organisation(organisation_id), _kind(kind), *unique])


def install() -> None:
    """Create the index; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS store_search USING fts5("
                "text, content='', contentless_delete=1, prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
            )
        else:
            cursor.execute(f"CREATE INDEX IF NOT EXISTS store_search ON store_record USING gin ({_VECTOR})")


def index(records: Iterable[Record]) -> None:
    """Bring the index up to date with the records' search_text; PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO store_search (rowid, text) VALUES (%s, %s)",
            [(record.pk, record.search_text) for record in records],
        )


def matching(organisation_id: int, kind: str, query: str) -> tuple[str, list[object]] | None:
    """Return an SQL condition on r.id, with its parameters, for records that hold every word asked as a prefix.

    None where the query holds no word. The user's text becomes quoted prefix terms, never engine syntax.
    """
    asked = words(query)[:12]
    if not asked:
        return None
    exact = [_organisation(organisation_id), *([_kind(kind)] if kind else [])]
    if connection.vendor == "sqlite":
        terms = " ".join([*(f'"{w}"' for w in exact), *(f'"{w}" *' for w in asked)])
        return "r.id IN (SELECT rowid FROM store_search WHERE store_search MATCH %s)", [terms]
    terms = " & ".join([*(f"'{w}'" for w in exact), *(f"'{w}':*" for w in asked)])
    return f"{_VECTOR.replace('search_text', 'r.search_text')} @@ %s::tsquery", [terms]


def _organisation(organisation_id: int) -> str:
    return f"xqo{organisation_id}"


def _kind(kind: str) -> str:
    return f"xqk{kind.replace('_', '')}"


__all__: Sequence[str] = ("corpus", "index", "install", "matching", "words")
