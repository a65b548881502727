"""The rules in force in an organisation, kept as data by their digest: no update of the product changes them."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

import orjson

from holdtrue.core.content import SHIPPED, Edition, by_the_rules_of, content_bytes, put_in_force
from holdtrue.core.own import OWN
from holdtrue.core.practices import RULES, edition, rules_digest
from holdtrue.store.models import RuleSet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from holdtrue.store.models import Organisation

_EDITIONS: dict[str, Edition] = {}
_OFFERED: dict[tuple[str, str], Edition] = {}
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


def own_of(organisation: Organisation) -> Mapping[str, bytes]:
    """Return the organisation's own files in force, by path; none where its rules are those that ship."""
    files = edition_of(organisation).files
    return {path: body for path, body in files.items() if path.startswith(OWN)}


def base_of(organisation: Organisation) -> Edition:
    """Return the rules in force without the organisation's own files."""
    now = edition_of(organisation)
    if not own_of(organisation):
        return now
    found = edition({path: body for path, body in now.files.items() if not path.startswith(OWN)})
    return SHIPPED if found.digest == shipped_digest() else found


def offered_to(organisation: Organisation) -> Edition:
    """Return what this version would put in force: the rules that ship, with the organisation's own files."""
    own = own_of(organisation)
    if not own:
        return SHIPPED
    key = shipped_digest(), organisation.rules
    if key not in _OFFERED:
        _OFFERED[key] = edition(own)
    return _OFFERED[key]


def digest_of(given: Edition) -> str:
    """Return the name of an edition, that of what ships among them."""
    return given.digest or shipped_digest()


def packed_of(given: Edition) -> bytes:
    """Return the files of an edition as a rule set keeps them: all rules, and the organisation's own."""
    if not given.files:
        return packed()
    with by_the_rules_of(given):
        paths = (*RULES, *sorted(path for path in given.files if path not in RULES))
        return zlib.compress(orjson.dumps({path: content_bytes(path).decode() for path in paths}))


def in_use(given: Edition) -> bool:
    """Whether some organisation of this process goes by an edition, so that what is kept of it must stay."""
    return not given.digest or given.digest in _EDITIONS


def follow(organisation: Organisation) -> None:
    """Judge by the organisation's own rules from here on: called wherever somebody comes in to act or to read."""
    put_in_force(edition_of(organisation))


def digest_on(organisation: Organisation, day: int) -> str:
    """Return the digest of the rules that were in force at the end of a day, the first ones before any."""
    rows = RuleSet.rows.of(organisation.pk).order_by("from_day", "id")
    found = list(rows.values_list("from_day", "digest"))
    before = [digest for since, digest in found if since <= day]
    return before[-1] if before else found[0][1] if found else organisation.rules


def digest_when(organisation: Organisation, moment: dt.datetime) -> str:
    """Return the digest of the rules that were in force at a moment, the first ones before any."""
    rows = RuleSet.rows.of(organisation.pk).order_by("installed_at", "id")
    found = list(rows.values_list("installed_at", "digest"))
    before = [digest for since, digest in found if since <= moment]
    return before[-1] if before else found[0][1] if found else organisation.rules


def outdated(organisation: Organisation) -> bool:
    """Whether other rules ship than those in force; the organisation's own files count as neither."""
    if organisation.rules == shipped_digest():
        return False
    return organisation.rules != digest_of(offered_to(organisation))
