"""Adding evidence to one answer, from Check and by itself, without JavaScript."""

from __future__ import annotations

import re

from assessments.models import Evidence
from assessments.queries.answers import stored_answers
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import assessments
from tests.evidence import many, recorded
from tests.views.pages import SignIn, error_at, queries_of, text_of
from tests.worlds import World


def at(world: World, code: str = "A-1", query: str = "?from=check") -> str:
    return f"{world.assessment.get_absolute_url()}answers/{code}/evidence/{query}"


def lines(world: World, code: str = "A-1") -> list[tuple[str, str]]:
    return [(one.title, one.link) for one in stored_answers(world.assessment)[code].reply.evidence]


def test_check_leads_to_it_and_it_leads_back_to_the_answer(small: World, signed_in: SignIn) -> None:
    small.answer({"A-1": 4})
    client = signed_in(small.contributor)
    check = f"{small.assessment.get_absolute_url()}check/"
    assert client.get(check).content.decode().count(f'href="{at(small)}"') == 2
    sent = client.post(at(small), {"title": " Minutes ", "link": "item 6"})
    assert sent["Location"] == f"{check}?question=A-1#answer-A-1"
    assert lines(small) == [("Minutes", "item 6")]
    page = client.get(sent["Location"])
    assert "Minutes is evidence for A-1." in text_of(page)
    assert at(small) not in page.content.decode()
    assert stored_answers(small.assessment)["A-1"].reply.value == 4
    own = client.post(at(small, query=""), {"title": "Plan"})
    assert own["Location"].endswith("/dimensions/A/?question=A-1#question-A-1")
    assert Evidence.objects.count() == 2


def test_an_item_is_chosen_among_many_by_its_words(mapped: World, signed_in: SignIn) -> None:
    client = signed_in(mapped.contributor)
    wanted = recorded(mapped, framework="", title="Digital strategy", link="", cited="Shelf 3")
    before = queries_of(client, at(mapped))
    many(mapped, 29)
    assert queries_of(client, at(mapped)) == before <= 8
    page = text_of(client.get(at(mapped)))
    assert "10 more items fit" in page
    page = client.get(at(mapped, query="?from=check&q=SHELF"))
    assert re.findall(r'name="item" value="([^"]+)"', page.content.decode()) == [wanted.reference]
    client.post(at(mapped), {"item": wanted.reference})
    client.post(at(mapped), {"item": wanted.reference})
    assert lines(mapped) == [("Digital strategy", "Shelf 3")]
    assert Evidence.objects.count() == 30


def test_a_question_leads_to_it_once_what_was_typed_is_saved(
    small: World, signed_in: SignIn
) -> None:
    client = signed_in(small.contributor)
    page = f"{small.assessment.get_absolute_url()}dimensions/A/"
    button = 'name="go" value="A-1 evidence"'
    assert button not in client.get(page).content.decode()
    recorded(small, framework="")
    assert button in client.get(page).content.decode()
    typed = {"A-1-revision": "0", "A-1-note": "Mine", "go": "A-1 evidence"}
    assert client.post(page, typed)["Location"] == at(small, query="")
    assert stored_answers(small.assessment)["A-1"].reply.note == "Mine"
    astray = {"A-1-revision": "1", "A-1-note": "Ours", "go": "pair:A-1 evidence"}
    assert client.post(page, astray)["Location"] == page


def test_bad_input_is_refused_at_its_field(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.contributor)
    for typed, field, said in (
        ({"title": " "}, "title", "Enter a title"),
        ({"title": "\u200b-"}, "title", "at least one letter or number"),
        ({"title": "x" * 201}, "title", "200 characters or fewer"),
        ({"title": "Plan", "link": "x" * 2_001}, "link", "2,000 characters or fewer"),
    ):
        assert said in error_at(client.post(at(small), typed), field)
        assert not stored_answers(small.assessment)


def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(
    small: World, signed_in: SignIn
) -> None:
    client = signed_in(small.contributor)
    theirs = recorded(small, organisation=small.neighbour, by=small.stranger)
    assert "removed meanwhile" in text_of(client.post(at(small), {"item": theirs.reference}))
    full = tuple(EvidenceItem(title=f"Line {number}") for number in range(10))
    small.answer({"A-1": Reply(state=State.DONT_KNOW, evidence=full)})
    page = client.post(at(small), {"title": "One more", "link": "item 6"})
    assert "can have no more" in text_of(page) and 'value="One more"' in page.content.decode()
    assert len(lines(small)) == 10
    why = "We start again next year."
    assessments.withdraw(assessment=small.assessment, by=small.administrator, reason=why)
    assert "withdrawn" in text_of(client.post(at(small, "A-2"), {"title": "Late"}))
    assert "A-2" not in stored_answers(small.assessment)


def test_a_question_that_is_not_asked_here_is_not_found(small: World, signed_in: SignIn) -> None:
    assert signed_in(small.contributor).get(at(small, "Z-9")).status_code == 404
