"""Finds one item of a person's worklist by its key, without reading the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.worklist import duties
from holdtrue.app.worklist.asking import OWN_ROLES
from holdtrue.app.worklist.items import joined_by_act
from holdtrue.app.worklist.sources import SOURCES
from holdtrue.core.refusals import NotFound
from holdtrue.store import owed, reading

if TYPE_CHECKING:
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Item


def item_of(asked: Asked, key: str) -> Item:
    """Return the item of that key; NotFound where the person owes no such thing today."""
    scope = key.partition("/")[0]
    sourced = [item for source in SOURCES for item in source(asked)]
    for derived in (_derived, _on_its_page):
        for item in joined_by_act([*derived(asked, scope), *sourced]):
            if item.key == key:
                return item
    raise NotFound("worklist.no_item", key=key)


def _on_its_page(asked: Asked, scope: str) -> list[Item]:
    """As the list explains it: beside other rows a claim may be cleared by another act than read alone."""
    return [] if scope else duties.of_page(asked).items


def _derived(asked: Asked, scope: str) -> list[Item]:
    if not scope:
        return duties.explained(asked, [], duties.whole_of(asked))
    record = reading.by_ref(asked.organisation.pk, [scope]).get(scope)
    if record is None:
        return []
    lines = [
        line
        for (_, role), line in owed.lines(asked.organisation.pk, [record.pk]).items()
        if (role in OWN_ROLES and line.person == asked.person) or (role in asked.roles and not line.person)
    ]
    return duties.explained(asked, lines, [])


__all__ = ["item_of"]
