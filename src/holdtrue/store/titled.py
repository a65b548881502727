"""Records whose titles hold the words asked for: what somebody who types a name means first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.store import listing, statements

if TYPE_CHECKING:
    from holdtrue.store.listing import Filter, Line

_LOOKED_AT = 5_000
"""Records that hold the words anywhere, whose titles are looked at; so a word that many hold costs no more."""


def titled(organisation_id: int, wanted: Filter, *, limit: int) -> tuple[Line, ...]:
    """Return the first records of a filter whose titles hold every word of its text. Two queries."""
    asked = wanted.text.lower().split()
    if not asked:
        return ()
    chosen = listing.choosing(organisation_id, wanted)
    inside, values = chosen.select(
        f"{chosen.row}, {chosen.record()}.title", f"ORDER BY {chosen.order} {statements.at_most(_LOOKED_AT)}"
    )
    holding = " AND ".join(["lower(m.title) LIKE %s ESCAPE '!'"] * len(asked))
    select = f"SELECT m.id FROM ({inside}) m WHERE {holding} ORDER BY m.id {statements.at_most(limit)}"
    found = [row[0] for row in statements.rows(select, [*values, *(f"%{_plain(word)}%" for word in asked)])]
    return tuple(listing.lines_of(organisation_id, found))


def _plain(word: str) -> str:
    """A word as LIKE takes it letter by letter."""
    return "".join(f"!{letter}" if letter in "!%_" else letter for letter in word)


__all__ = ["titled"]
