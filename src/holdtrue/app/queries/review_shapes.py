"""What a review pack is made of, and how it is kept: values and messages only, so that it is said in any language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from holdtrue.core.days import Day, iso, to_day
from holdtrue.core.messages import Message, as_data, from_data

Json = dict[str, Any]
SHAPE = 1


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the facts behind a figure are read: the list of a kind with filters, or a page by its name."""

    kind: str = ""
    page: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the period, beside the same of the period before where it can be told."""

    label: Message
    now: str
    before: str = ""
    lead: Lead = Lead()


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: a record by its ref, or a practice; what is to be said of it, and its day."""

    title: str
    words: Message
    ref: str = ""
    day: Day | None = None
    practice: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One input of the review; `said` is its one sentence, which names what was looked at where nothing happened."""

    id: str
    said: Message
    figures: tuple[Figure, ...] = ()
    facts: tuple[Told, ...] = ()
    more: int = 0
    """Facts beyond those told."""
    lead: Lead = Lead()
    """Where all of them are read."""
    points: tuple[tuple[Day, float], ...] = ()
    """A curve over the months, oldest first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a review, with who sees to it by when; its action once it is recorded."""

    title: str
    owner: str
    """Ref of a person."""
    due: str
    name: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: the figures of [begin, end), as they stood on the day it was compiled."""

    organisation: str
    begin: Day
    end: Day
    day: Day
    parts: tuple[Part, ...]
    decisions: tuple[Decision, ...] = ()
    changes: str = ""
    """What must change in the management system, as it was said."""

    def part(self, name: str) -> Part:
        """Return one part by its id."""
        return next(part for part in self.parts if part.id == name)

    @property
    def last(self) -> Day:
        """The last day of the period."""
        return self.end - 1


def digest_of(content: Json) -> str:
    """Return what tells a kept pack from every other."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def kept(pack: Pack) -> Json:
    """Return a pack as it is kept."""
    return {
        "shape": SHAPE,
        "organisation": pack.organisation,
        "from": iso(pack.begin),
        "to": iso(pack.last),
        "day": iso(pack.day),
        "parts": [_part(part) for part in pack.parts],
        "decisions": [
            {"title": d.title, "owner": d.owner, "due": d.due, "name": d.name, "action": d.action}
            for d in pack.decisions
        ],
        "changes": pack.changes,
    }


def read(content: Json) -> Pack:
    """Return a pack as it was kept."""
    return Pack(
        organisation=content["organisation"],
        begin=_day(content["from"]),
        end=_day(content["to"]) + 1,
        day=_day(content["day"]),
        parts=tuple(_read_part(part) for part in content["parts"]),
        decisions=tuple(Decision(**one) for one in content["decisions"]),
        changes=content["changes"],
    )


def _day(text: str) -> Day:
    found = to_day(text)
    if found is None:
        message = f"a kept pack names no day: {text}"
        raise ValueError(message)
    return found


def _part(part: Part) -> Json:
    return {
        "id": part.id,
        "said": as_data(part.said),
        "figures": [
            {"label": as_data(f.label), "now": f.now, "before": f.before, "lead": _lead(f.lead)}
            for f in part.figures
        ],
        "facts": [
            {
                "title": fact.title,
                "words": as_data(fact.words),
                "ref": fact.ref,
                "day": iso(fact.day) if fact.day is not None else "",
                "practice": fact.practice,
            }
            for fact in part.facts
        ],
        "more": part.more,
        "lead": _lead(part.lead),
        "points": [[iso(day), f"{value:.1f}"] for day, value in part.points],
    }


def _read_part(given: Json) -> Part:
    return Part(
        id=given["id"],
        said=from_data(given["said"]),
        figures=tuple(
            Figure(from_data(f["label"]), f["now"], f["before"], Lead(**f["lead"])) for f in given["figures"]
        ),
        facts=tuple(
            Told(
                fact["title"],
                from_data(fact["words"]),
                fact["ref"],
                _day(fact["day"]) if fact["day"] else None,
                fact["practice"],
            )
            for fact in given["facts"]
        ),
        more=given["more"],
        lead=Lead(**given["lead"]),
        points=tuple((_day(day), float(value)) for day, value in given["points"]),
    )


def _lead(lead: Lead) -> Json:
    return {"kind": lead.kind, "page": lead.page, "asked": dict(lead.asked)}


__all__ = ["Decision", "Figure", "Lead", "Pack", "Part", "Told", "digest_of", "kept", "read"]
