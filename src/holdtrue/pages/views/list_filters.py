"""The filters of a list: what an address asks, what is offered, and what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import derived_columns, inventory
from holdtrue.app.queries.lists import Asked
from holdtrue.core import sortkeys
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.scoring import POPULATIONS
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.places import plurals, with_query
from holdtrue.pages.shapes.table import Chip, Choice, Filter, Filters

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.http import QueryDict

    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.views.frame import Visit

PAGING = ("after", "before")
SHOWING = ("sort", "columns", "layout", "by", "view", "fields")
"""What an address says of how a list is shown, beside what it asks for."""
_OF_SYSTEMS = ("unit", "tier", "use", "state", "owner")
_OFFERED = 4
"""Filters beside the search that a list of other kinds offers."""
_STATES = (
    State.MISSING,
    State.LAPSED,
    State.DRIFTED,
    State.OUT_OF_TARGET,
    State.CONTRADICTED,
    State.UNKNOWN,
    State.HOLDS,
)


def asked_in(kind: type[Kind], given: QueryDict) -> Asked:
    """Return the list an address asks for; any field can be asked for by its name, offered or not."""
    named = [
        (name, value)
        for name, value in in_force(given)
        if name not in ("q", "retired", "unit", "tier", "use", "state", *PAGING)
    ]
    return Asked(
        kind=kind.id,
        text=given.get("q", "").strip(),
        unit=given.get("unit", ""),
        tier=given.get("tier", ""),
        use=tuple(value for value in given.getlist("use") if value),
        state=given.get("state", ""),
        where=tuple(f"{name}={value}" for name, value in named),
        retired=bool(given.get("retired")),
    )


def in_force(given: QueryDict) -> list[tuple[str, str]]:
    """Return each filter that asks for something, in the order of the address."""
    return [
        (name, value)
        for name, values in given.lists()
        for value in values
        if value and name not in (*PAGING, *SHOWING)
    ]


def shown_as(given: QueryDict) -> dict[str, object]:
    """Return how the address shows the list: order, columns, layout; what a filter must keep."""
    return {name: values for name, values in given.lists() if name in SHOWING and any(values)}


def filters(visit: Visit, kind: type[Kind], asked: Asked, specs: Mapping[str, FieldSpec]) -> Filters:
    """Return the filter bar of a list."""
    given = visit.request.GET
    address = visit.places.at(plurals()[kind.id])
    offered = _of_systems(visit, asked) if kind.id == "system" else _of_kind(kind, given)
    levels = _levels(visit, given.get("level", "")) if kind.id == "risk" else ()
    more = _more(kind, specs, given, {x.name for x in offered}, levels)
    shown = {x.name for x in (*offered, *more)} | {"q"}
    asked_for = in_force(given)
    chips = tuple(
        Chip(
            _chip(specs, (*offered, *more), name, value),
            with_query(address, **{**_without(asked_for, name, value), **shown_as(given)}),
        )
        for name, value in asked_for
        if name != "retired"
    )
    kept = (
        *(pair for pair in asked_for if pair[0] not in shown),
        *((name, value) for name in SHOWING for value in given.getlist(name) if value),
    )
    clear = with_query(address, retired=given.get("retired", ""), view="all") if chips else ""
    opened = any(name in {x.name for x in more} for name, _ in asked_for)
    return Filters(address, asked.text, offered, chips, clear, kept, more=more, more_open=opened)


def _more(
    kind: type[Kind],
    specs: Mapping[str, FieldSpec],
    given: QueryDict,
    beside: Collection[str],
    levels: tuple[Choice, ...] = (),
) -> tuple[Filter, ...]:
    """Every other field that can be asked for: choices to choose from, people and texts to write."""
    found = []
    for name, spec in specs.items():
        known = spec.filterable and (not spec.derived or name in sortkeys.DERIVED.get(kind.id, ()))
        if name in beside or not known or name == kind.title_field:
            continue
        value = given.get(name, "")
        choices = levels if name == "level" and spec.derived else _choices(spec, value)
        found.append(Filter(name, said(spec.label), choices, value))
    return tuple(found)


def _levels(visit: Visit, chosen: str) -> tuple[Choice, ...]:
    """The levels of risk by who may accept them, as the criteria in force draw the lines."""
    found = [
        Choice(
            asked,
            t(
                "page.list.level_above" if most is None else "page.list.level_between",
                low=f"{low:g}",
                high=f"{most or 0:g}",
                role=said(Message(f"choice.roles.{role}")),
            ),
            asked == chosen,
        )
        for asked, low, most, role in derived_columns.level_ranges(visit.caller.organisation.pk)
    ]
    if chosen and found and chosen not in {c.value for c in found}:
        found.append(Choice(chosen, chosen, chosen=True))
    return tuple(found)


def _without(asked_for: list[tuple[str, str]], name: str, value: str) -> dict[str, object]:
    rest: dict[str, list[str]] = {}
    for pair in asked_for:
        if pair != (name, value):
            rest.setdefault(pair[0], []).append(pair[1])
    return dict(rest)


def _chip(specs: Mapping[str, FieldSpec], offered: tuple[Filter, ...], name: str, value: str) -> str:
    if name == "q":
        return t("page.list.chip_text", text=value)
    for one in offered:
        if one.name == name:
            words = next((c.label for c in one.choices if c.value == value), value)
            return t("page.list.chip", label=one.label, value=words.strip())
    spec = specs.get(name)
    label = said(spec.label) if spec else name
    words = {v: said(m) for v, m in spec.choices}.get(value, value) if spec else value
    return t("page.list.chip", label=label, value=words)


def _of_systems(visit: Visit, asked: Asked) -> tuple[Filter, ...]:
    owner = visit.request.GET.get("owner", "")
    units = inventory.units(visit.caller.organisation)
    uses = [("planned", "trial", "in_use", "ended")]
    return (
        Filter(
            "unit",
            t("page.list.unit"),
            tuple(
                Choice(named.ref, "\u2003" * depth + named.title, named.ref == asked.unit)
                for named, depth in units
            ),
            asked.unit,
        )
        if units
        else Filter("unit", t("page.list.unit"), value=asked.unit),
        Filter(
            "tier",
            t("page.list.tier"),
            tuple(Choice(tier, tier_words(tier), tier == asked.tier) for tier in reversed(POPULATIONS)),
        ),
        Filter(
            "use",
            t("page.list.use"),
            tuple(Choice(u, said(Message(f"choice.use.{u}")), u in asked.use) for u in uses[0]),
        ),
        Filter(
            "state",
            t("page.list.state"),
            tuple(
                Choice(s.name.lower(), t(f"page.state.{s.name.lower()}"), s.name.lower() == asked.state)
                for s in _STATES
            ),
        ),
        _owner(visit, owner),
    )


def _owner(visit: Visit, chosen: str) -> Filter:
    mine = visit.membership.person
    choices = [Choice(mine.ref, t("page.list.mine"), mine.ref == chosen)] if mine else []
    if chosen and (mine is None or chosen != mine.ref):
        choices.append(Choice(chosen, chosen, chosen=True))
    return Filter("owner", t("page.list.owner"), tuple(choices), chosen)


def tier_words(tier: str) -> str:
    """Name a tier, or say that there is none yet."""
    return t("page.tier.unsorted") if tier in ("", "unsorted") else said(Message(f"choice.tiers.{tier}"))


def _of_kind(kind: type[Kind], given: QueryDict) -> tuple[Filter, ...]:
    found = [
        Filter(
            spec.name, said(spec.label), _choices(spec, given.get(spec.name, "")), given.get(spec.name, "")
        )
        for spec in kind.field_specs()
        if spec.filterable and not spec.derived and spec.type in ("choice", "choices", "yes_no")
    ]
    return tuple(found[:_OFFERED])


def _choices(spec: FieldSpec, chosen: str) -> tuple[Choice, ...]:
    if spec.type == "yes_no":
        pairs = [("yes", t("page.yes")), ("no", t("page.no"))]
    elif spec.choices:
        pairs = [(value, said(label)) for value, label in spec.choices]
    elif spec.target in ("practice", "evidence_tag", "indicator_tag"):
        pairs = list(library().catalog(spec.target))
    else:
        pairs = []
    return tuple(Choice(value, label, value == chosen) for value, label in pairs)
