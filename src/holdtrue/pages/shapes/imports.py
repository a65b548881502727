"""The import wizard: upload, mapping, preview, progress, report, review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.record import Change
    from holdtrue.pages.shapes.table import Choice, Table

STEPS = ("upload", "mapping", "preview", "run", "report")


@dataclass(frozen=True, slots=True)
class UploadView:
    """The first step: the file to bring in, and imports made before."""

    form: Form
    past: Table | None = None


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the file; `confidence` in the field proposed is sure, likely, guess or none."""

    name: str
    position: int
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    confidence: str
    because: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class MappingView:
    """The second step: what each column means."""

    action: str
    file: str
    kind_choices: tuple[Choice, ...]
    read_as: str
    """How the file was read: encoding, delimiter, header line, rows."""
    columns: tuple[MappedColumn, ...]
    said_on: str = ""
    identity: str = ""
    cancel_href: str = ""
    drop_href: str = ""
    """Where the file is dropped and forgotten."""
    map_href: str = ""
    """Where the mapping is handed out as a file, and a corrected one posted as `map`."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot be taken, and why."""

    line: int
    why: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One record that a row changed or would change, and what of it."""

    line: int
    record: Link
    fields: str


@dataclass(frozen=True, slots=True)
class PreviewView:
    """The third step: what would happen; added, changed, unchanged, refused and review add up to `rows`."""

    action: str
    back_href: str
    file: str
    rows: int
    counts: tuple[tuple[str, int], ...]
    sample: Table | None
    refused: tuple[RefusedRow, ...]
    refused_more: int = 0
    notes: tuple[str, ...] = ()
    drop_href: str = ""
    """Where the file is dropped and forgotten."""
    doubts: tuple[RefusedRow, ...] = ()
    """The first rows that a person decides on afterwards, and why."""
    doubts_more: int = 0
    unread: tuple[RefusedRow, ...] = ()
    """The first cells that are not taken as their fields, and why."""
    unread_more: int = 0
    changed: tuple[ChangedRecord, ...] = ()
    """The first records whose revision the file would change."""
    changed_more: int = 0


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Long work: n of m and what is being done; asked for again every two seconds until finished."""

    title: str
    done: int
    total: int
    doing: str
    href: str
    leave_href: str
    cancel: Act | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the import did, to the records and to the standing."""

    title: str
    file: str
    rows: int
    counts: tuple[tuple[str, int], ...]
    effects: tuple[str, ...]
    refused: tuple[RefusedRow, ...]
    review: Link | None = None
    records: Link | None = None
    undo: Act | None = None
    refused_more: int = 0
    changed: tuple[ChangedRecord, ...] = ()
    """The first records whose revision the file changed."""
    changed_more: int = 0
    conflicts: tuple[RefusedRow, ...] = ()
    """The first cells that did not replace what a person had set."""
    conflicts_more: int = 0
    unread: tuple[RefusedRow, ...] = ()
    """The first cells that are not taken as their fields, and why."""
    unread_more: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """One row that may be a record already there, or may not: both shown, and a person decides."""

    line: int
    why: str
    record: Link
    differences: tuple[Change, ...]
    name: str
    answers: tuple[str, ...] = ("same", "new", "leave")


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Rows that wait for a person."""

    action: str
    doubts: tuple[Doubt, ...]
    total: str
    next_href: str = ""
