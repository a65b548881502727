"""What a log line never says: secrets that stand in addresses, and that somebody came to the employee's door."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/(?:sign-in|calendar|door/in|door/o|reset/key|confirm-email)/)[^/\s\"'?]+")
_DOOR = "/door/"


class Unsaid(logging.Filter):
    """Drops lines about the door that are no errors, since each carries a time; blanks secrets in all others."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line is written, without what it may not say."""
        said = record.getMessage()
        if _DOOR in said and record.levelno < logging.ERROR:
            return False
        blanked = _SECRET.sub(r"\1…", said)
        if blanked != said:
            record.msg, record.args = blanked, ()
        return True


__all__ = ["Unsaid"]
