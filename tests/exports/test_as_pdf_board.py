"""The board report: what a board has to know, to do and to decide, on four pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from assessments.exports import as_pdf_board
from assessments.exports.as_pdf_board import EXPORT, Piece, estimated_pages, pages_of_pieces
from assessments.reports.board import ROOMS, board, shortened, whole_sentences
from assessments.reports.branding import Branding, logo_of
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.exports import extremes, reading
from tests.factories.shipped import shipped_rubric
from tests.pictures import png
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


def test_a_few_decisions_left_out_are_named_so_that_they_are_found() -> None:
    report = samples.worked()
    codes = [action.code for action in report.actions if action.decision]
    parts = board(report, replace(ROOMS[0], decisions=len(codes) - 2))
    first, second = codes[-2:]
    assert parts.more_decisions == (
        f"And 2 more decisions, in the working paper: {first} and {second}."
    )


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
        (lambda: extremes.report(extremes.sentences), 4),
        (lambda: extremes.report(extremes.word), 4),
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


def test_a_text_is_cut_after_a_whole_sentence_or_says_where_it_is() -> None:
    text = "Pilots are reasonable. A person checks e.g. every output, and says so. No others."
    assert whole_sentences(text, 75) == (
        "Pilots are reasonable. A person checks e.g. every output, and says so. …"
    )
    assert whole_sentences(text, 40) == "Pilots are reasonable. …"
    assert whole_sentences(text, len(text)) == text
    assert whole_sentences("x" * 500, 400) == "Too long for this report: see the working paper."


def test_every_gate_is_named_however_little_room_there_is() -> None:
    report = samples.worked()
    assert len(report.gates) > 1
    for room in ROOMS:
        parts = board(report, room)
        shown = [gate.code for gate in parts.gates]
        assert all(gate.code in shown or gate.code in parts.more_gates for gate in report.gates)


def test_what_a_band_allows_is_whole_or_counted_however_little_room_there_is() -> None:
    band = samples.worked().headline.final
    assert band is not None and band.meaning.endswith(".")
    for room in ROOMS:
        shown = board(samples.worked(), room).final
        assert shown is not None and shown.meaning == band.meaning
        for all_of_them, left in (
            (band.you_can_start, shown.you_can_start),
            (band.you_should_not_start, shown.you_should_not_start),
        ):
            assert len(left) == len(all_of_them) or "more item" in left[-1]


def test_each_room_has_a_little_less_than_the_one_before() -> None:
    report = samples.worked()
    taken = [estimated_pages(report, board(report, room)) for room in ROOMS]
    assert taken == sorted(taken, reverse=True) and taken[0] > taken[-1]


def test_pieces_that_keep_together_go_to_the_next_page_together() -> None:
    most = Piece(680.0)
    assert pages_of_pieces([most, Piece(20.0)]) < 1
    assert pages_of_pieces([most, Piece(20.0, sticky=True), Piece(70.5, whole=True)]) > 1.1
    assert pages_of_pieces([Piece(705.0 * 2.5)]) == pytest.approx(2.5)


@pytest.mark.parametrize(
    "make", [samples.worked, extremes.large, extremes.without_score, extremes.long_notes]
)
def test_it_is_set_once_because_what_fits_is_estimated(
    make: Callable[[], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_with = []

    def typeset(*given: object) -> bytes:
        set_with.append(given)
        return b"/Type /Pages /Count 4"

    monkeypatch.setattr(as_pdf_board, "typeset", typeset)
    EXPORT.render(make())
    assert len(set_with) == 1


def test_a_report_that_was_longer_than_estimated_is_set_again_with_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(as_pdf_board, "estimated_pages", lambda report, parts: 0.0)
    monkeypatch.setattr(as_pdf_board, "pages_of", lambda pdf: 5)
    rooms = []
    monkeypatch.setattr(as_pdf_board, "page_data", lambda report, room: rooms.append(room) or {})
    monkeypatch.setattr(as_pdf_board, "typeset", lambda *given: b"")
    EXPORT.render(samples.worked())
    assert len(rooms) == 3


def test_a_logo_takes_no_room_from_the_text(pdf: bytes) -> None:
    branding = Branding(logo=logo_of(png(400, 160)), classification="OFFICIAL")
    made = EXPORT.render(replace(samples.worked(), branding=branding))
    assert reading.faults(made) == [] and reading.outside(made) == []
    assert reading.copied(made) == reading.copied(pdf)


def test_of_a_rubric_without_a_score_no_sums_are_promised(pdf: bytes) -> None:
    without = reading.words(EXPORT.render(extremes.without_score()))
    assert "has every answer." in without and "every sum" not in without
    assert "has every answer and every sum." in reading.words(pdf)
