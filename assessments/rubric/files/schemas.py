"""JSON Schemas of the files that other programs read and write.

They say which keys there are and what each can hold. What only the examination of a whole file can
find, such as a code that nothing gives, is no matter of a schema.
"""

from __future__ import annotations

from assessments.question_types.base import TEXT_MOST
from assessments.rubric.files.answers import MOST_EVIDENCE, STATES
from assessments.rubric.files.format import RUBRIC
from assessments.rubric.files.values import CODE_LEAF
from assessments.scoring.download import result_schema
from assessments.scoring.sheet import REASON_LEAST

Schema = dict[str, object]


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
    text = {"type": "string", "maxLength": TEXT_MOST}
    value = {
        "anyOf": [
            {"type": ["number", "string"]},
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        ]
    }
    item = {
        "anyOf": [
            text,
            _object({"title": text, "link": text}, at_least_one=True),
        ]
    }
    answer = _object(
        {
            "value": value,
            "state": {"enum": list(STATES)},
            "reason": {**text, "minLength": REASON_LEAST},
            "note": text,
            "evidence": {"type": "array", "items": item, "maxItems": MOST_EVIDENCE},
        }
    )
    answers = {
        "type": "object",
        "propertyNames": CODE_LEAF.schema(),
        "additionalProperties": answer,
    }
    sheet = _object({"sector": CODE_LEAF.schema(), "answers": answers})
    return {**sheet, "required": ["sector", "answers"]}


def _object(properties: Schema, *, at_least_one: bool = False) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return {**found, "minProperties": 1} if at_least_one else found
