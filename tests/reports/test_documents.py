import json
from decimal import Decimal
from typing import Any

from assessments.question_types import MARKER
from assessments.reports.documents import result_from_document, result_to_document
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import ENGINE_VERSION, score
from assessments.scoring.result import Result
from assessments.scoring.sheet import Reply
from tests.factories import rubrics as r

SPEC = r.rubric(
    r.dimension(
        "A",
        3,
        r.single("A1", critical=True, gates=[r.gate(1, "emerging", "Fix A1.")]),
        r.single("A2", not_applicable_allowed=True),
        r.text("A3", required=False),
    ),
    r.dimension("B", 1, r.checklist("B1", 2, 1, 1, 1), r.single("B2", applies_to=[r.TRUST])),
    bands=[r.band("low", 0), r.band("emerging", "20.5"), r.band("high", 40, "37.25")],
)
COMPLETE = {"A1": r.answered(1), "A2": r.NOT_APPLICABLE, "B1": r.answered({"a", "b", "c"})}
QUESTION_KEYS = {"code", "state", "points", "full", "level", "share", "gap", "gain"}


def scored(replies: dict[str, Reply], spec: RubricSpec = SPEC) -> Result:
    return score(spec, r.sheet(replies), MARKER)


def document_of(result: Result) -> dict[str, Any]:
    return result_to_document(result, "small", "1", "ab" * 32)


def test_a_complete_one_to_the_letter() -> None:
    """A = 25 and B = 100, weights 3 and 1: 43.75, shown 43.8."""
    assert document_of(scored(COMPLETE)) == {
        "format_version": 2,
        "engine_version": ENGINE_VERSION,
        "rubric": {"code": "small", "edition": "1", "content_hash": "ab" * 32},
        "sector": "local_authority",
        "complete": True,
        "overall": {"exact": "175/4", "score": "43.8"},
        "range": {
            "low": {"exact": "175/4", "score": "43.8", "final_band": "emerging"},
            "high": {"exact": "175/4", "score": "43.8", "final_band": "emerging"},
        },
        "band_from_score": "high",
        "band_after_balance": "emerging",
        "final_band": "emerging",
        "highest_open_band": None,
        "dimensions": [
            {
                "code": "A",
                "name": "Dimension A",
                "weight": "3/1",
                "share": "3/4",
                "exact": "25/1",
                "score": "25.0",
                "band": "emerging",
            },
            {
                "code": "B",
                "name": "Dimension B",
                "weight": "1/1",
                "share": "1/4",
                "exact": "100/1",
                "score": "100.0",
                "band": "high",
            },
        ],
        "questions": [
            {
                "code": "A1",
                "state": "answered",
                "points": "25/1",
                "full": "100/1",
                "level": 1,
                "share": "1/1",
                "gap": "225/4",
                "gain": "75/4",
            },
            empty("A2", "not_applicable"),
            empty("A3", "unanswered"),
            {
                "code": "B1",
                "state": "answered",
                "points": "3/1",
                "full": "3/1",
                "level": 0,
                "share": "1/1",
                "gap": "0/1",
                "gain": "0/1",
            },
            empty("B2", "not_asked"),
        ],
        "gates": [
            {
                "question": "A1",
                "level": 1,
                "cap_band": "emerging",
                "message": "Fix A1.",
                "missing": [],
            }
        ],
        "balance": [{"dimension": "A", "score": "25.0", "minimum": "37.25", "band": "high"}],
        "unknown": [],
        "unconfirmed": ["B1"],
        "actions": [
            {
                "question": "A1",
                "gate": True,
                "effort": "M",
                "owner": "digital",
                "text": "Leave level 1.",
                "guidance": None,
                "shortfall": "75/2",
                "gain": "75/4",
            },
            {
                "question": "B1",
                "gate": False,
                "effort": "M",
                "owner": "digital",
                "text": "Leave level 0.",
                "guidance": None,
                "shortfall": "0/1",
                "gain": "0/1",
            },
        ],
    }


def empty(code: str, state: str) -> dict[str, Any]:
    return {**dict.fromkeys(QUESTION_KEYS), "code": code, "state": state}


def test_an_incomplete_one_has_a_range_and_no_score() -> None:
    document = document_of(scored({"B1": r.DONT_KNOW}))
    assert document["complete"] is False
    assert document["overall"] is None
    assert (document["band_from_score"], document["final_band"]) == (None, None)
    assert document["range"]["low"] == {"exact": "0/1", "score": "0.0", "final_band": "low"}
    assert document["range"]["high"] == {"exact": "75/1", "score": "75.0", "final_band": "emerging"}
    assert document["unknown"] == ["B1"]


def test_it_is_plain_json() -> None:
    document = document_of(scored(COMPLETE))
    assert json.loads(json.dumps(document)) == document


def test_back_and_forth() -> None:
    for replies in (COMPLETE, {}, {"A1": r.DONT_KNOW}, {"A2": r.NOT_APPLICABLE}):
        result = scored(replies)
        stored = json.loads(json.dumps(document_of(result)))
        assert result_from_document(stored, SPEC) == result


def test_no_score_at_all_comes_back() -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("A1", not_applicable_allowed=True)))
    result = scored({"A1": r.NOT_APPLICABLE}, spec)
    document = document_of(result)
    assert document["range"]["low"] == {"exact": None, "score": None, "final_band": None}
    assert result_from_document(document, spec) == result


def test_what_is_read_back_is_what_was_stored_and_not_a_new_sum() -> None:
    stored = document_of(scored(COMPLETE))
    stored["overall"] = {"exact": "1/3", "score": "0.3"}
    stored["final_band"] = "low"
    result = result_from_document(stored, SPEC)
    assert result.overall and result.overall.shown == Decimal("0.3")
    assert result.bands.final == "low"
