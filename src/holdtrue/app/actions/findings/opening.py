"""Opens a finding where a rule says so, inside an action that is running: one way for everything that finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.records import add_within
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.kinds.suggestions import suggested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Act
    from holdtrue.store.models import Record

MINOR = "minor"


def open_finding(  # noqa: PLR0913  # what people say of a finding, each by its name
    act: Act,
    nature: str,
    *,
    source: str,
    weight: str = MINOR,
    practice: str = "",
    requirement: str = "",
    about: Sequence[str] = (),
    audit: str = "",
    owner: str = "",
    why: str = "",
) -> Record:
    """Open a finding inside a running action, and return its record; the access decided is that action's.

    `nature` is what is wrong, as a fact; `source` says where it comes from, best the ref of the record that showed it
    (EVI-0007, INC-0003, CHG-0012), by which the loop counts it. `about`, `audit` and `owner` are refs or uids.
    `weight` is major, minor, observation or improvement. It is due as the form would suggest, and is linked to the
    closed finding it is the return of, where one of the last two years on the same practice or requirement and the
    same systems is there.
    """
    given: dict[str, object] = {
        "type": weight,
        "nature": nature.strip(),
        "source": source,
        "practice": practice,
        "requirement": requirement,
        "about": list(about),
        "audit": audit,
        "owner": owner,
    }
    given |= suggested("finding", {"type": weight}, act.day)
    fields, links = clean("finding", {name: value for name, value in given.items() if value})
    return add_within(act, KINDS["finding"], fields, links, why=why)


def due_on(act: Act, weight: str) -> str:
    """Return the day by which a finding of that weight is to be closed when it is opened today."""
    return suggested("finding", {"type": weight}, act.day).get("due", iso(act.day))


__all__ = ["due_on", "open_finding"]
