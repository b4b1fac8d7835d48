"""Answers that do not fit together in the PDF: printable for any reason."""

from __future__ import annotations

import pytest

from assessments.exports import export
from tests.exports import reading
from tests.reports import samples


@pytest.mark.parametrize(
    "reason", ["", "Two teams.\n\nBoth *are* #right.", "w" * 4_000, "long words " * 900]
)
def test_the_pdf_meets_its_standards_and_nothing_runs_off_its_pages(reason: str) -> None:
    made = export("pdf").render(samples.contradicted(reason))
    assert reading.faults(made) == [] and reading.outside(made) == []
    words = reading.words(made)
    assert words.count("A-1 is high, but A-2 has nothing. How?") == 1
    assert "Does not fit with A-2: see" in words
    assert ("No reason was given for keeping both." in words) is (not reason)
    assert (words.count("Connie Contributor, 20 November 2026 at 9:30am") == 1) is bool(reason)
