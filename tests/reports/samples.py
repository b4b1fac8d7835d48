"""Reports for tests: the shipped rubric with its worked example, and small ones with edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assessments.evidence import NOTHING, Held, Holding
from assessments.question_types import MARKER, marking
from assessments.reports.assembling import assemble, particulars
from assessments.reports.content import Particulars, Report
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import codec
from assessments.scoring.documents import result_to_document
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.evidence import mapped_spec

SHIPPED = Path(codec.__file__).parent / "library" / "uk-readiness-2026.yaml"
NOTE = "Agreed by the digital board on 4 March. See the minutes of the meeting."
REASON = "Our register of systems shows no high-risk out-of-date system."
EVIDENCE = EvidenceItem(
    title="Digital plan 2026", link="https://example.org/plans/digital-2026.pdf"
)
REFERENCE_ONLY = EvidenceItem(title="Cabinet minute 14/2026")


@cache
def shipped() -> RubricSpec:
    """The rubric that the product comes with."""
    return codec.load(SHIPPED.read_text(encoding="utf-8"))


@cache
def worked_answers() -> Mapping[str, Any]:
    """The answers of the rubric file's own worked example."""
    document = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    answers: Mapping[str, Any] = document["worked_example"]["answers"]
    return answers


def reply(spec: RubricSpec, code: str, raw: Any, **more: Any) -> Reply:
    """A reply as the kind cleans it; `na` and `dont_know` are states."""
    if raw == "na":
        return Reply(state=State.NOT_APPLICABLE, reason=REASON, **more)
    if raw == "dont_know":
        return Reply(state=State.DONT_KNOW, **more)
    question = spec.question(code)
    value = marking(question.kind).clean(question, raw)
    return Reply(state=State.ANSWERED, value=value, **more)


def worked_sheet() -> AnswerSheet:
    """The worked example, with notes and evidence on some of its answers."""
    spec = shipped()
    replies = {code: reply(spec, code, raw) for code, raw in worked_answers().items()}
    for code in ("BUD-01", "TRA-01", "SEC-02"):
        replies[code] = replace(replies[code], note=NOTE, evidence=(EVIDENCE, REFERENCE_ONLY))
    return AnswerSheet(sector="local_authority", replies=replies)


def who(**changes: Any) -> Particulars:
    """Whose submission the samples are."""
    details: dict[str, Any] = {
        "organisation": "Eastmere Borough Council",
        "sector": "local_authority",
        "sector_name": "Local authority",
        "title": "Readiness assessment 2026",
        "reference": "R7K2-9QFD",
        "number": 1,
        "submitted_by": "Amara Osei",
        "submitted_at": datetime(2026, 11, 23, 14, 2, tzinfo=UTC),
    }
    return particulars(**{**details, **changes})


def report(
    spec: RubricSpec, sheet: AnswerSheet, holding: Holding = NOTHING, **changes: Any
) -> Report:
    """A report of any rubric and answers, scored by the engine."""
    result = score(spec, sheet, MARKER)
    digest = codec.content_hash(spec)
    return assemble(
        spec=spec,
        sheet=sheet,
        result=result,
        particulars=who(**changes),
        document=result_to_document(result, spec.code, spec.edition, digest),
        holding=holding,
    )


@cache
def worked() -> Report:
    """The report of the worked example."""
    return report(shipped(), worked_sheet())


def item(title: str, good_until: date, **more: Any) -> Held:
    """An evidence item of Cyber Essentials, whole unless parts are given."""
    given = {"reference": title, "framework": "ce-3.3", "parts": (), "link": "", **more}
    return Held(title=title, achieved_on=date(2025, 3, 4), good_until=good_until, **given)


def held(items: int = 1, **changes: Any) -> Report:
    """A report on three questions: of a certificate that is good, so often, and one that is not,
    what the first question's answer does not fit, and the second names the one past its date.
    """
    spec, lapsed = mapped_spec(), item("Cyber Essentials", date(2026, 11, 22))
    good = [
        item("Cyber Essentials Plus", date(2026, 11, 23), link="https://certificates.example/1")
    ]
    replies = {
        "A-1": reply(spec, "A-1", 0),
        "A-2": reply(spec, "A-2", ["a", "c"], evidence=(lapsed.line,)),
        "A-3": Reply(state=State.DONT_KNOW),
    }
    sheet = AnswerSheet(sector="local_authority", replies=replies)
    holding = Holding(items=(*good * items, lapsed), day=date(2026, 11, 23))
    return report(spec, sheet, holding, **changes)


def small(dimensions: int, name: str = "Dimension {}") -> RubricSpec:
    """The shipped rubric cut down to so many dimensions of one uncritical question each."""
    spec = shipped()
    question = replace(spec.question("BUD-02"), not_applicable_allowed=True, condition=None)
    made = tuple(
        replace(
            spec.dimensions[0],
            code=f"D{place}",
            name=name.format(place),
            questions=(replace(question, code=f"D{place}-01"),),
        )
        for place in range(dimensions)
    )
    return replace(spec, dimensions=made)
