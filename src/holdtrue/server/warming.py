"""Makes ready what the first visitor of a worker would otherwise wait for: rules, views and pages most asked for."""

from __future__ import annotations

import gc
import threading
from importlib import import_module
from typing import Any

from django.core.signals import request_finished
from django.template import engines
from django.urls import get_resolver

FIRST = ("home", "list", "record")
"""Pages everybody opens: the first page, a list, a record; the others are made ready when they are first opened."""
_VIEWS = ("home", "lists", "records")

_SWEEP = 20_000
"""Objects that may come to be, beyond those gone, before the newest are looked over for rings: some MiB at most. At
Python's own seven hundred two changes in three paid for a sweep that found next to nothing."""
_WITHIN = 10 * _SWEEP
"""So many make a request pay for a sweep itself; else one waits until the answer is sent."""
_OLDER = 10
"""Sweeps of one age after which the next is looked over too."""


def warm() -> threading.Thread:
    """Begin in a thread of this process, so that nobody waits for it; return the thread."""
    begun = threading.Thread(target=made_ready, daemon=True)
    begun.start()
    return begun


def made_ready() -> None:
    """Load the rules and the views, and compile the pages with every part they are put together of."""
    from holdtrue.app.derive.asked import index_of  # models are loaded by now
    from holdtrue.core.practices import library
    from holdtrue.words.catalog import known

    index = index_of(library())
    index.of_systems(None)
    get_resolver().url_patterns  # noqa: B018 # read for its effect: the site map, where this process has not yet
    for name in _VIEWS:
        import_module(f"holdtrue.pages.views.{name}")
    environment = getattr(engines["pages"], "env")  # noqa: B009  # Django's types name no engine of their own
    compiled: set[str] = set()
    for name in FIRST:
        _compile(environment, f"{name}.html", compiled)
    known("page.skip")
    # What was made ready stays as well: a sweep of it all kept one page in some thirty waiting for a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_WITHIN, _OLDER, _OLDER)
    request_finished.connect(swept, dispatch_uid="swept")


def swept(**_: object) -> None:
    """Look for rings among what came to be, where that is much: between requests, so that no answer waits for it."""
    young, middle, old = gc.get_count()
    if young >= _SWEEP:
        gc.collect(2 if old > _OLDER else int(middle > _OLDER))


def _compile(environment: Any, name: str, compiled: set[str]) -> None:  # noqa: ANN401  # Jinja's, behind Django's
    from jinja2 import meta

    if name in compiled:
        return
    compiled.add(name)
    environment.get_template(name)
    source, _, _ = environment.loader.get_source(environment, name)
    for part in meta.find_referenced_templates(environment.parse(source)):
        if part:
            _compile(environment, part, compiled)
