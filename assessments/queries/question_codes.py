"""Codes of questions through the editions of a rubric, and what depends on one in a draft."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db.models import Q

from assessments.models import ContextFigure, Contradiction, Question, RubricVersion

NUMBERED = re.compile(r"^(.*?)(\d+)$")


def edition_that_used(rubric: int, code: str) -> str:
    """The title of the newest edition or draft that has a question of that code; or nothing."""
    rows = RubricVersion.objects.filter(rubric=rubric, questions__code=code)
    return rows.order_by("-number").values_list("title", flat=True).first() or ""


def was_published(question: Question) -> bool:
    """Whether a published edition of the rubric has a question of that code."""
    rubric = question.version.rubric_id
    published = RubricVersion.objects.filter(rubric=rubric, published_at__isnull=False)
    return published.filter(questions__code=question.code).exists()


def next_code(question: Question) -> str:
    """A code like the question's that no edition of the rubric has used: BUD-09 after BUD-08."""
    found = NUMBERED.match(question.code)
    stem, width = (found[1], len(found[2])) if found else (f"{question.code}-", 1)
    used = Question.objects.filter(
        version__rubric=question.version.rubric_id, code__startswith=stem
    ).values_list("code", flat=True)
    numbers = [int(code[len(stem) :]) for code in used if code[len(stem) :].isdecimal()]
    return f"{stem}{max([*numbers, 0 if found else 1]) + 1:0{width}d}"


def waiting_for(version: int, codes: Collection[str]) -> list[str]:
    """The codes of the questions, other than these, that are asked depending on one of these."""
    rows = Question.objects.filter(version=version, condition_question__in=codes)
    in_order = rows.exclude(code__in=codes).order_by("dimension__position", "position", "pk")
    return list(in_order.values_list("code", flat=True))


def contradictions_with(question: Question) -> list[Contradiction]:
    """Those of its edition that name the question."""
    named = Q(question_code=question.code) | Q(other_code=question.code)
    return list(Contradiction.objects.filter(named, version=question.version_id))


def figures_with(question: Question) -> list[ContextFigure]:
    """The national figures of its edition that name the question."""
    rows = ContextFigure.objects.filter(version=question.version_id)
    return [figure for figure in rows if question.code in figure.questions]
