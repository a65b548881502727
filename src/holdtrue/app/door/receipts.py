"""Receipts: a hundred random bits in letters and digits that cannot be mistaken for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.app.clock import Clock

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS, _GROUP = 20, 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_receipt(clock: Clock) -> str:
    """Return a new receipt as people write it: K7QF-9M2A-…; only its digest is kept."""
    signs = "".join(_LETTERS[byte % 32] for byte in clock.entropy(_SIGNS))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP))


def as_written(typed: str) -> str:
    """Return what somebody typed in the one form it is looked up by; '' where it can be no receipt."""
    signs = "".join(c for c in typed.upper().translate(_MISREAD) if c in _LETTERS)[: _SIGNS + 1]
    if len(signs) != _SIGNS:
        return ""
    return "-".join(signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP))


__all__ = ["as_written", "new_receipt"]
