"""Documents to start from: our own texts, filled with what the organisation has said of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from holdtrue.core.additions.lined import read as read_lines
from holdtrue.core.refusals import NotFound
from holdtrue.store import reading
from holdtrue.store.models import Link, Pack, Record
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller

_FIELD = re.compile(r"^# ([a-z_]+)$", re.MULTILINE)
_BLANK = re.compile(r"\{\{([a-z_]+)\}\}")
_BEGINS = re.compile(r"(?:\A|\n\n|[.!?])\s*\Z")
"""What stands before the beginning of a sentence."""
_ROLES = ("top_management", "ai_lead", "incident_lead", "privacy_officer", "people_lead")


BLANKS = frozenset(
    {"organisation", "in_sector", "today", "system_count", "jurisdictions", "ai_roles", *_ROLES}
)
"""What a blank may stand for."""


@dataclass(frozen=True, slots=True)
class Template:
    """One document to start from; its texts have blanks in double braces, named for the facts that fill them."""

    id: str
    kind: str
    topic: str
    title: str
    about: str
    minutes: int
    fields: Mapping[str, object]


@cache
def templates() -> tuple[Template, ...]:
    """Return every document to start from, in the order a newcomer would take them."""
    folder = resources.files("holdtrue.data").joinpath("templates", "documents")
    read = [
        read_template(file.name.removesuffix(".md"), file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".md")
    ]
    return tuple(template for _, template in sorted(read, key=lambda one: (one[0], one[1].id)))


def templates_of(caller: Caller) -> tuple[Template, ...]:
    """Return ours, then those of the packs installed in the organisation."""
    from holdtrue.app.packing import unpacked  # reads its templates as ours are read

    rows = Pack.rows.of(caller.organisation.pk).order_by("title").values_list("content", flat=True)
    return (*templates(), *(one for content in rows for one in unpacked(bytes(content)).templates))


def template(caller: Caller, name: str) -> Template:
    """Return one; `ai-policy` is `ai_policy` too. NotFound names those there are."""
    wanted = name.strip().lower().replace("-", "_")
    some = templates_of(caller)
    for one in some:
        if one.id == wanted:
            return one
    raise NotFound("document.template_unknown", name=name, known=tuple(t.id for t in some))


def filled(caller: Caller, name: str) -> tuple[Template, dict[str, object]]:
    """Return a template with the content of the record it would start; what is not known is said as such."""
    chosen = template(caller, name)
    facts = known(caller)
    content: dict[str, object] = {"title": chosen.title}
    if chosen.topic:
        content["topic"] = chosen.topic
    for field, value in chosen.fields.items():
        given = _filled(value, facts)
        if given not in ("", []):
            content[field] = given
    return chosen, content


def known(caller: Caller) -> dict[str, object]:
    """Return what fills the blanks: the organisation's own facts, and who holds which role. About five queries."""
    organisation = caller.organisation
    own = reading.of_kinds(organisation.pk, ["organization"])
    fields = reading.body(own[0])["fields"] if own else {}
    sector = str(fields.get("sector") or "").strip()
    systems = Record.rows.of(organisation.pk).filter(kind="system", retired_day__isnull=True).count()
    return {
        "organisation": organisation.name,
        "in_sector": text("document.fact.in_sector", sector=sector[:1].lower() + sector[1:])
        if sector
        else "",
        "today": date(caller.clock.day(organisation.time_zone)),
        "system_count": text("document.fact.systems", n=systems),
        "jurisdictions": ", ".join(map(str, fields.get("jurisdictions") or ()))
        or text("document.fact.jurisdictions"),
        "ai_roles": [str(role) for role in fields.get("ai_roles") or ()],
        **_holders(caller),
    }


def _holders(caller: Caller) -> dict[str, str]:
    organisation = caller.organisation.pk
    rows = (
        Link.rows.of(organisation)
        .filter(relation="holder", source__kind="role", source__key__in=_ROLES)
        .filter(source__retired_day__isnull=True, target__retired_day__isnull=True)
        .order_by("-source_id")
        .values_list("source__key", "target__title")
    )
    held = {str(role): str(title) for role, title in rows}
    return {
        role: text(f"document.fact.held.{role}", name=held[role])
        if role in held
        else text(f"document.fact.{role}")
        for role in _ROLES
    }


def _filled(value: object, facts: Mapping[str, object]) -> object:
    if isinstance(value, list):
        return [_filled(one, facts) for one in value]
    if not isinstance(value, str):
        return value
    whole = _BLANK.fullmatch(value.strip())
    if whole and isinstance(facts[whole[1]], list):
        return facts[whole[1]]
    return _BLANK.sub(lambda match: _placed(str(facts[match[1]]), value[: match.start()]), value)


def _placed(fact: str, before: str) -> str:
    """A fact where it stands in a text: with a capital where it begins a sentence."""
    return fact[:1].upper() + fact[1:] if _BEGINS.search(before) else fact


def read_template(name: str, content: str) -> tuple[int, Template]:
    """Return a template with its place among others, from its file; fails where that is no template."""
    _, head, body = content.split("---\n", 2)
    said: Mapping[str, Any] = read_lines(name, head.encode()).stated
    parts: Sequence[str] = _FIELD.split(body)
    fields: dict[str, object] = {
        field: words.strip() for field, words in zip(parts[1::2], parts[2::2], strict=True)
    }
    fields.update(said.get("fields", {}))
    if said.get("asked_of"):
        fields["asked_of"] = said["asked_of"]
    made = Template(
        name, said["kind"], said.get("topic", ""), said["title"], said["about"], said["minutes"], fields
    )
    return said["order"], made
