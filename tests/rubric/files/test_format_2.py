"""Format 2 of the rubric file: what it adds, what of format 1 stays as it was, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessments.rubric import definition as d
from assessments.rubric.files import LIBRARY, codec
from assessments.rubric.findings import FileRefused
from assessments.rubric.workbook.codec import dump_ods, dump_xlsx, load_sheet
from tests.factories.rubrics import with_question
from tests.rubric.files.material import SMALL
from tests.rubric.workbook.material import Book

SHIPPED = sorted(LIBRARY.glob("*.yaml"))
KEPT_FOR_TESTS = ("worked_example", "test_vectors")


def small(**changes: Any) -> d.RubricSpec:
    return replace(codec.load(SMALL), **changes)


def faults_of(document: dict[str, Any]) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        codec.load(yaml.safe_dump(document, sort_keys=False))
    return [str(one).rpartition(" (line")[0] for one in refused.value.faults]


def document() -> dict[str, Any]:
    return codec.to_document(small()) | {"format_version": 2}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_file_comes_out_with_every_key_in_its_place(path: Path) -> None:
    source = path.read_bytes()
    kept = {k: v for k, v in yaml.safe_load(source).items() if k not in KEPT_FOR_TESTS}
    written = codec.dump(codec.load(source))

    assert json.dumps(yaml.safe_load(written)) == json.dumps(kept)
    assert codec.dump(codec.load(written)) == written


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_file_has_no_warning_and_comes_back_from_a_workbook(path: Path) -> None:
    spec, warnings = codec.load_with_warnings(path.read_bytes())

    assert not warnings
    assert load_sheet(dump_ods(spec)) == load_sheet(dump_xlsx(spec)) == spec


def test_a_rubric_is_written_as_format_1_while_that_can_say_all_of_it() -> None:
    assert codec.to_document(small())["format_version"] == 1
    assert "shows_score" not in codec.to_document(small())["rubric"]
    for more in (
        small(shows_score=False),
        small(scale=[d.ScaleSpec(level=0, name="Not in place")]),
        with_question(small(), replace(small().question("A-1"), staff_text="Is there a plan?")),
    ):
        assert codec.to_document(more)["format_version"] == 2
        assert codec.content_hash(codec.load(codec.dump(more))) == codec.content_hash(more)


def test_saying_a_default_changes_neither_hash_nor_version() -> None:
    said = document()
    said["rubric"]["shows_score"] = True
    said["contradictions"], said["frameworks"] = [], []

    spec = codec.load(yaml.safe_dump(said, sort_keys=False))

    assert codec.content_hash(spec) == codec.content_hash(small(scoring_notes={}))
    assert codec.to_document(spec)["format_version"] == 1


def test_the_prose_about_the_sums_is_kept_by_format_1_and_dropped_by_format_2() -> None:
    prose = {"arithmetic": "Exact.", "not_applicable": {"rule": "R", d.LIMIT: 25}}
    first = codec.load(yaml.safe_dump(document() | {"format_version": 1, "scoring": prose}))
    second = codec.load(yaml.safe_dump(document() | {"scoring": prose}))

    assert first.scoring_notes["arithmetic"] == "Exact."
    assert second.scoring_notes == {"not_applicable": {d.LIMIT: 25}}
    assert first.excluded_limit == second.excluded_limit == 25
    both = replace(first, shows_score=False), replace(second, shows_score=False)
    assert codec.content_hash(both[0]) == codec.content_hash(both[1])
    assert "arithmetic" not in codec.to_document(both[0])["scoring"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("rubric.shows_score", False),
        ("frameworks", []),
        ("contradictions", []),
        ("dimensions[0].questions[0].staff_text", "Is there?"),
        ("dimensions[0].questions[0].levels[0].still_missing", "A plan."),
    ],
)
def test_a_key_of_format_2_in_a_file_of_format_1_says_which_format_it_is_of(
    place: str, value: Any
) -> None:
    found = document() | {"format_version": 1}
    put(found, place, value)

    assert faults_of(found) == [f"{place}: is not a key of format 1: say format_version: 2"]


def put(found: Any, place: str, value: Any) -> None:
    *way, last = place.replace("[", ".[").split(".")
    for step in way:
        found = found[int(step[1:-1])] if step.startswith("[") else found.setdefault(step, {})
    found[last] = value


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("rubric.shows_score", "no", 'rubric.shows_score: must be true or false, got "no"'),
        (
            "dimensions[0].questions[0].gates[0]",
            {"cap_band": "low", "message": "No."},
            "dimensions[0].questions[0].gates[0]: must have one of when_level_at_or_below and "
            "when_any_missing",
        ),
        (
            "dimensions[0].questions[0].freedom_of_information",
            {"release": "secret"},
            "dimensions[0].questions[0].freedom_of_information.release: must be one of open, "
            'summary, withheld, got "secret"',
        ),
        (
            "dimensions[0].questions[0].maps_to",
            [{"framework": "caf", "ref": "B2.a"}],
            "dimensions[0].questions[0].maps_to[0].framework: names no framework of this rubric: "
            "caf",
        ),
    ],
)
def test_bad_input_is_refused_with_its_place(place: str, value: Any, fault: str) -> None:
    found = document()
    holder, _, index = place.rpartition("[")
    if place.endswith("]"):
        put(found, holder, [value])
    else:
        put(found, place, value)

    assert faults_of(found) == [fault]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_new_column_that_is_filled_in_makes_a_workbook_one_of_format_2(kind: str) -> None:
    prose = {"scale": [{"level": 0, "name": "None", "points": 0}], "arithmetic": "Exact."}
    spec = small(scoring_notes=prose)
    assert load_sheet(Book(spec).write(kind)) == spec
    book = Book(spec).set("Levels and items", 2, "Still missing", "A plan.")

    found = load_sheet(book.write(kind))

    assert found.dimensions[0].questions[0].levels[0].still_missing == "A plan."
    assert (found.scale, found.scoring_notes) == ((), {})


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_new_row_that_is_filled_in_makes_a_workbook_one_of_format_2(kind: str) -> None:
    book = Book(small())
    row = book.row_of("Rubric", "Shows score")

    found = load_sheet(book.set("Rubric", row, "Value", "no").write(kind))

    assert not found.shows_score


def test_costs_of_efforts_are_exact_numbers() -> None:
    found = document()
    found["efforts"] = [
        {"code": "S", "name": "Small", "days": {"low": 0.5, "likely": 5}, "pounds": {"likely": 0}},
        {"code": "M", "name": "Medium"},
    ]

    effort, _ = codec.load(yaml.safe_dump(found, sort_keys=False)).efforts

    assert (effort.days_low, effort.days_likely) == (Decimal("0.5"), Decimal(5))
    assert effort.pounds_likely == 0
