"""Where notices may go: the operator's mail server, chat services by name, and hosts the operator lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Collection

HOSTED = frozenset({"slack", "discord", "workflows", "gchat", "tgram", "webexteams", "zulip"})
"""Chat services that have one host of their own, whatever the address says."""
OWN_HOST = frozenset(
    {"json", "jsons", "mmost", "mmosts", "rocket", "rockets", "matrix", "matrixs", "ntfy", "ntfys"}
)
"""Those that run anywhere: only at hosts the operator lists, so that nobody sends the server elsewhere."""
_LONGEST = 1_000
_MAIL = re.compile(r"[^@\s,;:<>\"'()]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")


def chat_address(text: str, hosts: Collection[str] | None = None) -> str:
    """Return a chat address as it is kept; BadInput where notices may not go there."""
    address = text.strip()
    known = settings.HOLDTRUE_NOTICE_HOSTS if hosts is None else hosts
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise BadInput("notices.address", field="address") from error
    if len(address) > _LONGEST or not host or any(c.isspace() for c in address):
        raise BadInput("notices.address", field="address")
    if parts.scheme not in HOSTED | OWN_HOST:
        raise BadInput("notices.scheme", field="address", known=tuple(sorted(HOSTED | OWN_HOST)))
    if parts.scheme in OWN_HOST and host not in known:
        raise BadInput("notices.host", field="address", host=host)
    return address


def mail_address(to: str) -> str:
    """Return the address that mails somebody by the operator's server; BadInput where there is none."""
    server = settings.HOLDTRUE_MAIL
    if not server:
        raise BadInput("notices.no_server", field="way")
    if not _MAIL.fullmatch(to.strip()):
        raise BadInput("notices.mail", field="way")
    joint = "&" if "?" in server else "?"
    return f"{server}{joint}to={quote(to.strip())}"


__all__ = ["HOSTED", "OWN_HOST", "chat_address", "mail_address"]
