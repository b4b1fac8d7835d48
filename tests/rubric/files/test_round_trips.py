"""A rubric that is written and read again is the same, to the letter and to the hash."""

import dataclasses
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.names import folded, hiding_fault, says_nothing
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import codec
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.reading import read
from assessments.rubric.files.writing import to_yaml
from assessments.rubric.findings import Findings, understood
from tests.rubric.files.material import SHIPPED, SMALL, changed, faults_of

HERE = Path(__file__).parent
SPECS = {"shipped": codec.load(SHIPPED), "small": codec.load(SMALL)}


@pytest.fixture(params=SPECS)
def spec(request: pytest.FixtureRequest) -> RubricSpec:
    return SPECS[request.param]


def test_a_file_is_written_letter_by_letter_as_it_always_was() -> None:
    """Git shows people what changed between two downloads, so their lay-out is kept."""
    purpose = "To see how ready a body is, and what to do next: " * 4
    spec = dataclasses.replace(SPECS["small"], purpose=purpose.strip())
    assert codec.dump(spec) == (HERE / "small-rubric-written.yaml").read_text(encoding="utf-8")


def test_a_dump_is_read_back_the_same(spec: RubricSpec) -> None:
    again = codec.load(codec.dump(spec))
    assert again == spec
    assert codec.content_hash(again) == codec.content_hash(spec)


def test_another_yaml_reader_sees_the_same_document(spec: RubricSpec) -> None:
    assert yaml.safe_load(codec.dump(spec)) == codec.to_document(spec)


def test_a_document_survives_json(spec: RubricSpec) -> None:
    document = json.loads(json.dumps(codec.to_document(spec)))
    assert codec.from_document(document) == spec


def test_the_canonical_json_can_be_read_back_to_the_same_hash(spec: RubricSpec) -> None:
    canonical = canonical_json(spec)
    again = codec.from_document(json.loads(canonical))
    assert canonical_json(again) == canonical
    assert codec.content_hash(again) == codec.content_hash(spec)


def test_the_canonical_json_is_spelled_one_way() -> None:
    canonical = canonical_json(SPECS["shipped"])
    parsed = json.loads(canonical, parse_float=pytest.fail)
    assert canonical == json.dumps(
        parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert "£" in canonical
    assert parsed["dimensions"][0]["weight"] == "15"
    assert not {"worked_example", "test_vectors"} & parsed.keys()
    assert not {"status", "drafted_on"} & parsed["rubric"].keys()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 70", "weight: 70.0"),
        ("weight: 70", "weight: '70.00'"),
        ("        applies_to: [council, trust]\n", ""),
        ("[council, trust]", "[trust, council]"),
        ("        not_applicable: {allowed: false}\n", ""),
        ("        text: Do you have a plan?", "        text: Do you have a plan?\n        why: ''"),
        ("        required: false", "        dont_know_allowed: true\n        required: false"),
        ("    order: 1\n", ""),
        ("language: en-GB", "language: en-GB\n  status: draft\n  drafted_on: 2026-01-01"),
        ("glossary:", "worked_example: {title: Kept for tests}\nglossary:"),
        ("from_inclusive: '0.0'", "from_inclusive: 0"),
        ("from_inclusive: 0, to_inclusive: 59,", "from_inclusive: 0,"),
        ("from_inclusive: 60, to_inclusive: 100,", "from_inclusive: 60,"),
        ("text: Risk, points: 40", "text: Risk, points: 40.00"),
        ("points: 0, exclusive: true", "points: 0.0, exclusive: true"),
        ("points: 0, exclusive: true", "points: '0'"),
        ("bands:\n", "# A comment.\nbands:\n"),
    ],
)
def test_what_changes_no_content_changes_no_hash(old: str, new: str) -> None:
    assert codec.content_hash(codec.load(changed((old, new)))) == codec.content_hash(SPECS["small"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 70", "weight: 70.0001"),
        ("title: A plan", "title: A Plan"),
        ("text: Write one.", "text: Write two."),
        ("message: Make a plan.", "message: Make your plan."),
        ("        required: false", "        required: true"),
        ("[council, trust]", "[council]"),
        ("{help: Ask the board.}", "{help: ''}"),
        ("action: {text: Find out., effort: S", "action: {text: Find out., effort: M"),
        ("value: 31%", "value: 32%"),
        ("edition: '1'", "edition: '2'"),
        ("any_of: [cost, none]", "any_of: [cost]"),
        ("people: patients", "people: Patients"),
    ],
)
def test_what_changes_content_changes_the_hash(old: str, new: str) -> None:
    assert codec.content_hash(codec.load(changed((old, new)))) != codec.content_hash(SPECS["small"])


def test_letters_are_kept_and_not_normalised() -> None:
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"
    specs = [codec.load(changed(("A plan", word))) for word in (composed, decomposed)]
    titles = [next(one.questions())[1].title for one in specs]
    assert titles == [composed, decomposed]
    assert codec.content_hash(specs[0]) != codec.content_hash(specs[1])


def test_numbers_come_from_their_text() -> None:
    spec = codec.load(changed(("weight: 70", "weight: 0.1"), ("weight: 30", "weight: '0.3'")))
    weights = [question.weight for _, question in spec.questions()][:2]
    assert weights == [Decimal("0.1"), Decimal("0.3")]


def test_dates_are_kept_as_they_are_written() -> None:
    spec = codec.load(changed(("title: A guide,", "title: A guide, date: 2026-02-01,")))
    assert spec.sources[0].date == "2026-02-01"


def test_an_absent_key_has_the_default_of_the_format() -> None:
    question = codec.load(SMALL).question("B-3")
    assert (question.required, question.dont_know_allowed) == (False, True)
    plain = codec.load(SMALL).question("B-1")
    assert plain.required and plain.dont_know_allowed
    assert not plain.not_applicable_allowed and not plain.critical
    assert (plain.applies_to, plain.gates, plain.variants, plain.sources) == ((), (), (), ())


def test_a_row_without_an_end_ends_a_step_of_the_lines_points_below_the_next() -> None:
    spec = codec.load(
        changed(
            ("points: 60}", "points: 60.5}"),
            ("from_inclusive: 0, to_inclusive: 59,", "from_inclusive: 0,"),
            ("from_inclusive: 60, to_inclusive: 100,", "from_inclusive: 60,"),
        )
    )
    ends = [row.to_inclusive for row in spec.question("A-2").points_to_level]
    assert ends == [Decimal("59.9"), Decimal("100.5")]


def test_zeros_at_the_end_of_points_make_no_gap_between_rows_with_and_without_ends() -> None:
    points = ("text: Risk, points: 40", "text: Risk, points: '40.00'")
    assert codec.content_hash(codec.load(changed(points))) == codec.content_hash(SPECS["small"])
    rows = [
        ("from_inclusive: 0, to_inclusive: 59,", "from_inclusive: 0,"),
        ("from_inclusive: 60, to_inclusive: 100,", "from_inclusive: 60,"),
    ]
    spec = codec.load(changed(points, *rows))
    # The end that such a row always got, so that its file keeps its hash.
    ends = [row.to_inclusive for row in spec.question("A-2").points_to_level]
    assert ends == [Decimal("59.99"), 100]
    again = codec.load(codec.dump(spec))
    assert codec.content_hash(again) == codec.content_hash(spec)


def test_rows_without_ends_that_do_not_rise_are_named_by_their_beginnings() -> None:
    source = changed(
        ("from_inclusive: 0, to_inclusive: 59,", "from_inclusive: 0,"),
        ("from_inclusive: 60, to_inclusive: 100,", "from_inclusive: 0,"),
    )
    (fault,) = faults_of(source)
    assert "points_to_level[1].from_inclusive: overlaps the row before" in fault


def test_a_stored_document_that_was_tampered_with_is_refused() -> None:
    document = codec.to_document(SPECS["small"])
    document["dimensions"][0]["weight"] = 0.5
    with pytest.raises(codec.FileRefused, match=r"dimensions\[0\].weight: must be a number"):
        codec.from_document(document)


def _is_sound(text: str) -> bool:
    """Whether a rubric may say it: nothing in it hides, and something shows unless it is blank."""
    nothing = says_nothing(text) and not text.isspace() and not text.isascii()
    return hiding_fault(text) is None and not nothing


# Texts with everything that YAML gives a meaning to, and letters of many kinds.
_LETTERS = st.one_of(
    st.sampled_from(list(" \n:#-?,[]{}&*!|>'\"%@`\\/=~.<0123456789eEnoyx\u00a0\u2028\ufeff😀é")),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
)
_TEXTS = st.text(_LETTERS, max_size=200).map(folded).filter(_is_sound)
_WORDINGS = _TEXTS.filter(lambda text: not says_nothing(text))
_LINES = _WORDINGS.map(lambda text: " ".join(text.split())).filter(
    lambda text: bool(text) and len(text.splitlines()) == 1 and text == text.strip()
)
_CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,10}", fullmatch=True)
_WEIGHTS = st.decimals("0.0001", 1_000_000, places=4, allow_nan=False, allow_infinity=False)


@st.composite
def _rubrics(draw: st.DrawFn) -> RubricSpec:
    """The small rubric with other words and numbers in it."""
    spec = SPECS["small"]
    first, second = spec.dimensions
    plan = dataclasses.replace(
        first.questions[0],
        code=draw(_CODES.map(lambda code: f"Q{code}")),
        title=draw(_LINES),
        text=draw(_WORDINGS),
        help=draw(_TEXTS),
        weight=draw(_WEIGHTS),
        dont_know_allowed=draw(st.booleans()),
    )
    figures = [dataclasses.replace(spec.context_figures[0], questions=(plan.code,))]
    return dataclasses.replace(
        spec,
        title=draw(_LINES),
        purpose=draw(_TEXTS),
        how_to_answer=tuple(draw(st.lists(_LINES, max_size=3))),
        dimensions=(
            dataclasses.replace(
                first, weight=draw(_WEIGHTS), covers=tuple(draw(st.lists(_LINES, max_size=3))),
                questions=(plan, first.questions[1]),
            ),
            dataclasses.replace(
                second,
                summary=draw(_TEXTS),
                questions=(second.questions[0], second.questions[2]),
            ),
        ),
        context_figures=tuple(figures),
    )  # fmt: skip


@given(_rubrics())
def test_any_wording_and_weight_survives_every_round_trip(spec: RubricSpec) -> None:
    assert codec.load(codec.dump(spec)) == spec
    assert codec.from_document(json.loads(json.dumps(codec.to_document(spec)))) == spec
    canonical = canonical_json(spec)
    assert canonical_json(codec.from_document(json.loads(canonical))) == canonical


_PLAIN_DATA = st.recursive(
    st.one_of(_TEXTS, st.none(), st.booleans(), st.integers(-(10**15), 10**15)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(_TEXTS.filter(lambda key: 0 < len(key) < 40), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.dictionaries(_CODES, _PLAIN_DATA, min_size=1, max_size=4))
def test_all_that_is_written_as_yaml_is_read_back_to_the_letter(data: dict[str, Any]) -> None:
    findings = Findings()
    assert _meant(read(to_yaml(data), findings).data) == data
    assert findings.found == []


def _meant(value: Any) -> Any:
    """A value as YAML takes it, not as the format would make it."""
    if isinstance(value, dict):
        return {key: _meant(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_meant(inner) for inner in value]
    return understood(value)
