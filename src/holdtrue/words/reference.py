"""Writes the reference pages under docs/ that follow from declarations: kinds, practices, permissions, glossary."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from holdtrue.core.access import ROLES, TABLE
from holdtrue.core.glossary import TERMS
from holdtrue.core.kinds import KINDS, FieldSpec, Kind
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.words.catalog import say, text
from holdtrue.words.clock_page import clock_page
from holdtrue.words.practice_pages import practice_pages
from holdtrue.words.year_page import starter_year

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def pages() -> Mapping[str, str]:
    """Return every page by its path under docs/."""
    found = {f"kinds/{kind.id}.md": _kind(kind) for kind in KINDS.values()}
    single = {"permissions.md": _permissions(), "glossary.md": _glossary(), "starter-year.md": starter_year()}
    single["clocks.md"] = clock_page()
    return {"kinds/index.md": _kinds(), **found, **practice_pages(library()), **single}


def write(folder: Path) -> None:
    """Write the pages that differ; a test compares the folder with what the declarations give."""
    for path, page in pages().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")


def _kinds() -> str:
    rows = [
        f"| [{say(kind.label)}]({kind.id}.md) | `{kind.id}` | {kind.prefix} | {_cell(say(kind.help))} |"
        for kind in KINDS.values()
    ]
    return _page(
        text("reference.kinds.title"),
        text("reference.kinds.lead"),
        _head("kind", "id", "prefix", "about"),
        *rows,
    )


def _kind(kind: type[Kind]) -> str:
    facts = [f"- {line}" for line in _facts(kind)]
    rows = [_field(spec) for spec in kind.field_specs()]
    choices = [line for spec in kind.field_specs() if spec.choices for line in _choices(spec)]
    return _page(
        say(kind.label),
        say(kind.help),
        "",
        *facts,
        "",
        f"## {text('reference.fields')}",
        "",
        _head("field", "means", "takes", "example", "marks"),
        *rows,
        *(["", f"## {text('reference.choices')}", "", *choices] if choices else []),
    )


def _facts(kind: type[Kind]) -> list[str]:
    said = [text("reference.prefix", prefix=kind.prefix), text(f"reference.edits.{kind.edits}")]
    if kind.title_field:
        said.append(text("reference.title_field", field=kind.title_field))
    if kind.rests_on:
        said.append(text("reference.rests_on", paths=tuple(f"`{path}`" for path in kind.rests_on)))
    if kind.dated:
        said.append(text("reference.event" if kind.event else "reference.dated", field=kind.dated))
    if kind.settles:
        said.append(text("reference.settles", closed=kind.settles[0], due=kind.settles[1]))
    if kind.review_every:
        said.append(text("reference.review", every=kind.review_every))
    said.append(text("reference.phase", phase=Message(f"phase.{kind.phase}")))
    return said


def _field(spec: FieldSpec) -> str:
    means = " ".join(say(m) for m in (spec.help, spec.why) if m)
    example = f"`{say(spec.example)}`" if spec.example else ""
    takes = text(f"reference.takes.{spec.type}")
    if spec.linked or spec.target:
        takes = text("reference.takes_of", what=takes, target=spec.target)
    marks = [
        text(f"reference.mark.{name}")
        for name in ("required", "material", "derived", "personal")
        if getattr(spec, name)
    ]
    return f"| `{spec.name}`<br>{say(spec.label)} | {_cell(means)} | {takes} | {_cell(example)} | {', '.join(marks)} |"


def _choices(spec: FieldSpec) -> list[str]:
    values = [f"`{value}` {say(label)}" for value, label in spec.choices]
    own = [text("reference.own_values")] if spec.open else []
    return [f"- `{spec.name}`: {'; '.join([*values, *own])}."]


def _permissions() -> str:
    rows = [
        f"| {say(Message(f'access.act.{act}'))} | {' | '.join(_reach(act, role) for role in ROLES)} |"
        for act in TABLE
    ]
    head = _head("act", *ROLES)
    return _page(text("reference.permissions.title"), text("reference.permissions.lead"), "", head, *rows)


def _reach(act: str, role: str) -> str:
    grant = TABLE[act][role]
    kinds = tuple(say(KINDS[kind].label) for kind in sorted(grant.kinds))
    return say(Message(f"access.reach.{grant.reach.value}", {"kinds": kinds}))


def _glossary() -> str:
    rows = [f"**{say(term.word)}** {say(term.means)}\n" for term in TERMS]
    return _page(text("reference.glossary.title"), text("reference.glossary.lead"), "", *rows)


def _head(*columns: str) -> str:
    names = [say(Message(f"reference.column.{column}")) for column in columns]
    return f"| {' | '.join(names)} |\n|{' --- |' * len(names)}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _page(title: str, lead: str, *lines: str) -> str:
    return "\n".join([f"# {title}", "", lead, *lines]).rstrip() + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
