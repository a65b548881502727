"""Reads a pack: a folder or a zip of templates, branding and rules, every file looked into before it is taken."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app import logo as pictures
from holdtrue.app.documents.templates import BLANKS, Template, read_template
from holdtrue.core.additions.addition import read as read_rules
from holdtrue.core.additions.lined import read as read_lines
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.additions.addition import Addition

SAYS = "pack.yaml"
DOCUMENTS = "documents/"
LOGO = "logo.png"
RULES = "rules/"
"""Practices, frameworks, mappings and periods, as files of an organisation's own rules."""
MOST_FILES, MOST_BYTES = 200, 5_000_000
_NAME = re.compile(r"[a-z][a-z0-9-]{1,38}")
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_KEYS = frozenset({"name", "title", "version", "branding"})
_BLANK = re.compile(r"\{\{([^}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was found in order."""

    name: str
    title: str
    version: str
    digest: str
    files: Mapping[str, bytes]
    templates: tuple[Template, ...]
    brand: str = ""
    colour: str = ""
    rules: tuple[Addition, ...] = ()
    """Those under rules/, in order by their form; what they name is looked into where they are installed."""
    logo: bytes = b""
    """The picture alone, as it may be drawn; b"" where there is none."""

    @property
    def packed(self) -> bytes:
        """The files as they are kept."""
        said = {path: base64.b64encode(body).decode() for path, body in self.files.items()}
        return zlib.compress(orjson.dumps(said, option=orjson.OPT_SORT_KEYS))


def from_path(path: Path) -> Pack:
    """Read a folder or a zip; BadInput naming the file at fault and what would be right."""
    if path.is_dir():
        return read(_folder(path))
    if not path.is_file():
        raise BadInput("pack.missing", field="pack", name=str(path))
    return from_zip(path.read_bytes())


def from_zip(content: bytes) -> Pack:
    """Read a zip. What it unfolds to is bounded before anything is unfolded."""
    try:
        files = _unzipped(content)
    except Exception as error:  # whatever the library meets in a broken archive, the file is at fault
        raise BadInput("pack.no_zip", field="pack") from error
    if files is None:
        raise BadInput("pack.too_large", field="pack", files=MOST_FILES, megabytes=MOST_BYTES // 1_000_000)
    return read(files)


def _unzipped(content: bytes) -> dict[str, bytes] | None:
    """What a zip holds; None where that is too much."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = [one for one in packed.infolist() if not one.is_dir()]
        if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
            return None
        return {one.filename: packed.open(one).read(MOST_BYTES + 1) for one in entries}


def _folder(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for file in sorted(path.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        left -= file.stat().st_size
        if left < 0 or len(found) >= MOST_FILES:
            raise BadInput(
                "pack.too_large", field="pack", files=MOST_FILES, megabytes=MOST_BYTES // 1_000_000
            )
        found[file.relative_to(path).as_posix()] = file.read_bytes()
    return found


def unpacked(content: bytes) -> Pack:
    """Read a pack as it is kept; a logo taken before pictures were looked into is kept and not drawn."""
    said = orjson.loads(zlib.decompress(content))
    files = {path: base64.b64decode(body) for path, body in said.items()}
    try:
        return read(files)
    except BadInput as refusal:
        if refusal.code != "pack.logo":
            raise
    plain = read({path: body for path, body in files.items() if path != LOGO})
    return replace(plain, files=files, digest=_digest(files))


def read(files: Mapping[str, bytes]) -> Pack:
    """Return the pack of these files. BadInput names the first one that is not in order."""
    if sum(map(len, files.values())) > MOST_BYTES:
        raise BadInput("pack.too_large", field="pack", files=MOST_FILES, megabytes=MOST_BYTES // 1_000_000)
    if SAYS not in files:
        raise BadInput("pack.no_says", field="pack", file=SAYS)
    said = _said(files[SAYS])
    branding = said.get("branding") or {}
    if not isinstance(branding, dict) or not set(branding) <= {"name", "colour"}:
        raise BadInput("pack.branding", field="pack", file=SAYS)
    colour = str(branding.get("colour") or "")
    if colour and not _COLOUR.fullmatch(colour):
        raise BadInput("pack.colour", field="pack", value=colour)
    templates = []
    rules = []
    logo = b""
    for path, body in sorted(files.items()):
        if path == SAYS:
            continue
        if path == LOGO:
            logo = pictures.logo(path, body)
        elif path.startswith(DOCUMENTS) and path.endswith(".md") and len(PurePosixPath(path).parts) == 2:  # noqa: PLR2004  # the folder and the file
            templates.append(_template(said["name"], path, body))
        elif path.startswith(RULES) and path.endswith(".yaml"):
            rules.append(read_rules(path, body))
        elif path.startswith(("practices/", "frameworks/")):
            raise BadInput("pack.practices", field="pack", file=path)
        else:
            raise BadInput("pack.unknown_file", field="pack", file=path)
    name, title, version = said["name"], said["title"], said["version"]
    brand = str(branding.get("name") or "")[:120]
    return Pack(
        name, title, version, _digest(files), dict(files), tuple(templates), brand, colour, tuple(rules), logo
    )


def _digest(files: Mapping[str, bytes]) -> str:
    parts = (path.encode() + b"\0" + hashlib.sha256(body).digest() for path, body in sorted(files.items()))
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = dict(read_lines(SAYS, body).stated)
    except BadInput as error:
        said = {"": None} if error.code == "own.bad.mapping" else {}
        if not said:
            raise BadInput("pack.unreadable", field="pack", file=SAYS) from error
    if not set(said) <= _KEYS:
        raise BadInput("pack.keys", field="pack", file=SAYS, known=tuple(sorted(_KEYS)))
    said["version"] = str(said.get("version", ""))
    if not isinstance(said.get("name"), str) or not _NAME.fullmatch(said["name"]):
        raise BadInput("pack.name", field="pack")
    if not _VERSION.fullmatch(said["version"]):
        raise BadInput("pack.version", field="pack", value=said["version"])
    if not isinstance(said.get("title"), str) or not 0 < len(said["title"].strip()) <= 200:  # noqa: PLR2004  # a title's length
        raise BadInput("pack.title", field="pack")
    return said


def _template(pack: str, path: str, body: bytes) -> Template:
    stem = PurePosixPath(path).stem.lower().replace("-", "_")
    try:
        _, made = read_template(f"{pack.replace('-', '_')}_{stem}", body.decode("utf-8"))
    except (BadInput, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("pack.template", field="pack", file=path) from error
    told = (made.kind, made.topic, made.title, made.about)
    if not all(isinstance(one, str) for one in told) or type(made.minutes) is not int:
        raise BadInput("pack.template", field="pack", file=path)
    kind = KINDS.get(str(made.kind))
    if kind is None or kind.edits == "immediate":
        raise BadInput("pack.template_kind", field="pack", file=path, kind=str(made.kind))
    unknown = next((name for name in made.fields if name not in kind.specs_by_name()), None)
    if unknown is not None:
        raise BadInput("pack.template_field", field="pack", file=path, name=str(unknown))
    blanks = {blank for value in made.fields.values() for blank in _BLANK.findall(str(value))}
    wrong = next(iter(sorted(blanks - BLANKS)), None)
    if wrong is not None:
        raise BadInput(
            "pack.template_blank", field="pack", file=path, name=wrong, known=tuple(sorted(BLANKS))
        )
    return made


__all__ = ["LOGO", "Pack", "from_path", "from_zip", "read", "unpacked"]
