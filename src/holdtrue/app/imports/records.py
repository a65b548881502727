"""JSON as a table: objects in a list, by their ids or one a line, wherever they stand; nested ones become columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from holdtrue.app.imports import sniff
from holdtrue.app.imports.delimited import fitted
from holdtrue.app.imports.headers import named
from holdtrue.app.imports.table import Header, Row, Table, Unread
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.app.imports.limits import Limits
    from holdtrue.app.imports.source import Source

_SEPARATOR = "."
_SEVERAL = 2
_IDENTIFIER = "id"
_NESTING = 200
"""Brackets within brackets; the parser itself would go deeper, at the cost of the stack."""


def read_records(source: Source, *, digest: str, limits: Limits) -> Table:
    """Return the table of a JSON document or of JSON lines."""
    if source.size > limits.json_file:
        size, limit = (f"{n / 1_000_000:,.0f}" for n in (source.size, limits.json_file))
        raise BadInput("imports.json.large", name=source.name, size=size, limit=limit)
    encoding = sniff.encoding_of(source)
    with source.open() as stream:
        text = stream.read().decode(encoding.name, encoding.errors).lstrip("\ufeff")
    found, lines = _parse(text, source.name)
    flat = [item if isinstance(item, Unread) else (item[0], _flat(item[1], limits.depth)) for item in found]
    names: dict[str, int] = {}
    for item in flat:
        if not isinstance(item, Unread):
            for key in item[1]:
                names.setdefault(key, len(names))
            if len(names) > limits.columns:
                raise BadInput("imports.file.columns", name=source.name, n=len(names), limit=limits.columns)
    if not names:
        objects = not found or any(not isinstance(item, Unread) for item in found)
        raise BadInput("imports.file.no_rows" if objects else "imports.json.no_objects", name=source.name)
    headers = named(list(names))
    return Table(
        headers=headers,
        digest=digest,
        format="jsonl" if lines else "json",
        size=source.size,
        read_rows=partial(_rows, flat, names, headers, limits),
        encoding=encoding.name.removesuffix("-sig"),
        header_line=0,
        notes=(encoding.note,) if encoding.note else (),
    )


Found = list["tuple[int, dict[str, object]] | Unread"]
Flat = Sequence["tuple[int, dict[str, str]] | Unread"]


def _rows(
    flat: Flat, names: Mapping[str, int], headers: tuple[Header, ...], limits: Limits
) -> Iterator[Row | Unread]:
    for item in flat:
        if isinstance(item, Unread):
            yield item
            continue
        line, record = item
        cells = [""] * len(names)
        for key, value in record.items():
            cells[names[key]] = value
        yield fitted(line, cells, headers, limits=limits)


def _parse(text: str, name: str) -> tuple[Found, bool]:
    """Return the objects with their number (or line), and whether there was one a line."""
    try:
        document = _loads(text)
    except json.JSONDecodeError as error:
        found = _lines(text)
        if found is None:
            raise BadInput("imports.json.broken", name=name, line=error.lineno) from error
        return found, True
    except (RecursionError, ValueError) as error:
        raise BadInput("imports.json.deep", name=name) from error
    listed = _list_in(document)
    if listed is None:
        raise BadInput("imports.json.no_list", name=name)
    return [
        (number, item)
        if isinstance(item, dict)
        else Unread(number, Message("imports.json.no_object", {"line": number}))
        for number, item in enumerate(listed, start=1)
    ], False


def _lines(text: str) -> Found | None:
    """Read one object a line; None where not even the first line is one."""
    found: Found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = _loads(line)
        except (RecursionError, ValueError):
            item = None
        if isinstance(item, dict):
            found.append((number, item))
        elif not found:
            return None
        else:
            found.append(Unread(number, Message("imports.json.no_object", {"line": number})))
    return found or None


def _loads(text: str) -> object:
    if _too_nested(text):
        raise RecursionError
    return json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse, parse_int=str, parse_float=str)


def _too_nested(text: str) -> bool:
    """Whether brackets stand deeper than any record needs; counting them all is a cheap bound to try first."""
    if text.count("[") + text.count("{") <= _NESTING:
        return False
    depth = deepest = 0
    quoted = escaped = False
    for char in text:
        if quoted:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                quoted = False
        elif char == '"':
            quoted = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest > _NESTING


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is no JSON"
    raise ValueError(message)


def _pairs(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Keep a repeated key under a name of its own instead of letting the last one win."""
    found: dict[str, object] = {}
    for key, value in pairs:
        name, number = key, 2
        while name in found:
            name, number = f"{key} ({number})", number + 1
        found[name] = value
    return found


def _list_in(document: object) -> list[object] | None:
    return _several_in(document) or _one_in(document)


def _several_in(document: object) -> list[object]:
    """The list of records that a document is or holds, at whatever depth; nothing where it holds none or many."""
    if not isinstance(document, dict):
        return document if isinstance(document, list) else []
    lists = [
        value
        for value in document.values()
        if isinstance(value, list) and any(isinstance(v, dict) for v in value)
    ]
    if lists:
        return max(lists, key=len)
    inner = [
        found for value in document.values() if isinstance(value, dict) and (found := _several_in(value))
    ]
    return inner[0] if len(inner) == 1 else _keyed(document)


def _one_in(document: object) -> list[object] | None:
    """One record on its own, or the only one that an object holds; an empty list stays one."""
    if not isinstance(document, dict):
        return document if isinstance(document, list) else None
    if any(isinstance(value, str) for value in document.values()):
        return [document]
    inner = [found for value in document.values() if isinstance(value, dict) and (found := _one_in(value))]
    return inner[0] if len(inner) == 1 else None


def _keyed(document: Mapping[str, object]) -> list[object]:
    """Return objects that stand by their identifiers, each with its own; nothing where they are not of one shape."""
    found = {key: value for key, value in document.items() if isinstance(value, dict)}
    alike = len(found) == len(document) >= _SEVERAL and set.intersection(*(set(v) for v in found.values()))
    return [{_IDENTIFIER: key, **value} for key, value in found.items()] if alike else []


def _flat(record: Mapping[str, object], depth: int, before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in record.items():
        name = before + key
        if isinstance(value, dict) and depth > 1:
            found.update(_flat(value, depth - 1, name + _SEPARATOR))
        else:
            found[name] = _said(value)
    return found


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value in ([], {}):
        return ""
    # a half of a surrogate pair may stand in JSON but in no database
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()
