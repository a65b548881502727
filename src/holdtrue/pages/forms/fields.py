"""One declared field as a form shows it: its words, its control, the records or values it offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.queries.offered import Offer, offered
from holdtrue.core.days import to_day
from holdtrue.core.kinds import CATALOGS
from holdtrue.core.practices import library
from holdtrue.pages.forms.reasons import reason
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.table import Choice

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.core.messages import Message
    from holdtrue.pages.forms.answers import Answers
    from holdtrue.pages.places import Places

WRITTEN = frozenset({"scope", "policy", "procedure", "risk_criteria"})
"""Kinds whose long texts are written in Markdown, with a preview."""
FEW = 40
"""Up to so many records are offered as a choice; beyond, one types and is offered what fits."""
_TICKED = 24
_CATALOGUED = ("practice", "evidence_tag", "indicator_tag")


@dataclass(slots=True)
class Offers:
    """The records the link fields of one form offer, looked up once a kind."""

    caller: Caller
    places: Places
    found: dict[str, tuple[Offer, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Offer, ...]:
        """The first records of a kind; more than FEW mean that there are too many to list."""
        if kind not in self.found:
            self.found[kind] = offered(self.caller, kind, limit=FEW + 1)
        return self.found[kind]

    def find(self, kind: str) -> str:
        """Where more of them are found as one types."""
        return self.places.at("find", kind)


def shown(spec: FieldSpec, answers: Answers, offers: Offers) -> Field:
    """Return the field as the form shows it."""
    if spec.type == "long_text" and spec.kind in WRITTEN and spec.name != "translations":
        return _field(spec, "markdown", answers, find=offers.places.at("preview"))
    return _linked(spec, answers, offers) if spec.linked else _plain(spec, answers)


def written(offer: Offer) -> str:
    """Return how a form writes a record: its title, then its ref."""
    return offer.ref if offer.title in ("", offer.ref) else f"{offer.title} ({offer.ref})"


def in_words(spec: FieldSpec, value: object) -> str:
    """Return a value that is worked out as a form tells it, where nobody types it."""
    if isinstance(value, bool):
        return t("form.yes" if value else "form.no")
    day = to_day(value) if spec.type == "date" else None
    if day is not None:
        return absolute(day)
    labels = dict(spec.choices)
    return said(labels[str(value)]) if str(value) in labels else str(value)


def _plain(spec: FieldSpec, answers: Answers) -> Field:
    values = answers.values.get(spec.name, ())
    listed = _choices(spec)
    type_ = spec.type
    if spec.type == "yes_no":
        listed = (("yes", t("form.yes")), ("no", t("form.no")))
        values = tuple({"true": "yes", "false": "no"}.get(v.lower(), v.lower()) for v in values)
    elif spec.open:
        type_ = "link"  # a text with suggestions
        listed = tuple((label, "") for _, label in listed)
    elif (spec.type == "number" and spec.pair) or (spec.type == "choice" and not listed):
        type_ = "text"
    return _field(spec, type_, answers, choices=_marked(listed, values))


def _linked(spec: FieldSpec, answers: Answers, offers: Offers) -> Field:
    """A few records are chosen from; many are typed, by name or ref, and offered while typing."""
    values = answers.values.get(spec.name, ())
    if spec.choices:
        listed = tuple((value, said(label)) for value, label in spec.choices)
        return _field(
            spec, "choice" if spec.type == "link" else "choices", answers, choices=_marked(listed, values)
        )
    some = offers.of(spec.target)
    known = {written(offer) for offer in some}
    catalogued = spec.target in CATALOGS
    several = spec.type == "links"
    if not catalogued and some and len(some) <= (_TICKED if several else FEW) and set(values) <= known:
        listed = tuple((written(offer), offer.title or offer.ref) for offer in some)
        return _field(spec, "choices" if several else "choice", answers, choices=_marked(listed, values))
    suggestions = () if several else tuple((o.ref if catalogued else written(o), o.title) for o in some[:FEW])
    return _field(spec, spec.type, answers, choices=_marked(suggestions, ()), find=offers.find(spec.target))


def _field(
    spec: FieldSpec, type_: str, answers: Answers, *, choices: tuple[Choice, ...] = (), find: str = ""
) -> Field:
    help_ = _said(spec.help)
    if spec.type == "links" and type_ == "links":
        help_ = f"{help_} {t('form.links.help')}".strip()
    elif spec.type in ("list", "links") and type_ == spec.type:
        help_ = f"{help_} {t('form.list.help')}".strip()
    return Field(
        spec.name,
        said(spec.label),
        type_,
        answers.text(spec.name),
        help=help_,
        example="" if answers.text(spec.name) else _example(spec, type_),
        why=reason(spec),
        error=answers.errors.get(spec.name, ""),
        choices=choices,
        required=spec.required,
        material=spec.material,
        find_href=find,
    )


def _example(spec: FieldSpec, type_: str) -> str:
    """Where one chooses, the choices are example enough."""
    return "" if type_ in ("choice", "choices", "yes_no", "date") else _said(spec.example)


def _choices(spec: FieldSpec) -> tuple[tuple[str, str], ...]:
    if spec.target in _CATALOGUED and not spec.choices:
        return library().catalog(spec.target)
    return tuple((value, said(label)) for value, label in spec.choices)


def _marked(listed: tuple[tuple[str, str], ...], values: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, chosen=value in values) for value, label in listed)


def _said(message: Message | None) -> str:
    return said(message) if message else ""
