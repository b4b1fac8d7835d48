"""Carrying over: one step that suggests every answer, closes the old assessment, loses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import clock
from assessments.models import (
    AnswerRevision,
    Assessment,
    AuditEvent,
    RubricVersion,
    SuggestedAnswer,
    User,
)
from assessments.queries.answers import stored_answers
from assessments.queries.assessments import standing_of
from assessments.queries.carrying import plan_from
from assessments.queries.suggestions import suggestions_of
from assessments.rubric.definition import ConditionSpec, RubricSpec, SectorSpec
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from assessments.services import answers, assessments, organisations, rubrics, suggestions
from assessments.services.assessments import carry_over
from assessments.workflow import Refused
from tests.factories.rubrics import dimension, single
from tests.factories.shipped import shipped_rubric
from tests.services.together import together
from tests.views.small import ANSWERS, small_spec
from tests.worlds import World, published

MOST_QUERIES = 30
NOTED = Reply(
    state=State.ANSWERED,
    value=3,
    note="As the board heard.",
    evidence=(EvidenceItem(title="Minutes", link="https://example.org/minutes"),),
)


def next_spec(**question: Any) -> RubricSpec:
    """The small rubric of the next year: its first question as given, and one more."""
    spec = small_spec()
    (dimension,) = spec.dimensions
    first, *others = dimension.questions
    questions = [replace(first, **question), *others, single("A-9")]
    return replace(spec, edition="2", dimensions=[replace(dimension, questions=questions)])


def under_way(world: World) -> Assessment:
    return world.answer({**ANSWERS, "A-1": NOTED}, assessment=world.start())


def suggested(assessment: Assessment) -> dict[str, Reply]:
    waiting = suggestions_of(assessment, stored_answers(assessment))
    return {code: one.reply for code, one in waiting.items()}


def accept_all(assessment: Assessment, by: User) -> list[str]:
    stored = stored_answers(assessment)
    codes = list(suggestions_of(assessment, stored))
    return suggestions.accept(assessment=assessment, by=by, codes=codes, over=stored)


def test_the_new_assessment_has_no_answer_and_every_earlier_one_as_a_suggestion(
    small: World,
) -> None:
    old = under_way(small)
    edition = published(next_spec(), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    old.refresh_from_db()
    assert (old.status, new.status) == ("withdrawn", "in_progress")
    assert (new.version, new.carried_from, new.started_by) == (edition, old, small.contributor)
    assert stored_answers(new) == {}
    empty = small.start(organisation=small.neighbour, version=edition, by=small.stranger)
    assert standing_of(new).result == standing_of(empty).result
    answered = {code: one.reply for code, one in stored_answers(old).items()}
    assert suggested(new) == answered


def test_an_accepted_suggestion_is_an_answer_of_the_person_who_accepted_it(small: World) -> None:
    old = under_way(small)
    edition = published(next_spec(), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    assert accept_all(new, small.approver) == ["A-1", "A-2", "A-3"]
    kept = stored_answers(new)
    assert {code: one.reply for code, one in kept.items()} == {
        code: one.reply for code, one in stored_answers(old).items()
    }
    assert {(one.revision, one.saved_by_id) for one in kept.values()} == {(1, small.approver.pk)}
    assert suggested(new) == {}
    assert AnswerRevision.objects.filter(answer__assessment=new).count() == 3


@pytest.mark.parametrize("earlier_rule", [False, True])
def test_a_name_that_people_gave_is_kept_and_one_that_says_the_month_is_not(
    small: World, earlier_rule: bool
) -> None:
    edition = published(next_spec(), by=small.publisher)
    with clock.at(clock.now() - timedelta(days=400)):
        title = assessments.default_title("Readiness") if earlier_rule else ""
        earlier = small.start(title=title, version=small.version)
    new = carry_over(assessment=earlier, version=edition, by=small.contributor)
    assert new.title == assessments.default_title(edition.title) != earlier.title
    theirs = small.start(
        organisation=small.neighbour, version=small.version, by=small.stranger, title="Our check"
    )
    assert carry_over(assessment=theirs, version=edition, by=small.stranger).title == "Our check"


def test_an_answer_to_a_changed_question_is_suggested_with_what_changed(small: World) -> None:
    old = under_way(small)
    edition = published(next_spec(text="What exactly about A-1?"), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    one = suggestions_of(new, {})["A-1"]
    assert (one.reply, one.refused) == (NOTED, False)
    assert one.changes == ("The question is worded differently.",)
    assert stored_answers(old)["A-1"].reply == NOTED


def test_an_answer_that_is_refused_is_there_in_words_and_leaves_its_note_and_evidence(
    small: World,
) -> None:
    old = under_way(small)
    levels = small_spec().question("A-1").levels[4:]
    new = carry_over(
        assessment=old,
        version=published(next_spec(levels=levels), by=small.publisher),
        by=small.contributor,
    )
    one = suggestions_of(new, {})["A-1"]
    assert one.refused and one.said == small.spec.question("A-1").level(3).text
    assert "“Level 3” can no longer be chosen." in one.changes
    accept_all(new, small.contributor)
    left = stored_answers(new)["A-1"].reply
    assert left == Reply(note=NOTED.note, evidence=NOTED.evidence)


def renewing(world: World) -> tuple[Assessment, Assessment]:
    """A submitted assessment, and one in progress in which its answers are suggested."""
    before = under_way(world)
    last = assessments.submit(assessment=before, by=world.approver)
    return before, world.start(title="Next year", last=last)


def test_what_waits_goes_along_with_where_it_came_from_and_an_answer_comes_before_it(
    small: World,
) -> None:
    before, old = renewing(small)
    small.answer({"A-1": 1, "A-2": Reply(note="Ask Priya.")}, assessment=old)
    edition = published(next_spec(), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    found = suggestions_of(new, {})
    assert {code: (one.source, one.finished) for code, one in found.items()} == {
        "A-1": (str(old), False),
        # The note is of this year, so the whole is not said to be of the report.
        "A-2": (str(old), False),
        "A-3": (str(before), True),
    }
    assert found["A-1"].reply.value == 1
    assert (found["A-2"].reply.value, found["A-2"].reply.note) == (
        frozenset({"a", "c"}),
        "Ask Priya.",
    )
    assert "carried 3 answers, as suggestions," in AuditEvent.objects.order_by("-pk")[0].sentence


def test_what_was_tried_without_an_account_goes_along_and_says_so(small: World) -> None:
    sheet = AnswerSheet(sector=small.organisation.sector, replies={"A-1": NOTED})
    tried = plan_from(small.spec, sheet, small.spec, sheet.sector)
    old = small.start(tried=tried)
    edition = published(next_spec(), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    one = suggestions_of(new, {})["A-1"]
    assert (one.reply, one.source) == (NOTED, "what was tried without an account")


@pytest.mark.parametrize("noted", [True, False])
def test_what_waits_keeps_what_was_said_against_it_over_a_second_edition(
    small: World, noted: bool
) -> None:
    reply = NOTED if noted else replace(NOTED, note="", evidence=())
    old = small.answer({"A-1": reply, "A-2": ["a"]}, assessment=small.start())
    levels = small_spec().question("A-1").levels[4:]
    second = published(next_spec(levels=levels), by=small.publisher)
    between = carry_over(assessment=old, version=second, by=small.contributor)
    third = published(replace(next_spec(text="What now?"), edition="3"), by=small.publisher)
    new = carry_over(assessment=between, version=third, by=small.contributor)
    found = suggestions_of(new, {})
    assert list(found) == ["A-1", "A-2"]
    assert found["A-1"].said == small.spec.question("A-1").level(3).text
    assert "“Level 3” can no longer be chosen." in found["A-1"].changes
    assert found["A-1"].reply.note == reply.note


def test_what_waits_for_a_question_that_is_not_asked_now_goes_along_too(small: World) -> None:
    asked_if = ConditionSpec(question="A-1", level_at_least=4)
    questions = [single("A-1"), single("A-2", condition=asked_if)]
    spec = replace(small_spec(), edition="2", dimensions=[dimension("A", 1, *questions)])
    second = published(spec, by=small.publisher)
    both = {"A-1": replace(NOTED, value=4), "A-2": NOTED}
    before = small.answer(both, assessment=small.start(version=second))
    last = assessments.submit(assessment=before, by=small.approver)
    old = small.answer({"A-1": 1}, assessment=small.start(version=second, last=last))
    third = published(replace(spec, edition="3"), by=small.publisher)
    new = carry_over(assessment=old, version=third, by=small.contributor)
    assert SuggestedAnswer.objects.filter(assessment=new, question__code="A-2").exists()


def test_both_histories_say_what_happened(small: World) -> None:
    old = under_way(small)
    edition = published(next_spec(text="What exactly about A-1?"), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)

    def sentences(one: Assessment) -> list[str]:
        rows = AuditEvent.objects.filter(target_ref=one.reference).order_by("pk")
        return [row.sentence for row in rows]

    assert sentences(old)[-1] == (
        f"Connie Contributor withdrew {old.title}. "
        f"Reason: It goes on as {new.reference}, on edition 2."
    )
    assert sentences(new) == [
        f"Connie Contributor started {new.title}",
        f"Connie Contributor carried 3 answers, as suggestions, over to {new.title} "
        f"from {old.title} ({old.reference})",
    ]


def test_an_assessment_without_answers_is_carried_over_too(small: World) -> None:
    old = small.start()
    new = carry_over(
        assessment=old, version=published(next_spec(), by=small.publisher), by=small.contributor
    )
    assert suggested(new) == {}
    assert "carried no answers over" in AuditEvent.objects.order_by("-pk")[0].sentence


def test_a_carried_assessment_can_be_answered_and_submitted(small: World) -> None:
    old = under_way(small)
    edition = published(next_spec(), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    with pytest.raises(Refused):
        assessments.submit(assessment=new, by=small.approver)
    accept_all(new, small.contributor)
    change = answers.Change(code="A-9", reply=Reply(state=State.ANSWERED, value=4), seen=0)
    answers.save(assessment=new, by=small.contributor, changes=[change])
    submission = assessments.submit(assessment=new, by=small.approver)
    assert submission.version == edition
    assert submission.answers["answers"]["A-1"]["evidence"] == [
        {"title": "Minutes", "link": "https://example.org/minutes"}
    ]


def refused(world: World, assessment: Assessment, version: RubricVersion) -> str:
    """Why it is refused; that nothing was changed is checked here."""
    before = (
        list(Assessment.objects.order_by("pk").values_list("pk", "status")),
        AuditEvent.objects.count(),
    )
    with pytest.raises(Refused) as caught:
        carry_over(assessment=assessment, version=version, by=world.contributor)
    assert before == (
        list(Assessment.objects.order_by("pk").values_list("pk", "status")),
        AuditEvent.objects.count(),
    )
    return caught.value.reason


def test_what_is_not_in_progress_is_not_carried_over(small: World) -> None:
    old = under_way(small)
    edition = published(next_spec(), by=small.publisher)
    assessments.withdraw(assessment=old, by=small.administrator, reason="We start again next year.")
    assert "only while an assessment is in progress" in refused(small, old, edition)


def test_the_same_and_an_older_edition_are_refused(small: World) -> None:
    edition = published(next_spec(), by=small.publisher)
    for version in (small.version, edition):
        newest = small.start(version=edition)
        assert "not newer" in refused(small, newest, version)
        assessments.withdraw(
            assessment=newest, by=small.administrator, reason="Only for this test."
        )


def test_an_edition_of_another_rubric_is_refused(small: World) -> None:
    other = published(shipped_rubric(), by=small.publisher)
    assert "not newer" in refused(small, under_way(small), other)


def test_a_draft_a_retired_and_a_coming_edition_are_refused(small: World) -> None:
    old = under_way(small)
    draft = rubrics.import_draft(spec=next_spec(), by=small.publisher)
    assert "still a draft" in refused(small, old, draft)
    begins = clock.today() + timedelta(days=9)
    rubrics.publish(
        version=draft, by=small.publisher, change_note="One question more.", effective_from=begins
    )
    assert "takes effect on" in refused(small, old, draft)
    rubrics.retire(version=draft, by=small.publisher)
    assert "has been retired" in refused(small, old, draft)


def test_an_edition_that_is_not_for_the_sector_is_refused_and_the_old_one_goes_on(
    small: World,
) -> None:
    old = under_way(small)
    trusts = replace(next_spec(), sectors=[SectorSpec(code="nhs_trust", name="NHS trust")])
    edition = published(trusts, by=small.publisher)
    assert "not written for your sector" in refused(small, old, edition)
    old.refresh_from_db()
    assert old.is_open


def test_the_sector_that_the_organisation_has_now_decides(small: World) -> None:
    old = under_way(small)
    organisation = small.organisation
    organisations.change(
        organisation=organisation,
        by=small.administrator,
        name=organisation.name,
        sector="nhs_trust",
        region=organisation.region,
        official_code="",
    )
    edition = published(next_spec(), by=small.publisher)
    new = carry_over(assessment=old, version=edition, by=small.contributor)
    assert (old.sector, new.sector) == ("local_authority", "nhs_trust")


def test_carrying_the_shipped_rubric_over_takes_few_queries(world: World) -> None:
    old = world.complete(assessment=world.start())
    edition = published(replace(shipped_rubric(), edition="2027"), by=world.publisher)
    with CaptureQueriesContext(connection) as queries:
        carry_over(assessment=old, version=edition, by=world.contributor)
    assert len(queries) <= MOST_QUERIES


@pytest.mark.django_db(transaction=True)
def test_of_two_who_carry_it_over_at_once_one_wins_and_the_other_is_refused(
    small: World,
) -> None:
    old = under_way(small)
    edition = published(next_spec(), by=small.publisher)
    outcomes = together(
        *(
            lambda by=by: carry_over(assessment=old, version=edition, by=by)
            for by in (small.contributor, small.approver)
        )
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Assessment", "Refused"]
    assert (
        Assessment.objects.filter(organisation=small.organisation, status="in_progress").count()
        == 1
    )


@pytest.mark.django_db(transaction=True)
def test_an_answer_saved_at_the_same_moment_is_carried_or_refused_and_never_lost(
    small: World,
) -> None:
    old = under_way(small)
    edition = published(next_spec(), by=small.publisher)
    reply = Reply(state=State.ANSWERED, value=1)
    change = answers.Change(code="A-1", reply=reply, seen=1)
    carried, saved = together(
        lambda: carry_over(assessment=old, version=edition, by=small.contributor),
        lambda: answers.save(assessment=old, by=small.approver, changes=[change]),
    )
    assert isinstance(carried, Assessment)
    kept = suggested(carried)["A-1"]
    if isinstance(saved, Refused):
        assert kept == NOTED
    else:
        assert kept == reply
