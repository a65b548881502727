"""The rules that correctness cases in a file or folder are about: those that ship, with the own rules found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from holdtrue.core.additions.lined import read
from holdtrue.core.additions.whole import check, joined
from holdtrue.core.cases import RULES
from holdtrue.core.content import SHIPPED
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from holdtrue.core.content import Edition


def beside(path: Path | None) -> Edition:
    """Return the edition; BadInput naming file and line where own rules there are not in order.

    Without a path, or where nothing there states rules, these are the rules that ship.
    """
    if path is None:
        return SHIPPED
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    try:
        found = {one.name: body for one in paths if _states_rules(body := one.read_bytes())}
    except OSError as error:
        raise BadInput("own.unreadable", field="path", file=str(path)) from error
    return joined(SHIPPED, check(found, SHIPPED)) if found else SHIPPED


def _states_rules(body: bytes) -> bool:
    """Look at the outermost keys alone."""
    try:
        return bool(RULES & set(read("", body).stated))
    except (BadInput, yaml.YAMLError):
        return any(f"\n{key}:".encode() in b"\n" + body for key in RULES)


__all__ = ["beside"]
