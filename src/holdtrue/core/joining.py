"""When a law brings a practice into every profile: for one system, and for the organisation by any of its systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from holdtrue.core.claims.asked import Joins
from holdtrue.core.claims.fitting import asking
from holdtrue.core.content import by_edition
from holdtrue.core.days import NEVER, Day
from holdtrue.core.frameworks import framework

if TYPE_CHECKING:
    from holdtrue.core.facts import Fields
    from holdtrue.core.practices import Practice

Asks = Callable[["Fields", "Fields"], "bool | None"]
"""The facts of one line of law_when made ready: (fields of the system, fields of the organisation) -> answer."""


def law_day(practice: Practice, asks: Sequence[Asks], fields: Fields, organization: Fields) -> Day | None:
    """Return the day `Practice.joined` gives, its conditions made ready and its days looked up once."""
    if not asks:
        return None
    eu_class = fields.get("eu_class")
    known = eu_class if isinstance(eu_class, str) else None
    found = [
        _first_day(line.law, line.duties, known)
        for line, asked in zip(practice.law_when, asks, strict=True)
        if asked(fields, organization) is True
    ]
    return min(found) if found else None


def joining_part(practice: Practice) -> Joins:
    """Return the part that says from which day some current system joins an organisation's practice by law."""
    asks = tuple(asking(line.when) for line in practice.law_when)

    def joined(fields: Fields, organization: Fields) -> Day | None:
        return law_day(practice, asks, fields, organization)

    source = {
        "joins": [{"law": w.law, "duties": list(w.duties), "when": dict(w.when)} for w in practice.law_when]
    }
    return Joins(source, "system", joined)


@by_edition
def _first_day(law: str, duties: tuple[str, ...], eu_class: str | None) -> Day:
    return min(framework(law).requirement(duty).applies_from(eu_class) or NEVER for duty in duties)
