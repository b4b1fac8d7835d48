"""The offer to go on with a newer edition, the page that says what it means, and the list after."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from django.test import Client

from assessments import clock
from assessments.models import Assessment
from assessments.queries.answers import stored_answers
from assessments.rubric.definition import SectorSpec
from assessments.scoring.sheet import Reply
from assessments.services import assessments, discussions, rubrics
from tests.assigning import given_to
from tests.page import Page
from tests.services.test_carrying import next_spec, renewing, under_way
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of
from tests.worlds import World, published

OFFER = "Carry your answers over to the new edition"
REWORDED = "What exactly about A-1?"
REWORDED_SAID = "The question is worded differently."


def address(assessment: Assessment) -> str:
    return f"{assessment.get_absolute_url()}carry-over/"


def test_the_task_list_offers_the_newer_edition_to_those_who_may_start_one(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    assert OFFER not in text_of(signed_in(small.contributor).get(old.get_absolute_url()))
    published(next_spec(), by=small.publisher)
    for user, offered in (
        (small.contributor, True),
        (small.approver, True),
        (small.administrator, True),
        (small.viewer, False),
    ):
        response = signed_in(user).get(old.get_absolute_url())
        assert (OFFER in text_of(response)) is offered
        assert (address(old) in response.content.decode()) is offered


def test_without_answers_the_offer_and_its_page_speak_of_starting_and_not_of_answers(
    small: World, signed_in: SignIn
) -> None:
    old = small.start()
    published(next_spec(), by=small.publisher)
    client = signed_in(small.contributor)
    offer = text_of(client.get(old.get_absolute_url()))
    assert "has no answers yet, so nothing has to be carried over. Start on the new edi" in offer
    assert OFFER not in offer
    response = client.get(address(old))
    assert Page(response.content.decode()).faults() == []
    page = text_of(response)
    assert "Start on edition 2" in page
    for untrue in ("Carry", "0 answers", "begins with your answers"):
        assert untrue not in page
    done = text_of(press(client, old))
    assert "This new assessment is on edition 2. The earlier assessment is kept" in done
    assert Assessment.objects.get(carried_from=old).is_open


def test_what_waits_is_counted_and_goes_along_where_no_answer_was_given(
    small: World, signed_in: SignIn
) -> None:
    _, old = renewing(small)
    spec = next_spec()
    (part,) = spec.dimensions
    without = [one for one in part.questions if one.code != "A-3"]
    published(replace(spec, dimensions=[replace(part, questions=without)]), by=small.publisher)
    client = signed_in(small.contributor)
    assert OFFER in text_of(client.get(old.get_absolute_url()))
    response = client.get(address(old))
    assert Page(response.content.decode()).faults() == []
    page = text_of(response)
    assert "2 answers are to questions that have not changed" in page
    assert "3 of these answers are suggestions that wait here." in page
    assert "A-3 Question A-3 Dimension A. This question is no longer asked." in page
    assert "no answers yet" not in page
    assert "2 suggested answers wait" in text_of(press(client, old))


def test_where_everything_falls_away_nothing_is_said_to_be_suggested(
    small: World, signed_in: SignIn
) -> None:
    old = small.answer({"A-1": 3}, assessment=small.start())
    spec = next_spec()
    (part,) = spec.dimensions
    without = [one for one in part.questions if one.code != "A-1"]
    published(replace(spec, dimensions=[replace(part, questions=without)]), by=small.publisher)
    page = text_of(signed_in(small.contributor).get(address(old)))
    assert "Start on edition 2 None of your answers can be suggested in edition 2" in page
    assert "its answers and its history are kept" in page
    assert "1 answer falls away" in page and "A-1 Question A-1" in page
    assert "Start on the new edition Cancel" in page
    for untrue in ("begins with your answers", "Carry the answers over", "no answers yet"):
        assert untrue not in page


def test_what_stays_behind_is_said_before_the_button(small: World, signed_in: SignIn) -> None:
    old = under_way(small)
    published(next_spec(), by=small.publisher)
    client = signed_in(small.contributor)
    assert "stay with this assessment" not in text_of(client.get(address(old)))
    given_to(small, assessment=old, due=clock.today() + timedelta(days=9))
    discussions.start(
        assessment=old, question="A-2", text="Who knows?", needs=True, by=small.contributor
    )
    response = client.get(address(old))
    page = text_of(response).split("Carry the answers over")[0]
    assert "Who works on what, and by when, stays with this assessment (1 assignment)." in page
    assert (
        "Open discussions stay with this assessment "
        "(1 open discussion, to settle before submission)." in page
    )
    assert Page(response.content.decode()).faults() == []
    assert queries_of(client, address(old)) <= MOST_QUERIES


def test_reopening_is_not_offered_while_another_assessment_is_in_progress(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    client = signed_in(small.administrator)
    assessments.withdraw(assessment=old, by=small.administrator, reason="We start again.")
    reopen = f'href="{old.get_absolute_url()}reopen/"'
    assert reopen in client.get(old.get_absolute_url()).content.decode()
    small.start()
    response = client.get(old.get_absolute_url())
    assert reopen not in response.content.decode()
    assert "Reopen this assessment: Your organisation already has an asse" in text_of(response)


def test_a_note_alone_is_something_to_carry_over(small: World, signed_in: SignIn) -> None:
    old = small.answer({"A-1": Reply(note="Ask the finance team.")}, assessment=small.start())
    published(next_spec(), by=small.publisher)
    client = signed_in(small.contributor)
    assert OFFER in text_of(client.get(old.get_absolute_url()))
    assert "Carry the answers over" in text_of(client.get(address(old)))


def test_an_edition_whose_day_has_not_come_is_not_offered(small: World, signed_in: SignIn) -> None:
    old = under_way(small)
    draft = rubrics.import_draft(spec=next_spec(), by=small.publisher)
    begins = clock.today() + timedelta(days=9)
    rubrics.publish(
        version=draft, by=small.publisher, change_note="One question more.", effective_from=begins
    )
    client = signed_in(small.contributor)
    assert OFFER not in text_of(client.get(old.get_absolute_url()))
    response = client.get(address(old))
    assert response.status_code == 409
    assert "There is no newer edition of this questionnaire" in text_of(response)


def test_a_submitted_assessment_is_not_offered_it(small: World, signed_in: SignIn) -> None:
    old = under_way(small)
    published(next_spec(), by=small.publisher)
    assessments.submit(assessment=old, by=small.approver)
    client = signed_in(small.contributor)
    assert OFFER not in text_of(client.get(old.get_absolute_url()))
    assert "only while an assessment is in progress" in text_of(client.get(address(old)))


def test_the_page_says_what_is_suggested_what_changed_what_is_new_and_what_falls_away(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    spec = next_spec(text=REWORDED)
    (dimension,) = spec.dimensions
    without_last = [one for one in dimension.questions if one.code != "A-3"]
    published(
        replace(spec, dimensions=[replace(dimension, questions=without_last)]), by=small.publisher
    )
    response = signed_in(small.contributor).get(address(old))
    text = text_of(response)
    assert Page(response.content.decode()).faults() == []
    assert "1 answer is to a question that has not changed" in text
    assert "1 answer is to a question that changed" in text
    assert not re.search(r"\b0 (answers|questions)", text)
    assert "A-1 Question A-1 The question is worded differently." in text
    assert "1 question is new to you" in text and "A-9 Question A-9" in text
    assert "1 answer falls away" in text and "A-3 Question A-3" in text
    assert "This question is no longer asked." in text
    assert "/rubrics/small/2/changes/?since=1" in response.content.decode()


def press(client: Client, old: Assessment) -> Client:
    page = client.get(address(old))
    version = page.context["form"].initial["version"]
    return client.post(address(old), {"version": version}, follow=True)  # type: ignore[return-value]


def test_pressing_the_button_opens_the_new_assessment_with_what_needs_another_look(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    published(next_spec(text=REWORDED), by=small.publisher)
    client = signed_in(small.contributor)
    response = press(client, old)
    new = Assessment.objects.get(carried_from=old)
    assert response.redirect_chain[-1][0] == new.get_absolute_url()  # type: ignore[attr-defined]
    text = text_of(response)
    assert "This new assessment is on edition 2" in text
    assert "3 suggested answers wait" in text
    assert "0 of 4 answered, 3 suggested" in text
    assert "A-1 Question A-1 The question is worded differently." in text
    dimension = f"{new.get_absolute_url()}dimensions/A/"
    assert f"{dimension}?question=A-1#question-A-1" in response.content.decode()  # type: ignore[attr-defined]
    assert "As the board heard." in client.get(dimension).content.decode()
    assert stored_answers(new) == {}
    assert "It goes on as" in text_of(client.get(f"{old.get_absolute_url()}history/"))


def test_a_question_leaves_the_list_once_it_is_answered_again(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    published(next_spec(text=REWORDED), by=small.publisher)
    client = signed_in(small.contributor)
    press(client, old)
    new = Assessment.objects.get(carried_from=old)
    small.answer({"A-1": "dont_know"}, assessment=new)
    text = text_of(client.get(new.get_absolute_url()))
    assert "2 suggested answers wait" in text
    assert REWORDED_SAID not in text


def test_an_edition_that_was_published_meanwhile_is_read_first(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    second = published(next_spec(), by=small.publisher)
    client = signed_in(small.contributor)
    published(replace(next_spec(), edition="3"), by=small.publisher)
    for posted in ({"version": second.pk}, {}, {"version": "x"}):
        response = client.post(address(old), posted)
        assert response.status_code == 409
        assert "Another edition took effect" in text_of(response)
    old.refresh_from_db()
    assert old.is_open


def test_an_edition_for_other_sectors_is_explained_without_a_button(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    trusts = [SectorSpec(code="nhs_trust", name="NHS trust")]
    edition = published(replace(next_spec(), sectors=trusts), by=small.publisher)
    client = signed_in(small.contributor)
    text = text_of(client.get(address(old)))
    assert "not written for your sector. It is for: NHS trust." in text
    assert "Carry the answers over" not in text
    response = client.post(address(old), {"version": edition.pk})
    assert response.status_code == 409
    assert "not written for your sector" in text_of(response)


def test_a_carried_assessment_costs_no_more_queries_than_any_page_may(
    small: World, signed_in: SignIn
) -> None:
    old = under_way(small)
    published(next_spec(text=REWORDED), by=small.publisher)
    client = signed_in(small.contributor)
    assert queries_of(client, address(old)) <= MOST_QUERIES
    press(client, old)
    new = Assessment.objects.get(carried_from=old)
    assert queries_of(client, new.get_absolute_url()) <= MOST_QUERIES
