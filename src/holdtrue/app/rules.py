"""The rules in force in an organisation, kept as data by their digest: no update of the product changes them."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

import orjson

from holdtrue.core.content import SHIPPED, Edition, by_the_rules_of, content_bytes, put_in_force
from holdtrue.core.practices import RULES, rules_digest
from holdtrue.store.models import RuleSet

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation

_EDITIONS: dict[str, Edition] = {}
_NOT_KEPT: set[tuple[str, str]] = set()
"""Organisations and digests of rules that an older version put in force without keeping them; none is kept later."""


def shipped_digest() -> str:
    """Return the digest of the rules that ship with this version of the product."""
    with by_the_rules_of(SHIPPED):
        return rules_digest()


@cache
def packed() -> bytes:
    """Return the files that ship, as a rule set keeps them."""
    with by_the_rules_of(SHIPPED):
        return zlib.compress(orjson.dumps({path: content_bytes(path).decode() for path in RULES}))


def edition_of(organisation: Organisation, digest: str = "") -> Edition:
    """Return the rules of that digest, those in force where none is said; what ships where they were not kept."""
    wanted = digest or organisation.rules
    if wanted == shipped_digest():
        return SHIPPED
    if (organisation.uid, wanted) in _NOT_KEPT:
        return SHIPPED
    if wanted not in _EDITIONS:
        rows = RuleSet.rows.of(organisation.pk).filter(digest=wanted).exclude(content=b"")
        kept = rows.order_by("-id").values_list("content", flat=True).first()
        if kept is None:
            _NOT_KEPT.add((organisation.uid, wanted))
            return SHIPPED
        files = orjson.loads(zlib.decompress(bytes(kept)))
        _EDITIONS[wanted] = Edition(wanted, {path: text.encode() for path, text in files.items()})
    return _EDITIONS[wanted]


def follow(organisation: Organisation) -> None:
    """Judge by the organisation's own rules from here on: called wherever somebody comes in to act or to read."""
    put_in_force(edition_of(organisation))


def digest_on(organisation: Organisation, day: int) -> str:
    """Return the digest of the rules that were in force at the end of a day, the first ones before any."""
    rows = RuleSet.rows.of(organisation.pk).order_by("from_day", "id")
    found = list(rows.values_list("from_day", "digest"))
    before = [digest for since, digest in found if since <= day]
    return before[-1] if before else found[0][1] if found else organisation.rules


def outdated(organisation: Organisation) -> bool:
    """Whether other rules ship than those in force."""
    return organisation.rules != shipped_digest()
