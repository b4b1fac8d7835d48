"""A plain post that cannot be taken: nothing is saved, and no word is lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import AnswerRevision
from tests.page import Page
from tests.views.answering import address, autosave
from tests.views.pages import SignIn, text_of
from tests.worlds import PASSWORD, World

WORDS = "An hour's work,\r\non two lines <b>"


@pytest.fixture
def post() -> dict[str, str]:
    return {"BUD-01-revision": "0", "BUD-01-value": "2", "BUD-01-note": WORDS, "then": "save"}


def hidden_fields(html: str) -> dict[str, str]:
    return {name: values[-1] for name, values in Page(html).fields.items()}


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


def test_a_token_that_is_gone_as_well_loses_nothing(world: World, post: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post(address(world), post)
    assert answer.status_code == 401
    assert hidden_fields(answer.content.decode())["BUD-01-note"] == WORDS


def test_a_button_that_was_pressed_is_no_word_to_be_kept(world: World) -> None:
    for name in ("clear", "use", "accept", "accept-all", "leave-out"):
        answer = Client().post(address(world), {"BUD-01-revision": "0", name: "BUD-01"})
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"], name


def test_the_waiting_page_tells_a_stranger_nothing(world: World, post: dict[str, str]) -> None:
    nowhere = address(world).replace("wexcombe", "elsewhere")
    here, there = (text_of(Client().post(at, post)) for at in (address(world), nowhere))
    assert here == there


def test_who_may_no_longer_answer_still_sees_everything_as_they_typed_it(
    world: World, signed_in: SignIn
) -> None:
    typed = {
        "BUD-01-revision": "0",
        "BUD-01-value": "2",
        "BUD-01-note": WORDS,
        "BUD-01-evidence-0-title": "The plan",
        "BUD-01-evidence-0-link": "Minutes of 4 May",
        "BUD-03-revision": "0",
        "BUD-03-value": "88.5",
        "BUD-06-revision": "0",
        "BUD-06-value": "register",
    }
    refused = signed_in(world.viewer).post(address(world), typed)
    assert refused.status_code == 403
    assert "Ask an administrator" in text_of(refused)
    html = refused.content.decode()
    assert "An hour&#x27;s work" in html
    for name in ("BUD-01-evidence-0-title", "BUD-01-evidence-0-link", "BUD-03-value"):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{typed[name]}"', html)
    for name in ("BUD-01-value", "BUD-06-value"):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{typed[name]}"[^>]* checked', html)
    assert not AnswerRevision.objects.exists()


def test_who_is_no_member_any_more_gets_every_word_back_and_learns_nothing(
    world: World, signed_in: SignIn
) -> None:
    typed = {
        "BUD-01-revision": "0",
        "BUD-01-value": "A plan,\r\nfor all of us",
        "BUD-01-note": "  ",
        "BUD-02-state": "dont_know",
        "BUD-03-value": "88.5",
        "BUD-04-value": "not_applicable",
        "BUD-04-reason": "We have none.",
        "BUD-05-evidence-1-title": "Minutes <b>",
        "BUD-05-evidence-1-link": "https://example.org/m",
        "then": "continue",
    }
    lines: dict[str, str | list[str]] = {**typed, "BUD-06-value": ["register", "exit"]}
    sam = signed_in(world.stranger)
    refused = sam.post(address(world), lines)
    assert refused.status_code == 404
    assert refused.headers["Cache-Control"] == "no-store"
    text = text_of(refused)
    assert "Not saved This page is not yours to change any more. Copy what you wrote" in text
    for words in (
        "BUD-01 answer A plan, for all of us BUD-02 answer Don't know BUD-03 answer 88.5",
        "BUD-04 answer Not applicable BUD-04 reason We have none.",
        "BUD-05 evidence 2 title Minutes <b> BUD-05 evidence 2 link https://example.org/m",
        "BUD-06 answer register, exit",
    ):
        assert words in text
    assert world.organisation.name not in text and "continue" not in text
    nowhere = address(world).replace("wexcombe", "elsewhere")
    assert text_of(sam.post(nowhere, lines)) == text


def test_a_script_gets_the_reason_and_keeps_its_page(world: World, signed_in: SignIn) -> None:
    refused = autosave(signed_in(world.stranger), address(world), **{"BUD-01-note": "x"})
    assert refused.status_code == 404
    assert refused.json() == {  # type: ignore[attr-defined]
        "message": "Not saved. This page is not yours to change any more. "
        "What you wrote is still on this page, so you can copy it."
    }


REASON = "The figures for <April> were\r\nfrom the wrong year."


def reopening(world: World) -> str:
    world.submit()
    where = [world.organisation.slug, world.assessment.reference]
    return reverse("assessment-reopen", args=where)


def test_a_reason_written_before_the_session_ended_waits_and_is_seen_again(world: World) -> None:
    page = reopening(world)
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    waiting = client.post(page, {"reason": REASON, "csrfmiddlewaretoken": token})
    assert waiting.status_code == 401
    assert "Reason The figures for <April>" in text_of(waiting)
    kept = hidden_fields(waiting.content.decode())
    assert kept["reason"] == REASON

    client.force_login(world.administrator)
    client.get("/accounts/login/")
    shown = client.post(page, kept | {"csrfmiddlewaretoken": "a" * 64})
    assert shown.status_code == 403
    assert "Nothing has been done yet" in text_of(shown)
    assert "The figures for &lt;April&gt;" in shown.content.decode()
    world.assessment.refresh_from_db()
    assert not world.assessment.is_open


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("stranger", 404)])
def test_a_reason_of_one_who_may_not_any_more_is_given_back(
    world: World, signed_in: SignIn, who: str, status: int
) -> None:
    page = reopening(world)
    refused = signed_in(getattr(world, who)).post(page, {"reason": REASON})
    assert refused.status_code == status
    assert "Reason The figures for <April>" in text_of(refused)


def test_a_reason_that_comes_too_late_is_given_back(world: World, signed_in: SignIn) -> None:
    page = reopening(world)
    world.start()
    refused = signed_in(world.administrator).post(page, {"reason": REASON})
    assert refused.status_code == 409
    assert "Reason The figures for <April>" in text_of(refused)
