"""How every result of the free checks is worked out, shown from the very data it is worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.core.checks import CHECKS, questionnaire
from holdtrue.core.checks.texts import texts
from holdtrue.core.content import SHIPPED, by_the_rules_of
from holdtrue.core.properties import scheme
from holdtrue.pages.language import spoken, t
from holdtrue.pages.shapes.checks import MethodTable, MethodView
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.check_frame import asking, show, slug_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.core.checks.texts import Raw
    from holdtrue.pages.views.check_frame import Asking


@require_safe
@asking
def method(here: Asking) -> HttpResponse:
    """Show it for all checks on one page."""
    with by_the_rules_of(SHIPPED):
        made = {
            "index": _index(questionnaire("index", spoken())),
            "iso42001": _iso(questionnaire("iso42001", spoken())),
            "eu_ai_act": _eu(questionnaire("eu_ai_act", spoken())),
            "nist_ai_rmf": _nist(questionnaire("nist_ai_rmf", spoken())),
        }
        common = _common(texts("components", spoken()))
    links = tuple(Link(questionnaire(n, spoken())["title"], f"#{slug_of(n)}") for n in CHECKS)
    found = (common, *((slug_of(name), *made[name]) for name in CHECKS))
    view = MethodView(t("check.method.title"), t("check.method.lead"), found, here.speech(), links)
    return show(here, "check_method.html", view.title, view=view)


def _common(common: Raw) -> tuple[str, str, tuple[MethodTable, ...]]:
    states = tuple(
        (t(f"check.state.{state}"), t(f"check.method.state.{state}")) for state in common["levels"]
    )
    parts = tuple((one["title"], one["means"]) for one in common["components"])
    head = (t("check.method.word"), t("check.method.means"))
    return (
        "all",
        t("check.method.all"),
        (
            MethodTable(t("check.method.states"), (t("check.method.states_words"),), head, states),
            MethodTable(t("check.method.components"), (t("check.method.viable"),), head, parts),
        ),
    )


def _index(raw: Raw) -> tuple[str, tuple[MethodTable, ...]]:
    points = tuple((t(f"check.level.{word}"), str(value)) for word, value in raw["scores"].items())
    weights = tuple(
        (
            raw["properties"][p.id]["title"],
            t("check.method.fraction", part=scheme().sums[p.id], whole=scheme().total),
            _asks("index", p.id),
        )
        for p in scheme().properties
    )
    bands = tuple(
        (raw["bands"][b.id]["title"], str(b.start), raw["bands"][b.id]["says"])
        for b in scheme().bands
        if b.id in raw["bands"]
    )
    return (
        raw["title"],
        (
            MethodTable(
                t("check.method.points"), (t("check.method.index.points"),), _head("answer", "points"), points
            ),
            MethodTable(
                t("check.method.weights"),
                (t("check.method.index.weights"),),
                _head("property", "weight", "questions"),
                weights,
            ),
            MethodTable(
                t("check.method.bands"),
                (t("check.method.index.bands"), raw["scoring"]["cap_self_declared"]["because"]),
                _head("band", "from", "means"),
                bands,
            ),
            _clashes(raw, raw["contradictions"]),
        ),
    )


def _asks(name: str, property_: str) -> str:
    step = next(s for s in questionnaire(name)["steps"] if s["id"] == property_)
    return ", ".join(step["questions"])


def _iso(raw: Raw) -> tuple[str, tuple[MethodTable, ...]]:
    rows = tuple(
        (q["id"], q["ask"], str(q["weight"]), t("check.method.yes") if q.get("gate") else "")
        for q in raw["questions"]
    )
    points = tuple((t(f"check.method.iso.{word}"), str(one["points"])) for word, one in raw["states"].items())
    bands = tuple((b["title"], str(b["from"]), b["says"]) for b in raw["bands"])
    titles = {b["id"]: b["title"] for b in raw["bands"]}
    caps = tuple((cap["because"], titles[cap["band_at_most"]]) for cap in raw["caps"])
    own = raw["self_declared"]
    return (
        raw["title"],
        (
            MethodTable(
                t("check.method.points"), (t("check.method.iso.points"),), _head("answer", "points"), points
            ),
            MethodTable(
                t("check.method.weights"),
                (t("check.method.iso.weights"),),
                _head("number", "question", "weight", "founding"),
                rows,
            ),
            MethodTable(t("check.method.bands"), (), _head("band", "from", "means"), bands),
            MethodTable(
                t("check.method.caps"),
                (t("check.method.iso.caps"),),
                _head("when", "at_most"),
                (*caps, (own["because"], own["shown_as"])),
            ),
            _clashes(raw, raw["consistency"]),
        ),
    )


def _eu(raw: Raw) -> tuple[str, tuple[MethodTable, ...]]:
    order = {name: n for n, name in enumerate(raw["class_order"])}
    rows = tuple(
        (r["title"], r["says"]) for r in sorted(raw["results"], key=lambda r: order.get(r["id"], -1))
    )
    return (
        raw["title"],
        (
            MethodTable(
                t("check.method.eu.classes"),
                (t("check.method.eu.order"), raw["unsure_rule"], raw["duties_words"]),
                _head("class", "means"),
                rows,
            ),
            _clashes(raw, raw["consistency"]),
        ),
    )


def _nist(raw: Raw) -> tuple[str, tuple[MethodTable, ...]]:
    points = tuple((raw["answers"][word], str(value)) for word, value in raw["states"].items())
    bands = tuple((b["title"], f"{b['from']:g}") for b in raw["result"]["bands"])
    return (
        raw["title"],
        (
            MethodTable(
                t("check.method.points"), (t("check.method.nist.points"),), _head("answer", "points"), points
            ),
            MethodTable(t("check.method.bands"), (raw["result"]["no_total"],), _head("band", "from"), bands),
            _clashes(raw, raw["consistency"]),
        ),
    )


def _clashes(raw: Raw, rules: list[Raw]) -> MethodTable:
    rows = tuple((", ".join(_named(rule)), str(rule["says"])) for rule in rules)
    words = t("check.method.clashes.index" if raw["id"] == "index" else "check.method.clashes.other")
    return MethodTable(t("check.method.clashes"), (words,), _head("questions", "says"), rows)


def _named(rule: Raw) -> tuple[str, ...]:
    """The questions of which a rule says that their answers do not go together."""
    return tuple(rule.get("questions") or (name.partition("_")[0] for name in rule["when"]))


def _head(*names: str) -> tuple[str, ...]:
    return tuple(t(f"check.method.head.{name}") for name in names)


__all__ = ["method"]
