"""Importing a file: planned, rehearsed, run in chunks, reviewed and undone."""

from holdtrue.app.actions.importing.rehearse import rehearse
from holdtrue.app.actions.importing.run import (
    CHUNK,
    OPEN,
    Outcome,
    Progress,
    prepare,
    remember,
    run,
    stop,
    stored_message,
)
from holdtrue.app.actions.importing.undo import undo

__all__ = [
    "CHUNK",
    "OPEN",
    "Outcome",
    "Progress",
    "prepare",
    "rehearse",
    "remember",
    "run",
    "stop",
    "stored_message",
    "undo",
]
