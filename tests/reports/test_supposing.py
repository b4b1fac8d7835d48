"""A low answer says that a rule or a check is absent, never that the organisation uses AI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assessments.reports.content import Report
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import LIBRARY, SHIPPED
from assessments.scoring.sheet import AnswerSheet
from tests.factories.shipped import at_level, reply_to, shipped_rubric
from tests.reports import samples

SAYS_SO = re.compile(
    r"(?<!whether )(?<!if )(?<!when )(?<!where )(?<!what )"
    r"(\b(you|we|they|staff|people|teams|it)( already| now| all)? (use|uses|used|are using) AI\b"
    r"|\bAI( tools?)?( that)? (is|are)( already| now)? (used|in use|live|running)\b"
    r"|\bAI( tools?)? (that )?(you|we|they|staff) (already |now )?(use|have)\b)",
    re.IGNORECASE,
)
ABOUT_OTHERS = {"charts", "result_document", "dimensions", "sources"}
"""Parts without sentences of ours; a dimension's national figures speak of all bodies."""


def at_the_lowest(spec: RubricSpec, sector: str) -> Report:
    replies = {q.code: reply_to(q, at_level(q, 0)) for _, q in spec.questions()}
    return samples.report(spec, AnswerSheet(sector=sector, replies=replies))


def texts(value: Any) -> Iterator[str]:
    """Every text of a report's part, at any depth, but for what is asked."""
    if isinstance(value, str):
        yield from [] if value.endswith("?") else [value]
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)


def claims(report: Report) -> list[str]:
    parts = [f.name for f in fields(report) if f.name not in ABOUT_OTHERS]
    said = {text for name in parts for text in texts(getattr(report, name))}
    return sorted(text for text in said if SAYS_SO.search(text))


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_report_on_the_lowest_answers_says_that_ai_is_used(path: Path) -> None:
    spec = shipped_rubric(path)
    for sector in spec.sectors:
        report = at_the_lowest(spec, sector.code)
        assert len(report.gates) > 5 and len(report.actions) >= len(report.gates)
        assert claims(report) == []


def test_a_gate_that_says_so_would_be_seen() -> None:
    spec = shipped_rubric(SHIPPED)
    supposing = "AI is in use without a person who checks it."

    def planted(question: Any) -> Any:
        gates = [replace(gate, message=supposing) for gate in question.gates]
        return replace(question, gates=gates)

    dimensions = [
        replace(one, questions=[planted(question) for question in one.questions])
        for one in spec.dimensions
    ]
    assert claims(at_the_lowest(replace(spec, dimensions=dimensions), "nhs_trust"))
