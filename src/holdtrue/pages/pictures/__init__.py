"""Pictures drawn on the server as SVG: no inline style, the same facts in words beside each."""

from holdtrue.pages.pictures.ahead import ahead
from holdtrue.pages.pictures.bars import band, levels, portion, score, small
from holdtrue.pages.pictures.dial import dial
from holdtrue.pages.pictures.glyph import glyph, mark
from holdtrue.pages.pictures.life import life
from holdtrue.pages.pictures.matrix import matrix
from holdtrue.pages.pictures.series import series
from holdtrue.pages.pictures.trend import spark, trend
from holdtrue.pages.pictures.wheel import wheel

__all__ = [
    "ahead",
    "band",
    "dial",
    "glyph",
    "levels",
    "life",
    "mark",
    "matrix",
    "portion",
    "score",
    "series",
    "small",
    "spark",
    "trend",
    "wheel",
]
