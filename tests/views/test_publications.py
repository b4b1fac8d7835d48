"""A version to publish: chosen, looked at, published, and opened by anyone where that is chosen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.disclosure.choices import Choice, Release
from assessments.exports.base import slug
from assessments.models import Submission
from assessments.queries.reports import build
from assessments.scoring.sheet import EvidenceItem
from assessments.services.assessments import submit
from tests.factories.rubrics import any_reply, any_size
from tests.page import Page
from tests.publications import made_public
from tests.views.pages import SignIn, queries_of, text_of
from tests.views.test_assessments import words
from tests.worlds import World, build_world

MOST_BYTES = 120_000
BUDGET = ("BUD-01", "BUD-02")


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def at(name: str, submission: Submission, **more: object) -> str:
    assessment = submission.assessment
    where = {"slug": assessment.organisation.slug, "reference": assessment.reference}
    return reverse(name, kwargs={**where, "number": submission.number, **more})


def shown(response: HttpResponse) -> dict[str, str]:
    """What the page would post, were it sent as it opens."""
    fields = Page(response.content.decode()).fields
    return {name: value[0] for name, value in fields.items() if value}


def offered_by(client: Client, submission: Submission) -> dict[str, str]:
    """What the page to choose would post."""
    return shown(client.get(at("publication-add", submission)))


def test_an_approver_looks_before_publishing_and_can_change_it(
    world: World, signed_in: SignIn
) -> None:
    submission, client = world.submit(), signed_in(world.approver)
    form = offered_by(client, submission)
    form["BUD-01-release"], form["BUD-01-exemption"] = "withheld", "s43"

    looked = client.post(at("publication-add", submission), {**form, "action": "preview"})
    assert "Nothing is published yet." in words(looked)
    assert "it could harm commercial interests" in words(looked)
    assert submission.publications.count() == 0
    sent = shown(looked)
    assert {**sent, "csrfmiddlewaretoken": ""} == {**form, "csrfmiddlewaretoken": ""}

    back = client.post(at("publication-add", submission), {**sent, "action": "change"})
    assert Page(back.content.decode()).fields["BUD-01-exemption"] == ["s43"]

    done = client.post(
        at("publication-add", submission), {**sent, "action": "publish"}, follow=True
    )
    assert "Version 1 of the public report is published." in words(done)
    assert "Published by Ash Approver" in words(done)
    assert submission.publications.get().choices["BUD-01"]["exemption"] == "s43"


def test_a_reason_that_is_missing_or_none_of_the_list_is_refused_and_one_that_is_said(
    world: World, signed_in: SignIn
) -> None:
    submission, client = world.submit(), signed_in(world.administrator)
    address, form = at("publication-add", submission), offered_by(client, submission)
    wrong = {"BUD-01-release": "withheld", "BUD-02-release": "summary"}
    asked = client.post(address, {**form, **wrong, "action": "preview"})
    assert "Choose why BUD-01 is withheld</a>" in asked.content.decode()
    assert Page(asked.content.decode()).fields["BUD-02-release"] == ["summary"]

    wrong |= {"BUD-01-exemption": "because", "BUD-02-exemption": "As the questionnaire proposes"}
    wrong |= {"BUD-03-release": "open", "BUD-03-exemption": "because"}
    other = "Section 40: it could harm commercial interests"
    wrong |= {"BUD-04-release": "summary", "BUD-04-exemption": other}
    refused = client.post(address, {**form, **wrong, "action": "preview"})
    assert "The reason for BUD-01 must be one of the list" in words(refused)
    assert "The questionnaire proposes no reason for BUD-02." in words(refused)
    assert "BUD-03 must" not in words(refused)
    has = "The reason for BUD-04 has other words than “Section 40: it is personal information”"
    assert has in words(refused)
    assert Page(refused.content.decode()).fields["BUD-01-exemption"] == ["because"]

    form |= {"BUD-01-release": "withheld", "BUD-01-exemption": "Section 40: personal data"}
    form |= {"BUD-02-release": "withheld", "BUD-02-exemption": "", "action": "preview"}
    assert "Taken as: Section 40: it is personal information" in words(client.post(address, form))
    form["BUD-02-exemption"] = "Section 43: it could harm commercial interests"
    looked = words(client.post(address, form))
    assert "Section 40, Freedom of Information Act 2000: it is personal information." in looked
    back = words(client.post(address, {**form, "action": "change"}))
    assert back.count("Taken as: ") == 1


def test_the_page_to_choose_begins_with_the_last_version_and_shows_answers_with_all_open(
    world: World, signed_in: SignIn
) -> None:
    submission, client = world.submit(), signed_in(world.approver)
    withheld = Choice(release=Release.WITHHELD, exemption="r12-5-e")
    summary = Choice(release=Release.SUMMARY)
    public = made_public(world, submission, BUD_01=withheld, BUD_02=summary)
    address = at("publication-add", submission)
    page = client.get(address)
    html, unconfirmed = page.content.decode(), "Unconfirmed: no evidence was given."
    reason = "Regulation 12(5)(e): it could harm commercial interests"
    fields = Page(html).fields
    assert fields["BUD-01-exemption"] == [reason]
    assert html.count(reason) == 3  # in the field, in the list to read, and in the list to choose
    proposed = next(q.code for _, q in world.spec.questions() if q.exemption)
    assert fields[f"{proposed}-exemption"] == ["As the questionnaire proposes"]
    said = "Each answer is below as it is given when all are open. When one is not, the others"
    assert said in words(page) and unconfirmed in words(page)
    report = client.get(at("publication-report", submission, pk=public.version))
    assert report.status_code == 200 and unconfirmed not in words(report)

    looked = client.post(address, {**shown(page), "action": "preview"})
    assert "Regulation 12(5)(e), Environmental Information Regulations 2004" in words(looked)


def test_what_was_given_before_is_said(world: World, signed_in: SignIn) -> None:
    submission, client = world.submit(), signed_in(world.approver)
    made_public(world, submission)
    form = offered_by(client, submission)
    form |= {"BUD-01-release": "withheld", "BUD-01-exemption": "s43", "action": "preview"}
    assert "Given before: BUD-01." in words(client.post(at("publication-add", submission), form))


def test_each_choice_shows_the_answer_as_people_would_get_it(
    world: World, signed_in: SignIn
) -> None:
    said = {"note": "Agreed in March.", "evidence": (EvidenceItem(title="Cabinet minute 14"),)}
    long = {"note": "Quokka " * 300}
    submission = world.submit(
        BUD_01=replace(world.reply("BUD-01", 3), **said),
        BUD_02=replace(world.reply("BUD-02", 2), **long),
    )
    page = signed_in(world.approver).get(at("publication-add", submission)).content.decode()
    short, folded = (re.search(rf">{code} .*?</fieldset>", page, re.S) for code in BUDGET)

    answer = build(submission).questions[0]
    assert short and "<details" not in short[0]
    for said_there in ("Agreed in March.", "Cabinet minute 14", answer.level_name):
        assert said_there in short[0]
    assert folded and "<details" in folded[0]
    assert folded[0].count("Quokka") == 300
    assert "Connie" not in short[0] + folded[0]


def test_a_version_published_meanwhile_costs_no_choice(world: World, signed_in: SignIn) -> None:
    submission, client = world.submit(), signed_in(world.approver)
    form = offered_by(client, submission)
    form |= {"BUD-01-release": "withheld", "BUD-01-exemption": "s43", "action": "publish"}
    made_public(world, submission)

    refused = client.post(at("publication-add", submission), form)
    again = shown(refused)

    assert "Another version was published" in words(refused)
    assert (again["BUD-01-release"], again["BUD-01-exemption"]) == ("withheld", "s43")
    client.post(at("publication-add", submission), {**again, "action": "publish"})
    assert submission.publications.count() == 2


@pytest.fixture
def large(db: None) -> tuple[World, Submission]:
    """110 questions, all answered and submitted: three pages to choose on."""
    world = build_world(any_size(110, 11))
    world.answer({q.code: any_reply(q, n) for n, (_, q) in enumerate(world.spec.questions())})
    return world, submit(assessment=world.assessment, by=world.approver)


def test_any_number_of_questions_takes_no_more_queries(
    large: tuple[World, Submission], signed_in: SignIn
) -> None:
    client, address = signed_in(large[0].approver), at("publication-add", large[1])
    assert queries_of(client, address) <= 8
    assert len(client.get(address).content) < MOST_BYTES


def test_what_was_chosen_on_one_page_goes_along_to_the_others_and_is_published(
    large: tuple[World, Submission], signed_in: SignIn
) -> None:
    submission, client = large[1], signed_in(large[0].approver)
    address = at("publication-add", submission)
    form = offered_by(client, submission)
    form |= {"D01.1-release": "withheld", "D01.1-exemption": "40 personal data", "listed": "on"}

    for page in "23":
        turned = client.post(address, {**form, "page": page})
        assert f"(page {page} of 3)" in turned.content.decode()
        assert len(turned.content) < MOST_BYTES
        assert "Questions" in words(turned) and "There is a problem" not in words(turned)
        form = shown(turned)
    form |= {"D11.10-release": "summary", "D11.10-exemption": "s43"}
    first = client.post(address, {**form, "page": "1"})
    looked = client.post(address, {**shown(first), "action": "preview"})
    assert shown(looked)["D01.1-exemption"] == "40 personal data"
    client.post(address, {**shown(looked), "action": "publish"})

    made = submission.publications.get()
    assert made.listed and made.choices["D01.1"] == {"release": "withheld", "exemption": "s40"}
    assert made.choices["D11.10"] == {"release": "summary", "exemption": "s43"}
    assert len(made.choices) == 110


def test_what_is_wrong_on_another_page_is_shown_there_and_that_of_the_others_counted(
    large: tuple[World, Submission], signed_in: SignIn
) -> None:
    client, form = signed_in(large[0].approver), offered_by(signed_in(large[0].approver), large[1])
    form |= {"D10.1-release": "withheld", "D11.1-release": "withheld", "action": "preview"}
    refused = client.post(at("publication-add", large[1]), form)
    assert "(page 2 of 3)" in refused.content.decode()
    assert 'href="#id_D10.1-exemption">Choose why D10.1 is withheld</a>' in refused.content.decode()
    assert "There is 1 problem on other pages too" in words(refused)


def test_whoever_is_signed_out_gets_back_what_they_typed_and_not_the_page_they_asked_for(
    world: World, signed_in: SignIn
) -> None:
    address, sent = at("publication-add", world.submit()), {"BUD-01-exemption": "40 personal data"}
    signed_out = text_of(signed_in(None).post(address, {**sent, "page": "2"}))
    assert "40 personal data" in signed_out
    assert signed_out == text_of(signed_in(None).post(address, sent))


def test_anyone_opens_the_latest_version_only_where_that_was_chosen(world: World) -> None:
    submission = world.submit()
    first = made_public(world, submission, listed=True)
    page = Client().get(reverse("published", args=[first.reference]))
    assert "Public readiness report" in words(page)
    assert "Ash Approver" not in page.content.decode()
    file = Client().get(reverse("published-download", args=[first.reference, "report"]))
    version, day = submission.version, timezone.localdate(first.published_at)
    edition = slug(f"{version.rubric.slug}-{version.edition}")
    assert edition in file["Content-Disposition"]
    assert file["Content-Disposition"].endswith(f'-version-1-{day}.pdf"')

    withheld = Choice(release=Release.WITHHELD, exemption="s43")
    second = made_public(world, submission, after=1, BUD_01=withheld)
    assert Client().get(reverse("published", args=[second.reference])).status_code == 404
    for address in (
        reverse("published", args=[first.reference]),
        reverse("published-download", args=[first.reference, "report"]),
    ):
        gone = Client().get(address)
        assert gone.status_code == 410
        assert "This report was replaced" in words(gone)
        assert world.organisation.name not in words(gone)


def test_the_address_of_an_earlier_version_leads_to_the_latest(world: World) -> None:
    submission = world.submit()
    first = made_public(world, submission, listed=True)
    withheld = Choice(release=Release.WITHHELD, exemption="s43")
    latest = made_public(world, submission, after=1, listed=True, BUD_01=withheld)

    for name, more in (("published", []), ("published-download", ["report"])):
        led = Client().get(reverse(name, args=[first.reference, *more]))
        assert (led.status_code, led["Location"]) == (
            302,
            reverse(name, args=[latest.reference, *more]),
        )
        given = Client().get(led["Location"])
        assert given.status_code == 200
    day = timezone.localdate(latest.published_at).isoformat()
    assert f"-{slug(world.version.edition)}-" in given["Content-Disposition"]
    assert f"-version-2-{day}.pdf" in given["Content-Disposition"]
