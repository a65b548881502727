"""Where the `holdtrue` command begins: what needs no framework is answered before one is loaded."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import holdtrue

if TYPE_CHECKING:
    from collections.abc import Sequence

_SWEEP = 50_000
"""Objects that may come to be before the newest are looked over for rings: an import makes millions and leaves few."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        print(f"holdtrue {holdtrue.__version__}")
        return 0
    from holdtrue.cli.commands import run

    gc.set_threshold(_SWEEP, 20, 50)
    return run(words)


if __name__ == "__main__":
    sys.exit(main())
