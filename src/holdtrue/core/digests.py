"""The digest of a record's material content, which sign-offs rest on, and the text it is searched by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdtrue.core.canonical import canonical
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled

if TYPE_CHECKING:
    from collections.abc import Sequence


def digest(
    kind: str,
    fields: Mapping[str, object],
    links: Mapping[str, Sequence[str]],
    *,
    added: Sequence[str] = (),
) -> str:
    """Return the SHA-256, in hex, over the kind and its filled material fields and relations.

    A field left empty does not enter, so a field added to a kind later changes no digest. The order of several values
    and of linked records carries no meaning: both are sorted. Links are given as uids or catalog ids. `added` names the
    fields an organisation added and declared material; filled, they enter together under one key.
    """
    declared = KINDS[kind]
    content: dict[str, object] = {}
    for name in declared.material:
        value: object = sorted(links.get(name, ())) if name in declared.edges else _settled(fields.get(name))
        if filled(value):
            content[name] = value
    values = fields.get("custom")
    if added and isinstance(values, Mapping):
        own = {key: _settled(values[key]) for key in added if filled(values.get(key))}
        if own:
            content["custom"] = own
    return hashlib.sha256(canonical({"kind": kind, "fields": content})).hexdigest()


def search_text(kind: str, fields: Mapping[str, object], *extra: str) -> str:
    """Return what the record is found by: its title and searchable texts, folded; no personal field but its name.

    `extra` adds the ref or the columns of an import that no field took.
    """
    declared = KINDS[kind]
    parts: list[str] = [*extra, str(fields.get("title") or "")]
    for spec in declared.field_specs():
        if (spec.searchable or spec.name == declared.title_field) and spec.name != "title":
            value = fields.get(spec.name)
            parts.extend(
                map(str, value) if isinstance(value, (list, tuple)) else [str(value)] if filled(value) else []
            )
    return fold(" ".join(parts))


def fold(text: str) -> str:
    """Return the text with case folded, accents removed and white space made single; queries are folded alike."""
    plain = text.casefold()
    if not plain.isascii():  # most texts have nothing to decompose
        # a sign may come apart into capitals, as one for telephones does: folding twice changes nothing more
        plain = _BEYOND_ASCII.sub(_without_marks, unicodedata.normalize("NFKD", plain)).casefold()
    return " ".join(plain.split())


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def _settled(value: object) -> object:
    """Several values as a sorted list; numbers as floats read them, so 5 and 5.0 agree."""
    if isinstance(value, (list, tuple, set, frozenset)):
        items = list(value)
        return sorted(items) if all(isinstance(v, str) for v in items) else items
    return value
