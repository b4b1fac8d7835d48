"""Every export carries what was held, what of it was past its date, and what does not fit it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from assessments.exports import export
from assessments.reports.answered import ReportFile
from tests.exports import reading
from tests.reports import samples

FITS_NOT = "You hold Cyber Essentials Plus, but the answer here is at its lowest level."
GOOD = "Cyber Essentials Plus (achieved 4 March 2025, good until 23 November 2026)"
LAPSED = "Cyber Essentials (achieved 4 March 2025, good until 22 November 2026)"


def test_the_json_has_each_item_and_each_answer_that_does_not_fit() -> None:
    submission = json.loads(export("json").render(samples.held()))["submission"]
    good, lapsed = submission["held"]
    assert good == {
        "reference": "Cyber Essentials Plus",
        "title": "Cyber Essentials Plus",
        "framework": "ce-3.3",
        "parts": [],
        "achieved_on": "2025-03-04",
        "good_until": "2026-11-23",
        "past": False,
        "url": "https://certificates.example/1",
        "questions": ["A-1", "A-2"],
    }
    assert (lapsed["title"], lapsed["past"]) == ("Cyber Essentials", True)
    assert submission["not_fitting"] == [{"code": "A-1", "not_fitting": FITS_NOT}]


def test_the_csv_has_it_at_each_question_that_it_supports() -> None:
    rows = reading.rows(export("csv").render(samples.held()))
    columns = ("Held", "Held past its date", "Does not fit")
    found = {row["Code"]: tuple(row[name] for name in columns) for row in rows}
    link = f"{GOOD} https://certificates.example/1"
    assert found == {
        "A-1": (link, LAPSED, FITS_NOT),
        "A-2": (link, LAPSED, ""),
        "A-3": ("", "", ""),
    }


def test_the_pdf_lists_it_and_meets_its_standards() -> None:
    made = export("pdf").render(samples.held())
    words = " ".join(reading.lines(made, 20))
    assert "What was already held" in words
    assert "Cyber Essentials, version 3.3" in words and "23 November 2026" in words
    assert "A-1 and A-2" in words and "Past its date" in words
    assert f"A-1 Question A-1: {FITS_NOT}" in words
    assert reading.faults(made) == []


def test_a_draft_says_of_nothing_that_it_was_submitted() -> None:
    file = ReportFile(item="Policy", reference="f1", name="policy.pdf", size=4, sha256="0" * 64)
    report = replace(samples.held(), files=(file,))

    def said(draft: str) -> list[str]:
        words = reading.words(export("pdf").render(replace(report, draft=draft)))
        return re.findall(r"(?:On record|the evidence|its date) when [a-z ]+", words)

    assert said("This is a draft.") == [
        "On record when this was made",
        "the evidence when this was made",
        "its date when this was made",
    ]
    assert said("") == [
        "On record when this was submitted",
        "the evidence when this was submitted",
        "its date when the answers were submitted",
    ]


def test_a_pdf_of_hundreds_of_items_holds_them_all() -> None:
    made = export("pdf").render(samples.held(300))
    assert reading.copied(made).count("23 November 2026") >= 300
    assert reading.outside(made) == []
