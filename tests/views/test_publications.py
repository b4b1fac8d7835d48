"""A version to publish: chosen, looked at, published, and opened by anyone where that is chosen."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from assessments.disclosure.choices import Choice, Release
from assessments.models import Submission
from tests.page import Page
from tests.publications import made_public
from tests.views.pages import SignIn
from tests.views.test_assessments import words
from tests.worlds import World


def at(name: str, submission: Submission, **more: object) -> str:
    assessment = submission.assessment
    where = {"slug": assessment.organisation.slug, "reference": assessment.reference}
    return reverse(name, kwargs={**where, "number": submission.number, **more})


def test_an_approver_looks_before_publishing_and_can_change_it(
    world: World, signed_in: SignIn
) -> None:
    submission, client = world.submit(), signed_in(world.approver)
    page = client.get(at("publication-add", submission))
    form = {name: value[0] for name, value in Page(page.content.decode()).fields.items() if value}
    form["BUD-01-release"], form["BUD-01-exemption"] = "withheld", "s43"

    looked = client.post(at("publication-add", submission), {**form, "action": "preview"})
    assert "Nothing is published yet." in words(looked)
    assert "it could harm commercial interests" in words(looked)
    assert submission.publications.count() == 0
    sent = {n: v[0] for n, v in Page(looked.content.decode()).fields.items() if v}
    assert {**sent, "csrfmiddlewaretoken": ""} == {**form, "csrfmiddlewaretoken": ""}

    back = client.post(at("publication-add", submission), {**sent, "action": "change"})
    assert Page(back.content.decode()).fields["BUD-01-exemption"] == ["s43"]

    done = client.post(
        at("publication-add", submission), {**sent, "action": "publish"}, follow=True
    )
    assert "Version 1 of the public report is published." in words(done)
    assert "Published by Ash Approver" in words(done)
    assert submission.publications.get().choices["BUD-01"]["exemption"] == "s43"


def test_a_withheld_answer_without_a_reason_is_asked_for_it_and_nothing_is_lost(
    world: World, signed_in: SignIn
) -> None:
    submission, client = world.submit(), signed_in(world.administrator)
    page = client.get(at("publication-add", submission))
    form = {name: value[0] for name, value in Page(page.content.decode()).fields.items() if value}
    form |= {"BUD-01-release": "withheld", "BUD-02-release": "summary"}

    refused = client.post(at("publication-add", submission), {**form, "action": "preview"})

    assert "Choose why BUD-01 is withheld</a>" in refused.content.decode()
    assert Page(refused.content.decode()).fields["BUD-02-release"] == ["summary"]


def test_what_was_given_before_is_said(world: World, signed_in: SignIn) -> None:
    submission, client = world.submit(), signed_in(world.approver)
    made_public(world, submission)
    page = client.get(at("publication-add", submission))
    form = {name: value[0] for name, value in Page(page.content.decode()).fields.items() if value}
    form |= {"BUD-01-release": "withheld", "BUD-01-exemption": "s43", "action": "preview"}

    assert "Given before: BUD-01." in words(client.post(at("publication-add", submission), form))


def test_anyone_opens_the_latest_version_only_where_that_was_chosen(world: World) -> None:
    submission = world.submit()
    first = made_public(world, submission, listed=True)
    page = Client().get(reverse("published", args=[first.reference]))
    assert "Public readiness report" in words(page)
    assert "Ash Approver" not in page.content.decode()

    withheld = Choice(release=Release.WITHHELD, exemption="s43")
    second = made_public(world, submission, after=1, BUD_01=withheld)
    for one in (first, second):
        assert Client().get(reverse("published", args=[one.reference])).status_code == 404
