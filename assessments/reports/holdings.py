"""What backed the answers of a report, and what was held besides. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.addresses import safe_web_address
from assessments.evidence import Held, words_of
from assessments.reports.answered import ReportEvidence, ReportHeld
from assessments.reports.replies import Sitting, file_parts
from assessments.rubric.definition import QuestionSpec
from assessments.rubric.frameworks import title_of
from assessments.scoring.sheet import EvidenceItem, State
from assessments.wording import counted, long_date

NAMED = 10
"""The most questions that are named where an item of evidence supports them."""


def _asked(sitting: Sitting) -> list[QuestionSpec]:
    asked = sitting.asked.values()
    return [each.question for each in asked if each.result.state is not State.NOT_ASKED]


def evidence_parts(sitting: Sitting) -> tuple[ReportEvidence, ...]:
    """Every piece of evidence: first what answers name, in the order of asking, then what supports
    a question that was asked without being named.
    """
    holding, asked = sitting.holding, _asked(sitting)
    found: dict[tuple[str, ...], Held | EvidenceItem] = {}
    naming: dict[tuple[str, ...], list[str]] = {}
    for question in asked:
        for line in sitting.asked[question.code].reply.evidence:
            one = holding.item(line)
            key = (one.reference,) if one else words_of(line)
            found.setdefault(key, one or line)
            codes = naming.setdefault(key, [])
            if question.code not in codes:
                codes.append(question.code)
    supporting = {(one.reference,): (one, codes) for one, codes in holding.for_questions(asked)}
    for key, (one, _) in supporting.items():
        found.setdefault(key, one)
    return tuple(
        _item(sitting, one, naming.get(key, ()), supporting[key][1] if key in supporting else ())
        if isinstance(one, Held)
        else _typed(one, naming[key])
        for key, one in found.items()
    )


def _item(
    sitting: Sitting, one: Held, questions: Sequence[str], supports: Sequence[str]
) -> ReportEvidence:
    return ReportEvidence(
        reference=one.reference,
        title=one.title,
        url=one.link,
        cited=one.cited,
        strength=one.strength.value if one.strength else "",
        achieved_on=one.achieved_on.isoformat(),
        good_until=one.good_until.isoformat(),
        past=one.is_past(sitting.holding.day),
        questions=tuple(questions),
        supports=tuple(supports),
        files=file_parts([one]),
    )


def _typed(line: EvidenceItem, questions: Sequence[str]) -> ReportEvidence:
    url = safe_web_address(line.link.strip())
    return ReportEvidence(
        reference="",
        title=line.title,
        url=url,
        cited="" if url else line.link.strip(),
        strength="",
        achieved_on="",
        good_until="",
        past=False,
        questions=tuple(questions),
        supports=(),
        files=(),
    )


def held_parts(sitting: Sitting) -> tuple[ReportHeld, ...]:
    """What the organisation had that supports a question that was asked, the longest good first."""
    titles = {one.code: title_of(one) for one in sitting.spec.frameworks}
    return tuple(
        ReportHeld(
            reference=one.reference,
            title=one.title,
            url=one.link,
            past=one.is_past(sitting.holding.day),
            framework=one.framework,
            parts=one.parts,
            covers=one.covering(titles.get(one.framework, one.framework)),
            achieved_on=one.achieved_on.isoformat(),
            achieved_text=long_date(one.achieved_on),
            good_until=one.good_until.isoformat(),
            good_until_text=long_date(one.good_until),
            questions=codes,
            too_many=counted(len(codes), "question") if len(codes) > NAMED else "",
        )
        for one, codes in sitting.holding.for_questions(_asked(sitting))
    )
