"""Reads a claim as written in YAML into its form, refusing anything the vocabulary does not know, by its path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from holdtrue.core.claims.absence import Absent
from holdtrue.core.claims.assigned import Assigned
from holdtrue.core.claims.combined import All, AnyOf, AtLeast
from holdtrue.core.claims.condition import When
from holdtrue.core.claims.distinct import Distinct
from holdtrue.core.claims.done import Done
from holdtrue.core.claims.evidence import Evidence
from holdtrue.core.claims.held import Held
from holdtrue.core.claims.measured import Measured
from holdtrue.core.claims.periods import AGELESS, Every, read_every
from holdtrue.core.claims.quantified import Each, Share, Some
from holdtrue.core.claims.record import Record
from holdtrue.core.claims.settled import Settled
from holdtrue.core.claims.signed import Signed
from holdtrue.core.claims.sustained import Sustained
from holdtrue.core.claims.upheld import Upheld
from holdtrue.core.claims.within import Within
from holdtrue.core.days import Period, period
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Claim

Source = Mapping[str, object]
_FIRST = ("share", "settled")
"""Forms whose arguments bear the name of another form (`at_least`)."""
_TAG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGELESS_MEMBERS = frozenset({"action", "change", "finding", "incident"})
"""Members under which evidence may be asked without a period."""


@dataclass(frozen=True, slots=True)
class _At:
    """Where in the source the reader stands."""

    path: str
    strict: bool
    member: str = ""
    """The kind whose member is the scope, under each, some and share."""
    top: bool = True
    """Whether `sustained` may stand here: a whole level, or directly under all."""

    def down(self, step: str, *, member: str | None = None, top: bool = False, strict: bool = False) -> _At:
        path = f"{self.path}.{step}" if self.path else step
        return _At(path, self.strict or strict, self.member if member is None else member, top)


def parse_claim(source: Mapping[str, object], *, strict: bool = False, path: str = "") -> Claim:
    """Return the claim; raise BadInput naming the place in the source and what is wrong.

    With `strict`, evidence counts only once it was read: the levels operational and measured, and what a gate asks.
    """
    return _claim(source, _At(path, strict))


def form_of(source: object) -> str:
    """Return which form a source is written in; '' where it is none, or more than one."""
    if not isinstance(source, Mapping):
        return ""
    forms = [form for form in vocabulary().forms if form in source]
    for first in _FIRST:
        if first in forms:
            return first
    return forms[0] if len(forms) == 1 else ""


def _claim(source: object, at: _At) -> Claim:
    form = form_of(source)
    if not form or not isinstance(source, Mapping):
        raise BadInput("claim.bad.form", path=at.path or ".", forms=tuple(vocabulary().forms))
    for name in source:
        if name != form and name not in vocabulary().forms[form]:
            known = sorted(vocabulary().forms[form])
            raise BadInput(
                "claim.bad.argument", path=at.path or ".", argument=str(name), form=form, known=tuple(known)
            )
    return _READERS[form](source, at.down(form, top=at.top))


def _record(source: Source, at: _At) -> Claim:
    kind = _kind(source["record"], at)
    filled = _fields(kind, source.get("with", []), at.down("with"))
    return Record(source, kind, _where(kind, source, at), filled, strict=at.strict)


def _signed(source: Source, at: _At) -> Claim:
    kind = _kind(source["signed"], at)
    by = _role(source["by"], at.down("by")) if "by" in source else ""
    return Signed(source, kind, _where(kind, source, at), _every(source, at), by, strict=at.strict)


def _assigned(source: Source, at: _At) -> Claim:
    return Assigned(source, _role(source["assigned"], at), strict=at.strict)


def _done(source: Source, at: _At) -> Done:
    kind = _kind(source["done"], at)
    if not KINDS[kind].dated:
        raise BadInput("claim.bad.undated", path=at.path, kind=kind)
    return Done(source, kind, _where(kind, source, at), _every(source, at, needed=True), strict=at.strict)


def _evidence(source: Source, at: _At) -> Evidence:
    tag = _tag(source["evidence"], vocabulary().evidence_tags, at)
    every = _every(source, at, needed=at.member not in _AGELESS_MEMBERS)
    return Evidence(source, tag, every, strict=at.strict)


def _measured(source: Source, at: _At) -> Measured:
    tag = _tag(source["measured"], vocabulary().indicators, at)
    return Measured(source, tag, _every(source, at, needed=True), strict=at.strict)


def _settled(source: Source, at: _At) -> Claim:
    kind = _kind(source["settled"], at)
    default = KINDS[kind].settles or ("", "")
    ends = (str(source.get("closed_by", default[0])), str(source.get("due", default[1])))
    if not all(ends):
        raise BadInput("claim.bad.settles", path=at.path, kind=kind)
    closed_by, due = _fields(kind, ends, at)
    share = _share(source.get("at_least", 1), at.down("at_least"))
    return Settled(source, kind, _where(kind, source, at), share, closed_by, due, strict=at.strict)


def _none(source: Source, at: _At) -> Claim:
    kind = _kind(source["none"], at)
    return Absent(source, kind, _where(kind, source, at), strict=at.strict)


def _distinct(source: Source, at: _At) -> Claim:
    kind = _event(source["distinct"], at)
    (name,) = _fields(kind, [source.get("field", "")], at.down("field"))
    paths = source.get("from")
    if not isinstance(paths, list) or not paths:
        raise BadInput("claim.bad.paths", path=at.down("from").path)
    steps = tuple(_path(text, at.down("from")) for text in paths)
    return Distinct(source, kind, name, steps, _where(kind, source, at), strict=at.strict)


def _held(source: Source, at: _At) -> Claim:
    kind = _event(source.get("at"), at.down("at"))
    claim = _claim(source["held"], at.down("held", strict=True))
    return Held(source, claim, kind, _where(kind, source, at), strict=at.strict)


def _sustained(source: Source, at: _At) -> Claim:
    if not at.top:
        raise BadInput("claim.bad.sustained_place", path=at.path)
    claim = _claim(source["sustained"], at.down("sustained", strict=True))
    if not isinstance(claim, (Done, Evidence, Measured)):
        raise BadInput("claim.bad.sustained", path=at.path)
    return Sustained(source, claim, _period(source.get("for"), at.down("for")), strict=at.strict)


def _within(source: Source, at: _At) -> Claim:
    kind = at.member or "system"
    (name,) = _fields(kind, [source.get("of", "")], at.down("of"))
    return Within(source, _periods(source["within"], at), name, strict=at.strict)


def _upheld(source: Source, at: _At) -> Claim:
    if source["upheld"] != "control" or at.member != "control":
        raise BadInput("claim.bad.upheld", path=at.path)
    return Upheld(source, strict=at.strict)


def _when(source: Source, at: _At) -> Claim:
    kind = at.member
    facts = _conditions(source["when"], at, kind)
    return When(source, facts, _claim(source.get("holds"), at.down("holds")), strict=at.strict)


def _each(source: Source, at: _At) -> Claim:
    kind, where, claim = _members("each", source, at)
    return Each(source, kind, where, claim, strict=at.strict)


def _some(source: Source, at: _At) -> Claim:
    kind, where, claim = _members("some", source, at)
    return Some(source, kind, where, claim, strict=at.strict)


def _share_of(source: Source, at: _At) -> Claim:
    kind, where, claim = _members("share", source, at)
    share = _share(source.get("at_least"), at.down("at_least"))
    return Share(source, kind, where, claim, share, strict=at.strict)


def _members(form: str, source: Source, at: _At) -> tuple[str, Mapping[str, object], Claim]:
    kind = str(source[form])
    if kind not in vocabulary().catalogs:
        kind = _kind(source[form], at)
    claim = _claim(source.get("holds"), at.down("holds", member=kind))
    return kind, _where(kind, source, at), claim


def _all(source: Source, at: _At) -> Claim:
    claims = _claims(source["all"], at, top=at.top)
    return All(source, claims, len(claims), strict=at.strict)


def _any(source: Source, at: _At) -> Claim:
    return AnyOf(source, _claims(source["any"], at, top=False), 1, strict=at.strict)


def _at_least(source: Source, at: _At) -> Claim:
    claims = _claims(source.get("of"), at.down("of"), top=False)
    k = source["at_least"]
    if not isinstance(k, int) or isinstance(k, bool) or not 0 < k <= len(claims):
        raise BadInput("claim.bad.count", path=at.path, n=len(claims))
    return AtLeast(source, claims, k, strict=at.strict)


_READERS: Mapping[str, Callable[[Source, _At], Claim]] = {
    "record": _record,
    "signed": _signed,
    "assigned": _assigned,
    "done": _done,
    "evidence": _evidence,
    "measured": _measured,
    "settled": _settled,
    "none": _none,
    "distinct": _distinct,
    "held": _held,
    "sustained": _sustained,
    "within": _within,
    "upheld": _upheld,
    "when": _when,
    "each": _each,
    "some": _some,
    "share": _share_of,
    "all": _all,
    "any": _any,
    "at_least": _at_least,
}


def _claims(value: object, at: _At, *, top: bool) -> tuple[Claim, ...]:
    if not isinstance(value, list) or not value:
        raise BadInput("claim.bad.list", path=at.path)
    return tuple(_claim(item, at.down(str(n), top=top)) for n, item in enumerate(value))


def _kind(value: object, at: _At) -> str:
    kind = str(value)
    if kind not in KINDS:
        raise BadInput("claim.bad.kind", path=at.path, kind=kind, near=_near(kind, KINDS))
    return kind


def _event(value: object, at: _At) -> str:
    kind = _kind(value, at)
    if not KINDS[kind].event:
        raise BadInput("claim.bad.event", path=at.path, kind=kind)
    return kind


def _names(kind: str) -> tuple[str, ...]:
    if kind in KINDS:
        return tuple(KINDS[kind].specs_by_name())
    return vocabulary().catalogs.get(kind, ())


def _fields(kind: str, value: object, at: _At) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise BadInput("claim.bad.fields", path=at.path)
    for name in value:
        if name not in _names(kind):
            raise BadInput(
                "claim.bad.field",
                path=at.path,
                kind=kind,
                name=str(name),
                near=_near(str(name), _names(kind)),
            )
    return tuple(str(name) for name in value)


def _where(kind: str, source: Source, at: _At) -> Mapping[str, object]:
    where = source.get("where", {})
    if not isinstance(where, Mapping) or [] in where.values():
        raise BadInput("claim.bad.where", path=at.down("where").path)
    _fields(kind, tuple(where), at.down("where"))
    return where


def _conditions(value: object, at: _At, kind: str) -> Mapping[str, object]:
    """Facts of `when`, of the scope or the organisation; which scope a whole level has only its practice knows."""
    if not isinstance(value, Mapping) or not value or [] in value.values():
        raise BadInput("claim.bad.where", path=at.path)
    allowed = {*_names(kind)} if kind else {*_names("system"), *_names("organization")}
    for name, wanted in value.items():
        if name == "any":
            for option in wanted if isinstance(wanted, list) else ():
                _conditions(option, at.down("any"), kind)
        elif name.startswith("organization."):
            _fields("organization", (name.removeprefix("organization."),), at)
        elif name not in allowed:
            raise BadInput(
                "claim.bad.field",
                path=at.path,
                kind=kind or "system",
                name=str(name),
                near=_near(name, allowed),
            )
    return value


def _role(value: object, at: _At) -> str:
    if str(value) not in vocabulary().roles:
        raise BadInput(
            "claim.bad.role", path=at.path, role=str(value), near=_near(str(value), vocabulary().roles)
        )
    return str(value)


def _tag(value: object, known: Mapping[str, object], at: _At) -> str:
    tag = str(value)
    if not _TAG.fullmatch(tag) or tag not in known:
        raise BadInput("claim.bad.tag", path=at.path, tag=tag, near=_near(tag, known))
    return tag


def _path(value: object, at: _At) -> tuple[str, str]:
    first, dot, last = str(value).partition(".")
    if not (dot and first and last) or "." in last:
        raise BadInput("claim.bad.path", path=at.path, text=str(value))
    return first, last


def _every(source: Source, at: _At, *, needed: bool = False) -> Every:
    if "every" not in source:
        if needed:
            raise BadInput("claim.bad.no_period", path=at.path)
        return AGELESS
    return _periods(source["every"], at.down("every"))


def _periods(value: object, at: _At) -> Every:
    if isinstance(value, Mapping) and set(value) != set(vocabulary().tiers):
        raise BadInput("claim.bad.tiers", path=at.path, tiers=tuple(vocabulary().tiers))
    try:
        return read_every(value)
    except ValueError:
        raise BadInput("claim.bad.period", path=at.path, text=str(value)) from None


def _period(value: object, at: _At) -> Period:
    try:
        return period(str(value))
    except ValueError:
        raise BadInput("claim.bad.period", path=at.path, text=str(value)) from None


def _share(value: object, at: _At) -> Fraction:
    """The decimal as written, exactly: 0.55 is 11/20."""
    share = (
        Fraction(str(value))
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else Fraction(0)
    )
    if not 0 < share <= 1:
        raise BadInput("claim.bad.share", path=at.path, text=str(value))
    return share


def _near(name: str, known: Iterable[str]) -> str:
    return (difflib.get_close_matches(name, list(known), n=1) or [""])[0]
