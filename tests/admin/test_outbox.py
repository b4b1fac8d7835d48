"""What could not be sent is seen by an administrator of the service, without its words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from assessments import clock
from assessments.models import OutgoingMail
from tests.admin.pages import address

pytestmark = pytest.mark.django_db

LINK = "https://readiness.example.org/invitations/a-token/"


@pytest.fixture
def stuck(settings: Any) -> OutgoingMail:
    settings.OUTBOX_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    EmailMessage("An invitation", f"Open:\n\n{LINK}", None, ["tom@northmoor.example"]).send()
    settings.OUTBOX_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingMail.objects.update(
        sent=None, given_up=clock.now(), text=LINK, html=LINK, last_error="550 no such user"
    )
    return OutgoingMail.objects.get()


def test_the_index_counts_what_is_stuck(as_superuser: Client, stuck: OutgoingMail) -> None:
    page = as_superuser.get("/admin/").content.decode()
    assert "1 email could not be sent" in page
    assert f'href="{address(OutgoingMail)}?state=stuck"' in page


def test_the_index_says_nothing_when_nothing_is_stuck(as_superuser: Client) -> None:
    assert "could not be sent" not in as_superuser.get("/admin/").content.decode()


def test_an_editor_is_not_shown_emails(as_editor: Client, stuck: OutgoingMail) -> None:
    assert "could not be sent" not in as_editor.get("/admin/").content.decode()


def test_the_list_says_whom_what_and_why_but_never_the_words(
    as_superuser: Client, stuck: OutgoingMail
) -> None:
    for place in (f"{address(OutgoingMail)}?state=stuck", address(stuck)):
        page = as_superuser.get(place).content.decode()
        assert "tom@northmoor.example" in page and "550 no such user" in page
        assert "a-token" not in page
    assert "tom@" not in as_superuser.get(f"{address(OutgoingMail)}?state=sent").content.decode()


def test_only_a_mail_that_waits_has_a_next_try(as_superuser: Client, stuck: OutgoingMail) -> None:
    assert "Next try" not in as_superuser.get(address(OutgoingMail)).content.decode()
    assert "Next try" not in as_superuser.get(address(stuck)).content.decode()
    OutgoingMail.objects.update(given_up=None)
    assert "Next try" in as_superuser.get(address(stuck)).content.decode()


def test_try_again_sends_it(as_superuser: Client, stuck: OutgoingMail) -> None:
    chosen = {"action": "try_again", "_selected_action": [stuck.pk]}
    page = as_superuser.post(address(OutgoingMail), chosen, follow=True).content.decode()
    assert "1 email is being sent again" in page
    assert LINK in mail.outbox[0].body
    assert OutgoingMail.objects.get().state == "sent"
    page = as_superuser.post(address(OutgoingMail), chosen, follow=True).content.decode()
    assert "None of these is stuck" in page and len(mail.outbox) == 1
