"""Reads an address that the installation allows to be read: no other, whatever an answer asks for."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 10
LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to, by its digest; of a web page the words count, not their dress."""

    digest: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Why an address could not be read: the id of a sentence."""

    why: str


def allowed(address: str) -> bool:
    """Whether the installation allows an address to be read."""
    hosts: Sequence[str] = settings.HOLDTRUE_WATCHED_HOSTS
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and not parts.username and parts.netloc.lower() in hosts
    except ValueError:
        return False


def fetch(address: str) -> Fetched | Unread:
    """Read an address. No proxy, no cookie, and no way on to a host that is not allowed."""
    if not allowed(address):
        return Unread("document.link.not_allowed")
    asked = urllib.request.Request(address, headers={"User-Agent": "Holdtrue"})  # noqa: S310  # http and https only, by `allowed`
    try:
        with _opener().open(asked, timeout=SECONDS) as answer:
            content = answer.read(LARGEST + 1)
            kind = answer.headers.get_content_type()
            charset = answer.headers.get_content_charset() or "utf-8"
    except (OSError, ValueError, http.client.HTTPException, LookupError):
        return Unread("document.link.no_answer")
    if len(content) > LARGEST:
        return Unread("document.link.too_large")
    if kind == "text/html":
        content = _words(content, charset).encode()
    return Fetched(hashlib.sha256(content).hexdigest())


class _Within(urllib.request.HTTPRedirectHandler):
    """Follows an answer elsewhere only where that, too, may be read."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # as the library asks
        if not allowed(newurl):
            raise urllib.error.HTTPError(newurl, code, "not allowed", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), _Within)


class _Reader(HTMLParser):
    """The words of a page, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.skipped += tag in ("script", "style", "noscript")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in ("script", "style", "noscript") and self.skipped > 0

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found += data.split()


def _words(content: bytes, charset: str) -> str:
    reader = _Reader()
    try:
        text = content.decode(charset, "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    reader.feed(text)
    reader.close()
    return " ".join(reader.found)
