"""Reports for tests: the shipped rubric with its worked example, and small ones with edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from assessments.contradictions import Kept
from assessments.evidence import NOTHING, Held, Holding
from assessments.question_types import MARKER
from assessments.reports.assembling import assemble
from assessments.reports.content import Particulars, Report
from assessments.reports.documents import result_to_document
from assessments.reports.glance import LastTime, Point
from assessments.reports.replies import Sitting
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import codec
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.contradictions import HERE, MEETS_HERE, paired_spec
from tests.evidence import mapped_spec
from tests.factories.shipped import REASONS, example_sheet, reply_to, shipped_rubric

NOTE = "Agreed by the digital board on 4 March. See the minutes of the meeting."
EVIDENCE = EvidenceItem(
    title="Digital plan 2026", link="https://example.org/plans/digital-2026.pdf"
)
REFERENCE_ONLY = EvidenceItem(title="Cabinet minute 14/2026")
REASON = REASONS["BUD-03"]


def reply(spec: RubricSpec, code: str, raw: Any, **more: Any) -> Reply:
    """A reply as the kind cleans it; `na` and `dont_know` are states."""
    return reply_to(spec.question(code), raw, **more)


def worked_sheet() -> AnswerSheet:
    """The worked example, with notes and evidence on some of its answers."""
    sheet = example_sheet()
    replies = dict(sheet.replies)
    for code in ("BUD-01", "TRA-01", "SEC-02"):
        replies[code] = replace(replies[code], note=NOTE, evidence=(EVIDENCE, REFERENCE_ONLY))
    return replace(sheet, replies=replies)


CODE = "7K3M-9QXT-2BWD"
HASH = "e0b8b4e1a4a5c1a2a7bb0b3f9d52c8a6f1d7e3c4b5a69788796a5b4c3d2e1f00"


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
        "code": CODE,
        "hash": HASH,
    }
    return Particulars(**{**details, **changes})


def report(
    spec: RubricSpec,
    sheet: AnswerSheet,
    holding: Holding = NOTHING,
    kept: Sequence[Kept] = (),
    **changes: Any,
) -> Report:
    """A report of any rubric and answers, scored by the engine."""
    result = score(spec, sheet, MARKER)
    digest = codec.content_hash(spec)
    return assemble(
        Sitting.of(spec, sheet, result, holding, kept),
        particulars=who(**changes),
        document=result_to_document(result, spec.code, spec.edition, digest),
    )


@cache
def worked() -> Report:
    """The report of the worked example."""
    return report(shipped_rubric(), worked_sheet())


def since(report: Report, *scores: str, band: str = "Emerging") -> Report:
    """The report with earlier scores of the organisation, one a year, on an earlier edition."""
    day = date(2026 - len(scores), 11, 24)
    trend = tuple(
        Point(day=day.replace(year=day.year + place), score=Decimal(one), band=band, edition="2025")
        for place, one in enumerate(scores)
    )
    last = LastTime(
        reference="R7K2-1",
        day=trend[-1].day,
        edition="2025",
        score=trend[-1].score,
        band="",
        band_name=band,
        scores={},
        trend=trend,
    )
    return replace(report, glance=replace(report.glance, last=last))


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


def contradicted(reason: str = "They measure other things.", **changes: Any) -> Report:
    """A report on answers two of which do not fit together, and on which of them was kept why."""
    spec = paired_spec()
    replies = {code: reply(spec, code, value) for code, value in MEETS_HERE.items()}
    sheet = AnswerSheet(sector="local_authority", replies=replies)
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    kept = Kept(contradiction=HERE, reason=reason, by="Connie Contributor", at=at)
    return report(spec, sheet, kept=[kept], **changes)


def small(dimensions: int, name: str = "Dimension {}") -> RubricSpec:
    """The shipped rubric cut down to so many dimensions of one uncritical question each."""
    spec = shipped_rubric()
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


BAD = 'A <b> & "quoted" =1+1 \ud800 \x0b 😀'


def with_bad_texts() -> Report:
    """The worked example with what no XML can hold where people type."""
    report = worked()
    row = report.glance.heat[0]
    tile = replace(row.tiles[0], code=BAD, words=BAD)
    heat = (replace(row, name=BAD, tiles=(tile, *row.tiles[1:])), *report.glance.heat[1:])
    return replace(
        report,
        glance=replace(report.glance, heat=heat, verdict=(BAD,)),
        particulars=replace(report.particulars, organisation=BAD, submitted_by=BAD * 20),
        actions=(replace(report.actions[0], text=BAD),),
    )
