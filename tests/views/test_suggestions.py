"""Suggested answers as a browser meets them: brought, read, accepted, left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, RubricVersion, SuggestedAnswer
from assessments.queries.answers import stored_answers
from assessments.queries.suggestions import suggestions_of
from assessments.scoring.sheet import Reply, State
from assessments.sectors import SECTORS
from assessments.services import assessments, organisations, suggestions
from tests.factories import rubrics as r
from tests.page import Page
from tests.services.test_carrying import next_spec, under_way
from tests.services.test_suggestions import bring, full, short, short_spec
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of
from tests.views.small import small_spec
from tests.worlds import World, published


def carried(world: World, **question: Any) -> Assessment:
    """An assessment on the next edition, in which three answers are suggested."""
    from assessments.services.assessments import carry_over

    edition = published(next_spec(**question), by=world.publisher)
    return carry_over(assessment=under_way(world), version=edition, by=world.contributor)


def page_of(assessment: Assessment, dimension: str = "A") -> str:
    return f"{assessment.get_absolute_url()}dimensions/{dimension}/"


def press(client: Client, assessment: Assessment, **posted: str) -> Any:
    """Sends the page of the first dimension as it is shown, with more."""
    shown = Page(client.get(page_of(assessment)).content.decode()).fields
    return client.post(page_of(assessment), {**shown, **posted}, follow=True)


def values(assessment: Assessment) -> dict[str, Any]:
    return {code: one.reply.value for code, one in stored_answers(assessment).items()}


def test_a_page_of_questions_shows_each_suggestion_and_selects_none(
    small: World, signed_in: SignIn
) -> None:
    new = carried(small, text="What exactly about A-1?")
    page = signed_in(small.contributor).get(page_of(new))
    text = text_of(page)
    assert text.count("It does not count until you accept it.") == 3
    assert text.count("Reworded") == 2, "in the panel, and in the sentence above"
    assert "3 suggested answers wait in this part." in text
    assert "Accept the 2 to unchanged questions" in text
    assert " checked" not in page.content.decode()
    assert values(new) == {}


def test_one_is_accepted_with_its_note_and_what_was_typed_elsewhere_is_saved(
    small: World, signed_in: SignIn
) -> None:
    new = carried(small)
    client = signed_in(small.contributor)
    response = press(client, new, **{"accept": "A-1", "A-9-value": "2", "A-1-note": "Mine."})
    assert response.redirect_chain[-1][0].endswith("#question-A-1")
    assert values(new) == {"A-1": 3, "A-9": 2}
    assert stored_answers(new)["A-1"].reply.note == "Mine.\n\nAs the board heard."
    assert list(suggestions_of(new, stored_answers(new))) == ["A-2", "A-3"]


@pytest.mark.parametrize(("which", "codes"), [("all", 3), ("same", 2)])
def test_all_of_a_part_are_accepted_at_once_or_those_to_unchanged_questions(
    small: World, signed_in: SignIn, which: str, codes: int
) -> None:
    new = carried(small, text="What exactly about A-1?")
    text = text_of(press(signed_in(small.contributor), new, **{"accept-all": which}))
    assert f"{codes} suggested answers accepted." in text
    assert len(values(new)) == codes
    assert ("A-1" in values(new)) is (which == "all")


def test_one_is_left_out_and_no_word_typed_is_lost(small: World, signed_in: SignIn) -> None:
    new = carried(small)
    press(signed_in(small.contributor), new, **{"leave-out": "A-1", "A-1-note": "Ask Priya."})
    assert stored_answers(new)["A-1"].reply == Reply(note="Ask Priya.")
    assert list(suggestions_of(new, stored_answers(new))) == ["A-2", "A-3"]


def test_a_refused_answer_is_listed_with_the_reason_and_its_note_can_be_used(
    small: World, signed_in: SignIn
) -> None:
    levels = small.spec.question("A-1").levels[4:]
    new = carried(small, levels=levels)
    client = signed_in(small.contributor)
    for address in (new.get_absolute_url(), page_of(new)):
        assert "“Level 3” can no longer be chosen." in text_of(client.get(address))
    assert small.spec.question("A-1").level(3).text in text_of(client.get(page_of(new)))
    press(client, new, accept="A-1")
    assert stored_answers(new)["A-1"].reply.note == "As the board heard."
    assert values(new) == {"A-1": None}


def test_an_answer_that_a_colleague_gave_meanwhile_is_not_replaced(
    small: World, signed_in: SignIn
) -> None:
    new = carried(small)
    client = signed_in(small.contributor)
    shown = Page(client.get(page_of(new)).content.decode()).fields
    small.answer({"A-1": 4}, assessment=new, by=small.approver)
    text = text_of(client.post(page_of(new), {**shown, "accept": "A-1"}, follow=True))
    assert "Ash Approver changed A-1 after you opened this page" in text
    assert values(new) == {"A-1": 4}


def test_before_submitting_the_page_says_which_optional_suggestion_still_waits(
    small: World, signed_in: SignIn
) -> None:
    new = carried(small, required=False)
    client = signed_in(small.approver)
    press(client, new, **{"accept": "A-3", "A-9-value": "2"})
    press(client, new, accept="A-2")
    said = "1 suggested answer waits in this part. Read it below: it does not count until"
    assert said in text_of(client.get(page_of(new)))
    submit = f"{new.get_absolute_url()}submit/"
    assert queries_of(client, submit) <= MOST_QUERIES
    page = client.get(submit)
    assert "1 suggested answer still waits" in text_of(page)
    assert "it does not count unless you accept it before you submit." in text_of(page)
    there = f"{new.get_absolute_url()}check/?show=suggested#answers"
    assert f'href="{there}"' in page.content.decode()
    assert "A-1" in text_of(client.get(there))
    press(client, new, accept="A-1")
    assert "still wait" not in text_of(client.get(submit))


def test_readers_see_no_suggestion_as_an_answer(small: World, signed_in: SignIn) -> None:
    new = carried(small)
    client = signed_in(small.viewer)
    assert "Not answered" in text_of(client.get(page_of(new)))
    assert client.post(page_of(new), {"accept": "A-1"}).status_code == 403
    assert values(new) == {}


def test_answers_of_another_questionnaire_are_brought_into_one_in_progress(
    small: World, signed_in: SignIn
) -> None:
    first, other = full(small), short(small)
    client = signed_in(small.contributor)
    address = reverse("assessment-suggest", args=[small.organisation.slug, other.reference])
    assert "1 answer to a question still open here" in text_of(client.get(address))
    assert "Choose an assessment" in text_of(client.post(address, {}))
    assert "Choose one of the assessments" in text_of(client.post(address, {"answers_from": "x"}))
    text = text_of(client.post(address, {"answers_from": first.reference}, follow=True))
    assert "1 suggested answer waits for you." in text
    assert values(other) == {}
    back = reverse("assessment-suggest", args=[small.organisation.slug, first.reference])
    assert "There are no earlier answers to use" in text_of(client.get(back))


def test_an_assessment_can_begin_with_suggestions(small: World, signed_in: SignIn) -> None:
    first = full(small)
    version = short(small).version
    Assessment.objects.filter(version=version).update(status="withdrawn")
    client = signed_in(small.contributor)
    start = reverse("assessment-start", args=[small.organisation.slug])
    form = client.get(f"{start}?rubric=short").context["form"]
    assert form.fields["answers_from"].initial == ""
    posted = {**form.initial, "answers_from": first.reference}
    assert "1 suggested answer waits" in text_of(client.post(start, posted, follow=True))
    assert SuggestedAnswer.objects.get().source == first
    Assessment.objects.filter(version=version).update(status="withdrawn")
    without = client.post(start, {**form.initial, "answers_from": ""}, follow=True)
    assert "suggested answer waits" not in text_of(without)


def for_two_sectors(world: World) -> RubricVersion:
    """An edition with a question to all, and one each to the council and to other sectors."""
    others = [one for one in SECTORS if one != world.organisation.sector]
    own = r.single("A-2", applies_to=[world.organisation.sector])
    questions = (r.single("A-1"), own, r.single("A-3", applies_to=others))
    spec = replace(small_spec(), code="two", dimensions=[r.dimension("A", 1, *questions)])
    return published(spec, by=world.publisher)


def becomes_a_trust(world: World) -> None:
    one = world.organisation
    given = {"name": one.name, "region": one.region, "official_code": ""}
    organisations.change(organisation=one, by=world.administrator, sector="nhs_trust", **given)
    one.refresh_from_db()


@pytest.mark.parametrize(
    ("answers", "offered"),
    [({"A-1": 3, "A-2": 4}, "1 answer to a question asked here too"), ({"A-2": 4}, "")],
)
def test_earlier_answers_are_counted_as_the_sector_of_now_is_asked(
    small: World, signed_in: SignIn, answers: dict[str, int], offered: str
) -> None:
    version = for_two_sectors(small)
    replies = {code: Reply(state=State.ANSWERED, value=value) for code, value in answers.items()}
    old = small.answer(replies, assessment=small.start(version=version))
    reason = "We are another sector now."
    assessments.withdraw(assessment=old, by=small.administrator, reason=reason)
    becomes_a_trust(small)
    start = reverse("assessment-start", args=[small.organisation.slug])
    text = text_of(signed_in(small.contributor).get(f"{start}?rubric=two"))
    assert (offered or "Give it another name") in text
    assert ("Use earlier answers" in text) is bool(offered)


def test_a_report_that_says_nothing_to_the_sector_of_now_is_not_offered(
    small: World, signed_in: SignIn
) -> None:
    council = small.organisation.sector
    own = r.single("A-1", applies_to=[council])
    other = r.single("A-2", applies_to=[one for one in SECTORS if one != council])
    spec = replace(small_spec(), code="two", dimensions=[r.dimension("A", 1, own, other)])
    old = small.start(version=published(spec, by=small.publisher))
    assessments.submit(assessment=small.answer({"A-1": 3}, assessment=old), by=small.approver)
    becomes_a_trust(small)
    start = reverse("assessment-start", args=[small.organisation.slug])
    text = text_of(signed_in(small.contributor).get(f"{start}?rubric=two"))
    assert "Use earlier answers" not in text


def test_last_time_is_not_offered_where_every_question_is_answered(
    small: World, signed_in: SignIn
) -> None:
    assessments.submit(assessment=full(small), by=small.approver)
    new = full(small)
    address = reverse("assessment-suggest", args=[small.organisation.slug, new.reference])
    client = signed_in(small.contributor)
    assert "There are no earlier answers to use" in text_of(client.get(address))
    small.answer({"A-1": Reply()}, assessment=new)
    assert "Start from last time" in text_of(client.get(address))
    assert queries_of(client, address) <= MOST_QUERIES


def test_another_questionnaire_can_be_started_while_one_is_in_progress(
    small: World, signed_in: SignIn
) -> None:
    offer = "Start an assessment of another questionnaire"
    here = small.organisation.get_absolute_url()
    full(small)
    assert offer not in text_of(signed_in(small.contributor).get(here))
    published(short_spec(), by=small.publisher)
    assert offer in text_of(signed_in(small.contributor).get(here))
    assert offer not in text_of(signed_in(small.viewer).get(here))


def test_nothing_is_brought_from_next_door(small: World, signed_in: SignIn) -> None:
    theirs = small.start(organisation=small.neighbour, by=small.stranger)
    small.answer({"A-1": 3}, assessment=theirs, by=small.stranger)
    other = short(small)
    address = reverse("assessment-suggest", args=[small.organisation.slug, other.reference])
    response = signed_in(small.contributor).post(address, {"answers_from": theirs.reference})
    assert "Choose one of the assessments in the list" in text_of(response)
    assert not SuggestedAnswer.objects.exists()


def test_pages_with_suggestions_cost_no_more_than_others(small: World, signed_in: SignIn) -> None:
    new = carried(small, text="What exactly about A-1?")
    client = signed_in(small.contributor)
    for address in (new.get_absolute_url(), page_of(new), f"{new.get_absolute_url()}suggest/"):
        assert queries_of(client, address) <= MOST_QUERIES
    stored = stored_answers(new)
    suggestions.leave_out(assessment=new, by=small.contributor, codes=["A-1"])
    assert "A-1" not in suggestions_of(new, stored)
    assert bring(small, new, new.carried_from) == 3


def test_check_lists_what_waits_and_counts_none_of_it_as_answered(
    small: World, signed_in: SignIn
) -> None:
    new = carried(small, levels=small.spec.question("A-1").levels[4:])
    client, check = signed_in(small.contributor), f"{new.get_absolute_url()}check/"
    press(client, new, **{"A-9-value": "2"})
    page = client.get(check)
    text = text_of(page)
    assert "Suggested answers that wait (3)" in text
    assert "The earlier answer cannot be used." in text
    assert "Not answered (3)" in text and "1 of 4 questions answered" in text
    assert text.count("A suggested answer waits.") == 3
    assert f'{page_of(new)}?question=A-2&amp;from=check#question-A-2"' in page.content.decode()
    assert queries_of(client, check) <= MOST_QUERIES
    assert "A-9" not in text_of(client.get(f"{check}?show=suggested"))
    press(client, new, **{"accept-all": "all"})
    press(client, new, **{"leave-out": "A-1"})
    assert "Suggested answers that wait" not in text_of(client.get(check))


def test_check_says_that_a_suggestion_waits_where_nothing_else_is_left(
    small: World, signed_in: SignIn
) -> None:
    new = carried(small)
    small.answer({"A-1": 4, "A-2": ["a", "b", "c", "d"]}, assessment=new)
    press(signed_in(small.contributor), new, **{"A-9-value": "4"})
    text = text_of(signed_in(small.viewer).get(f"{new.get_absolute_url()}check/"))
    assert "Suggested answers that wait (1)" in text and "Nothing to look at" not in text
