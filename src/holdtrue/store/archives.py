"""Looks into archives and office files: how much they unfold to, what lies in them, and whether they carry macros."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    import mmap
    from pathlib import Path

MOST_MEMBERS = 2_000
_MOST_UNFOLDED = 1024 * 1024 * 1024
_TIMES = 150
_SMALL = 16 * 1024 * 1024
"""Up to so many bytes unfolded nothing is held against a file, however well it was packed."""
_DEEPEST = 2
_MOST_NESTED = 32 * 1024 * 1024
_RELATIONS = 4 * 1024 * 1024
_PACKED = (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN = {"odt", "ods", "odp"}
_MACROS = re.compile(
    r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml|activex/|macrosheets/|oleobject\d*\.bin)|^(basic|scripts)/",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|jse|wsf|hta|lnk|msi|jar|docm|xlsm|pptm|xlam)$", re.IGNORECASE
)
_FAR_TEMPLATE = re.compile(
    rb"(attachedTemplate|oleObject|frame|subDocument)\"[^>]*TargetMode=\"External\""
    rb"|TargetMode=\"External\"[^>]*(attachedTemplate|oleObject|frame|subDocument)\"",
    re.IGNORECASE,
)
_ENCRYPTED = 0x1
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def inspect(path: Path, name: str, ending: str) -> None:
    """Refuse an archive that unfolds beyond reason, is locked, or carries what runs; BadInput says which."""
    with path.open("rb") as file:
        _look(file, name, ending, depth=0)


def _look(file: IO[bytes], name: str, ending: str, *, depth: int) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_many(members, name)
            _refuse_dangerous(members, name)
            _refuse_other(archive, members, name, ending)
            _refuse_far(archive, members, name)
            _deeper(archive, members, name, depth)
    except _UNREADABLE as error:
        raise BadInput("file.damaged", field="file", name=name) from error


def _refuse_many(members: list[zipfile.ZipInfo], name: str) -> None:
    """The directory alone tells how many there are and what they come to; nothing is unfolded to find out."""
    if len(members) > MOST_MEMBERS:
        raise BadInput("file.many_members", field="file", name=name, n=len(members), most=MOST_MEMBERS)
    whole = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if whole > _MOST_UNFOLDED or (whole > _SMALL and whole > max(1, packed) * _TIMES):
        raise BadInput("file.unfolds", field="file", name=name)
    starts = [m.header_offset for m in members]
    if len(set(starts)) < len(starts):
        raise BadInput("file.unfolds", field="file", name=name)


def _refuse_dangerous(members: list[zipfile.ZipInfo], name: str) -> None:
    for member in members:
        inner = member.filename.replace("\\", "/")
        if member.flag_bits & _ENCRYPTED:
            raise BadInput("file.password", field="file", name=name)
        if inner.startswith("/") or ":" in inner[:3] or ".." in inner.split("/"):
            raise BadInput("file.leads_out", field="file", name=name, member=inner[:80])
        if _MACROS.search(inner):
            raise BadInput("file.macros", field="file", name=name)
        if _RUNS.search(inner):
            raise BadInput("file.runs_inside", field="file", name=name, member=inner[-80:])


def _refuse_other(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, ending: str) -> None:
    """A document that is an archive holds what such a document holds."""
    names = {m.filename for m in members}
    folder = _OFFICE.get(ending)
    wrong = folder is not None and not (
        "[Content_Types].xml" in names and any(n.startswith(folder) for n in names)
    )
    if ending in _OPEN:
        wrong = "mimetype" not in names or b"opendocument" not in archive.read("mimetype")[:100]
    if wrong:
        raise BadInput("file.wrong_type", field="file", name=name, ending=ending)


def _refuse_far(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str) -> None:
    """A template or object fetched from elsewhere runs what lies there."""
    for member in members:
        relations = member.filename.endswith(".rels") and member.file_size <= _RELATIONS
        if relations and _FAR_TEMPLATE.search(archive.read(member)):
            raise BadInput("file.far_template", field="file", name=name)


def _deeper(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, depth: int) -> None:
    """Archives in archives are looked into as well, two deep."""
    for member in members:
        if not member.filename.lower().endswith(_PACKED):
            continue
        if depth + 1 > _DEEPEST or member.file_size > _MOST_NESTED:
            raise BadInput("file.nested", field="file", name=name, most=_DEEPEST)
        ending = member.filename.rpartition(".")[2].lower()
        _look(io.BytesIO(archive.read(member)), name, ending, depth=depth + 1)


def locked_office(content: mmap.mmap | bytes) -> bool:
    """Whether it is an office file under a password: its content can be read by nobody without it."""
    return content.find("EncryptedPackage".encode("utf-16-le")) >= 0


def inspect_old_office(content: mmap.mmap | bytes, name: str) -> None:
    """Refuse an office file of the old kind that carries macros."""
    if any(content.find(word.encode("utf-16-le")) >= 0 for word in ("_VBA_PROJECT", "Macros")):
        raise BadInput("file.macros", field="file", name=name)
