"""What a questionnaire will ask of one sector, told before anybody starts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.scoring.spec import QuestionSpec, RubricSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionPreview:
    """A dimension and how many questions it has for the sector, conditional ones included."""

    code: str
    name: str
    summary: str
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`conditional` questions are asked only after certain answers; `questions` counts them too.

    `helpers` are the titles, as the sector knows them, of the jobs that own the questionnaire's
    actions: the people who know the answers.
    """

    sector_name: str
    dimensions: Sequence[DimensionPreview]
    questions: int
    conditional: int
    critical: int
    helpers: Sequence[str]


def preview(spec: RubricSpec, sector: str) -> Preview:
    """The questionnaire as an organisation of the sector will meet it."""
    by_dimension = {
        dimension.code: [q for q in dimension.questions if _applies(q, sector)]
        for dimension in spec.dimensions
    }
    questions = [question for each in by_dimension.values() for question in each]
    name = next((one.name for one in spec.sectors if one.code == sector), sector)
    return Preview(
        sector_name=name,
        dimensions=tuple(
            DimensionPreview(
                code=dimension.code,
                name=dimension.name,
                summary=dimension.summary,
                questions=len(by_dimension[dimension.code]),
            )
            for dimension in spec.dimensions
        ),
        questions=len(questions),
        conditional=sum(question.condition is not None for question in questions),
        critical=sum(question.critical for question in questions),
        helpers=_helpers(spec, questions, sector),
    )


def _applies(question: QuestionSpec, sector: str) -> bool:
    return not question.applies_to or sector in question.applies_to


def _helpers(spec: RubricSpec, questions: Sequence[QuestionSpec], sector: str) -> tuple[str, ...]:
    """Each title once, in the rubric's own order of its roles."""
    owners = {level.action.owner for q in questions for level in q.levels if level.action}
    titles = (role.title_for(sector) for role in spec.roles if role.code in owners)
    return tuple(dict.fromkeys(titles))
