"""Ends a process whose parent is gone, so that a killed service leaves nothing behind that holds its port."""

from __future__ import annotations

import os
import signal
import threading
import time

EVERY = 0.5


def end_with(parent: int) -> None:
    """Watch from a thread of this process; where `parent` is no longer the parent, ask this process to end."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10 * EVERY)
    os.kill(os.getpid(), signal.SIGKILL)
