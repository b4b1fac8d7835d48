"""Sending for approval, and approving, returning and recalling what was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assessments.access.roles import Role
from assessments.models import Assessment, AuditEvent, Decision, Review, Submission, User
from assessments.queries.rescoring import differences
from assessments.queries.reviews import rounds_of
from assessments.queries.verifying import record_of
from assessments.reports.signing import signing
from assessments.reviewing import Round, Signature, returned, sample_of
from assessments.rubric.files.canonical import hash_of
from assessments.scoring.sheet import EvidenceItem
from assessments.services import assessments, members, reviews, submissions
from assessments.workflow import Refused, ReviewState, Status
from tests.evidence import recorded
from tests.plugins.database import rows_in_another_order
from tests.reviews import drawn, sent, two_people
from tests.services.together import together
from tests.worlds import World, build_world

SIGNATURE = Signature(name="Ash Approver", job_title="Director of Finance", statement="I agree.")
REASON = "The answer to SEC-01 is out of date."


def approve(world: World, by: Any = None, **other: Any) -> Submission | None:
    usual: dict[str, Any] = {"by": by or world.approver, "signature": SIGNATURE}
    return reviews.approve(assessment=world.assessment, **{**usual, **other})


def last_round(world: World) -> Round:
    return rounds_of(world.assessment)[-1]


def sentences(event: str) -> list[str]:
    return [one.sentence for one in AuditEvent.objects.filter(event=event)]


class TestSend:
    def test_it_waits_and_freezes_nothing(self, world: World) -> None:
        assessment = sent(world, " Please look at security. ")

        world.answer({"BUD-01": 1})
        assessment.refresh_from_db()
        assert assessment.status == Status.IN_PROGRESS
        assert (last_round(world).waits, last_round(world).sent_by) == (True, "Connie Contributor")
        assert sentences("assessment.sent_for_approval") == [
            "Connie Contributor sent Readiness 2026 for approval: Please look at security."
        ]

    def test_twice_is_refused(self, world: World) -> None:
        sent(world)

        with pytest.raises(Refused, match="waiting for approval already"):
            reviews.send(assessment=world.assessment, by=world.approver)

    def test_what_is_not_complete_is_refused(self, world: World) -> None:
        world.answer({"BUD-01": 1})

        with pytest.raises(Refused, match="questions still need an answer"):
            reviews.send(assessment=world.assessment, by=world.contributor)
        assert not Review.objects.exists()

    def test_what_was_submitted_is_refused(self, world: World) -> None:
        world.submit()

        with pytest.raises(Refused, match="already been submitted"):
            reviews.send(assessment=world.assessment, by=world.contributor)

    @pytest.mark.parametrize("word", ["x" * 2001, "\u202e"])
    def test_a_word_that_is_too_long_or_hides_is_refused(self, world: World, word: str) -> None:
        world.complete()
        with pytest.raises(Refused):
            reviews.send(assessment=world.assessment, by=world.contributor, word=word)


class TestRecallAndReturn:
    def test_recalled_it_can_be_sent_again(self, world: World) -> None:
        sent(world)

        reviews.recall(assessment=world.assessment, by=world.contributor)

        assert last_round(world).state is ReviewState.RECALLED
        reviews.send(assessment=world.assessment, by=world.contributor)
        assert [one.state for one in rounds_of(world.assessment)] == ["recalled", "waiting"]

    def test_what_another_has_sent_meanwhile_is_for_them_and_administrators(
        self, world: World
    ) -> None:
        sent(world)

        with pytest.raises(Refused, match="Only Connie Contributor, who sent it, or an admin"):
            reviews.recall(assessment=world.assessment, by=world.approver)
        assert last_round(world).waits

        reviews.recall(assessment=world.assessment, by=world.administrator, of_another=True)
        assert last_round(world).state is ReviewState.RECALLED

    def test_returned_it_says_why_until_it_is_sent_again(self, world: World) -> None:
        sent(world)
        marked = drawn(world)[0]

        reviews.send_back(
            assessment=world.assessment,
            by=world.approver,
            reason=REASON,
            reasons={"SEC-01": "Multi-factor sign-in is on for all."},
            sample={marked: False, "NO-01": True},
        )

        back = returned(rounds_of(world.assessment))
        assert back is not None
        assert (back.said, back.seen) == (REASON, {marked: False})
        assert back.reasons == {"SEC-01": "Multi-factor sign-in is on for all."}
        assert sentences("assessment.returned") == [
            f"Ash Approver returned Readiness 2026, with reasons at 1 question. Reason: {REASON}"
        ]
        reviews.send(assessment=world.assessment, by=world.contributor)
        assert returned(rounds_of(world.assessment)) is None

    @pytest.mark.parametrize(
        ("reason", "reasons"),
        [("", {}), (REASON, {"NO-01": REASON}), (REASON, {"SEC-01": "short"})],
    )
    def test_a_return_without_proper_reasons_changes_nothing(
        self, world: World, reason: str, reasons: dict[str, str]
    ) -> None:
        sent(world)

        with pytest.raises(Refused):
            reviews.send_back(
                assessment=world.assessment, by=world.approver, reason=reason, reasons=reasons
            )
        assert last_round(world).waits
        assert not Decision.objects.exists()

    def test_reasons_are_at_questions_that_the_sector_is_asked(self, world: World) -> None:
        """Those who answer could not open any other."""
        sector = sent(world).sector
        elsewhere = next(one for _, one in world.spec.questions() if not one.is_for(sector)).code

        with pytest.raises(Refused, match=f"has no question {elsewhere}"):
            reviews.send_back(
                assessment=world.assessment,
                by=world.approver,
                reason=REASON,
                reasons={elsewhere: REASON},
            )
        assert last_round(world).waits

    @pytest.mark.parametrize("step", ["recall", "return"])
    def test_what_was_not_sent_is_refused(self, world: World, step: str) -> None:
        world.complete()

        with pytest.raises(Refused, match="not waiting for approval"):
            if step == "recall":
                reviews.recall(assessment=world.assessment, by=world.contributor)
            else:
                reviews.send_back(assessment=world.assessment, by=world.approver, reason=REASON)

    def test_an_assessment_that_is_withdrawn_waits_no_more(self, world: World) -> None:
        sent(world)

        assessments.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)

        assert last_round(world).state is ReviewState.RECALLED


class TestApprove:
    def test_the_last_approval_submits_and_freezes_who_signed(self, world: World) -> None:
        sent(world, "Ready.")
        sample = {"BUD-01": True, "SEC-01": False}

        submission = approve(world, seen=world.seen, sample=sample)

        assert submission is not None
        assert submission.submitted_by == world.approver
        [decision] = submission.signed["decisions"]
        assert decision["name"] == "Ash Approver"
        assert decision["job_title"] == "Director of Finance"
        assert decision["said"] == "I agree."
        assert decision["sample"] == [
            {"question": "BUD-01", "evidence_seen": True},
            {"question": "SEC-01", "evidence_seen": False},
        ]
        assert submission.signed["sent"][0]["by"] == "Connie Contributor"
        assert submission.signed_hash == hash_of(submission.signed)
        assert differences(submission.snapshot) == []
        assert Review.objects.get().submission == submission
        assert rounds_of(world.assessment) == []

    def test_a_changed_record_of_who_signed_is_found(self, world: World) -> None:
        submission = world.submit()
        submission.signed["decisions"][0]["name"] = "Another"

        [found] = [one for one in differences(submission.snapshot) if one.field == "signed_hash"]
        assert found.submission == submission.reference

    def test_a_submission_of_before_says_nothing(self, world: World) -> None:
        submission = world.submit()
        submission.signed, submission.signed_hash = {}, ""
        submission.record_hash = hash_of(record_of(submission, submission.snapshot.result))

        assert differences(submission.snapshot) == []

    def test_what_changed_after_it_was_read_is_refused(self, world: World) -> None:
        sent(world)
        seen = world.seen
        world.answer({"BUD-01": 0})

        with pytest.raises(Refused) as refusal:
            approve(world, seen=seen)
        assert refusal.value.reason == submissions.ANSWERS_CHANGED
        assert not Decision.objects.exists()

    def test_it_can_be_approved_without_having_been_sent(self, world: World) -> None:
        world.complete()

        submission = approve(world)

        assert submission is not None
        assert submission.signed["sent"][0]["by"] == "Ash Approver"

    @pytest.mark.parametrize(
        "signature", [Signature(name=" "), Signature(name="x" * 151), Signature(name="\u202ea")]
    )
    def test_a_signature_needs_a_name(self, world: World, signature: Signature) -> None:
        world.complete()
        with pytest.raises(Refused):
            approve(world, signature=signature)

    def test_the_rounds_before_are_in_the_record(self, world: World) -> None:
        sent(world)
        reviews.send_back(assessment=world.assessment, by=world.approver, reason=REASON)
        reviews.send(assessment=world.assessment, by=world.contributor)

        submission = approve(world)

        assert submission is not None
        outcomes = [one["outcome"] for one in submission.signed["decisions"]]
        assert outcomes == ["returned", "approved"]
        assert len(submission.signed["sent"]) == 2


class TestTwoPeople:
    def test_the_second_person_submits(self, world: World) -> None:
        two_people(world)
        sent(world)

        assert approve(world) is None
        assert last_round(world).waits
        submission = approve(world, by=world.administrator)

        assert submission is not None
        assert submission.signed["people_needed"] == 2
        assert len(submission.signed["decisions"]) == 2

    def test_approvals_hold_in_any_order_the_database_gives_answers(self, world: World) -> None:
        two_people(world)
        sent(world)
        for code in ("BUD-01", "SEC-01"):
            line = EvidenceItem(title=f"Minutes on {code}")
            world.answer({code: replace(world.reply(code, 3), evidence=(line,))})
        approve(world)

        with rows_in_another_order():
            submission = approve(world, by=world.administrator)

        assert submission is not None
        held = [one["title"] for one in submission.held]
        assert held == ["Minutes on BUD-01", "Minutes on SEC-01"]

    def test_one_person_cannot_be_both(self, world: World) -> None:
        two_people(world)
        sent(world)
        approve(world)

        with pytest.raises(Refused, match="You have approved this already"):
            approve(world)
        with pytest.raises(Refused, match="You have approved this already"):
            assessments.submit(assessment=world.assessment, by=world.approver)

    @pytest.mark.parametrize("first", ["approver", "contributor"])
    def test_an_approver_and_their_deputy_are_one_of_the_two(
        self, world: World, first: str
    ) -> None:
        two_people(world)
        sent(world)
        order = ["approver", "contributor"] if first == "approver" else ["contributor", "approver"]
        acting = {"approver": None, "contributor": world.approver.pk}
        one, other = order
        assert approve(world, by=getattr(world, one), acting_for=acting[one]) is None

        with pytest.raises(Refused, match="in person or through a deputy"):
            approve(world, by=getattr(world, other), acting_for=acting[other])
        assert approve(world, by=world.administrator) is not None

    def test_a_deputy_of_an_approver_without_a_name_can_sign(self, world: World) -> None:
        sent(world)
        address = f"{'a' * 64}@{'b' * 120}.example"
        User.objects.filter(pk=world.approver.pk).update(name="", email=address)
        assert approve(world, by=world.contributor, acting_for=world.approver.pk) is not None
        assert Decision.objects.get().acting_for == address[:150]

    def test_two_people_of_one_name_are_two(self, world: World) -> None:
        two_people(world)
        sent(world)
        User.objects.filter(pk=world.administrator.pk).update(name=str(world.approver))
        assert approve(world, by=world.contributor, acting_for=world.approver.pk) is None
        assert approve(world, by=world.administrator) is not None

    def test_a_new_name_makes_no_second_person(self, world: World) -> None:
        two_people(world)
        sent(world)
        approve(world, by=world.contributor, acting_for=world.approver.pk)
        User.objects.filter(pk=world.approver.pk).update(name="Asha Approver")

        with pytest.raises(Refused, match="in person or through a deputy"):
            approve(world)

    @pytest.mark.parametrize("left", [True, False])
    def test_an_approval_counts_when_its_signer_has_left_or_signs_no_more(
        self, world: World, left: bool
    ) -> None:
        two_people(world)
        sent(world)
        approve(world)
        member = world.organisation.memberships.get(user=world.approver)
        if left:
            members.remove(membership=member, by=world.administrator)
        else:
            members.change_role(membership=member, role=Role.VIEWER, by=world.administrator)

        submission = approve(world, by=world.administrator)

        assert submission is not None
        marks = [one.get("signs_no_more", False) for one in submission.signed["decisions"]]
        assert marks == [True, False]
        first, second = signing(submission.signed).decisions  # type: ignore[union-attr]
        assert "Ash Approver could no longer approve when it was submitted" in first.heading
        assert "no longer" not in second.heading

    def test_a_program_cannot_submit_for_one(self, world: World) -> None:
        two_people(world)
        world.complete()

        with pytest.raises(Refused, match="requires two people"):
            assessments.submit(assessment=world.assessment, by=world.approver)
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("what", ["answer", "evidence"])
    def test_a_change_voids_the_first_approval(self, world: World, what: str) -> None:
        two_people(world)
        sent(world)
        approve(world)
        if what == "answer":
            world.answer({"BUD-01": 0})
        else:
            recorded(world)

        assert approve(world, by=world.administrator) is None
        [void] = last_round(world).void(world.seen)
        assert void.key == world.approver.pk
        submission = approve(world)
        assert submission is not None
        assert [one["void"] for one in submission.signed["decisions"]] == [True, False, False]

    def test_what_is_as_it_was_again_is_approved_again(self, world: World) -> None:
        two_people(world)
        sent(world)
        approve(world)
        before = world.seen
        world.answer({"BUD-01": 0})
        world.complete()

        assert world.seen == before
        assert approve(world, by=world.administrator) is not None


class TestSample:
    def test_it_is_of_the_two_top_levels_and_the_same_each_time(self, world: World) -> None:
        made = reviews.ready(finished(world))
        drawn = sample_of("R-K7M2-P9X4-1", made.spec, made.result)

        levels = {one.code: one.level for one in made.result.questions}
        assert len(drawn) == 5
        assert {levels[code] for code in drawn} <= {3, 4}
        assert drawn == sample_of("R-K7M2-P9X4-1", made.spec, made.result)
        others = {tuple(sample_of(f"R-{n}", made.spec, made.result)) for n in range(9)}
        assert len(others) > 5


def finished(world: World) -> Assessment:
    return Assessment.objects.get(pk=world.complete().pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("two", [False, True])
def test_of_two_approvers_at_one_moment_one_submits(two: bool) -> None:
    world = build_world()
    sent(world)
    if two:
        two_people(world)

    def by(user: Any) -> Callable[[], Submission | None]:
        return lambda: approve(world, by=user)

    outcomes = together(by(world.approver), by(world.administrator))

    assert Submission.objects.count() == 1
    assert sum(isinstance(one, Submission) for one in outcomes) == 1
    [other] = [one for one in outcomes if not isinstance(one, Submission)]
    assert other is None if two else "already been submitted" in other.reason
    assert Decision.objects.count() == (2 if two else 1)
