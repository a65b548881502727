"""Checks an exported folder: every byte of every file, the log it holds, and checkpoints kept elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.ledger import folder as layout
from holdtrue.ledger import notes
from holdtrue.ledger.entries import LARGEST_ENTRY, Evidence
from holdtrue.ledger.errors import LedgerError, MalformedError
from holdtrue.ledger.export import files, measured
from holdtrue.ledger.folder import Manifest, Sealed, read_payload
from holdtrue.ledger.keys import VerifyingKey, read_keys
from holdtrue.ledger.merkle import EMPTY_ROOT, HASH_SIZE
from holdtrue.ledger.report import DisagreesError, Report
from holdtrue.ledger.tiles import WIDTH, Place, Tile, TileWriter, places
from holdtrue.ledger.verify import NamedNote, StoredEntry, Verification

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from holdtrue.ledger.commitments import Opening


def verify_folder(
    folder: Path,
    *,
    trusted: Iterable[VerifyingKey] = (),
    witnesses: Iterable[VerifyingKey] = (),
    kept: Iterable[NamedNote] = (),
) -> Report:
    """Check an exported folder without the product, its database or its maker.

    `trusted` are the log's keys as you learned them elsewhere; without them the folder's own key is believed, which
    shows that nothing was altered since the export but not by whom it was made. `kept` are checkpoints you hold from
    before: only they show that the log was not written anew as a whole.
    """
    origin = ""
    try:
        keys = _keys(folder, tuple(trusted))
        origin = keys[0].name
        manifest = _manifest(folder, keys)
        exported = _Exported(folder, manifest)
        exported.compare()
        return exported.verify((*keys, *witnesses), kept)
    except DisagreesError as error:
        disagreement = error.disagreement
    except LedgerError as error:
        disagreement = DisagreesError.of(error, file=layout.MANIFEST).disagreement
    return Report(origin, entries=0, root=EMPTY_ROOT, first_disagreement=disagreement)


class _Exported:
    """The folder's files under a manifest whose signature stands."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._sealed = {file.path: file for file in manifest.files}
        self._places = sorted(map(Place.from_path, manifest.paths(layout.TILES)), key=lambda p: p.width)
        self._rows = {place.index: place for place in self._places if place.level == 0}
        self._unread = {*manifest.paths(layout.PAYLOADS), *manifest.paths(layout.BLOBS)}

    def compare(self) -> None:
        """Hold the folder's files against the manifest, all but the entries, whose bytes are named by seq later."""
        present = set(files(self._folder)) - {layout.KEYS, layout.MANIFEST}
        for path in sorted(present | self._sealed.keys()):
            if path in present and (path not in self._sealed or not _is_plain(self._folder / path)):
                raise DisagreesError("ledger.verify.unlisted", file=path)
            if path not in present:
                raise DisagreesError("ledger.verify.missing", file=path)
            if path != layout.ENTRIES and measured(self._folder, path) != self._sealed[path]:
                raise DisagreesError("ledger.verify.altered", file=path)
        if layout.ENTRIES not in self._sealed:
            raise DisagreesError("ledger.verify.missing", file=layout.ENTRIES)

    def verify(self, keys: tuple[VerifyingKey, ...], kept: Iterable[NamedNote]) -> Report:
        """Check the log, then that nothing in the folder stands outside it."""
        check = Verification(self._manifest.origin, openings=self._opening, blobs=self._blob)
        report = check.run(self._entries(), checkpoints=(*self._checkpoints(), *kept), keys=keys)
        found = report.first_disagreement
        if found is not None:
            return (
                report
                if found.file
                else replace(report, first_disagreement=replace(found, file=layout.ENTRIES))
            )
        try:
            self._end(report)
        except DisagreesError as error:
            return check.report(error.disagreement)
        return report

    def _checkpoints(self) -> Iterator[NamedNote]:
        for path in self._manifest.paths(layout.CHECKPOINTS):
            yield path, self._read(path)

    def _entries(self) -> Iterator[StoredEntry]:
        """Give the lines with the leaf hashes that the tiles hold for them, and check the tiles as they fill."""
        writer = TileWriter()
        row = b""
        for seq, line in enumerate(self._lines()):
            if seq % WIDTH == 0:
                place = self._rows.get(seq // WIDTH)
                row = self._read(place.to_path()) if place else b""
            at = seq % WIDTH * HASH_SIZE
            leaf = row[at : at + HASH_SIZE]
            yield seq, line, leaf
            for tile in writer.append(leaf):
                self._check_tile(tile)
        for tile in writer.partial():
            self._check_tile(tile)

    def _lines(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        size = 0
        with (self._folder / layout.ENTRIES).open("rb") as stream:
            for seq, line in enumerate(iter(lambda: stream.readline(LARGEST_ENTRY + 1), b"")):
                if not line.endswith(b"\n"):
                    raise DisagreesError("ledger.verify.line", file=layout.ENTRIES, seq=seq)
                digest.update(line)
                size += len(line)
                yield line[:-1]
        if Sealed(layout.ENTRIES, size, digest.hexdigest()) != self._sealed[layout.ENTRIES]:
            raise DisagreesError("ledger.verify.altered", file=layout.ENTRIES)

    def _check_tile(self, tile: Tile) -> None:
        path = tile.place.to_path()
        if path not in self._sealed:
            raise DisagreesError("ledger.verify.missing", file=path)
        if self._read(path) != tile.data:
            raise DisagreesError("ledger.verify.tile", file=path)

    def _opening(self, commitment: str) -> Opening | None:
        path = f"{layout.PAYLOADS}{commitment}"
        if path not in self._sealed:
            return None
        self._unread.discard(path)
        try:
            opening = read_payload(self._read(path))
        except LedgerError as error:
            raise DisagreesError.of(error, file=path) from error
        if opening.commitment != commitment:
            raise DisagreesError("ledger.verify.body", file=path, commitment=commitment)
        return opening

    def _blob(self, digest: str) -> Evidence | None:
        path = f"{layout.BLOBS}{digest}"
        sealed = self._sealed.get(path)
        if sealed is None:
            return None
        self._unread.discard(path)
        if sealed.digest != digest:
            raise DisagreesError("ledger.verify.blob", file=path, digest=digest)
        return Evidence(sealed.digest, sealed.size)

    def _end(self, report: Report) -> None:
        if report.covered != report.entries or not self._manifest.paths(layout.CHECKPOINTS):
            raise DisagreesError("ledger.verify.unsigned_tail", seq=report.covered, entries=report.entries)
        stray = {*self._places} - {*places(report.entries)}
        for path in sorted({*self._unread, *(place.to_path() for place in stray)}):
            raise DisagreesError("ledger.verify.stray", file=path)

    def _read(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _keys(folder: Path, trusted: tuple[VerifyingKey, ...]) -> tuple[VerifyingKey, ...]:
    try:
        keys = read_keys((folder / layout.KEYS).read_bytes())
    except OSError as error:
        raise DisagreesError("ledger.verify.missing", file=layout.KEYS) from error
    except LedgerError as error:
        raise DisagreesError.of(error, file=layout.KEYS) from error
    if len({key.name for key in keys}) != 1 or (trusted and not {*keys} <= {*trusted}):
        raise DisagreesError("ledger.verify.other_key", file=layout.KEYS)
    return keys


def _manifest(folder: Path, keys: tuple[VerifyingKey, ...]) -> Manifest:
    """Open the manifest; a signature by nobody known is refused here, as its bytes could change unseen."""
    try:
        opened = notes.open_note((folder / layout.MANIFEST).read_bytes(), keys)
        manifest = Manifest.from_text(opened.text)
        if opened.unknown or manifest.origin != keys[0].name:
            raise MalformedError("ledger.manifest.malformed")
    except OSError as error:
        raise DisagreesError("ledger.verify.missing", file=layout.MANIFEST) from error
    except LedgerError as error:
        raise DisagreesError.of(error, file=layout.MANIFEST) from error
    return manifest
