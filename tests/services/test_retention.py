"""What is deleted once it is old enough, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command

from assessments import clock
from assessments.models import (
    AnswerRevision,
    Attachment,
    Comment,
    Discussion,
    Invitation,
    JoinRequest,
    OutgoingMail,
    Reminder,
    ReportLink,
    SignInEvent,
    Submission,
)
from assessments.retention import PERIODS
from assessments.services import (
    attachments,
    invitations,
    organisations,
    reminders,
    sessions,
    sharing,
)
from assessments.services.retention import DELETE, delete_old
from tests.assigning import given_to
from tests.attaching import attached, keep_files_in
from tests.discussions import started
from tests.evidence import recorded
from tests.joining import absolute, asks, invited
from tests.sharing import shared, shares
from tests.worlds import World

pytestmark = pytest.mark.django_db


def signed_in_wrongly(world: World) -> None:
    sessions.record(SignInEvent.Kind.FAILED, network="127.0.0.0/24")


def an_invitation(world: World) -> None:
    invitation, _ = invited(world)
    invitations.withdraw(invitation=invitation, by=world.administrator)


def a_request(world: World) -> None:
    request = asks(world)
    organisations.decline(request=request, by=world.administrator, absolute=absolute)


def a_discussion(world: World) -> None:
    started(world, mentions=[world.approver.pk])
    world.submit()


def a_reminder(world: World) -> None:
    given_to(world)
    reminders.send()


def a_removed_file(world: World) -> None:
    made = attached(recorded(world), by=world.contributor)
    attachments.remove(attachment=made, by=world.contributor)


def an_email(world: World) -> None:
    EmailMessage("Hello", "Words", None, ["tom@northmoor.example"]).send()


def a_link(world: World) -> None:
    submission = world.submit()
    shares(world.organisation, by=world.administrator)
    shared(submission, by=world.approver)
    link = ReportLink.objects.get()
    sharing.revoke(submission=submission, key=link.pk, by=world.approver)


KINDS: dict[str, tuple[Callable[[World], None], tuple[Any, ...]]] = {
    "sign_ins": (signed_in_wrongly, (SignInEvent,)),
    "invitations": (an_invitation, (Invitation,)),
    "report_links": (a_link, (ReportLink,)),
    "requests": (a_request, (JoinRequest,)),
    "comments": (a_discussion, (Comment, Discussion)),
    "removed_files": (a_removed_file, (Attachment,)),
    "emails": (an_email, (OutgoingMail,)),
    "reminders": (a_reminder, (Reminder,)),
}


def test_every_kind_has_its_days_and_is_tried_here() -> None:
    assert set(PERIODS) == set(DELETE) == set(settings.KEEP_DAYS) == set(KINDS)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_files_in(tmp_path, monkeypatch)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_it_goes_after_its_days_and_not_before(world: World, kind: str) -> None:
    make, models = KINDS[kind]
    with clock.at(clock.now() - timedelta(days=settings.KEEP_DAYS[kind], minutes=-5)):
        make(world)
    delete_old()
    assert all(model.objects.exists() for model in models)
    with clock.at(clock.now() + timedelta(minutes=10)):
        deleted = delete_old()
    assert deleted[PERIODS[kind].noun] >= 1
    assert not any(model.objects.exists() for model in models)


def test_an_invitation_that_waits_and_a_discussion_under_way_stay(world: World) -> None:
    started(world)
    asks(world)
    with clock.at(clock.now() + timedelta(days=3_000)):
        invited(world)
        delete_old()
    assert Invitation.objects.exists() and Comment.objects.exists() and JoinRequest.objects.exists()


def test_the_record_of_the_organisation_stays(world: World) -> None:
    world.submit()
    said = StringIO()
    with clock.at(clock.now() + timedelta(days=10_000)):
        call_command("delete_old_records", stdout=said)
    assert Submission.objects.exists() and AnswerRevision.objects.exists()
    assert "no comments deleted." in said.getvalue()
