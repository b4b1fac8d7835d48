"""Uploading a rubric file, with an error for every place that is wrong; choosing its sector."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from assessments.rubric.definition import RubricSpec
from assessments.rubric.findings import FileRefused, Finding, number_of
from assessments.rubric.workbook.codec import READABLE, read_file
from assessments.rubric.workbook.package import MOST_BYTES

MOST_SHOWN = 100
"""Faults on the page: beyond these they are counted. Most go when the first are mended."""


class RubricUploadForm(forms.Form):
    """The file. When valid, `spec` is its rubric and `warnings` what is worth a look."""

    file = forms.FileField(
        label="Rubric file",
        help_text="A YAML file, an OpenDocument spreadsheet (.ods) or an Excel workbook (.xlsx), "
        f"of at most {MOST_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(READABLE)}),
        error_messages={
            "required": "Choose a file to upload.",
            "missing": "Choose a file to upload.",
            "empty": "The file is empty. Choose another.",
            "invalid": "The file did not arrive. Choose it again.",
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        before_of: Callable[[RubricSpec], RubricSpec | None] = lambda spec: None,
    ) -> None:
        super().__init__(data, files)
        self.before_of = before_of
        self.content = b""
        self.spec: RubricSpec | None = None
        self.warnings: tuple[Finding, ...] = ()
        self.faults: tuple[Finding, ...] = ()

    @property
    def faults_shown(self) -> tuple[Finding, ...]:
        """As many of the faults as fit one correction."""
        return self.faults[:MOST_SHOWN]

    @property
    def faults_left(self) -> int:
        """How many more there are."""
        return number_of(self.faults) - number_of(self.faults_shown)

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                f"The file is too big: it may hold {MOST_BYTES // 1_000_000} MB, "
                "ten times what a long rubric takes."
            )
        try:
            self.content = file.read()
            self.spec, self.warnings = read_file(self.content, file.name or "", self.before_of)
        except FileRefused as refused:
            raise forms.ValidationError(self._refusal(refused.faults)) from None
        return file

    def _refusal(self, faults: tuple[Finding, ...]) -> str:
        """One sentence; faults that have a place of their own are listed below it."""
        if len(faults) == 1 and not faults[0].place:
            line = faults[0].line
            return f"The file {faults[0].message}{f' (line {line})' if line else ''}."
        self.faults = faults
        number = number_of(faults)
        count = f"{number:,} faults" if number > 1 else "a fault"
        return f"The file has {count}. Nothing was taken from it. Mend it and upload it again."


EVERY_SECTOR = ""


class SectorChoiceForm(forms.Form):
    """A select that a GET sends: the address then names the wording, and can be shared."""

    sector = forms.ChoiceField(label="Show the wording for", required=False)

    def __init__(self, sectors: Iterable[tuple[str, str]], chosen: str) -> None:
        super().__init__(initial={"sector": chosen})
        field = self.fields["sector"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(EVERY_SECTOR, "Every sector"), *sectors]
