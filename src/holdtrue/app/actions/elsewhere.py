"""Bringing in incidents of others from an export on disk: what is new or changed is written, and one entry tells it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core import elsewhere
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import ReferenceIncident, ReferenceWord

if TYPE_CHECKING:
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.elsewhere import Elsewhere, Skipped

LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an export; new, changed and same are all its incidents."""

    new: int
    changed: int
    same: int
    rows: dict[str, int]
    skipped: tuple[Skipped, ...]


def bring_in(caller: Caller, folder: Path) -> Brought:
    """Bring in the export in a folder. Doing it again writes only what changed; nothing is taken away.

    BadInput where the folder holds no incidents, or a file is too large or no text.
    """
    require(caller, "import", on_organisation())
    export = elsewhere.read(_texts(folder))
    if not export.incidents:
        raise BadInput("elsewhere.empty", field="folder", name=elsewhere.NAMES[0])
    pk = caller.organisation.pk
    with acting(caller, "elsewhere.bring_in", "import", on_organisation()) as act:
        known = dict(ReferenceIncident.rows.of(pk).values_list("number", "digest"))
        new = [x for x in export.incidents if x.number not in known]
        changed = [x for x in export.incidents if known.get(x.number) not in (None, x.digest)]
        if changed:
            gone = ReferenceIncident.rows.of(pk).filter(number__in=[x.number for x in changed])
            ReferenceWord.rows.of(pk).filter(incident__in=gone).delete()
            gone.delete()
        _write(caller, [*new, *changed])
        if new or changed:
            said = {"source": elsewhere.SOURCE, "new": len(new), "changed": len(changed)}
            act.note(None, contents=said)
    same = len(export.incidents) - len(new) - len(changed)
    return Brought(len(new), len(changed), same, dict(export.rows), tuple(export.skipped))


def _write(caller: Caller, incidents: list[Elsewhere]) -> None:
    rows = ReferenceIncident.rows.add(
        [ReferenceIncident(organisation=caller.organisation, digest=x.digest, **asdict(x)) for x in incidents]
    )
    ReferenceWord.rows.add(
        [
            ReferenceWord(organisation=caller.organisation, word=word, weight=weight, incident=row)
            for row, x in zip(rows, incidents, strict=True)
            for word, weight in x.words().items()
        ]
    )


def _texts(folder: Path) -> dict[str, str]:
    """The files of an export; links that lead elsewhere are not followed."""
    found = {}
    for name in elsewhere.NAMES:
        path = folder / name
        if path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size > LARGEST:
            raise BadInput("elsewhere.large", field="folder", name=name, most=LARGEST // 1024 // 1024)
        try:
            found[name] = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadInput("elsewhere.no_text", field="folder", name=name) from error
    if elsewhere.NAMES[0] not in found:
        raise BadInput("elsewhere.empty", field="folder", name=elsewhere.NAMES[0])
    return found


__all__ = ["Brought", "bring_in"]
