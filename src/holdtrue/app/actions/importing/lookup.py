"""Finds or adds the records that cells name: units by path, people by e-mail or name, anything else by ref or title."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import End, compose, normal_ref
from holdtrue.app.actions.records import PREFIXES, stored
from holdtrue.app.derive.views import catalog_facts
from holdtrue.core.applicability import control_number
from holdtrue.core.digests import fold
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.kinds.naming import short
from holdtrue.store import writing
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.app.imports.drafts import Wanted

_DEEPEST = 20
NAMED = ("unit", "person", "supplier", "component")


Named = tuple[dict[str, object], dict[str, list[End]]]
"""A record to be added: its fields as said, and its ends."""


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
        key = (wanted.kind, _known(ref or wanted.email or wanted.text))
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
        return self._add(act, wanted.kind, [(raw, {})])[0]

    def add_units(self, act: Act, paths: Iterable[Sequence[str]]) -> None:
        """Add the units of these paths that the register does not know, a bulk write a level, those above first."""
        unknown = {
            tuple(map(_known, path[:depth])): path[:depth]
            for path in paths
            for depth in range(1, len(path) + 1)
        }
        unknown = {key: path for key, path in unknown.items() if key not in self.by_path}
        for depth in sorted({len(key) for key in unknown}):
            level = {key: path[-1] for key, path in unknown.items() if len(key) == depth}
            above = [[self.by_path[key[:-1]]] if depth > 1 else [] for key in level]
            wanted: list[Named] = [
                ({"name": name}, {"parent": ends} if ends else {})
                for name, ends in zip(level.values(), above, strict=True)
            ]
            self.by_path.update(zip(level, self._add(act, "unit", wanted), strict=True))

    def _unit(self, act: Act | None, path: Sequence[str]) -> End:
        above: End | None = None
        for depth in range(1, len(path) + 1):
            key = tuple(map(_known, path[:depth]))
            found = self.by_path.get(key)
            if found is None:
                ends = {"parent": [above]} if above else {}
                found = self._add(act, "unit", [({"name": path[depth - 1]}, ends)])[0]
                self.by_path[key] = found
            above = found
        assert above is not None  # noqa: S101  a path holds at least one name
        return above

    def _add(self, act: Act | None, kind: str, wanted: Sequence[Named]) -> list[End]:
        """Add records of a kind; without an action, name them only."""
        declared = KINDS[kind]
        cleaned = [(clean(kind, raw)[0], ends) for raw, ends in wanted]
        titles = [short(str(fields.get(declared.title_field or "title") or "")) for fields, _ in cleaned]
        if act is None:
            known = self.added.get(kind, 0)
            made = [End(f"new {kind} {known + n}", None) for n in range(len(titles))]
        else:
            contents = [
                compose(declared, title, stored(declared, fields), ends)
                for title, (fields, ends) in zip(titles, cleaned, strict=True)
            ]
            written = writing.add(act.stamp, contents, PREFIXES)
            for record, revision in written:
                act.wrote(record, revision)
                self.fresh.append(record)
            made = [End(record.uid, record.pk, kind=kind) for record, _ in written]
        self.added[kind] = self.added.get(kind, 0) + len(made)
        self.by_name.update(((kind, fold(title)), end) for title, end in zip(titles, made, strict=True))
        return made

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
    known = next((fact.uid for fact in catalog_facts() if fold(fact.uid) == wanted), None)
    found = known or control_number(text)
    return End(found, None, found) if found else None


def _known(name: str) -> str:
    """How a name is looked up: as the title of a record that has it, which may be cut."""
    return fold(short(name))
