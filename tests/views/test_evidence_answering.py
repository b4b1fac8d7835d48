"""What an organisation already has, at the questions that it supports, on Check and in reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assessments import clock
from assessments.queries.answers import stored_answers
from assessments.queries.reports import build
from assessments.scoring.sheet import EvidenceItem
from assessments.services import assessments, evidence
from tests.evidence import details, many, recorded
from tests.views.answering import part
from tests.views.pages import SignIn, queries_of, text_of
from tests.worlds import World

LINE = EvidenceItem(
    title="Cyber Essentials Plus (achieved 4 March 2026, good until 3 March 2036)",
    link="https://certificates.example/1",
)


def yesterday() -> date:
    """In London, as the test runs."""
    return clock.today() - timedelta(days=1)


def page_of(world: World) -> str:
    return f"/organisations/{world.organisation.slug}/assessments/{world.assessment.reference}/"


def dimension(world: World) -> str:
    return f"{page_of(world)}dimensions/A/"


def lines(world: World, code: str) -> list[EvidenceItem]:
    stored = stored_answers(world.assessment).get(code)
    return list(stored.reply.evidence) if stored else []


def test_it_is_offered_at_the_questions_that_map_to_it_and_at_no_other(
    mapped: World, signed_in: SignIn
) -> None:
    recorded(mapped)
    recorded(mapped, framework="caf-4.0", parts=("B2",), title="CAF 2026")
    recorded(mapped, framework="caf-4.0", parts=("C1.a",), title="CAF C1")
    recorded(mapped, organisation=mapped.neighbour, by=mapped.stranger, title="Theirs")
    page = signed_in(mapped.contributor).get(dimension(mapped))
    found = {code: part(page, code) for code in ("A-1", "A-2", "A-3")}
    said = "You hold Cyber Essentials Plus, good until 3 March 2036."
    assert [said in found[code] for code in found] == [True, True, False]
    assert ["You hold CAF 2026" in found[code] for code in found] == [True, True, False]
    assert ["You hold CAF C1" in found[code] for code in found] == [False, True, False]
    html = page.content.decode()
    assert "Theirs" not in html and "Past its date" not in html


def test_one_press_saves_it_with_everything_else_that_was_typed(
    mapped: World, signed_in: SignIn
) -> None:
    item = recorded(mapped)
    client = signed_in(mapped.contributor)
    typed = {
        "A-1-value": "3",
        "A-1-revision": "0",
        "A-1-note": "We had it renewed.",
        "A-1-evidence-0-title": "Minutes",
        "A-1-evidence-0-link": "",
        "A-2-revision": "0",
        "A-2-note": "Words elsewhere.",
        "use": f"A-1 {item.reference}",
    }
    response = client.post(dimension(mapped), typed)
    assert response["Location"].endswith("#question-A-1")
    assert lines(mapped, "A-1") == [EvidenceItem(title="Minutes"), LINE]
    notes = {code: one.reply.note for code, one in stored_answers(mapped.assessment).items()}
    assert notes == {"A-1": "We had it renewed.", "A-2": "Words elsewhere."}
    section = part(client.get(dimension(mapped)), "A-1")
    assert "It is in your evidence below." in section and 'name="use"' not in section


def test_pressed_twice_it_is_there_once(mapped: World, signed_in: SignIn) -> None:
    item = recorded(mapped)
    client = signed_in(mapped.contributor)
    use = {"use": f"A-1 {item.reference}"}
    client.post(dimension(mapped), {"A-1-revision": "0", **use})
    kept = {"A-1-evidence-0-title": LINE.title, "A-1-evidence-0-link": LINE.link}
    client.post(dimension(mapped), {"A-1-revision": "1", **kept, **use})
    assert lines(mapped, "A-1") == [LINE]


def test_words_with_a_fault_stay_with_the_line_that_was_added(
    mapped: World, signed_in: SignIn
) -> None:
    item = recorded(mapped)
    typed = {
        "A-1-value": "99",
        "A-1-revision": "0",
        "A-1-note": "Not lost",
        "use": f"A-1 {item.reference}",
    }
    html = signed_in(mapped.contributor).post(dimension(mapped), typed).content.decode()
    assert LINE.title in html and "Not lost" in html
    assert lines(mapped, "A-1") == []


@pytest.mark.parametrize("used", ["A-1 none-here", "A-3 {reference}", "nonsense", "A-1 {theirs}"])
def test_what_is_not_held_for_the_question_is_not_added(
    mapped: World, signed_in: SignIn, used: str
) -> None:
    theirs = recorded(mapped, organisation=mapped.neighbour, by=mapped.stranger)
    pressed = used.format(reference=recorded(mapped).reference, theirs=theirs.reference)
    client = signed_in(mapped.contributor)
    typed = {"A-1-value": "3", "A-1-revision": "0", "A-3-revision": "0", "use": pressed}
    page = client.post(dimension(mapped), typed, follow=True)
    assert "has been removed meanwhile, so it was not added" in text_of(page)
    assert lines(mapped, "A-1") == lines(mapped, "A-3") == []
    assert stored_answers(mapped.assessment)["A-1"].reply.value == 3


def test_where_the_evidence_is_full_it_says_so_and_saves_the_rest(
    mapped: World, signed_in: SignIn
) -> None:
    item = recorded(mapped)
    rows = {f"A-1-evidence-{number}-title": f"Line {number}" for number in range(10)}
    typed = {"A-1-revision": "0", **rows, "use": f"A-1 {item.reference}"}
    page = signed_in(mapped.contributor).post(dimension(mapped), typed, follow=True)
    assert "was not added to A-1, because its evidence is full" in text_of(page)
    assert [line.title for line in lines(mapped, "A-1")] == list(rows.values())


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"A-1": "dont_know"}, "You hold Cyber Essentials Plus, but say don’t know here."),
        ({"A-1": 0}, "You hold Cyber Essentials Plus, but the answer here is at its lowest level."),
        ({"A-1": 1}, ""),
        ({}, ""),
    ],
)
def test_what_does_not_fit_is_said_at_the_question_and_on_check(
    mapped: World, signed_in: SignIn, answers: dict[str, Any], said: str
) -> None:
    recorded(mapped)
    mapped.answer(answers)
    addresses = [dimension(mapped), f"{page_of(mapped)}check/"]
    for who in (mapped.contributor, mapped.viewer):
        for address in addresses:
            page = text_of(signed_in(who).get(address))
            assert (said in page) if said else ("You hold Cyber Essentials Plus, but" not in page)
    shown = text_of(signed_in(mapped.viewer).get(f"{addresses[1]}?show=not_fitting"))
    assert ("A-1" in shown) is bool(said)


def test_what_is_past_its_date_is_offered_as_that_and_contradicts_nothing(
    mapped: World, signed_in: SignIn
) -> None:
    item = recorded(mapped, good_until=yesterday())
    mapped.answer({"A-1": "dont_know"})
    client = signed_in(mapped.contributor)
    page = text_of(client.get(dimension(mapped)))
    assert "You held Cyber Essentials Plus until" in page and "Past its date" in page
    assert "but say don’t know here" not in page
    client.post(dimension(mapped), {"A-1-revision": "1", "use": f"A-1 {item.reference}"})
    assert len(lines(mapped, "A-1")) == 1
    assert "Past its date" in text_of(client.get(f"{page_of(mapped)}check/"))


def test_an_autosave_says_what_no_longer_fits_and_what_does_again(
    mapped: World, signed_in: SignIn
) -> None:
    recorded(mapped)
    client = signed_in(mapped.contributor)
    ends = []
    for revision, value in enumerate(("0", "3")):
        typed = {"A-1-value": value, "A-1-revision": str(revision), "autosave": "1"}
        ends.append(client.post(dimension(mapped), typed).json()["not_fitting"])
    assert "at its lowest level" in ends[0]["A-1"]
    assert ends[1]["A-1"] == ""


def test_a_report_says_what_was_held_when_it_was_submitted(
    mapped: World, signed_in: SignIn
) -> None:
    item = recorded(mapped)
    recorded(mapped, title="Lapsed", achieved_on=date(2020, 1, 1), good_until=yesterday())
    client = signed_in(mapped.contributor)
    for number, one in enumerate(mapped.organisation.evidence.order_by("-good_until")):
        kept = {}
        for place, line in enumerate(lines(mapped, "A-2")):
            kept |= {f"A-2-evidence-{place}-title": line.title}
            kept |= {f"A-2-evidence-{place}-link": line.link}
        use = {"A-2-revision": str(number), "use": f"A-2 {one.reference}"}
        client.post(dimension(mapped), {**kept, **use})
    mapped.answer({"A-1": 0, "A-3": "dont_know"})
    stored = stored_answers(mapped.assessment)["A-2"].reply.evidence
    assert len(stored) == 2
    client.post(
        dimension(mapped),
        {
            "A-2-value": ["a"],
            "A-2-revision": "2",
            **{f"A-2-evidence-{n}-title": one.title for n, one in enumerate(stored)},
            **{f"A-2-evidence-{n}-link": one.link for n, one in enumerate(stored)},
        },
    )
    draft = text_of(client.get(f"{page_of(mapped)}draft/method/"))
    assert "on record when this was made" in draft and "was submitted" not in draft
    submission = assessments.submit(assessment=mapped.assessment, by=mapped.approver)
    evidence.change(evidence=item, details=details(title="Renamed"), by=mapped.contributor)
    evidence.remove(evidence=item, by=mapped.contributor)
    report = build(submission)
    first, second, _ = report.questions
    assert "You hold Cyber Essentials Plus, but the answer here" in first.not_fitting
    assert [one.past for one in second.evidence] == [False, True]
    whole = text_of(client.get(f"{page_of(mapped)}submissions/1/report/method/"))
    assert "What was already held" in whole and "A-1 , A-2" in whole
    assert "on record when this was submitted" in whole
    assert "Past its date" in whole
    listed = text_of(client.get(f"{page_of(mapped)}submissions/1/report/answers/?show=not_fitting"))
    assert "You hold Cyber Essentials Plus, but the answer here" in listed
    page = text_of(client.get(f"{page_of(mapped)}submissions/1/report/answers/"))
    assert "Does not fit: You hold Cyber Essentials Plus" in page and "Past its date" in page


def test_pages_cost_the_same_with_more_items_than_are_shown(
    mapped: World, signed_in: SignIn
) -> None:
    mapped.answer({"A-1": "dont_know"})
    client = signed_in(mapped.approver)
    recorded(mapped)
    addresses = [dimension(mapped), f"{page_of(mapped)}check/"]
    addresses.append(f"{page_of(mapped)}submit/")
    before = [queries_of(client, address) for address in addresses]
    many(mapped, 59)
    assert [queries_of(client, address) for address in addresses] == before
    assert max(before) <= 8
    page = client.get(addresses[0])
    assert part(page, "A-1").count('name="use"') == 5
    assert "55 more records of what you already have support this question." in text_of(page)
