"""What a JSON download holds besides the result, and the JSON Schema of the whole. Pure."""

from __future__ import annotations

from assessments.rubric.definition import Document
from assessments.scoring.documents import (
    ACTION,
    BALANCE,
    BANDS,
    CODES,
    DIMENSION,
    END,
    EXACT,
    FLAG,
    FORMAT_VERSION,
    GATE,
    PLAIN,
    QUESTION,
    RUBRIC,
    SCORE,
    SHOWN,
    TEXT,
    TEXTS,
    Fields,
    Kind,
    list_of,
    or_none,
    schema_of,
)

STRENGTH = Kind({"enum": ["asserted", "documented", "tested", None]}, lambda word: word or None)
"""Null where it was not recorded; a test holds the words against those of `workflow.Strength`."""
DATE = Kind({"type": "string", "format": "date"})
DATE_IF_KNOWN = Kind(or_none(DATE).schema, lambda day: day or None)
HELD: Fields = {
    "reference": TEXT,
    "title": TEXT,
    "framework": TEXT,
    "parts": TEXTS,
    "achieved_on": DATE,
    "good_until": DATE,
    "past": FLAG,
    "url": TEXT,
    "questions": TEXTS,
}
FILE: Fields = {
    "reference": TEXT,
    "name": TEXT,
    "size": Kind({"type": "integer", "minimum": 0}),
    "sha256": Kind({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
}
EVIDENCE: Fields = {
    "reference": TEXT,
    "title": TEXT,
    "url": TEXT,
    "cited": TEXT,
    "strength": STRENGTH,
    "achieved_on": DATE_IF_KNOWN,
    "good_until": DATE_IF_KNOWN,
    "past": FLAG,
    "questions": TEXTS,
    "supports": TEXTS,
    "files": list_of(FILE),
}
NOT_FITTING: Fields = {"code": TEXT, "not_fitting": TEXT}
CONTRADICTION: Fields = {
    "code": TEXT,
    "questions": TEXTS,
    "message": TEXT,
    "reason": TEXT,
    "by": TEXT,
    "at": TEXT,
}
SENT: Fields = {"by": TEXT, "at": TEXT, "said": TEXT}
DECISION: Fields = {
    "outcome": TEXT,
    "void": FLAG,
    "name": TEXT,
    "job_title": TEXT,
    "acting_for": TEXT,
    "at": TEXT,
    "said": TEXT,
    "questions": TEXTS,
    "evidence_seen": TEXTS,
    "evidence_not_seen": TEXTS,
}
SUBMISSION: Fields = {
    "reference": TEXT,
    "number": Kind({"type": "integer", "minimum": 1}),
    "code": TEXT,
    "hash": TEXT,
    "organisation": TEXT,
    "sector": TEXT,
    "submitted_at": Kind({"type": "string", "format": "date-time"}, lambda when: when.isoformat()),
    "submitted_by": TEXT,
}
EFFECTS: Fields = {"code": TEXT, "answers": EXACT, "rubric": EXACT, "scope": EXACT}
_SCORED, _SHARE = schema_of({"exact": EXACT, "score": SHOWN}), {"exact": EXACT, "shown": SHOWN}
SPLIT: Fields = {
    "old": Kind(_SCORED),
    "new": Kind(_SCORED),
    "difference": SHOWN,
    **dict.fromkeys(("answers", "rubric", "scope"), Kind(schema_of(_SHARE))),
    "dimensions": list_of(EFFECTS),
    "questions": list_of(EFFECTS),
}
CHANGE: Fields = {"sentence": TEXT, "band_sentence": TEXT, "no_split": TEXT}
RECORD = (
    "format", "format_version", "code", "reference", "number", "organisation", "title", "sector",
    "submitted_at", "submitted_by", "answers", "held", "kept", "signed",
)  # fmt: skip
"""What a submission froze besides its result, as it was hashed."""
COUNTS_TOWARDS: Fields = {"question": TEXT, "framework": TEXT, "ref": TEXT, "title": TEXT}


def result_schema() -> Document:
    """The JSON Schema of a result's document, with what a download adds to it."""
    overall = {"anyOf": [schema_of({"exact": EXACT, "score": SHOWN}), {"type": "null"}]}
    ends = {"low": Kind(schema_of(END)), "high": Kind(schema_of(END))}
    lists = {
        "held": list_of(HELD),
        "evidence": list_of(EVIDENCE),
        "not_fitting": list_of(NOT_FITTING),
        "contradictions": list_of(CONTRADICTION),
        "sent_for_approval": list_of(SENT),
        "decisions": list_of(DECISION),
    }
    whole = schema_of(
        {
            "format_version": Kind({"const": FORMAT_VERSION}),
            **PLAIN,
            "rubric": Kind(schema_of(RUBRIC)),
            "overall": Kind(overall),
            "range": Kind(schema_of(ends)),
            **BANDS,
            "dimensions": list_of(DIMENSION),
            "questions": list_of(QUESTION),
            "gates": list_of(GATE),
            "balance": list_of(BALANCE),
            **CODES,
            "actions": list_of(ACTION),
        }
    )
    whole["properties"]["submission"] = schema_of({**SUBMISSION, **lists})
    whole["properties"]["counts_towards"] = list_of(COUNTS_TOWARDS).schema
    since = {"since": TEXT, **CHANGE, "split": or_none(Kind(schema_of(SPLIT)))}
    whole["properties"]["change"] = or_none(Kind(schema_of(since))).schema
    whole["properties"]["record"] = {"type": "object", "required": list(RECORD)}
    given = {"properties": {"highest_open_band": {"type": "string"}}}
    return whole | {"if": given, "then": {"properties": _without_figures()}}


def _without_figures() -> Document:
    """What a result of a rubric that shows no score says: null wherever a figure would be."""

    def null(*names: str) -> Document:
        return dict.fromkeys(names, {"type": "null"})

    def each(*names: str) -> Document:
        return {"items": {"properties": null(*names)}}

    end = {"properties": null(*END)}
    return {
        **null("overall", "band_from_score", "band_after_balance", "final_band"),
        "range": {"properties": {"low": end, "high": end}},
        "dimensions": each("share", *SCORE, "band"),
        "questions": each("points", "full", "share", "gap", "gain"),
        "balance": {"maxItems": 0},
        "unconfirmed": {"maxItems": 0},
        "actions": each("shortfall", "gain"),
    }
