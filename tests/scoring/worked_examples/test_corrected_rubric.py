"""The corrected rubric on made-up bodies: what its file promises, and what its gates are there for.

A body answers at one level everywhere: that level of every question, percentages at the lower
bound of its band, yes from level 3, and lines of a checklist in order while their points stay
within 25 for each level. Then some answers are changed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessments.question_types import MARKER
from assessments.reports.documents import result_to_document
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import LIBRARY
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet
from tests.factories.shipped import at_level, reply_to, shipped_block, shipped_rubric

AI = (
    *("BUD-09", "DAT-07", "DAT-08", "DAT-09", "DAT-10"),
    *("SEC-09", "TRA-03", "TRA-08", "TRA-10", "TRA-11"),
)
"""The AI-specific questions, as the head of the file lists them."""
VECTORS = shipped_block("test_vectors")
GATE_CHECK = LIBRARY / "uk-gate-check-2026.yaml"
COUNCIL, TRUST = "local_authority", "nhs_trust"


def scored(spec: RubricSpec, sector: str, level: int, changed: Any) -> Result:
    raw = {q.code: at_level(q, level) for _, q in spec.questions()} | changed
    replies = {q.code: reply_to(q, raw[q.code]) for _, q in spec.questions() if raw[q.code] != ""}
    return score(spec, AnswerSheet(sector=sector, replies=replies), MARKER)


def name_of(vector: Any) -> str:
    return f"{vector['sector']}, all {vector['all_at_level']}, {vector['changed']}"


@pytest.mark.parametrize("vector", VECTORS["gates"], ids=name_of)
def test_the_gates_of_a_made_up_body(vector: Any) -> None:
    result = scored(shipped_rubric(), vector["sector"], vector["all_at_level"], vector["changed"])

    assert result.overall
    assert result.overall.exact == Fraction(vector["exact"])
    assert str(result.overall.shown) == vector["rounded"]
    assert result.bands.from_score == vector["band_from_score"]
    assert result.bands.final == vector["final_band"]
    assert [f"{one.question}:{one.cap_band}" for one in result.bands.gates] == vector["gates"]


def test_there_are_eighteen_such_bodies() -> None:
    assert len(VECTORS["gates"]) == 18


def without(code: str, *lines: str) -> dict[str, Any]:
    """All of a checklist but these lines."""
    items = shipped_rubric().question(code).items
    return {code: [one.code for one in items if one.code not in lines]}


LOWEST = {code: at_level(shipped_rubric().question(code), 0) for code in AI}


@pytest.mark.parametrize(
    ("sector", "level", "changed", "band"),
    [
        pytest.param(COUNCIL, 4, LOWEST, "developing", id="blind to AI"),
        pytest.param(TRUST, 4, {"TRA-10": ["none"]}, "emerging", id="no clinical safety"),
        pytest.param(COUNCIL, 4, {"SEC-01": 2}, "ready", id="not every account"),
        pytest.param(COUNCIL, 4, without("DAT-08", "human"), "developing", id="no human check"),
        pytest.param(COUNCIL, 3, {"TRA-08": "no"}, "developing", id="no policy"),
        pytest.param(COUNCIL, 3, {"DAT-07": 2, "DAT-09": 2, "DAT-10": 2}, "ready", id="all 3"),
        pytest.param(COUNCIL, 4, {}, "leading", id="all 4"),
    ],
)
def test_a_made_up_body_gets_the_band_that_it_must(
    sector: str, level: int, changed: Any, band: str
) -> None:
    assert scored(shipped_rubric(), sector, level, changed).bands.final == band


def test_dont_know_misses_every_line_that_a_gate_asks_for() -> None:
    result = scored(shipped_rubric(), COUNCIL, 4, {"DAT-08": "dont_know"})
    asked = [gate.when_any_missing for gate in shipped_rubric().question("DAT-08").gates]

    assert [one.missing for one in result.bands.gates] == [one for one in asked if one]


def test_an_open_line_gate_fires_at_the_low_end_of_the_range_and_not_at_the_high_end() -> None:
    result = scored(shipped_rubric(), COUNCIL, 4, {"DAT-08": ""})

    assert not result.complete and not result.bands.gates
    assert result.low.bands and result.low.bands.gates
    assert result.high.final_band == "leading" != result.low.final_band


def figures(value: Any, path: str = "") -> list[str]:
    """Where a document has a text that is a figure."""
    if isinstance(value, dict):
        return [each for key, one in value.items() for each in figures(one, f"{path}.{key}")]
    if isinstance(value, list):
        return [each for one in value for each in figures(one, path)]
    is_figure = isinstance(value, str) and value.replace("/", "").replace(".", "").isdigit()
    return [path] if is_figure else []


@pytest.mark.parametrize("sector", [one.code for one in shipped_rubric().sectors])
def test_no_figure_can_be_had_from_a_rubric_that_shows_no_score(sector: str) -> None:
    spec = shipped_rubric(GATE_CHECK)
    result = scored(spec, sector, 4, {})
    document = result_to_document(result, spec.code, spec.edition, "ab" * 32)

    assert result.complete and document["highest_open_band"] == "leading"
    assert document["overall"] is None and document["final_band"] is None
    assert set(figures(document)) <= {".dimensions.weight", ".rubric.edition", ".engine_version"}


def test_the_highest_band_still_open_goes_by_the_caps_that_fired() -> None:
    spec = shipped_rubric(GATE_CHECK)
    assert scored(spec, COUNCIL, 4, {"SEC-01": 2}).highest_open_band == "ready"
    assert scored(spec, COUNCIL, 4, {"SEC-01": "", "DAT-08": ""}).highest_open_band == "leading"
    assert scored(spec, COUNCIL, 4, LOWEST_IN_CHECK).highest_open_band == "developing"


LOWEST_IN_CHECK = {"TRA-08": "no"}
