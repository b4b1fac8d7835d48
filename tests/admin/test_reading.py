"""Assessments, answers, submissions, scores and the trail are read here, and never written."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.core import serializers
from django.test import Client

from assessments.admin.read_only import ReadOnly
from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    Assignment,
    Attachment,
    AuditEvent,
    Evidence,
    Membership,
    PlannedAction,
    Reminder,
    Scenario,
    ScoreSnapshot,
    Submission,
    SuggestedAnswer,
)
from assessments.models.rubric import RubricPart
from assessments.queries.rubrics import read_published
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import assessments, attachments, reminders, suggestions
from tests.admin.pages import address, text_of
from tests.assigning import given_to
from tests.attaching import attached
from tests.cost import counted
from tests.evidence import recorded
from tests.plans import planned, supposed
from tests.worlds import World

READ_ONLY = (
    Answer,
    AnswerRevision,
    Assessment,
    Assignment,
    Attachment,
    AuditEvent,
    Evidence,
    PlannedAction,
    Reminder,
    Scenario,
    ScoreSnapshot,
    Submission,
    SuggestedAnswer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world: World) -> Submission:
    """With evidence that was there, and an assessment to which its answers are suggested."""
    attached(recorded(world), by=world.contributor)
    submission = world.submit()
    again = world.start(title="Again")
    suggestions.bring(assessment=again, source=world.assessment, by=world.contributor)
    given_to(world, assessment=again)
    planned(world)
    supposed(world, submission)
    reminders.send()
    return submission


def kept() -> str:
    """Everything that may never change, as text."""
    return "".join(
        serializers.serialize("json", model._base_manager.order_by("pk")) for model in READ_ONLY
    )


def test_these_are_the_models_that_no_one_writes_here() -> None:
    registered = {m for m, page in admin.site._registry.items() if isinstance(page, ReadOnly)}
    assert set(READ_ONLY) <= registered


def test_no_post_by_a_superuser_changes_any_of_it(as_superuser: Client, sent: Submission) -> None:
    before = kept()
    for model in READ_ONLY:
        row: Any = model._base_manager.first()
        assert row is not None, model
        for page in (address(model, "add"), address(row), address(row, "delete")):
            response = as_superuser.post(page, {"post": "yes", "_save": "Save", "note": "x"})
            assert response.status_code == 403, page
        bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        assert as_superuser.post(address(model), bulk).status_code in (200, 302, 403), model
    assert kept() == before


def test_every_page_of_a_published_edition_refuses_a_post(
    as_superuser: Client, world: World
) -> None:
    before = world.version.content_hash
    for model in admin.site._registry:
        if issubclass(model, RubricPart):
            row: Any = model._default_manager.filter(version=world.version).first()
            assert as_superuser.post(address(row), {"code": "X"}).status_code == 409
            assert as_superuser.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    assert as_superuser.post(address(world.version), {"title": "X"}).status_code == 409
    assert as_superuser.post(address(world.version, "delete"), {"post": "yes"}).status_code == 403
    world.version.refresh_from_db()
    assert world.version.content_hash == before and read_published(world.version)


def test_answers_as_sent_are_shown_whole_and_escaped(as_superuser: Client, world: World) -> None:
    hostile = '<script>alert("x")</script>'
    evidence = (EvidenceItem(title=hostile, link=hostile),)
    reply = Reply(state=State.ANSWERED, value=3, note=hostile, evidence=evidence)
    world.complete()
    world.answer({"BUD-01": reply})
    sent = assessments.submit(assessment=world.assessment, by=world.approver)
    answer = world.assessment.answers.get(question__code="BUD-01")
    pages = [sent, answer, answer.revisions.first(), world.assessment]
    for row in pages:
        html = as_superuser.get(address(row)).content.decode()
        assert "<script>alert" not in html
    page = text_of(as_superuser.get(address(sent)))
    start = page.index('<pre class="rd-document">') + len('<pre class="rd-document">')
    assert json.loads(page[start : page.index("</pre>", start)]) == sent.answers


def test_every_value_that_an_answer_had_is_on_its_page(as_superuser: Client, world: World) -> None:
    world.answer({"BUD-01": 1})
    world.answer({"BUD-01": 4})
    answer = world.assessment.answers.get(question__code="BUD-01")
    html = as_superuser.get(address(answer)).content.decode()
    assert html.count("field-revision") >= 2
    assert "every value it has had" in html.lower()


def test_evidence_is_found_by_its_words_and_by_its_date(as_superuser: Client, world: World) -> None:
    recorded(world, parts=("User access control",))
    lapsed = {"achieved_on": date(2020, 1, 1), "good_until": date(2021, 1, 1)}
    theirs = {"organisation": world.neighbour, "by": world.stranger}
    recorded(world, title="Lapsed result", framework="caf-4.0", **lapsed, **theirs)

    def found(**query: str) -> list[str]:
        html = text_of(as_superuser.get(address(Evidence), query))
        return [title for title in ("Cyber Essentials Plus", "Lapsed result") if title in html]

    assert len(found()) == 2
    reference = Evidence.objects.get(title="Cyber Essentials Plus").reference
    assert found(date="good") == found(q=reference) == ["Cyber Essentials Plus"]
    assert found(date="past") == found(framework="caf-4.0") == ["Lapsed result"]
    assert found(q=world.neighbour.name) == ["Lapsed result"]
    assert "User access control" in text_of(as_superuser.get(address(Evidence)))


def test_files_are_read_by_what_they_are_and_never_fetched(
    as_superuser: Client, world: World
) -> None:
    made = attached(recorded(world), by=world.contributor)
    theirs = recorded(world, organisation=world.neighbour, by=world.stranger)
    attachments.remove(
        attachment=attached(theirs, by=world.stranger, name="plan.pdf"), by=world.stranger
    )

    def found(**query: str) -> list[str]:
        html = text_of(as_superuser.get(address(Attachment), query))
        return [name for name in ("minutes.pdf", "plan.pdf") if name in html]

    assert found() == found(scan="unscanned") == ["minutes.pdf", "plan.pdf"]
    assert found(removed_at__isempty="1") == ["minutes.pdf"]
    assert found(removed_at__isempty="0") == ["plan.pdf"]
    assert found(scan="clean") == []
    assert found(q=world.neighbour.name) == ["plan.pdf"]
    page = text_of(as_superuser.get(address(made)))
    for said in ("minutes.pdf", "PDF", made.sha256, "unscanned", str(world.contributor)):
        assert said in page
    for secret in (made.stored_as, "/files/", 'type="file"', "%PDF"):
        assert secret not in page


def test_what_waits_is_read_with_what_differs_and_what_was_held_is_whole(
    as_superuser: Client, sent: Submission
) -> None:
    again = SuggestedAnswer.objects.earliest("pk").assessment_id
    asked = {"q": "BUD-01", "assessment__id__exact": again}
    html = text_of(as_superuser.get(address(SuggestedAnswer), asked))
    assert "BUD-01" in html and "BUD-02" not in html
    page = text_of(as_superuser.get(address(sent)))
    assert all(one["title"] in page for one in sent.held) and sent.held


def test_work_and_what_people_were_reminded_of_are_read_by_person(
    as_superuser: Client, sent: Submission
) -> None:
    for model in (Assignment, Reminder):
        found = text_of(as_superuser.get(address(model), {"q": "connie"}))
        assert "Connie Contributor" in found
        assert "Connie Contributor" not in text_of(as_superuser.get(address(model), {"q": "zz"}))


def test_many_rows_cost_as_little_as_few(as_superuser: Client, sent: Submission) -> None:
    world = sent.assessment.organisation
    again = SuggestedAnswer.objects.earliest("pk").assessment_id
    of_it = f"{address(SuggestedAnswer)}?assessment__id__exact={again}"
    pages = [address(Evidence), of_it]
    few = [counted(lambda page=page: as_superuser.get(page))[1] for page in pages]
    one = world.evidence.get()
    for number in range(60):
        one.pk, one.reference, one.title = None, f"copy-{number}", f"Copy {number}"
        Evidence.objects.bulk_create([one])
    assert [counted(lambda page=page: as_superuser.get(page))[1] for page in pages] == few
    assert max(few) <= 10


def test_the_trail_is_read_in_sentences(as_superuser: Client, sent: Submission) -> None:
    html = text_of(as_superuser.get(address(AuditEvent)))
    assert "Ash Approver submitted" in html
    narrowed = text_of(as_superuser.get(address(AuditEvent), {"event": "assessment.submitted"}))
    assert "Ash Approver submitted" in narrowed and "Ada Administrator added" not in narrowed


def test_the_history_of_a_row_is_what_the_trail_says_of_it_where_that_is_anything(
    as_superuser: Client, sent: Submission
) -> None:
    council = sent.assessment.organisation
    member = Membership.objects.get(organisation=council, user__name="Connie Contributor")
    for row, said, unsaid in (
        (council, "Ash Approver submitted", "Neighbour"),
        (sent.assessment, "Ash Approver submitted", "recorded the"),
        (Evidence.objects.get(), "Cyber Essentials Plus", "Ash Approver submitted"),
        (member, "Connie Contributor", "Ash Approver submitted"),
    ):
        asked = re.findall(
            r'href="([^"]+)" class="historylink"', text_of(as_superuser.get(address(row)))
        )
        assert len(asked) == 1, row
        events = text_of(as_superuser.get(asked[0]))
        assert said in events and unsaid not in events, row
    for one in (sent, AuditEvent.objects.latest("pk"), Answer.objects.earliest("pk")):
        assert "historylink" not in text_of(as_superuser.get(address(one))), one


def test_no_page_offers_a_way_to_the_site_that_only_members_have(
    as_superuser: Client, sent: Submission
) -> None:
    for row in (sent, sent.assessment, sent.assessment.organisation):
        assert "View on site" not in text_of(as_superuser.get(address(row)))


@pytest.mark.engine
def test_a_list_that_is_asked_nonsense_says_nothing_worse_than_that(
    as_superuser: Client, sent: Submission
) -> None:
    for query in ({"q": "'; drop"}, {"p": "x"}, {"event": "no such"}, {"e": "1"}, {"o": "99.x"}):
        response = as_superuser.get(address(AuditEvent), query, follow=True)
        assert response.status_code == 200, query
