"""How the fields of a kind are laid out: the question first, what claims ask for next, the rest folded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import ceil
from typing import TYPE_CHECKING

from holdtrue.app.actions.triage import questions
from holdtrue.pages.forms.fields import shown
from holdtrue.pages.language import t
from holdtrue.pages.shapes.form import Field, Section

if TYPE_CHECKING:
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.forms.answers import Answers
    from holdtrue.pages.forms.fields import Offers

_WHAT = "what"
_MORE = "more"
LAYOUTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "system": {
        _WHAT: ("name", "intended_purpose", "use", "owner", "unit"),
        "sorting": questions()[1:],
        "people": (
            *("users", "affected_groups", "groups", "data_categories", "data_locations", "hosting"),
            *("biometric_data", "sensitive_use"),
        ),
        "running": (
            *("task_and_method", "components", "overseer", "stop_method", "fallback"),
            *("assumptions_and_limits", "input_data_needs", "adapts_with_data"),
        ),
    },
    "impact_assessment": {
        _WHAT: ("system", "type", "purpose_and_use", "conclusion"),
        "weighed": (
            "individual_impacts",
            "group_impacts",
            "societal_impacts",
            "severity",
            "foreseeable_misuse",
        ),
        "settled": (
            "measures",
            "benefits",
            "alternatives",
            "costs_of_error",
            "contributors",
            "retention_until",
        ),
    },
    "policy": {
        _WHAT: ("title", "topic", "text", "owner"),
        "rules": ("permitted_uses", "prohibited_uses", "who_to_ask", "commitments", "published_to"),
    },
    "incident": {
        _WHAT: ("title", "severity", "systems", "detected_on"),
        "clocks": ("aware_on", "consequences", "personal_information"),
        "known": ("effect", "aware_time", "people_affected", "containment", "cause", "reportable"),
    },
    "evidence": {_WHAT: ("about", "tag", "source", "collected_on", "valid_until")},
    "risk": {
        _WHAT: ("title", "system", "event", "owner"),
        "weighed": ("likelihood", "severity", "consequence_people", "consequence_organization"),
        "settled": ("treatment", "controls", "residual_level", "accepted_by", "due"),
    },
    "classification": {_WHAT: ("system", "law", "class", "reasons", "prohibited_screen")},
    "declaration": {_WHAT: ("about", "practice", "aspect", "answer", "said_by", "said_on", "source")},
}
"""Kind → the questions its form asks, each with its fields; what is not named is asked for last, folded."""
_OPEN = (_WHAT, "sorting", "weighed", "clocks", "settled", "rules")
_LONG, _SHORT = 1.0, 0.2


def sections(
    kind: type[Kind],
    answers: Answers,
    offers: Offers,
    *,
    known: Collection[Field] = (),
    folded: Collection[str] = (),
) -> tuple[Section, ...]:
    """Return the form of a kind. A section with an error is open; `known` are derived fields, shown at the end.

    `folded` closes sections that would start open.
    """
    found = []
    placed: set[str] = set()
    specs = kind.specs_by_name()
    for name, fields in _layout(kind).items():
        drawn = tuple(shown(specs[f], answers, offers) for f in fields if f in specs and f in answers.values)
        placed |= set(fields)
        if drawn:
            closed = (name not in _OPEN or name in folded) and not _wrong(drawn)
            found.append(Section(t(f"form.section.{name}"), drawn, folded=closed))
    rest = tuple(
        shown(spec, answers, offers)
        for spec in kind.field_specs()
        if spec.name not in placed and not spec.derived and spec.name in answers.values
    )
    if rest:
        found.append(
            Section(t("form.section.more"), rest, t("form.section.more_words"), folded=not _wrong(rest))
        )
    own = tuple(
        shown(spec, answers, offers) for name, spec in answers.added.items() if name in answers.values
    )
    if own:
        words = t("form.section.own_words") if len(own) > 1 else ""
        title = t("form.section.own") if len(own) > 1 else t("form.section.tags")
        found.append(Section(title, own, words, folded=len(own) == 1 and not _wrong(own)))
    if known:
        found.append(Section(t("form.section.derived"), tuple(known), folded=True))
    return tuple(found)


def _layout(kind: type[Kind]) -> Mapping[str, tuple[str, ...]]:
    """The questions of a kind; one without a layout asks first for what must be there and what claims ask for."""
    if kind.id in LAYOUTS:
        return LAYOUTS[kind.id]
    asked = [spec.name for spec in kind.field_specs() if spec.required or spec.why or spec.material]
    owner = [kind.owner_field] if kind.owner_field else []
    dated = [kind.dated] if kind.dated else []
    several = [*asked, *owner, *dated] or [spec.name for spec in kind.field_specs()]
    order = {spec.name: n for n, spec in enumerate(kind.field_specs())}
    return {
        _WHAT: tuple(sorted(dict.fromkeys(several), key=lambda name: (name != kind.title_field, order[name])))
    }


def _wrong(fields: Collection[Field]) -> bool:
    return any(x.error for x in fields)


def still_asked(kind: type[Kind], answers: Answers) -> tuple[int, int]:
    """Return how many fields that claims ask for are still empty, and about how many minutes they take."""
    empty = [
        spec
        for spec in kind.field_specs()
        if (spec.required or spec.why) and not spec.derived and not answers.text(spec.name).strip()
    ]
    return len(empty), ceil(sum(_weight(spec) for spec in empty))


def _weight(spec: FieldSpec) -> float:
    return _LONG if spec.type in ("long_text", "list") else _SHORT
