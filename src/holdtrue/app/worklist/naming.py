"""The names of the records that what is owed is done to, for sentences that give their refs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.worklist.items import Item
    from holdtrue.store.models import Organisation


def titles_of(organisation: Organisation, items: Iterable[Item]) -> dict[str, str]:
    """Return title by ref. One query a kind, none for what an item brings along."""
    found, wanted = {}, set()
    for item in items:
        if item.scope is not None and item.scope.ref == item.ref:
            found[item.ref] = item.scope.title
        elif item.ref:
            wanted.add(item.ref)
    asked = wanted - found.keys()
    if asked:
        found |= {ref: record.title for ref, record in reading.by_ref(organisation.pk, asked).items()}
    return found


__all__ = ["titles_of"]
