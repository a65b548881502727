"""How a system stands, practice by practice, from what is stored; the why of each is a click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS, target_level
from holdtrue.core.standing import levels
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.glyph import Glyph, glyph
from holdtrue.pages.shapes.record import Standing
from holdtrue.pages.shapes.table import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.standings import Reader
    from holdtrue.core.verdicts import Verdict
    from holdtrue.pages.views.frame import Visit


def standing_list(visit: Visit, found: Around, reader: Reader, packed: bytes) -> tuple[Standing, ...]:
    """Return every practice asked of the system, what broke first; those that do not apply last."""
    asked = reader.asked_for(packed)
    told = []
    for name, verdicts in reader.verdicts(packed).items():
        if name in asked:
            told.append((_order(reader, name, verdicts), name, verdicts))
    return tuple(
        Standing(
            library().by_id[name].title,
            visit.places.practice(name),
            shown(visit, found.record.ref, name, verdicts),
        )
        for _, name, verdicts in sorted(told, key=lambda x: (x[0], list(library().by_id).index(x[1])))
    )


def _order(reader: Reader, name: str, verdicts: Sequence[Verdict] | None) -> int:
    if verdicts is None:
        return 99
    reached = levels(verdicts, reader.day)
    target = LEVEL_WORDS.index(target_level(library(), reader.profile, name))
    return 50 + reached.level if reached.level >= target else int(reached.state)


def shown(visit: Visit, scope: str, practice: str, verdicts: Sequence[Verdict] | None) -> Glyph:
    """Return the glyph of a practice in a scope (ORGANISATION or a ref), leading to its why."""
    title = library().by_id[practice].title
    return glyph(
        title, verdicts, visit.day, href=visit.places.why(scope, practice) if verdicts is not None else ""
    )


def own(visit: Visit, reader: Reader, practice: str) -> Glyph:
    """Return the glyph of one of the organisation's own practices."""
    return shown(visit, ORGANISATION, practice, reader.own_verdicts(practice))


def summed(reader: Reader, packed: bytes) -> Share:
    """Return how many of the practices asked reach their target."""
    glance = reader.glance(packed)
    state = "holds" if glance.holding == glance.asked else "soon" if glance.holding else "wrong"
    return Share(glance.holding, glance.asked, state)
