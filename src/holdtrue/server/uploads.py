"""Bounds an uploaded file while it arrives, so that one too large fills neither memory nor disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from holdtrue.store.blobs import LARGEST

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest


class Bounded(FileUploadHandler):
    """First in line: passes pieces on until the file is too large, then lets the rest run into nothing.

    The form arrives without the file, and the request says its name as `too_large`, so that the page can tell why.
    """

    request: HttpRequest

    def new_file(self, *args: object, **given: object) -> None:
        """Begin to count."""
        super().new_file(*args, **given)  # type: ignore[arg-type]  # handed on as it came
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, or refuse the file from here on."""
        del start
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            self.request.too_large = self.file_name or "file"  # type: ignore[attr-defined]  # read by the view
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Leave keeping it to the next in line."""
        del file_size
        return None
