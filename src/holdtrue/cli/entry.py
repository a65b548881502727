"""Where the `holdtrue` command begins: what needs no framework is answered before one is loaded."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import holdtrue

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        print(f"holdtrue {holdtrue.__version__}")
        return 0
    from holdtrue.cli.commands import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
