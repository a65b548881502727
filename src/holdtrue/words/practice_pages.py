"""Writes the reference pages of the practice library: what each practice asks, level by level, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.claims.phrases import facts_said
from holdtrue.core.frameworks import answers_of, framework
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS, Library, Practice
from holdtrue.core.vocabulary import vocabulary
from holdtrue.words.catalog import say, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdtrue.core.claims.base import Claim


def practice_pages(library: Library) -> Mapping[str, str]:
    """Return every page by its path under docs/."""
    found = {f"practices/{practice.id}.md": _page(practice, library) for practice in library.practices}
    return {"practices/index.md": _index(library), **found}


def _index(library: Library) -> str:
    lines = [f"# {text('reference.practices.title')}", "", text("reference.practices.lead")]
    for place in library.scheme.properties:
        lines += ["", f"## {say(Message(f'property.{place.id}'))}", "", f"{place.question} {place.means}", ""]
        lines += [
            f"- [{p.title}]({p.id}.md): {say(Message(f'profile.{p.profile}'))}. {p.statement}"
            for p in library.practices
            if p.property == place.id
        ]
    return "\n".join(lines) + "\n"


def _page(practice: Practice, library: Library) -> str:
    lines = [
        f"# {practice.title}",
        "",
        practice.statement,
        "",
        *(f"- {line}" for line in _facts(practice)),
        "",
    ]
    for level, claim in zip(LEVELS, practice.claims, strict=True):
        word = say(Message(f"level.{level}")).capitalize()
        lines += [
            f"## {word}",
            "",
            text("reference.minutes", n=practice.minutes[level]),
            "",
            *_asked(claim),
            "",
        ]
    tags = sorted(
        {tag for tag in library.evidence_tags if any(_names(practice.levels[v], tag) for v in LEVELS)}
    )
    if tags:
        counts = vocabulary().evidence_tags
        lines += [
            f"## {text('reference.evidence')}",
            "",
            *(f"- `{tag}`: {counts[tag].counts}" for tag in tags),
            "",
        ]
    answers = [line for name, ids in answers_of(practice).items() for line in _answers(name, ids)]
    lines += [f"## {text('reference.answers')}", "", *answers, ""]
    lines += [f"**{text('reference.auditor')}** {practice.auditor_asks}", ""]
    lines += [f"**{text('reference.pitfall')}** {practice.pitfall}"]
    return "\n".join(lines) + "\n"


def _facts(practice: Practice) -> Iterator[str]:
    yield text(f"reference.scope.{practice.scope}")
    yield text(
        "reference.place",
        property=Message(f"property.{practice.property}"),
        phase=Message(f"phase.{practice.phase}"),
        profile=Message(f"profile.{practice.profile}"),
    )
    yield text("reference.owner_role", role=Message(f"choice.roles.{practice.owner_role}"))
    if practice.tiers:
        tiers = tuple(
            Message(f"choice.tiers.{t}") for t in ("minimal", "limited", "high") if t in practice.tiers
        )
        yield text("reference.tiers", tiers=tiers)
    if practice.applies_when:
        yield text("reference.applies_when", facts=facts_said(practice.applies_when))
    for line in practice.law_when:
        duties = tuple(framework(line.law).requirement(duty).article for duty in line.duties)
        law = framework(line.law).title
        yield text("reference.law_when", law=law, duties=duties, facts=facts_said(line.when))


def _asked(claim: Claim) -> Iterator[str]:
    parts = claim.children() if claim.form == "all" else (claim,)
    return (f"- {say(part.describe())}" for part in parts)


def _answers(name: str, ids: tuple[str, ...]) -> Iterator[str]:
    found = framework(name)
    for requirement_id in ids:
        requirement = found.requirement(requirement_id)
        yield f"- {found.title}, {requirement.article or requirement.id}: {requirement.title}"


def _names(claim: object, tag: str) -> bool:
    """Whether a claim as written asks for evidence of that tag."""
    if isinstance(claim, dict):
        return claim.get("evidence") == tag or any(_names(part, tag) for part in claim.values())
    return isinstance(claim, list) and any(_names(part, tag) for part in claim)
