"""Texts that ask too much of their readers, and codes that came to stand for something else."""

import dataclasses

import pytest

from assessments.rubric.codes import likeness, words
from assessments.rubric.definition import QuestionSpec, VariantSpec
from assessments.rubric.files import codec
from assessments.rubric.reading_age import WORDS_LEAST, reading_age, syllables
from tests.factories import rubrics as r
from tests.rubric.test_soundness import as_text, faults, one_dimension, warnings

HARD = (
    "Notwithstanding considerations pertaining to organisational interoperability, comprehensive "
    "documentation demonstrating contractual accountability, proportionate governance and "
    "appropriate independent verification arrangements must nevertheless be maintained and "
    "periodically reviewed by sufficiently authoritative representatives of the body concerned."
)
PLAIN = "Do you keep a list of your tools? Say who looks after each one. Keep it up to date. " * 3
Q = "dimensions[0].questions[0]"


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("plan", 1), ("while", 1), ("table", 2), ("tables", 2), ("changed", 1),
        ("wanted", 2), ("places", 2), ("budget", 2), ("money", 2), ("agreed", 2), ("data", 2),
        ("council", 2), ("people", 2), ("register", 3), ("organisation", 5), ("x", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count
    assert syllables(word.upper()) == count


def test_the_age_is_the_flesch_kincaid_grade_and_five_years() -> None:
    # 30 words of one syllable in 3 sentences: 0.39 x 10 + 11.8 x 1 - 15.59 + 5.
    text = "The cat sat on the mat and saw a dog. " * 3
    assert reading_age(text) == pytest.approx(0.39 * 10 + 11.8 - 15.59 + 5)
    # Longer sentences ask more, and so do longer words.
    assert (reading_age(text.replace(". ", " ")) or 0) > (reading_age(text) or 0)
    assert (reading_age(text.replace("cat", "organisation")) or 0) > (reading_age(text) or 0)


def test_a_short_text_has_no_age() -> None:
    assert reading_age("word " * (WORDS_LEAST - 1)) is None
    assert reading_age("word " * WORDS_LEAST) is not None
    assert reading_age("") is None


def test_a_text_above_the_age_of_14_is_a_warning_at_its_place() -> None:
    spec = one_dimension(r.single("Q1", 100, help=HARD), r.single("Q2", why=PLAIN), purpose=HARD)
    found = [one for one in codec.findings(spec) if "reading age" in one.message]
    assert [(one.place, one.subject) for one in found] == [
        ("rubric.purpose", ""),
        (f"{Q}.text", "Q1"),
    ]
    assert "above 14: shorter sentences and plainer words bring it down" in found[0].message
    assert faults(spec) == ()


def test_one_sectors_hard_wording_names_the_sector() -> None:
    question = r.single("Q1", help=PLAIN, variants=[VariantSpec(sector=r.TRUST, help=HARD)])
    (found,) = [one for one in as_text(warnings(one_dimension(question))) if "age" in one]
    assert found.startswith(f"{Q}.text: reads with why and help at a reading age of ")
    assert " for nhs_trust, above 14" in found


def test_levels_actions_and_gates_are_read_too() -> None:
    levels = r.quarters()
    levels[1] = dataclasses.replace(levels[1], text=HARD, action=r.action(HARD))
    question = r.single("Q1", levels=levels, critical=True, gates=[r.gate(1, "emerging", HARD)])
    found = [one.place for one in warnings(one_dimension(question)) if "reading age" in one.message]
    assert found == [f"{Q}.levels", f"{Q}.levels[1].action.text", f"{Q}.gates[0].message"]


def test_a_rubric_in_another_language_is_not_judged_by_english_sums() -> None:
    spec = dataclasses.replace(one_dimension(r.single("Q1", help=HARD)), language="cy")
    assert not any("reading age" in one.message for one in warnings(spec))


PLAN = {"title": "Funded plan", "text": "Do you have a written plan for digital work?"}
FLOOD = {"title": "Flood warnings", "text": "Do residents hear when rivers rise?"}


def reused(now: QuestionSpec, then: QuestionSpec) -> tuple[list[str], list[str]]:
    spec, before = one_dimension(now), dataclasses.replace(one_dimension(then), edition="2026")
    return as_text(faults(spec, before)), [
        one for one in as_text(warnings(spec, before)) if "meant" in one
    ]


def test_a_code_that_meant_a_question_of_another_kind_and_other_words_is_a_fault() -> None:
    now, then = r.yes_no("Q1", **FLOOD), r.single("Q1", **PLAN)
    assert reused(now, then) == (
        [
            f"{Q}.code: Q1 meant another question in edition 2026, “Funded plan”: "
            "give this one a code of its own"
        ],
        [],
    )


def test_other_words_alone_are_a_warning_and_another_kind_alone_is_neither() -> None:
    faulty, looked_at = reused(r.single("Q1", **FLOOD), r.single("Q1", **PLAN))
    assert faulty == []
    assert len(looked_at) == 1 and looked_at[0].startswith(f"{Q}.code: Q1 may have meant")
    assert reused(r.yes_no("Q1", **PLAN), r.single("Q1", **PLAN)) == ([], [])


def test_a_reworded_question_keeps_its_code() -> None:
    reworded = {"title": "Plan with funds", "text": "Is there a written plan for digital and AI?"}
    assert reused(r.single("Q1", **reworded), r.single("Q1", **PLAN)) == ([], [])


def test_a_code_that_is_new_or_retired_is_nothing_to_say() -> None:
    assert reused(r.yes_no("Q2", **FLOOD), r.single("Q1", **PLAN)) == ([], [])


def test_a_line_of_a_list_whose_code_meant_another_line_is_a_warning() -> None:
    then = r.checklist("Q1", **PLAN)
    items = [dataclasses.replace(item, text=f"Something about {item.code}") for item in then.items]
    items[0] = dataclasses.replace(items[0], text="No one may borrow laptops")
    then = dataclasses.replace(
        then,
        items=[dataclasses.replace(item, text=f"Something on {item.code}") for item in then.items],
    )
    faulty, looked_at = reused(dataclasses.replace(then, items=items), then)
    assert faulty == []
    assert looked_at == [
        f"{Q}.items[0].code: a meant another line in edition 2026: “Something on a”"
    ]


def test_likeness_counts_the_words_that_matter_without_case_or_plural() -> None:
    assert likeness(words("Do you have PLANS?"), words("the plan")) == 1
    assert likeness(words("plan budget"), words("plan flood")) == 0.5
    assert likeness(words(""), words("")) == 1
    assert likeness(words("plan"), words("")) == 0
