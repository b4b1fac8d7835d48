"""The JSON Schemas in docs/schemas are the ones that the definition gives, and files fit them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assessments.exports import export
from assessments.rubric.files.codec import FileRefused, from_document
from tests.docs.schemas import DOCS, schemas
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


def test_what_is_new_in_format_2_fits_only_there_and_whole() -> None:
    document = rubric()
    document["scoring"] = {"scale": [{"level": 0, "name": "Not in place"}]}
    document["dimensions"][0]["questions"][0]["staff_text"] = "Do you know how?"
    assert fits("rubric", {**document, "format_version": 2})
    assert not fits("rubric", {**document, "format_version": 1})
    del document["scoring"]["scale"][0]["name"]
    assert not fits("rubric", {**document, "format_version": 2})


@pytest.mark.parametrize(
    "answer", [{"value": True}, {"state": "maybe"}, {"note": 1}, {"evidence": [{}]}, {"valeu": 1}]
)
def test_an_answer_that_says_nothing_known_does_not_fit(answer: Any) -> None:
    assert not fits("answers", {"sector": "local_authority", "answers": {"BUD-01": answer}})
