"""The client behind --url: the register of another machine, asked over its API with a token."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from holdtrue.core.refusals import BadInput, Refusal, Unreachable
from holdtrue.settings import readers

Json = dict[str, Any]
Progress = Callable[[int, int], None]

_SECONDS = 120
_POLL = 0.5
_PAGE = 200
_PIECE = 64 * 1024
_SERVER_FAILED = 500
_REFUSED = 400
_MADE_LATER = 202
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
class Remote:
    """One organisation on another machine. Connects to that address alone: no proxy, no redirect is followed."""

    address: str
    token: str
    organisation: str = ""
    """Its slug; without one the token's own organisation is meant."""

    def list(self, kind: str, *, where: Sequence[str] = (), limit: int = 50, **filters: str) -> Json:
        """Return records, read page by page up to the limit."""
        words = [("kind", kind), *(("where", line) for line in where), *filters.items()]
        page = self._get("/records", [*words, ("limit", str(max(1, min(_PAGE, limit))))])
        found = page["records"]
        while page["more"] and len(found) < limit:
            if filters.get("sort"):
                raise BadInput("remote.sorted", field="limit", most=_PAGE)
            more = [("limit", str(min(_PAGE, limit - len(found)))), ("after", str(page["next"]))]
            page = self._get("/records", [*words, *more])
            found += page["records"]
        return {**page, "records": found}

    def show(self, ref: str, *, at: str = "") -> Json:
        """Return a record."""
        return self._get(f"/records/{quote(ref, safe='')}", [("at", at)])

    def history(self, ref: str) -> Json:
        """Return what happened to a record."""
        return self._get(f"/records/{quote(ref, safe='')}/history", [])

    def compare(self, ref: str, first: int, second: int | None = None) -> Json:
        """Return what differs between two revisions of a record."""
        asked = [("first", str(first)), ("second", str(second or ""))]
        return self._get(f"/records/{quote(ref, safe='')}/compare", asked)

    def add(self, kind: str, fields: Mapping[str, object], *, why: str = "", true_from: str = "") -> Json:
        """Add a record; links may stand among the fields."""
        body = {"kind": kind, "fields": dict(fields), "why": why, "true_from": true_from}
        return self._send("POST", "/records", body)

    def edit(  # what an edit may say, each by its name
        self,
        ref: str,
        fields: Mapping[str, object],
        *,
        revision: int | None = None,
        why: str = "",
        true_from: str = "",
    ) -> Json:
        """Edit a record."""
        body = {"fields": dict(fields), "revision": revision, "why": why, "true_from": true_from}
        return self._send("PATCH", f"/records/{quote(ref, safe='')}", body)

    def link(self, ref: str, relation: str, to: str) -> Json:
        """Link a record to another."""
        return self._send("POST", f"/records/{quote(ref, safe='')}/links", {"relation": relation, "to": to})

    def attach(self, ref: str, file: Path, **words: str) -> Json:
        """Attach a file as evidence; words are tag, title, collected_on, valid_until, about."""
        return self._upload(f"/records/{quote(ref, safe='')}/evidence", file, words)[1]

    def take_in(self, file: Path, *, progress: Progress | None = None, **words: str) -> Json:
        """Import a file and wait until it is in; words are kind, mapping, said_on, sheet, dry_run."""
        status, answer = self._upload("/imports", file, words)
        while status == _MADE_LATER and answer["state"] in ("waiting", "running"):
            if progress:
                progress(answer["done"], answer["rows"])
            time.sleep(_POLL)
            answer |= self._get(f"/imports/{answer['run']}", [])
        if answer.get("failed"):
            raise Said({"code": "import.failed", "message": answer["failed"]}, status)
        return answer

    def undo(self, run: int) -> Json:
        """Undo an import."""
        return self._send("POST", f"/imports/{run}/undo", {})

    def status(self, *, unit: str = "", system: str = "", **when: str) -> Json:
        """Return where the organisation stands."""
        return self._get("/status", [("unit", unit), ("system", system), *when.items()])

    def index(self, **asked: str) -> Json:
        """Return the AI Index opened up."""
        return self._get("/index", list(asked.items()))

    def why(self, scope: str, practice: str, *, level: str = "", **when: str) -> Json:
        """Return why a practice stands as it does."""
        asked = [("scope", scope), ("practice", practice), ("level", level)]
        return self._get("/why", [*asked, *when.items()])

    def requirements(self, **asked: str) -> Json:
        """Return how each requirement of a framework stands."""
        return self._get("/requirements", list(asked.items()))

    def worklist(self, *, person: str = "", page: int = 1) -> Json:
        """Return what a person owes."""
        return self._get("/worklist", [("person", person), ("page", str(page))])

    def everybody(self) -> Json:
        """Return what everybody owes, in sum."""
        return self._get("/worklist/everybody", [])

    def classify(
        self,
        ref: str,
        law: str,
        *,
        answers: Mapping[str, object] | None = None,
        record: str = "",
        why: str = "",
    ) -> Json:
        """Return a system's class under a law, recorded where asked for."""
        path, given = f"/records/{quote(ref, safe='')}/class", dict(answers or {})
        if record:
            return self._send("POST", path, {"law": law, "answers": given, "why": why})
        return self._get(
            path, [("law", law), *(("answers", f"{name}={value}") for name, value in given.items())]
        )

    def forecast(self, *, months: str = "") -> Json:
        """Return what lapses when if nobody does anything."""
        return self._get("/forecast", [("months", months)])

    def roadmap(self, *, by: str = "", take: Sequence[str] = ()) -> Json:
        """Return what to do next, and what the index would be."""
        return self._get("/roadmap", [("by", by), *(("take", one) for one in take)])

    def plan(self, step: str, *, on: str = "", person: str = "", drop: bool = False) -> Json:
        """Plan a step of the roadmap, or take it off the plan."""
        return self._send("POST", "/roadmap/plan", {"step": step, "on": on, "person": person, "drop": drop})

    def applicability(self, *, at: str = "", show: str = "") -> Json:
        """Return the Statement of Applicability."""
        return self._get("/applicability", [("at", at), ("show", show)])

    def decide(
        self,
        *,
        controls: Sequence[str] = (),
        answer: str = "",
        reason: str = "",
        suggested: str = "",
    ) -> Json:
        """Decide controls of the Statement of Applicability."""
        body = {"controls": list(controls), "answer": answer, "reason": reason}
        return self._send("POST", "/applicability", {**body, "suggested": bool(suggested)})

    def milestone(self, gate: str, *, on: str = "") -> Json:
        """Return what a gate of the management system says."""
        return self._get(f"/milestones/{quote(gate, safe='')}", [("on", on)])

    def deploy(self, ref: str, given: Mapping[str, str], *, dry_run: bool = False, **words: str) -> Json:
        """Deploy inside a standing approval, or only ask; words are version, envelope, why."""
        body = {"set": dict(given), "try": dry_run, **words}
        return self._send("POST", f"/systems/{quote(ref, safe='')}/deploy", body)

    def gate(self, ref: str, stage: str, *, on: str = "") -> Json:
        """Return whether a gate is open to a system."""
        return self._get(f"/systems/{quote(ref, safe='')}/gates/{quote(stage, safe='')}", [("on", on)])

    def ask_stage(
        self, ref: str, stage: str, *, fields: Mapping[str, object] | None = None, change_type: str = ""
    ) -> Json:
        """Ask for a stage of a system's life."""
        path = f"/systems/{quote(ref, safe='')}/gates/{quote(stage, safe='')}/ask"
        return self._send("POST", path, {"fields": dict(fields or {}), "type": change_type})

    def gate_mode(self, *, mode: str = "") -> Json:
        """Return how gates are kept, chosen otherwise where a mode is named."""
        return self._send("POST", "/gate-mode", {"mode": mode}) if mode else self._get("/gate-mode", [])

    def whatif(
        self,
        ref: str,
        *,
        fields: Mapping[str, object] | None = None,
        retired: bool = False,
        unsigned: bool = False,
    ) -> Json:
        """Return what a change would do, without making it."""
        body = {"fields": dict(fields or {}), "retired": bool(retired), "unsigned": bool(unsigned)}
        return self._send("POST", f"/records/{quote(ref, safe='')}/whatif", body)

    def _slug(self) -> str:
        if self.organisation:
            return self.organisation
        return str(self._call("GET", "/api/v1/me")[1]["slug"])

    def _get(self, path: str, words: Sequence[tuple[str, str]]) -> Json:
        query = urlencode([(name, value) for name, value in words if value])
        return self._call("GET", f"{self._base()}{path}{'?' if query else ''}{query}")[1]

    def _send(self, method: str, path: str, body: Mapping[str, object]) -> Json:
        sent = json.dumps({name: value for name, value in body.items() if value not in (None, "")}).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(sent))}
        return self._call(method, f"{self._base()}{path}", sent, headers)[1]

    def _upload(self, path: str, file: Path, words: Mapping[str, str]) -> tuple[int, Json]:
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
        except FileNotFoundError as error:
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
        return response.status, self._read(response.status, text)

    def _read(self, status: int, text: bytes) -> Json:
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if status >= _SERVER_FAILED or not isinstance(answer, dict):
            raise Unreachable("remote.no_sense", address=self.address, status=status)
        if status >= _REFUSED:
            raise Said(answer, status)
        return answer


def call(name: str, **params: Any) -> Json:  # noqa: ANN401  # the command's own words
    """Run a command on the machine that HOLDTRUE_URL names, with the token in HOLDTRUE_TOKEN."""
    from holdtrue.cli.session import session

    token = readers.secret(os.environ, "HOLDTRUE_TOKEN")
    if not token:
        raise BadInput("remote.no_token", field="HOLDTRUE_TOKEN")
    remote = Remote(session().url or readers.text(os.environ, "HOLDTRUE_URL"), token, session().org)
    if name == "import":
        return _take_in(remote, **params)
    told = {key: "yes" if value is True else value for key, value in params.items() if value is not False}
    return _COMMANDS[name](remote, **told)


_COMMANDS: Mapping[str, Callable[..., Json]] = {
    "list": Remote.list,
    "show": Remote.show,
    "add": Remote.add,
    "edit": Remote.edit,
    "link": Remote.link,
    "attach": Remote.attach,
    "compare": Remote.compare,
    "classify": Remote.classify,
    "applicability": Remote.applicability,
    "decide": Remote.decide,
    "status": Remote.status,
    "why": Remote.why,
    "worklist": Remote.worklist,
    "everybody": Remote.everybody,
}


def _take_in(
    remote: Remote,
    file: Path,
    *,
    map: Path | None = None,  # noqa: A002  # the option's name
    save_map: Path | None = None,
    dry_run: bool = False,
    **words: str,
) -> Json:
    from holdtrue.cli.output import progress

    if save_map:
        raise BadInput("remote.no_save_map", field="save-map")
    if map:
        try:
            words["mapping"] = map.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("remote.no_file", field="map", name=str(map)) from error
    if dry_run:
        words["dry_run"] = "yes"
    with progress("cli.import.progress", 0) as tell:
        return remote.take_in(file, progress=tell, **words)


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
