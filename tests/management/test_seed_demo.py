"""The demonstration world: everything there, once, and never in production."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db.models import F, QuerySet
from django.test import Client
from django.urls import reverse

from assessments import clock
from assessments.access.roles import MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS, Role
from assessments.admin.trials import LEAST_SHOWN
from assessments.exports import export
from assessments.management.demo import WHAT_CHANGED
from assessments.management.demo_world import gate_check, records, wexcombe
from assessments.management.demo_world.cast import PASSWORD, STAFF
from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    AuditEvent,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Review,
    RubricVersion,
    Submission,
    User,
)
from assessments.queries.answers import stored_answers
from assessments.queries.assessments import standing_of
from assessments.queries.evidence import holding_of
from assessments.queries.reports import build
from assessments.queries.rescoring import chunks, compared
from assessments.queries.rubrics import current_editions, edition_to_try, spec_of, versions_of
from assessments.queries.suggestions import suggestions_of
from assessments.reports.checking import checked, open_look
from assessments.rubric.comparison import compare
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import AI_SHORT, EVERY_SHIPPED, GATE_CHECK, SHIPPED
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet
from assessments.services import people, rubrics
from assessments.workflow import ReviewState, Status
from tests.docs.documents import document
from tests.management.conftest import Demonstration
from tests.management.running import run
from tests.views.small import small_spec
from tests.worlds import published

pytestmark = pytest.mark.django_db


def shipped() -> QuerySet[RubricVersion]:
    """The editions of the rubric that ships."""
    return RubricVersion.objects.filter(rubric__slug=SHIPPED.stem)


def everything() -> dict[str, int]:
    models = (
        *(Organisation, User, Assessment, Submission, AnswerRevision, AuditEvent),
        *(Invitation, JoinRequest),
    )
    return {model.__name__: model.objects.count() for model in models}


def test_it_builds_the_world_and_prints_every_sign_in(demo: Demonstration) -> None:
    assert (demo.code, demo.err) == (0, "")
    assert PASSWORD in demo.out
    can_sign_in = User.objects.filter(is_active=True)
    assert can_sign_in.count() >= 12
    for user in can_sign_in:
        assert user.email in demo.out
        assert user.email.endswith(".example")


def test_its_sign_ins_are_those_of_the_readme(demo: Demonstration) -> None:
    printed = dict(re.findall(r"^  (\S+@\S+) +(.+)$", demo.out, re.MULTILINE))
    readme = {row[0].strip("`"): row[1] for row in document("README.md").section("Try it").rows()}
    assert readme == printed
    assert len(readme) >= 12
    assert f"`{PASSWORD}`" in document("README.md").text


def test_a_second_run_changes_nothing(demo: Demonstration) -> None:
    before = everything()

    code, second, _ = run("seed_demo")

    assert (code, second) == (demo.code, demo.out)
    assert everything() == before
    assert mail.outbox == []


def test_after_an_earlier_edition_the_shipped_one_is_published_as_the_next() -> None:
    spec = replace(small_spec(), code=SHIPPED.stem, edition="2025")
    published(spec, by=people.system_user())

    assert run("seed_demo")[0] == 0

    new = shipped().get(number=2)
    assert new.is_published and new.change_note == WHAT_CHANGED
    used = Assessment.objects.filter(rubric=new.rubric)
    assert set(used.values_list("version", flat=True)) == {new.pk}


def test_a_finished_world_needs_no_edition(demo: Demonstration) -> None:
    rubrics.retire(version=shipped().get(), by=people.system_user())

    assert run("seed_demo")[0] == 0


def test_without_a_usable_edition_it_says_so_and_builds_no_body() -> None:
    run("import_rubric", str(SHIPPED), "--publish")
    rubrics.retire(version=RubricVersion.objects.get(), by=people.system_user())

    code, _, err = run("seed_demo")

    assert code == 1
    assert "already published" in err
    assert not Organisation.objects.exists()


def test_it_refuses_production(settings: object) -> None:
    settings.IN_PRODUCTION = True  # type: ignore[attr-defined]

    code, out, err = run("seed_demo")

    assert (code, out) == (1, "")
    assert "never built in production" in " ".join(err.split())
    assert not User.objects.exists()


def test_every_sector_and_every_role_is_there(demo: Demonstration) -> None:
    sectors = set(Organisation.objects.values_list("sector", flat=True))
    assert sectors == {"local_authority", "nhs_trust", "academy_trust", "housing_association"}
    council = Organisation.objects.get(slug="wexcombe-borough-council")
    roles = Membership.objects.filter(organisation=council).values_list("role", flat=True)
    assert set(roles) == {role.value for role in Role}
    for organisation in Organisation.objects.all():
        assert organisation.memberships.filter(role=Role.ADMINISTRATOR).exists()


def test_staff_have_their_groups_and_their_doors(demo: Demonstration) -> None:
    groups = {
        user.email: set(user.groups.values_list("name", flat=True))
        for user in User.objects.filter(email__in=[member.email for member in STAFF])
    }
    assert groups == {
        "moderator@readiness.example": {MODERATORS},
        "editor@readiness.example": {RUBRIC_EDITORS, RUBRIC_PUBLISHERS},
        "admin@readiness.example": set(),
    }
    assert User.objects.get(is_superuser=True).email == "admin@readiness.example"
    assert User.objects.filter(is_staff=True).count() == 2


def test_assessments_stand_in_every_state(demo: Demonstration) -> None:
    done = {
        (assessment.status, assessment.submissions.exists()): standing_of(assessment).progress
        for assessment in Assessment.objects.all()
    }
    assert (Status.SUBMITTED, True) in done
    assert (Status.WITHDRAWN, False) in done
    assert (Status.IN_PROGRESS, True) in done, "reopened"
    open_ones = [
        standing_of(one).progress
        for one in Assessment.objects.filter(status=Status.IN_PROGRESS, submissions__isnull=True)
    ]
    assert any(one.answered == 0 for one in open_ones), "empty"
    assert any(0 < one.answered < one.total for one in open_ones), "part-way"
    assert any(one.complete for one in open_ones), "complete, not submitted"


def test_one_assessment_waits_for_approval_and_two_people_signed_a_submission(
    demo: Demonstration,
) -> None:
    assert Review.objects.filter(state=ReviewState.WAITING).count() == 1
    [signed] = [
        one.signed["decisions"]
        for one in Submission.objects.all()
        if one.signed["people_needed"] == 2 and one.signed["decisions"][0]["sample"]
    ]
    assert [one["job_title"] for one in signed] == [
        "Head of digital",
        "Director of corporate services",
    ]


def test_one_council_submitted_twice_a_year_apart_and_got_better(demo: Demonstration) -> None:
    first, second = Submission.objects.filter(
        assessment__organisation__slug="wexcombe-borough-council",
        assessment__rubric__slug=SHIPPED.stem,
    ).order_by("submitted_at")
    assert timedelta(360) < second.submitted_at - first.submitted_at < timedelta(370)
    assert second.snapshot.overall > first.snapshot.overall + 10
    # The second shows what a gate does.
    assert (second.snapshot.band_from_score, second.snapshot.final_band) == ("ready", "developing")


def test_nothing_happened_before_the_rubric_was_published_or_after_now(demo: Demonstration) -> None:
    for assessment in Assessment.objects.select_related("version"):
        assert assessment.version.published_at < assessment.started_at
    newest = AuditEvent.objects.order_by("-at").first()
    assert newest is not None
    assert newest.at < User.objects.get(email="viewer@wexcombe.example").joined + timedelta(390)


def test_people_wrote_notes_gave_evidence_and_changed_their_minds(demo: Demonstration) -> None:
    present = AnswerRevision.objects.filter(revision=F("answer__revision"))
    assert present.exclude(note="").count() > 20
    assert AnswerRevision.objects.exclude(evidence=[]).count() > 30
    changed = Answer.objects.filter(revision__gt=1)
    assert changed.filter(assessment__status=Status.IN_PROGRESS).exists()
    assert present.filter(state="not_applicable").exclude(reason="").exists()
    assert Answer.objects.filter(state="dont_know").exists()


def test_a_board_reads_four_pages_at_most(demo: Demonstration) -> None:
    for submission in Submission.objects.select_related("version", "snapshot"):
        paper = pypdf.PdfReader(io.BytesIO(export("board").render(build(submission))))
        assert len(paper.pages) <= 4, submission


def test_every_snapshot_is_what_its_submission_comes_to(demo: Demonstration) -> None:
    found = [one for keys in chunks() for one in compared(keys) if one.differences]
    assert found == []
    assert Submission.objects.count() == 7


def council() -> Organisation:
    return Organisation.objects.get(slug="wexcombe-borough-council")


def test_wexcombe_is_on_its_way_from_one_edition_to_the_next(demo: Demonstration) -> None:
    first, second = RubricVersion.objects.filter(rubric__slug=records.CODE).order_by("number")
    changed = compare(spec_of(first), spec_of(second))
    assert [one.question.code for one in changed.added] == ["KEEP-04"]
    assert [one.question.code for one in changed.retired] == ["KEEP-03"]
    assert [one.code for one in changed.questions if one.wording] == ["KEEP-01"]
    assert [one.code for one in changed.dimension_weights] == ["KEEP", "FIND"]
    new = council().assessments.get(version=second)
    old = new.carried_from
    assert old is not None and old.version == first and old.status == Status.WITHDRAWN
    assert Submission.objects.filter(assessment=old).count() == 1
    assert new.title == old.title == records.TITLE
    stored = stored_answers(new)
    assert set(stored) == set(records.ACCEPTED)
    waiting = suggestions_of(new, stored)
    assert set(waiting) == {"KEEP-01", "FIND-02"} and waiting["KEEP-01"].changes


def test_a_certificate_backs_one_answer_one_is_past_its_date_and_one_does_not_fit(
    demo: Demonstration,
) -> None:
    holding = holding_of(council())
    held = [one for one in holding.items if one.framework]
    assert [one.is_past(holding.day) for one in held] == [False, True]
    follow_up = council().assessments.get(title__startswith="Follow-up")
    standing = standing_of(follow_up)
    found = checked(
        standing.spec, standing.sheet, standing.result, standing.progress, holding
    ).not_fitting
    assert [one.code for one in found] == ["SEC-03"]
    newest = Submission.objects.filter(
        assessment__organisation=council(), assessment__rubric__slug=SHIPPED.stem
    ).latest("submitted_at")
    report = build(newest)
    used = {part.code: [line.past for line in part.evidence] for part in report.questions}
    assert (used["SEC-01"], used["SEC-04"]) == ([False] * 3, [False, True])
    assert [one.title for one in report.held] == [one.title for one in held]


def test_two_pairs_of_the_follow_up_do_not_fit_and_one_has_a_reason(demo: Demonstration) -> None:
    follow_up = council().assessments.get(title__startswith="Follow-up")
    kept = {
        one.contradiction.code: (one.by, bool(one.reason)) for one in standing_of(follow_up).kept
    }
    assert kept == {"CON-04": ("", False), "CON-08": ("Tom Ashdown", True)}
    assert not any(build(one).contradictions for one in Submission.objects.all())
    browser = Client()
    browser.force_login(User.objects.get(email="contributor@wexcombe.example"))
    page = browser.get(reverse("assessment-check", args=[council().slug, follow_up.reference]))
    for said in ("do not fit together (2)", wexcombe.EXPLAINED["CON-08"], "No reason given"):
        assert said in page.content.decode()


def test_wexcombe_has_an_invitation_and_a_request_to_join(demo: Demonstration) -> None:
    invited, asked = Invitation.objects.get(), JoinRequest.objects.get()
    assert invited.expires > clock.now() > invited.invited_at
    assert asked.asked_by.email == "newcomer@wexcombe.example" and asked.decided_at is None
    assert demo.written_to == {invited.email, "administrator@wexcombe.example"}


def test_an_editor_reads_what_a_draft_would_do(demo: Demonstration) -> None:
    """There are as many submissions as editors need to see results."""
    assert Submission.objects.count() >= LEAST_SHOWN


def test_the_printed_password_opens_the_door(demo: Demonstration) -> None:
    browser = Client()

    response = browser.post(
        reverse("account_login"), {"login": "viewer@wexcombe.example", "password": PASSWORD}
    )

    assert response.status_code == 302
    assert browser.session.get("_auth_user_id")


def test_a_demonstration_made_before_addresses_were_confirmed_opens_again(
    demo: Demonstration,
) -> None:
    EmailAddress.objects.all().delete()
    assert not User.objects.confirmed().exists()

    run("seed_demo")

    active = User.objects.filter(is_active=True)
    assert set(User.objects.confirmed()) == set(active)
    assert all(user.check_password(PASSWORD) for user in active)


def test_a_council_has_submitted_a_gate_check_and_a_trust_is_at_one(demo: Demonstration) -> None:
    checks = Assessment.objects.filter(rubric__slug=GATE_CHECK.stem).order_by("started_at")
    council, trust = checks
    assert (council.organisation.sector, trust.organisation.sector) == (
        "local_authority",
        "nhs_trust",
    )
    kept = council.submissions.get().snapshot
    assert kept.overall is None and kept.highest_open_band_name == "Developing"
    held = build(Submission.objects.get(assessment=council))
    assert held.gates and held.first_actions
    look = open_look(*_standing(trust))
    assert look and look.unanswered and look.gates


def test_every_rubric_that_ships_can_be_started_and_one_without_an_account(
    demo: Demonstration,
) -> None:
    assert {one.rubric.slug for one in current_editions()} >= {file.stem for file in EVERY_SHIPPED}
    found = edition_to_try()
    assert found and found.rubric.slug == GATE_CHECK.stem


def test_a_short_rubric_that_was_retired_stays_retired(demo: Demonstration) -> None:
    [short] = versions_of(AI_SHORT.stem)
    rubrics.retire(version=short, by=people.system_user())
    assert run("seed_demo")[0] == 0
    assert AI_SHORT.stem not in {one.rubric.slug for one in current_editions()}


def test_a_body_that_has_a_gate_check_is_left_alone(demo: Demonstration) -> None:
    before = everything()
    gate_check.build()
    assert everything() == before


def _standing(assessment: Assessment) -> tuple[RubricSpec, AnswerSheet, Result]:
    standing = standing_of(assessment)
    return standing.spec, standing.sheet, standing.result
