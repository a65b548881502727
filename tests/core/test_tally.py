"""What one scope adds to the counts, read under any choice of organisation-wide parts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.cast import TODAY
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.rungs import Rung
from holdtrue.core.tally import Counts, Place, level_of, spans, within
from holdtrue.core.verdicts import Bearing, State

days = st.one_of(st.just(NEVER), st.just(ALWAYS), st.integers(TODAY - 50, TODAY + 50))
rungs = st.builds(
    lambda a, b, opens, cause, bearing: Rung(
        opens, min(a, b), max(a, b), min(a, b), max(a, b), cause, bearing
    ),
    days,
    days,
    st.sampled_from([NEVER, TODAY + 5]),
    st.sampled_from([s for s in State if s is not State.HOLDS]),
    st.sampled_from(Bearing),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rungs, min_size=4, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_level_is_counted_once_for_the_parts_up_to_it_and_read_as_its_spans_are(levels, capped):
    counts = Counts()
    counts.add(3, "p", levels, capped, Place("high", 2), TODAY)

    for variant in range(1 << sum(capped)):
        held = {
            code: (n, points)
            for (_, _, which, code, _), n, points in counts.held_rows()
            if which == within(variant, capped, level_of(code))
        }
        ends = {
            (level, day): n
            for (_, _, which, level, _, day), n, _ in counts.cell_rows()
            if which == within(variant, capped, level)
        }
        assert held.pop(0) == (3, 6)
        lowest = 0
        for span in spans(levels, capped, variant):
            if span.until <= NEVER:
                lowest = lowest or span.level
                assert held.get(10 * lowest + span.state) == (3, 0)
            elif span.opens <= TODAY < span.until:
                assert held.pop(span.level) == (3, 6 * span.points)
            if max(NEVER, span.opens) < span.until < ALWAYS:
                assert ends[span.level, span.until] == 3
        assert len(held) == bool(lowest)
