"""A report has the same bytes whenever it is made, and the same reference, code and hash in every
format; a draft has no code.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from assessments.exports import FORMATS, export
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet
from tests.exports.reading import rows, words
from tests.reports import samples


def said_in(made: bytes) -> str:
    """What a file says, without its white space: a hash may be broken over lines."""
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
def test_every_format_is_the_same_each_time_and_says_the_reference_the_code_and_the_hash(
    key: str,
) -> None:
    report, render = samples.worked(), export(key).render
    made = render(report)
    assert made == render(report)
    said = said_in(made)
    assert report.particulars.reference in said and samples.CODE in said
    assert samples.HASH in said
    said = said_in(render(draft()))
    assert samples.CODE not in said and samples.HASH not in said


def draft() -> Report:
    """Of two questions, for which there are few pictures to draw."""
    spec = samples.small(2)
    sheet = AnswerSheet(
        sector="local_authority", replies={"D0-01": samples.reply(spec, "D0-01", 1)}
    )
    found = samples.report(spec, sheet)
    whose = replace(found.particulars, code="", hash="")
    return replace(found, draft="A draft.", particulars=whose)


@pytest.mark.parametrize("key", [key for key in FORMATS if export(key).described_by])
def test_every_row_of_a_table_says_of_which_submission_it_is(key: str) -> None:
    report = samples.worked()
    whose = ("Reference", "Code of the submission", "SHA-256 of the submission")
    found = {tuple(row[heading] for heading in whose) for row in rows(export(key).render(report))}
    assert found == {(report.particulars.reference, samples.CODE, samples.HASH)}
