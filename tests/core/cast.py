"""A made-up organisation for the tests of the core: facts written briefly."""

from __future__ import annotations

import datetime as dt

from holdtrue.core.days import NEVER, Day
from holdtrue.core.digests import digest
from holdtrue.core.facts import Fact, SignOff, Value
from holdtrue.core.kinds import KINDS

ORG = "org"


def day(text: str) -> Day:
    return dt.date.fromisoformat(text).toordinal()


TODAY = day("2026-11-22")


def fact(
    uid: str, kind: str, /, number: int = 0, *, links: dict[str, object] | None = None, **more: object
) -> Fact:
    """A record: keywords are its fields, but those a Fact has of its own (day, recorded, signoffs, values …)."""
    own = {name: more.pop(name) for name in tuple(more) if name in Fact._fields and name != "kind"}
    own.setdefault("recorded", NEVER)
    tied = {name: (ends,) if isinstance(ends, str) else tuple(ends) for name, ends in (links or {}).items()}
    prefix = KINDS[kind].prefix if kind in KINDS else kind.upper()
    dated = KINDS[kind].dated if kind in KINDS else None
    if dated and more.get(dated) and "day" not in own:
        own["day"] = day(str(more[dated]))
    own.setdefault("digest", digest(kind, more, tied) if kind in KINDS else uid)
    return Fact(
        uid=uid, ref=f"{prefix}-{number:04}", kind=kind, fields=more, links=tied, number=number, **own
    )


def signed(
    on: str, signer: str, *roles: str, basis: dict[str, str], good_until: str | None = None
) -> SignOff:
    end = day(good_until) if good_until else None
    return SignOff(day(on), day(on), signer, frozenset(roles), end, basis)


def value(on: str, figure: float | None, count: int | None = None) -> Value:
    return Value(day(on), day(on), figure, count)
