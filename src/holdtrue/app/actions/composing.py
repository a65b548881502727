"""Turns what was asked for into content ready to be stored: links resolved, digest and promoted columns worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from holdtrue.core import custom
from holdtrue.core.days import to_day
from holdtrue.core.digests import digest, search_text
from holdtrue.core.kinds import CATALOGS, KINDS, PREFIXES, title_of
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Record
from holdtrue.store.writing import KEY_LENGTH, Content

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.core.kinds import Kind

Links = Mapping[str, Sequence[str]]

KEY_FIELDS: Mapping[str, str] = {
    "evidence": "tag",
    "indicator": "tag",
    "policy": "topic",
    "procedure": "topic",
    "objective": "topic",
    "issue": "topic",
    "training": "topic",
    "role": "name",
    "change": "type",
    "review": "type",
    "audit": "type",
    "finding": "practice",
    "action": "type",
    "component": "type",
    "impact_assessment": "type",
    "classification": "law",
    "competence": "skill",
    "incident": "severity",
    "party": "category",
    "declaration": "practice",
}
"""The field of a kind by which claims pick its records; kept as the promoted column `key`."""

_REF = re.compile(r"^([A-Za-z]{3})-?0*([1-9]\d{0,8})$")


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: a record, or a catalog item by its id."""

    uid: str
    row_id: int | None
    catalog_key: str = ""
    kind: str = ""
    title: str = ""


def normal_ref(text: str) -> str | None:
    """Return a ref in its full form (sys-12 → SYS-0012), or None where the text is no ref."""
    match = _REF.match(text.strip())
    if not match or match[1].upper() not in PREFIXES:
        return None
    return f"{match[1].upper()}-{int(match[2]):04d}"


def resolve(
    organisation_id: int, kind: type[Kind], links: Links, *, held: Links | None = None
) -> dict[str, list[End]]:
    """Find every record the links name. BadInput names the first that is not there or of the wrong kind.

    A retired record is refused, save where `held` says that the link stood before: what nobody touched may stay.
    """
    wanted = {
        normal_ref(text) or text
        for name, texts in links.items()
        for text in texts
        if not _is_catalog(kind, name)
    }
    refs = {text for text in wanted if _REF.match(text)}
    found: dict[str, Record] = {}
    if wanted - refs:
        found.update(reading.by_uid(organisation_id, wanted - refs))
    if refs:
        found.update(reading.by_ref(organisation_id, refs))
    stood = held or {}
    return {
        name: [_end(kind, name, text, found, stood.get(name, ())) for text in texts]
        for name, texts in links.items()
    }


def _is_catalog(kind: type[Kind], name: str) -> bool:
    return kind.spec(name).target in CATALOGS


def _end(kind: type[Kind], name: str, text: str, found: Mapping[str, Record], stood: Sequence[str]) -> End:
    target = kind.spec(name).target
    if target in CATALOGS:
        return End(text, None, text)
    record = found.get(normal_ref(text) or text)
    if record is None:
        raise BadInput("link.not_found", field=name, ref=text)
    if record.retired_day is not None and record.uid not in stood:
        raise BadInput("link.retired", field=name, ref=record.ref)
    if target not in ("record", record.kind):
        raise BadInput(
            "link.wrong_kind",
            field=name,
            ref=record.ref,
            wanted=KINDS[target].label,
            found=KINDS[record.kind].label,
        )
    return End(record.uid, record.pk, kind=record.kind, title=record.title)


def versions_of(
    organisation_id: int,
    kind: type[Kind],
    ends: Mapping[str, Sequence[End]],
    noted: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return, for evidence, the version that each component it is about had when the two were linked.

    Shared evidence stops counting for a component that moved on to another version.
    """
    about = {end.row_id: end.uid for end in ends.get("about", ()) if end.kind == "component" and end.row_id}
    if kind.id != "evidence" or not about:
        return {}
    known = noted or {}
    rows = Record.rows.of(organisation_id).filter(pk__in=about).values_list("pk", "head_number")
    bodies = reading.bodies(organisation_id, rows)
    now = {about[pk]: str(body["fields"].get("version") or "") for pk, body in bodies.items()}
    return {uid: known.get(uid) or version for uid, version in now.items() if known.get(uid) or version}


def compose(  # noqa: PLR0913  one argument per thing a revision holds
    kind: type[Kind],
    title: str,
    fields: Mapping[str, object],
    ends: Mapping[str, Sequence[End]],
    *,
    unit: Record | None = None,
    source_fields: Mapping[str, object] | None = None,
    source_key: str | None = None,
    true_from: int = 0,
    in_force: bool | None = None,
    extra: Mapping[str, object] | None = None,
) -> Content:
    """Return the content of a revision. Drafted kinds are composed as drafts unless said to be in force."""
    _refuse_circle(kind, fields)
    links = {name: sorted({e.uid for e in some}) for name, some in ends.items() if some}
    parent = ends["parent"][0] if kind.id == "unit" and ends.get("parent") else None
    return Content(
        kind=kind.id,
        title=title,
        fields=fields,
        links=links,
        digest=digest(kind.id, fields, links, added=_material(extra)),
        shape=kind.shape,
        targets={name: _targets(some) for name, some in ends.items()},
        titles={end.row_id: end.title for some in ends.values() for end in some if end.row_id},
        **_copied(kind, fields),
        unit_id=_unit_id(ends, unit),
        path=_parent_path(parent),
        search_text=search_text(
            kind.id, fields, title, *map(str, (source_fields or {}).values()), *custom.words(fields)
        ),
        source_fields=source_fields or {},
        extra=extra or {},
        source_key=source_key,
        true_from=true_from,
        in_force=kind.edits == "immediate" if in_force is None else in_force,
    )


class _Copied(TypedDict):
    event_day: Day | None
    key: str
    use: str


def _copied(kind: type[Kind], fields: Mapping[str, object]) -> _Copied:
    return _Copied(
        event_day=to_day(fields.get(kind.dated)) if kind.dated else None,
        key=str(fields.get(KEY_FIELDS.get(kind.id, ""), "") or ""),
        use=str(fields.get("use", "") or "") if kind.id == "system" else "",
    )


def shown_columns(
    kind: str, fields: Mapping[str, object], links: Mapping[str, Sequence[str]]
) -> Mapping[str, object]:
    """Return the columns of a record that lists read, as its newest content gives them: name → value.

    A title put together from several facts is left out: the way it is put together may change with a version.
    """
    declared = KINDS[kind]
    copied = _copied(declared, fields)
    columns: dict[str, object] = {**copied, "key": copied["key"][:KEY_LENGTH]}
    if fields.get("title") or (declared.title_field and declared.title_field in fields):
        columns["title"] = title_of(kind, fields, links)
    return columns


def _material(extra: Mapping[str, object] | None) -> Sequence[str]:
    """The added fields that were material when this was written, as the payload says."""
    said = (extra or {}).get("material")
    return [str(key) for key in said] if isinstance(said, (list, tuple)) else []


def _refuse_circle(kind: type[Kind], fields: Mapping[str, object]) -> None:
    """A control rests on a practice; one that itself asks whether controls are upheld would go round in a circle."""
    named = fields.get("practice") if kind.id == "control" else None
    if named in library().reads_controls:
        raise BadInput("control.circle", field="practice", practice=library().by_id[str(named)].title)


def _targets(ends: Iterable[End]) -> list[tuple[int | None, str]]:
    seen: dict[str, tuple[int | None, str]] = {}
    for end in ends:
        seen[end.uid] = (end.row_id, end.catalog_key)
    return list(seen.values())


def _unit_id(ends: Mapping[str, Sequence[End]], unit: Record | None) -> int | None:
    if ends.get("unit"):
        return ends["unit"][0].row_id
    return unit.pk if unit else None


def _parent_path(parent: End | None) -> str:
    if parent is None or parent.row_id is None:
        return ""
    return reading.path(parent.row_id)
