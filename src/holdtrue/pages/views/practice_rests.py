"""What one practice rests on and answers to: who holds its role, the records that carry it, and the requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries import inventory
from holdtrue.app.queries.holding import named_for
from holdtrue.core.claims.named import named_in
from holdtrue.core.claims.phrases import tag_said
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.frameworks import answers_of, framework
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.vocabulary import vocabulary
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.practice import Answer, Carrier

if TYPE_CHECKING:
    from holdtrue.core.practices import Practice
    from holdtrue.pages.views.frame import Visit

OF_EACH = frozenset({OWNER, OVERSEER, "risk_owner"})
"""Roles that each record names for itself."""


def held_by(visit: Visit, practice: Practice) -> tuple[Link, ...]:
    """Return who holds the role that looks after a practice, each a link to the person."""
    if practice.owner_role in OF_EACH:
        return ()
    people = named_for(visit.caller, practice.owner_role, visit.day)
    return tuple(Link(title, visit.places.record(ref)) for ref, title in people)


def nobody_words(practice: Practice) -> str:
    """Return what is said where no one person holds the role."""
    return t(f"page.practice.holder.{'each' if practice.owner_role in OF_EACH else 'nobody'}")


def carriers(visit: Visit, practice: Practice) -> tuple[Carrier, ...]:
    """Return the kinds of record that its levels look for, with how many there are."""
    kinds = [
        kind
        for kind in named_in(practice.claims).kinds
        if kind in KINDS and kind != "organization" and visit.may("read", on_kind(kind))
    ]
    counts = inventory.counts(visit.caller, kinds) if kinds else {}
    return tuple(
        Carrier(said(Message(f"kind.{kind}.plural")), visit.places.listing(kind), count=counts[kind])
        for kind in kinds
    )


def shown_by(visit: Visit, practice: Practice) -> tuple[Carrier, ...]:
    """Return the evidence and the figures that its levels ask for, each with what counts as such."""
    named, words = named_in(practice.claims), vocabulary()
    shown = [
        Carrier(_opened(tag), visit.places.listing("evidence", tag=tag), words.evidence_tags[tag].counts)
        for tag in named.evidence
        if visit.may("read", on_kind("evidence")) and tag in words.evidence_tags
    ]
    shown += [
        Carrier(_opened(tag), visit.places.listing("indicator", tag=tag), t("page.practice.figure"))
        for tag in named.figures
        if visit.may("read", on_kind("indicator"))
    ]
    return tuple(shown)


def satisfied(visit: Visit, practice: Practice) -> tuple[tuple[str, tuple[Answer, ...]], ...]:
    """Return the requirements it answers, by framework, each a link to its page."""
    found = []
    for name, ids in answers_of(practice).items():
        law = framework(name)
        told = [law.requirement(one) for one in ids]
        answers = tuple(
            Answer(one.article or one.id, one.title, visit.places.requirement(name, one.id)) for one in told
        )
        found.append((law.title, answers))
    return tuple(found)


def _opened(tag: str) -> str:
    return said(Message("claim.sentence", {"clause": tag_said(tag)}))
