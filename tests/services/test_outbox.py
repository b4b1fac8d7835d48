"""The outbox: nothing is lost, nothing leaves twice, and no link stays behind."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.management import call_command
from django.db import transaction

from assessments import clock
from assessments.models import OutgoingMail
from assessments.services import outbox, outbox_backend
from tests.services.together import together
from tests.worlds import World

pytestmark = pytest.mark.django_db

LINK = "https://readiness.example.org/invitations/a-token/"
REFUSED = smtplib.SMTPRecipientsRefused({"tom@northmoor.example": (550, b"no such user")})


class Server:
    """A mail server for tests: it raises what `fails` says, or takes the message."""

    fails: Exception | None = None
    asked = 0

    def __init__(self, **_: Any) -> None:
        pass

    def open(self) -> None:
        if isinstance(self.fails, ConnectionError):
            raise self.fails

    def send_messages(self, messages: list[EmailMessage]) -> int:
        Server.asked += 1
        if self.fails:
            raise self.fails
        mail.outbox.extend(messages)
        return len(messages)

    def close(self) -> None:
        pass


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | None], None]:
    """A mail server that can be made to fail."""
    settings.OUTBOX_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "asked", 0)
    monkeypatch.setattr(outbox, "get_connection", lambda _: Server())
    return lambda error: monkeypatch.setattr(Server, "fails", error)


def send(to: str = "tom@northmoor.example", text: str = f"Open this:\n\n{LINK}\n") -> None:
    EmailMessage("An invitation", text, None, [to]).send()


def later(hours: float) -> Any:
    return clock.at(clock.now() + timedelta(hours=hours))


def test_a_message_leaves_after_the_commit_with_its_html_and_its_words_are_forgotten() -> None:
    with transaction.atomic():
        send()
        assert mail.outbox == [] and OutgoingMail.objects.get().state == "waiting"
    (sent,) = mail.outbox
    assert sent.body == f"Open this:\n\n{LINK}\n"
    ((html, kind),) = sent.alternatives
    assert kind == "text/html" and f'<a href="{LINK}">{LINK}</a>' in html
    assert "<p>Open this:</p>" in html and "<img" not in html
    row = OutgoingMail.objects.get()
    assert row.state == "sent" and row.recipient == "tom@northmoor.example"
    kept = " ".join(str(value) for value in OutgoingMail.objects.values_list().get())
    assert "a-token" not in kept and row.text == row.html == ""


def test_what_people_type_is_never_markup_or_a_link_in_the_html() -> None:
    send(text="Council <b>https://evil.example/</b> asks you:\n\nhttps://x.example/?a=1&b=2")
    html = mail.outbox[0].alternatives[0][0]
    assert "<b>" not in html and 'href="https://evil' not in html
    assert '<a href="https://x.example/?a=1&amp;b=2">' in html


def test_a_message_whose_transaction_is_rolled_back_is_not_sent() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    assert mail.outbox == [] and not OutgoingMail.objects.exists()


def test_while_the_mail_server_is_away_nothing_fails_and_nothing_is_lost(
    server: Callable[[Exception | None], None],
) -> None:
    server(ConnectionRefusedError("refused"))
    send()
    send(to="ada@northmoor.example")
    assert {row.state for row in OutgoingMail.objects.all()} == {"waiting"}
    assert "refused" in OutgoingMail.objects.get(recipient="tom@northmoor.example").last_error
    server(None)
    with later(1):
        assert outbox.send_due() == (2, 0)
    assert {sent.to[0] for sent in mail.outbox} == {
        "tom@northmoor.example",
        "ada@northmoor.example",
    }


def test_one_run_asks_a_mail_server_that_is_away_once(
    server: Callable[[Exception | None], None],
) -> None:
    server(smtplib.SMTPServerDisconnected("gone"))
    with transaction.atomic():
        for number in range(5):
            send(to=f"p{number}@northmoor.example")
    Server.asked = 0
    with later(1):
        assert outbox.send_due() == (0, 1)
    assert Server.asked == 1


def test_one_message_that_is_refused_does_not_hold_up_the_others(
    server: Callable[[Exception | None], None],
) -> None:
    server(smtplib.SMTPDataError(451, b"try later"))
    with transaction.atomic():
        send()
        send(to="ada@northmoor.example")
    assert Server.asked == 2
    assert "451 try later" in OutgoingMail.objects.first().last_error


def test_it_is_tried_again_less_and_less_often_and_given_up_after_two_days(
    server: Callable[[Exception | None], None],
) -> None:
    server(ConnectionRefusedError("refused"))
    send()
    began, pauses = OutgoingMail.objects.get().queued, []
    while (row := OutgoingMail.objects.get()).state == "waiting":
        pauses.append(row.due)
        with clock.at(row.due):
            outbox.send_due()
    gaps = [after - before for before, after in zip([began, *pauses], pauses, strict=False)]
    assert gaps == sorted(gaps) and gaps[0] == pytest.approx(
        timedelta(minutes=5), abs=timedelta(seconds=5)
    )
    assert row.tries == outbox.TRIES_MOST and timedelta(days=1) < row.due - began < timedelta(
        days=3
    )
    with later(1000):
        assert outbox.send_due() == (0, 0)


def test_an_address_that_the_server_refuses_for_good_is_stuck_at_once_and_keeps_its_words(
    server: Callable[[Exception | None], None], world: World
) -> None:
    server(REFUSED)
    send()
    row = OutgoingMail.objects.get()
    assert row.state == "stuck" and row.last_error.endswith("550 no such user")
    server(None)
    assert outbox.try_again(mails=[row], by=world.publisher) == 1
    assert outbox.send_due() == (1, 0) and LINK in mail.outbox[0].body


def test_a_message_that_was_sent_is_never_sent_again(world: World) -> None:
    send()
    assert outbox.try_again(mails=OutgoingMail.objects.all(), by=world.publisher) == 0
    with later(1):
        assert outbox.send_due() == (0, 0)
    assert len(mail.outbox) == 1


def test_a_sender_that_was_killed_leaves_the_message_to_the_next_with_the_same_id(
    server: Callable[[Exception | None], None],
) -> None:
    server(ConnectionRefusedError("refused"))
    send()
    with later(1):
        assert outbox._claim() is not None  # ... and then the process is gone.
        assert outbox.send_due() == (0, 0)
    server(None)
    with later(2):
        assert outbox.send_due() == (1, 0)
    assert mail.outbox[0].extra_headers["Message-ID"] == OutgoingMail.objects.get().message_id


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(
    server: Callable[[Exception | None], None],
) -> None:
    server(ConnectionRefusedError("refused"))
    for number in range(12):
        send(to=f"p{number}@northmoor.example")
    server(None)
    OutgoingMail.objects.update(due=clock.now())
    runs = together(outbox.send_due, outbox.send_due)
    assert sum(sent for sent, _ in runs) == 12
    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        f"p{number}@northmoor.example" for number in range(12)
    )


def test_the_command_sends_what_waits(
    server: Callable[[Exception | None], None],
) -> None:
    def run() -> str:
        said = StringIO()
        call_command("send_mail_queue", stdout=said)
        return said.getvalue().strip()

    server(ConnectionRefusedError("refused"))
    send()
    assert run() == "Nothing to send."
    with later(1):
        assert run() == "1 email failed."
    server(None)
    with later(2):
        assert run() == "1 email sent."
    with later(24 * 29):
        assert run() == "Nothing to send."


@pytest.mark.django_db(transaction=True)
def test_the_page_does_not_wait_for_the_thread_that_sends(settings: Any) -> None:
    settings.OUTBOX_IN_THREAD = True
    send()
    send(to="ada@northmoor.example")
    while outbox_backend._sender._running:
        pass
    assert {row.state for row in OutgoingMail.objects.all()} == {"sent"}
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "message",
    [
        EmailMessage("S", "text", None, ["a@b.example"], bcc=["c@b.example"]),
        EmailMessage("S", "text", None, ["a@b.example"], cc=["c@b.example"]),
        EmailMessage(
            "S", "text", None, ["a@b.example"], attachments=[("a.txt", "x", "text/plain")]
        ),
        EmailMultiAlternatives(
            "S", "text", None, ["a@b.example"], alternatives=[("x", "text/calendar")]
        ),
    ],
)
def test_what_the_outbox_cannot_carry_is_refused_instead_of_left_out(message: Any) -> None:
    with pytest.raises(ValueError, match="outbox carries"):
        message.send()


def test_the_console_prints_a_link_on_a_line_of_its_own() -> None:
    stream = StringIO()
    console = outbox_backend.ConsoleBackend(stream=stream)
    message = EmailMultiAlternatives("S", f"Open this:\n\n{LINK}\n", None, ["a@b.example"])
    message.attach_alternative("<p>Open this</p>", "text/html")
    console.send_messages([message])
    assert LINK in stream.getvalue().splitlines() and "<p>" not in stream.getvalue()
