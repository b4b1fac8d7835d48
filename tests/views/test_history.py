"""The histories of an organisation and of an assessment."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assessments.access.roles import Role
from assessments.queries.history import read_aloud, revisions_of
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import ScaleSpec
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import assessments, assignments, members, organisations
from tests.assigning import given_to
from tests.contradictions import explain
from tests.exports.reading import rows as csv_rows
from tests.views.pages import MOST_QUERIES, SignIn, queries_cold, queries_of, text_of, title_of
from tests.views.small import small_spec
from tests.worlds import World, build_world, person

TRAIL = "/organisations/wexcombe-borough-council/history/"


def address(world: World, query: str = "") -> str:
    return f"{world.assessment.get_absolute_url()}history/{query}"


def test_the_trail_reads_newest_first(small: World, signed_in: SignIn) -> None:
    cai = small.organisation.memberships.get(user=small.approver)
    members.change_role(membership=cai, role=Role.VIEWER, by=small.administrator)
    response = signed_in(small.viewer).get(TRAIL)
    words = text_of(response)
    assert title_of(response) == "History of Wexcombe Borough Council - Readiness"
    newest = "Ada Administrator changed Ash Approver from approver to viewer."
    oldest = "Ada Administrator created the organisation Wexcombe Borough Council."
    assert words.index(newest) < words.index(oldest)


def test_a_save_names_the_level_as_the_rubric_does(db: None) -> None:
    scale = [ScaleSpec(level=2, name="Partly in place")]
    world = build_world(replace(small_spec(), scale=scale))
    world.answer({"A-1": 2})
    [named] = read_aloud(spec_of(world.version), revisions_of(world.assessment))
    assert named.did == "set it to “2 Partly in place”"
    world.answer({"A-1": 3})
    newest = read_aloud(spec_of(world.version), revisions_of(world.assessment))[0]
    assert newest.did == "set it to level 3"


def test_the_trail_of_others_stays_with_them(small: World, signed_in: SignIn) -> None:
    words = text_of(signed_in(small.viewer).get(TRAIL))
    for name in ("Sam Stranger", "Nextdoor", "Robin Publisher"):
        assert name not in words


def test_a_long_trail_takes_no_more_queries(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.viewer)
    few = queries_of(client, TRAIL)
    for number in range(51):
        members.add(
            organisation=small.organisation,
            user=person(f"Member Number {number}"),
            role=Role.VIEWER,
            by=small.administrator,
        )
    assert queries_of(client, TRAIL) == few <= MOST_QUERIES
    assert text_of(client.get(TRAIL)).count("as viewer.") == 50
    assert "created the organisation" in text_of(client.get(f"{TRAIL}?page=2"))


def test_every_save_is_read_aloud(small: World, signed_in: SignIn) -> None:
    small.answer({"A-1": 3, "A-2": ["a", "c"], "A-3": "<b>\u202eText</b>"})
    noted = Reply(
        state=State.ANSWERED,
        value=1,
        note="Board paper\nof May",
        evidence=(EvidenceItem(title="Minutes", link="https://example.org/m"),),
    )
    small.answer({"A-1": noted}, by=small.approver)
    small.answer({"A-2": "dont_know"}, by=small.approver)
    response = signed_in(small.viewer).get(address(small))
    words = text_of(response)
    assert "Changes to answers" in words
    assert "5 changes, newest first." in words
    assert "A-1: Question A-1 Connie Contributor set it to level 3: Level 3" in words
    assert "Ash Approver set it to level 1: Level 1 Note: Board paper of May" in words
    assert "Evidence: Minutes (https://example.org/m)" in words
    assert "save 2 of this answer" in words
    assert "A-2: Question A-2 Ash Approver answered “Don’t know”." in words
    assert "set it to level 2: Item a Item c" in words
    assert "A-3: Question A-3 Connie Contributor set the answer: <b>" in words
    assert "<b>" not in response.content.decode()
    assert words.index("Don’t know”.") < words.index("Connie Contributor set it")
    assert "Sam Stranger" not in words


def test_not_applicable_and_cleared_are_shown(small: World) -> None:
    small.answer({"A-1": 3})
    revision = revisions_of(small.assessment)[0]
    revision.state, revision.reason = State.NOT_APPLICABLE, "We have none of those."
    assert read_aloud(small.spec, [revision])[0].did == "said that it does not apply"
    revision.state = State.UNANSWERED
    assert read_aloud(small.spec, [revision])[0].did == "cleared the answer"


def test_a_value_that_an_older_release_allowed_is_shown(small: World) -> None:
    small.answer({"A-1": 3})
    revision = revisions_of(small.assessment)[0]
    revision.value = "ninety"
    event = read_aloud(small.spec, [revision])[0]
    assert (event.did, event.text) == ("set the answer", "ninety")


def test_one_question_at_a_time(small: World, signed_in: SignIn) -> None:
    small.answer({"A-1": 3, "A-3": "Some text"})
    small.answer({"A-1": 2})
    response = signed_in(small.viewer).get(address(small, "?question=A-1"))
    words = text_of(response)
    assert title_of(response) == "History of Readiness 2026, A-1 - Readiness"
    assert "2 changes, newest first." in words
    assert "Some text" not in words
    assert '<option value="A-1" selected>' in response.content.decode()
    anonymous = text_of(signed_in(small.viewer).get(address(small, "?question=A-2")))
    assert "This question has not been answered yet" in anonymous
    for strange in ("nothing", "%3Cscript%3E", "%00"):
        every = signed_in(small.viewer).get(address(small, f"?question={strange}"))
        assert "3 changes, newest first." in text_of(every)


def test_the_steps_are_shown_with_their_reasons(small: World, signed_in: SignIn) -> None:
    reason = "Started by mistake!"
    assessments.withdraw(assessment=small.assessment, by=small.administrator, reason=reason)
    other = small.start(title="Another one")
    words = text_of(signed_in(small.viewer).get(address(small)))
    assert f"Ada Administrator withdrew Readiness 2026. Reason: {reason} 2" in words
    assert "Connie Contributor started Readiness 2026." in words
    assert other.title not in words
    assert "No question has been answered yet" in words


def test_many_saves_take_no_more_queries(small: World, signed_in: SignIn) -> None:
    client = signed_in(small.viewer)
    small.answer({"A-1": 3})
    one = queries_of(client, address(small))
    for number in range(51):
        small.answer({"A-3": f"Text {number}"})
    assert queries_of(client, address(small)) == one <= MOST_QUERIES
    assert queries_cold(client, address(small)) <= MOST_QUERIES
    first = client.get(address(small, "?question=A-3"))
    assert "Text 50" in text_of(first)
    assert 'href="?question=A-3&amp;page=2"' in first.content.decode()
    second = text_of(client.get(address(small, "?question=A-3&page=2")))
    assert "Text 0 " in second and "Text 50" not in second
    assert "Steps" not in second


def test_the_filter_offers_what_the_sector_is_asked_and_no_more(
    world: World, signed_in: SignIn
) -> None:
    council = organisations.create(
        by=world.stranger, name="A council", sector="local_authority", region="south_west"
    )
    begun = world.start(organisation=council, by=world.stranger)
    elsewhere, here = set(), set()
    for _, question in world.spec.questions():
        asked = not question.applies_to or council.sector in question.applies_to
        (here if asked else elsewhere).add(question.code)
    page = signed_in(world.stranger).get(f"{begun.get_absolute_url()}history/")
    questions = page.content.decode().partition('name="question"')[2].partition("</select>")[0]
    offered = set(re.findall(r'<option value="([^"]+)"', questions))
    assert elsewhere and offered == here


def test_the_reasons_for_answers_that_do_not_fit_are_among_them(
    paired: World, signed_in: SignIn
) -> None:
    paired.answer({"A-1": 3, "A-2": ["none"]})
    explain(paired, "They measure <b>other</b> things.")
    paired.answer({"B-1": 0})
    explain(paired, "", by=paired.approver)
    client = signed_in(paired.viewer)
    words = text_of(client.get(address(paired)))
    assert "5 changes, newest first." in words
    expected = [
        "Ash Approver took the reason back.",
        "Connie Contributor set it to level 0",
        "A-1 and A-2: why both are right Connie Contributor said why both are right: "
        "They measure <b>other</b> things.",
    ]
    places = [words.index(one) for one in expected]
    assert places == sorted(places)
    assert "save 2 of this reason" in words and "save 1 of this answer" in words
    for question, there in (("A-1", True), ("A-2", True), ("B-1", False), ("A-3", False)):
        shown = text_of(client.get(address(paired, f"?question={question}")))
        assert ("took the reason back" in shown) is there
    assert queries_of(client, address(paired)) <= MOST_QUERIES


def test_a_long_history_of_reasons_is_cut_into_pages(
    paired: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.views.history.ON_A_PAGE", 5)
    for number in range(8):
        explain(paired, f"Reason {number} of many.")
    client = signed_in(paired.viewer)
    assert "Reason 7 of many." in text_of(client.get(address(paired)))
    later = text_of(client.get(address(paired, "?page=2")))
    assert "Reason 2 of many." in later and "Reason 3 of many." not in later


def test_the_history_is_narrowed_to_a_person_and_a_part(small: World, signed_in: SignIn) -> None:
    small.answer({"A-1": 3})
    small.answer({"A-3": "Written by the approver"}, by=small.approver)
    client = signed_in(small.viewer)
    theirs = text_of(client.get(address(small, f"?person={small.approver.pk}")))
    assert "Written by the approver" in theirs and "1 change, newest first." in theirs
    assert "2 changes" in text_of(client.get(address(small, "?part=A")))
    nothing = text_of(client.get(address(small, f"?person={small.approver.pk}&question=A-1")))
    assert "There are no changes like that." in nothing
    for strange in ("person=9999999999999999999", "person=x", "part=%00", "person=-1"):
        assert "2 changes" in text_of(client.get(address(small, f"?{strange}")))


def test_the_history_is_downloaded_as_it_was_narrowed(small: World, signed_in: SignIn) -> None:
    small.answer({"A-3": "=1+1"}, by=small.approver)
    small.answer({"A-1": "dont_know"})
    client = signed_in(small.viewer)
    whole = client.get(address(small, "download/"))
    rows = csv_rows(whole.content)
    assert [row["Question"] for row in rows] == ["A-1", "A-3", ""]
    assert rows[0]["What happened"] == f"{small.contributor} answered “Don’t know”"
    assert rows[1]["Answer"] == "'=1+1"
    assert "started" in rows[2]["What happened"]
    assert "attachment" in whole["Content-Disposition"]
    one = client.get(address(small, f"download/?person={small.approver.pk}"))
    rows = csv_rows(one.content)
    assert [row["Question"] for row in rows] == ["A-3"]


def test_the_file_has_every_step_and_the_page_the_newest_of_them(
    small: World, signed_in: SignIn
) -> None:
    for _ in range(60):
        assignments.end(assignment=given_to(small), by=small.administrator)
    client = signed_in(small.viewer)
    assert client.get(address(small)).content.decode().count("ended the assignment of") == 50
    whole = client.get(address(small, "download/")).content.decode("utf-8-sig")
    assert whole.count("ended the assignment of") == 60
