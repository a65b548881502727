"""Brings Django up on a data folder: the one way the command line, the server and the tests do it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "holdtrue.settings.live"


def start(data: Path | str | None = None) -> None:
    """Read the settings and load the applications; a second call is free."""
    if data is not None:
        os.environ["HOLDTRUE_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
    import django

    django.setup()
