"""A plain save after the session has ended: nothing is saved, and no word is lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from assessments.models import AnswerRevision
from tests.views.answering import SignIn, address, autosave, text_of
from tests.worlds import PASSWORD, World

WORDS = "An hour's work,\r\non two lines <b>"


@pytest.fixture
def post() -> dict[str, str]:
    return {"BUD-01-revision": "0", "BUD-01-value": "2", "BUD-01-note": WORDS, "then": "save"}


def hidden_fields(html: str) -> dict[str, str]:
    from html import unescape

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


@pytest.mark.django_db
def test_what_was_posted_waits_on_a_page_and_is_saved_after_sign_in(
    world: World, post: dict[str, str]
) -> None:
    page = address(world)
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    waiting = client.post(page, post | {"csrfmiddlewaretoken": token})
    assert waiting.status_code == 401
    assert waiting.headers["Cache-Control"] == "no-store"
    assert "You have been signed out" in text_of(waiting)
    assert "An hour's work" in text_of(waiting)
    assert not AnswerRevision.objects.exists()
    kept = hidden_fields(waiting.content.decode())
    assert {name: kept[name] for name in post} == post

    client.post(
        "/accounts/login/",
        {"login": world.contributor.email, "password": PASSWORD, "csrfmiddlewaretoken": token},
    )
    assert client.get(page).status_code == 200
    shown = client.post(page, kept | {"csrfmiddlewaretoken": token})
    assert "What you wrote is still here" in text_of(shown)
    fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.content.decode())
    assert fresh
    client.post(page, kept | {"csrfmiddlewaretoken": fresh[1]})
    assert AnswerRevision.objects.get().note == WORDS.replace("\r\n", "\n")


@pytest.mark.django_db
def test_a_token_that_is_gone_as_well_loses_nothing(world: World, post: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post(address(world), post)
    assert answer.status_code == 401
    assert hidden_fields(answer.content.decode())["BUD-01-note"] == WORDS


@pytest.mark.django_db
def test_looking_and_autosaving_lead_to_the_sign_in_page(
    world: World, signed_in: SignIn, post: dict[str, str]
) -> None:
    nobody = signed_in(None)
    assert "/accounts/login/" in nobody.get(address(world))["Location"]
    assert autosave(nobody, address(world), **post).status_code == 302


@pytest.mark.django_db
def test_the_waiting_page_tells_a_stranger_nothing(world: World, post: dict[str, str]) -> None:
    nowhere = address(world).replace("wexcombe", "elsewhere")
    here, there = (text_of(Client().post(at, post)) for at in (address(world), nowhere))
    assert here == there


@pytest.mark.django_db
def test_who_may_no_longer_answer_still_sees_the_words(
    world: World, signed_in: SignIn, post: dict[str, str]
) -> None:
    refused = signed_in(world.viewer).post(address(world), post)
    assert refused.status_code == 403
    assert "Ask an administrator" in text_of(refused)
    assert "An hour's work" in text_of(refused)
