"""The gallery served as pages are: with the policy on every answer and the static files beside."""

from __future__ import annotations

import mimetypes
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import holdtrue.pages
from holdtrue.server.headers import FIXED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STATIC = Path(holdtrue.pages.__file__).parent / "static"


class Serving(ThreadingHTTPServer):
    """Takes no offence at a browser that leaves before the answer is written."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(answers: Mapping[str, str]) -> Iterator[str]:
    """Serve `answers` (path → HTML) until the test ends; whatever asks for a why gets the drawer's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
                self.answer(file.read_bytes(), kind, keep="max-age=3600")
            else:
                key = "drawer" if "/why/" in path else path.rsplit("/", 1)[-1]
                self.answer(answers.get(key, answers["home"]).encode(), "text/html; charset=utf-8")

        def answer(self, body: bytes, kind: str, *, keep: str = "no-store") -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", keep)
            for name, value in FIXED.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a failing test prints enough."""

    server = Serving(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
