"""Which database: the data folder's SQLite file, or PostgreSQL by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from holdtrue.core.refusals import BadInput
from holdtrue.settings import readers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Database = dict[str, object]
_NAME = "HOLDTRUE_DATABASE_URL"


def database(environ: Mapping[str, str], *, file: Path) -> Database:
    address = readers.secret(environ, _NAME)
    return postgres(address) if address else embedded(file)


def embedded(file: Path) -> Database:
    """The SQLite file; every write transaction takes its lock at the start, and waits up to ten seconds for it."""
    return {
        "ENGINE": "holdtrue.sqlite",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE"},
    }


def postgres(address: str) -> Database:
    """Read postgresql://user:password@host:port/name?option=value; the refusal never repeats the password."""
    parts = urlsplit(address)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise BadInput("settings.database", field=_NAME)
    try:
        port = parts.port
    except ValueError as error:
        raise BadInput("settings.database", field=_NAME) from error
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
