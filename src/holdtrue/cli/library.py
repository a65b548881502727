"""Commands that list what Holdtrue knows: kinds, practices, frameworks, and how far frameworks are covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.frameworks import framework, installed
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import PROFILES, library
from holdtrue.words import say, text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.coverage import Covered
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.kinds"))
def kinds() -> None:
    found = [
        {
            "id": kind.id,
            "title": say(kind.label),
            "prefix": kind.prefix,
            "about": say(kind.help),
            "fields": [spec.name for spec in kind.field_specs() if not spec.derived],
            "required": [spec.name for spec in kind.field_specs() if spec.required],
        }
        for kind in KINDS.values()
    ]
    show(found, lambda console, rows: _list(console, rows, ("id", "title", "prefix", "about")))


@app.command(help=text("cli.practices"))
def practices() -> None:
    found = [
        {
            "id": p.id,
            "title": p.title,
            "scope": "system" if p.per_system else "organisation",
            "property": p.property,
            "phase": p.phase,
            "profile": p.profile,
            "owner_role": p.owner_role,
            "tiers": sorted(p.tiers),
            "statement": p.statement,
        }
        for p in sorted(library().practices, key=lambda p: PROFILES.index(p.profile))
    ]
    show(found, lambda console, rows: _list(console, rows, ("id", "title", "scope", "profile")))


@app.command(help=text("cli.frameworks"))
def frameworks() -> None:
    found = [
        {
            "id": f.id,
            "title": f.title,
            "version": f.version,
            "as_of": f.as_of or None,
            "source": f.source or None,
            "requirements": len(f.requirements),
            "digest": f.digest,
        }
        for f in map(framework, installed())
    ]
    show(found, lambda console, rows: _list(console, rows, ("id", "title", "version", "requirements")))


@app.command(help=text("cli.coverage"))
def coverage(
    framework_id: Annotated[str, argument("FRAMEWORK", said="cli.coverage.framework")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.queries import asking, grounds
    from holdtrue.app.queries.coverage import covered
    from holdtrue.app.queries.requirements import framework_named

    names = (framework_named(framework_id).id,) if framework_id else installed()
    ground = grounds.of_status(caller, names, asking.status_asked(caller))
    found = [_covered(covered(ground, name)) for name in names]
    show(
        found[0] if framework_id else found,
        lambda console, _: _list(
            console, found, ("id", "title", "requirements", "applies", "satisfied", "open")
        ),
    )


@app.command(help=text("cli.requirements"))
def requirements(
    framework_id: Annotated[str, argument("FRAMEWORK", said="cli.requirements.framework")],
    *,
    failing: Annotated[bool, flag("--failing", said="cli.requirements.failing")] = False,
    system: Annotated[str, option("--system", said="cli.requirements.system", metavar="REF")] = "",
    at: Annotated[str, option("--at", said="cli.at", metavar="DATE")] = "",
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.queries import grounds
        from holdtrue.app.queries.requirements import answered
        from holdtrue.app.shapes_frameworks import requirements_json

        ground, ref = grounds.asked(caller, framework_id, system=system, at=at)
        return requirements_json(answered(ground, framework_id), failing=failing, system=ref)

    asked = {"framework": framework_id, "failing": "yes" if failing else "", "system": system, "at": at}
    show(session().answer("requirements", local, **asked), _requirements)


def _stands(line: Document) -> str:
    """How a requirement stands, with the minor findings it holds with."""
    if line["holds_with"] and line["standing"] == "holds":
        return text("page.requirement.holds_with", findings=", ".join(line["holds_with"]))
    return text(f"requirement.standing.{line['standing']}")


def _requirements(console: Console, document: object) -> None:
    told = cast("Document", document)
    console.print(text("cli.requirements.holds", part=told["holds"], whole=told["applies"], of=told["title"]))
    grid(
        console,
        [text(f"cli.head.{name}") for name in ("requirement", "title", "stands", "because")],
        [[line["name"], line["title"], _stands(line), line["because"]] for line in told["requirements"]],
    )


def _covered(found: Covered) -> Document:
    return {
        "id": found.framework.id,
        "title": found.framework.title,
        "requirements": len(found.requirements),
        "applies": found.applies,
        "satisfied": len(found.satisfied),
        "open": len(found.open),
        "satisfied_ids": list(found.satisfied),
        "open_ids": list(found.open),
        "begun": list(found.begun),
        "not_asked": list(found.not_asked),
        "uncovered": list(found.uncovered),
        "needs_more": dict(found.needs_more),
        "not_applicable": {name: say(why) if why else "" for name, why in found.not_applicable.items()},
    }


def _list(console: Console, rows: object, columns: tuple[str, ...]) -> None:
    listed = cast("list[Document]", rows)
    figures = tuple(n for n, name in enumerate(columns) if listed and isinstance(listed[0][name], int))
    grid(
        console,
        [text(f"cli.head.{name}") for name in columns],
        [[str(row[name]) for name in columns] for row in listed],
        right=figures,
    )
