"""Uploads stay in memory until they are sealed: not even the system's temporary folder sees them in the clear."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

MOST_BYTES = 25 * 1024 * 1024


class TooLarge(UploadedFile):
    """Stands for a file that was too large and is not kept. Any form's file field says so when it asks for the size."""

    @property
    def size(self) -> int:
        raise ValidationError(
            _("The file is too large. Choose one of at most %(most)d MB.") % {"most": MOST_BYTES // 1024**2},
            code="too-large",
        )

    @size.setter
    def size(self, value: int | None) -> None:
        """Nobody needs to know by how much."""


class InMemoryOnly(FileUploadHandler):
    """Takes at most `MOST_BYTES` in one request, all its files together. What is more is read, forgotten and refused.

    Reading on lets the rest of the form arrive, so that the page can come back with what was typed.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content: BytesIO | None = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.content is None:
            return
        if self.kept + len(raw_data) > MOST_BYTES:
            self.kept -= self.content.tell()
            self.content = None
            return
        self.kept += len(raw_data)
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        if self.content is None:
            return TooLarge(None, self.file_name, self.content_type)
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
