"""Sending for approval, and what an approver reads, returns and signs, as a browser meets them."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.access.roles import Role
from assessments.models import Decision, Submission
from assessments.queries.reviews import rounds_of
from assessments.queries.rubrics import spec_of
from assessments.reports.changed import Changes
from assessments.scoring.sheet import Reply
from assessments.services import discussions, members, reviews
from tests.cost import counted
from tests.page import Page
from tests.reviews import deputised, drawn, sent, signed, two_people
from tests.views.answering import part
from tests.views.pages import MOST_QUERIES, SignIn
from tests.views.pages import text_of as words
from tests.views.test_assessments import address
from tests.worlds import World

REASON = "Look at security again, please."


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def at(world: World, name: str) -> str:
    return address(f"assessment-{name}", world.assessment)


class TestSend:
    def test_a_contributor_sends_from_the_check(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        browser = signed_in(world.contributor)

        assert f'href="{at(world, "send")}"' in browser.get(at(world, "check")).content.decode()
        assert browser.post(at(world, "send"), {"word": "Please read BUD."}).status_code == 302

        shown = words(browser.get(at(world, "detail")))
        assert "Waiting for approval. Sent by Connie Contributor" in shown
        assert "Please read BUD." in shown
        assert "Recall it from approval" in shown

    def test_what_is_not_complete_says_what_is_missing(
        self, world: World, signed_in: SignIn
    ) -> None:
        page = signed_in(world.contributor).get(at(world, "send"))

        assert "9 questions still need an answer" in words(page)
        assert "<textarea" not in page.content.decode()

    def test_a_long_message_stays_on_the_page(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        typed = "long " * 500

        page = signed_in(world.contributor).post(at(world, "send"), {"word": typed})

        assert "The message must be 2,000 characters or fewer" in words(page)
        assert typed.strip() in page.content.decode()

    def test_it_waits_where_approvers_look(self, world: World, signed_in: SignIn) -> None:
        sent(world)
        browser = signed_in(world.approver)

        for where in ("/my-work/", world.organisation.get_absolute_url()):
            assert f'href="{at(world, "submit")}"' in browser.get(where).content.decode()
        for where in ("/my-work/", world.organisation.get_absolute_url()):
            page = signed_in(world.contributor).get(where)
            assert f'href="{at(world, "submit")}"' not in page.content.decode()


class TestRecall:
    def test_the_sender_and_an_administrator_may(self, world: World, signed_in: SignIn) -> None:
        sent(world)
        assert signed_in(world.administrator).get(at(world, "recall")).status_code == 200
        browser = signed_in(world.contributor)

        assert browser.get(at(world, "recall")).status_code == 200
        assert browser.post(at(world, "recall")).status_code == 302
        assert not rounds_of(world.assessment)[-1].waits

    def test_another_member_may_not(self, world: World, signed_in: SignIn) -> None:
        sent(world)
        browser = signed_in(world.approver)

        for page in (browser.get(at(world, "recall")), browser.post(at(world, "recall"))):
            assert page.status_code == 403
            assert "Only Connie Contributor, who sent it, or an administrator" in words(page)
        assert rounds_of(world.assessment)[-1].waits

    def test_what_does_not_wait_is_refused(self, world: World, signed_in: SignIn) -> None:
        page = signed_in(world.administrator).post(at(world, "recall"))

        assert page.status_code == 409
        assert "nothing to recall" in words(page)


class TestTheApproversPage:
    def test_it_shows_what_changed_since_the_last_submission(
        self, world: World, signed_in: SignIn
    ) -> None:
        earlier = world.submit()
        world._assessment = world.start(title="Readiness 2027")
        world.complete(BUD_01=0)
        reviews.send(assessment=world.assessment, by=world.contributor, word="Ready for you.")

        shown = words(signed_in(world.approver).get(at(world, "submit")))

        assert "Sent for approval by Connie Contributor" in shown and "Ready for you." in shown
        assert f"Since {earlier.reference} was submitted on" in shown
        assert "Changed since last time (1)" in shown
        assert "BUD-01" in shown and ", now 0 " in shown

    def test_it_has_what_holds_the_result_and_the_sample(
        self, world: World, signed_in: SignIn
    ) -> None:
        capped = world.complete(INT_01=0, SEC_02=0)
        reviews.send(assessment=capped, by=world.contributor, word="")

        page = signed_in(world.approver).get(at(world, "submit"))

        shown = words(page)
        assert "Answers that cap the result (3)" in shown
        assert "Don’t know (1)" in shown
        html = page.content.decode()
        assert [code for code in drawn(world) if f'name="sample-{code}"' not in html] == []

    def test_it_names_the_questions_that_are_still_discussed(
        self, world: World, signed_in: SignIn
    ) -> None:
        sent(world)
        discussions.start(
            assessment=world.assessment, question="SEC-01", text="Is it?", by=world.contributor
        )

        shown = words(signed_in(world.approver).get(at(world, "submit")))

        assert "Open discussions (1)" in shown and "1 open discussion" in shown

    def test_each_of_the_sample_has_to_be_marked(self, world: World, signed_in: SignIn) -> None:
        sent(world)
        first = drawn(world)[0]

        page = signed_in(world.approver).post(
            at(world, "submit"), signed(world, **{f"sample-{first}": ""})
        )

        assert words(page).count(f"Select whether you have seen evidence for {first}") == 2
        assert not Decision.objects.exists()

    def test_a_change_meanwhile_is_refused_and_nothing_typed_is_lost(
        self, world: World, signed_in: SignIn
    ) -> None:
        sent(world)
        posted = signed(world, statement="Read it <twice>.")
        world.answer({"BUD-01": 0})

        page = signed_in(world.approver).post(at(world, "submit"), posted)

        assert page.status_code == 409
        html = page.content.decode()
        assert "Nothing was submitted" in html and "Read it &lt;twice&gt;." in html
        assert 'value="Director of Finance"' in html and f'value="{world.seen}"' in html
        assert not Decision.objects.exists()

    def test_it_takes_few_queries_with_everything_on_it(
        self, world: World, signed_in: SignIn
    ) -> None:
        two_people(world)
        sent(world)
        reviews.send_back(assessment=world.assessment, by=world.approver, reason=REASON)
        reviews.send(assessment=world.assessment, by=world.contributor)
        signed_in(world.administrator).post(at(world, "submit"), signed(world))
        world.answer({"BUD-01": 0})
        browser = signed_in(world.approver)
        browser.get(at(world, "submit"))

        page, queries = counted(lambda: browser.get(at(world, "submit")))

        assert queries <= MOST_QUERIES, "with the question who may sign"
        assert "The approval of Ash Approver no longer counts" in words(page)

    @pytest.mark.parametrize("why", ["signed already", "open again"])
    def test_what_was_typed_is_given_back_where_there_is_nothing_to_sign_any_more(
        self, world: World, signed_in: SignIn, why: str
    ) -> None:
        two_people(world)
        sent(world)
        browser, posted = signed_in(world.approver), signed(world, statement="Read it <twice>.")
        if why == "signed already":
            browser.post(at(world, "submit"), posted)
        else:
            world.answer({"BUD-01": Reply()})

        page = browser.post(at(world, "submit"), posted)

        assert page.status_code == 409
        assert "<textarea" not in page.content.decode()
        assert "Read it <twice>." in words(page) and "Director of Finance" in words(page)


class TestWhereTwoHaveToSignAndOneMay:
    SAID = (
        "requires two people to approve an assessment, and only Ada Administrator may approve one."
    )

    def test_three_pages_say_so_and_what_to_do(self, world: World, signed_in: SignIn) -> None:
        two_people(world)
        sent(world)
        pages = [at(world, "detail"), at(world, "submit")]
        pages.append(reverse("member-list", args=[world.organisation.slug]))
        deputised(world)
        browser = signed_in(world.administrator)
        assert not [page for page in pages if "requires two people to" in words(browser.get(page))]

        member = world.organisation.memberships.get(user=world.approver)
        members.change_role(membership=member, role=Role.CONTRIBUTOR, by=world.administrator)

        for page in pages:
            shown, queries = counted(lambda page=page: browser.get(page))
            assert self.SAID in words(shown) and "invite one" in words(shown)
            assert queries <= MOST_QUERIES, page
        viewer = words(signed_in(world.viewer).get(pages[0]))
        assert self.SAID in viewer and "Ask an administrator to make another" in viewer

    def test_an_approval_that_was_given_before_is_one_of_the_two(
        self, world: World, signed_in: SignIn
    ) -> None:
        two_people(world)
        sent(world)
        signed_in(world.approver).post(at(world, "submit"), signed(world))
        member = world.organisation.memberships.get(user=world.approver)
        members.remove(membership=member, by=world.administrator)
        browser = signed_in(world.administrator)

        shown = words(browser.get(at(world, "submit")))

        assert "Ash Approver may approve no more. This approval still counts" in shown
        assert self.SAID not in shown + words(browser.get(at(world, "detail")))


class TestReturn:
    def test_reasons_are_shown_at_their_questions_until_it_is_sent_again(
        self, world: World, signed_in: SignIn
    ) -> None:
        sent(world)
        browser = signed_in(world.approver)

        posted = {"reason": REASON, "question-0": "sec-01", "why-0": "Is it on for everyone?"}
        assert browser.post(at(world, "return"), posted).status_code == 302

        page = signed_in(world.contributor).get(at(world, "detail"))
        shown = words(page)
        assert "Returned by Ash Approver" in shown and REASON in shown
        assert "Is it on for everyone?" in shown
        assert "?question=SEC-01#question-SEC-01" in page.content.decode()
        at_sec = address("dimension-answer", world.assessment, "SEC")
        # With the others of the part, and at the question itself; on Check in its row.
        assert words(browser.get(at_sec)).count("Is it on for everyone?") == 2
        assert part(browser.get(at_sec), "SEC-01").count("Is it on for everyone?") == 1
        assert (
            part(signed_in(world.viewer).get(at_sec), "SEC-01").count("Is it on for everyone?") == 1
        )
        assert "Returned: Is it on for everyone?" in words(browser.get(at(world, "check")))
        assert "Returned by" not in words(
            browser.get(address("dimension-answer", world.assessment, "BUD"))
        )
        reviews.send(assessment=world.assessment, by=world.contributor)
        assert REASON not in words(browser.get(at(world, "detail")))
        assert "Is it on for everyone?" not in words(browser.get(at_sec))
        assert "Is it on for everyone?" not in words(browser.get(at(world, "check")))

    def test_a_fault_is_said_at_its_field_and_nothing_is_lost(
        self, world: World, signed_in: SignIn
    ) -> None:
        sent(world)

        client = signed_in(world.approver)
        for given, said in (
            ({"reason": ""}, "Give a reason"),
            (
                {"question-0": "NO-1", "why-0": "x" * 20},
                "This questionnaire has no question “NO-1”",
            ),
            ({"why-0": "Something is odd."}, "Enter the question that this is about"),
            ({"question-0": "SEC-01"}, "Give a reason of at least 10 characters for SEC-01"),
            (
                {"question-0": "SEC-01", "why-0": REASON, "question-1": "SEC-01"},
                "Give the reasons for SEC-01 in one place",
            ),
        ):
            page = client.post(at(world, "return"), {"reason": REASON} | given)
            assert words(page).count(said) == 2
            assert all(typed in page.content.decode() for typed in given.values())
            assert rounds_of(world.assessment)[-1].waits

    def test_what_was_typed_to_approve_comes_along_and_goes_back(
        self, world: World, signed_in: SignIn
    ) -> None:
        sent(world)
        first, second, *_ = drawn(world)
        browser = signed_in(world.approver)
        marks = {f"sample-{first}": "seen", f"sample-{second}": "not_seen"}
        typed = {"statement": "Read it <twice>.", "job_title": "Chief", **marks}
        begun = browser.post(at(world, "return"), {**typed, "action": "begin"})
        assert f"evidence seen for {first}; evidence not seen for {second}." in words(begun)
        assert "Give a reason" not in words(begun)

        refused = Page(
            browser.post(at(world, "return"), {**typed, "why-0": "Odd."}).content.decode()
        )
        kept = {name: values[0] for name, values in refused.fields.items()}
        assert kept.items() >= {**typed, "why-0": "Odd."}.items()
        back = Page(browser.post(at(world, "submit"), {**kept, "action": "back"}).content.decode())
        kept = {name: values[0] for name, values in back.fields.items()}
        assert kept.items() >= {**typed, "why-0": "Odd."}.items()

        browser.post(at(world, "return"), {**typed, "reason": REASON})
        assert Decision.objects.get().sample == {first: True, second: False}

    def test_the_example_of_a_code_is_one_of_this_questionnaire(
        self, world: World, signed_in: SignIn
    ) -> None:
        sent(world)
        first = next(one.code for _, one in spec_of(world.assessment.version).questions())

        page = signed_in(world.approver).get(at(world, "return"))

        assert f"For example, {first}" in words(page)
        assert words(page).count("For example") == words(page).count(f"For example, {first}")

    def test_more_questions_keep_what_was_typed(self, world: World, signed_in: SignIn) -> None:
        sent(world)
        posted = {"reason": REASON, "question-0": "SEC-01", "why-0": "", "action": "more"}

        html = signed_in(world.approver).post(at(world, "return"), posted).content.decode()

        assert REASON in html and 'value="SEC-01"' in html and 'name="question-5"' in html


def test_the_first_of_two_waits_for_the_second(world: World, signed_in: SignIn) -> None:
    two_people(world)
    sent(world)
    browser = signed_in(world.approver)

    browser.post(at(world, "submit"), signed(world))

    assert "Another person has to approve it too." in words(browser.get(at(world, "detail")))
    assert "You have approved this" in words(browser.get(at(world, "submit")))
    assert "You have approved it: it waits for a second" in words(browser.get("/my-work/"))
    assert "answers were changed after that" not in words(browser.get(at(world, "detail")))
    world.answer({"BUD-01": 0})
    assert "answers were changed after that" in words(browser.get(at(world, "detail")))
    world.complete()
    assert browser.post(at(world, "submit"), signed(world)).status_code == 409
    signed_in(world.administrator).post(at(world, "submit"), signed(world, name="Ada"))
    assert Submission.objects.get().submitted_by == world.administrator


def test_a_long_list_of_what_changed_says_of_how_many_and_where_the_rest_is(world: World) -> None:
    said = tuple(f"Change {number:02}." for number in range(60))
    context = {
        "changes": Changes(since="a moment", answers=(), held=said, kept=said),
        "changed_listed": ":50",
        "changed_most": 50,
        "organisation": world.organisation,
        "assessment": world.assessment,
    }
    html = render_to_string("assessments/_changes.html", context)
    assert html.count("Change 49.") == 2 and "Change 50." not in html
    assert html.count("These are the first 50 of 60") == 2
    assert "?show=contradicted#answers" in html
    assert reverse("evidence-list", args=[world.organisation.slug]) in html
