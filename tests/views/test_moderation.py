"""The moderators' list."""

from __future__ import annotations

import re

import pytest

from assessments.services import assessments
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of, title_of
from tests.views.small import submit_one
from tests.worlds import World

QUEUE = "/moderation/"


def test_it_says_when_nothing_was_submitted(small: World, signed_in: SignIn) -> None:
    response = signed_in(small.moderator).get(QUEUE)
    assert title_of(response) == "Submissions - Readiness"
    assert "Nothing has been submitted yet" in text_of(response)


def test_it_lists_every_organisation_newest_first(small: World, signed_in: SignIn) -> None:
    first = submit_one(small, "First")
    other = small.start(organisation=small.neighbour, by=small.stranger, title="Neighbour’s")
    small.answer({"A-1": 1, "A-2": ["none"], "A-3": "x"}, assessment=other, by=small.stranger)
    second = assessments.submit(assessment=other, by=small.stranger)
    response = signed_in(small.moderator).get(QUEUE)
    words, content = text_of(response), response.content.decode()
    assert words.index("Nextdoor Council") < words.index("Wexcombe Borough Council")
    for sent in (first, second):
        assert f'href="{sent.get_absolute_url()}"' in content
        assert sent.reference in words
        assert f"{sent.snapshot.overall} {sent.snapshot.final_band_name}" in words
    assert "by Sam Stranger" in words
    assert "Reopened since" not in words
    # The way leads somewhere.
    assert signed_in(small.moderator).get(first.get_absolute_url()).status_code == 200


def test_a_reopened_one_says_so(small: World, signed_in: SignIn) -> None:
    sent = submit_one(small)
    reason = "Better evidence was found."
    assessments.reopen(assessment=sent.assessment, by=small.administrator, reason=reason)
    assert "Reopened since" in text_of(signed_in(small.moderator).get(QUEUE))


def test_many_submissions_take_no_more_queries_and_the_list_goes_on_past_its_window(
    small: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(small.moderator)
    submit_one(small, "Sent 00")
    one = queries_of(client, QUEUE)
    for number in range(1, 26):
        submit_one(small, f"Sent {number:02}")
    assert queries_of(client, QUEUE) == one <= MOST_QUERIES
    assert text_of(client.get(QUEUE)).count("Wexcombe Borough Council") == 25 * 2
    last = client.get(f"{QUEUE}?page=2")
    assert "Sent 00" in text_of(last) and "Sent 25" not in text_of(last)
    assert title_of(last) == "Submissions, page 2 of 2 - Readiness"
    monkeypatch.setattr("assessments.queries.windows.PAGES", 1)
    first = client.get(QUEUE).content.decode()
    assert "Sent 25" in first and "Sent 00" not in first
    older = re.search(r'href="(\?before=\d+)"', first)
    assert older is not None
    rest = client.get(f"{QUEUE}{older[1]}")
    assert "Sent 00" in text_of(rest) and "Sent 01" not in text_of(rest)
    assert title_of(rest) == "Earlier submissions - Readiness"
    assert f'href="{QUEUE}"' in rest.content.decode()
    for nonsense in ("x", "-1", "²", "9" * 19, "9" * 5000):
        assert "Sent 25" in text_of(client.get(QUEUE, {"before": nonsense})), nonsense
