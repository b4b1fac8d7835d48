"""Starting, submitting, reopening and withdrawing an assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assessments import clock
from assessments.models import Assessment, AuditEvent, ScoreSnapshot, Submission
from assessments.models.base import FrozenRecord
from assessments.queries.answers import stored_answers
from assessments.queries.assessments import standing_of
from assessments.rubric.definition import OwnerRoleSpec, QuestionSpec, RubricSpec
from assessments.rubric.files import EVERY_SHIPPED
from assessments.rubric.files.answers import sheet_from_document
from assessments.rubric.files.canonical import hash_of
from assessments.rubric.files.codec import load
from assessments.scoring.sheet import Reply, State
from assessments.services import answers, organisations, rubrics
from assessments.services import assessments as services
from assessments.workflow import Refused, Status
from tests.evidence import recorded
from tests.factories.rubrics import dimension, rubric, single
from tests.factories.shipped import shipped_rubric
from tests.services.together import together
from tests.worlds import World, build_world, published

REASON = "The answer to SEC-01 was out of date."


def publishable(*questions: QuestionSpec) -> RubricSpec:
    """A small rubric that names no role it does not have."""
    head = OwnerRoleSpec(code="digital", default="Head of digital")
    return rubric(dimension("a", 1, *questions), roles=[head])


def events(assessment: Assessment) -> list[str]:
    rows = AuditEvent.objects.filter(target_kind="assessment", target_ref=assessment.reference)
    return list(rows.order_by("pk").values_list("event", flat=True))


class TestStart:
    def test_it_copies_the_sector_and_tells_the_trail(self, world: World) -> None:
        assessment = world.start(title="Autumn  check ")

        assert assessment.sector == "local_authority"
        assert assessment.title == "Autumn check"
        assert assessment.status == Status.IN_PROGRESS
        assert assessment.rubric == world.version.rubric
        assert events(assessment) == ["assessment.started"]

    def test_a_later_change_of_sector_does_not_touch_it(self, world: World) -> None:
        assessment = world.assessment
        organisations.change(
            organisation=world.organisation,
            name="Wexcombe Homes",
            sector="housing_association",
            region="south_west",
            by=world.administrator,
        )

        assessment.refresh_from_db()
        assert assessment.sector == "local_authority"

    def test_the_sector_is_the_one_in_the_database(self, world: World) -> None:
        in_hand = world.organisation
        organisations.change(
            organisation=world.organisation,
            name="Wexcombe Homes",
            sector="housing_association",
            region="south_west",
            by=world.administrator,
        )

        assert world.start(organisation=in_hand).sector == "housing_association"

    def test_without_a_title_it_is_named_by_the_rubric_and_the_month(self, world: World) -> None:
        with clock.at(datetime(2026, 11, 30, 23, 59, tzinfo=UTC)):
            assessment = world.start(title="   ")

        assert assessment.title == "UK public sector digital and AI readiness, November 2026"

    def test_the_month_is_the_one_on_the_clock_in_london(self) -> None:
        late_in_june = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

        assert services.default_title("Readiness", late_in_june) == "Readiness, July 2026"

    def test_each_rubric_that_ships_gives_another_name(self) -> None:
        titles = [load(file.read_bytes()).title for file in EVERY_SHIPPED]

        assert [
            services.default_title(one, datetime(2026, 11, 27, tzinfo=UTC)) for one in titles
        ] == [
            "UK public sector digital and AI readiness, November 2026",
            "Gate check, November 2026",
            "AI adoption: short questionnaire, November 2026",
        ]

    @pytest.mark.parametrize(
        "title", ["x" * 200, "word " * 39 + "ended", ": a colon first", "2027"]
    )
    def test_a_name_from_any_title_of_a_rubric_is_one_that_it_takes(
        self, world: World, title: str
    ) -> None:
        named = services.default_title(title)

        assert world.start(title=named).title == named
        assert named.startswith(title[:4])

    def test_a_title_that_is_too_long_is_refused(self, world: World) -> None:
        with pytest.raises(Refused, match="200 characters or fewer"):
            world.start(title="x" * 201)

    def test_a_second_open_one_is_refused_and_leaves_no_trace(self, world: World) -> None:
        first = world.assessment

        with pytest.raises(Refused, match="already has an assessment in progress"):
            world.start()

        assert list(Assessment.objects.all()) == [first]
        assert events(first) == ["assessment.started"]

    def test_another_organisation_may_have_one_too(self, world: World) -> None:
        assert world.assessment.organisation != world.start(organisation=world.neighbour)

    def test_a_draft_is_refused(self, world: World) -> None:
        spec = replace(shipped_rubric(), edition="2027")
        draft = rubrics.import_draft(spec=spec, by=world.publisher)

        with pytest.raises(Refused, match="still a draft"):
            world.start(version=draft)

    def test_a_retired_edition_is_refused_also_when_the_page_is_old(self, world: World) -> None:
        rubrics.retire(version=world.version, by=world.publisher)

        assert world.version.retired_at is None  # what an old page has in hand
        with pytest.raises(Refused, match="retired"):
            world.start()

    def test_an_edition_for_other_sectors_is_refused_with_their_names(self, world: World) -> None:
        spec = shipped_rubric()
        trusts = [sector for sector in spec.sectors if sector.code == "nhs_trust"]
        for_trusts = replace(publishable(single("A-01")), code="for-trusts", sectors=trusts)
        version = published(for_trusts, by=world.publisher)

        with pytest.raises(Refused, match=r"\(local authority\). It is for: NHS trust\."):
            world.start(version=version)


class TestSubmit:
    def test_it_freezes_the_answers_and_the_score(self, world: World) -> None:
        assessment, seen = world.complete(), world.seen

        submission = services.submit(assessment=assessment, by=world.approver, seen=seen)

        assessment.refresh_from_db()
        assert assessment.status == Status.SUBMITTED
        assert submission.number == 1
        assert submission.reference == f"R-{assessment.reference.upper()}-1"
        assert submission.answers_hash == hash_of(submission.answers)
        assert submission.version == world.version
        assert submission.sector == "local_authority"
        assert submission.organisation_name == "Wexcombe Borough Council"
        assert submission.assessment_title == "Readiness 2026"
        assert submission.submitted_by_name == "Ash Approver"
        assert events(assessment) == [
            "assessment.started",
            "assessment.approved",
            "assessment.submitted",
        ]
        event = AuditEvent.objects.get(event="assessment.submitted")
        assert event.sentence == f"Ash Approver submitted Readiness 2026 as {submission.reference}"

    def test_the_frozen_answers_read_back_to_the_letter(self, world: World) -> None:
        note = "“Ça va” – 中文 \U0001f600 <b>\n=1+1\t"
        world.answer({"BUD-01": Reply(state=State.ANSWERED, value=3, note=note)})
        before = standing_of(world.complete(**{"BUD_01": _noted(note)})).sheet

        submission = services.submit(assessment=world.assessment, by=world.approver)

        submission.refresh_from_db()
        assert submission.answers["answers"]["BUD-01"]["note"] == note
        assert sheet_from_document(world.spec, submission.answers) == before

    def test_names_stay_as_they_were(self, world: World) -> None:
        submission = world.submit()
        organisations.change(
            organisation=world.organisation,
            name="Greater Wexcombe",
            sector="local_authority",
            region="south_west",
            by=world.administrator,
        )

        submission.refresh_from_db()
        assert submission.organisation_name == "Wexcombe Borough Council"

    def test_nothing_of_it_can_be_changed(self, world: World) -> None:
        submission = world.submit()

        with pytest.raises(FrozenRecord):
            submission.save()
        with pytest.raises(FrozenRecord):
            Submission.objects.update(sector="nhs_trust")
        with pytest.raises(FrozenRecord):
            submission.snapshot.delete()

    def test_an_incomplete_one_is_refused_with_the_count(self, world: World) -> None:
        world.complete()
        world.answer({"BUD-01": Reply(), "SEC-09": Reply()})

        with pytest.raises(Refused, match="^2 questions still need an answer"):
            services.submit(assessment=world.assessment, by=world.approver)

        assert not Submission.objects.exists()
        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.IN_PROGRESS

    def test_one_question_is_counted_in_the_singular(self, world: World) -> None:
        world.complete()
        world.answer({"BUD-01": Reply()})

        with pytest.raises(Refused, match="^1 question still needs an answer"):
            services.submit(assessment=world.assessment, by=world.approver)

    def test_answers_that_changed_since_are_refused(self, world: World) -> None:
        world.complete()
        seen = world.seen
        world.answer({"BUD-01": 0}, by=world.contributor)

        with pytest.raises(
            Refused, match="^An answer, or what your organisation already has, was changed"
        ):
            services.submit(assessment=world.assessment, by=world.approver, seen=seen)

        assert not ScoreSnapshot.objects.exists()

    def test_a_changed_note_counts_as_a_change(self, world: World) -> None:
        world.complete()
        seen = world.seen
        reply = standing_of(world.assessment).sheet.reply("BUD-01")
        world.answer({"BUD-01": replace(reply, note="Ask finance first.")})

        with pytest.raises(
            Refused, match="^An answer, or what your organisation already has, was changed"
        ):
            services.submit(assessment=world.assessment, by=world.approver, seen=seen)

    def test_evidence_that_was_recorded_since_is_refused(self, mapped: World) -> None:
        mapped.answer({"A-1": 0, "A-2": ["a"], "A-3": "dont_know"})
        seen = mapped.seen
        recorded(mapped, framework="unused")
        assert mapped.seen == seen  # it supports no question
        recorded(mapped)

        with pytest.raises(Refused, match="what your organisation already has, was changed"):
            services.submit(assessment=mapped.assessment, by=mapped.approver, seen=seen)

        sent = services.submit(assessment=mapped.assessment, by=mapped.approver, seen=mapped.seen)
        assert [one["title"] for one in sent.held] == ["Cyber Essentials Plus"]
        assert sent.held_hash == hash_of(sent.held)

    def test_a_change_and_back_is_no_change(self, world: World) -> None:
        world.complete()
        seen = world.seen
        was = standing_of(world.assessment).sheet.reply("BUD-01")
        world.answer({"BUD-01": 0})
        world.answer({"BUD-01": was})

        services.submit(assessment=world.assessment, by=world.approver, seen=seen)

    def test_submitting_twice_is_refused(self, world: World) -> None:
        world.submit()

        with pytest.raises(Refused, match="already been submitted"):
            services.submit(assessment=world.assessment, by=world.administrator)

        assert Submission.objects.count() == 1

    def test_nothing_to_score_is_refused_with_the_reason(self, db: None) -> None:
        question = single("A-01", not_applicable_allowed=True)
        world = build_world(publishable(question))
        reason = "We closed that service three years ago."
        world.answer({"A-01": Reply(state=State.NOT_APPLICABLE, reason=reason)})

        with pytest.raises(Refused, match="There is nothing to score"):
            services.submit(assessment=world.assessment, by=world.approver)

        assert not Submission.objects.exists()


def _noted(note: str) -> Reply:
    return Reply(state=State.ANSWERED, value=3, note=note)


class TestReopen:
    def test_it_opens_the_next_number_and_leaves_the_first(self, world: World) -> None:
        first = world.submit()
        before = (first.answers, first.answers_hash, first.snapshot.result)

        services.reopen(assessment=world.assessment, by=world.administrator, reason=REASON)
        world.answer({"SEC-01": 4})
        second = services.submit(assessment=world.assessment, by=world.approver)

        first = Submission.objects.select_related("snapshot").get(pk=first.pk)
        assert (first.answers, first.answers_hash, first.snapshot.result) == before
        assert second.number == 2
        assert second.reference == first.reference[:-1] + "2"
        assert second.snapshot.overall > first.snapshot.overall
        assert events(world.assessment) == [
            "assessment.started",
            "assessment.approved",
            "assessment.submitted",
            "assessment.reopened",
            "assessment.approved",
            "assessment.submitted",
        ]

    def test_the_reason_is_in_the_trail(self, world: World) -> None:
        world.submit()

        services.reopen(assessment=world.assessment, by=world.administrator, reason=f" {REASON}\n")

        event = AuditEvent.objects.get(event="assessment.reopened")
        assert event.sentence == f"Ada Administrator reopened Readiness 2026. Reason: {REASON}"

    def test_an_open_one_is_refused(self, world: World) -> None:
        with pytest.raises(Refused, match="already open"):
            services.reopen(assessment=world.assessment, by=world.administrator, reason=REASON)

    def test_it_waits_while_another_is_open(self, world: World) -> None:
        world.submit()
        world.start(title="The next one")

        with pytest.raises(Refused, match="already has an assessment in progress"):
            services.reopen(assessment=world.assessment, by=world.administrator, reason=REASON)

        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.SUBMITTED
        assert "assessment.reopened" not in events(world.assessment)

    def test_a_withdrawn_one_can_be_reopened(self, world: World) -> None:
        services.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)

        services.reopen(assessment=world.assessment, by=world.administrator, reason=REASON)

        assert world.answer({"BUD-01": 2}).status == Status.IN_PROGRESS


class TestWithdraw:
    def test_it_keeps_the_answers(self, world: World) -> None:
        world.answer({"BUD-01": 2})

        services.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)

        world.assessment.refresh_from_db()
        assert world.assessment.status == Status.WITHDRAWN
        assert standing_of(world.assessment).sheet.reply("BUD-01").value == 2

    def test_it_makes_room_for_another(self, world: World) -> None:
        services.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)

        assert world.start(title="Again").is_open

    def test_a_submitted_one_is_refused(self, world: World) -> None:
        world.submit()

        with pytest.raises(Refused, match="cannot be withdrawn"):
            services.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)

    def test_a_withdrawn_one_cannot_be_submitted(self, world: World) -> None:
        world.complete()
        services.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)

        with pytest.raises(Refused, match="withdrawn"):
            services.submit(assessment=world.assessment, by=world.approver)


@pytest.mark.parametrize("step", [services.reopen, services.withdraw])
@pytest.mark.parametrize("reason", ["", "too short", " " * 30, "x" * 2001])
def test_a_reason_is_a_reason(world: World, step: Callable[..., Assessment], reason: str) -> None:
    with pytest.raises(Refused, match="reason"):
        step(assessment=world.assessment, by=world.administrator, reason=reason)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    """On either database, of two people exactly one gets there first."""

    def test_two_submit_and_one_wins(self) -> None:
        world = build_world()
        assessment = world.complete()

        outcomes = together(
            lambda: services.submit(assessment=assessment, by=world.approver),
            lambda: services.submit(assessment=assessment, by=world.administrator),
        )

        refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert len(refusals) == 1
        assert "already been submitted" in refusals[0].reason
        assert Submission.objects.count() == ScoreSnapshot.objects.count() == 1

    def test_two_start_and_one_wins(self) -> None:
        world = build_world()

        outcomes = together(world.start, world.start)

        refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert [refusal.reason for refusal in refusals] == [services.ANOTHER_OPEN]
        assert Assessment.objects.count() == 1

    def test_a_save_is_in_the_submission_or_refused(self) -> None:
        world = build_world()
        assessment = world.complete()
        revision = assessment.answers.get(question__code="BUD-01").revision
        change = answers.Change(
            code="BUD-01", reply=Reply(state=State.ANSWERED, value=0), seen=revision
        )

        saved, submission = together(
            lambda: answers.save(assessment=assessment, by=world.contributor, changes=[change]),
            lambda: services.submit(assessment=assessment, by=world.approver),
        )

        assert isinstance(submission, Submission)
        frozen = submission.answers["answers"]["BUD-01"]["value"]
        stored = stored_answers(assessment)["BUD-01"].reply.value
        assert frozen == stored
        assert isinstance(saved, Refused) == (stored != 0)
