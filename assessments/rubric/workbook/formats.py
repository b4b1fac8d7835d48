"""Every kind of file that a rubric can be had as, and be read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import EditionBefore, dump, load_with_warnings, no_edition
from assessments.rubric.findings import Finding, refusal
from assessments.rubric.workbook.codec import dump_ods, dump_xlsx, load_sheet_with_warnings
from assessments.rubric.workbook.package import MOST_BYTES

__all__ = ["FORMATS", "MOST_BYTES", "READABLE", "Format", "file_name", "read_file"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `key` is its place in addresses and the end of the file's name."""

    key: str
    label: str
    content_type: str
    write: Callable[[RubricSpec], bytes]


FORMATS: Mapping[str, Format] = {
    one.key: one
    for one in (
        Format("yaml", "YAML file", "application/yaml; charset=utf-8", lambda s: dump(s).encode()),
        Format(
            "ods",
            "OpenDocument spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet",
            dump_ods,
        ),
        Format(
            "xlsx",
            "Excel workbook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            dump_xlsx,
        ),
    )
}
"""In the order of the menu."""

YAML_ENDINGS = (".yaml", ".yml")
READABLE = (*YAML_ENDINGS, ".ods", ".xlsx")
"""What the name of a file that is read may end in."""


def file_name(spec: RubricSpec, chosen: Format, *, draft: bool = False) -> str:
    """What to call the file: plain ASCII that tells editions, and a draft, apart."""
    edition = re.sub(r"[^A-Za-z0-9.]+", "-", spec.edition).strip("-.")
    code = re.sub(r"[^A-Za-z0-9-]+", "-", spec.code)
    pieces = [code, "" if code.endswith(f"-{edition}") else edition, "draft" if draft else ""]
    return "-".join(piece for piece in pieces if piece) + f".{chosen.key}"


def read_file(
    data: bytes, name: str, before_of: EditionBefore = no_edition
) -> tuple[RubricSpec, tuple[Finding, ...]]:
    """The rubric of a file of any of the formats, and what is worth a look though it stops nothing.

    What the file is must agree with the end of its name. `before_of` gives the edition before the
    one that was read, whose codes must not come to stand for something else. Raises
    `FileRefused` with every fault and its place.
    """
    ending = PurePath(name.lower()).suffix
    if ending in YAML_ENDINGS:
        if data.startswith(b"PK"):
            raise refusal("is no YAML file, though its name says so: name it .ods or .xlsx")
        return load_with_warnings(data, before_of)
    # What is said of a file of another kind depends on what it is, so it is looked into first.
    read = load_sheet_with_warnings(data, name, before_of)
    if ending not in READABLE:
        ends = "the name of a rubric file ends in .yaml, .ods or .xlsx"
        raise refusal(f"is a rubric by another name: {ends}")
    return read
