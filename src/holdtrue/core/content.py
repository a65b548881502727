"""Reads the YAML content: as it ships with the package, or as an organisation installed it before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib import resources
from typing import ParamSpec, TypeVar, cast

import yaml

Content = Mapping[str, object]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Edition:
    """A set of rules as it was installed: the bytes of its files, by path. Without files, what ships."""

    digest: str = ""
    """Empty for what ships."""
    files: Mapping[str, bytes] = field(default_factory=dict)


SHIPPED = Edition()
_KEPT: list[dict[tuple[object, ...], object]] = []
"""The answers of every function that keeps them apart by edition."""
_IN_FORCE: ContextVar[Edition] = ContextVar("edition", default=SHIPPED)


def put_in_force(edition: Edition) -> None:
    """Let everything asked from here on, in this thread, read its rules from an edition."""
    _IN_FORCE.set(edition)


@contextmanager
def by_the_rules_of(edition: Edition) -> Iterator[None]:
    """Do the same for a while."""
    token = _IN_FORCE.set(edition)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def by_edition(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the answers of a function of the content apart for each edition."""
    kept: dict[tuple[object, ...], R] = {}
    _KEPT.append(cast("dict[tuple[object, ...], object]", kept))

    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        key = (_IN_FORCE.get().digest, args, *named.items())
        if key not in kept:
            kept[key] = function(*args, **named)
        return kept[key]

    return asked


def forget(edition: Edition) -> None:
    """Drop what is kept of an edition that was only tried out."""
    for kept in _KEPT:
        for key in [key for key in list(kept) if key[0] == edition.digest]:
            kept.pop(key, None)


@by_edition
def content(path: str) -> Content:
    """Return the mapping in `data/<path>`; read once, to be treated as read-only."""
    loaded = yaml.load(content_bytes(path), yaml.CSafeLoader)
    return cast("Content", loaded)


def content_bytes(path: str) -> bytes:
    """Return the file of the rules in force, for a digest of exactly that."""
    held = _IN_FORCE.get().files.get(path)
    return _shipped(path) if held is None else held


def paths_under(folder: str) -> tuple[str, ...]:
    """Return the files an organisation added under a folder, in order; what ships has none."""
    return tuple(sorted(path for path in _IN_FORCE.get().files if path.startswith(folder)))


@cache
def _shipped(path: str) -> bytes:
    return resources.files("holdtrue.data").joinpath(*path.split("/")).read_bytes()
