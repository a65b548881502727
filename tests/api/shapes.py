"""Compares an answer with the schema the document promises for it; knows the words our schemas use, refuses others."""

from __future__ import annotations

from typing import Any

KNOWN = {
    "$ref",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "oneOf",
    "const",
    "title",
    "description",
    "examples",
    "format",
    "pattern",
    "minItems",
    "maxItems",
    "minimum",
    "discriminator",
}
TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def faults(value: Any, schema: dict[str, Any], schemas: dict[str, Any], at: str = "$") -> list[str]:
    """Everything in which a value differs from its schema; empty where it fits."""
    unknown = set(schema) - KNOWN
    assert not unknown, unknown
    if "$ref" in schema:
        return faults(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, at)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            tried = [faults(value, one, schemas, at) for one in schema[word]]
            return [] if [] in tried else min(tried, key=len)
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is none of {schema['enum'][:5]}…"]
    if not _of_type(value, schema.get("type")):
        return [f"{at}: {value!r} is no {schema['type']}"]
    if isinstance(value, dict):
        return _object(value, schema, schemas, at)
    if isinstance(value, list):
        return [
            f
            for n, one in enumerate(value)
            for f in faults(one, schema.get("items", {}), schemas, f"{at}[{n}]")
        ]
    return []


def _object(value: dict[str, Any], schema: dict[str, Any], schemas: dict[str, Any], at: str) -> list[str]:
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, one in value.items():
        if name in properties:
            found += faults(one, properties[name], schemas, f"{at}.{name}")
        elif more is False:
            found.append(f"{at}: {name} is not promised")
        elif isinstance(more, dict):
            found += faults(one, more, schemas, f"{at}.{name}")
    return found


def _of_type(value: Any, name: str | None) -> bool:
    if name is None:
        return True
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])
