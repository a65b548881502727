"""What the API takes in: JSON objects of known keys and bounded size, and forms with one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO, cast

import orjson

from holdtrue.api.answers import TooLarge, WrongType
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_JSON = 2_000_000
MOST_FILE = 201_000_000
"""A file of 200 MB with the form around it."""
_LONGEST_TEXT = 4_000
_SCALAR = (str, int, float, bool, type(None))

Object = dict[str, object]


def is_form(request: HttpRequest) -> bool:
    """Whether a form with a file was sent."""
    return request.content_type == "multipart/form-data"


def json_object(request: HttpRequest, *known: str) -> Object:
    """Return the JSON object sent, which may hold these keys and no others."""
    if request.content_type != "application/json":
        raise WrongType("api.not_json")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_JSON:
        raise TooLarge("api.too_large")
    try:
        sent = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise BadInput("api.bad_json", line=error.lineno, column=error.colno) from None
    if not isinstance(sent, dict):
        raise BadInput("api.not_an_object")
    for key in sent:
        if key not in known:
            raise BadInput("api.unknown_key", field=_shown(key), known=known)
    return sent


def text(sent: Mapping[str, object], name: str, *, required: bool = False) -> str:
    """Return a text of the object; empty where it was not sent."""
    value = sent.get(name)
    if value is None and not required:
        return ""
    if (
        not isinstance(value, str)
        or "\x00" in value
        or len(value) > _LONGEST_TEXT
        or (required and not value.strip())
    ):
        raise BadInput("api.text", field=name)
    return value


def whole(sent: Mapping[str, object], name: str) -> int | None:
    """Return a whole number of the object; None where it was not sent."""
    value = sent.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _GREATEST:
        raise BadInput("api.whole", field=name)
    return value


_GREATEST = 2**31


def texts(sent: Mapping[str, object], name: str) -> list[str]:
    """Return a list of texts of the object; empty where it was not sent."""
    given = sent.get(name)
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(one, str) and "\x00" not in one for one in given):
        raise BadInput("api.text", field=name)
    return [str(one) for one in given]


def wholes(sent: Mapping[str, object], name: str) -> list[int]:
    """Return a list of whole numbers of the object; empty where it was not sent."""
    given = sent.get(name)
    if given is None:
        return []
    if not isinstance(given, list) or not all(type(one) is int and 0 < one < _GREATEST for one in given):
        raise BadInput("api.wholes", field=name)
    return [int(one) for one in given]


def flag(sent: Mapping[str, object], name: str) -> bool:
    """Return a yes or no of the object; no where it was not sent."""
    given = sent.get(name, False)
    if not isinstance(given, bool):
        raise BadInput("api.not_a_flag", field=name)
    return given


def raw_fields(sent: Mapping[str, object], *parts: str) -> Object:
    """Return fields and links as one mapping of names to values: plain ones, or flat lists of them."""
    raw: Object = {}
    for part in parts:
        given = sent.get(part)
        if given is None:
            continue
        if not isinstance(given, dict):
            raise BadInput("api.object", field=part)
        for name, value in given.items():
            if name in raw:
                raise BadInput("api.twice", field=_shown(name))
            raw[name] = _end(plain(name, value)) if part == "links" else plain(name, value)
    return raw


def _end(value: object) -> object:
    """A relation is shown as a list of refs, so a list of one is taken for the one."""
    if not isinstance(value, list) or len(value) > 1:
        return value
    return value[0] if value else None


def plain(name: str, value: object) -> object:
    """Return a value that can be a field's; BadInput for an object or a list of lists."""
    flat = value if isinstance(value, list) else [value]
    if not all(isinstance(item, _SCALAR) for item in flat):
        raise BadInput("api.value", field=_shown(name))
    return value


def form_file(request: HttpRequest, name: str = "file") -> tuple[BinaryIO, str]:
    """Return the one file of a form and its name."""
    if not is_form(request):
        raise WrongType("api.not_form")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_FILE:
        raise TooLarge("api.too_large")
    found = request.FILES.getlist(name)
    if len(found) != 1:
        raise BadInput("api.one_file", field=name)
    return cast("BinaryIO", found[0]), (found[0].name or name)[:200]


def form_text(request: HttpRequest, *known: str) -> dict[str, str]:
    """Return the texts of a form, which may hold these names and no others."""
    for name in request.POST:
        if name not in known:
            raise BadInput("api.unknown_key", field=_shown(name), known=known)
    sent = {name: str(request.POST[name]) for name in request.POST}
    for name, value in sent.items():
        if "\x00" in value:
            raise BadInput("api.text", field=name)
    return sent


def _shown(name: str) -> str:
    return name if len(name) <= len("a_field_name_of_ours_is_never_longer_than_this") else f"{name[:40]}…"
