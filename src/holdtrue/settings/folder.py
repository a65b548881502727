"""The data folder: where the embedded database, the blobs and the keys of one installation lie."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.refusals import Unreachable

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths inside one installation's folder; nothing is created until `prepare`."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "holdtrue.sqlite3"

    @property
    def blobs(self) -> Path:
        return self.path / "blobs"

    @property
    def secret_key(self) -> Path:
        return self.path / "secret.key"

    @property
    def signing_key(self) -> Path:
        """The ledger's Ed25519 seed; written by whoever signs the first checkpoint."""
        return self.path / "signing.key"

    @property
    def checkpoints(self) -> Path:
        """Last signed checkpoints, kept outside the database so that a rewound database is noticed."""
        return self.path / "checkpoints"

    def prepare(self) -> DataFolder:
        """Create what is missing, readable by its owner alone."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.blobs.mkdir(mode=0o700, exist_ok=True)
            self.checkpoints.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Unreachable("settings.folder.unwritable", folder=str(self.path)) from error
        return self

    def secret(self) -> str:
        """The installation's secret key, made on first use; two processes that race both read the first one written."""
        try:
            return self.secret_key.read_text("ascii").strip()
        except FileNotFoundError:
            self.prepare()
        except OSError as error:
            raise Unreachable("settings.folder.unwritable", folder=str(self.path)) from error
        draft = self.path / f".secret.{os.getpid()}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, self.secret_key)
        except FileExistsError:
            pass
        except OSError as error:
            raise Unreachable("settings.folder.unwritable", folder=str(self.path)) from error
        finally:
            draft.unlink(missing_ok=True)
        return self.secret_key.read_text("ascii").strip()
