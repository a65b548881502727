"""Looks into an own framework: its branches without a circle, its requirements, and the practices they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from holdtrue.core.additions.addition import (
    NAME,
    require_keys,
    require_list,
    require_one_of,
    require_text,
    require_texts,
)
from holdtrue.core.additions.practice import conditions, require_ids
from holdtrue.core.days import to_day
from holdtrue.core.frameworks import FRAMEWORKS, SCORED
from holdtrue.core.practices import LEVELS

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdtrue.core.additions.addition import Addition
    from holdtrue.core.additions.lined import Lined, Place

MOST_ID = 30
KINDS = ("expectation", "duty", "prohibition", "permission", "relief", "voluntary", "control", "clause")
CONFIDENCE = ("V", "M", "?")
_HEAD = frozenset(
    {
        *(
            "id",
            "title",
            "short",
            "full_title",
            "publisher",
            "regulator",
            "source",
            "url",
            "as_of",
            "edition",
        ),
        *("date", "note", "meets_at", "reach", "doubts"),
    }
)
_SECTION = frozenset({"id", "title", "parent", "description"})
_REQUIREMENT = frozenset(
    {
        *("id", "section", "title", "description", "kind", "article", "applies_from", "confidence", "doubts"),
        *("when", "practices", "still_to_show"),
    }
)
_HEAD_TEXTS = ("title", "short", "full_title", "publisher", "regulator", "note")
_TEXTS = ("title", "description", "article", "still_to_show")


def check_frameworks(addition: Addition, practices: Collection[str], taken: Collection[str]) -> None:
    """Raise BadInput for the first framework that is not in order; `practices` are all that may be named."""
    lined = addition.lined
    here: set[str] = set()
    for place, law in addition.frameworks():
        keys = frozenset({"framework", "sections", "requirements", "uncertain"})
        require_keys(lined, place, law, keys, ("framework", "sections", "requirements"))
        name = _head(lined, (*place, "framework"), law["framework"])
        if name in here or name in taken:
            raise lined.refusal("own.bad.framework_taken", (*place, "framework", "id"), value=name)
        here.add(name)
        sections = _sections(lined, (*place, "sections"), law["sections"])
        _requirements(lined, (*place, "requirements"), law["requirements"], sections, practices)


def _head(lined: Lined, place: Place, head: object) -> str:
    stated = require_keys(lined, place, head, _HEAD, ("id", "title"))
    name = require_text(lined, (*place, "id"), stated["id"])
    if not NAME.fullmatch(name) or len(name) > MOST_ID:
        raise lined.refusal("own.bad.framework_id", (*place, "id"), value=name, most=MOST_ID)
    if name in SCORED:
        raise lined.refusal("own.bad.framework_ships", (*place, "id"), value=name)
    if name not in FRAMEWORKS and not (stated.get("edition") or stated.get("as_of") or stated.get("date")):
        raise lined.refusal("own.bad.missing_key", place, key="as_of")
    for key in _HEAD_TEXTS:
        if key in stated:
            require_text(lined, (*place, key), stated[key])
    for key in ("source", "url"):
        if stated.get(key) and not str(stated[key]).startswith(("https://", "http://")):
            raise lined.refusal("own.bad.address", (*place, key), value=str(stated[key])[:80])
    for key in ("as_of", "date"):
        _date(lined, (*place, key), stated.get(key))
    if stated.get("meets_at"):
        require_one_of(lined, (*place, "meets_at"), stated["meets_at"], LEVELS)
    if stated.get("reach"):
        conditions(lined, (*place, "reach"), stated["reach"])
    require_texts(lined, (*place, "doubts"), stated.get("doubts"))
    return name


def _sections(lined: Lined, place: Place, value: object) -> Mapping[str, str]:
    parents: dict[str, str] = {}
    where: dict[str, Place] = {}
    for n, stated in enumerate(require_list(lined, place, value)):
        at: Place = (*place, n)
        require_keys(lined, at, stated, _SECTION, ("id", "title"))
        name = require_text(lined, (*at, "id"), stated["id"])
        if name in parents:
            raise lined.refusal("own.bad.taken", (*at, "id"), value=name)
        require_text(lined, (*at, "title"), stated["title"])
        parents[name] = require_text(lined, (*at, "parent"), stated["parent"]) if stated.get("parent") else ""
        where[name] = at
    for name, parent in parents.items():
        if parent and parent not in parents:
            raise lined.refusal("own.bad.parent", (*where[name], "parent"), value=parent)
        walked = [name]
        while parents[walked[-1]]:
            above = parents[walked[-1]]
            if above in walked:
                circle = " → ".join((*walked[walked.index(above) :], above))
                raise lined.refusal("own.bad.circle", (*where[name], "parent"), circle=circle)
            if above not in parents:
                break
            walked.append(above)
    return parents


def _requirements(
    lined: Lined, place: Place, value: object, sections: Mapping[str, str], practices: Collection[str]
) -> None:
    seen: set[str] = set()
    for n, stated in enumerate(require_list(lined, place, value)):
        at: Place = (*place, n)
        require_keys(lined, at, stated, _REQUIREMENT, ("id", "section", "title", "description"))
        name = require_text(lined, (*at, "id"), stated["id"])
        if name in seen:
            raise lined.refusal("own.bad.taken", (*at, "id"), value=name)
        seen.add(name)
        _requirement(lined, at, stated, sections)
        require_practices(lined, (*at, "practices"), stated.get("practices"), practices)


def _requirement(lined: Lined, at: Place, stated: Mapping[str, Any], sections: Mapping[str, str]) -> None:
    for key in _TEXTS:
        if key in stated:
            require_text(lined, (*at, key), stated[key])
    if stated["section"] not in tuple(sections):
        raise lined.refusal(
            "own.bad.section", (*at, "section"), value=str(stated["section"]), known=tuple(sections)
        )
    if "kind" in stated:
        require_one_of(lined, (*at, "kind"), stated["kind"], KINDS)
    if stated.get("confidence"):
        require_one_of(lined, (*at, "confidence"), stated["confidence"], CONFIDENCE)
    _date(lined, (*at, "applies_from"), stated.get("applies_from"))
    if stated.get("when"):
        conditions(lined, (*at, "when"), stated["when"])
    require_texts(lined, (*at, "doubts"), stated.get("doubts"))


def require_practices(lined: Lined, place: Place, value: object, practices: Collection[str]) -> None:
    """Raise BadInput where a list names a practice there is none of."""
    for n, practice in enumerate(require_ids(lined, place, value)):
        if practice not in practices:
            raise lined.refusal(
                "own.bad.practice", (*place, n), value=practice, near=nearest(practice, practices)
            )


def nearest(name: str, known: Collection[str]) -> str:
    """Return the known name that looks most like one; the first where none does."""
    import difflib  # rarely asked for

    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.3)
    return near[0] if near else min(known, default="")


def _date(lined: Lined, place: Place, value: object) -> None:
    if value not in (None, "") and to_day(value) is None:
        raise lined.refusal("own.bad.date", place, value=str(value))


__all__ = ["check_frameworks", "nearest", "require_practices"]
