"""The mapping file: what a person or the last import said about columns, read strictly and written back."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from holdtrue.app.imports.cells import UNSET
from holdtrue.app.imports.mapping import KEEP, Column, Mapping, identity_of
from holdtrue.app.imports.profiles import compiled
from holdtrue.app.imports.targets import Target, synonyms, targets
from holdtrue.app.imports.values import Choices, fold, key_part
from holdtrue.core.additions.lined import require_bounded
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Mapping as Said

    from holdtrue.app.imports.table import Header

_KEYS = ("kind", "said_on", "identity", "columns")
_COLUMN_KEYS = ("to", "as", "values", "heads", "only", "aspect", "dates")
_JOINED = frozenset({"text", "long_text", "list", "choices", "links", "declaration"})
"""Types several columns may feed together."""


def parse_mapping(text: str) -> dict[str, object]:
    """Read a mapping file, YAML or JSON, as far as its own shape goes; `corrected` checks it against a table."""
    try:
        require_bounded("mapping", text)  # before it is built: merge keys unfold while that is done
        raw = yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a day or a number may be none, too
        mark = getattr(error, "problem_mark", None)
        last = max(1, len(text.splitlines()))  # what breaks off is at fault where it ends, not below
        line = min(mark.line + 1, last) if mark else 1
        raise BadInput("imports.mapping.unreadable", line=line) from error
    except BadInput as error:
        raise BadInput("imports.mapping.unreadable", line=error.message.params["line"]) from error
    if not isinstance(raw, dict):
        raise _shape("mapping", "a_mapping")
    for key in raw:
        if key not in _KEYS:
            raise BadInput(
                "imports.mapping.key", key=str(key), nearest=_nearest(str(key), _KEYS), field=str(key)
            )
    return raw


def corrected(
    mapping: Mapping, said: Said[str, object], headers: Sequence[Header], *, reason: str = "file"
) -> Mapping:
    """Return the mapping as a file (or, with reason 'remembered', the last import) says, the rest as proposed."""
    if said.get("kind", mapping.kind) != mapping.kind:
        raise BadInput("imports.mapping.kind", given=str(said["kind"]), wanted=mapping.kind, field="kind")
    listed = said.get("columns", {})
    if not isinstance(listed, dict):
        raise _shape("columns", "a_mapping")
    columns = list(mapping.columns)
    set_here: dict[str, Column] = {}
    for name, entry in listed.items():
        column = _column(_header(str(name), headers), entry, mapping.kind)
        column = replace(column, reason=Message(f"imports.reason.{reason}"))
        if column.order == "unknown":
            column = replace(column, order=columns[column.index].order)
        if not isinstance(entry, dict) or "as" not in entry:
            column = replace(column, key=columns[column.index].key)
        columns[column.index] = column
        _claim(set_here, column, mapping.kind)
    chosen = {column.index for column in set_here.values()} | {_header(str(n), headers).index for n in listed}
    for column in mapping.columns:
        # what the file gives to one column is taken from the column proposed for it
        if column.index not in chosen and column.target in set_here:
            columns[column.index] = replace(column, target="", confidence=0.0, perhaps=column.target)
    return _with_rest(mapping, tuple(columns), said, headers)


def _with_rest(
    mapping: Mapping, columns: tuple[Column, ...], said: Said[str, object], headers: Sequence[Header]
) -> Mapping:
    said_on = said.get("said_on", mapping.said_on)
    if isinstance(said_on, dt.date):
        said_on = said_on.isoformat()
    if not isinstance(said_on, str) or (said_on and not _is_day(said_on)):
        raise BadInput("imports.mapping.day", key="said_on", field="said_on")
    identity = mapping.identity
    if "identity" in said:
        names = said["identity"]
        if not isinstance(names, list) or not names:
            raise _shape("identity", "a_list")
        identity = tuple(_header(str(name), headers).index for name in names)
    elif not mapping.profile:
        identity = identity_of(mapping.kind, columns, keys=synonyms()["identity"].get(mapping.kind, ()))
    return replace(mapping, columns=columns, identity=identity, said_on=said_on)


def _column(header: Header, entry: object, kind: str) -> Column:
    said = {"to": entry} if isinstance(entry, str) or entry is None else entry
    if not isinstance(said, dict):
        raise _shape(header.name, "a_mapping")
    for key in said:
        if key not in _COLUMN_KEYS:
            raise BadInput(
                "imports.mapping.key", key=f"{header.name}: {key}", nearest=_nearest(str(key), _COLUMN_KEYS)
            )
    name = said.get("to") or KEEP
    if name == "unit" and "unit.1" in targets(kind):
        name = "unit.1"
    if name == KEEP:
        return Column(header.index, header.name, str(said.get("as", header.name)), confidence=1.0)
    target = targets(kind).get(name) if isinstance(name, str) else None
    if target is None:
        nearest = _nearest(str(name), (*targets(kind), KEEP))
        raise BadInput(
            "imports.mapping.target", key=header.name, target=str(name), nearest=nearest, field=header.name
        )
    order = said.get("dates", "unknown")
    if order not in ("unknown", "month_first", "day_first"):
        raise BadInput("imports.mapping.order", key=header.name, field=header.name)
    return Column(
        index=header.index,
        header=header.name,
        key=str(said.get("as", header.name)),
        target=target.name,
        confidence=1.0,
        rules=_rules(header.name, said, target),
        only=said.get("only") is True,
        aspect=str(said.get("aspect") or ""),
        order=order,
    )


def _rules(key: str, said: Said[str, object], target: Target) -> Choices | None:
    """Compile a column's own wordings."""
    ways: dict[str, dict[str, list[str]]] = {}
    for how, name in (("exact", "values"), ("starts", "heads")):
        listed = said.get(name, {})
        if not isinstance(listed, dict):
            where = f"{key}: {name}"
            raise _shape(where, "a_mapping")
        for value, words in listed.items():
            ways.setdefault(how, {})[_value(key, value, target)] = [
                str(w) for w in (words if isinstance(words, list) else [words])
            ]
    if not ways:
        return None
    return compiled(ways)


def _value(key: str, value: object, target: Target) -> str:
    text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if text == UNSET or not (target.closed or target.type == "yes_no"):
        return text
    takes = ("yes", "no") if target.type == "yes_no" else tuple(sorted(set(target.choices.exact.values())))
    if text not in takes:
        found = target.choices.exact.get(fold(text))
        if found is None:
            raise BadInput("imports.mapping.value", key=key, value=text, choices=takes, field=key)
        return found
    return text


def _claim(taken: dict[str, Column], column: Column, kind: str) -> None:
    """Refuse two columns for a field that holds one value."""
    if not column.target:
        return
    before = taken.get(column.target)
    target = targets(kind)[column.target]
    if before is not None and target.type not in _JOINED and target.link != "person":
        raise BadInput(
            "imports.mapping.twice",
            target=target.name,
            first=before.header,
            second=column.header,
            field=column.header,
        )
    taken[column.target] = column


def _header(name: str, headers: Sequence[Header]) -> Header:
    folded = key_part(name)
    for header in headers:
        if key_part(header.name) == folded:
            return header
    matching = [header for header in headers if key_part(header.text) == folded]
    if len(matching) == 1:
        return matching[0]
    raise BadInput(
        "imports.mapping.header", key=name, nearest=_nearest(name, [h.name for h in headers]), field=name
    )


def as_said(mapping: Mapping) -> dict[str, object]:
    """Return the mapping in the form of a mapping file, for saving and for the next import of the same source."""
    headers = {column.index: column.header for column in mapping.columns}
    columns: dict[str, object] = {}
    for column in mapping.columns:
        entry: dict[str, object] = {"to": column.target or KEEP}
        if column.key != column.header:
            entry["as"] = column.key
        if column.aspect:
            entry["aspect"] = column.aspect
        if column.order in ("month_first", "day_first") and column.target:
            entry["dates"] = column.order
        if column.rules is not None:
            entry |= {name: ways for name, ways in _ways(column.rules).items() if ways}
            entry |= {"only": True} if column.only else {}
        columns[column.header] = entry if len(entry) > 1 else entry["to"]
    said: dict[str, object] = {"kind": mapping.kind}
    if mapping.said_on:
        said["said_on"] = mapping.said_on
    return said | {"identity": [headers[index] for index in mapping.identity], "columns": columns}


def to_yaml(mapping: Mapping) -> str:
    """Return the mapping file's text."""
    return yaml.safe_dump(as_said(mapping), sort_keys=False, allow_unicode=True, width=110)


def _ways(rules: Choices) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {"values": {}, "heads": {}}
    for word, value in rules.exact.items():
        found["values"].setdefault(value, []).append(word)
    for word, value in rules.starts:
        found["heads"].setdefault(value, []).append(word)
    return found


def _shape(key: str, expected: str) -> BadInput:
    return BadInput(
        "imports.mapping.shape", key=key, expected=Message(f"imports.mapping.{expected}"), field=key
    )


def _nearest(word: str, among: Iterable[str]) -> str:
    listed = list(among)
    return next(iter(difflib.get_close_matches(word, listed, n=1, cutoff=0)), listed[0] if listed else "")


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
