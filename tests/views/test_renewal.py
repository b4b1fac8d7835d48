"""Starting from last time, and renewing what was said then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.queries.answers import stored_answers
from assessments.queries.held import held_of
from assessments.rubric.definition import ConditionSpec
from assessments.scoring.sheet import Reply, State
from assessments.services import assessments, members, organisations
from tests.assigning import given_to
from tests.evidence import recorded
from tests.factories import rubrics as r
from tests.page import Page
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of
from tests.views.small import small_spec
from tests.worlds import World, build_world, published

pytestmark = pytest.mark.django_db

SAID = {"A-1": 3, "A-4": 4, "A-5": 1, "A-6": 4, "B-1": 3}


@pytest.fixture(scope="module")
def prepared_renewed(prepare: Prepare) -> Prepared[World]:
    questions = [r.single("A-1"), r.single("A-4"), r.single("A-5"), r.single("A-6", critical=True)]
    parts = [r.dimension("A", 1, *questions), r.dimension("B", 1, r.single("B-1"))]
    return prepare(lambda: build_world(replace(small_spec(), dimensions=parts)))


@pytest.fixture
def renewed(prepared_renewed: Prepared[World], db: None) -> World:
    """A council that submitted five answers: one low, and one to a critical question."""
    world = prepared_renewed.put_back()
    world.answer(SAID)
    assessments.submit(assessment=world.assessment, by=world.approver)
    return world


def begun(client: Client, world: World, **posted: str) -> tuple[Assessment, Any]:
    """A new assessment, started as the page offers it."""
    start = reverse("assessment-start", args=[world.organisation.slug])
    form = client.get(start).context["form"]
    chosen = {**form.initial, "answers_from": form.fields["answers_from"].initial, **posted}
    page = client.post(start, chosen, follow=True)
    return Assessment.objects.get(status="in_progress"), page


def values(assessment: Assessment) -> dict[str, Any]:
    return {code: one.reply.value for code, one in stored_answers(assessment).items()}


def test_last_time_is_offered_first_and_leads_to_renewal(renewed: World, signed_in: SignIn) -> None:
    new, page = begun(signed_in(renewed.contributor), renewed)
    text = text_of(page)
    assert page.request["PATH_INFO"] == reverse(
        "assessment-renewal", args=[renewed.organisation.slug, new.reference]
    )
    assert "Look at 2 answers one by one" in text
    assert "A-5" in text and "The answer would now be in the lower half" in text
    assert "It is a critical question." in text
    assert "Accept the rest by part" in text and "Accept 2 answers of Dimension A" in text
    assert values(new) == {}


def test_what_was_submitted_comes_and_not_what_was_changed_since(
    renewed: World, signed_in: SignIn
) -> None:
    old, reason = renewed.assessment, "We found a mistake in it."
    assessments.reopen(assessment=old, by=renewed.administrator, reason=reason)
    renewed.answer({"A-1": 0}, assessment=old)
    assessments.withdraw(assessment=old, by=renewed.administrator, reason=reason)
    new, _ = begun(signed_in(renewed.contributor), renewed)
    assert {row.value for row in new.suggestions.filter(question__code="A-1")} == {3}


def test_a_part_is_accepted_at_once_without_what_is_stale(
    renewed: World, signed_in: SignIn
) -> None:
    client = signed_in(renewed.contributor)
    new, page = begun(client, renewed)
    here = page.request["PATH_INFO"]
    text = text_of(client.post(here, {"part": "A", "codes": "A-1 A-4 A-5 A-6 B-1"}, follow=True))
    assert "2 answers accepted." in text
    assert values(new) == {"A-1": 3, "A-4": 4}
    # Nor does the part's own page.
    client.post(
        f"{new.get_absolute_url()}dimensions/A/",
        {"A-5-revision": "0", "A-6-revision": "0", "accept-all": "all"},
    )
    assert values(new).keys() == {"A-1", "A-4"}


def test_a_part_says_how_many_of_what_waits_there_its_button_takes(
    renewed: World, signed_in: SignIn
) -> None:
    client = signed_in(renewed.contributor)
    new, _ = begun(client, renewed)
    part = f"{new.get_absolute_url()}dimensions/A/"
    text = text_of(client.get(part))
    assert "2 of 4 suggested answers in this part can be accepted here. Read them below" in text
    assert "Accept these 2" in text
    client.post(part, {"A-1-revision": "0", "accept": "A-1"})
    text = text_of(client.get(part))
    assert "1 of 3 suggested answers in this part can be accepted here. Read it below" in text
    assert "Accept A-4" in text


def test_only_what_was_seen_is_accepted(renewed: World, signed_in: SignIn) -> None:
    client = signed_in(renewed.contributor)
    new, page = begun(client, renewed)
    here = page.request["PATH_INFO"]
    client.post(here, {"part": "A", "codes": "A-1 B-1"})
    assert values(new) == {"A-1": 3}
    client.post(here, {"part": "B", "codes": "B-1"})
    assert "Nothing speaks against this answer. Read it" in text_of(client.get(here))
    text = text_of(client.post(here, {"part": "A", "codes": "A-1"}, follow=True))
    assert "Nothing was accepted" in text


def test_what_is_stale_is_accepted_at_its_question_and_leads_to_the_next(
    renewed: World, signed_in: SignIn
) -> None:
    client = signed_in(renewed.contributor)
    new, page = begun(client, renewed)
    here = page.request["PATH_INFO"]
    place = f"{new.get_absolute_url()}dimensions/A/?question=A-5&from=renewal"
    assert client.get(f"{here}?next=")["Location"] == f"{place}#question-A-5"
    assert "Is it still right?" in text_of(client.get(place))
    accepted = client.post(place, {"A-5-revision": "0", "accept": "A-5"})
    onward = client.get(accepted["Location"])
    assert "question=A-6" in onward["Location"]
    client.post(place.replace("A-5", "A-6"), {"A-6-revision": "0", "accept": "A-6"})
    end = client.get(f"{here}?next=A-6")
    text = text_of(end)
    assert "one by one" not in text
    assert "once you accept them, a part at a time. Accept by part Nothing speaks" in text
    assert values(new) == {"A-5": 1, "A-6": 4}


def test_what_was_said_last_time_can_be_read_after_it_was_accepted_or_left_out(
    renewed: World, signed_in: SignIn
) -> None:
    client = signed_in(renewed.contributor)
    new, _ = begun(client, renewed)
    place = f"{new.get_absolute_url()}dimensions/A/"
    said = "What you said last time to question"
    assert said not in text_of(client.get(place)), "the suggestion says it"
    for code, press in (("A-1", "accept"), ("A-5", "leave-out")):
        client.post(place, {f"{code}-revision": "0", press: code})
    renewed.answer({"A-1": 0, "A-4": 2}, assessment=new)
    text = text_of(client.get(place))
    before = [text.split(f"{said} {code} ")[1].split(" From ")[0] for code in ("A-1", "A-4", "A-5")]
    assert [one.split()[1] for one in before] == ["3:", "4:", "1:"], before
    assert f"{said} A-6" not in text
    assert queries_of(client, place) <= MOST_QUERIES
    renewed.answer({"A-1": Reply()}, assessment=new)
    assert f"{said} A-1" in text_of(client.get(place)), "what was accepted once waits no more"


def test_a_part_whose_owner_left_is_looked_at_again(renewed: World, signed_in: SignIn) -> None:
    Assessment.objects.filter(pk=renewed.assessment.pk).update(status="in_progress")
    given_to(renewed, renewed.approver)
    Assessment.objects.filter(pk=renewed.assessment.pk).update(status="submitted")
    client = signed_in(renewed.contributor)
    _, page = begun(client, renewed)
    assert "who looked after it, left" not in text_of(page)
    member = renewed.organisation.memberships.get(user=renewed.approver)
    members.remove(membership=member, by=renewed.administrator)
    text = text_of(client.get(page.request["PATH_INFO"]))
    assert text.count("Ash Approver, who looked after it, left.") == 4


def test_an_answer_whose_evidence_lost_its_owner_is_looked_at_again(
    renewed: World, signed_in: SignIn
) -> None:
    item = recorded(renewed, framework="", owner=renewed.approver.pk)
    old = renewed.assessment
    assessments.reopen(assessment=old, by=renewed.administrator, reason="It lacks its evidence.")
    renewed.answer({"A-1": Reply(state=State.ANSWERED, value=3, evidence=(held_of(item).line,))})
    assessments.submit(assessment=old, by=renewed.approver)
    client = signed_in(renewed.contributor)
    _, page = begun(client, renewed)
    here, said = page.request["PATH_INFO"], "who looked after its evidence, left."
    assert said not in text_of(page)
    member = renewed.organisation.memberships.get(user=renewed.approver)
    members.remove(membership=member, by=renewed.administrator)
    assert text_of(client.get(here)).count(f"Ash Approver, {said}") == 1
    assert queries_of(client, here) <= MOST_QUERIES


def test_the_next_editions_reworded_question_is_looked_at(
    renewed: World, signed_in: SignIn
) -> None:
    first, *rest = renewed.spec.dimensions
    one, *others = first.questions
    changed = replace(first, questions=(replace(one, text="What of it now?"), *others))
    spec = replace(renewed.spec, edition="2", dimensions=(changed, *rest))
    published(spec, by=renewed.publisher)
    _, page = begun(signed_in(renewed.contributor), renewed)
    assert "Look at 3 answers one by one" in text_of(page)
    assert "Reworded" in text_of(page)


def test_of_a_good_answer_that_earns_less_in_the_next_edition_it_is_not_said_that_it_was_low(
    renewed: World, signed_in: SignIn
) -> None:
    first, *rest = renewed.spec.dimensions
    one, four, *others = first.questions
    less = replace(four, levels=r.levels(0, 10, 20, 30, 45, 100))
    changed = replace(first, questions=(one, less, *others))
    published(replace(renewed.spec, edition="2", dimensions=(changed, *rest)), by=renewed.publisher)
    _, page = begun(signed_in(renewed.contributor), renewed)
    said = text_of(page).split("A-4 Question A-4")[1].split("A-5 ")[0]
    assert "The answer would now be in the lower half of what can be reached." in said


def test_what_was_said_to_a_question_that_is_not_asked_now_is_not_listed(
    renewed: World, signed_in: SignIn
) -> None:
    first, *rest = renewed.spec.dimensions
    *others, last = first.questions
    only_if = ConditionSpec(question="A-1", level_at_least=4)
    changed = replace(first, questions=(*others, replace(last, condition=only_if)))
    published(replace(renewed.spec, edition="2", dimensions=(changed, *rest)), by=renewed.publisher)
    client = signed_in(renewed.contributor)
    new, page = begun(client, renewed)
    assert "Look at 1 answer one by one" in text_of(page)
    assert "4 suggested answers wait" in text_of(client.get(new.get_absolute_url()))
    renewed.answer({"A-1": 4, "A-4": 4, "A-5": 4, "B-1": 4}, assessment=new)
    assert "A-6" in text_of(client.get(page.request["PATH_INFO"]))
    renewed.answer({"A-1": 3}, assessment=new)
    assert "Nothing of last time waits any more." in text_of(client.get(page.request["PATH_INFO"]))
    submit = f"{new.get_absolute_url()}submit/"
    for address in (new.get_absolute_url(), submit):
        assert "suggested" not in text_of(signed_in(renewed.approver).get(address))


def test_what_falls_away_since_last_time_is_named_with_why_and_where_it_can_be_read(
    renewed: World, signed_in: SignIn
) -> None:
    first, *rest = renewed.spec.dimensions
    kept = [one for one in first.questions if one.code != "A-4"]
    own = r.single("A-7", applies_to=["nhs_trust"])
    parts = (replace(first, questions=(*kept, own)), *rest)
    published(replace(renewed.spec, edition="2", dimensions=parts), by=renewed.publisher)
    one = renewed.organisation
    given = {"name": one.name, "region": one.region, "official_code": ""}
    organisations.change(organisation=one, by=renewed.administrator, sector="nhs_trust", **given)
    client = signed_in(renewed.contributor)
    _, page = begun(client, renewed)
    text = text_of(page)
    assert "1 answer of last time falls away" in text
    assert "A-4 Question A-4 Dimension A. This question is no longer asked." in text
    assert "Your sector is another one than last time: NHS trust, not local authority." in text
    last = reverse("submission-report", args=[one.slug, renewed.assessment.reference, 1])
    assert f'href="{last}"' in page.content.decode()
    assert Page(page.content.decode()).faults() == []
    assert queries_of(client, page.request["PATH_INFO"]) <= MOST_QUERIES


def test_where_nothing_falls_away_renewal_says_nothing_of_it(
    renewed: World, signed_in: SignIn
) -> None:
    _, page = begun(signed_in(renewed.contributor), renewed)
    assert "falls away" not in text_of(page) and "Your sector is" not in text_of(page)


def test_of_an_answer_that_the_next_edition_refuses_it_is_said_why_and_not_that_there_was_none(
    renewed: World, signed_in: SignIn
) -> None:
    first, *rest = renewed.spec.dimensions
    _, *others = first.questions
    changed = replace(first, questions=(*others, r.yes_no("A-1")))
    published(replace(renewed.spec, edition="2", dimensions=(*rest, changed)), by=renewed.publisher)
    client = signed_in(renewed.contributor)
    new, page = begun(client, renewed)
    part = text_of(client.get(f"{new.get_absolute_url()}dimensions/A/"))
    for text in (text_of(page), part):
        assert "Your answer is no longer one that can be given." in text
        assert "There was no answer" not in text


def test_renewal_costs_little_and_is_for_those_who_answer(
    renewed: World, signed_in: SignIn
) -> None:
    new, page = begun(signed_in(renewed.contributor), renewed)
    here = page.request["PATH_INFO"]
    reader = signed_in(renewed.viewer)
    assert queries_of(reader, here) <= MOST_QUERIES
    assert "Accept" not in text_of(reader.get(here)).split("one by one")[1].split("by part")[1]
    part = f"{new.get_absolute_url()}dimensions/A/"
    assert queries_of(signed_in(renewed.contributor), part) <= MOST_QUERIES
    start = reverse("assessment-start", args=[renewed.organisation.slug])
    assert queries_of(signed_in(renewed.contributor), start) <= MOST_QUERIES


def test_last_time_can_be_brought_into_one_in_progress_too(
    renewed: World, signed_in: SignIn
) -> None:
    client = signed_in(renewed.contributor)
    new, _ = begun(client, renewed, answers_from="")
    assert not new.suggestions.exists()
    address = reverse("assessment-suggest", args=[renewed.organisation.slug, new.reference])
    text = text_of(client.post(address, {"answers_from": "last"}, follow=True))
    assert "Renew your answers" in text
    assert new.suggestions.count() == 5
    assert "Renew your answers of last time" in text_of(client.get(new.get_absolute_url()))
