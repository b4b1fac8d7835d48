"""A published edition that was changed in the database: noticed, refused, and nothing lost."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assessments.models import Question, RubricVersion
from assessments.models.edition_reading import PARTS_CHILDREN_FIRST
from assessments.queries.rubrics import BrokenEdition, forget_cached, spec_of
from tests.cost import counted
from tests.views.pages import SignIn, text_of
from tests.worlds import World

pytestmark = pytest.mark.engine
CHANGED = "has been changed in the database since it was published"


def run_sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def change(world: World, title: str = "Forged") -> str:
    """Gives a question another title past every guard. Returns the one before."""
    question = Question.objects.get(version=world.version, code="BUD-01")
    run_sql("UPDATE assessments_question SET title = %s WHERE id = %s", title, question.pk)
    forget_cached()
    return question.title


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_question SET weight = 99 WHERE version_id = %s AND code = 'BUD-01'",
        "UPDATE assessments_rubricversion SET limits = 'None' WHERE id = %s",
        "UPDATE assessments_band SET position = 99 WHERE version_id = %s AND code = 'not_ready'",
        "DELETE FROM assessments_term WHERE id = (SELECT max(id) FROM assessments_term"
        " WHERE version_id = %s)",
        "UPDATE assessments_level SET points = 1 WHERE id = (SELECT max(id) FROM assessments_level"
        " WHERE version_id = %s AND points = 0)",
    ],
)
def test_a_change_by_sql_is_noticed_logged_and_refused(
    world: World, caplog: pytest.LogCaptureFixture, statement: str
) -> None:
    run_sql(statement, world.version.pk)
    forget_cached()
    version = RubricVersion.objects.get(pk=world.version.pk)
    with caplog.at_level(logging.CRITICAL), pytest.raises(BrokenEdition, match=CHANGED):
        spec_of(version)
    assert "uk-readiness-2026, edition 2026.2" in caplog.text


def test_pages_say_so_plainly_until_the_row_is_put_back(
    world: World, client: Client, signed_in: SignIn
) -> None:
    reports = world.submit().get_absolute_url()
    pages = [(client, "/rubrics/uk-readiness-2026/1/"), (signed_in(world.viewer), reports)]
    earlier = change(world)
    for browser, page in pages:
        response = browser.get(page)
        assert response.status_code == 500 and CHANGED in text_of(response)
    change(world, earlier)
    assert [browser.get(page).status_code for browser, page in pages] == [200, 200]


def test_words_that_were_posted_meanwhile_are_given_back(world: World, signed_in: SignIn) -> None:
    page = f"{world.assessment.get_absolute_url()}dimensions/BUD/"
    change(world)
    words = {"BUD-01-value": "2", "BUD-01-note": "The plan is with the board."}
    response = signed_in(world.contributor).post(page, words)
    assert response.status_code == 500
    assert CHANGED in text_of(response) and "The plan is with the board." in text_of(response)
    autosaved = signed_in(world.contributor).post(page, {**words, "autosave": "1"})
    assert CHANGED in autosaved.json()["message"]


def test_the_monitor_learns_of_it_and_people_are_served_on(world: World, client: Client) -> None:
    assert client.get("/ready/").json() == {"status": "ok", "database": "ok"}
    earlier = change(world)
    for _ in range(2):
        response = client.get("/ready/")
        assert response.status_code == 200
        assert response.json()["refused_editions"] == ["uk-readiness-2026 2026.2"]
    _, queries = counted(lambda: client.get("/ready/"))
    assert queries == 1
    change(world, earlier)
    assert client.get("/ready/").json() == {"status": "ok", "database": "ok"}


def test_a_process_reads_an_edition_once_in_a_round_trip_or_a_query_a_table(
    world: World, django_assert_num_queries: Any
) -> None:
    forget_cached()
    together, keys_of_questions = connection.vendor == "postgresql", 1
    one_by_one = 1 + len(PARTS_CHILDREN_FIRST) + keys_of_questions
    with django_assert_num_queries(1 if together else one_by_one):
        spec_of(world.version)
    with django_assert_num_queries(0):
        spec_of(world.version)
