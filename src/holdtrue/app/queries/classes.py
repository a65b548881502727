"""Which class a system falls in under a law: the walk over its facts, beside what is on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.around import around
from holdtrue.core.classifying import Classified, classify
from holdtrue.core.refusals import BadInput
from holdtrue.core.walks import WALKS, answered, cleaned, from_lines

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.around import Around
    from holdtrue.core.facts import Fact, Fields

_SAID = frozenset({"stated", "imported"})


@dataclass(frozen=True, slots=True)
class Looked:
    """A walk of one system, with the classification on record under that law."""

    ref: str
    title: str
    found: Classified
    given: Mapping[str, object]
    """Answers beside the system's own facts."""
    record: str
    """Ref of the classification this walk keeps; '' where there is none yet."""
    recorded: str
    """The class it says, newest revision."""
    in_force: bool
    stated: tuple[tuple[str, str], ...]
    """(ref, class) of what a register, an inventory or a person stated under this law."""
    around: Around

    @property
    def agrees(self) -> bool:
        """Whether what is on record is what the facts now give."""
        return bool(self.recorded) and self.recorded == self.found.settled


def look(
    caller: Caller, ref: str, law: str, given: Mapping[str, object] | None = None, *, only: bool = False
) -> Looked:
    """Walk a law over a system. What is given goes before the answers on record; `only` leaves those out.

    BadInput where the record is no system, the law has no walk or an answer is none of the question's.
    """
    found = around(caller, ref)
    if found.record.kind != "system":
        raise BadInput("classify.not_a_system", ref=found.record.ref)
    sent = cleaned(law, given or {})
    own, stated = _under(found, law)
    before = {} if only or own is None else from_lines(law, own.newest.get("answers"))
    answers = {**before, **sent}
    return Looked(
        ref=found.record.ref,
        title=found.record.title,
        found=classify(law, _fields(found), answers),
        given=answers,
        record=own.ref if own else "",
        recorded=str(own.newest.get("class") or "") if own else "",
        in_force=bool(own and own.in_force),
        stated=tuple((f.ref, str(f.newest.get("class") or "")) for f in stated),
        around=found,
    )


def laws_for(found: Around) -> tuple[str, ...]:
    """Return the laws with a walk, first those that the places a system is used in bring with them."""
    near = {"eu_ai_act": "EU", "law25": "QC", "us_omb": "US"}
    places = _fields(found).get("jurisdictions")
    used = places if isinstance(places, (list, tuple)) else ()
    return tuple(sorted(WALKS, key=lambda law: (near[law] not in used, WALKS.index(law))))


def unanswered(looked: Looked) -> tuple[str, ...]:
    """Return the questions that neither a fact nor an answer settles."""
    known = answered(looked.found.walk.law, _fields(looked.around), looked.given)
    return tuple(name for name in looked.found.walk.questions if name not in known)


def _fields(found: Around) -> Fields:
    return found.fact.fields if found.fact else found.body["fields"]


def _under(found: Around, law: str) -> tuple[Fact | None, list[Fact]]:
    """The classification the walk keeps, and those that somebody stated, under one law."""
    about = [
        f for f in found.pointing("classification") if law in (f.newest.get("law"), *f.links.get("law", ()))
    ]
    stated = [f for f in about if f.newest.get("provenance") in _SAID]
    own = [f for f in about if f not in stated]
    return (own[-1] if own else None), stated
