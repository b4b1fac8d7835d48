"""JSON Schemas of the files that other programs read and write.

They say which keys there are and what each can hold. What only the examination of a whole file can
find, such as a code that nothing gives, is no matter of a schema.
"""

from __future__ import annotations

from assessments.exports.as_json import (
    CHANGE,
    CONTRADICTION,
    COUNTS_TOWARDS,
    DECISION,
    EVIDENCE,
    HELD,
    NOT_FITTING,
    SENT,
    SUBMISSION,
)
from assessments.question_types import TEXT_MOST
from assessments.reports import documents as r
from assessments.rubric.files.answers import MOST_EVIDENCE, STATES
from assessments.rubric.files.format import RUBRIC
from assessments.rubric.files.values import CODE_LEAF
from assessments.scoring.sheet import REASON_LEAST, State

Schema = dict[str, object]

THE_RUBRIC: r.Fields = {"code": r.TEXT, "edition": r.TEXT, "content_hash": r.TEXT}
BANDS: r.Fields = {
    "band_from_score": r.or_none(r.TEXT),
    "band_after_balance": r.or_none(r.TEXT),
    "final_band": r.or_none(r.TEXT),
    "highest_open_band": r.or_none(r.TEXT),
}
RECORD = (
    "format", "format_version", "code", "reference", "number", "organisation", "title", "sector",
    "submitted_at", "submitted_by", "answers", "held", "kept", "signed",
)  # fmt: skip
"""What a submission froze besides its result, as it was hashed."""
EFFECTS: r.Fields = {"code": r.TEXT, "answers": r.EXACT, "rubric": r.EXACT, "scope": r.EXACT}
_SCORED = r.schema_of({"exact": r.EXACT, "score": r.SHOWN})
_SHARE = {"exact": r.EXACT, "shown": r.SHOWN}
SPLIT: r.Fields = {
    "old": r.Kind(_SCORED),
    "new": r.Kind(_SCORED),
    "difference": r.SHOWN,
    **dict.fromkeys(("answers", "rubric", "scope"), r.Kind(r.schema_of(_SHARE))),
    "dimensions": r.list_of(EFFECTS),
    "questions": r.list_of(EFFECTS),
}


def schemas() -> dict[str, Schema]:
    """Each schema by the name of the file that it describes: rubric, answers, result."""
    found = {
        "rubric": ("A rubric file", RUBRIC.schema()),
        "answers": ("An answers file", _answers()),
        "result": ("The result of an assessment", result_schema()),
    }
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {
        name: {"$schema": dialect, "title": title, **schema}
        for name, (title, schema) in found.items()
    }


def _answers() -> Schema:
    kept = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*"
    text = {"type": "string", "maxLength": TEXT_MOST, "pattern": f"^{kept}$"}
    seen = {**text, "pattern": rf"^{kept}[^\x00-\x1f\x7f-\x9f\s]{kept}$"}
    codes = {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "minItems": 1}
    value = {"anyOf": [{"type": "number"}, seen, codes]}
    by_title = _object({"title": seen, "link": text}) | {"required": ["title"]}
    by_link = _object({"link": seen}) | {"required": ["link"]}
    item = {"anyOf": [seen, by_title, by_link]}
    answer = _object(
        {
            "value": value,
            "state": {"enum": list(STATES)},
            "reason": {**text, "minLength": REASON_LEAST},
            "note": text,
            "evidence": {"type": "array", "items": item, "maxItems": MOST_EVIDENCE},
        }
    )
    reason = {"if": _in(State.NOT_APPLICABLE), "then": {"required": ["reason"]}}
    given = {"properties": {"state": {"const": State.ANSWERED.value}}}
    answer["allOf"] = [
        {**reason, "else": {"properties": {"reason": False}}},
        {"if": _in(State.ANSWERED), "then": {"required": ["value"]}},
        {"if": {"required": ["value"]}, "then": given},
    ]
    answers = {
        "type": "object",
        "propertyNames": CODE_LEAF.schema(),
        "additionalProperties": answer,
    }
    sheet = _object({"sector": CODE_LEAF.schema(), "answers": answers})
    return {**sheet, "required": ["sector", "answers"]}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _in(state: State) -> Schema:
    return {"required": ["state"], "properties": {"state": {"const": state.value}}}


def result_schema() -> Schema:
    """The JSON Schema of a result's document, with what a download adds to it."""
    overall = r.or_none(r.Kind(_SCORED))
    ends = {"low": r.Kind(r.schema_of(r.END)), "high": r.Kind(r.schema_of(r.END))}
    lists = {
        "held": r.list_of(HELD),
        "evidence": r.list_of(EVIDENCE),
        "not_fitting": r.list_of(NOT_FITTING),
        "contradictions": r.list_of(CONTRADICTION),
        "sent_for_approval": r.list_of(SENT),
        "decisions": r.list_of(DECISION),
    }
    whole = r.schema_of(
        {
            "format_version": r.Kind({"const": r.FORMAT_VERSION}),
            **r.PLAIN,
            "rubric": r.Kind(r.schema_of(THE_RUBRIC)),
            "overall": overall,
            "range": r.Kind(r.schema_of(ends)),
            **BANDS,
            "dimensions": r.list_of(r.DIMENSION),
            "questions": r.list_of(r.QUESTION),
            "gates": r.list_of(r.GATE),
            "balance": r.list_of(r.BALANCE),
            **r.CODES,
            "actions": r.list_of(r.ACTION),
        }
    )
    whole["properties"]["submission"] = r.schema_of({**SUBMISSION, **lists})
    whole["properties"]["counts_towards"] = r.list_of(COUNTS_TOWARDS).schema
    since = {"since": r.TEXT, **CHANGE, "split": r.or_none(r.Kind(r.schema_of(SPLIT)))}
    whole["properties"]["change"] = r.or_none(r.Kind(r.schema_of(since))).schema
    whole["properties"]["record"] = {"type": "object", "required": list(RECORD)}
    given = {"properties": {"highest_open_band": {"type": "string"}}}
    return whole | {"if": given, "then": {"properties": _without_figures()}}


def _without_figures() -> Schema:
    """What a result of a rubric that shows no score says: null wherever a figure would be."""

    def null(*names: str) -> Schema:
        return dict.fromkeys(names, {"type": "null"})

    def each(*names: str) -> Schema:
        return {"items": {"properties": null(*names)}}

    end = {"properties": null(*r.END)}
    return {
        **null("overall", "band_from_score", "band_after_balance", "final_band"),
        "range": {"properties": {"low": end, "high": end}},
        "dimensions": each("share", *r.SCORE, "band"),
        "questions": each("points", "full", "share", "gap", "gain"),
        "balance": {"maxItems": 0},
        "unconfirmed": {"maxItems": 0},
        "actions": each("shortfall", "gain"),
    }
