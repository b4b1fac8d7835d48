"""References of other frameworks: which lies below which, and what a search finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rubric.definition import FrameworkSpec, MappingSpec, QuestionSpec, RubricSpec
from assessments.rubric.frameworks import Search, counts_towards, found, lies_within
from tests.factories import rubrics as r

LETTERS, DIGITS = st.sampled_from(["A", "B", "c"]), st.sampled_from(["1", "2", "10"])
PART = st.one_of(LETTERS, DIGITS)
REF = st.lists(PART, min_size=1, max_size=3).map(".".join)
SOME = st.text(alphabet="Ab12.- (:", max_size=8)


@pytest.mark.parametrize(
    ("above", "below", "others"),
    [
        ("B2", ["B2", "B2.a", "B2.a.1", "b2.A", "B2 a", "B2: Identity", "B2a"], ["B20", "B20.a"]),
        ("A1", ["A1.a", "A1.10"], ["A10", "A10.a", "A", "BA1"]),
        ("B", ["B2", "B2.a", "B.2"], ["BC", "Broadband", "AB"]),
        ("1", ["1", "1.2", "1.10.3", "1(a)", "1a"], ["10", "10.1", "11", "2.1"]),
        ("1.1", ["1.1.2"], ["1.10", "1.2", "1"]),
        ("CE", ["CE-1", "CE 1", "CE/2"], ["CEO", "CE-plus"]),
        ("CE-1", ["CE-1.2", "CE-1a"], ["CE-10", "CE-2", "CE"]),
        ("PR", ["PR.AC", "PR.AC-1"], ["PRO.1"]),
        ("Article 6", ["Article 6(1)(f)", "article  6"], ["Article 61", "Article 16"]),
        ("Article 6(1)", ["Article 6(1)(f)"], ["Article 6(10)", "Article 6(2)"]),
        ("Annex A", ["Annex A 5.1", "Annex A.5"], ["Annex B 5.1", "Annex AB"]),
        ("User access control", ["user access control"], ["User access controls", "User access"]),
        ("Cyber", [], ["Cyber security", "Cybersecurity"]),
        ("Self", [], ["Self-service"]),
        ("B2.", ["B2", "B2.a"], ["B20"]),
        ("", [], ["B2", ""]),
        ("...", ["..."], ["B2"]),
    ],
)
def test_what_lies_below_a_reference(above: str, below: list[str], others: list[str]) -> None:
    assert [ref for ref in (*below, *others) if lies_within(ref, above)] == below


@given(REF, PART)
def test_what_follows_a_dot_lies_below(ref: str, part: str) -> None:
    assert lies_within(f"{ref}.{part}", ref)
    assert not lies_within(ref, f"{ref}.{part}")


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_number_has_no_other_number_below_it(one: int, other: int) -> None:
    for before, after in (("", ""), ("A", ""), ("CE-", ".a"), ("Standard ", " b"), ("1.", "")):
        same = lies_within(f"{before}{one}{after}", f"{before}{other}")
        assert same == (one == other)


@given(SOME, SOME, SOME)
def test_what_lies_below_what_lies_below_lies_below(one: str, two: str, three: str) -> None:
    low, mid, top = one + two + three, one + two, one
    if lies_within(low, mid) and lies_within(mid, top):
        assert lies_within(low, top)


@given(SOME)
def test_every_reference_lies_within_itself(ref: str) -> None:
    assert lies_within(ref, ref) is bool(ref.split())


CAF, CE = "caf-4.0", "ce-3.3"
FRAMEWORKS = (
    FrameworkSpec(code=CE, name="Cyber Essentials", version="3.3", address="https://ce.example/"),
    FrameworkSpec(code=CAF, name="Cyber Assessment Framework", address="javascript:alert(1)"),
    FrameworkSpec(code="none", name="A framework without questions"),
)


def mapped(code: str, *refs: tuple[str, str], **more: object) -> QuestionSpec:
    maps = [MappingSpec(framework=framework, ref=ref) for framework, ref in refs]
    return replace(r.single(code), maps_to=maps, **more)


@pytest.fixture
def spec() -> RubricSpec:
    return r.rubric(
        r.dimension(
            "A",
            100,
            mapped("A-1", (CAF, "B2.c"), (CE, "User access control"), (CAF, "B2.a")),
            mapped("A-2", (CAF, "B20.a"), applies_to=(r.TRUST,)),
            r.single("A-3"),
        ),
        frameworks=FRAMEWORKS,
    )


def codes(spec: RubricSpec, sector: str = "", **query: str) -> list[str]:
    return [one.question.code for one in found(spec, sector, Search.of(spec, sector, query))]


def test_a_question_names_its_references_a_framework_at_a_time(spec: RubricSpec) -> None:
    said = counts_towards(spec, spec.dimensions[0].questions[0])
    assert [(one.title, one.url, one.refs) for one in said] == [
        ("Cyber Essentials, version 3.3", "https://ce.example/", ("User access control",)),
        ("Cyber Assessment Framework", "", ("B2.c", "B2.a")),
    ]


def test_a_search_finds_by_framework_reference_and_sector(spec: RubricSpec) -> None:
    assert codes(spec) == codes(spec, framework=CAF) == ["A-1", "A-2"]
    assert codes(spec, r.COUNCIL, framework=CAF) == ["A-1"]
    assert codes(spec, framework=CE) == codes(spec, ref=" b2 ") == ["A-1"]
    assert codes(spec, framework=CE, ref="B2") == codes(spec, framework="iso") == []


def test_what_is_found_says_only_what_was_looked_for(spec: RubricSpec) -> None:
    (one,) = found(spec, "", Search.of(spec, "", {"ref": "B2.a"}))
    assert [(each.framework, each.refs) for each in one.towards] == [(CAF, ("B2.a",))]


@pytest.mark.parametrize(
    ("query", "number", "said"),
    [
        ({}, 2, "2 questions count towards another framework."),
        ({"framework": CE}, 1, "1 question counts towards Cyber Essentials, version 3.3."),
        (
            {"framework": CAF, "ref": "B2"},
            2,
            "2 questions count towards “B2” of Cyber Assessment Framework, or what lies below it.",
        ),
        ({"ref": "B9"}, 0, "No question counts towards “B9” of any framework."),
        ({"framework": "none"}, 0, "No question counts towards A framework without questions."),
        (
            {"framework": "iso", "ref": "B2"},
            0,
            "This questionnaire names no framework “iso”. Choose one of the list.",
        ),
    ],
)
def test_what_a_search_found_is_a_sentence(
    spec: RubricSpec, query: dict[str, str], number: int, said: str
) -> None:
    assert Search.of(spec, "", query).said(number) == said


def test_the_frameworks_offered_are_those_that_questions_count_towards(spec: RubricSpec) -> None:
    assert Search.of(spec, "", {}).offered == {
        CE: "Cyber Essentials, version 3.3 (1 question)",
        CAF: "Cyber Assessment Framework (2 questions)",
    }
    # One that was asked for by its address is shown as chosen, with none.
    assert Search.of(spec, "", {"framework": "none"}).offered["none"].endswith("(0 questions)")
