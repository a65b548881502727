"""Finds or adds the records that cells name: units by path, people by e-mail or name, anything else by ref or title."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import End, compose, normal_ref
from holdtrue.app.actions.records import PREFIXES, stored
from holdtrue.app.derive.views import catalog_facts
from holdtrue.core.digests import fold
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.store import writing
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.app.imports.drafts import Wanted

_DEEPEST = 20
NAMED = ("unit", "person", "supplier", "component")


@dataclass(slots=True)
class Lookup:
    """What names lead to in one organisation, read once a run and kept up to date while it adds records."""

    organisation_id: int
    by_name: dict[tuple[str, str], End] = field(default_factory=dict)
    by_path: dict[tuple[str, ...], End] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    fresh: list[Record] = field(default_factory=list)
    """Records added since somebody last took note of them, in order."""

    @classmethod
    def of(cls, organisation_id: int) -> Lookup:
        """Read the names of the kinds that imports add; others are looked up when asked for."""
        made = cls(organisation_id)
        units: dict[int, Record] = {}
        for record in Record.rows.of(organisation_id).filter(kind__in=NAMED, retired_day__isnull=True):
            made.by_name.setdefault((record.kind, fold(record.title)), End(record.uid, record.pk))
            if record.kind == "unit":
                units[record.pk] = record
        parents = dict(
            Link.rows.of(organisation_id)
            .filter(source_id__in=units, relation="parent")
            .values_list("source", "target")
        )
        for pk, record in units.items():
            made.by_path[made._path(pk, units, parents)] = End(record.uid, record.pk)
        return made

    def find(self, act: Act | None, wanted: Wanted) -> End | None:
        """Return the record a cell names; a unit, person or supplier the register does not know is added.

        None where nothing is known by that name. Without an action nothing is added: an end without a row stands in.
        """
        if wanted.kind in CATALOGS:
            return _catalog_item(wanted.text)
        if wanted.kind == "unit" and wanted.path:
            return self._unit(act, wanted.path)
        ref = normal_ref(wanted.text)
        key = (wanted.kind, fold(ref or wanted.email or wanted.text))
        found = self.by_name.get(key) or self._stored(wanted, ref)
        if found is None and wanted.create:
            found = self._added(act, wanted)
        if found is not None:
            self.by_name[key] = found
        return found

    def _stored(self, wanted: Wanted, ref: str | None) -> End | None:
        rows = Record.rows.of(self.organisation_id).filter(retired_day__isnull=True)
        if wanted.kind != "record":
            rows = rows.filter(kind=wanted.kind)
        if ref:
            rows = rows.filter(ref=ref)
        elif wanted.email and wanted.kind == "person":
            rows = rows.filter(
                search_text__contains=" ".join(fold(wanted.email).replace("@", " ").replace(".", " ").split())
            )
        elif wanted.kind in NAMED:
            return None
        else:
            rows = rows.filter(title__iexact=wanted.text)
        found = rows.order_by("id").first()
        return End(found.uid, found.pk, kind=found.kind) if found else None

    def _added(self, act: Act | None, wanted: Wanted) -> End:
        name = KINDS[wanted.kind].title_field or "title"
        raw: dict[str, object] = {name: wanted.text or wanted.email}
        if wanted.kind == "person" and wanted.email:
            raw["email"] = wanted.email
        return self._add(act, wanted.kind, raw, {})

    def _unit(self, act: Act | None, path: Sequence[str]) -> End:
        above: End | None = None
        for depth in range(1, len(path) + 1):
            key = tuple(fold(name) for name in path[:depth])
            found = self.by_path.get(key)
            if found is None:
                found = self._add(
                    act, "unit", {"name": path[depth - 1]}, {"parent": [above]} if above else {}
                )
                self.by_path[key] = found
            above = found
        assert above is not None  # noqa: S101  a path holds at least one name
        return above

    def _add(self, act: Act | None, kind: str, raw: dict[str, object], ends: dict[str, list[End]]) -> End:
        fields, _ = clean(kind, raw)
        declared = KINDS[kind]
        title = str(fields.get(declared.title_field or "title") or "")
        if act is None:
            end = End(f"new {kind} {self.added.get(kind, 0)}", None)
        else:
            content = compose(declared, title, stored(declared, fields), ends)
            record, revision = writing.add(act.stamp, [content], PREFIXES)[0]
            act.wrote(record, revision)
            self.fresh.append(record)
            end = End(record.uid, record.pk, kind=kind)
        self.added[kind] = self.added.get(kind, 0) + 1
        self.by_name[kind, fold(title)] = end
        return end

    def _path(self, pk: int, units: dict[int, Record], parents: dict[int, int]) -> tuple[str, ...]:
        names: list[str] = []
        at: int | None = pk
        while at is not None and at in units and len(names) < _DEEPEST:
            names.append(fold(units[at].title))
            at = parents.get(at)
        return tuple(reversed(names))


def _catalog_item(text: str) -> End | None:
    """Return the law, control or requirement of that id."""
    wanted = fold(text)
    found = next((fact.uid for fact in catalog_facts() if fold(fact.uid) == wanted), None)
    return End(found, None, found) if found else None
