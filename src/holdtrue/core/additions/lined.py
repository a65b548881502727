"""Reads a YAML file and remembers on which line everything stands, so that a refusal can name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import yaml

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = tuple[str | int, ...]
MOST_BYTES = 400_000
_DEEPEST = 30
_MOST_NODES = 60_000
_OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))
_TEXTS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "timestamp"))
_SHAPES = frozenset(f"tag:yaml.org,2002:{name}" for name in ("map", "seq"))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Lined:
    """What a file says, with the line of each place in it."""

    file: str
    stated: Mapping[str, Any]
    lines: Mapping[Place, int]

    def line(self, place: Sequence[str | int]) -> int:
        """Return the line of a place, or of the nearest one above that stands in the file."""
        at = tuple(place)
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)

    def refusal(self, message_id: str, place: Sequence[str | int], **params: object) -> BadInput:
        """Return the refusal that names file and line."""
        return BadInput(message_id, field="own", file=self.file, line=self.line(place), **params)

    def claim_line(self, place: Sequence[str | int], path: str) -> int:
        """Return the line of a place inside a claim, as the reader of claims names it: `all.1.signed.by`.

        Forms stand beside their arguments, so that a step over a plain value stays where it is.
        """
        at, value = tuple(place), cast("Any", self._value(place))
        line = self.line(at)
        for step in path.split(".") if path else ():
            key: str | int = int(step) if isinstance(value, list) and step.isdigit() else step
            inside = isinstance(value, Mapping) and key in value
            inside = inside or (isinstance(value, list) and isinstance(key, int) and key < len(value))
            if not inside:
                continue
            line = self.line((*at, key))
            if isinstance(value[key], (Mapping, list)):
                at, value = (*at, key), value[key]
        return line

    def _value(self, place: Sequence[str | int]) -> object:
        found: Any = self.stated
        for step in place:
            found = found[step]
        return found


def read(file: str, body: bytes) -> Lined:
    """Read a file; BadInput naming the line where it is no plain YAML mapping."""
    if len(body) > MOST_BYTES:
        raise BadInput("own.bad.large", field="own", file=file, kilobytes=MOST_BYTES // 1000)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise BadInput("own.bad.utf8", field="own", file=file, line=line) from error
    try:
        require_bounded(file, text)
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        why = error.problem or error.context or ""
        raise BadInput("own.bad.yaml", field="own", file=file, line=line, why=why) from error
    except yaml.YAMLError as error:
        raise BadInput("own.bad.yaml", field="own", file=file, line=1, why=str(error)) from error
    if not isinstance(node, yaml.MappingNode):
        raise BadInput("own.bad.mapping", field="own", file=file, line=1)
    lines: dict[Place, int] = {}
    return Lined(file, cast("Mapping[str, Any]", _value(file, node, (), lines)), lines)


def require_bounded(file: str, text: str) -> None:
    """Look at the stream, of which nothing is built: BadInput by line where it is deep, long, or says by reference.

    What is said by reference is short in a file and unfolds beyond every bound as soon as it is written out.
    """
    deep = 0
    for nodes, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        deep += isinstance(event, _OPENS)
        deep -= isinstance(event, _CLOSES)
        if deep > _DEEPEST or nodes > _MOST_NODES:
            raise BadInput("own.bad.deep", field="own", file=file, line=line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadInput("own.bad.alias", field="own", file=file, line=line)


def _value(file: str, node: yaml.Node, place: Place, lines: dict[Place, int]) -> object:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.CollectionNode) and node.tag not in _SHAPES:
        raise BadInput("own.bad.scalar", field="own", file=file, line=lines[place], value=node.tag[:60])
    if isinstance(node, yaml.MappingNode):
        return _mapping(file, node, place, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, child, (*place, n), lines) for n, child in enumerate(node.value)]
    line = node.start_mark.line + 1
    if node.tag in _TEXTS:
        text = str(node.value)
        if node.tag.endswith("timestamp") and not _DATE.fullmatch(text):
            raise BadInput("own.bad.scalar", field="own", file=file, line=line, value=text)
        return text
    if node.tag not in _TAGS:
        raise BadInput("own.bad.scalar", field="own", file=file, line=line, value=str(node.value)[:60])
    try:
        return yaml.load(node.value, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:  # a number may have more digits than are read
        raise BadInput("own.bad.scalar", field="own", file=file, line=line, value=node.value[:60]) from error


def _mapping(file: str, node: yaml.MappingNode, place: Place, lines: dict[Place, int]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
            raise BadInput("own.bad.key", field="own", file=file, line=line)
        name = str(key.value)
        if name in found:
            raise BadInput("own.bad.twice", field="own", file=file, line=line, key=name)
        lines[(*place, name)] = line
        found[name] = _value(file, child, (*place, name), lines)
    return found


__all__ = ["MOST_BYTES", "Lined", "Place", "read", "require_bounded"]
