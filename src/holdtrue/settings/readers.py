"""Small readers of environment values; each refuses what it does not understand and takes NAME_FILE for a secret."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

_YES = {
    "yes": True,
    "true": True,
    "1": True,
    "on": True,
    "no": False,
    "false": False,
    "0": False,
    "off": False,
}


def text(environ: Mapping[str, str], name: str, *, default: str = "") -> str:
    """The value without surrounding white space; a name set to nothing counts as not set."""
    return environ.get(name, "").strip() or default


def secret(environ: Mapping[str, str], name: str) -> str | None:
    """The value of NAME, or what stands in the file NAME_FILE points to; both at once are refused."""
    value, file = text(environ, name), text(environ, f"{name}_FILE")
    if value and file:
        raise BadInput("settings.secret.twice", field=name)
    if not file:
        return value or None
    try:
        found = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("settings.secret.unreadable", field=f"{name}_FILE", file=file) from error
    if not found:
        raise BadInput("settings.secret.empty", field=f"{name}_FILE", file=file)
    return found


def yes(environ: Mapping[str, str], name: str, *, default: str) -> bool:
    value = text(environ, name, default=default).lower()
    if value not in _YES:
        raise BadInput("settings.yes_no", field=name, value=value)
    return _YES[value]


def whole(environ: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    value = text(environ, name, default=str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise BadInput("settings.whole", field=name, value=value, lowest=lowest, highest=highest)
    return int(value)


def names(environ: Mapping[str, str], name: str, *, default: tuple[str, ...]) -> tuple[str, ...]:
    """A list separated by commas; '*' is refused, since it switches a check off."""
    found = tuple(part.strip() for part in text(environ, name).split(",") if part.strip())
    if "*" in found:
        raise BadInput("settings.host.any", field=name)
    return found or default


def address(environ: Mapping[str, str], name: str, *, default: str) -> str:
    """A web address of scheme and host alone, without a closing slash."""
    value = text(environ, name, default=default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise BadInput("settings.address", field=name, value=value)
    return value
