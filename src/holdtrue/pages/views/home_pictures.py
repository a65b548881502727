"""What the first page draws: the dial, the wheel, and the band of what holds beside what does not."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from holdtrue.app.queries.glance import GONE, asked, drawn, in_states
from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.home import DialView, Property, Quarter, Slice, Spoke
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.views.frame import PHASES

if TYPE_CHECKING:
    from holdtrue.app.queries.status import Status
    from holdtrue.app.queries.trend import Reading
    from holdtrue.pages.views.frame import Visit


def dial(visit: Visit, status: Status, ghost: Reading | None = None) -> DialView:
    """Return the AI Index with its band and six properties, and where they stood a year ago behind them."""
    index, scheme = status.index, status.figures.library.scheme
    profile = t("page.home.profile", profile=_profile(status))
    if index.joined:
        profile = t("page.home.profile_joined", profile=_profile(status), n=index.joined)
    ends = status.holds_until.day if status.holds_until else ALWAYS
    return DialView(
        score=index.shown,
        band=said(index.band.label),
        band_says=said(index.capped) if index.capped else index.band.says,
        profile=profile,
        properties=tuple(
            Property(
                p.title,
                None if (score := index.properties.get(p.id)) is None else floor(score),
                p.question,
                f"{visit.places.at('index')}#{p.id}",
                whole_points(ghost.properties.get(p.id)) if ghost else None,
            )
            for p in scheme.properties
        ),
        ghost=ghost.shown if ghost else None,
        ghost_words=t("index.ghost", score=ghost.shown, date=absolute(ghost.day)) if ghost else "",
        until_words=t("page.home.until", date=absolute(ends)) if ends < ALWAYS else "",
    )


def whole_points(hundredths: int | None) -> int | None:
    """Return a kept score as the whole number people read."""
    return None if hundredths is None else hundredths // 100


def _profile(status: Status) -> str:
    return said(Message(f"profile.{status.index.profile}"))


def wheel(visit: Visit, status: Status) -> tuple[Quarter, ...]:
    """Return the four phases with the practices asked for; a practice of many systems is drawn by its mean."""
    return tuple(
        Quarter(
            phase,
            visit.places.at(phase),
            tuple(
                Spoke(
                    s.practice.title, drawn(s), visit.places.practice(s.practice.id), broken=s.state in GONE
                )
                for s in asked(status)
                if s.practice.phase == phase
            ),
            sum(s.level >= s.target for s in asked(status) if s.practice.phase == phase),
        )
        for phase in PHASES
    )


def slices(visit: Visit, status: Status) -> tuple[Slice, ...]:
    """Return how many pairs of a practice and a scope are in each state at the level asked of them."""
    address = visit.places.at("practices")
    return tuple(
        Slice(state, n, with_query(address, state=state) if state != "holds" else "")
        for state, n in in_states(status).items()
    )


def level_words(levels: tuple[int, ...]) -> str:
    """Say how many scopes stand at each level, highest first, empty levels left out."""
    said_levels = [
        t("page.level.count", n=levels[n], level=t(f"page.level.at.{n}"))
        for n in range(len(LEVEL_WORDS) - 1, -1, -1)
        if levels[n]
    ]
    return ", ".join(said_levels)
