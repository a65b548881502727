"""Speaks to the service behind --url: one request after another, with a token, and its answers or refusals."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from holdtrue.core.refusals import BadInput, Refusal, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Json = dict[str, Any]

_SECONDS = 120
_PIECE = 64 * 1024
_SERVER_FAILED = 500
_REFUSED = 400
_MOST = 200_000_000


class Said(Refusal):
    """The other machine refused, in its own sentence."""

    def __init__(self, answer: Mapping[str, object], status: int) -> None:
        """Take the error as it was answered."""
        super().__init__("remote.said", said=str(answer.get("message") or f"HTTP {status}"))
        self.answer = dict(answer)
        self.answered = status
        self.field = str(answer["field"]) if answer.get("field") else None

    @property
    def code(self) -> str:
        """The code the other machine gave."""
        return str(self.answer.get("code") or self.message.id)


@dataclass(frozen=True, slots=True)
class Wire:
    """One organisation on another machine. Connects to that address alone: no proxy, no redirect is followed."""

    address: str
    token: str
    organisation: str = ""
    """Its slug; without one the token's own organisation is meant."""

    def _slug(self) -> str:
        if self.organisation:
            return self.organisation
        return str(self._call("GET", "/api/v1/me")[1]["slug"])

    def read(self, path: str, words: Sequence[tuple[str, str]] = ()) -> Json:
        """Return what an address below the organisation's says; words left empty are not sent."""
        query = urlencode([(name, value) for name, value in words if value])
        return self._call("GET", f"{self._base()}{path}{'?' if query else ''}{query}")[1]

    def send(self, method: str, path: str, body: Mapping[str, object]) -> Json:
        """Send a JSON object without its empty parts, and return the answer."""
        sent = json.dumps({name: value for name, value in body.items() if value not in (None, "")}).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(sent))}
        return self._call(method, f"{self._base()}{path}", sent, headers)[1]

    def upload(self, path: str, file: Path, words: Mapping[str, str]) -> tuple[int, Json]:
        """Send a form, the file read piece by piece."""
        mark = secrets.token_hex(16)
        head, tail = _form(mark, file.name, {name: value for name, value in words.items() if value})
        try:
            size = file.stat().st_size
            with file.open("rb") as content:
                if size > _MOST:
                    raise BadInput(
                        "remote.file_too_large", field="file", name=file.name, most=_MOST // 1_000_000
                    )
                headers = {
                    "Content-Type": f"multipart/form-data; boundary={mark}",
                    "Content-Length": str(len(head) + size + len(tail)),
                }
                body = _pieces(head, iter(lambda: content.read(_PIECE), b""), tail)
                return self._call("POST", f"{self._base()}{path}", body, headers)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise BadInput("remote.no_file", field="file", name=str(file)) from error

    def _base(self) -> str:
        return f"/api/v1/o/{quote(self._slug(), safe='')}"

    def _call(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Json]:
        connection, prefix = _connection(self.address)
        sent = {"Authorization": f"Bearer {self.token}", "Accept": "application/json", **(headers or {})}
        try:
            connection.request(method, f"{prefix}{path}", body, sent)
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable("remote.unreachable", address=self.address) from error
        finally:
            connection.close()
        return response.status, self._told(response.status, text)

    def _told(self, status: int, text: bytes) -> Json:
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if status >= _SERVER_FAILED or not isinstance(answer, dict):
            raise Unreachable("remote.no_sense", address=self.address, status=status)
        if status >= _REFUSED:
            raise Said(answer, status)
        return answer


def _connection(address: str) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(address if "//" in address else f"http://{address}")
    try:
        port = parts.port
    except ValueError as error:
        raise BadInput("remote.address", field="url", value=address) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise BadInput("remote.address", field="url", value=address)
    prefix = parts.path.rstrip("/")
    if parts.scheme == "https":
        return http.client.HTTPSConnection(
            parts.hostname, port, timeout=_SECONDS, context=ssl.create_default_context()
        ), prefix
    return _Prompt(parts.hostname, port, timeout=_SECONDS), prefix


class _Prompt(http.client.HTTPConnection):
    """Headers and a small body leave together, without waiting for the other side's acknowledgement."""

    def connect(self) -> None:
        super().connect()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _form(mark: str, name: str, words: Mapping[str, str]) -> tuple[bytes, bytes]:
    """Return what stands before and after the file."""
    shown = name.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
    head = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in words.items()
    )
    head += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{shown}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    return head, f"\r\n--{mark}--\r\n".encode()


def _pieces(head: bytes, content: Iterator[bytes], tail: bytes) -> Iterator[bytes]:
    yield head
    yield from content
    yield tail
