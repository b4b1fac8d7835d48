"""An open assessment in words: the range, and what to look at before submitting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.question_types import MARKER
from assessments.reports.checking import NOTHING_TO_SCORE, Checked, checked, outlook
from assessments.reports.preview import by_sector, preview, spread
from assessments.rubric.definition import ConditionSpec, OwnerRoleSpec, RubricSpec
from assessments.rubric.files import EVERY_SHIPPED
from assessments.rubric.files.codec import load
from assessments.scoring.engine import score
from assessments.scoring.progress import progress
from assessments.scoring.sheet import Reply
from tests.factories import rubrics as r
from tests.factories.shipped import example_sheet, shipped_rubric


def found(spec: RubricSpec, **replies: Reply) -> Checked:
    sheet = r.sheet({code.replace("_", "-"): reply for code, reply in replies.items()})
    return checked(spec, sheet, score(spec, sheet, MARKER), progress(spec, sheet, MARKER))


def said(spec: RubricSpec, **replies: Reply) -> str:
    return found(spec, **replies).outlook


class TestOutlook:
    TWO = r.rubric(r.dimension("a", 1, r.single("A-1"), r.single("A-2")))

    def test_an_empty_one_lies_anywhere(self) -> None:
        assert said(self.TWO) == (
            "The score so far lies between 0.0 and 100.0, Not ready to Leading."
        )

    def test_one_band_is_named_once(self) -> None:
        spec = r.rubric(r.dimension("a", 1, r.single("A-1", 99), r.single("A-2", 1)))

        assert said(spec, A_1=r.answered(2)) == (
            "The score so far lies between 49.5 and 50.5, Developing."
        )

    def test_a_gate_holds_the_upper_end_down(self) -> None:
        gated = r.single("A-1", critical=True, gates=[r.gate(0, "emerging")])
        spec = r.rubric(r.dimension("a", 1, gated, r.single("A-2", 9)))

        assert said(spec, A_1=r.DONT_KNOW) == (
            "The score so far lies between 0.0 and 90.0, Not ready to Emerging and no higher, "
            "because your answer to A-1 (don’t know) caps the final band at Emerging until it "
            "is changed."
        )

    def test_a_cap_that_holds_both_ends_says_why(self) -> None:
        gated = r.single("A-1", 3, critical=True, gates=[r.gate(1, "emerging")])
        spec = r.rubric(r.dimension("a", 1, gated, r.single("A-2"), r.single("A-3")))

        assert said(spec, A_1=r.answered(1), A_2=r.answered(4)) == (
            "The score so far lies between 35.0 and 55.0, Emerging at both ends, because your "
            "answer to A-1 caps the final band at Emerging until it is changed."
        )

    def test_several_caps_are_one_reason(self) -> None:
        gates = [r.gate(0, "emerging")]
        codes = [f"A-{number}" for number in range(1, 7)]
        critical = [r.single(code, critical=True, gates=gates) for code in codes]
        spec = r.rubric(r.dimension("a", 1, *critical, r.single("A-9", 94)))
        low = {code.replace("-", "_"): r.answered(0) for code in codes}

        two = said(spec, A_1=r.answered(0), A_2=r.answered(0))

        assert two.endswith(
            "because your answers to A-1 and A-2 cap the final band at Emerging until they are "
            "changed."
        )
        assert "because your answers to 6 critical questions cap" in said(spec, **low)

    def test_a_dimension_that_can_reach_too_little_says_so(self) -> None:
        spec = shipped_rubric()
        first = spec.dimensions[0]
        low = {
            question.code.replace("-", "_"): r.DONT_KNOW
            for question in first.questions
            if not question.critical
        }

        sentence = said(spec, **low)

        assert " and no higher, because " in sentence
        assert f" in every dimension, and {first.name} can reach " in sentence

    def test_a_cap_that_the_score_never_reaches_is_no_reason(self) -> None:
        gated = r.single("A-1", 9, critical=True, gates=[r.gate(0, "emerging")])
        spec = r.rubric(r.dimension("a", 1, gated, r.single("A-2")))

        assert said(spec, A_1=r.answered(0)) == (
            "The score so far lies between 0.0 and 10.0, Not ready."
        )

    def test_complete_it_is_what_submitting_gives(self) -> None:
        spec = self.TWO

        assert said(spec, A_1=r.answered(2), A_2=r.answered(3)) == (
            "Submitting these answers now gives a score of 62.5, Developing."
        )

    def test_the_shipped_example_is_the_one_worked_by_hand(self) -> None:
        spec = shipped_rubric()
        result = score(spec, example_sheet(), MARKER)

        assert outlook(spec, result) == (
            "Submitting these answers now gives a score of 68.2, Developing, because your "
            "answer to SEC-01 caps the final band at Developing until it is changed."
        )

    def test_with_nothing_that_counts_there_is_no_range(self) -> None:
        spec = r.rubric(r.dimension("a", 1, r.single("A-1", not_applicable_allowed=True)))

        look = found(spec, A_1=r.NOT_APPLICABLE)

        assert look.complete and look.outlook == NOTHING_TO_SCORE
        assert look.excluded.startswith("100.0%")


class TestLists:
    def test_an_optional_scored_question_left_out_is_listed_apart(self) -> None:
        spec = r.rubric(r.dimension("a", 1, r.single("A-1"), r.single("A-2", required=False)))

        lists = found(spec, A_1=r.answered(4, evidence=["Plan"]))

        assert lists.complete
        assert [part.code for part in lists.left_out] == ["A-2"]
        assert lists.unanswered == ()
        assert lists.outlook.startswith("Submitting these answers now gives a score of 50.0")

    def test_an_optional_text_is_in_no_list(self) -> None:
        spec = r.rubric(r.dimension("a", 1, r.single("A-1"), r.text("A-2", required=False)))

        lists = found(spec, A_1=r.answered(1))

        assert lists.left_out == lists.unanswered == ()

    def test_a_question_that_is_not_asked_is_nowhere(self) -> None:
        later = r.single("A-2", condition=ConditionSpec(question="A-1", level_at_least=3))
        spec = r.rubric(r.dimension("a", 1, r.single("A-1"), later))

        shut = found(spec, A_1=r.answered(2), A_2=r.answered(4))
        open_ = found(spec, A_1=r.answered(3))

        assert [part.code for part in shut.dimensions[0].questions] == ["A-1"]
        assert shut.unconfirmed == ()
        assert [part.code for part in open_.unanswered] == ["A-2"]

    def test_lists_are_in_the_order_of_asking(self) -> None:
        spec = r.rubric(
            r.dimension("b", 1, r.single("B-2"), r.single("B-1")),
            r.dimension("a", 1, r.single("A-1")),
        )

        lists = found(spec, A_1=r.DONT_KNOW, B_1=r.DONT_KNOW, B_2=r.DONT_KNOW)

        assert [part.code for part in lists.unknown] == ["B-2", "B-1", "A-1"]


class TestExcluded:
    """Of two dimensions the second may be left aside; the first weighs as much as it is given."""

    def _spec(self, weight: int = 2, **given: object) -> RubricSpec:
        aside = [r.single(code, not_applicable_allowed=True) for code in ("B-1", "B-2")]
        return r.rubric(
            r.dimension("a", weight, r.single("A-1")), r.dimension("b", 2, *aside), **given
        )

    def _said(self, spec: RubricSpec, second: Reply = r.NOT_APPLICABLE) -> str:
        return found(spec, A_1=r.answered(2), B_1=r.NOT_APPLICABLE, B_2=second).excluded

    def test_a_whole_dimension_counts_by_its_weight_and_a_quarter_of_all_is_no_warning(
        self,
    ) -> None:
        assert self._said(self._spec()).startswith(
            "50.0% of the weight of the questionnaire is marked not applicable. Above 25%"
        )
        assert self._said(self._spec(6)) == ""

    def test_a_question_counts_by_its_share_of_its_dimension(self) -> None:
        assert self._said(self._spec(), r.answered(1)) == ""

    def test_the_rubric_may_name_its_own_limit(self) -> None:
        notes = {"not_applicable": {"warn_if_weight_excluded_over_percent": 50}}

        assert self._said(self._spec(scoring_notes=notes)) == ""

    def test_notes_of_another_shape_leave_the_usual_limit(self) -> None:
        assert self._said(self._spec(scoring_notes={"not_applicable": "never"}))


class TestPreview:
    def test_conditional_and_critical_questions_are_counted(self) -> None:
        spec = r.rubric(
            r.dimension(
                "a",
                1,
                r.single("A-1", critical=True, gates=[r.gate(0, "emerging")]),
                r.single("A-2", condition=ConditionSpec(question="A-1", level_at_least=2)),
                r.single("A-3", applies_to=[r.TRUST]),
            ),
            roles=[
                OwnerRoleSpec(code="other", default="No one"),
                OwnerRoleSpec(code="digital", default="Head", by_sector={r.TRUST: "Chief"}),
            ],
        )

        council, trust = preview(spec, r.COUNCIL), preview(spec, r.TRUST)

        assert (council.questions, council.conditional, council.critical) == (2, 1, 1)
        assert (trust.questions, trust.dimensions[0].questions) == (3, 3)
        assert (council.sector_name, council.helpers) == ("Council", ("Head",))
        assert trust.helpers == ("Chief",)

    def test_how_many_each_sector_is_asked(self) -> None:
        spec = r.rubric(
            r.dimension("a", 1, r.single("A-1")),
            r.dimension("b", 1, r.single("B-1"), r.single("B-2", applies_to=[r.TRUST])),
        )
        alike = r.rubric(r.dimension("a", 1, r.single("A-1")))
        one_each = r.dimension(
            "a", 1, r.single("A-1", applies_to=[r.COUNCIL]), r.single("A-2", applies_to=[r.TRUST])
        )

        assert by_sector(spec) == (
            "How many you are asked depends on your sector: 2 (council) or 3 (trust)"
        )
        assert by_sector(r.rubric(one_each)) == "You are asked 1 of them, whichever your sector"
        assert by_sector(alike) == ""
        assert [spread(d.questions, spec.sectors) for d in spec.dimensions] == [
            "1 question",
            "1 or 2 questions",
        ]

    def test_a_title_that_two_jobs_share_is_given_once(self) -> None:
        spec = replace(shipped_rubric(), time_needed="About 3 hours.")
        helpers = preview(spec, "academy_trust").helpers

        assert len(helpers) == len(set(helpers))
        assert "Trust data manager" in helpers

    @pytest.mark.parametrize("file", EVERY_SHIPPED, ids=lambda file: file.stem)
    def test_who_owns_the_actions_is_not_who_is_needed_where_the_rubric_says_who(
        self, file: Path
    ) -> None:
        found = preview(load(file.read_bytes()), "local_authority")

        assert (found.says_who, found.helpers) == (True, ())
