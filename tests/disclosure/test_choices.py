"""What the public reads of the reasons for keeping an answer back, which none is without."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from assessments.disclosure.choices import (
    AS_PROPOSED,
    EXEMPTIONS,
    OF_THE_RUBRIC,
    OFFERED,
    Choice,
    exemption_of,
    followers,
    offered,
)
from assessments.rubric.definition import ConditionSpec, RubricSpec
from assessments.wording import without_advice
from tests.disclosure.attacking import SUMMARY, WITHHELD, answered, choices, published
from tests.disclosure.test_attack import waiting
from tests.factories.rubrics import dimension, rubric, single, yes_no
from tests.factories.shipped import shipped_rubric


def test_advice_to_whoever_chooses_is_left_out_and_the_law_stays() -> None:
    reasons = {q.exemption for _, q in shipped_rubric().questions() if q.exemption}
    assert reasons and all("You must still weigh" in one for one in reasons)
    assert {without_advice(one) for one in reasons} == {
        "Law enforcement (section 31 of the Freedom of Information Act 2000). "
        "In Scotland see section 35 of the 2002 Act."
    }


@pytest.mark.parametrize(
    ("why", "read"),
    [
        ("s. 31 of the 2000 Act. Your choice.", "s. 31 of the 2000 Act."),
        ("Ask your lawyer.", "Ask your lawyer."),
        ("Young people are named.", "Young people are named."),
        ("", ""),
    ],
)
def test_only_whole_sentences_are_left_out_and_never_all(why: str, read: str) -> None:
    assert without_advice(why) == read


def test_the_reasons_of_the_law_are_read_as_they_are() -> None:
    assert [without_advice(why) for why in EXEMPTIONS.values()] == [*EXEMPTIONS.values()]


def chained() -> RubricSpec:
    """C-1 waits for B-1, which waits for A-1."""
    first, second = (ConditionSpec(question=code, level_at_least=2) for code in ("A-1", "B-1"))
    return rubric(
        dimension("A", 50, single("A-1", 1)),
        dimension("B", 25, yes_no("B-1", 1, condition=first)),
        dimension("C", 25, yes_no("C-1", 1, condition=second)),
    )


def kept_back(spec: RubricSpec, chosen: dict[str, Choice]) -> dict[str, tuple[str, str]]:
    schedule = published(spec, next(answered(spec)), chosen).report.schedule
    return {row.code: (row.release, row.why) for row in schedule}


def test_a_question_that_follows_one_in_summary_is_in_summary() -> None:
    spec = waiting()
    asked = "Whether it was asked would give away the answer to A-1, which is not open."
    assert kept_back(spec, choices(spec, a_1=SUMMARY)) == {
        "A-1": ("Given in summary", ""),
        "A-2": ("Given in summary", asked),
        "B-2": ("Given in summary", asked),
    }


def test_a_question_that_follows_a_withheld_one_is_withheld_for_its_reason() -> None:
    spec = chained()
    asked = "Whether it was asked would give away the answer to A-1, which is not open."
    assert kept_back(spec, choices(spec, a_1=WITHHELD)) == {
        "A-1": ("Withheld", EXEMPTIONS["s31"]),
        "B-1": ("Withheld", f"{asked} {EXEMPTIONS['s31']}"),
        "C-1": ("Withheld", f"{asked} {EXEMPTIONS['s31']}"),
    }


def test_a_question_follows_the_nearest_that_was_chosen_not_to_be_open() -> None:
    spec = chained()
    chosen = choices(spec, a_1=SUMMARY, b_1=replace(WITHHELD, exemption="s43"))
    assert followers(spec, chosen) == {"C-1": "B-1"}
    assert kept_back(spec, chosen)["C-1"][1].endswith(EXEMPTIONS["s43"])


def test_nothing_is_withheld_without_a_reason_in_law() -> None:
    for spec in (waiting(), chained()):
        codes = [question.code for _, question in spec.questions()]
        for chosen in product((Choice(), SUMMARY, WITHHELD), repeat=len(codes)):
            for release, why in kept_back(spec, dict(zip(codes, chosen, strict=True))).values():
                assert release != "Withheld" or EXEMPTIONS["s31"] in why


def test_what_is_offered_is_taken_as_it_was_meant() -> None:
    assert [exemption_of(offered(key)) for key in EXEMPTIONS] == [*EXEMPTIONS]
    assert exemption_of(AS_PROPOSED) == exemption_of(OF_THE_RUBRIC) == OF_THE_RUBRIC


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("43", "s43"),
        (" s. 43 ", "s43"),
        ("SECTION 43", "s43"),
        ("s43", "s43"),
        ("12(5)(E)", "r12-5-e"),
        ("reg 12 (5) (e)", "r12-5-e"),
        ("r12-5-e", "r12-5-e"),
        ("Regulation 13", "r13"),
        ("13", "r13"),
        ("", ""),
        ("  ", ""),
        ("43(2)", "s43"),
        ("Section 40(2)", "s40"),
        ("s 36 (2)(b)(ii)", "s36"),
        ("reg 13(1)", "r13"),
        ("12(5)(e)(i)", "r12-5-e"),
        ("sections 43", "s43"),
        ("Sec. 43.", "s43"),
        ("FOIA s43", "s43"),
        ("FOI Act 2000, section 43(2)", "s43"),
        ("Section 40(2) of the Freedom of Information Act 2000", "s40"),
        ("EIR 12(5)(e)", "r12-5-e"),
        ("reg. 12(4)(d) EIR", "r12-4-d"),
        ("Section 43 - commercial", "s43"),
        ("Section 43 – commercial interests", "s43"),
        ("Section 43 (commercial interests)", "s43"),
        ("s43: Commercial interests.", "s43"),
        ("Section 43:", "s43"),
        ("Section 40: personal data", "s40"),
        ("s40(2)", "s40"),
        ("section 40", "s40"),
        ("40 personal data", "s40"),
        ("s40(2) Personal Information", "s40"),
        ("Section 42 - legal professional privilege", "s42"),
        ("s. 31 law enforcement", "s31"),
        ("reg 12(4)(e) disclosure of internal communications", "r12-4-e"),
        ("Regulation 13, Environmental Information Regulations 2004: personal data", "r13"),
    ],
)
def test_a_number_is_enough_however_it_is_written(typed: str, kept: str) -> None:
    assert exemption_of(typed) == kept


def test_a_reason_is_taken_as_the_schedule_prints_it() -> None:
    assert [exemption_of(why) for why in EXEMPTIONS.values()] == [*EXEMPTIONS]


@pytest.mark.parametrize(
    "typed",
    [
        "section 13",
        "regulation 43",
        "FOIA 13",
        "EIR 43",
        "EIR section 43",
        "Regulation 12(5)(e), Freedom of Information Act 2000",
        "FOISA s30",
        "Section 38 of the Freedom of Information (Scotland) Act 2002",
        "12",
        "12(5)",
        "section 12(5)(e)",
        "commercial",
        "FOIA",
        "Section 43 and Section 40",
        "43 40",
        "40 commercial interests",
        "Section 40 personal data and section 43",
        "4" * 2_000,
    ],
)
def test_no_other_law_is_made_of_a_number(typed: str) -> None:
    with pytest.raises(ValueError, match="must be one of the list, such as Section 43"):
        exemption_of(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Section 40: it could harm commercial interests", "s40"),
        ("Section 40, Freedom of Information Act 2000: it could harm commercial interests.", "s40"),
        ("s43 - personal information", "s43"),
        ("Section 43, Section 40", "s43"),
        ("43" + "(a)" * 2_000, "s43"),
        ("12(4)(d): it is internal communication", "r12-4-d"),
    ],
)
def test_a_number_with_the_words_of_another_is_refused(typed: str, meant: str) -> None:
    with pytest.raises(ValueError, match="has other words than") as refused:
        exemption_of(typed)
    assert OFFERED[meant] in str(refused.value)
