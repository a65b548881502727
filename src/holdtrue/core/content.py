"""Reads the YAML content that ships with the package: practices, gates, frameworks, checks and word lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

import yaml

Content = Mapping[str, object]


@cache
def content(path: str) -> Content:
    """Return the mapping in `data/<path>`; read once, to be treated as read-only."""
    loaded = yaml.load(content_bytes(path), yaml.CSafeLoader)
    return cast("Content", loaded)


def content_bytes(path: str) -> bytes:
    """Return the file as it ships, for a digest of exactly what is in force."""
    return resources.files("holdtrue.data").joinpath(*path.split("/")).read_bytes()
