"""Files kept under their organisation by the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store import inspecting

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation

LARGEST = 200 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies on disk."""

    sha256: str
    size: int
    media_type: str
    name: str


def keep(organisation: Organisation, file: BinaryIO, name: str) -> Kept:
    """Copy a file into the organisation's folder and return its digest; the same content is kept once.

    On return the bytes and the folder entry are synced to disk. Raises BadInput for an empty file, one over 200 MB,
    and one that is not what its name says, runs when opened or unfolds beyond reason; then nothing is kept.
    """
    folder = _folder(organisation)
    _make(folder)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        try:
            while piece := file.read(_PIECE):
                size += len(piece)
                _refuse_larger(size, name)
                digest.update(piece)
                copy.write(piece)
            _refuse_empty(size, name)
            copy.flush()
            inspecting.inspect(Path(copy.name), name)
            os.fsync(copy.fileno())
        except BaseException:
            Path(copy.name).unlink()
            raise
    sha256 = digest.hexdigest()
    place = folder / sha256[:2]
    _make(place)
    Path(copy.name).replace(place / sha256)
    _sync(place)
    bare = inspecting.named(name)
    return Kept(sha256, size, mimetypes.guess_type(bare)[0] or "application/octet-stream", bare)


def open_file(organisation: Organisation, sha256: str) -> BinaryIO:
    """Open a kept file; NotFound where it is gone."""
    path = path_of(organisation, sha256)
    if not path.is_file():
        raise NotFound("file.not_found", name=sha256)
    return path.open("rb")


def path_of(organisation: Organisation, sha256: str) -> Path:
    """Return where a kept file lies."""
    return _folder(organisation) / sha256[:2] / sha256


def _folder(organisation: Organisation) -> Path:
    return Path(settings.HOLDTRUE_FOLDER.blobs) / organisation.uid


def _make(folder: Path) -> None:
    """Make a folder whose name, too, is on disk on return."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _refuse_larger(size: int, name: str) -> None:
    if size > LARGEST:
        raise BadInput("file.too_large", field="file", name=name, most=LARGEST // 1_000_000)


def _refuse_empty(size: int, name: str) -> None:
    if not size:
        raise BadInput("file.empty", field="file", name=name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
