"""Reference, code and hash of a submission are the same in every format; a draft has no code."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest

from assessments.exports import FORMATS, export
from assessments.reports.content import Report
from tests.exports.reading import words
from tests.factories.shipped import shipped_rubric
from tests.reports import samples


def said_in(key: str, report: Report) -> str:
    """What a format says, without its white space: a hash may be broken over lines."""
    made = export(key).render(report)
    if made.startswith(b"%PDF"):
        text = words(made)
    elif made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            text = " ".join(
                package.read(name).decode("utf-8", "replace") for name in package.namelist()
            )
    else:
        text = made.decode("utf-8-sig")
    return "".join(text.split())


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_says_the_reference_the_code_and_the_hash(key: str) -> None:
    report = samples.report(shipped_rubric(), samples.worked_sheet())
    said = said_in(key, report)
    assert report.particulars.reference in said and samples.CODE in said
    assert samples.HASH in said
    draft = replace(
        report, draft="A draft.", particulars=replace(report.particulars, code="", hash="")
    )
    assert samples.CODE not in said_in(key, draft) and samples.HASH not in said_in(key, draft)


@pytest.mark.parametrize("key", [key for key in FORMATS if export(key).described_by])
def test_every_row_of_a_table_says_of_which_submission_it_is(key: str) -> None:
    report = samples.worked()
    text = export(key).render(report).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    whose = ("Reference", "Code of the submission", "SHA-256 of the submission")
    found = {tuple(row[heading] for heading in whose) for row in rows}
    assert found == {(report.particulars.reference, samples.CODE, samples.HASH)}
