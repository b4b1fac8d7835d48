"""The code and the hash of a submission are the same in every format; a draft has neither."""

from __future__ import annotations

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


@pytest.mark.parametrize("key", sorted(set(FORMATS)))
def test_every_format_says_the_code_and_the_hash(key: str) -> None:
    report = samples.report(shipped_rubric(), samples.worked_sheet())
    said = said_in(key, report)
    if export(key).described_by:
        said = said_in(export(key).described_by, report)
    assert samples.CODE in said and samples.HASH in said
    draft = replace(
        report, draft="A draft.", particulars=replace(report.particulars, code="", hash="")
    )
    assert samples.CODE not in said_in(key, draft) and samples.HASH not in said_in(key, draft)
