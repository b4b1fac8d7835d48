"""The page of one dimension over HTTP, read and saved without scripts."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from assessments.models import Answer, AnswerRevision
from assessments.queries.answers import sheet_of
from assessments.rubric.definition import ConditionSpec
from assessments.scoring.sheet import State
from assessments.services import assessments
from tests.factories import rubrics as r
from tests.journeys.answering import small_world
from tests.views.answering import address, autosave
from tests.views.pages import SignIn, text_of
from tests.worlds import World


@pytest.fixture
def connie(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.contributor)


def test_the_page_shows_what_is_stored(world: World, connie: Client) -> None:
    world.answer({"BUD-01": 3, "BUD-03": "88.5"})
    page = connie.get(address(world))
    words, html = text_of(page), page.content.decode()
    assert "BUD-01 Funded digital plan" in words
    assert "2 of 44 questions answered" in words
    assert "The score so far lies between" in words
    assert re.search(r'name="BUD-01-value"[^>]*value="3" checked', html)
    assert re.search(r'name="BUD-03-value"[^>]*value="88.5"', html)
    assert re.search(r'name="BUD-01-revision" value="1"', html)
    assert re.search(r'name="BUD-02-revision" value="0"', html)
    assert words.count("Last saved by Connie Contributor") == 2
    assert page.headers["Cache-Control"] == "no-store"
    assert "<title>Budget - Readiness 2026 - Readiness</title>" in html


def test_a_dimension_that_is_not_there(world: World, connie: Client) -> None:
    assert connie.get(address(world, "XYZ")).status_code == 404
    assert connie.get(address(world, "bud")).status_code == 200


def test_save_keeps_stays_and_says_so(world: World, connie: Client) -> None:
    fields = {
        "then": "save",
        "BUD-01-revision": "0",
        "BUD-01-value": "2",
        "BUD-01-note": "Two lines\r\nof it",
        "BUD-01-evidence-0-title": "Plan",
        "BUD-01-evidence-0-link": "https://example.org/plan",
    }
    done = connie.post(address(world), fields, follow=True)
    assert done.redirect_chain == [(address(world), 302)]
    assert re.search(r"Saved at (\d\S*[ap]m|mid)", text_of(done))
    reply = sheet_of(world.assessment).reply("BUD-01")
    assert (reply.state, reply.value, reply.note) == (State.ANSWERED, 2, "Two lines\nof it")
    assert 'value="https://example.org/plan"' in done.content.decode()


def test_save_and_continue_goes_through_every_dimension_to_the_check(
    world: World, connie: Client
) -> None:
    url, visited = address(world), []
    for _ in range(5):
        done = connie.post(url, {"then": "continue"})
        assert done.status_code == 302
        url = done.headers["Location"]
        visited.append(url.rstrip("/").rsplit("/", 1)[1])
    assert visited == ["TRA", "INT", "DAT", "SEC", "check"]


def test_what_is_wrong_is_said_and_the_rest_is_saved(world: World, connie: Client) -> None:
    fields = {
        "then": "continue",
        "BUD-01-revision": "0",
        "BUD-01-value": "2",
        "BUD-03-revision": "0",
        "BUD-03-value": "<b>120</b>",
        "BUD-03-note": "=1+1 \U0001f600",
    }
    page = connie.post(address(world), fields)
    html, words = page.content.decode(), text_of(page)
    assert page.status_code == 200
    assert "<title>Error: " in html
    assert '<a href="#id_BUD-03-value">BUD-03: Enter a number' in html
    assert 'id="id_BUD-03-value-error"' in html
    assert 'value="&lt;b&gt;120&lt;/b&gt;"' in html and "<b>120" not in html
    assert "=1+1 \U0001f600" in html
    assert re.search(r"BUD-01 saved at (\d\S*[ap]m|mid)", words)
    assert 'name="BUD-01-revision" value="1"' in html
    assert list(Answer.objects.values_list("question__code", flat=True)) == ["BUD-01"]


def test_a_hundred_thousand_characters_come_back_on_the_page(world: World, connie: Client) -> None:
    long = "\U0001f600" * 100_000
    fields = {"BUD-01-revision": "0", "BUD-01-note": long}
    page = connie.post(address(world), fields)
    assert long in page.content.decode()
    assert "10,000 characters or fewer. You have entered 100,000" in text_of(page)
    assert not Answer.objects.exists()


def test_clear_takes_the_answer_back_and_leaves_what_backed_it(
    world: World, connie: Client
) -> None:
    stored = {
        "BUD-01-revision": "0",
        "BUD-01-value": "2",
        "BUD-01-note": "Kept",
        "BUD-01-evidence-0-title": "Kept too",
    }
    connie.post(address(world), stored)
    again = {**stored, "BUD-01-revision": "1", "BUD-02-revision": "0", "BUD-02-value": "1"}
    done = connie.post(address(world), {**again, "clear": "BUD-01"})
    assert done.headers["Location"] == f"{address(world)}#question-BUD-01"
    replies = sheet_of(world.assessment).replies
    assert (replies["BUD-01"].state, replies["BUD-01"].value) == (State.UNANSWERED, None)
    assert replies["BUD-01"].note == "Kept" and replies["BUD-01"].evidence[0].title == "Kept too"
    assert replies["BUD-02"].value == 1


def test_a_clash_without_scripts_keeps_both_and_lets_people_choose(
    world: World, connie: Client
) -> None:
    world.answer({"BUD-01": 1}, by=world.approver)
    mine = {"BUD-01-revision": "0", "BUD-01-value": "3", "BUD-01-note": "My own words"}
    other = {"BUD-02-revision": "0", "BUD-02-value": "4"}
    page = connie.post(address(world), {**mine, **other, "then": "continue"})
    html, words = page.content.decode(), text_of(page)
    assert page.status_code == 200 and "<title>Error: " in html
    assert "BUD-01: Ash Approver has saved another answer. Choose which to keep" in words
    theirs = world.spec.question("BUD-01").level(1)
    assert theirs and f"Their answer 1 Started: {theirs.text}" in words
    assert re.search(r'name="BUD-01-value"[^>]*value="3" checked', html)
    assert "My own words" in html
    assert sheet_of(world.assessment).reply("BUD-01").value == 1
    assert sheet_of(world.assessment).reply("BUD-02").value == 4

    kept = connie.post(address(world), {**mine, "BUD-01-overwrite": "1"})
    assert kept.headers["Location"].endswith("#question-BUD-01")
    assert sheet_of(world.assessment).reply("BUD-01").note == "My own words"
    values = AnswerRevision.objects.filter(answer__question__code="BUD-01").order_by("revision")
    assert list(values.values_list("value", "saved_by__name")) == [
        (1, "Ash Approver"),
        (3, "Connie Contributor"),
    ]


def test_use_theirs_without_scripts(world: World, connie: Client) -> None:
    world.answer({"BUD-01": 1}, by=world.approver)
    mine = {"BUD-01-revision": "0", "BUD-01-value": "3", "BUD-01-use-theirs": "1"}
    done = connie.post(address(world), mine, follow=True)
    assert re.search(r'name="BUD-01-value"[^>]*value="1" checked', done.content.decode())
    assert sheet_of(world.assessment).reply("BUD-01").value == 1
    assert AnswerRevision.objects.count() == 1


def test_keep_mine_does_not_overwrite_what_came_after_it_was_shown(
    world: World, connie: Client
) -> None:
    world.answer({"BUD-01": 1}, by=world.approver)
    world.answer({"BUD-01": 2}, by=world.approver)
    mine = {"BUD-01-revision": "0", "BUD-01-value": "3", "BUD-01-overwrite": "1"}
    page = connie.post(address(world), mine)
    assert 'value="2" name="BUD-01-overwrite"' in page.content.decode()
    assert sheet_of(world.assessment).reply("BUD-01").value == 2


def test_a_newer_answer_that_was_not_touched_here_is_shown(world: World, connie: Client) -> None:
    world.answer({"BUD-01": 1}, by=world.approver)
    fields = {"BUD-01-revision": "0", "BUD-02-revision": "0", "BUD-02-value": "4"}
    done = connie.post(address(world), fields, follow=True)
    assert "Ash Approver changed BUD-01 after you opened this page." in text_of(done)
    assert re.search(r'name="BUD-01-value"[^>]*value="1" checked', done.content.decode())
    assert sheet_of(world.assessment).reply("BUD-01").value == 1


@pytest.mark.parametrize("end", ["submitted", "withdrawn"])
def test_too_late_loses_nothing(world: World, connie: Client, end: str) -> None:
    url = address(world)
    if end == "submitted":
        world.submit()
    else:
        why = "Started by mistake, sorry."
        assessments.withdraw(assessment=world.assessment, by=world.administrator, reason=why)
    fields = {"BUD-01-revision": "0", "BUD-01-note": "Words that took an hour"}
    page = connie.post(url, fields)
    assert page.status_code == 409
    assert "Words that took an hour" in page.content.decode()
    assert f"Not saved. This assessment has been {end}" in text_of(page)
    late = autosave(connie, url, **fields)
    assert late.status_code == 409
    assert late.json()["message"].startswith(f"Not saved. This assessment has been {end}")
    shown = connie.get(url)
    assert '<form method="post" action="/organisations/' not in shown.content.decode()
    assert f"This assessment has been {end}" in text_of(shown)


def test_a_viewer_reads_the_answers_and_why_there_is_no_form(
    world: World, signed_in: SignIn, connie: Client
) -> None:
    fields = {
        "BUD-01-revision": "0",
        "BUD-01-value": "2",
        "BUD-01-note": "<i>Note</i>",
        "BUD-01-evidence-0-title": "Plan",
        "BUD-01-evidence-0-link": "javascript:alert(1)",
        "BUD-01-evidence-1-title": "Page",
        "BUD-01-evidence-1-link": "https://example.org/",
    }
    connie.post(address(world), fields)
    vic = signed_in(world.viewer)
    page = vic.get(address(world))
    html, words = page.content.decode(), text_of(page)
    assert "Your role lets you read this assessment but not answer it." in words
    assert 'name="BUD-01-value"' not in html and "autosave" not in html
    level = world.spec.question("BUD-01").level(2)
    assert level and f"Answer 2 Partly in place: {level.text}" in words
    assert "<i>Note" not in html and "&lt;i&gt;Note" in html
    assert 'href="https://example.org/"' in html and 'href="javascript:' not in html
    assert "Last saved by Connie Contributor" in words

    assert vic.post(address(world), fields).status_code == 403
    refused = autosave(vic, address(world), **fields)
    assert refused.status_code == 403
    assert "make you a contributor" in refused.json()["message"]
    assert AnswerRevision.objects.count() == 1


def test_a_page_from_before_signing_in_again_loses_nothing(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.contributor)
    strict.get(address(world))
    old = {"csrfmiddlewaretoken": "a" * 64, "BUD-01-revision": "0", "BUD-01-note": "An hour's work"}
    page = strict.post(address(world), old)
    html = page.content.decode()
    assert page.status_code == 403
    assert "Nothing has been saved yet" in html and "An hour&#x27;s work" in html
    assert not Answer.objects.exists()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert fresh
    again = {**old, "csrfmiddlewaretoken": fresh[1]}
    assert strict.post(address(world), again).status_code == 302
    assert sheet_of(world.assessment).reply("BUD-01").note == "An hour's work"

    foreign = strict.post(address(world), old, headers={"Origin": "https://elsewhere.example"})
    assert foreign.status_code == 403
    assert "An hour&#x27;s work" not in foreign.content.decode()
    strict.force_login(world.stranger)
    assert strict.post(address(world), old).status_code == 404


@pytest.fixture
def conditional(db: None) -> World:
    """A world whose rubric asks a second question only from level 2 of the first."""
    opened = ConditionSpec(question="A-01", level_at_least=2)
    return small_world(r.single("A-01"), r.single("A-02", condition=opened), r.text("A-03"))


def test_questions_appear_and_disappear_without_scripts(
    conditional: World, signed_in: SignIn
) -> None:
    connie, url = signed_in(conditional.contributor), address(conditional, "A")
    hidden = 'data-question="A-02" aria-labelledby="title-A-02" hidden'
    assert hidden in connie.get(url).content.decode()
    opened = connie.post(url, {"A-01-revision": "0", "A-01-value": "3"}, follow=True)
    assert hidden not in opened.content.decode()
    connie.post(url, {"A-02-revision": "0", "A-02-value": "4"})
    closed = connie.post(url, {"A-01-revision": "1", "A-01-value": "1"}, follow=True)
    assert hidden in closed.content.decode()
    # Kept, though ignored in the sums, so that nothing is lost when the condition flips back.
    assert sheet_of(conditional.assessment).reply("A-02").value == 4
    outcome = autosave(connie, url, **{"A-01-revision": "2", "A-01-value": "2"}).json()
    assert outcome["asked"] == ["A-01", "A-02", "A-03"]
    outcome = autosave(connie, url, **{"A-01-revision": "3", "A-01-value": "0"}).json()
    assert outcome["asked"] == ["A-01", "A-03"]
    assert json.dumps(outcome)


def test_save_and_continue_stays_where_it_has_opened_a_question(
    conditional: World, signed_in: SignIn
) -> None:
    connie, url = signed_in(conditional.contributor), address(conditional, "A")
    first = {"A-01-revision": "0", "A-01-value": "3", "then": "continue"}
    opened = connie.post(url, first)
    assert opened.headers["Location"].endswith("/A/#question-A-02")
    assert "Your answers open more to answer here: A-02" in text_of(connie.get(url))
    assert connie.post(url, {"then": "continue"}).headers["Location"].endswith("/check/")
