"""Reads the file of a framework, each in its own form, into what core/frameworks declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content
from holdtrue.core.days import Day, to_day
from holdtrue.core.frameworks import Framework, Requirement, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ARTICLE = re.compile(r"\d+")


def read(framework_id: str, raw: Mapping[str, Any], digest: str) -> Framework:
    """Return the framework a file tells of; files with no form of their own list sections and requirements."""
    head, outline = raw["framework"], _outline(framework_id)
    requirements, sections = _READERS.get(framework_id, _plain)(framework_id, raw, outline)
    return Framework(
        id=framework_id,
        title=head["title"],
        version=str(head.get("edition") or head.get("as_of") or head.get("date")),
        note=str(head.get("note") or head.get("copyright") or ""),
        requirements=tuple(requirements),
        digest=digest,
        short=str(head.get("short") or outline.get("short") or head["title"]),
        full_title=str(head.get("full_title", head["title"])),
        publisher=str(head.get("publisher") or head.get("regulator") or ""),
        source=str(head.get("source") or head.get("url") or outline.get("source") or ""),
        as_of=str(head.get("as_of") or outline.get("as_of") or ""),
        sections=tuple(sections),
        reach=head.get("reach") or outline.get("reach") or {},
        meets_at=str(head.get("meets_at", "")),
        doubts=_doubts(head, raw, outline),
        actors={a["id"]: a["title"] for a in raw.get("actors", ())},
        classes={c["id"]: c["title"] for c in raw.get("risk_classes", ())},
    )


def _doubts(head: Mapping[str, Any], raw: Mapping[str, Any], outline: Mapping[str, Any]) -> tuple[str, ...]:
    """What the file says is uncertain about the framework as a whole."""
    listed = outline.get("doubts")
    told = (
        listed.values()
        if listed
        else head.get("doubts") or head.get("uncertain") or head.get("warnings") or ()
    )
    return (*told, *(f"{u['topic']}: {u['text']}" for u in raw.get("uncertain", ())))


Read = tuple[list[Requirement], list[Section]]


def _iso42001(name: str, raw: Mapping[str, Any], outline: Mapping[str, Any]) -> Read:
    doubts = _doubts_on(outline, outline.get("doubts", {}))
    clauses = [_iso(name, "clause", c, c["parent"] or "", doubts) for c in raw["clauses"] if c["assessable"]]
    controls = [_iso(name, "control", c, c["area"], doubts) for c in raw["annex_a"]["controls"]]
    above = [
        Section(c["id"], c["title"], c["parent"] or "", c["description"])
        for c in raw["clauses"]
        if not c["assessable"]
    ]
    areas = [
        Section(a["id"], a["title"], description=" ".join(o["description"] for o in a["objectives"]))
        for a in raw["annex_a"]["areas"]
    ]
    return clauses + controls, above + areas


def _iso(
    name: str, kind: str, said: Mapping[str, Any], group: str, doubts: Mapping[str, tuple[str, ...]]
) -> Requirement:
    return Requirement(
        said["id"],
        name,
        kind,
        said["title"],
        said["description"],
        group=group,
        section=group,
        parts=tuple(e["text"] for e in said.get("elements", ())),
        documents=tuple(d["name"] for d in said.get("documented_information", ())),
        doubts=doubts.get(said["id"], ()),
    )


def _nist_ai_rmf(name: str, raw: Mapping[str, Any], _outline: Mapping[str, Any]) -> Read:
    found = [
        Requirement(
            s["id"],
            name,
            "subcategory",
            s["short_title"],
            s["description"],
            group=s["category"],
            section=s["category"],
        )
        for s in raw["subcategories"]
    ]
    sections: list[Section] = []
    for function in raw["functions"]:
        sections.append(Section(function["id"], "", description=function["description"]))
        sections += [
            Section(c["id"], c["short_title"], function["id"], c["description"])
            for c in raw["categories"]
            if c["function"] == function["id"]
        ]
    return found, sections


def _eu_ai_act(name: str, raw: Mapping[str, Any], outline: Mapping[str, Any]) -> Read:
    planned = _planned_dates()
    doubts = _doubts_on(outline, {u["id"]: u["text"] for u in raw["uncertain"]})
    found = [
        Requirement(
            id=o["id"],
            framework=name,
            kind=o["kind"],
            title=o["title"],
            description=o["description"],
            article=o["article"],
            group=o["risk_class"],
            actors=frozenset(o["actors"]),
            starts=tuple((a["scope"], _day(a["date"])) for a in o["applies_from"]),
            date_certain=o["date_status"] == "firm",
            plan_with=planned.get(o["id"]),
            evidence=tuple(o.get("evidence", ())),
            notes=tuple(o[key] for key in ("amendment_note", "note") if o.get(key)),
            doubts=doubts.get(o["id"], ()),
            section=_section_of(o["article"], outline["sections"]),
        )
        for o in raw["obligations"]
    ]
    return found, _sections(outline)


def _law25(name: str, raw: Mapping[str, Any], outline: Mapping[str, Any]) -> Read:
    where = {held: s["id"] for s in outline["sections"] for held in s["holds"]}
    found = [
        Requirement(
            id=r["id"],
            framework=name,
            kind="duty",
            title=r["title"],
            description=r["description"],
            article=r["id"],
            starts=(("all", _day(r["applies_from"])),),
            confidence=r["confidence"],
            section=where.get(r["id"], str(outline["sections"][0]["id"])),
            when=outline["when"].get(r["id"], {}),
        )
        for r in raw["requirements"]
    ]
    return found, _sections(outline)


def _plain(name: str, raw: Mapping[str, Any], _outline: Mapping[str, Any]) -> Read:
    found = [
        Requirement(
            id=r["id"],
            framework=name,
            kind=r.get("kind", "expectation"),
            title=r["title"],
            description=r["description"],
            article=r.get("article", ""),
            group=r["section"],
            starts=(("all", _day(r["applies_from"])),) if r.get("applies_from") else (),
            confidence=r.get("confidence", ""),
            doubts=tuple(r.get("doubts", ())),
            section=r["section"],
            when=r.get("when", {}),
            practices=tuple(r.get("practices", ())),
            still_to_show=r.get("still_to_show", ""),
        )
        for r in raw["requirements"]
    ]
    return found, _sections(raw)


def _sections(raw: Mapping[str, Any]) -> list[Section]:
    return [
        Section(str(s["id"]), s["title"], s.get("parent", ""), s.get("description", ""))
        for s in raw["sections"]
    ]


def _section_of(article: str, sections: Sequence[Mapping[str, Any]]) -> str:
    """The section whose articles hold the first one named."""
    first = _ARTICLE.search(article)
    number = int(first[0]) if first else 0
    inside = (str(s["id"]) for s in sections if s["from"] <= number <= s["to"])
    return next(inside, str(sections[-1]["id"]))


def _doubts_on(outline: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        requirement: tuple(texts[doubt] for doubt in named)
        for requirement, named in outline.get("doubts_on", {}).items()
    }


def _outline(framework_id: str) -> Mapping[str, Any]:
    raw: Mapping[str, Any] = content("frameworks/outlines.yaml")
    found: Mapping[str, Any] = raw.get(framework_id, {})
    return found


def _planned_dates() -> Mapping[str, Day]:
    raw: Mapping[str, Any] = content("checks/eu_ai_act.yaml")
    return {
        duty: _day(u["plan_with"]) for u in raw["uncertain_dates"] if "plan_with" in u for duty in u["covers"]
    }


def _day(text: str) -> Day:
    day = to_day(text)
    if day is None:
        message = f"'{text}' in a framework file is no date"
        raise ValueError(message)
    return day


_READERS = {"iso42001": _iso42001, "nist_ai_rmf": _nist_ai_rmf, "eu_ai_act": _eu_ai_act, "law25": _law25}
"""Frameworks whose files have a form of their own."""
