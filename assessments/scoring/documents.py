"""A result as a document that other programs read, and back again, to the last fraction.

Exact figures are strings `"n/d"`; shown figures are strings with one decimal. The keys are a
contract: they change only with a new format.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.rubric.definition import RubricSpec
from assessments.scoring.result import (
    BalanceBreak,
    Bands,
    DimensionResult,
    FiredGate,
    QuestionResult,
    RangeEnd,
    RecommendedAction,
    Result,
    Score,
)
from assessments.scoring.sheet import State

Document = dict[str, Any]


def result_to_document(
    result: Result, rubric_code: str, edition: str, content_hash: str
) -> Document:
    """The result as plain lists, dicts, strings, numbers and booleans, ready for JSON."""
    return {
        "engine_version": result.engine_version,
        "rubric": {"code": rubric_code, "edition": edition, "content_hash": content_hash},
        "sector": result.sector,
        "complete": result.complete,
        "overall": _score(result.overall) if result.overall else None,
        "range": {"low": _end(result.low), "high": _end(result.high)},
        "band_from_score": result.bands.from_score,
        "band_after_balance": result.bands.after_balance,
        "final_band": result.bands.final,
        "dimensions": [_dimension(dimension) for dimension in result.dimensions],
        "questions": [_question(question) for question in result.questions],
        "gates": [_gate(gate) for gate in result.bands.gates],
        "balance": [_break(one) for one in result.bands.balance],
        "unknown": list(result.unknown),
        "unconfirmed": list(result.unconfirmed),
        "actions": [_action(action) for action in result.actions],
    }


def result_from_document(document: Mapping[str, Any], spec: RubricSpec) -> Result:
    """The result that `result_to_document` was given: read back, never worked out anew.

    `spec` is the rubric version that was scored; it says only which dimension a question is of,
    since the document does not repeat that.
    """
    dimensions = [_dimension_from(entry) for entry in document["dimensions"]]
    shares = {dimension.code: dimension.share for dimension in dimensions}
    homes = {question.code: dimension.code for dimension, question in spec.questions()}
    questions = []
    for entry in document["questions"]:
        home = homes[entry["code"]]
        questions.append(_question_from(entry, home, shares[home]))
    overall = document["overall"]
    return Result(
        engine_version=document["engine_version"],
        sector=document["sector"],
        complete=document["complete"],
        overall=Score(exact=Fraction(overall["exact"])) if overall else None,
        low=_end_from(document["range"]["low"]),
        high=_end_from(document["range"]["high"]),
        bands=_bands_from(document),
        dimensions=tuple(dimensions),
        questions=tuple(questions),
        unknown=tuple(document["unknown"]),
        unconfirmed=tuple(document["unconfirmed"]),
        actions=tuple(_action_from(entry) for entry in document["actions"]),
    )


def _exact(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def _exact_or_none(number: Fraction | None) -> str | None:
    return None if number is None else _exact(number)


def _fraction_or_none(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _shown(number: Decimal) -> str:
    """One decimal, or more only where the number itself has more."""
    tenths = number.quantize(Decimal("0.1"))
    return format(tenths if tenths == number else number, "f")


def _score(score: Score | None) -> Document:
    if score is None:
        return {"exact": None, "score": None}
    return {"exact": _exact(score.exact), "score": _shown(score.shown)}


def _score_from(entry: Mapping[str, Any]) -> Score | None:
    return None if entry["exact"] is None else Score(exact=Fraction(entry["exact"]))


def _end(end: RangeEnd) -> Document:
    return {**_score(end.score), "final_band": end.final_band}


def _end_from(entry: Mapping[str, Any]) -> RangeEnd:
    return RangeEnd(score=_score_from(entry), final_band=entry["final_band"])


def _bands_from(document: Mapping[str, Any]) -> Bands:
    return Bands(
        from_score=document["band_from_score"],
        after_balance=document["band_after_balance"],
        final=document["final_band"],
        gates=tuple(FiredGate(**entry) for entry in document["gates"]),
        balance=tuple(
            BalanceBreak(
                dimension=entry["dimension"],
                score=Decimal(entry["score"]),
                minimum=Decimal(entry["minimum"]),
                band=entry["band"],
            )
            for entry in document["balance"]
        ),
    )


def _dimension(dimension: DimensionResult) -> Document:
    return {
        "code": dimension.code,
        "name": dimension.name,
        "weight": _exact(dimension.weight),
        "share": _exact_or_none(dimension.share),
        **_score(dimension.score),
        "band": dimension.band,
    }


def _dimension_from(entry: Mapping[str, Any]) -> DimensionResult:
    return DimensionResult(
        code=entry["code"],
        name=entry["name"],
        weight=Fraction(entry["weight"]),
        share=_fraction_or_none(entry["share"]),
        score=_score_from(entry),
        band=entry["band"],
    )


def _question(question: QuestionResult) -> Document:
    return {
        "code": question.code,
        "state": question.state.value,
        "points": _exact_or_none(question.points),
        "full": _exact_or_none(question.full),
        "level": question.level,
        "share": _exact_or_none(question.share),
        "gap": _exact_or_none(question.gap),
        "gain": _exact_or_none(question.gain),
    }


def _question_from(
    entry: Mapping[str, Any], dimension: str, dimension_share: Fraction | None
) -> QuestionResult:
    points, full = _fraction_or_none(entry["points"]), _fraction_or_none(entry["full"])
    share = _fraction_or_none(entry["share"])
    return QuestionResult(
        code=entry["code"],
        dimension=dimension,
        state=State(entry["state"]),
        points=points,
        full=full,
        level=entry["level"],
        mark=None if points is None or full is None else points / full,
        share=share,
        weighted_share=None
        if share is None or dimension_share is None
        else dimension_share * share,
        gap=_fraction_or_none(entry["gap"]),
        gain=_fraction_or_none(entry["gain"]),
    )


def _gate(gate: FiredGate) -> Document:
    return {
        "question": gate.question,
        "level": gate.level,
        "cap_band": gate.cap_band,
        "message": gate.message,
    }


def _break(one: BalanceBreak) -> Document:
    return {
        "dimension": one.dimension,
        "score": _shown(one.score),
        "minimum": _shown(one.minimum),
        "band": one.band,
    }


def _action(action: RecommendedAction) -> Document:
    return {
        "question": action.question,
        "gate": action.gate,
        "effort": action.effort,
        "owner": action.owner,
        "text": action.text,
        "guidance": action.guidance,
        "shortfall": _exact(action.shortfall),
        "gain": _exact(action.gain),
    }


def _action_from(entry: Mapping[str, Any]) -> RecommendedAction:
    return RecommendedAction(
        question=entry["question"],
        gate=entry["gate"],
        effort=entry["effort"],
        owner=entry["owner"],
        text=entry["text"],
        guidance=entry["guidance"],
        shortfall=Fraction(entry["shortfall"]),
        gain=Fraction(entry["gain"]),
    )
