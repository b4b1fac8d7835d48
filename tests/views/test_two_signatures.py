"""Where two people have to approve: no page offers one of them more than they can do."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from assessments.models import Decision
from assessments.services import reviews
from tests.reviews import sent, signed, two_people
from tests.views.pages import SignIn, headings_of
from tests.views.pages import text_of as words
from tests.views.test_assessments import address
from tests.worlds import World

OFFERS = ("which you can give", "Approve this assessment", "Continue to approve", "for your appr")


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    two_people(short)
    return short


def at(world: World, name: str) -> str:
    return address(f"assessment-{name}", world.assessment)


def pages(world: World) -> tuple[str, ...]:
    """Where the assessment is led to from, the organisation's page last."""
    return at(world, "detail"), at(world, "check"), world.organisation.get_absolute_url()


def test_no_page_says_that_the_first_approval_submits(world: World, signed_in: SignIn) -> None:
    world.complete()
    browser = signed_in(world.approver)
    task_list, check, send, submit = (
        browser.get(at(world, name)) for name in ("detail", "check", "send", "submit")
    )

    for page in (task_list, check, send, submit):
        assert "which submits" not in words(page) and "Approve and submit" not in words(page)
        assert "Approving fixes these answers" not in words(page)
    assert "submitted once a second person has approved them too" in words(task_list)
    assert "Once both have, these answers are fixed" in words(check)
    assert "the second approval submits it" in words(send)
    assert headings_of(submit)[0].endswith("Approve")


def test_the_second_reads_that_their_approval_submits(world: World, signed_in: SignIn) -> None:
    sent(world)
    signed_in(world.approver).post(at(world, "submit"), signed(world))
    browser = signed_in(world.administrator)

    assert "Approving fixes these answers" in words(browser.get(at(world, "check")))
    assert headings_of(browser.get(at(world, "submit")))[0].endswith("Approve and submit")


def test_who_has_approved_is_not_asked_to_approve_again(world: World, signed_in: SignIn) -> None:
    sent(world)
    browser = signed_in(world.approver)
    for where in pages(world):
        assert any(offer in words(browser.get(where)) for offer in OFFERS), where

    browser.post(at(world, "submit"), signed(world))

    for where in pages(world):
        shown = words(browser.get(where))
        assert "You have approved it" in shown
        assert not [offer for offer in OFFERS if offer in shown], where
    for where in pages(world):
        shown = words(signed_in(world.administrator).get(where))
        assert "You have approved it" not in shown
        assert any(offer in shown for offer in OFFERS), where


def test_who_has_approved_can_still_return_it(world: World, signed_in: SignIn) -> None:
    sent(world)
    browser = signed_in(world.approver)
    browser.post(at(world, "submit"), signed(world))

    leads = f'href="{at(world, "return")}"'
    submit = browser.get(at(world, "submit"))
    assert leads in submit.content.decode()
    assert headings_of(submit)[0].endswith("Approve") and "Approve and submit" not in words(submit)
    assert "and approve instead" not in words(browser.get(at(world, "return")))
    browser.post(at(world, "return"), {"reason": "Look at it again."})

    assert not Decision.objects.latest("pk").approved
    assert "Look at it again." in words(browser.get(at(world, "detail")))


def test_where_one_signs_the_pages_say_that_approving_submits(
    world: World, signed_in: SignIn
) -> None:
    world.organisation.two_people_sign = False
    world.organisation.save()
    world.complete()
    browser = signed_in(world.approver)

    assert "approve them, which submits them" in words(browser.get(at(world, "detail")))
    assert "Approve and submit this assessment" in words(browser.get(at(world, "detail")))
    assert "Approving fixes these answers" in words(browser.get(at(world, "check")))
    assert "which submits it, or return it" in words(browser.get(at(world, "send")))
    home = browser.get(reverse("organisation-detail", args=[world.organisation.slug]))
    assert "You have approved it" not in words(home)


def test_whose_approval_no_longer_counts_is_addressed(world: World, signed_in: SignIn) -> None:
    sent(world)
    browser = signed_in(world.approver)
    browser.post(at(world, "submit"), signed(world))
    world.answer({"BUD-01": 0})

    own = words(browser.get(at(world, "submit")))
    other = words(signed_in(world.administrator).get(at(world, "submit")))

    assert "Your approval no longer counts This has changed since you approved it on " in own
    assert "so you or another person must approve it again." in own
    assert "The approval of Ash Approver no longer counts" in other
    assert "so Ash Approver or another person must approve it again." in other
    for page in (own, other):
        assert "by the programme’s moderators" in page


def test_a_return_says_whose_approval_it_ended(world: World, signed_in: SignIn) -> None:
    sent(world)
    browser = signed_in(world.approver)
    browser.post(at(world, "submit"), signed(world))
    reviews.send_back(
        assessment=world.assessment, by=world.administrator, reason="It is not ready."
    )

    own = words(browser.get(at(world, "detail")))
    other = words(signed_in(world.contributor).get(at(world, "detail")))

    assert re.search(r"not ready\. Your approval, [^,]+, no longer counts\.", own)
    assert re.search(r"not ready\. The approval of Ash Approver, [^,]+, no longer counts\.", other)
