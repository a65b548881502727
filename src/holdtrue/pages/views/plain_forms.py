"""Forms as an employee meets them: what they can say and no more, the day and the rest filled in or left to others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.core.days import iso
from holdtrue.pages.forms import Offers, sections

if TYPE_CHECKING:
    from holdtrue.core.kinds import Kind
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.shapes.form import Section
    from holdtrue.pages.views.frame import Visit

_ASKED = {"concern": ("category", "text", "about")}
"""Kind → the fields an employee is asked for, of a kind that others work on further."""


def asked(visit: Visit, kind: str) -> tuple[str, ...]:
    """Return what is asked of this person; nothing where they get the whole form."""
    return _ASKED.get(kind, ()) if visit.caller.actor.role == "member" else ()


def known(visit: Visit, kind: type[Kind]) -> dict[str, str]:
    """Return what goes without saying: it is said today."""
    return {kind.dated: iso(visit.day)} if kind.dated and asked(visit, kind.id) else {}


def drawn(visit: Visit, kind: type[Kind], answers: Answers) -> tuple[Section, ...]:
    """Return the form of a kind; an employee's is open, without what signatures rest on."""
    few = asked(visit, kind.id)
    if few:
        answers.values = {name: value for name, value in answers.values.items() if name in few}
    made = sections(kind, answers, Offers(visit.caller, visit.places))
    if not few:
        return made
    return tuple(
        replace(x, folded=False, fields=tuple(replace(f, material=False) for f in x.fields)) for x in made
    )


__all__ = ["asked", "drawn", "known"]
