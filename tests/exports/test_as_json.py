from __future__ import annotations

import json

from assessments.exports.as_json import EXPORT
from tests.factories.shipped import shipped_rubric
from tests.reports import samples


def test_it_is_the_frozen_result_and_whose_it_is() -> None:
    report = samples.worked()
    made = json.loads(EXPORT.render(report))
    assert list(made) == [*report.result_document, "submission", "counts_towards", "change"]
    submission = made.pop("submission")
    submission["evidence"] = submission["evidence"][2:]
    made.pop("counts_towards")
    assert made.pop("change") is None
    assert made == report.result_document
    assert submission == {
        "reference": "R7K2-9QFD",
        "number": 1,
        "code": samples.CODE,
        "hash": samples.HASH,
        "organisation": "Eastmere Borough Council",
        "sector": "local_authority",
        "submitted_at": "2026-11-23T14:02:00+00:00",
        "submitted_by": "Amara Osei",
        "held": [],
        "evidence": [],
        "not_fitting": [],
        "contradictions": [],
        "sent_for_approval": [],
        "decisions": [],
    }


def test_it_is_utf_8_with_a_line_end_at_its_end() -> None:
    report = samples.report(shipped_rubric(), samples.worked_sheet(), organisation="Ynys Môn 😀")
    made = EXPORT.render(report)
    assert made.endswith(b"}\n") and "Ynys Môn 😀".encode() in made


def test_half_a_surrogate_pair_is_escaped() -> None:
    report = samples.report(shipped_rubric(), samples.worked_sheet(), organisation="a\ud800")
    assert json.loads(EXPORT.render(report))["submission"]["organisation"] == "a\ud800"
