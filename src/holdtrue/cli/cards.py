"""How records, lists of them and their histories read in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from holdtrue.cli.output import grid
from holdtrue.core.kinds import KINDS
from holdtrue.words import say, text
from holdtrue.words.entries import done

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

_LONGEST = 500
_NARROW = 60


def card(console: Console, document: object) -> None:
    """Print one record: its fields and links, then what points to it."""
    found = cast("Document", document)
    kind = KINDS[found["kind"]]
    head = text(
        "cli.card.head", ref=found["ref"], title=found["title"], kind=kind.label, revision=found["revision"]
    )
    console.print(head, style="bold", soft_wrap=True)
    if found.get("retired"):
        console.print(text("cli.card.retired"))
    elif found["in_force"] != found["revision"]:
        of = found["in_force"]
        console.print(text("cli.card.in_force", n=of) if of else text("cli.card.nothing_in_force"))
    titles = {x["ref"]: f"{x['ref']} {x['title']}" for x in found.get("linked", ())}
    for spec in kind.field_specs():
        value = found["links"].get(spec.name) if spec.linked else None
        value = [titles.get(ref, ref) for ref in value] if isinstance(value, list) else value
        value = value or found["fields"].get(spec.name)
        if value not in (None, "", []):
            console.print(text("cli.card.field", label=spec.label, value=shown(value)), soft_wrap=True)
    for other, near in found["incoming"].items():
        some = ", ".join(x["ref"] for x in near[:8]) + (" …" if len(near) > 8 else "")  # noqa: PLR2004  # a line's worth
        console.print(
            text("cli.card.near", label=KINDS[other].label_plural, n=len(near), refs=some), soft_wrap=True
        )
    if found["missing"] and not found["fields"].get("sorted"):
        labels = tuple(say(kind.spec(name).label) for name in found["missing"])
        console.print(text("cli.card.missing", fields=labels), soft_wrap=True)


def listed(console: Console, document: object) -> None:
    """Print a list of records: ref and title, and for systems tier, use and state."""
    rows = cast("list[Document]", document)
    if not rows:
        console.print(text("cli.list.none"))
        return
    systems = rows[0]["kind"] == "system"
    names = ("ref", "title", "unit", "tier", "use", "state") if systems else ("ref", "title", "revision")
    cells = [[_cell(row, name) for name in names] for row in rows]
    grid(console, [text(f"cli.head.{name}") for name in names], cells)


def _cell(row: Document, name: str) -> str:
    value = row["fields"].get("use", "") if name == "use" else row.get(name, "")
    line = str(value)
    return line if len(line) <= _NARROW else line[: _NARROW - 1] + "…"


def happened(console: Console, document: object) -> None:
    """Print what happened to a record, newest first."""
    for entry in cast("list[Document]", document):
        line = text(
            "cli.history.entry",
            at=entry["at"][:16].replace("T", " "),
            by=entry["by"],
            action=say(done(entry["action"], alone=True)),
        )
        console.print(line, style="bold", soft_wrap=True)
        if entry["why"]:
            console.print(text("cli.history.why", why=entry["why"]), soft_wrap=True)
        for change in entry["changed"]:
            before, after = shown(change["before"]), shown(change["after"])
            message = "cli.history.set" if change["before"] in (None, "", []) else "cli.history.changed"
            console.print(text(message, field=change["field"], before=before, after=after), soft_wrap=True)


def shown(value: object) -> str:
    """Return a value as people read it, cut where it is long."""
    if value in (None, "", []):
        return text("cli.nothing")
    if isinstance(value, bool):
        return text("cli.yes" if value else "cli.no")
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    line = str(value)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
