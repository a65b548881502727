"""The published questions and sentences of a check, in one of the languages it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from holdtrue.core.content import by_edition, content
from holdtrue.core.frameworks import framework
from holdtrue.core.practices import library

LANGUAGES = ("en", "fr")
"""Languages every check is written in; a test holds each text of the first against the others."""
Raw = Mapping[str, Any]


@by_edition
def texts(name: str, locale: str = "en") -> Raw:
    """Return `checks/<name>.yaml` with its texts in that language; English for one it is not written in.

    `checks/<locale>/<name>.yaml` has the same shape and holds the texts alone; what lies in a list in English is
    found by its id there.
    """
    raw = cast("Raw", content(f"checks/{name}.yaml"))
    if locale == "en" or locale not in LANGUAGES:
        return raw
    return cast("Raw", _over(raw, content(f"checks/{locale}/{name}.yaml")))


def practice_title(practice: str, locale: str) -> str:
    """Return what a practice is called."""
    own = library().by_id[practice].title
    if locale not in LANGUAGES or locale == "en":
        return own
    return str(content(f"checks/{locale}/practices.yaml").get(practice, own))


@by_edition
def duty_titles(locale: str) -> Mapping[str, str]:
    """Return what each duty of the EU AI Act is called."""
    english = {duty.id: duty.title for duty in framework("eu_ai_act").requirements}
    return english | dict(texts("eu_ai_act", locale).get("duty_titles", {}))


@by_edition
def listed(question: str, locale: str) -> tuple[tuple[str, str, str], ...]:
    """Return what a list of the law holds, as (id, text, heading): the practices of E5, or the uses of E7."""
    law: Raw = content("frameworks/eu_ai_act.yaml")
    asked = next(q for q in texts("eu_ai_act", locale)["questions"] if q["id"] == question)
    if question == "E5":
        return tuple((p["id"], asked["plain"][p["id"]], "") for p in law["prohibited_practices"])
    plain, areas = asked.get("plain", {}), asked.get("areas", {})
    return tuple(
        (p["id"], plain.get(p["id"], p["description"]), areas.get(str(area["area"]), area["title"]))
        for area in law["high_risk"]["route_annex_iii"]["areas"]
        for p in area["points"]
    )


def _over(raw: object, said: object) -> object:
    """Put the texts of another language over the English ones."""
    if said is None:
        return raw
    if isinstance(raw, Mapping) and isinstance(said, Mapping):
        added = {key: value for key, value in said.items() if key not in raw}
        return {key: _over(value, said.get(key)) for key, value in raw.items()} | added
    if isinstance(raw, list) and isinstance(said, Mapping):
        return [_over(item, said.get(item.get("id") or item.get("ref"))) for item in raw]
    return said
