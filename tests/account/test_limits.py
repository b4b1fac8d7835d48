"""Wrong passwords: what is counted, whom it stops, and what is kept of it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from assessments import clock
from assessments.audit.events import Event
from assessments.forms import sign_in_limits
from assessments.models import AuditEvent, SignInEvent, User
from assessments.services import people

pytestmark = pytest.mark.django_db

ADA, WORDS = "ada@northmoor.example", "three-unrelated-words"
HOME, ELSEWHERE = "192.0.2.7", "203.0.113.9"
TYPED = "my secret pass phrase"
LOCKED = "Too many wrong tries"


@pytest.fixture
def ada() -> User:
    return people.open_account(email=ADA, name="Ada Khan", password=WORDS)


def tries(client: Client, where: str, password: str = "wrong", login: str = ADA) -> str:
    given = {"login": login, "password": password}
    answer = client.post(reverse("account_login"), given, REMOTE_ADDR=where)
    return answer.content.decode()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_wrong_passwords_from_elsewhere_do_not_lock_the_owner_out(ada: User) -> None:
    attacker = Client()
    said = [tries(attacker, ELSEWHERE) for _ in range(6)]
    assert LOCKED in said[-1] and LOCKED not in said[-2]
    owner = Client()
    tries(owner, HOME, WORDS)
    assert is_in(owner)


def test_the_right_password_is_refused_where_too_many_were_wrong(ada: User) -> None:
    attacker = Client()
    for _ in range(5):
        tries(attacker, ELSEWHERE)
    neighbour = ELSEWHERE.replace(".9", ".200")  # the same /24
    assert LOCKED in tries(attacker, neighbour, WORDS) and not is_in(attacker)


def test_a_device_that_is_known_passes_the_lock_of_others(ada: User) -> None:
    owner = Client()
    tries(owner, HOME, WORDS)
    owner.post(reverse("account_logout"))
    for _ in range(6):
        said = tries(Client(), HOME)  # another person in the same office
    assert LOCKED in said
    tries(owner, HOME, WORDS)
    assert is_in(owner)


def test_a_known_device_has_a_count_of_its_own(ada: User) -> None:
    thief = Client()
    tries(thief, HOME, WORDS)
    thief.post(reverse("account_logout"))
    said = [tries(thief, f"198.51.{number}.1") for number in range(6)]
    assert LOCKED in said[-1]


def test_the_cookie_of_one_account_does_not_help_with_another(ada: User) -> None:
    other = "ben@northmoor.example"
    people.open_account(email=other, name="Ben Okoro", password=WORDS)
    client = Client()
    tries(client, HOME, WORDS, login=other)
    client.post(reverse("account_logout"))
    for _ in range(5):
        tries(client, HOME)
    assert LOCKED in tries(client, HOME, WORDS)


@pytest.mark.parametrize("cookie", ["", "made up", "WyJhIiwiYiJd:1u:bad"])
def test_a_cookie_that_we_did_not_sign_is_no_device(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.DEVICE_COOKIE_NAME] = cookie
    assert sign_in_limits.device_of(request) is None


def test_one_network_tries_only_so_many_addresses(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_limits, "PER_NETWORK", "3/300s/key")
    for number in range(3):
        tries(Client(), ELSEWHERE, login=f"person{number}@northmoor.example")
    assert LOCKED in tries(Client(), ELSEWHERE, WORDS)
    owner = Client()
    tries(owner, HOME, WORDS)
    assert is_in(owner)


def test_a_right_password_uses_no_try_up(ada: User) -> None:
    for _ in range(8):
        client = Client()
        tries(client, HOME, WORDS)
        assert is_in(client)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_a_network_is_what_one_household_has(address: str, network: str) -> None:
    assert sign_in_limits.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def recorded() -> list[tuple[str, int | None, str]]:
    rows = SignInEvent.objects.order_by("pk")
    return [(row.kind, row.account_id, row.network) for row in rows]


def test_what_happened_is_kept_without_what_was_typed(
    ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = Client()
    tries(client, ELSEWHERE, password=TYPED)
    tries(client, ELSEWHERE, login=f"{TYPED.replace(' ', '')}@x.example", password=ADA)
    tries(client, ELSEWHERE, login=TYPED, password=ADA)
    network = "203.0.113.0/24"
    assert recorded() == [("failed", ada.pk, network), ("failed", None, network)]
    assert f"Wrong address or password: account {ada.pk}, from {network}" in caplog.text
    everything = caplog.text + repr(list(SignInEvent.objects.values()))
    for typed in (TYPED, TYPED.replace(" ", ""), ADA):
        assert typed not in everything


def test_a_refusal_is_written_down_once_and_a_new_device_too(ada: User) -> None:
    attacker = Client()
    for _ in range(9):
        tries(attacker, ELSEWHERE)
    owner = Client()
    for _ in range(2):
        tries(owner, HOME, WORDS)
        owner.post(reverse("account_logout"))
    kinds = [kind for kind, _, _ in recorded()]
    assert kinds == ["failed"] * 5 + ["locked", "new_device"]


def kinds(user: User) -> list[str]:
    rows = SignInEvent.objects.filter(account=user).exclude(kind="new_device").order_by("pk")
    return [row.kind for row in rows]


def test_a_wrong_second_step_is_written_down_and_too_many_once(ada: User) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    tries(client, HOME, WORDS)
    for _ in range(8):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert kinds(ada) == ["second_step_failed"] * 5 + ["locked"]


def test_guesses_in_an_open_session_are_recorded(ada: User) -> None:
    client = Client()
    tries(client, HOME, WORDS)
    client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    given = {"oldpassword": "wrong", "password1": "three-other-unrelated-words"}
    client.post(reverse("account_change_password"), given)
    assert kinds(ada) == ["failed", "failed"]
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    assert kinds(ada)[2:] == ["second_step_failed"] * 2


def test_a_refused_passkey_is_recorded_without_an_account(
    ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    Client().post(reverse("mfa_login_webauthn"), {"credential": '{"id": "a"}'})
    assert recorded() == [("second_step_failed", None, "127.0.0.0/24")]
    assert "Wrong second step: no account" in caplog.text


def test_attempts_are_forgotten_after_90_days_and_the_trail_stays(ada: User, capsys: Any) -> None:
    with clock.at(clock.now() - timedelta(days=91)):
        tries(Client(), ELSEWHERE)
    tries(Client(), ELSEWHERE)
    call_command("delete_old_sign_ins")
    assert "1 sign-in event deleted." in capsys.readouterr().out
    assert SignInEvent.objects.count() == 1
    assert AuditEvent.objects.filter(event=Event.ACCOUNT_OPENED).exists()


@pytest.mark.parametrize("failing", [ADA, "unknown@northmoor.example"])
def test_failing_costs_the_same_with_and_without_an_account(
    ada: User, failing: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        tries(Client(), ELSEWHERE, login=failing)


def test_a_changed_password_is_in_the_trail(ada: User) -> None:
    client = Client()
    tries(client, HOME, WORDS)
    given = {"oldpassword": WORDS, "password1": "another-three-words"}
    client.post(reverse("account_change_password"), given)
    event = AuditEvent.objects.filter(event=Event.ACCOUNT_PASSWORD_CHANGED).get()
    assert (event.sentence, event.target_ref) == ("Ada Khan changed their password", str(ada.pk))


def test_what_others_change_of_an_account_is_in_the_trail(ada: User) -> None:
    system = people.system_user()
    people.change_account(user=ada, changes={"name": "Ada Khan", "groups": []}, by=system)
    changed = AuditEvent.objects.filter(event=Event.ACCOUNT_CHANGED)
    assert not changed.exists()
    changes = {"email": "new@northmoor.example", "is_staff": True}
    people.change_account(user=ada, changes=changes, by=system)
    assert changed.get().sentence == (
        "Readiness changed the account of Ada Khan: address, whether they can open the admin"
    )
