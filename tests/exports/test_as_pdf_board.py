"""The board report: what a board has to know, to do and to decide, on four pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from assessments.exports.as_pdf_board import EXPORT
from assessments.reports.board import ROOMS, board, shortened
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.exports import extremes, reading
from tests.factories.shipped import shipped_rubric
from tests.reports import samples


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return EXPORT.render(samples.worked())


def pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_it_is_four_pages_that_meet_both_standards_and_can_be_read(pdf: bytes) -> None:
    assert pages(pdf) == 4 and reading.faults(pdf) == []
    sizes = reading.sizes(pdf)
    assert min(sizes) >= 8.99 and sizes.most_common(1)[0][0] == pytest.approx(10.5)
    assert EXPORT.render(samples.worked()) == pdf


def test_it_says_what_is_so_what_to_do_and_what_to_decide(pdf: bytes) -> None:
    words, report = reading.words(pdf), samples.worked()
    assert " ".join(report.glance.verdict) in words
    assert "Ready 65.0 to 84.9 What the score alone would reach" in words
    assert "Developing 45.0 to 64.9 You are here" in words
    copied = reading.copied(pdf).replace(" ", "")  # also what a page ends in
    for gate in report.gates:
        assert gate.message.replace(" ", "") in copied and gate.effect.replace(" ", "") in copied
    assert all(sentence in words for sentence in report.how_sure)
    deciding = [action for action in report.actions if action.decision]
    assert {action.owner for action in deciding} == {
        "Section 151 officer",
        "Cabinet member or lead councillor",
    }
    for number, action in enumerate(deciding, start=1):
        assert f"{number}. {action.owner}: {action.title}. {action.text}" in words
    assert "Submitted by Amara Osei" in words


def test_actions_are_by_effort_and_those_that_gain_most_come_first() -> None:
    groups = board(samples.worked()).efforts
    assert [group.name for group in groups] == ["Small", "Medium", "Large"]
    for group in groups:
        gains = [float(action.gain) for action in group.actions]
        assert gains == sorted(gains, reverse=True)
    assert groups[1].more == "And 24 more actions: see the working paper."


def test_only_critical_questions_are_a_risk_when_they_are_not_known() -> None:
    spec = shipped_rubric()
    everything = {q.code: Reply(state=State.DONT_KNOW) for _, q in spec.questions()}
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=everything))
    critical = {q.code for _, q in spec.questions() if q.critical}
    parts = board(report)
    assert parts.unknown and {each.code for each in parts.unknown} <= critical
    assert parts.more_unknown == "And 6 more answers: see the working paper."


def test_what_is_no_news_is_left_out_with_its_heading() -> None:
    report = samples.worked()
    actions = [replace(each, decision=False) for each in report.actions]
    quiet = replace(report, gates=(), unknown=(), contradictions=(), how_sure=(), actions=actions)
    words = reading.words(EXPORT.render(quiet))
    assert not [said for said in ("Risks", "cap the band", "Decisions asked for") if said in words]


def test_an_answer_that_lowers_nothing_is_not_said_to_cap_the_band(pdf: bytes) -> None:
    words = reading.words(pdf)
    first = words.index("Answers that cap the band")
    then = words.index("Critical answers that cap a higher band")
    assert "SEC-01 Multi-factor authentication: " in words[first:then]
    assert all(f"{code} " in words[then:] for code in ("DAT-08", "DAT-09", "SEC-09"))


def test_more_decisions_than_a_page_holds_are_counted() -> None:
    report = samples.worked()
    decided = replace(report, actions=[replace(each, decision=True) for each in report.actions])
    parts = board(decided)
    assert len(parts.decisions) == ROOMS[0].decisions
    assert parts.more_decisions == "And 36 more decisions: see the working paper."


def test_a_text_is_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one …"
    assert shortened("one two", 9) == "one two"
    assert len(shortened("x" * 5_000, 400)) <= 400


def test_people_who_took_part_are_named_up_to_a_number() -> None:
    report = replace(samples.worked(), took_part=[f"Person {n}" for n in range(30)])
    assert board(report).took_part.endswith("Person 23 and 6 others.")
    assert "Answers were given by Ann Lee." in reading.words(
        EXPORT.render(replace(report, took_part=["Ann Lee"]))
    )


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda: extremes.report(extremes.sentences), 5),
        (lambda: extremes.report(extremes.word), 9),
        (lambda: samples.contradicted("Both. " * 2_000), 4),
        (extremes.large, 4),
        (extremes.without_score, 4),
        (extremes.nothing_applies, 3),
        (extremes.every_script, 4),
        (extremes.long_notes, 4),
        (lambda: replace(samples.worked(), draft="This is a draft."), 4),
    ],
)
def test_no_report_makes_it_fail_or_long(make: Callable[[], Report], most: int) -> None:
    made = EXPORT.render(make())
    assert reading.faults(made) == [] and reading.outside(made) == []
    assert pages(made) <= most


def test_every_page_after_the_first_bears_reference_and_code() -> None:
    report = samples.worked()
    known = replace(report, particulars=replace(report.particulars, code="7K3M-9QXT-2BWD"))
    for page in pypdf.PdfReader(io.BytesIO(EXPORT.render(known))).pages[1:]:
        assert "Reference R7K2-9QFD, code 7K3M-9QXT-2BWD" in page.extract_text()


def test_a_draft_says_so_on_every_page() -> None:
    made = EXPORT.render(replace(samples.worked(), draft="This is a draft."))
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        assert "Draft, not submitted." in page.extract_text()


def test_an_effort_is_said_in_a_sentence_with_what_is_assumed_and_not_how_to_change_it() -> None:
    report = samples.worked()
    assert any("change them to fit you" in effort.meaning for effort in report.efforts)
    words = reading.words(EXPORT.render(report))
    assert "Up to 2 weeks of work by existing staff. Assumed for each: 5 staff days." in words
    assert "part-time work. Assumed for each: 25 staff days and £5,000." in words
    assert "change them" not in words
    unsaid = [replace(effort, assumed=(None, None)) for effort in report.efforts]
    assert "Assumed" not in reading.words(EXPORT.render(replace(report, efforts=unsaid)))
