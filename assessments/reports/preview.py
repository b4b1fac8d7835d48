"""What a questionnaire will ask of one sector, before an assessment starts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.names import within_a_sentence
from assessments.rubric.definition import QuestionSpec, RubricSpec, SectorSpec
from assessments.wording import counted, listed


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
    actions: the people who know the answers. They are empty where `says_who`: the rubric says who
    is needed with how long it takes. `gives` says what there is at the end.
    """

    sector_name: str
    dimensions: Sequence[DimensionPreview]
    questions: int
    conditional: int
    critical: int
    helpers: Sequence[str]
    says_who: bool
    gives: str
    written_for_sector: bool


def preview(spec: RubricSpec, sector: str) -> Preview:
    """The questionnaire as an organisation of the sector will meet it."""
    by_dimension = {
        dimension.code: [q for q in dimension.questions if q.is_for(sector)]
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
        helpers=() if says_who(spec) else _helpers(spec, questions, sector),
        says_who=says_who(spec),
        gives=what_it_gives(spec),
        written_for_sector=any(one.code == sector for one in spec.sectors),
    )


def what_it_gives(spec: RubricSpec) -> str:
    """What there is at the end, in a sentence."""
    if not spec.shows_score:
        return (
            "What would hold you back today, the highest band still open to you, and what to do "
            "first. There is no score."
        )
    lowest, highest = spec.bands[0].name, spec.bands[-1].name
    return (
        f"A score out of 100 for the whole and for each part, one of {len(spec.bands)} bands from "
        f"{lowest} to {highest}, and what to do first."
    )


def says_who(spec: RubricSpec) -> bool:
    """Whether the rubric says who is needed with how long it takes: "1 hour for one person"."""
    return re.search(r"\b(person|people)\b", spec.time_needed, re.IGNORECASE) is not None


def by_sector(spec: RubricSpec) -> str:
    """How many of the questions each sector is asked, in words; empty where every sector is asked
    every question.
    """
    questions = [question for _, question in spec.questions()]
    asked: dict[int, list[str]] = {}
    for sector in spec.sectors:
        number = sum(question.is_for(sector.code) for question in questions)
        asked.setdefault(number, []).append(within_a_sentence(sector.name))
    if set(asked) <= {len(questions)}:
        return ""
    if len(asked) == 1:
        return f"You are asked {min(asked):,} of them, whichever your sector"
    ranges = [f"{number:,} ({', '.join(names)})" for number, names in sorted(asked.items())]
    return f"How many you are asked depends on your sector: {listed(ranges, 'or')}"


def spread(questions: Sequence[QuestionSpec], sectors: Sequence[SectorSpec]) -> str:
    """How many of these questions a sector is asked: "9 questions", or "8 or 9 questions" where
    sectors differ.
    """
    asked = {sum(q.is_for(sector.code) for q in questions) for sector in sectors}
    least, most = min(asked, default=len(questions)), max(asked, default=len(questions))
    if least == most:
        return counted(most, "question")
    return f"{least} {'or' if most - least == 1 else 'to'} {counted(most, 'question')}"


def _helpers(spec: RubricSpec, questions: Sequence[QuestionSpec], sector: str) -> tuple[str, ...]:
    """Each title once, in the rubric's own order of its roles."""
    owners = {level.action.owner for q in questions for level in q.levels if level.action}
    titles = (role.title_for(sector) for role in spec.roles if role.code in owners)
    return tuple(dict.fromkeys(titles))
