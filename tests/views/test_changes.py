"""What changed since the last edition, as it is shown to the public."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from assessments import clock
from assessments.models import RubricVersion
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.services import rubrics
from tests.factories.rubrics import single
from tests.factories.shipped import shipped_rubric
from tests.page import Page
from tests.steps import steps
from tests.views.pages import MOST_QUERIES, SignIn, headings_of, queries_cold, text_of, title_of
from tests.views.small import small_spec
from tests.worlds import World

HERE = "/rubrics/small/2/changes/"
NOTE = "We ask about money in plainer words."


def next_edition(world: World, spec: RubricSpec, **given: object) -> RubricVersion:
    draft = rubrics.import_draft(spec=spec, by=world.publisher)
    return rubrics.publish(
        version=draft,
        by=world.publisher,
        change_note=NOTE,
        **given,  # type: ignore[arg-type]
    )


def changed_spec(edition: str = "2", **question: object) -> RubricSpec:
    """The small rubric with its first question changed, its last retired and one added."""
    spec = small_spec()
    (dimension,) = spec.dimensions
    first, second, _ = dimension.questions
    changed: QuestionSpec = replace(first, **question)  # type: ignore[arg-type]
    questions = [changed, second, single("A-9", 1, title="Spare <money>", text="Is some left?")]
    return replace(spec, edition=edition, dimensions=[replace(dimension, questions=questions)])


def test_the_page_names_both_editions_and_begins_with_the_publishers_note(
    client: Client, small: World
) -> None:
    next_edition(small, changed_spec())
    response = client.get(HERE)
    assert title_of(response) == "What changed since 1 - A small rubric - Readiness"
    assert headings_of(response) == ["A small rubric What changed since 1"]
    assert NOTE in text_of(response)
    assert Page(response.content.decode()).faults() == []


def test_new_retired_reworded_and_reweighted_questions_are_listed(
    client: Client, small: World
) -> None:
    changed = changed_spec(text="What exactly about A-1?", weight=Decimal(3))
    next_edition(small, changed)
    text = text_of(client.get(HERE))
    assert "1 question is new" in text and "A-9 Spare <money>" in text
    assert "1 question is no longer asked" in text and "A-3 Question A-3" in text
    assert "What [added: exactly ] about A-1?" in text
    assert "Weight 1 3" in text
    # Of it is 3 of 5 parts; it was 1 of 2.
    assert "A-1 Question A-1 50%, now 60% 50%, now 60% +10.0" in text
    assert "A-9 Spare <money> none, now 20% none, now 20% +20.0" in text


def test_words_are_marked_by_elements_that_say_what_they_are_and_stay_text(
    client: Client, small: World
) -> None:
    """A change is shown by <ins> and <del> and by hidden words; markup in a text stays text."""
    next_edition(small, changed_spec(text="What about <b>A-1</b>?"))
    body = client.get(HERE).content.decode()
    assert '<ins class="rd-added"><span class="rd-spoken">[added: </span>' in body
    assert "<b>A-1</b>" not in body
    assert "Spare &lt;money&gt;" in body


def test_the_reader_may_look_further_back(client: Client, small: World) -> None:
    next_edition(small, changed_spec(text="What exactly about A-1?"))
    next_edition(small, replace(small_spec(), edition="3"))
    latest = "/rubrics/small/3/changes/"
    assert "What changed since 2" in text_of(client.get(latest))
    since_first = client.get(f"{latest}?since=1")
    assert "What changed since 1" in text_of(since_first)
    assert "the same in both editions" in text_of(since_first)


def test_a_copy_is_compared_with_what_it_was_copied_from(client: Client, small: World) -> None:
    from assessments.services import drafts

    next_edition(small, changed_spec())
    draft = drafts.copy_edition(
        version=small.version, edition="3", title="A small rubric", by=small.publisher
    )
    rubrics.publish(version=draft, by=small.publisher, change_note="Back to the first one.")
    assert "What changed since 1" in text_of(client.get("/rubrics/small/3/changes/"))


@pytest.mark.parametrize("since", ["2", "3", "9", "x", "-1", "1.0", "0"])
def test_only_earlier_published_editions_can_be_compared(
    client: Client, since: str, small: World
) -> None:
    next_edition(small, changed_spec())
    rubrics.import_draft(spec=changed_spec("3"), by=small.publisher)
    assert client.get(f"{HERE}?since={since}").status_code == 404


def test_a_draft_has_no_such_page(client: Client, signed_in: SignIn, small: World) -> None:
    rubrics.import_draft(spec=changed_spec(), by=small.publisher)
    for user in (None, small.administrator, small.moderator):
        assert signed_in(user).get(HERE).status_code == 404


def test_the_first_edition_says_that_there_is_nothing_to_compare(
    client: Client, small: World
) -> None:
    assert "This is the first edition" in text_of(client.get("/rubrics/small/1/changes/"))
    assert "What changed since" not in text_of(client.get("/rubrics/small/1/"))


def test_the_questionnaire_and_the_list_lead_to_it_and_say_from_when_it_holds(
    client: Client, small: World
) -> None:
    begins = clock.today() + timedelta(days=40)
    next_edition(small, changed_spec(), effective_from=begins)
    when = f"{begins.day} {begins:%B %Y}"
    for address in ("/rubrics/small/2/", "/rubrics/"):
        response = client.get(address)
        assert HERE in response.content.decode()
        assert when in text_of(response)
    assert f"New assessments use edition 2 from {when}" in text_of(client.get(HERE))


def test_the_shipped_rubric_is_compared_with_little_work(world: World, client: Client) -> None:
    """All 48 questions reworded, in a process that has compared nothing yet."""
    spec = shipped_rubric()
    dimensions = [
        replace(
            one,
            weight=one.weight + number,
            questions=[
                replace(q, why=f"Indeed. {q.why}", text=q.text.replace("the", "every"))
                for q in one.questions
            ],
        )
        for number, one in enumerate(spec.dimensions)
    ]
    next_edition(world, replace(spec, edition="2027", dimensions=dimensions))
    address = f"/rubrics/{world.version.rubric.slug}/2/changes/"
    assert queries_cold(client, address) <= MOST_QUERIES
    from assessments.queries.drafts import _of_published

    _of_published.cache_clear()
    assert steps(lambda: client.get(address)) < 2_000_000
    assert b"48 questions changed" in client.get(address).content
