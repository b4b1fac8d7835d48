"""The JSON Schemas in docs/schemas are the ones that the definition gives, and files fit them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assessments.exports import export
from assessments.rubric import definition as d
from assessments.rubric.files.answers import load_answers
from assessments.rubric.files.codec import FileRefused, from_document
from assessments.rubric.files.format import leaf, reader_of, shape
from assessments.rubric.files.values import typed
from assessments.rubric.findings import Findings
from tests.docs.schemas import DOCS, schemas
from tests.factories import rubrics as r
from tests.reports.samples import contradicted, held
from tests.rubric.files.material import SHIPPED, SMALL
from tests.rubric.files.test_mutations import _damaged
from tests.rubric.files.worked_example import worked_example_answers

GOLDEN = Path(__file__).parents[1] / "golden/worked-example.json"
ADDED = ("submission", "counts_towards", "change", "record")
"""What a download says besides the result."""
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in schemas().items()}


def fits(name: str, document: Any) -> bool:
    return not list(VALIDATORS[name].iter_errors(document))


def rubric(text: str = SMALL) -> Any:
    """A rubric file as another program reads it, with dates as text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.mark.parametrize("name", VALIDATORS)
def test_a_published_schema_is_the_one_that_the_code_gives(name: str) -> None:
    published = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert published == schemas()[name], "write them anew with docs/schemas/refresh.py"
    Draft202012Validator.check_schema(published)


def test_the_table_of_fields_is_the_one_that_the_definition_gives() -> None:
    made = run_path(str(DOCS / "refresh.py"))["fields_text"]()
    assert (DOCS / "fields.md").read_text(encoding="utf-8") == made, "see docs/schemas/refresh.py"


@pytest.mark.parametrize("text", [SHIPPED, SMALL], ids=["shipped", "small"])
def test_a_rubric_file_fits_its_schema(text: str) -> None:
    assert fits("rubric", rubric(text))


def test_the_worked_example_fits_as_answers_and_as_a_result() -> None:
    assert fits("answers", worked_example_answers())
    download = json.loads(GOLDEN.read_text(encoding="utf-8"))
    result = {key: value for key, value in download.items() if key not in ADDED}
    with_evidence = json.loads(export("json").render(held()))
    assert fits("result", result) and fits("result", download) and fits("result", with_evidence)
    assert with_evidence["counts_towards"]
    assert fits("result", json.loads(export("json").render(contradicted())))
    with_evidence["submission"]["held"][0]["past"] = "no"
    assert not fits("result", with_evidence)
    assert not fits("result", {**result, "overall": 68.2})


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_rubric_that_is_read_fits_the_schema_all_the_same(seed: int) -> None:
    document = _damaged(seed, rubric())
    try:
        from_document(document)
    except FileRefused:
        return
    assert fits("rubric", document)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("dimensions", 0, "weight"), 0),
        (("dimensions", 0, "weight"), "lots"),
        (("dimensions", 0, "code"), "two words"),
        (("dimensions", 0, "questions", 0, "type"), "essay"),
        (("dimensions", 0, "questions", 0, "txet"), "What?"),
        (("rubric", "title"), ""),
        (("format_version",), 3),
        (("sectors",), []),
    ],
)
def test_a_slip_does_not_fit(place: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(rubric())
    *outer, last = place
    held = document
    for step in outer:
        held = held[step]
    held[last] = value
    assert not fits("rubric", document)


def singles(part: type[object]) -> Iterator[d.Value]:
    """What single values the fields of a part and of the parts within it hold."""
    for one in d.fields_of(part):
        value = one.value.item if isinstance(one.value, (d.ListOf, d.BySector)) else one.value
        if isinstance(value, (d.One, d.Many)):
            yield from singles(value.part)
        elif not isinstance(value, d.Notes):
            yield value


def is_read(value: d.Value, raw: Any) -> bool:
    reader = reader_of(value)
    try:
        typed(reader, raw) if isinstance(raw, str) else reader(raw)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("value", dict.fromkeys(singles(d.RubricSpec)), ids=str)
def test_a_single_value_fits_where_it_is_read_and_nowhere_else(value: d.Value) -> None:
    schema = Draft202012Validator(leaf(value).schema())
    tried: list[Any] = [True, False, 0, 1, -1, 3, 10**12, [], {}, "", "  ", "x", " x ", "a  b"]
    tried += ["two\nlines", "tab\there", "bell\x07", "7", "-7", "0", "-0", "0.5", "1.23456789"]
    tried += ["lots", "012", "1e3", "x" * 300, "x" * 6_000, "9" * 60, "en-GB", "!!", "single"]
    tried += ["open", "https://a.example/b", "ftp://a.example"]
    assert [raw for raw in tried if schema.is_valid(raw) != is_read(value, raw)] == []


@pytest.mark.parametrize(
    ("part", "rest", "one", "other"),
    [
        (d.ConditionSpec, {"question": "A-1"}, {"level_at_least": 1}, {"any_of": ["yes"]}),
        (d.GateSpec, {"cap_band": "low", "message": "No."},
         {"when_level_at_or_below": 1}, {"when_any_missing": ["a"]}),
        (d.NumberBandSpec, {"from_inclusive": 0, "level": 0},
         {"to_exclusive": 5}, {"to_inclusive": 5}),
        (d.ContradictionSpec,
         {"code": "c", "question": "A", "other": "B", "message": "Which?",
          "other_when": {"level_at_least": 1}},
         {"when": {"level_at_least": 1}}, {"when": {"level_at_most": 1}}),
    ],
)  # fmt: skip
def test_of_two_ways_to_say_when_just_one_fits(
    part: type[object], rest: Any, one: Any, other: Any
) -> None:
    schema, both = Draft202012Validator(shape(part).schema()), {**one, **other}
    if "when" in one:
        both = {"when": {**one["when"], **other["when"]}}
    empty = {key: [] if isinstance(held, list) else None for key, held in other.items()}
    for said, right in ((one, 1), (other, 1), (both, 0), ({}, 0), (empty, 0)):
        document, findings = {**rest, **said}, Findings()
        shape(part).read(document, "", findings)
        assert schema.is_valid(document) == (not findings.faults) == bool(right), said


def test_what_is_new_in_format_2_fits_only_there_and_whole() -> None:
    document = rubric()
    document["scoring"] = {"scale": [{"level": 0, "name": "Not in place"}]}
    document["dimensions"][0]["questions"][0]["staff_text"] = "Do you know how?"
    assert fits("rubric", {**document, "format_version": 2})
    assert not fits("rubric", {**document, "format_version": 1})
    del document["scoring"]["scale"][0]["name"]
    assert not fits("rubric", {**document, "format_version": 2})


@pytest.mark.parametrize(
    "answer",
    [
        *({}, {"value": 3}, {"value": "3"}, {"value": []}, {"value": ""}, {"value": [1]}),
        *({"state": "answered"}, {"state": "answered", "value": 3}, {"state": None}),
        *({"state": "dont_know"}, {"state": "dont_know", "value": 3}),
        *({"state": "not_applicable"}, {"state": "not_applicable", "reason": "Because."}),
        {"state": "not_applicable", "reason": "We have no such systems, none at all."},
        {"value": 3, "reason": "We have no such systems, none at all."},
        *({"note": ""}, {"note": "a\tb"}, {"note": "\x07"}, {"note": "x" * 10_001}, {"note": None}),
        *({"evidence": held} for held in ([], [""], [" "], ["x"], [1], ["x"] * 101, None)),
        *({"evidence": [{"title": held}]} for held in ("", " ", "x")),
        *({"evidence": [{"link": held}]} for held in ("", "x")),
        *({"evidence": [{"title": held, "link": "x"}]} for held in ("", "x")),
    ],
    ids=str,
)
def test_an_answer_fits_where_it_is_read_and_nowhere_else(answer: Any) -> None:
    question = r.single("A-1", not_applicable_allowed=True, not_applicable_when="Never.")
    spec = r.rubric(r.dimension("A", 1, question))
    document = {"sector": r.COUNCIL, "answers": {"A-1": answer}}
    try:
        load_answers(spec, json.dumps(document))
    except FileRefused:
        assert not fits("answers", document)
    else:
        assert fits("answers", document)


@pytest.mark.parametrize(
    "answer", [{"value": True}, {"state": "maybe"}, {"note": 1}, {"evidence": [{}]}, {"valeu": 1}]
)
def test_an_answer_that_says_nothing_known_does_not_fit(answer: Any) -> None:
    assert not fits("answers", {"sector": "local_authority", "answers": {"BUD-01": answer}})
