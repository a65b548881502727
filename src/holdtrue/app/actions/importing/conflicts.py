"""What a person and a source both changed, as people know it: links by the titles of what they lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.imports.changes import Conflict

    Found = tuple[int, str, Conflict]
    """Line, kind and conflict."""


def named(organisation_id: int, found: Sequence[Found]) -> list[Found]:
    """Return the conflicts, those of links with titles in place of uids. One query where there are such, else none."""
    ends = {uid for *_, one in found for uid in (*_ends(one.current), *_ends(one.incoming))}
    titles = {
        uid: record.title or record.ref for uid, record in reading.by_uid(organisation_id, ends).items()
    }
    return [(line, kind, _titled(one, titles)) for line, kind, one in found]


def _titled(one: Conflict, titles: dict[str, str]) -> Conflict:
    if not isinstance(one.incoming, tuple):
        return one
    told = ([titles.get(uid, uid) for uid in _ends(some)] for some in (one.current, one.incoming))
    return replace(one, current=next(told), incoming=next(told))


def _ends(value: object) -> tuple[str, ...]:
    """The uids a link leads to, which alone come as a tuple; none for the value of a field."""
    return value if isinstance(value, tuple) else ()


__all__ = ["named"]
