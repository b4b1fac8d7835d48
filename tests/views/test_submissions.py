"""Submitting, reopening and withdrawing, as a browser meets them."""

from __future__ import annotations

from assessments.models import Submission
from assessments.scoring.sheet import Reply
from assessments.services import assessments as services
from assessments.services import organisations, submissions
from assessments.workflow import Status
from tests.cost import counted
from tests.reviews import signed
from tests.views.pages import MOST_QUERIES, SignIn
from tests.views.test_assessments import address, words
from tests.worlds import World

REASON = "SEC-01 was out of date & “wrong” <b>"


def at(world: World, step: str) -> str:
    return address(f"assessment-{step}", world.assessment)


class TestSubmit:
    def test_the_page_says_what_will_happen_and_signed_it_leads_to_the_report(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.complete()
        browser, where = signed_in(world.approver), at(world, "submit")
        browser.get(where)
        page, queries = counted(lambda: browser.get(where))
        text = words(page)
        assert "Submitting these answers now gives a score of 68.2, Developing, because " in text
        own = "I have read these answers and approve them on behalf of Wexcombe Borough Council."
        assert own in text
        assert f'name="seen" value="{world.seen}"' in page.content.decode()
        assert queries <= MOST_QUERIES

        unsigned = browser.post(where, {"seen": world.seen})
        assert "<title>Error: Approve and submit" in words(unsigned)
        assert words(unsigned).count("Enter your job title") == 2
        assert f'name="seen" value="{world.seen}"' in unsigned.content.decode()
        assert not Submission.objects.exists()

        given = signed(world)
        response, queries = counted(lambda: browser.post(where, given), status=302)
        submission = Submission.objects.get()
        assert response["Location"] == address("submission-report", world.assessment, 1)
        assert submission.submitted_by == world.approver and queries <= 4 * MOST_QUERIES
        shown = words(browser.get(world.assessment.get_absolute_url()))
        assert f"Submitted as {submission.reference}. The answers are now fixed." in shown

        late = signed_in(world.administrator).post(where, given)
        for refused in (late, browser.get(where)):
            assert refused.status_code == 409 and "already been submitted" in words(refused)
        assert Submission.objects.count() == 1

    def test_that_the_organisation_has_another_sector_now_is_said_before(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser, said = signed_in(world.approver), "was started for, local authority"
        where = [world.assessment.get_absolute_url(), at(world, "submit")]
        assert not any(said in words(browser.get(each)) for each in where)
        one = world.organisation
        organisations.change(
            organisation=one,
            name=one.name,
            sector="nhs_trust",
            region=one.region,
            by=world.administrator,
        )
        for each in where:
            text = words(browser.get(each))
            assert said in text and f"{one.name} is of the sector NHS trust now." in text

    def test_an_answer_changed_after_it_was_checked_or_a_made_up_hash_submits_nothing(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.complete()
        before = world.seen
        world.answer({"BUD-01": 0})
        browser, where = signed_in(world.approver), at(world, "submit")

        opened = browser.get(f"{where}?seen={before}")
        pressed = browser.post(where, signed(world, seen=before))
        for page, to in ((opened, "check"), (pressed, "history")):
            assert page.status_code == 409 and submissions.ANSWERS_CHANGED in words(page), to
            assert f'href="{at(world, to)}"' in page.content.decode(), to
        for given in ("", "x" * 65, "\x00", "0" * 64):
            page = browser.post(where, signed(world, seen=given))
            assert page.status_code in (200, 409), given
        assert not Submission.objects.exists()

    def test_an_incomplete_one_has_no_button(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        world.answer({"BUD-01": Reply()})
        browser, where = signed_in(world.approver), at(world, "submit")
        text = words(browser.get(where))
        assert "1 question still needs an answer" in text and "Your statement" not in text
        pressed = browser.post(where, signed(world))
        assert pressed.status_code == 409
        assert "1 question still needs an answer" in words(pressed)

    def test_others_read_whom_to_ask(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        where = at(world, "submit")
        for browser in (signed_in(world.viewer), signed_in(world.contributor)):
            page, pressed = browser.get(where), browser.post(where, signed(world))
            assert page.status_code == pressed.status_code == 403
            assert "Only an approver or an administrator can submit" in words(page)
        assert not Submission.objects.exists()


class TestReasons:
    def test_reopening_needs_a_reason_keeps_what_was_typed_and_lets_it_be_answered_again(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()
        browser, where = signed_in(world.administrator), at(world, "reopen")
        assert counted(lambda: browser.get(where))[1] <= MOST_QUERIES

        refused = browser.post(where, {"reason": "<b>no"})
        assert "<title>Error: Reopen this assessment" in words(refused)
        assert words(refused).count("Give a reason of at least 10 characters") == 2
        assert "&lt;b&gt;no" in refused.content.decode()
        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.SUBMITTED

        text = words(browser.post(where, {"reason": REASON}, follow=True))
        assert "The assessment is open again." in text and "In progress again." in text
        world.assessment.refresh_from_db()
        assert world.assessment.is_open

    def test_reopening_waits_for_the_open_one_before_a_reason_is_written(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()
        world.start()
        browser, where = signed_in(world.administrator), at(world, "reopen")
        for page in (browser.get(where), browser.post(where, {"reason": REASON})):
            assert page.status_code == 409 and services.ANOTHER_OPEN in words(page)

    def test_withdrawing_says_what_it_does_refuses_a_bad_reason_and_does_it(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser, where = signed_in(world.administrator), at(world, "withdraw")
        assert "Its answers are kept" in words(browser.get(where))

        long = browser.post(where, {"reason": "y" * 2001})
        assert "The reason must be 2,000 characters or fewer" in words(long)
        assert "y" * 2001 in long.content.decode()
        null = browser.post(where, {"reason": "Because\x00 of this"})
        assert null.status_code == 200 and "<title>Error:" in words(null)
        world.assessment.refresh_from_db()
        assert world.assessment.is_open

        done = browser.post(where, {"reason": REASON}, follow=True)
        assert "The assessment has been withdrawn." in words(done)
        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.WITHDRAWN

    def test_only_an_administrator_may_and_only_the_step_that_fits(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser = signed_in(world.administrator)
        others = [signed_in(user) for user in (world.viewer, world.contributor, world.approver)]
        for status, step, unfit in (
            (Status.IN_PROGRESS, "withdraw", "reopen"),
            (Status.SUBMITTED, "reopen", "withdraw"),
        ):
            if status == Status.SUBMITTED:
                world.submit()
            for other in others:
                response = other.post(at(world, step), {"reason": REASON})
                who = (status, response.wsgi_request.user)
                assert response.status_code == 403, who
                assert "Only an administrator" in words(response), who
            assert browser.get(at(world, unfit)).status_code == 409, status
            for reason in (REASON, ""):
                refused = browser.post(at(world, unfit), {"reason": reason})
                assert refused.status_code == 409, (status, reason)
            world.assessment.refresh_from_db()
            assert world.assessment.status == status, unfit
