"""What the contract tests read: our own files, their trees, and the sentences of the catalogs."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "holdtrue"
WORDS = PACKAGE / "data" / "words" / "en"


@cache
def modules() -> tuple[Path, ...]:
    """Our Python modules, without migrations."""
    return tuple(sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts))


@cache
def checks() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "tests").rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("account/messages/*.txt")]))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file the repository holds or is about to."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # a clone was made with it
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def catalog() -> dict[str, Any]:
    """Message id -> its text, or its forms."""
    found: dict[str, Any] = {}
    for path in sorted(WORDS.glob("*.yaml")):
        found |= yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or {}
    return found


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
