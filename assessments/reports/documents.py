"""A result as a document that other programs read, and back again, to the last fraction.

Exact figures are strings `"n/d"`; shown figures are strings with one decimal. The keys are a
contract: they change only with a new format. Each is declared once, in a table of fields that
writing, reading and the JSON Schema follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.reports.effects import FACTORS, Effects, ScoreChange
from assessments.rubric.definition import Document, RubricSpec
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

FORMAT_VERSION = 2
"""Of the document. Format 1, which earlier snapshots are kept in, did not name itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The form of a figure or a text in the document: written, read, and as JSON Schema."""

    schema: Document
    write: Callable[[Any], object] = lambda value: value
    read: Callable[[Any], object] = lambda value: value


Fields = Mapping[str, Kind]
"""The keys of an entry, which are the attributes of what it is about."""


def _exact(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def _shown(number: Decimal) -> str:
    """One decimal, or more only where the number itself has more."""
    tenths = number.quantize(Decimal("0.1"))
    return format(tenths if tenths == number else number, "f")


def or_none(kind: Kind) -> Kind:
    """The same, or null."""
    return Kind(
        {"anyOf": [kind.schema, {"type": "null"}]},
        lambda value: None if value is None else kind.write(value),
        lambda value: None if value is None else kind.read(value),
    )


def schema_of(fields: Fields) -> Document:
    """The JSON Schema of an entry with exactly these keys."""
    return {
        "type": "object",
        "properties": {name: kind.schema for name, kind in fields.items()},
        "required": list(fields),
        "additionalProperties": False,
    }


def entry(value: object, fields: Fields, **given: object) -> Document:
    """The keys of an entry, read from what it is about where they are not given as they stay."""
    return {
        name: given[name] if name in given else kind.write(getattr(value, name))
        for name, kind in fields.items()
    }


def list_of(fields: Fields) -> Kind:
    """A list of entries."""
    schema = {"type": "array", "items": schema_of(fields)}
    return Kind(schema, lambda parts: [entry(one, fields) for one in parts])


TEXT = Kind({"type": "string"})
FLAG = Kind({"type": "boolean"})
LEVEL = Kind({"type": "integer", "minimum": 0})
STATE = Kind({"enum": [state.value for state in State]}, lambda state: state.value, State)
EXACT = Kind({"type": "string", "pattern": r"^-?\d+/[1-9]\d*$"}, _exact, Fraction)
SHOWN = Kind({"type": "string", "pattern": r"^-?\d+\.\d+$"}, _shown, Decimal)
TEXTS = Kind({"type": "array", "items": {"type": "string"}}, list, tuple)
SCORE: Fields = {"exact": or_none(EXACT), "score": or_none(SHOWN)}

DIMENSION: Fields = {
    "code": TEXT,
    "name": TEXT,
    "weight": EXACT,
    "share": or_none(EXACT),
    **SCORE,
    "band": or_none(TEXT),
}
QUESTION: Fields = {
    "code": TEXT,
    "state": STATE,
    "points": or_none(EXACT),
    "full": or_none(EXACT),
    "level": or_none(LEVEL),
    "share": or_none(EXACT),
    "gap": or_none(EXACT),
    "gain": or_none(EXACT),
}
GATE: Fields = {
    "question": TEXT,
    "level": LEVEL,
    "cap_band": TEXT,
    "message": TEXT,
    "missing": TEXTS,
}
BALANCE: Fields = {"dimension": TEXT, "score": SHOWN, "minimum": SHOWN, "band": TEXT}
ACTION: Fields = {
    "question": TEXT,
    "gate": FLAG,
    "effort": TEXT,
    "owner": TEXT,
    "text": TEXT,
    "guidance": or_none(TEXT),
    "shortfall": or_none(EXACT),
    "gain": or_none(EXACT),
}
END: Fields = {**SCORE, "final_band": or_none(TEXT)}
PLAIN: Fields = {"engine_version": TEXT, "sector": TEXT, "complete": FLAG}
CODES: Fields = {"unknown": TEXTS, "unconfirmed": TEXTS}


def result_to_document(
    result: Result, rubric_code: str, edition: str, content_hash: str
) -> Document:
    """The result as plain lists, dicts, strings, numbers and booleans, ready for JSON."""
    bands = result.bands
    return {
        "format_version": FORMAT_VERSION,
        "engine_version": result.engine_version,
        "rubric": {"code": rubric_code, "edition": edition, "content_hash": content_hash},
        "sector": result.sector,
        "complete": result.complete,
        "overall": score_to_document(result.overall) if result.overall else None,
        "range": {"low": _end(result.low), "high": _end(result.high)},
        "band_from_score": bands.from_score,
        "band_after_balance": bands.after_balance,
        "final_band": bands.final,
        "highest_open_band": result.highest_open_band,
        "dimensions": [
            entry(one, DIMENSION, **score_to_document(one.score)) for one in result.dimensions
        ],
        "questions": [entry(one, QUESTION) for one in result.questions],
        "gates": [entry(one, GATE) for one in bands.gates],
        "balance": [entry(one, BALANCE) for one in bands.balance],
        "unknown": list(result.unknown),
        "unconfirmed": list(result.unconfirmed),
        "actions": [entry(one, ACTION) for one in result.actions],
    }


def result_from_document(document: Document, spec: RubricSpec) -> Result:
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
    low, high = document["range"]["low"], document["range"]["high"]
    overall = document["overall"]
    return Result(
        **_held(document, PLAIN),
        **_held(document, CODES),
        overall=_score_from(overall) if overall else None,
        low=RangeEnd(score=_score_from(low), final_band=low["final_band"]),
        high=RangeEnd(score=_score_from(high), final_band=high["final_band"]),
        bands=Bands(
            from_score=document["band_from_score"],
            after_balance=document["band_after_balance"],
            final=document["final_band"],
            gates=tuple(
                FiredGate(**_held({"missing": ()} | one, GATE)) for one in document["gates"]
            ),
            balance=tuple(BalanceBreak(**_held(one, BALANCE)) for one in document["balance"]),
        ),
        dimensions=tuple(dimensions),
        questions=tuple(questions),
        actions=tuple(RecommendedAction(**_held(one, ACTION)) for one in document["actions"]),
        highest_open_band=document.get("highest_open_band"),
    )


def as_it_was_kept(fresh: Document, kept: Document) -> Document:
    """A result worked out today less what the format of one that was kept knows nothing of."""
    if "format_version" in kept:
        return fresh
    added = ("format_version", "highest_open_band")
    gates = [{key: one[key] for key in one if key != "missing"} for one in fresh["gates"]]
    return {key: fresh[key] for key in fresh if key not in added} | {"gates": gates}


def change_to_document(change: ScoreChange) -> Document:
    """Why a score changed; the three effects are `None`, and the lists empty, without a split."""

    def each(rows: Mapping[str, Effects]) -> list[Document]:
        return [{"code": code, **_exacts(effects)} for code, effects in rows.items()]

    effects = change.effects
    whole = {
        name: effects and {"exact": _exact(getattr(effects, name)), "shown": _shown(shown)}
        for name, shown in (change.shown or dict.fromkeys(FACTORS, Decimal(0))).items()
    }
    return {
        "old": score_to_document(change.old),
        "new": score_to_document(change.new),
        "difference": _shown(change.difference),
        **whole,
        "dimensions": each(change.dimensions),
        "questions": each(change.questions),
    }


def _exacts(effects: Effects) -> Document:
    return {name: _exact(getattr(effects, name)) for name in FACTORS}


def _held(entry: Document, fields: Fields) -> Document:
    return {name: kind.read(entry[name]) for name, kind in fields.items()}


def score_to_document(score: Score | None) -> Document:
    """Its exact and its shown figure, both `None` where there is no score."""
    if score is None:
        return {"exact": None, "score": None}
    return {"exact": _exact(score.exact), "score": _shown(score.shown)}


def _score_from(entry: Document) -> Score | None:
    return None if entry["exact"] is None else Score(exact=Fraction(entry["exact"]))


def _end(end: RangeEnd) -> Document:
    return entry(end, END, **score_to_document(end.score))


def _dimension_from(entry: Document) -> DimensionResult:
    held = _held(entry, DIMENSION)
    del held["exact"]
    return DimensionResult(**{**held, "score": _score_from(entry)})


def _question_from(
    entry: Document, dimension: str, dimension_share: Fraction | None
) -> QuestionResult:
    held = _held(entry, QUESTION)
    points, full, share = held["points"], held["full"], held["share"]
    of_whole = None if share is None or dimension_share is None else dimension_share * share
    return QuestionResult(
        **held,
        dimension=dimension,
        mark=None if points is None or full is None else points / full,
        weighted_share=of_whole,
    )
