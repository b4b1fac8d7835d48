"""How an upload reaches a page: in memory or on disk, never more of it than the page takes."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from assessments.attachments.recognising import SIZE_MOST
from assessments.rubric.workbook.package import MOST_BYTES


class BoundedUploadHandler(FileUploadHandler):
    """Keeps the files of a request up to a limit, writes nothing to disk, and lets the rest go.

    A file past the limit arrives cut short with its true size, by which forms refuse it.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = MOST_BYTES + 1
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = raw_data[: self._left]
        self._left -= len(kept)
        self._file.write(kept)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        file, self._file = self._file, BytesIO()
        file.seek(0)
        return InMemoryUploadedFile(
            file=file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Keeps the first file of a request in a temporary one, up to a limit, and lets the rest go.

    A file past the limit arrives cut short with its true size. One that the disk has no room for
    arrives `unkept`.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = SIZE_MOST
        self._files = 0
        self._unkept = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._files += 1
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            raise SkipFile from None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = raw_data[: self._left if self._files == 1 else 0]
        self._left -= len(kept)
        if self._unkept:
            return
        try:
            self.file.write(kept)
            self.file.flush()
        except OSError:
            self._unkept = True

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        file = super().file_complete(file_size)
        file.unkept = self._unkept  # type: ignore[union-attr]
        return cast("UploadedFile[bytes]", file)
