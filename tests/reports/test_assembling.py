"""The report's words and figures, against the worked example of the rubric file."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.reports.assembling import NOT_YET
from assessments.reports.board import board
from assessments.reports.content import Report
from assessments.rubric.definition import ConditionSpec
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories import rubrics as r
from tests.factories.shipped import shipped_rubric, worked_example
from tests.reports import samples


@pytest.fixture(scope="module")
def worked() -> Report:
    return samples.worked()


def test_the_headline_is_the_worked_example(worked: Report) -> None:
    head = worked.headline
    assert (head.score, head.exact) == ("68.2", "239800963/3513720")
    assert head.from_score is not None and head.from_score.name == "Ready"
    assert head.after_balance is not None and head.after_balance.name == "Ready"
    assert head.final is not None and head.final.name == "Developing"
    assert head.lowered
    assert head.working == (
        "68.2 is in the Ready band; SEC-01 at “1 Started” caps it at Developing.",
    )
    assert head.reassess == "Assess again by 23 May 2027, 6 months after this submission."


def test_the_dimensions_are_the_worked_examples_steps(worked: Report) -> None:
    assert [(d.code, d.score, d.band) for d in worked.dimensions] == [
        ("BUD", "66.0", "Ready"),
        ("TRA", "74.7", "Ready"),
        ("INT", "70.6", "Ready"),
        ("DAT", "65.6", "Ready"),
        ("SEC", "64.5", "Developing"),
    ]
    budget = worked.dimensions[0]
    assert budget.working == "100 × 58.7 ÷ 89 ≈ 65.9551, shown as 66.0"
    assert (budget.weight, budget.share) == ("15", "15.0%")


def test_the_overall_sum_can_be_checked_by_hand(worked: Report) -> None:
    sums = worked.method[-1].paragraphs[-1]
    assert sums.startswith(
        "Overall: (15 × 65.9551 + 20 × 74.7024 + 20 × 70.5851 + 25 × 65.5851 + 20 × 64.5) ÷ 100 "
        "≈ 68.247,"
    )
    assert "239800963/3513720" in sums


def test_gates_say_what_they_did(worked: Report) -> None:
    gate, *others = worked.gates
    assert (gate.code, gate.answer, gate.cap_band) == ("SEC-01", "1 Started", "Developing")
    assert gate.lowered
    assert gate.effect == "Lowers the band from Ready to Developing."
    assert [(one.code, one.answer, one.cap_band, one.lowered) for one in others] == [
        ("DAT-08", "2 lines not ticked", "Ready", False),
        ("DAT-09", "2 Partly in place", "Ready", False),
        ("SEC-09", "1 line not ticked", "Ready", False),
    ]


def test_the_first_actions_are_the_worked_examples(worked: Report) -> None:
    example = worked_example()["first_actions"]
    first = worked.first_actions[: len(example)]
    assert [(a.code, a.gain) for a in first] == [
        (each["question"], each["gain_points"]) for each in example
    ]
    assert first[0].gate and first[0].reason == "Lifts a gate"
    unknown = next(one for one in first if one.code == "DAT-07")
    assert unknown.reason == "Don’t know today"
    assert unknown.text.startswith("Find the person who knows the answer")
    assert first[0].effort == "Medium" and "part-time" in first[0].effort_meaning
    assert first[0].guidance is not None and first[0].guidance.url.startswith("https://")


def test_an_owner_is_named_as_the_sector_knows_the_job(worked: Report) -> None:
    assert next(a for a in worked.actions if a.code == "BUD-07").owner == "Section 151 officer"


def test_a_checklists_action_lists_what_is_missing_most_points_first(worked: Report) -> None:
    action = next(a for a in worked.actions if a.code == "BUD-06")
    assert action.items == (
        "Add a notice clause for AI features to your standard terms.",
        "Add data protection and security sign-off to the first step of the buying process.",
    )


def test_an_unknown_checklist_lists_nothing_as_missing() -> None:
    sheet = samples.worked_sheet()
    unknown = {**sheet.replies, "BUD-06": Reply(state=State.DONT_KNOW)}
    report = samples.report(shipped_rubric(), replace(sheet, replies=unknown))
    assert next(a for a in report.actions if a.code == "BUD-06").items == ()


def test_gaps_are_the_ten_largest_and_agree_with_the_exact_ones(worked: Report) -> None:
    exact = {q["code"]: q["gap"] for q in worked.result_document["questions"] if q["gap"]}
    ranked = sorted(exact, key=lambda code: (-Fraction(exact[code]), code))
    assert [gap.code for gap in worked.gaps] == ranked[:10]
    assert [gap.place for gap in worked.gaps] == list(range(1, 11))
    assert (worked.gaps[0].code, worked.gaps[0].gap) == ("SEC-01", "2.4")


def test_strengths_earn_most_and_say_when_nothing_backs_them(worked: Report) -> None:
    assert [s.code for s in worked.strengths] == ["TRA-08", "TRA-03", "DAT-03", "INT-01", "INT-03"]
    assert all(s.unconfirmed for s in worked.strengths)
    budget = worked.dimensions[0].strengths
    assert [(s.code, s.unconfirmed) for s in budget[:2]] == [("BUD-06", True), ("BUD-01", False)]


def test_every_question_is_put_in_words_with_its_figures(worked: Report) -> None:
    asked = {q.code: q for q in worked.questions}
    assert len(asked) == 45
    plan = asked["BUD-01"]
    assert plan.answer.startswith("The plan has agreed money for at least 2 years.")
    assert (plan.brief, plan.points, plan.weight) == ("3 In place", "75 of 100", "14")
    assert (plan.share, plan.whole_share, plan.gap) == ("15.7%", "2.4%", "0.6")
    assert plan.note == samples.NOTE and [e.title for e in plan.evidence] == [
        "Digital plan 2026",
        "Cabinet minute 14/2026",
    ]
    assert not plan.unconfirmed and asked["BUD-02"].unconfirmed
    not_applicable = asked["BUD-03"]
    assert not_applicable.state == "not_applicable" and not_applicable.reason == samples.REASON
    assert (not_applicable.points, not_applicable.share, not_applicable.gap) == ("", "", "")
    assert asked["DAT-07"].answer == "Don't know" and asked["DAT-07"].points == "0 of 100"
    number = asked["TRA-02"]
    assert number.brief == "88.5%" and number.level_text.startswith("85% or more")
    contracts = asked["BUD-06"]
    assert contracts.brief == "6 of 8 ticked" and len(contracts.chosen) == 6


def test_unasked_questions_stand_apart_and_say_why(worked: Report) -> None:
    assert [(one.code, one.reason) for one in worked.unasked] == [
        ("TRA-10", "Asked only of: NHS trust."),
        ("TRA-11", "Asked only of: Academy trust."),
        ("DAT-12", "Asked only of: Housing association."),
    ]
    assert worked.counts == (
        "45 questions asked: 42 answered, 1 don’t know and 2 not applicable. 3 more were not asked."
    )


@pytest.mark.parametrize(
    ("opened_by", "named"),
    [
        (["none"], "“None of these”"),
        (["b", "none"], "“Item b” or “None of these”"),
        (["a"], "“Item a”"),
    ],
)
def test_what_would_have_opened_a_question_is_named_in_the_words_of_the_choice(
    opened_by: list[str], named: str
) -> None:
    opened = r.single("A-2", condition=ConditionSpec(question="A-1", any_of=opened_by))
    spec = r.rubric(r.dimension("A", 1, r.checklist("A-1"), opened))
    report = samples.report(spec, r.sheet({"A-1": r.answered({"c"})}))
    assert [each.reason for each in report.unasked] == [f"Asked when the answer to A-1 is {named}."]


def test_a_dimension_has_the_first_national_figure_listed_for_the_sector(worked: Report) -> None:
    trust = samples.report(
        shipped_rubric(), replace(samples.worked_sheet(), sector="academy_trust")
    )
    spec = shipped_rubric()
    for report, sector in ((worked, "local_authority"), (trust, "academy_trust")):
        for dimension in report.dimensions:
            listed = [
                each.text
                for each in spec.context_figures
                if dimension.code in each.dimensions and sector in (each.show_to or [sector])
            ]
            assert len(listed) > 1
            assert dimension.figure and dimension.figure.text == listed[0]
    integration = worked.dimensions[2].figure
    assert integration and integration.date == "May 2025" and integration.caution
    assert [source.url[:8] for source in integration.sources] == ["https://", "https://"]


def test_a_figure_that_its_sentence_has_is_read_once(worked: Report) -> None:
    spec = shipped_rubric()
    values = {each.text: each.value for each in spec.context_figures}
    shown = [part.figure for part in worked.dimensions if part.figure]
    doubled = [each for each in shown if values[each.text].lower() in each.text.lower()]
    assert doubled and {each.value for each in doubled} == {""}
    assert all(each.value == values[each.text] for each in shown if each not in doubled)


def test_every_link_of_the_report_is_among_its_sources(worked: Report) -> None:
    urls = {source.url for source in worked.sources}
    assert {a.guidance.url for a in worked.actions if a.guidance} <= urls
    assert len(urls) == len(worked.sources)


def test_the_document_is_kept_word_for_word(worked: Report) -> None:
    assert worked.edition.content_hash == worked.result_document["rubric"]["content_hash"]
    assert worked.engine_version == worked.result_document["engine_version"]
    json.dumps(worked.result_document)


def test_balance_is_explained_before_gates() -> None:
    spec, sheet = shipped_rubric(), samples.worked_sheet()
    replies = dict(sheet.replies)
    for code in replies:
        if spec.question(code).levels and not spec.question(code).items:
            low = code.startswith("BUD")
            if spec.question(code).number is None and not spec.question(code).options:
                replies[code] = samples.reply(spec, code, 0 if low else 4)
    report = samples.report(spec, AnswerSheet(sector=sheet.sector, replies=replies))
    score = report.dimensions[0].score
    assert report.balance[0].dimension == "Budget" and report.balance[0].minimum == "45.0"
    assert report.headline.working == (
        f"{report.headline.score} is in the Ready band.",
        f"Ready asks for at least 45.0 in every dimension, and Budget has {score}.",
        "Balance makes it Developing.",
    )


def test_a_dont_know_behind_a_gate_says_so() -> None:
    sheet = samples.worked_sheet()
    replies = {**sheet.replies, "SEC-01": Reply(state=State.DONT_KNOW)}
    report = samples.report(shipped_rubric(), replace(sheet, replies=replies))
    assert (
        "SEC-01 (don’t know, which counts as “0 Not in place”) caps it at Emerging."
        in (report.headline.working[0])
    )
    gate = report.gates[0]
    assert (gate.code, gate.answer) == ("SEC-01", "don’t know")
    assert gate.message.startswith("Don’t know counts as “0 Not in place”. At that level: ")


def test_one_answer_is_one_cap_with_the_message_of_the_lowest() -> None:
    """SEC-01 has a gate at level 0 and one at level 1, and both fire at level 0."""
    spec, sheet = shipped_rubric(), samples.worked_sheet()
    replies = {**sheet.replies, "SEC-01": samples.reply(spec, "SEC-01", 0)}
    report = samples.report(spec, replace(sheet, replies=replies))
    gates = [gate for gate in report.gates if gate.code == "SEC-01"]
    lowest = next(g for g in spec.question("SEC-01").gates if g.when_level_at_or_below == 0)
    assert [(gate.answer, gate.message) for gate in gates] == [("0 Not in place", lowest.message)]
    assert [gate.cap_band for gate in gates] == [spec.band(lowest.cap_band).name]


def test_what_lowers_nothing_is_not_said_first() -> None:
    spec = shipped_rubric()
    replies = {
        question.code: Reply(state=State.DONT_KNOW)
        for _, question in spec.questions()
        if not question.applies_to or "local_authority" in question.applies_to
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    assert report.headline.working == ("0.0 is in the Not ready band.",)
    assert {gate.effect.split(";")[0] for gate in report.gates} == {"Lowers nothing today"}


def test_the_lowest_cap_comes_first() -> None:
    spec, sheet = shipped_rubric(), samples.worked_sheet()
    replies = {**sheet.replies, "SEC-02": samples.reply(spec, "SEC-02", 0)}
    report = samples.report(spec, replace(sheet, replies=replies))
    lowered = [gate.lowered for gate in report.gates]
    assert len(lowered) > 1 and lowered == sorted(lowered, reverse=True)


def test_a_report_with_nothing_to_score_says_so() -> None:
    spec = samples.small(2)
    replies = {
        question.code: Reply(state=State.NOT_APPLICABLE, reason=samples.REASON)
        for _, question in spec.questions()
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    assert report.headline.score is None and report.headline.final is None
    assert report.headline.working == (
        "No question counts towards a score, so there is no overall score and no band.",
    )
    assert [d.score for d in report.dimensions] == [None, None]
    assert [d.share for d in report.dimensions] == ["none", "none"]
    assert report.gaps == report.strengths == report.actions == ()


def test_a_dimension_without_a_score_leaves_the_others_their_weight() -> None:
    spec = samples.small(2)
    first, second = (question.code for _, question in spec.questions())
    replies = {
        first: samples.reply(spec, first, 3),
        second: Reply(state=State.NOT_APPLICABLE, reason=samples.REASON),
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    assert [d.value for d in report.dimensions] == [Decimal("75.0"), None]
    assert [d.share for d in report.dimensions] == ["100.0%", "none"]
    assert (
        report.dimensions[1].working == "No question of this dimension counts, so it has no score."
    )


def test_an_incomplete_sheet_has_no_score_and_no_band() -> None:
    report = samples.report(samples.small(2), AnswerSheet(sector="local_authority"))
    assert report.headline.score is None
    assert report.headline.working[0].startswith("The assessment is not complete")
    assert report.no_actions == report.no_first_actions == NOT_YET


@pytest.mark.parametrize("scores", [True, False])
def test_of_an_incomplete_sheet_at_its_best_not_all_is_said_to_be_done(scores: bool) -> None:
    spec = replace(samples.small(2), shows_score=scores)
    (_, first), _ = spec.questions()
    top = samples.reply(spec, first.code, 4)
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies={first.code: top}))
    assert report.no_actions == report.no_first_actions == NOT_YET


def test_a_dimension_with_open_questions_says_so_and_the_others_have_their_sums() -> None:
    spec = samples.small(3)
    first = next(question.code for _, question in spec.questions())
    report = samples.report(
        spec,
        AnswerSheet(sector="local_authority", replies={first: samples.reply(spec, first, 3)}),
    )
    done, *left = report.dimensions
    said = "1 of its questions is still to be answered, so it has no score yet."
    assert done.score == "75.0" and {one.working for one in left} == {said}
    assert report.method[-1].paragraphs == (
        f"{done.name}: {done.working}.",
        "There is no overall score.",
    )


def test_the_method_names_every_critical_question_and_every_band(worked: Report) -> None:
    text = " ".join(p for part in worked.method for p in part.paragraphs)
    for _, question in shipped_rubric().questions():
        assert (question.code in text) == bool(question.gates)
    for band in worked.bands:
        assert f"{band.name} from {band.lower_text} to {band.upper_text}" in text


@pytest.mark.parametrize("shows_score", [True, False])
def test_a_questionnaire_without_gates_has_no_word_of_them_in_its_method(
    shows_score: bool,
) -> None:
    spec = replace(r.rubric(r.dimension("A", 1, r.single("A-1"))), shows_score=shows_score)
    made = samples.report(spec, r.sheet({"A-1": samples.reply(spec, "A-1", 1)})).method
    assert "Gates" not in [part.heading for part in made]
    said = " ".join(text for part in made for text in part.paragraphs)
    assert "lift a gate" not in said and "are critical" not in said
    assert ". First come the" in said


def test_what_holds_the_band_of_a_rubric_without_a_score_names_the_band() -> None:
    gate = r.gate(1, "emerging")
    questions = [r.single(f"A-{n}", critical=True, gates=[gate]) for n in range(1, 10)]
    spec = replace(r.rubric(r.dimension("A", 1, *questions)), shows_score=False)
    replies = {one.code: samples.reply(spec, one.code, 0) for one in questions}
    head = samples.report(spec, r.sheet(replies)).headline
    assert head.working == ("9 critical answers hold the band at Emerging until they change.",)


def test_an_effort_is_said_without_advice_that_its_reader_cannot_take(worked: Report) -> None:
    assert any("change them to fit you" in effort.meaning for effort in worked.efforts)
    assert [effort.said for effort in worked.efforts] == [
        "Up to 2 weeks of work by existing staff. No new money. Assumed for each: 5 staff days.",
        "1 to 3 months of part-time work. Some money or supplier help may be needed. "
        "Assumed for each: 25 staff days and £5,000.",
        "More than 3 months, or needs its own budget approval. "
        "Assumed for each: 100 staff days and £50,000.",
    ]


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        ("Days of work within one team", "Days of work within one team. Assumed for each: 5"),
        ("Is it “days”?", "Is it “days”? Assumed for each: 5"),
        ("What we call “days.”", "What we call “days.” Assumed for each: 5"),
        ("", "Assumed for each: 5"),
    ],
)
def test_what_an_effort_means_and_what_is_assumed_of_it_are_two_sentences(
    worked: Report, meaning: str, said: str
) -> None:
    efforts = [replace(worked.efforts[0], meaning=meaning)]
    assert efforts[0].said == f"{said} staff days."
    assert board(replace(worked, efforts=efforts)).efforts[0].meaning == efforts[0].said
    assert replace(efforts[0], assumed=(None, None)).said == meaning


@pytest.mark.parametrize(
    ("replies", "first", "second"),
    [
        ({"A-1": 2, "G-2": "yes", "G-3": 2}, "Nothing here holds you back.", ""),
        ({"G-2": "yes", "G-3": 2}, "No answer here holds you back so far.", ""),
        ({"A-1": 1, "G-2": "yes", "G-3": 2}, "A-1 holds you back.", "Nothing here holds you back."),
        (
            {"A-1": 1, "G-2": "no", "G-3": 0},
            "A-1 holds you back.",
            "Nothing here holds you back today. No band above Developing until G-2 changes.",
        ),
    ],
)
def test_only_an_answer_that_holds_the_band_today_is_said_to(
    replies: dict[str, object], first: str, second: str
) -> None:
    spec = r.gate_check()
    sheet = r.sheet({code: r.answered(one) for code, one in replies.items()})  # type: ignore[arg-type]
    said = [part.holds for part in samples.report(spec, sheet).dimensions]
    assert said[0] == first and second in said[1]
