"""What a standing approval lets vary and asks to be in order, read from its lines; and whether a deploy keeps to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from holdtrue.core.days import Period, period
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.claims.parse import Source

LONGEST_MONTHS = 12
"""For how long one may be signed."""
VARYING = ("version", "settings", "hash", "footprint", "preparation")
"""Fields of a component that may be let vary: who made it, from where and under which rights never is."""
_LINE = re.compile(r"(?P<ref>[A-Za-z]{3}-\d{1,9})\s+(?P<field>[a-z_]+)\s+(?P<rest>\S.*)")
_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?:(?P<key>\S+)\s+)?(?P<low>{_NUMBER})\s+to\s+(?P<high>{_NUMBER})")
_SETTING = re.compile(r"\s*(?P<key>[\w.-]+)\s*[=:]\s*(?P<value>.*?)\s*")
_SETTINGS = "settings"
_FRESH = re.compile(r"(?P<tag>[a-z0-9-]+)\s+(?P<every>\d+\s+(?:days?|months?))")


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that may vary: a component's field, or one setting of it, and which values are inside."""

    ref: str
    field: str
    key: str
    """Name of the one setting it is about; '' for the whole field."""
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    """Texts that are inside; a star in one stands for any text."""
    line: str
    """As it was written."""

    def takes(self, value: str) -> bool:
        """Whether a value is inside."""
        if self.low is not None and self.high is not None:
            try:
                return self.low <= float(value) <= self.high
            except ValueError:
                return False
        return any(fnmatchcase(value, choice.replace("[", "[[]")) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Fresh:
    """An indicator or a tag of evidence, and how old it may be."""

    tag: str
    every: Period
    line: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A standing approval's limits."""

    limits: tuple[Limit, ...]
    in_target: tuple[Fresh, ...]
    evidence: tuple[Fresh, ...]

    def asks(self) -> tuple[Source, ...]:
        """Return what it asks to hold, as claims over the system's facts; evidence counts once it was read."""
        measured = [{"measured": one.tag, "every": str(one.every)} for one in self.in_target]
        shown = [{"evidence": one.tag, "every": str(one.every)} for one in self.evidence]
        return (*measured, *shown)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a component as it is and as it is to be."""

    ref: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One part of a change against the limits."""

    what: str
    """The component and the field, with the setting where it is about one."""
    before: str
    after: str
    inside: bool
    limit: str
    """The line that lets it through or that it crosses; '' where no line is about it."""

    def said(self) -> Message:
        """Return it as a sentence."""
        params = {"what": self.what, "before": self.before or "-", "after": self.after or "-"}
        if self.inside:
            return Message("envelope.inside", {**params, "limit": self.limit})
        if self.limit:
            return Message("envelope.crosses", {**params, "limit": self.limit})
        return Message("envelope.not_named", params)


def read(fields: Mapping[str, object]) -> Envelope:
    """Return the limits that a record's lines state; BadInput naming the field and the line that cannot be read."""
    known = vocabulary()
    return Envelope(
        tuple(_limit(line) for line in _lines(fields, "may_vary")),
        tuple(_fresh(line, "in_target", known.indicators) for line in _lines(fields, "in_target")),
        tuple(_fresh(line, "evidence", known.evidence_tags) for line in _lines(fields, "evidence")),
    )


def require_whole(fields: Mapping[str, object]) -> Envelope:
    """Return the limits of one that can be signed; BadInput where it lets nothing vary, or asks for no evidence."""
    found = read(fields)
    for name in ("may_vary", "evidence"):
        if not _lines(fields, name):
            raise BadInput(f"envelope.no_{name}", field=name)
    return found


def judge(envelope: Envelope, changes: Iterable[Change]) -> tuple[Judged, ...]:
    """Return each part that differs, inside or outside; nothing where nothing differs."""
    return tuple(part for change in changes for part in _judged(envelope, change))


def _judged(envelope: Envelope, change: Change) -> list[Judged]:
    if change.before == change.after:
        return []
    own = [one for one in envelope.limits if (one.ref, one.field) == (change.ref, change.field)]
    what = f"{change.ref} {change.field}"
    keyed = [one for one in own if one.key]
    before, after = settings(change.before), settings(change.after)
    if not keyed or before is None or after is None:
        return [_against([one for one in own if not one.key], what, change.before, change.after)]
    found = []
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            some = [one for one in own if one.key in ("", key)]
            found.append(_against(some, f"{what} {key}", was, now))
    return found


def _against(limits: Sequence[Limit], what: str, before: str, after: str) -> Judged:
    through = next((one for one in limits if one.takes(after)), None)
    line = through.line if through else limits[0].line if limits else ""
    return Judged(what, before, after, through is not None, line)


def settings(text: str) -> dict[str, str] | None:
    """Read settings written one a line, `name = value`; None where a line is written otherwise."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        match = _SETTING.fullmatch(line)
        if match is None:
            return None
        found[match["key"]] = match["value"]
    return found


def _lines(fields: Mapping[str, object], name: str) -> list[str]:
    given = fields.get(name)
    lines = (
        given.splitlines() if isinstance(given, str) else given if isinstance(given, (list, tuple)) else ()
    )
    return [" ".join(str(line).split()) for line in lines if str(line).strip()]


def _limit(line: str) -> Limit:
    match = _LINE.fullmatch(line)
    if match is None or match["field"] not in VARYING:
        raise BadInput("envelope.line.may_vary", field="may_vary", line=line, fields=VARYING)
    name, rest, key = match["field"], match["rest"], ""
    between = _RANGE.fullmatch(rest)
    if between is not None and (between["key"] is None or name == _SETTINGS):
        low, high = float(between["low"]), float(between["high"])
        if low > high:
            raise BadInput("envelope.line.upside_down", field="may_vary", line=line)
        return Limit(match["ref"].upper(), name, between["key"] or "", low, high, (), line)
    first, _, more = rest.partition(" ")
    if name == _SETTINGS and more and "|" not in first:
        key, rest = first, more
    choices = tuple(part.strip() for part in rest.split("|") if part.strip())
    return Limit(match["ref"].upper(), name, key, None, None, choices, line)


def _fresh(line: str, field: str, known: Iterable[str]) -> Fresh:
    match = _FRESH.fullmatch(line)
    if match is None or match["tag"] not in known:
        raise BadInput(f"envelope.line.{field}", field=field, line=line)
    return Fresh(match["tag"], period(match["every"]), line)


__all__ = [
    "LONGEST_MONTHS",
    "VARYING",
    "Change",
    "Envelope",
    "Fresh",
    "Judged",
    "Limit",
    "judge",
    "read",
    "require_whole",
    "settings",
]
