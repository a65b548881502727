"""Pictures: shape before colour, numbers that agree with the words beside them, nothing unescaped."""

from __future__ import annotations

import re

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from holdtrue.pages import pictures
from holdtrue.pages.pictures.markup import element
from holdtrue.pages.shapes.glyph import LEVELS, STATES, Segment
from holdtrue.pages.shapes.home import Quarter, Slice, Spoke
from holdtrue.pages.shapes.indicators import ChartView, Spot
from holdtrue.pages.shapes.table import Share
from pages.samples.first import home, wheel
from pages.samples.frame import SUSPECT


def shapes(svg: str) -> tuple[str, ...]:
    """What is drawn, without any class that could colour it."""
    return tuple(re.findall(r' d="([^"]*)"', svg))


def test_every_state_has_a_shape_or_a_line_of_its_own():
    drawn = {state: shapes(pictures.mark(state)) for state in STATES}
    by_shape: dict[tuple[str, ...], set[str]] = {}
    for state, shape in drawn.items():
        by_shape.setdefault(shape, set()).add(state)
    alike = [states for states in by_shape.values() if len(states) > 1]
    assert alike == [{"holds", "missing"}]  # solid against a dotted outline


def test_a_glyph_has_four_segments_in_the_order_of_the_levels():
    svg = pictures.glyph([Segment(level, state, "") for level, state in zip(LEVELS, STATES, strict=False)])
    assert re.findall(r'class="is-(\w+)"', svg) == list(STATES[:4])


@pytest.mark.parametrize("attribute", [SUSPECT, '" onload="x', "a'b", "&amp;"])
def test_an_attribute_cannot_leave_its_quotes(attribute):
    made = fromstring(element("a", {"href": attribute}, "text"))
    assert made.attrib == {"href": attribute}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_any_title_comes_through_as_text(title):
    svg = pictures.wheel((Quarter("plan", "", (Spoke(title, 2),), 0),))
    spoken = [x.text or "" for x in fromstring(svg).iter("title")]
    assert spoken == [title]


def test_the_dial_says_the_score_and_each_property():
    view = home().dial
    words = " ".join(fromstring(pictures.dial(view)).itertext())
    assert "67" in words
    for shown in view.properties:
        assert f"{shown.title}{shown.score}" in words.replace(" ", "")


def test_the_wheel_draws_four_rings_for_each_practice_and_fills_its_level():
    svg = pictures.wheel(wheel())
    spokes = [x for quarter in wheel() for x in quarter.spokes]
    drawn = re.findall(r'class="cell( is-full| is-broken|)" d="([^"]*)"', svg)
    assert sum(path.count("Z") for _, path in drawn) == 4 * len(spokes)
    assert sum(path.count("Z") for kind, path in drawn if kind == " is-full") == sum(x.level for x in spokes)
    assert sum(kind == " is-broken" for kind, _ in drawn) == sum(x.broken for x in spokes)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8))
def test_the_band_stays_within_its_width_and_shows_every_state_that_occurs(counts):
    slices = [Slice(state, n) for state, n in zip(STATES, counts, strict=False)]
    svg = fromstring(pictures.band(slices))
    boxes = list(svg.iter("rect"))
    assert len(boxes) == sum(n > 0 for n in counts)
    for box in boxes:
        assert float(box.attrib["x"]) + float(box.attrib["width"]) <= 960.01


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_small_bar_never_passes_its_end(part, whole):
    svg = fromstring(pictures.small(Share(min(part, whole), whole)))
    assert all(float(x.attrib["width"]) <= 56 for x in svg.iter("rect"))


def test_no_picture_styles_itself():
    drawn = pictures.dial(home().dial) + pictures.wheel(wheel()) + pictures.band(home().slices)
    assert "style" not in drawn


def test_the_scale_of_a_share_ends_at_what_a_share_can_be():
    spots = tuple(Spot(day, value, "", "holds") for day, value in ((1, 0.95), (40, 1.0)))
    of_share = ChartView("Held", spots, 0.97, None, "", floor=0.0, ceiling=1.0)
    scale = re.findall(r'class="scale"[^>]*>([0-9.]+)<', pictures.series(of_share))
    assert scale
    assert max(map(float, scale)) == 1
    open_ended = re.findall(
        r'class="scale"[^>]*>([0-9.]+)<', pictures.series(ChartView("Held", spots, 0.97, None, ""))
    )
    assert max(map(float, open_ended)) > 1
