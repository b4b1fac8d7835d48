"""How an upload reaches a page: whole in memory, never more of it than any page takes."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

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
