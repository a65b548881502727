"""Takes what people, files and programs give for a record; returns it as it is kept, or says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdtrue.core.applicability import control_named
from holdtrue.core.days import period
from holdtrue.core.kinds.field import CATALOGS, FieldSpec
from holdtrue.core.kinds.registry import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.core.kinds.kind import Kind

Cleaned = tuple[dict[str, object], dict[str, tuple[str, ...]]]
TITLE = "title"
"""The word that stands for a kind's naming field everywhere; kinds without one keep it as a field of its own."""

_SPELLINGS = {"organisation": "organization", "licence": "license"}
_YES = frozenset({"yes", "true", "y", "1", "oui"})
_NO = frozenset({"no", "false", "n", "0", "non"})
_LONGEST = 200_000
_LONGEST_LINE = 1_000
_LONGEST_SHOWN = 60
_GREATEST = 1e15
"""Beyond it a JSON number loses whole units."""


def clean(
    kind: str,
    raw: Mapping[str, object],
    *,
    partial: bool = False,
    added: Mapping[str, FieldSpec] = MappingProxyType({}),
) -> Cleaned:
    """Return (fields, links) as they are kept; raise BadInput naming the field and what to write.

    Links stay as the refs given; the action that has the register looks them up. A link to a catalog item (a law,
    a control of the standard, a requirement) is kept as a field too, since conditions read it. An empty value clears
    the field: it comes back as None, or as no links. With `partial` required fields may be left out.
    `added` are an organisation's own fields and the tags, by name.
    """
    declared = kind_named(kind)
    fields: dict[str, object] = {}
    links: dict[str, tuple[str, ...]] = {}
    for given, value in raw.items():
        name = _added_name(added, given) or _field_name(declared, given)
        spec = added.get(name) or declared.specs_by_name().get(name)
        if spec is None:
            fields[TITLE] = _line(_title_spec(declared), value)
            continue
        if spec.derived:
            raise BadInput("field.derived", field=name, label=spec.label)
        if spec.linked:
            refs = _refs(spec, value)
            links[name] = refs
            if spec.target in CATALOGS:
                fields[name] = refs[0] if refs else None
        else:
            read = None if _blank(value) else _READERS[spec.type](spec, value)
            if fields.setdefault(name, read) != read:
                raise BadInput("field.twice", field=given, label=spec.label)
    _require(declared, fields, links, partial=partial)
    return fields, links


def kind_named(name: str) -> type[Kind]:
    """Return the kind; `organisation`, plurals and capitals are taken too. Raise BadInput with the nearest name."""
    wanted = name.strip().casefold().replace(" ", "_").replace("-", "_")
    wanted = _SPELLINGS.get(wanted, wanted)
    found = KINDS.get(wanted) or KINDS.get(wanted.removesuffix("s"))
    if found is None:
        near = difflib.get_close_matches(wanted, KINDS, n=1)
        raise BadInput(
            "kind.unknown" if not near else "kind.unknown_near", kind=name, near=near[0] if near else ""
        )
    return found


def _added_name(added: Mapping[str, FieldSpec], given: str) -> str:
    name = given.strip().casefold()
    return name if name in added else ""


def _field_name(kind: type[Kind], given: str) -> str:
    name = given.strip().casefold().replace(" ", "_").replace("-", "_")
    names = kind.specs_by_name()
    if name in names:
        return name
    if name == TITLE:
        return kind.title_field or TITLE
    spelt = name.replace("organisation", "organization")
    if spelt in names:
        return spelt
    if name == "license" and "licence" in names:
        return "licence"
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        raise BadInput("field.unknown_near", field=given, kind=kind.label, near=near[0])
    raise BadInput("field.unknown", field=given, kind=kind.label, names=tuple(names))


def _title_spec(kind: type[Kind]) -> FieldSpec:
    return FieldSpec(kind=kind.id, name=TITLE, type="text", label=Message("field.title"))


def _require(
    kind: type[Kind], fields: Mapping[str, object], links: Mapping[str, tuple[str, ...]], *, partial: bool
) -> None:
    for spec in kind.field_specs():
        if not spec.required:
            continue
        given = links if spec.linked else fields
        if (spec.name in given or not partial) and not given.get(spec.name):
            raise BadInput("field.required", field=spec.name, label=spec.label)


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], ())


def _text(spec: FieldSpec, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        several = isinstance(value, list) and len(value) > 1
        raise _bad(spec, value, "one" if several else "text")
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\x00" in text or not _encodable(text):
        raise _bad(spec, value, "characters")
    if len(text) > _LONGEST:
        raise BadInput("field.too_long", field=spec.name, label=spec.label, most=_LONGEST)
    return text


def _encodable(text: str) -> bool:
    """Whether the text can be written down at all: a lone surrogate cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _line(spec: FieldSpec, value: object) -> str:
    text = " ".join(_text(spec, value).split())
    if len(text) > _LONGEST_LINE:
        raise BadInput("field.too_long", field=spec.name, label=spec.label, most=_LONGEST_LINE)
    return text


def _date(spec: FieldSpec, value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            return dt.date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            pass
    raise _bad(spec, value, "date")


def _yes_no(spec: FieldSpec, value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _bad(spec, value, "yes_no")


def _number(spec: FieldSpec, value: object) -> int | float | list[int | float]:
    if spec.pair:
        parts = (
            value if isinstance(value, (list, tuple)) else re.split(r"\s+to\s+|;|\.\.", str(value).strip())
        )
        if len(parts) > 1:
            low, high = (_one_number(spec, part) for part in (parts[0], parts[-1]))
            if low <= high:
                return [low, high]
            raise _bad(spec, value, "band")
    return _one_number(spec, value)


def _one_number(spec: FieldSpec, value: object) -> int | float:
    if isinstance(value, str):
        text = value.strip().replace("\u2212", "-").replace(" ", "")
        percent = text.endswith("%")
        try:
            number = float(text.removesuffix("%"))
        except ValueError:
            raise _bad(spec, value, "number") from None
        number = round(number / 100, 12) if percent else number
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        raise _bad(spec, value, "number")
    if not math.isfinite(number) or abs(number) > _GREATEST:
        raise _bad(spec, value, "number")
    return int(number) if number.is_integer() else number


def _choice(spec: FieldSpec, value: object) -> str:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = _line(spec, value)
    if not spec.choices:
        return text
    wanted = _folded(text)
    for option, _ in spec.choices:
        if _folded(option) == wanted:
            return option
    if spec.open:
        return text
    options = tuple(option for option, _ in spec.choices)
    near = difflib.get_close_matches(wanted, options, n=1)
    if near:
        raise BadInput("field.bad_choice_near", field=spec.name, label=spec.label, value=text, near=near[0])
    raise BadInput("field.bad_choice", field=spec.name, label=spec.label, value=text, options=options)


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", text.casefold()).strip("_")


def _choices(spec: FieldSpec, value: object) -> list[str]:
    return list(dict.fromkeys(_choice(spec, item) for item in _items(spec, value, commas=True)))


def _lines(spec: FieldSpec, value: object) -> list[str]:
    return list(dict.fromkeys(_line(spec, item) for item in _items(spec, value, commas=False)))


def _period(spec: FieldSpec, value: object) -> str:
    try:
        return str(period(_line(spec, value).casefold()))
    except ValueError:
        raise _bad(spec, value, "period") from None


def _refs(spec: FieldSpec, value: object) -> tuple[str, ...]:
    if _blank(value):
        return ()
    if spec.type != "links" and isinstance(value, list) and len(value) > 1:
        raise _bad(spec, value, "one")
    items = _items(spec, value, commas=True) if spec.type == "links" else [value]
    refs = tuple(dict.fromkeys(_line(spec, item) for item in items))
    if spec.target == "annex_control":
        return tuple(control_named(ref, field=spec.name) for ref in refs)
    if spec.choices and refs:
        _choice(spec, refs[0])
        return tuple(_choice(spec, ref) for ref in refs)
    return refs


def _items(spec: FieldSpec, value: object, *, commas: bool) -> list[object]:
    """Split what was given for a field of several values: a list, JSON, or text parted by ';' or line ends."""
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("["):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                raise _bad(spec, value, "list") from None
        else:
            value = re.split(r"[;\n,]" if commas else r"[;\n]", text)
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        value = [value]
    return [item for item in value if not _blank(item)]


def _bad(spec: FieldSpec, value: object, wanted: str) -> BadInput:
    text = str(value)
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return BadInput(f"field.not_{wanted}", field=spec.name, label=spec.label, value=shown)


_READERS: Mapping[str, Callable[[FieldSpec, object], object]] = {
    "text": _line,
    "long_text": _text,
    "date": _date,
    "yes_no": _yes_no,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "period": _period,
    "list": _lines,
}
