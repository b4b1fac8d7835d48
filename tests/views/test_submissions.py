"""Submitting, reopening and withdrawing, as a browser meets them."""

from __future__ import annotations

import pytest

from assessments.models import Submission
from assessments.scoring.sheet import Reply
from assessments.services import assessments as services
from assessments.services import submissions
from assessments.workflow import Status
from tests.cost import counted
from tests.reviews import signed
from tests.views.pages import MOST_QUERIES
from tests.views.test_assessments import SignIn, address, words
from tests.worlds import World

REASON = "SEC-01 was out of date & “wrong” <b>"


class TestSubmit:
    def test_the_page_says_what_will_happen(self, world: World, signed_in: SignIn) -> None:
        world.complete()

        page = signed_in(world.approver).get(address("assessment-submit", world.assessment))

        text = words(page)
        assert "Submitting these answers now gives a score of 68.2, Developing, because " in text
        assert (
            "I have read these answers and approve them on behalf of Wexcombe Borough Council."
            in text
        )
        assert f'name="seen" value="{world.seen}"' in page.content.decode()

    def test_signed_it_leads_to_the_report(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        browser = signed_in(world.approver)

        response = browser.post(address("assessment-submit", world.assessment), signed(world))

        submission = Submission.objects.get()
        assert response.status_code == 302
        assert response["Location"] == address("submission-report", world.assessment, 1)
        assert submission.submitted_by == world.approver
        shown = words(browser.get(world.assessment.get_absolute_url()))
        assert f"Submitted as {submission.reference}. The answers are now fixed." in shown

    def test_unsigned_it_is_not_sent(self, world: World, signed_in: SignIn) -> None:
        world.complete()

        page = signed_in(world.approver).post(
            address("assessment-submit", world.assessment), {"seen": world.seen}
        )

        text = words(page)
        assert "<title>Error: Approve and submit" in text
        assert text.count("Enter your job title") == 2
        assert f'name="seen" value="{world.seen}"' in page.content.decode()
        assert not Submission.objects.exists()

    def test_an_answer_changed_between_checking_and_the_page(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.complete()
        before = world.seen
        world.answer({"BUD-01": 0})

        page = signed_in(world.approver).get(
            address("assessment-submit", world.assessment) + f"?seen={before}"
        )

        assert page.status_code == 409
        assert submissions.ANSWERS_CHANGED in words(page)
        assert f'href="{address("assessment-check", world.assessment)}"' in page.content.decode()

    def test_an_answer_changed_between_the_page_and_the_press(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.complete()
        before = world.seen
        world.answer({"BUD-01": 0})

        page = signed_in(world.approver).post(
            address("assessment-submit", world.assessment), signed(world, seen=before)
        )

        assert page.status_code == 409
        assert submissions.ANSWERS_CHANGED in words(page)
        assert not Submission.objects.exists()
        assert f'href="{address("assessment-history", world.assessment)}"' in page.content.decode()

    def test_a_made_up_hash_submits_nothing(self, world: World, signed_in: SignIn) -> None:
        world.complete()

        client = signed_in(world.approver)
        for given in ("", "x" * 65, "\x00", "0" * 64):
            page = client.post(
                address("assessment-submit", world.assessment), signed(world, seen=given)
            )
            assert page.status_code in (200, 409)
            assert not Submission.objects.exists()

    def test_an_incomplete_one_has_no_button(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        world.answer({"BUD-01": Reply()})
        browser = signed_in(world.approver)
        where = address("assessment-submit", world.assessment)

        text = words(browser.get(where))
        assert "1 question still needs an answer" in text
        assert "Your statement" not in text

        pressed = browser.post(where, signed(world))
        assert pressed.status_code == 409
        assert "1 question still needs an answer" in words(pressed)

    def test_the_second_of_two_is_refused(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        sent = signed(world)
        where = address("assessment-submit", world.assessment)
        signed_in(world.approver).post(where, sent)

        late = signed_in(world.administrator).post(where, sent)

        assert late.status_code == 409
        assert "already been submitted" in words(late)
        assert Submission.objects.count() == 1

    def test_a_submitted_one_says_so_before_anybody_signs(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()

        page = signed_in(world.approver).get(address("assessment-submit", world.assessment))

        assert page.status_code == 409
        assert "already been submitted" in words(page)

    def test_others_read_whom_to_ask(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        where = address("assessment-submit", world.assessment)
        for role in ("viewer", "contributor"):
            browser = signed_in(getattr(world, role))

            page = browser.get(where)
            pressed = browser.post(where, signed(world))

            assert page.status_code == pressed.status_code == 403
            assert "Only an approver or an administrator can submit" in words(page)
            assert not Submission.objects.exists()

    def test_pages_and_the_press_take_few_queries(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        browser = signed_in(world.approver)
        where = address("assessment-submit", world.assessment)
        browser.get(where)
        given = signed(world)

        _, page = counted(lambda: browser.get(where))
        _, press = counted(lambda: browser.post(where, given), status=302)

        assert page <= MOST_QUERIES
        assert press <= 4 * MOST_QUERIES
        assert Submission.objects.exists()


class TestReasons:
    def test_reopening_needs_a_reason_and_keeps_what_was_typed(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()
        browser = signed_in(world.administrator)
        where = address("assessment-reopen", world.assessment)

        page = browser.post(where, {"reason": "<b>no"})

        text = words(page)
        assert "<title>Error: Reopen this assessment" in text
        assert text.count("Give a reason of at least 10 characters") == 2
        assert "&lt;b&gt;no" in page.content.decode()
        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.SUBMITTED

    def test_reopened_it_can_be_answered_again(self, world: World, signed_in: SignIn) -> None:
        world.submit()
        browser = signed_in(world.administrator)

        page = browser.post(
            address("assessment-reopen", world.assessment), {"reason": REASON}, follow=True
        )

        text = words(page)
        assert "The assessment is open again." in text
        assert "In progress again." in text
        world.assessment.refresh_from_db()
        assert world.assessment.is_open

    def test_reopening_waits_for_the_open_one_before_a_reason_is_written(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()
        world.start()
        browser = signed_in(world.administrator)
        where = address("assessment-reopen", world.assessment)

        for page in (browser.get(where), browser.post(where, {"reason": REASON})):
            assert page.status_code == 409
            assert services.ANOTHER_OPEN in words(page)

    def test_withdrawing_says_what_it_does_and_does_it(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser = signed_in(world.administrator)
        where = address("assessment-withdraw", world.assessment)
        assert "Its answers are kept" in words(browser.get(where))

        page = browser.post(where, {"reason": REASON}, follow=True)

        assert "The assessment has been withdrawn." in words(page)
        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.WITHDRAWN

    @pytest.mark.parametrize("step", ["reopen", "withdraw"])
    @pytest.mark.parametrize("role", ["viewer", "contributor", "approver"])
    def test_only_an_administrator_may(
        self, world: World, signed_in: SignIn, step: str, role: str
    ) -> None:
        if step == "reopen":
            world.submit()
        world.assessment.refresh_from_db()
        before = world.assessment.status
        browser = signed_in(getattr(world, role))

        response = browser.post(address(f"assessment-{step}", world.assessment), {"reason": REASON})

        assert response.status_code == 403
        assert "Only an administrator" in words(response)
        world.assessment.refresh_from_db()
        assert world.assessment.status == before

    @pytest.mark.parametrize("step", ["reopen", "withdraw"])
    def test_a_step_that_does_not_fit_is_refused_on_both(
        self, world: World, signed_in: SignIn, step: str
    ) -> None:
        if step == "withdraw":
            world.submit()
        browser = signed_in(world.administrator)
        where = address(f"assessment-{step}", world.assessment)

        assert browser.get(where).status_code == 409
        assert browser.post(where, {"reason": REASON}).status_code == 409
        assert browser.post(where, {"reason": ""}).status_code == 409

    def test_a_very_long_reason_is_refused_and_kept(self, world: World, signed_in: SignIn) -> None:
        page = signed_in(world.administrator).post(
            address("assessment-withdraw", world.assessment), {"reason": "y" * 2001}
        )

        assert "The reason must be 2,000 characters or fewer" in words(page)
        assert "y" * 2001 in page.content.decode()

    def test_a_null_character_is_refused_and_nothing_happens(
        self, world: World, signed_in: SignIn
    ) -> None:
        page = signed_in(world.administrator).post(
            address("assessment-withdraw", world.assessment), {"reason": "Because\x00 of this"}
        )

        assert page.status_code == 200
        assert "<title>Error:" in words(page)
        world.assessment.refresh_from_db()
        assert world.assessment.is_open

    def test_the_page_takes_few_queries(self, world: World, signed_in: SignIn) -> None:
        world.submit()
        browser = signed_in(world.administrator)

        _, queries = counted(lambda: browser.get(address("assessment-reopen", world.assessment)))

        assert queries <= MOST_QUERIES


def test_another_organisations_people_find_nothing(world: World, signed_in: SignIn) -> None:
    world.complete()
    browser = signed_in(world.stranger)

    for step in ("submit", "reopen", "withdraw"):
        where = address(f"assessment-{step}", world.assessment)
        assert browser.get(where).status_code == 404
        assert browser.post(where, {"reason": REASON, "confirm": "on"}).status_code == 404

    assert not Submission.objects.exists()
