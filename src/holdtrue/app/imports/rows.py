"""Rows to drafts by a mapping: one small reader per column, made once, then run over every row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdtrue.app.imports.cells import read_cell
from holdtrue.app.imports.drafts import Classified, Declared, Draft, Effect, Note, Part, Refused, Wanted
from holdtrue.app.imports.fit import EMAIL
from holdtrue.app.imports.table import FORMULA, Row, Table
from holdtrue.app.imports.targets import Target, by_ourselves, targets
from holdtrue.app.imports.values import Reading, clean_text, key_part, names_nobody, read_list
from holdtrue.core.applicability import control_number
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from holdtrue.app.imports.mapping import Column, Mapping

CREATED = frozenset({"unit", "person", "supplier"})
"""Kinds that an import adds where a cell names one the register does not know."""
_TITLE_LENGTH = 500


@dataclass(slots=True)
class _Row:
    """What is gathered while the cells of one row are read."""

    fields: dict[str, object] = field(default_factory=dict)
    links: list[Wanted] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    units: dict[int, tuple[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    suppliers: list[str] = field(default_factory=list)
    supplied: str = ""
    """The header of the column that names the suppliers."""

    def keep(self, column: Column, text: str, why: Message | None = None) -> None:
        """Keep the cell among the source fields, noting why it is not the field's value where that is so."""
        self.kept[column.key] = text
        if why is not None:
            self.notes.append(Note(column.header, why))


Reader = Callable[[_Row, str], None]


def drafts(table: Table, mapping: Mapping) -> Iterator[Draft | Refused]:
    """Yield a draft or a refusal for every row, in the file's order."""
    readers = [(column.index, _reader(mapping, column)) for column in mapping.columns]
    title = next((t for t in targets(mapping.kind).values() if t.title), None)
    for row in table.rows():
        if not isinstance(row, Row):
            yield Refused(row.line, row.why)
            continue
        cells = [clean_text(cell) if cell else cell for cell in row.cells]
        found = _Row(notes=[Note("", why) for why in row.notes])
        for index, reader in readers:
            if cells[index]:
                reader(found, cells[index])
        yield _draft(row.line, cells, found, mapping, title)


def _draft(line: int, cells: list[str], row: _Row, mapping: Mapping, title: Target | None) -> Draft | Refused:
    _finish(row)
    missing = _missing(row, mapping)
    if missing:
        return Refused(line, _why_missing(line, missing, row, mapping))
    said = str(row.fields.get(title.name, "")) if title else ""
    if len(said) > _TITLE_LENGTH:
        return Refused(
            line, Message("imports.row.title", {"line": line, "n": len(said), "limit": _TITLE_LENGTH})
        )
    content = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:32]
    parts = [key_part(part) for part in _known_by(row, mapping) or [cells[i] for i in mapping.identity]]
    return Draft(
        line=line,
        key=" | ".join(parts) if any(parts) else content,
        kind=mapping.kind,
        title=said,
        fields=row.fields,
        links=tuple(row.links),
        effects=tuple(row.effects),
        source_fields=row.kept,
        notes=tuple(row.notes),
        content=content,
    )


def _known_by(row: _Row, mapping: Mapping) -> list[str]:
    """What tells the row apart where the kind has one record for each value of a field: that value, as it is kept."""
    relation = KINDS[mapping.kind].known_by
    named = next((wanted.text for wanted in row.links if wanted.relation == relation), "") if relation else ""
    return [control_number(named) or named] if named else []


def _why_missing(line: int, missing: str, row: _Row, mapping: Mapping) -> Message:
    """Its cell may hold a formula whose result the file does not: then that is what has to be mended."""
    feeding = {column.header for column in mapping.columns if column.target == missing}
    formulas = (n.why for n in row.notes if n.why.id == FORMULA and n.why.params["column"] in feeding)
    label = Message(f"kind.{mapping.kind}.field.{missing}.label")
    return next(formulas, Message("imports.row.required", {"line": line, "label": label}))


def _missing(row: _Row, mapping: Mapping) -> str:
    linked = {wanted.relation for wanted in row.links}
    for target in targets(mapping.kind).values():
        if target.required and target.name not in row.fields and target.name not in linked:
            return target.name
    return ""


def _finish(row: _Row) -> None:
    """Put together what several columns say: a unit's path, a person's name, a part and its supplier."""
    if row.units:
        path: list[str] = []
        for level in sorted(row.units):
            text = row.units[level][0]
            if not path or key_part(text) != key_part(path[-1]):
                path.append(text)
        column = row.units[max(row.units)][1]
        row.links.append(Wanted("unit", "unit", path[-1], path=tuple(path), create=True, column=column))
    if row.names and "name" not in row.fields:
        row.fields["name"] = " ".join(row.names[n] for n in ("first_name", "last_name") if n in row.names)
    for number, supplier in enumerate(row.suppliers):
        models = [effect for effect in row.effects if isinstance(effect, Part)]
        if models and not number:
            at = row.effects.index(models[0])
            row.effects[at] = Part("model", models[0].name, "others", supplier, models[0].column)
        else:
            name = str(row.fields.get("name", supplier))
            # a second supplier's part needs a name of its own
            named = f"{name} ({supplier})" if number else name
            row.effects.append(Part("service", named, "others", supplier, row.supplied))


def _reader(mapping: Mapping, column: Column) -> Reader:
    """Return what reads the cells of one column into a row."""
    if not column.target:
        return lambda row, text: row.keep(column, text)
    target = mapping.target_of(column)
    special = {
        "key": _read_key,
        "unit": _read_unit,
        "supplier": _read_supplier,
        "part": _read_part,
        "name_part": _read_name_part,
        "class": _read_class,
        "declaration": _read_declaration,
    }.get(target.type)
    if special:
        return lambda row, text: special(row, text, column, target)
    if target.link:
        return lambda row, text: _read_link(row, text, column, target)
    return lambda row, text: _read_field(row, text, column, target)


def _read_key(row: _Row, text: str, column: Column, target: Target) -> None:
    del target
    row.keep(column, text)


def _read_unit(row: _Row, text: str, column: Column, target: Target) -> None:
    if names_nobody(text):
        row.keep(column, text)
    else:
        row.units[int(target.name.partition(".")[2])] = (" ".join(text.split()), column.header)


def _read_supplier(row: _Row, text: str, column: Column, target: Target) -> None:
    del target
    if names_nobody(text):
        row.keep(column, text)
    elif by_ourselves(text):
        # nobody supplies what is made in-house; the cell says who developed it
        row.fields.setdefault("developed_by", clean_text(text))
    else:
        row.suppliers = list(dict.fromkeys(" ".join(item.split()) for item in read_list(text)))
        row.supplied = column.header


def _read_part(row: _Row, text: str, column: Column, target: Target) -> None:
    del target
    if names_nobody(text):
        row.keep(column, text)
    else:
        row.effects.append(Part("model", " ".join(text.split()), "", "", column.header))


def _read_name_part(row: _Row, text: str, column: Column, target: Target) -> None:
    del column
    row.names[target.name] = " ".join(text.split())


def _read_class(row: _Row, text: str, column: Column, target: Target) -> None:
    reading = read_cell(text, target, column)
    row.keep(column, text, reading.why)
    if reading.value is not None:
        law = target.name.partition(".")[2]
        row.effects.append(Classified(law, str(reading.value), column.header, text))


def _read_declaration(row: _Row, text: str, column: Column, target: Target) -> None:
    reading = read_cell(text, target, column)
    row.keep(column, text, reading.why)
    if reading.value is not None:
        practice = target.name.partition(".")[2]
        row.effects.append(Declared(practice, column.aspect, str(reading.value), column.header, text))


def _read_link(row: _Row, text: str, column: Column, target: Target) -> None:
    if names_nobody(text):
        row.keep(column, text)
        return
    create = target.link in CREATED
    items = read_list(text) if target.multiple or target.link == "person" else (text,)
    if len(items) > 1 and not target.multiple:
        row.keep(column, text, Message("imports.cell.several", {"text": items[0][:80]}))
    for item in items if target.multiple else items[:1]:
        name, email = _person(item) if target.link == "person" else (item, "")
        path = tuple(part.strip() for part in item.split(" > ")) if target.link == "unit" else ()
        wanted = Wanted(target.name, target.link, " ".join(name.split()), email, path, create, column.header)
        if not _joined(row, wanted, target):
            row.keep(column, text, Message("imports.cell.second", {"text": text[:80]}))


def _joined(row: _Row, wanted: Wanted, target: Target) -> bool:
    """Add a link to the row; false where a field of one link has another already."""
    at = next((i for i, link in enumerate(row.links) if link.relation == target.name), None)
    if at is None or target.multiple:
        row.links.append(wanted)
        return True
    before = row.links[at]
    if bool(before.email) == bool(wanted.email):
        return before.text == wanted.text
    # a name in one column and an address in another are one person
    named = before if wanted.email else wanted
    row.links[at] = replace(named, email=wanted.email or before.email)
    return True


def _person(text: str) -> tuple[str, str]:
    """Part 'Ada Moss <ada@example.org>' into name and e-mail; an address alone is both."""
    if EMAIL.match(text):
        return text, text.casefold()
    for opening, closing in (("<", ">"), ("(", ")")):
        name, found, rest = text.partition(opening)
        email = rest.partition(closing)[0].strip()
        if found and EMAIL.match(email):
            return name.strip() or email, email.casefold()
    return text, ""


def _read_field(row: _Row, text: str, column: Column, target: Target) -> None:
    reading: Reading = read_cell(text, target, column)
    if reading.value is None or reading.lossy or reading.why:
        row.keep(column, text, reading.why)
    if reading.value is None:
        return
    before = row.fields.get(target.name)
    if before is None:
        row.fields[target.name] = reading.value
    elif isinstance(before, list) and isinstance(reading.value, list):
        row.fields[target.name] = before + [item for item in reading.value if item not in before]
    elif target.type in ("text", "long_text"):
        row.fields[target.name] = (
            f"{before}\n\n{reading.value}" if target.type == "long_text" else f"{before}; {reading.value}"
        )
    elif before != reading.value:
        row.keep(column, text, Message("imports.cell.second", {"text": text[:80]}))
