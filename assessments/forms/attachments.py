"""Choosing a file to add. What it is is decided by its bytes: see `attachments.recognising`."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assessments.attachments.recognising import (
    EMPTY,
    ENDINGS,
    MEGABYTE,
    SIZE_MOST,
    TAKEN,
    TOO_BIG,
)

NO_ROOM = "The file did not arrive, because Readiness has no room for it. Try again later."


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="Add a file",
        help_text=f"{TAKEN}, up to {SIZE_MOST // MEGABYTE} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": "Choose a file to add.",
            "missing": "Choose a file to add.",
            "empty": EMPTY,
            "invalid": "The file did not arrive. Choose it again.",
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > SIZE_MOST:
            raise forms.ValidationError(TOO_BIG)
        if getattr(file, "unkept", False):
            raise forms.ValidationError(NO_ROOM)
        return file
