"""The client behind --url: the register of another machine, asked over its API with a token."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from holdtrue.cli import remote_acts
from holdtrue.cli.wire import Json, Said, Wire
from holdtrue.core.refusals import BadInput
from holdtrue.settings import readers

Progress = Callable[[int, int], None]

_POLL = 0.5
_PAGE = 200
_MADE_LATER = 202


@dataclass(frozen=True, slots=True)
class Remote(Wire):
    """What commands ask of it, each as the operation of its API that does the same."""

    def list(self, kind: str, *, where: Sequence[str] = (), limit: int = 50, **filters: str) -> Json:
        """Return records, read page by page up to the limit."""
        words = [("kind", kind), *(("where", line) for line in where), *filters.items()]
        page = self.read("/records", [*words, ("limit", str(min(_PAGE, limit)))])
        found = page["records"]
        while page["more"] and len(found) < limit:
            more = [("limit", str(min(_PAGE, limit - len(found)))), ("after", str(page["next"]))]
            page = self.read("/records", [*words, *more])
            found += page["records"]
        return {**page, "records": found}

    def show(self, ref: str, *, at: str = "") -> Json:
        """Return a record."""
        return self.read(f"/records/{quote(ref, safe='')}", [("at", at)])

    def history(self, ref: str, *, limit: int = 100) -> Sequence[Json]:
        """Return what happened to a record, newest first, read page by page up to the limit."""
        path, found = f"/records/{quote(ref, safe='')}/history", list[Json]()
        while len(found) < limit:
            few = min(_PAGE, limit - len(found))
            before = str(found[-1]["seq"]) if found else ""
            page = self.read(path, [("limit", str(few)), ("before", before)])["entries"]
            found += page
            if len(page) < few:
                break
        return found

    def compare(self, ref: str, first: int, second: int | None = None) -> Json:
        """Return what differs between two revisions of a record."""
        asked = [("first", str(first)), ("second", str(second or ""))]
        return self.read(f"/records/{quote(ref, safe='')}/compare", asked)

    def add(self, kind: str, fields: Mapping[str, object], *, why: str = "", true_from: str = "") -> Json:
        """Add a record; links may stand among the fields."""
        body = {"kind": kind, "fields": dict(fields), "why": why, "true_from": true_from}
        return self.send("POST", "/records", body)

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
        return self.send("PATCH", f"/records/{quote(ref, safe='')}", body)

    def link(self, ref: str, relation: str, to: str) -> Json:
        """Link a record to another."""
        return self.send("POST", f"/records/{quote(ref, safe='')}/links", {"relation": relation, "to": to})

    def attach(self, ref: str, file: Path, **words: str) -> Json:
        """Attach a file as evidence; words are tag, title, collected_on, valid_until, about."""
        return self.upload(f"/records/{quote(ref, safe='')}/evidence", file, words)[1]

    def take_in(self, file: Path, *, progress: Progress | None = None, **words: str) -> Json:
        """Import a file and wait until it is in; words are kind, mapping, said_on, sheet, dry_run."""
        status, answer = self.upload("/imports", file, words)
        while status == _MADE_LATER and answer["state"] in ("waiting", "running"):
            if progress:
                progress(answer["done"], answer["rows"])
            time.sleep(_POLL)
            answer |= self.read(f"/imports/{answer['run']}", [])
        if answer.get("failed"):
            raise Said({"code": "import.failed", "message": answer["failed"]}, status)
        return answer

    def undo(self, run: int) -> Json:
        """Undo an import."""
        return self.send("POST", f"/imports/{run}/undo", {})

    def review(self, run: int, *, same: Sequence[int] = (), new: Sequence[int] = ()) -> Json:
        """Decide rows of an import by their lines, and return every row that waits then."""
        path, rows, after = f"/imports/{run}/review", list[Json](), "0"
        made: Json = {"run": run, "decided": {"same": 0, "new": 0}, "refusals": []}
        if same or new:
            made = self.send("POST", path, {"same": list(same), "new": list(new)})
        while after:
            page = self.read(path, [("after", after)])
            rows += page["rows"]
            after = str(page["next_after"] or "")
        return {**made, "rows": rows}

    def status(self, *, unit: str = "", system: str = "", **when: str) -> Json:
        """Return where the organisation stands."""
        return self.read("/status", [("unit", unit), ("system", system), *when.items()])

    def index(self, **asked: str) -> Json:
        """Return the AI Index opened up."""
        return self.read("/index", list(asked.items()))

    def why(self, scope: str, practice: str, *, level: str = "", **when: str) -> Json:
        """Return why a practice stands as it does."""
        asked = [("scope", scope), ("practice", practice), ("level", level)]
        return self.read("/why", [*asked, *when.items()])

    def requirements(self, **asked: str) -> Json:
        """Return how each requirement of a framework stands."""
        return self.read("/requirements", list(asked.items()))

    def worklist(self, *, person: str = "", page: int = 1) -> Json:
        """Return what a person owes."""
        return self.read("/worklist", [("person", person), ("page", str(page))])

    def everybody(self) -> Json:
        """Return what everybody owes, in sum."""
        return self.read("/worklist/everybody", [])

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
            return self.send("POST", path, {"law": law, "answers": given, "why": why})
        return self.read(
            path, [("law", law), *(("answers", f"{name}={value}") for name, value in given.items())]
        )

    def forecast(self, *, months: str = "") -> Json:
        """Return what lapses when if nobody does anything."""
        return self.read("/forecast", [("months", months)])

    def roadmap(self, *, by: str = "", take: Sequence[str] = ()) -> Json:
        """Return what to do next, and what the index would be."""
        return self.read("/roadmap", [("by", by), *(("take", one) for one in take)])

    def plan(self, step: str, *, on: str = "", person: str = "", drop: bool = False) -> Json:
        """Plan a step of the roadmap, or take it off the plan."""
        return self.send(
            "POST", "/roadmap/plan", {"step": step, "on": on, "person": person, "drop": bool(drop)}
        )

    def applicability(self, *, at: str = "", show: str = "") -> Json:
        """Return the Statement of Applicability."""
        return self.read("/applicability", [("at", at), ("show", show)])

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
        return self.send("POST", "/applicability", {**body, "suggested": bool(suggested)})

    def milestone(self, gate: str, *, on: str = "") -> Json:
        """Return what a gate of the management system says."""
        return self.read(f"/milestones/{quote(gate, safe='')}", [("on", on)])

    def deploy(self, ref: str, given: Mapping[str, str], *, dry_run: bool = False, **words: str) -> Json:
        """Deploy inside a standing approval, or only ask; words are version, envelope, why."""
        body = {"set": dict(given), "try": bool(dry_run), **words}
        return self.send("POST", f"/systems/{quote(ref, safe='')}/deploy", body)

    def gate(self, ref: str, stage: str, *, on: str = "") -> Json:
        """Return whether a gate is open to a system."""
        return self.read(f"/systems/{quote(ref, safe='')}/gates/{quote(stage, safe='')}", [("on", on)])

    def ask_stage(
        self,
        ref: str,
        stage: str,
        *,
        fields: Mapping[str, object] | None = None,
        change_type: str = "",
        proposed: Mapping[str, str] | None = None,
    ) -> Json:
        """Ask for a stage of a system's life."""
        path = f"/systems/{quote(ref, safe='')}/gates/{quote(stage, safe='')}/ask"
        return self.send(
            "POST",
            path,
            {"fields": dict(fields or {}), "type": change_type, "proposed": dict(proposed or {})},
        )

    def gate_mode(self, *, mode: str = "") -> Json:
        """Return how gates are kept, chosen otherwise where a mode is named."""
        return self.send("POST", "/gate-mode", {"mode": mode}) if mode else self.read("/gate-mode", [])

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
        return self.send("POST", f"/records/{quote(ref, safe='')}/whatif", body)


def call(name: str, **params: Any) -> Json | Sequence[Json]:  # noqa: ANN401  # the command's own words
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


_COMMANDS: Mapping[str, Callable[..., Json | Sequence[Json]]] = {
    "list": Remote.list,
    "show": Remote.show,
    "history": Remote.history,
    "import-review": Remote.review,
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
    "index": Remote.index,
    "requirements": Remote.requirements,
    "forecast": Remote.forecast,
    "roadmap": Remote.roadmap,
    "plan": Remote.plan,
    "gate": Remote.gate,
    "milestone": Remote.milestone,
    "ask-stage": Remote.ask_stage,
    "gate-mode": Remote.gate_mode,
    "deploy": Remote.deploy,
    "whatif": Remote.whatif,
    **remote_acts.COMMANDS,
}


def _take_in(
    remote: Remote,
    file: Path | None = None,
    *,
    undo: int = 0,
    map: Path | None = None,  # noqa: A002  # the option's name
    save_map: Path | None = None,
    dry_run: bool = False,
    **words: str,
) -> Json:
    from holdtrue.cli.output import progress

    if file is None:
        return remote.undo(undo)
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


__all__ = ["Remote", "Said", "call"]
