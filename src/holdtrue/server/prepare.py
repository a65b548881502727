"""What must be in place before anything is served or changed: the folder, the tables, a driver that loses nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import OperationalError, connection

from holdtrue.app.upgrading import upgrade
from holdtrue.core.messages import Message
from holdtrue.core.refusals import Unreachable
from holdtrue.ledger.durable import held
from holdtrue.server import tables
from holdtrue.sqlite.driver import DRIVER, NEEDED, SOUND, sound
from holdtrue.store import guards

if TYPE_CHECKING:
    from holdtrue.app.upgrading import Progress


def prepare(progress: Progress | None = None) -> tuple[Message, ...]:
    """Bring folder and tables up to date; return what whoever runs this should know. Settings must be started.

    What an older version left may take minutes. It may be cut short at any moment: the next start does what is left.
    """
    settings.HOLDTRUE_FOLDER.prepare()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Unreachable("server.database.unreachable") from error
    if connection.vendor == "sqlite" and DRIVER.sqlite_version_info < NEEDED:
        versions = {"version": _dotted(DRIVER.sqlite_version_info), "needed": _dotted(NEEDED)}
        raise Unreachable("server.driver.too_old", **versions)
    if tables.behind():
        with held(settings.HOLDTRUE_FOLDER.path / "tables"):  # whoever comes second finds it done
            tables.bring_up_to_date(partial(progress, Message("server.tables")) if progress else None)
            if tables.stale():
                upgrade(progress=progress)
                tables.note_derived()
    return (*_guarded(), *told())


def _guarded() -> tuple[Message, ...]:
    """Put append-only guards back that somebody took away; what was done meanwhile, `verify` finds."""
    gone = guards.missing()
    if not gone:
        return ()
    guards.install()
    return (Message("server.guards.gone", {"names": ", ".join(gone)}),)


def told() -> tuple[Message, ...]:
    """What is safe but slower or narrower than it should be."""
    version = DRIVER.sqlite_version_info
    if connection.vendor != "sqlite" or sound(version):
        return ()
    return (Message("server.driver.old", {"version": _dotted(version), "sound": _dotted(SOUND)}),)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
