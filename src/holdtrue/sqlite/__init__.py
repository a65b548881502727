"""The embedded database: Django's SQLite backend on a driver free of the WAL-reset bug, set to lose nothing."""

from holdtrue.sqlite.snapshot import snapshot

__all__ = ["snapshot"]
