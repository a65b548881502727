"""Lists of records as a caller may see them: asked for in words, read page by page, with what each row says."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdtrue.app import added
from holdtrue.app.actions.composing import KEY_FIELDS, normal_ref
from holdtrue.app.actions.permission import require
from holdtrue.app.queries.early import early_openings
from holdtrue.core import custom, sortkeys
from holdtrue.core.access import Target, allowed_kinds
from holdtrue.core.kinds import CATALOGS, KINDS, FieldSpec, Kind, clean, kind_named
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.core.scoring import POPULATIONS
from holdtrue.core.verdicts import State
from holdtrue.store import listing, reading, search
from holdtrue.store.ranges import Corrected
from holdtrue.store.sortkeys import titled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

MOST = 200
"""The longest page."""
STAGE = "lifecycle_stage"
USES = tuple(option for option, _ in KINDS["system"].spec("use").choices)
YES = frozenset({"yes", "true", "1"})
_STATES = {state.word: int(state) for state in State}
_PAIR = re.compile(r"([^=:]+)[=:](.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as people ask for it; empty parts ask for nothing."""

    kind: str = ""
    text: str = ""
    unit: str = ""
    """Ref of a unit; its whole branch is meant."""
    tier: str = ""
    use: Sequence[str] = ()
    state: str = ""
    where: Sequence[str] = ()
    """FIELD=VALUE or FIELD:VALUE; for a relation the value is a ref."""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A page with what its rows say."""

    page: listing.Page
    bodies: Mapping[int, dict[str, Any]]
    refs: Mapping[str, str]
    """uid → ref of the records that rows link to."""


def listed(caller: Caller, asked: Asked, *, after: str = "", limit: int = 50, count: bool = True) -> Listed:
    """Return the page after a ref. At most five queries, whatever is asked. Raises NotAllowed with the reason."""
    if not 1 <= limit <= MOST:
        raise BadInput("list.limit", field="limit", most=MOST)
    organisation = caller.organisation.pk
    wanted = filter_of(caller, asked)
    start = record_named(organisation, after, "after").pk if after else 0
    return told(organisation, listing.page(organisation, wanted, after=start, limit=limit, count=count))


def told(organisation_id: int, page: listing.Page) -> Listed:
    """Return a page with the contents of its rows and the refs of what they link to. At most three queries."""
    bodies = (
        reading.bodies(organisation_id, [(line.id, line.revision) for line in page.lines])
        if page.lines
        else {}
    )
    linked = {uid for body in bodies.values() for uids in body["links"].values() for uid in uids}
    refs = (
        {uid: record.ref for uid, record in reading.by_uid(organisation_id, linked).items()} if linked else {}
    )
    return Listed(page, bodies, refs)


def filter_of(caller: Caller, asked: Asked) -> listing.Filter:
    """Return the filter the words mean; BadInput naming the word at fault."""
    kind = kind_named(asked.kind) if asked.kind else None
    _may_list(caller, kind)
    organisation = caller.organisation.pk
    where = [_pair(line) for line in asked.where]
    if where and kind is None:
        raise BadInput("list.where_kind", field="where")
    named = Named(added=added.named(organisation, kind.id, [n for n, _ in where]) if kind else {})
    for name, value in where:
        named.take(organisation, kind or KINDS["system"], name, value)
    unit_ref = asked.unit or named.unit
    unit = record_named(organisation, unit_ref, "unit", kind="unit") if unit_ref else None
    state = _one_of("state", asked.state.replace("_", " "), tuple(_STATES))
    return listing.Filter(
        kind=kind.id if kind else "",
        text=asked.text,
        unit_id=unit.pk if unit else None,
        unit_path=unit.path if unit else "",
        tier=_one_of("tier", asked.tier or named.tier, POPULATIONS),
        use=tuple(_one_of("use", use, USES) for use in asked.use or named.use),
        state=_STATES[state] if state else None,
        key=named.key,
        links=named.links,
        fields=_by_day(caller, named.fields),
        terms=tuple(named.terms),
        retired=asked.retired,
        held_to=caller.actor.held_to,
    )


def _by_day(caller: Caller, fields: dict[str, object]) -> Mapping[str, object]:
    """Put a stage asked for right: one entered early counts no longer than its last day, written down or not."""
    asked = fields.get(STAGE)
    if asked is None:
        return fields
    day = caller.clock.day(caller.organisation.time_zone)
    ended = [one for one in early_openings(caller.organisation.pk).values() if one.ended(day)]
    also = tuple(one.system.pk for one in ended if one.before == asked)
    but = tuple(one.system.pk for one in ended if one.before != asked and one.row.stage == asked)
    return {**fields, STAGE: Corrected(asked, also, but)} if also or but else fields


def _unknown(kind: type[Kind], name: str, others: Mapping[str, FieldSpec]) -> BadInput:
    """Say that a kind has no such field, and what was likely meant."""
    if kind.id == "system" and name in ("state", "standing"):
        return BadInput("list.state_apart", field=name)
    near = difflib.get_close_matches(name, [*kind.specs_by_name(), *others], n=1)
    if near:
        return BadInput("list.field_near", field=name, near=near[0])
    return BadInput("list.unknown_field", field=name, kind=kind.label, names=(*kind.specs_by_name(), *others))


@dataclass(slots=True)
class Named:
    """What FIELD=VALUE conditions come to: promoted columns where there is one, else links and stored fields."""

    unit: str = ""
    tier: str = ""
    key: str = ""
    use: tuple[str, ...] = ()
    links: dict[str, int] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)
    added: Mapping[str, FieldSpec] = field(default_factory=dict)
    """Tags and fields of the organisation's own, where the words name any."""
    fields: dict[str, object] = field(default_factory=dict)

    def take(self, organisation_id: int, kind: type[Kind], name: str, value: str) -> None:
        """Add one condition."""
        name = (kind.title_field or name) if name == "title" else name
        spec = kind.specs_by_name().get(name) or self.added.get(name)
        if spec is None:
            raise _unknown(kind, name, self.added)
        if name == "unit" and spec.target == "unit":
            self.unit = value
        elif name == "tier" and kind.id == "system":
            self.tier = value
        elif name == "use" and kind.id == "system":
            self.use = (*self.use, value)
        elif KEY_FIELDS.get(kind.id) == name:
            self.key = value
        elif spec.linked and spec.target not in CATALOGS:
            self.links[name] = record_named(organisation_id, value, name).pk
        elif spec.name == custom.TAGS or spec.name.startswith(custom.STEM):
            self.terms.append(search.added_term(spec.name, _as_kept(spec, value)))
        elif name == "level" and kind.id == "risk":
            self.fields[name] = _range(spec, value)
        elif spec.derived and spec.choices and name in sortkeys.sorted_by(kind.id):
            self.fields[name] = _one_of(name, value, tuple(option for option, _ in spec.choices))
        elif spec.derived and name not in ("in_use", "self_read"):
            raise BadInput("list.derived_field", field=name, label=spec.label)
        else:
            self.fields[name] = value.lower() in YES if spec.type == "yes_no" else value


_RANGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:(-)\s*(\d+(?:\.\d+)?)?)?\s*")


def _range(spec: FieldSpec, value: str) -> tuple[float, float]:
    """Read 6, 7-12 or 13-, the last without an upper end."""
    found = _RANGE.fullmatch(value)
    if not found:
        raise BadInput("list.range", field=spec.name, label=spec.label, value=value)
    low = float(found[1])
    return low, float(found[3]) if found[3] else float("inf") if found[2] else low


def _as_kept(spec: FieldSpec, value: str) -> object:
    """A value of an added field as it is kept, so that what was typed finds it."""
    if spec.type in ("yes_no", "number", "date"):
        return clean(spec.kind, {spec.name: value}, partial=True, added={spec.name: spec})[0][spec.name]
    return value


def record_named(organisation_id: int, ref: str, name: str, *, kind: str = "") -> Record:
    """Return the record a filter names, where its kind is known by its title too; BadInput where there is none."""
    record: Record | None
    try:
        record = reading.record(organisation_id, normal_ref(ref) or ref)
    except NotFound:
        record = titled(organisation_id, kind, ref) if kind else None
    if kind and (record is None or record.kind != kind):
        raise BadInput("link.none_of_kind", field=name, ref=ref, kind=KINDS[kind].label)
    if record is None:
        raise BadInput("link.not_found", field=name, ref=ref)
    return record


def _pair(line: str) -> tuple[str, str]:
    found = _PAIR.match(line)
    if not found:
        raise BadInput("list.where", field="where", value=line)
    return found[1].strip(), found[2].strip()


def _may_list(caller: Caller, kind: type[Kind] | None) -> None:
    """A list shows records of all owners, so a role that reads only its own of a kind is refused the list."""
    kinds = allowed_kinds(caller.actor, "read")
    if kind is None and kinds is not None:
        raise BadInput(
            "list.which_kind", field="kind", known=tuple(KINDS[name].label for name in sorted(kinds))
        )
    if kind is not None:
        require(caller, "read", Target(kind=kind.id))


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    if value and value not in known:
        raise BadInput("list.unknown_value", field=field, value=value, known=known)
    return value


__all__ = ["MOST", "Asked", "Listed", "filter_of", "listed", "record_named", "told"]
