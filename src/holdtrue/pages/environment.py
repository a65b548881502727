"""The Jinja2 environment of the pages: what every template may call."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from holdtrue.pages import pictures
from holdtrue.pages.language import said, spoken, t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def environment(**options: object) -> Environment:
    """Return the environment named in Django's TEMPLATES setting; an undefined name in a template is an error."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)  # type: ignore[arg-type]  # Django hands over plain objects
    made.globals.update(names())
    made.filters["grouped"] = grouped
    return made


def names() -> Mapping[str, object]:
    """Return the names every template may use."""
    return {
        "t": t,
        "say": said,
        "spoken": spoken,
        "static": address,
        "url": reverse,
        "pictures": pictures,
        "remembered": remembered,
    }


@cache
def address(path: str) -> str:
    """Return where a file lies that every page links to; forty a page, and none of them moves."""
    return static(path)


def remembered(drawn: Callable[..., str]) -> Callable[..., str]:
    """Return what a macro draws, drawn once for equal values: rows repeat their cells. It lasts as long as its page."""
    return cache(drawn)


def grouped(number: float) -> str:
    """Write a number as people read it: 1,204."""
    return f"{number:,}"
