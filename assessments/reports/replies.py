"""Each question with its reply and its figures, and answers that do not fit together. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import TypedDict

from assessments.contradictions import Kept
from assessments.evidence import NOTHING, Held, Holding
from assessments.question_types import marking
from assessments.reports.answered import (
    STATE_TEXTS,
    Contradicted,
    Link,
    PairedAnswer,
    ReportContradiction,
    ReportFile,
    ReportQuestion,
)
from assessments.rubric.definition import DimensionSpec, LevelSpec, QuestionSpec, RubricSpec
from assessments.rubric.frameworks import counts_towards
from assessments.scoring.keeping import kept
from assessments.scoring.result import QuestionResult, Result
from assessments.scoring.sheet import AnswerSheet, Reply, State, Value
from assessments.wording import listed, long_moment, one_decimal, percent, plain
from assessments.workflow import Strength

MARK_PLACES = 6
"""The most decimals of a mark, as of every other figure that a file shows."""
_POINTS = re.compile(r"^\s*[\d.,]+ to [\d.,]+ points?[.:,;]?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with all that is known of it, looked up once."""

    dimension: DimensionSpec
    question: QuestionSpec
    result: QuestionResult
    reply: Reply
    unconfirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One submission's rubric, replies and result, by question code in the order of asking."""

    spec: RubricSpec
    result: Result
    sector: str
    asked: Mapping[str, Asked]
    holding: Holding
    kept: Sequence[Kept]

    @classmethod
    def of(
        cls,
        spec: RubricSpec,
        sheet: AnswerSheet,
        result: Result,
        holding: Holding = NOTHING,
        kept: Sequence[Kept] = (),
    ) -> Sitting:
        """Ties the three together; raises `KeyError` when the result knows other questions."""
        results = {each.code: each for each in result.questions}
        unconfirmed = set(result.unconfirmed)
        asked = {
            question.code: Asked(
                dimension=dimension,
                question=question,
                result=results[question.code],
                reply=sheet.reply(question.code),
                unconfirmed=question.code in unconfirmed,
            )
            for dimension, question in spec.questions()
        }
        return cls(
            spec=spec,
            result=result,
            sector=sheet.sector,
            asked=asked,
            holding=holding,
            kept=kept,
        )

    def puts(self, code: str) -> bool:
        """Whether it is asked: in the edition, of the sector, after the other answers."""
        return code in self.asked and self.asked[code].result.state is not State.NOT_ASKED


def question_part(sitting: Sitting, code: str) -> ReportQuestion:
    """A question, its reply in words and its figures."""
    each = sitting.asked[code]
    question, result = each.question, each.result
    return _in_words(sitting, each)(
        code=code,
        text=question.wording_for(sitting.sector).text,
        weight="" if sitting.result.highest_open_band else plain(question.weight),
        note=each.reply.note,
        reason=_reason(sitting, each),
        **_backed(sitting, each.reply),
        held=_held(sitting, question) if sitting.holding.items else (),
        not_fitting=sitting.holding.not_fitting(question, result.state, result.level),
        contradictions=_contradicted(sitting, code) if sitting.kept else (),
        unconfirmed=each.unconfirmed,
    )


def _in_words(sitting: Sitting, each: Asked) -> Callable[..., ReportQuestion]:
    """A question that still lacks what a person said: what is typed as an answer is never kept."""
    given = sitting.spec, each.dimension, each.question, each.result
    value = each.reply.value
    if isinstance(value, frozenset):
        value = _same_set(value)
    return _worded(*given, value) if isinstance(value, str | Decimal) else _kept(*given, value)


@lru_cache(maxsize=4_096)
def _same_set(codes: frozenset[str]) -> frozenset[str]:
    return codes


def _worded(
    spec: RubricSpec,
    dimension: DimensionSpec,
    question: QuestionSpec,
    result: QuestionResult,
    value: Value | None,
) -> Callable[..., ReportQuestion]:
    each = Asked(
        dimension=dimension,
        question=question,
        result=result,
        reply=Reply(value=value),
        unconfirmed=False,
    )
    answer, level = answer_text(each), _level(each)
    make: Callable[..., ReportQuestion] = ReportQuestion
    return partial(
        make,
        title=question.title,
        dimension=dimension.code,
        dimension_name=dimension.name,
        kind=question.kind,
        state=str(result.state),
        state_text=STATE_TEXTS[result.state],
        answer=answer,
        number=number(each),
        chosen=chosen(each),
        level="" if result.level is None else str(result.level),
        level_name=spec.level_name(level.number) if level else "",
        level_text=_described(spec, question, level, answer) if level else "",
        still_missing=level.still_missing if level else "",
        brief=brief(spec, each),
        **_figures(result),
        counts_towards=counts_towards(spec, question),
        critical=question.critical,
    )


_kept = kept(4_096)(_worded)


class _Backed(TypedDict):
    evidence: Sequence[Link]
    strongest: str
    files: Sequence[ReportFile]


def _backed(sitting: Sitting, reply: Reply) -> _Backed:
    if not reply.evidence:
        return {"evidence": (), "strongest": "", "files": ()}
    return {
        "evidence": _evidence(sitting, reply),
        "strongest": _strongest(sitting, reply),
        "files": file_parts(sitting.holding.named(reply.evidence)),
    }


_FIGURES = ("points", "earned_points", "full_points", "mark", "share", "whole_share", "gap", "gain")
_NO_FIGURES = dict.fromkeys(_FIGURES, "")


def _figures(result: QuestionResult) -> Mapping[str, str]:
    """What is in no sum has none."""
    return _NO_FIGURES if result.share is None else _figures_of(result)


@kept(4_096)
def _figures_of(result: QuestionResult) -> Mapping[str, str]:
    """The engine gives the same result for the same answer."""
    return {
        "points": points_text(result),
        "earned_points": plain(result.points),
        "full_points": plain(result.full),
        "mark": plain(result.mark, MARK_PLACES),
        "share": percent(result.share),
        "whole_share": percent(result.weighted_share),
        "gap": one_decimal(result.gap),
        "gain": one_decimal(result.gain),
    }


def level_text(spec: RubricSpec, question: QuestionSpec, level: LevelSpec) -> str:
    """What the level looks like. A checklist's may begin with the points that lead to it, as in
    "20 to 44 points. A start has been made.": these are left out where the rubric shows no score.
    """
    if spec.shows_score or not question.points_to_level:
        return level.text
    return _POINTS.sub("", level.text)


def _described(spec: RubricSpec, question: QuestionSpec, level: LevelSpec, answer: str) -> str:
    """The text of the level that the answer reached, unless the answer is that text."""
    text = level_text(spec, question, level)
    return "" if text == answer else text


def _level(each: Asked) -> LevelSpec | None:
    """The level that an answer reaches."""
    reached = each.result.level if each.result.state is State.ANSWERED else None
    return None if reached is None else each.question.level(reached)


def _evidence(sitting: Sitting, reply: Reply) -> tuple[Link, ...]:
    holding = sitting.holding
    return tuple(
        Link(
            title=line.title,
            url=line.link,
            past=holding.is_past(line),
            reference=item.reference if (item := holding.item(line)) else "",
        )
        for line in reply.evidence
    )


def _strongest(sitting: Sitting, reply: Reply) -> str:
    """How strong the strongest item is that an answer names, in a word; empty where that was not
    recorded of any. What is only typed at an answer has no strength on record.
    """
    on_record = {one.strength for one in sitting.holding.named(reply.evidence)}
    return next((one.label for one in reversed(Strength) if one in on_record), "")


def _held(sitting: Sitting, question: QuestionSpec) -> tuple[Link, ...]:
    holding = sitting.holding
    return tuple(
        Link(
            title=one.line.title,
            url=one.link,
            past=one.is_past(holding.day),
            reference=one.reference,
        )
        for one in holding.supporting(question)
    )


def file_parts(items: Iterable[Held]) -> tuple[ReportFile, ...]:
    """The files of evidence items, by item and name."""
    files = [
        ReportFile(
            item=one.title,
            reference=file.reference,
            name=file.name,
            size=file.size,
            sha256=file.sha256,
        )
        for one in items
        for file in one.files
    ]
    return tuple(sorted(files, key=lambda one: (one.item.casefold(), one.name.casefold())))


def answer_text(each: Asked) -> str:
    """The answer in words, or the state that replaces it."""
    if each.result.state is State.ANSWERED and each.reply.value is not None:
        return marking(each.question.kind).text(each.question, each.reply.value)
    return STATE_TEXTS[each.result.state]


def number(each: Asked) -> str:
    """The exact figure of an answer that is one; empty for every other."""
    value = each.reply.value
    answered = each.result.state is State.ANSWERED
    return format(value, "f") if answered and isinstance(value, Decimal) else ""


def chosen(each: Asked) -> tuple[str, ...]:
    """The lines of a checklist that are ticked, in the rubric's order."""
    if each.result.state is not State.ANSWERED or each.reply.value is None:
        return ()
    ticked = _ticked(each.question, each.reply.value)
    return tuple(item.text for item in each.question.items if item.code in ticked)


def brief(spec: RubricSpec, each: Asked) -> str:
    """The answer in the fewest words that still tell it."""
    question, value = each.question, each.reply.value
    if each.result.state is not State.ANSWERED or value is None:
        return STATE_TEXTS[each.result.state]
    if question.items:
        return f"{len(_ticked(question, value))} of {len(question.items)} ticked"
    if question.number or question.options:
        return marking(question.kind).text(question, value)
    level = each.result.level
    return STATE_TEXTS[State.ANSWERED] if level is None else spec.level_name(level)


def points_text(result: QuestionResult) -> str:
    """ "75 of 100", or nothing where the question earns none."""
    if result.points is None or result.full is None:
        return ""
    return f"{plain(result.points)} of {plain(result.full)}"


def _ticked(question: QuestionSpec, value: Value) -> frozenset[str]:
    codes = value if isinstance(value, frozenset) else frozenset()
    return codes & {item.code for item in question.items}


def missing_items(each: Asked) -> tuple[str, ...]:
    """What to do for each line of a checklist that is not ticked, most points first."""
    value = each.reply.value
    if each.result.state is not State.ANSWERED or value is None or not each.question.items:
        return ()
    ticked = _ticked(each.question, value)
    missing = [item for item in each.question.items if item.code not in ticked and item.if_missing]
    return tuple(item.if_missing for item in sorted(missing, key=lambda item: -item.points))


def _reason(sitting: Sitting, each: Asked) -> str:
    if each.result.state is State.NOT_APPLICABLE:
        return each.reply.reason
    if each.result.state is not State.NOT_ASKED:
        return ""
    question, condition = each.question, each.question.condition
    if question.applies_to and sitting.sector not in question.applies_to:
        names = [s.name for s in sitting.spec.sectors if s.code in question.applies_to]
        return f"Asked only of: {listed(names)}."
    if condition is None:
        return ""
    if condition.level_at_least is not None:
        return f"Asked when {condition.question} is at level {condition.level_at_least} or above."
    choices = sitting.asked[condition.question].question.choices
    texts = [text for code, text in choices.items() if code in condition.any_of]
    quoted = [f"“{text.rstrip('.')}”" for text in texts]
    return f"Asked when the answer to {condition.question} is {listed(quoted, 'or')}."


def contradiction_parts(sitting: Sitting) -> tuple[ReportContradiction, ...]:
    """The answers that do not fit together, in the rubric's order."""
    return tuple(
        ReportContradiction(
            code=one.contradiction.code,
            message=one.contradiction.message,
            answers=(
                _paired(sitting, one.contradiction.question),
                _paired(sitting, one.contradiction.other),
            ),
            reason=one.reason,
            by=one.by,
            at=one.at.isoformat() if one.at else "",
            said=_said(one),
        )
        for one in sitting.kept
    )


def _contradicted(sitting: Sitting, code: str) -> tuple[Contradicted, ...]:
    return tuple(
        Contradicted(
            other=_paired(sitting, one.contradiction.other_than(code)),
            message=one.contradiction.message,
            reason=one.reason,
            said=_said(one),
        )
        for one in sitting.kept
        if code in one.contradiction.pair
    )


def _paired(sitting: Sitting, code: str) -> PairedAnswer:
    each = sitting.asked[code]
    return PairedAnswer(
        code=code,
        title=each.question.title,
        dimension=each.dimension.code,
        answer=brief(sitting.spec, each),
    )


def _said(one: Kept) -> str:
    return f"{one.by}, {long_moment(one.at)}" if one.at else ""
