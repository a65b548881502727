"""What a person typed into a form: kept as typed, checked field by field, turned into the raw content of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.queries.offered import bearing
from holdtrue.core import custom
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t

if TYPE_CHECKING:
    from django.http import QueryDict

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.kinds import FieldSpec, Kind

_NAMED = re.compile(r"\(([A-Za-z]{3}-?\d+)\)\s*$")
"""How a form writes a record: its title, then its ref in brackets."""


@dataclass(slots=True)
class Answers:
    """One form as it stands: values as typed, one text a field or one a line, and a sentence beside each at fault."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    """What is wrong with the whole, or with a field this form does not show."""
    added: Mapping[str, FieldSpec] = field(default_factory=dict)
    """Tags and the organisation's own fields, where the form shows them."""

    def spec(self, kind: type[Kind], name: str) -> FieldSpec:
        """What a field of the form is, declared or added."""
        return self.added.get(name) or kind.spec(name)

    def text(self, name: str) -> str:
        """What stands in the field, lines joined."""
        return "\n".join(self.values.get(name, ()))

    def blame(self, refusal: BadInput) -> None:
        """Put a refusal beside its field, or above the form where the form does not show it."""
        if refusal.field in self.values:
            self.errors.setdefault(refusal.field, said(refusal.message))
        else:
            self.general.append(said(refusal.message))

    @property
    def wrong(self) -> bool:
        """Whether anything keeps it from being taken."""
        return bool(self.errors or self.general)


def posted(
    form: QueryDict, names: Sequence[str], added: Mapping[str, FieldSpec] = MappingProxyType({})
) -> Answers:
    """Return what was sent for these fields and those added; a field not sent was left empty."""
    return Answers({name: tuple(form.getlist(name)) for name in (*names, *added)}, added=added)


def checked(
    caller: Caller, kind: type[Kind], answers: Answers, *, required: bool = True
) -> dict[str, object]:
    """Return the raw content the answers come to, with every error noted beside its field.

    Names of records become refs where one record alone bears the name.
    """
    raw: dict[str, object] = {}
    for name in answers.values:
        spec = answers.spec(kind, name)
        try:
            value = _value(caller, spec, answers.values[name])
            clean(kind.id, {name: value}, partial=True, added=answers.added)
        except BadInput as refusal:
            answers.errors[name] = beside(refusal, spec)
            continue
        raw[name] = value
    if required:
        _require(kind, answers)
    return raw


def _require(kind: type[Kind], answers: Answers) -> None:
    for spec in kind.field_specs():
        if spec.required and spec.name in answers.values and not answers.text(spec.name).strip():
            label = said(spec.label)
            answers.errors.setdefault(spec.name, t("field.required", field=label, label=label))


def beside(refusal: BadInput, spec: FieldSpec) -> str:
    """Return the sentence as it stands beside the field: people know the field by its label."""
    return said(Message(refusal.message.id, {**refusal.message.params, "field": spec.label}))


def _value(caller: Caller, spec: FieldSpec, given: Sequence[str]) -> object:
    """One field as `clean` takes it."""
    if spec.linked and spec.target not in CATALOGS:
        wanted = [line.strip() for text in given for line in text.splitlines() if line.strip()]
        refs = [_ref(caller, spec, text) for text in wanted]
        return refs if spec.multiple else next(iter(refs), "")
    if spec.linked:
        items = [text.strip() for line in given for text in line.splitlines() if text.strip()]
        return items if spec.multiple else next(iter(items), "")
    if spec.type == "choices":
        return [text for text in given if text.strip()]
    text = given[0] if given else ""
    return _by_label(spec, text) if spec.open else text


def _by_label(spec: FieldSpec, text: str) -> str:
    """A choice that takes other words too is shown by its label, and known again by it."""
    wanted = text.strip().casefold()
    return next((value for value, label in spec.choices if said(label).casefold() == wanted), text)


def ref_in(text: str) -> str:
    """Return the ref in what a form writes for a record, '' where there is none."""
    named = _NAMED.search(text)
    return (normal_ref(named[1]) or named[1]) if named else (normal_ref(text) or "")


def _ref(caller: Caller, spec: FieldSpec, text: str) -> str:
    ref = ref_in(text)
    if ref:
        return ref
    found = bearing(caller, spec.target, text)
    if len(found) == 1:
        return found[0]
    what = said(KINDS[spec.target].label) if spec.target in KINDS else t("imports.link.any")
    raise BadInput(
        "form.link.several" if found else "form.link.unknown", field=spec.name, text=text, kind=what
    )


def kept(
    kind: type[Kind],
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    added: Mapping[str, FieldSpec] = MappingProxyType({}),
) -> Answers:
    """Return a stored record's content as a form shows it; `links` hold how each record is written."""
    found = Answers(added=added)
    fields = custom.flat(fields)
    for spec in (*kind.field_specs(), *added.values()):
        if spec.derived:
            continue
        if spec.linked:
            found.values[spec.name] = tuple(links.get(spec.name, ()))
        else:
            found.values[spec.name] = as_typed(spec, fields.get(spec.name))
    return found


def as_typed(spec: FieldSpec, value: object) -> tuple[str, ...]:
    """Return a value as one would type it."""
    if value is None or value in ("", [], ()):
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if spec.pair and isinstance(value, (list, tuple)):
        return (f"{value[0]} to {value[-1]}",)
    if isinstance(value, (list, tuple)):
        return tuple(map(str, value))
    if spec.open:
        labels = dict(spec.choices)
        return (said(labels[str(value)]) if str(value) in labels else str(value),)
    return (str(value),)
