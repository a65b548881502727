"""The static files are the same for every client of a test run: they are looked up once, not by each."""

from __future__ import annotations

from whitenoise.middleware import WhiteNoiseMiddleware

_look_up = WhiteNoiseMiddleware.add_files_from_finders
_found: dict[str, object] = {}


def look_up_once() -> None:
    """Let every further application in this process take over what the first one found."""

    def once(self: WhiteNoiseMiddleware) -> None:
        if not _found:
            _look_up(self)
            _found.update(self.files)
        self.files.update(_found)

    WhiteNoiseMiddleware.add_files_from_finders = once
