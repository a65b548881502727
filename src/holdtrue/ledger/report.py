"""What a verification found: how much was read, and the first thing that disagrees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.ledger.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What differs and where: `code` and `params` make the sentence; any of seq, record and file may be unknown."""

    code: str
    params: Mapping[str, object]
    seq: int | None = None
    record: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one verification.

    `covered` is the size of the largest checkpoint that agrees and `signers` the names under it. `absent_bodies` and
    `absent_blobs` count what entries commit to and this copy lacks, erased or left out; both prove nothing wrong.
    """

    origin: str
    entries: int
    root: bytes
    covered: int = 0
    signers: tuple[str, ...] = ()
    bodies: int = 0
    absent_bodies: int = 0
    blobs: int = 0
    absent_blobs: int = 0
    first_disagreement: Disagreement | None = field(default=None)

    @property
    def ok(self) -> bool:
        """Whether nothing disagrees."""
        return self.first_disagreement is None


class DisagreesError(LedgerError):
    """Ends a verification at the first thing that disagrees; it never leaves this package."""

    def __init__(
        self,
        code: str,
        /,
        *,
        seq: int | None = None,
        record: str | None = None,
        file: str | None = None,
        **params: object,
    ) -> None:
        """Take the sentence's id, the place, and what else fills the blanks."""
        places = {"seq": seq, "record": record, "file": file}
        super().__init__(
            code, **params, **{name: place for name, place in places.items() if place is not None}
        )
        self.disagreement = Disagreement(code, self.params, seq, record, file)

    @classmethod
    def of(
        cls, error: LedgerError, *, seq: int | None = None, record: str | None = None, file: str | None = None
    ) -> DisagreesError:
        """Return the error as a disagreement at that place, keeping what it already knows of the place."""
        places = {"seq": seq, "record": record, "file": file}
        known = {name: place for name, place in places.items() if place is not None}
        return cls(error.code, **(known | error.params))  # type: ignore[arg-type]  # params are typed by their names
