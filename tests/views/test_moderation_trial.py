"""The moderators' page about a draft that was tried on past submissions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.models import ImpactTrial
from assessments.rubric.definition import RubricSpec
from assessments.services import assessments, drafts, rubrics, trials
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of, title_of
from tests.views.small import small_spec, submit_one
from tests.worlds import World, tried

QUEUE = "/moderation/"


def heavier(**also: object) -> RubricSpec:
    """The next edition, in which the first question counts ten times as much."""
    first = small_spec().dimensions[0]
    question, *rest = first.questions
    heavy = replace(first, questions=[replace(question, weight=question.weight * 10), *rest])
    given = {"edition": "2", "title": "The next edition", "dimensions": [heavy], **also}
    return replace(small_spec(), **given)  # type: ignore[arg-type]


def at(trial: ImpactTrial) -> str:
    return f"{QUEUE}trials/{trial.pk}/"


def submit_next_door(world: World) -> None:
    other = world.start(organisation=world.neighbour, by=world.stranger)
    world.answer({"A-1": 4, "A-2": ["none"], "A-3": "x"}, assessment=other, by=world.stranger)
    assessments.submit(assessment=other, by=world.stranger)


def test_the_queue_leads_to_the_newest_finished_trial_of_a_draft(
    small: World, signed_in: SignIn
) -> None:
    client = signed_in(small.moderator)
    submit_one(small)
    assert "Drafts tried" not in text_of(client.get(QUEUE))
    first = tried(heavier(), by=small.publisher)
    second = trials.start(version=first.version, by=small.publisher)
    assert f'href="{at(first)}"' in client.get(QUEUE).content.decode()
    assert client.get(at(second)).status_code == 404
    second = trials.advance(trial=second, by=small.publisher)
    queue = client.get(QUEUE)
    assert f'href="{at(second)}"' in queue.content.decode()
    assert f'href="{at(first)}"' not in queue.content.decode()
    assert "The next edition , tried on 1 submission," in text_of(queue)
    assert client.get(at(first)).status_code == 404
    assert client.get(at(second)).status_code == 200


def test_it_shows_sectors_and_what_becomes_of_each_organisation(
    small: World, signed_in: SignIn
) -> None:
    sent = submit_one(small)
    submit_next_door(small)
    trial = tried(heavier(), by=small.publisher)
    response = signed_in(small.moderator).get(at(trial))
    words = text_of(response)
    assert title_of(response) == "Impact of The next edition - Readiness"
    assert "This draft was tried on 2 submissions, begun by Robin Publisher on" in words
    tally = trial.tallies["sectors"]["local_authority"]
    changed = sum(tally["moves"].values())
    assert tally["compared"] == 2 and changed
    assert f"2 submissions were compared. {changed} would be in another band" in words
    assert f"Local authority 2 {changed} {tally['up']} {tally['down']}" in words
    assert "Nextdoor Council" in words and "Wexcombe Borough Council" in words
    row = trial.outcomes.get(submission=sent)
    frozen = f"{sent.snapshot.overall} {sent.snapshot.final_band_name}"
    bands = [band.name for band in heavier().bands]
    before, after = (
        f"{(score or 0) / 10} {bands[place]}"
        for score, place in ((row.before, row.before_place), (row.after, row.after_place))
    )
    assert f"{sent.reference} {frozen} {before} {after}" in words


def test_it_only_reads(small: World, signed_in: SignIn) -> None:
    trial = tried(heavier(), by=small.publisher)
    client = signed_in(small.moderator)
    assert client.post(at(trial)).status_code == 405
    assert "No submission could be compared" in text_of(client.get(at(trial)))


def test_a_draft_that_has_changed_since_is_shown_as_it_was(small: World, signed_in: SignIn) -> None:
    """Also when the bands that its results name are gone."""
    submit_one(small)
    trial = tried(heavier(), by=small.publisher)
    before = text_of(signed_in(small.moderator).get(at(trial)))
    bands = [replace(band, name=f"New {band.name}") for band in heavier().bands[:1]]
    drafts.replace_content(draft=trial.version, spec=heavier(bands=bands))
    drafts.keep_state(draft=trial.version, by=small.publisher, summary="Fewer bands")
    now = text_of(signed_in(small.moderator).get(at(trial)))
    note = "The draft has changed since. These are the results of the draft as it was then. "
    assert note in now and now.replace(note, "") == before


def test_the_trial_of_an_edition_is_gone_with_its_draft(small: World, signed_in: SignIn) -> None:
    submit_one(small)
    trial = tried(heavier(), by=small.publisher)
    rubrics.publish(version=trial.version, by=small.publisher, change_note="Weights changed.")
    client = signed_in(small.moderator)
    assert client.get(at(trial)).status_code == 404
    assert "Drafts tried" not in text_of(client.get(QUEUE))


def test_many_submissions_take_pages_and_no_more_queries(
    small: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.views.moderation.SUBMISSIONS_ON_A_PAGE", 5)
    client = signed_in(small.moderator)
    submit_one(small)
    trial = tried(heavier(), by=small.publisher)
    one = queries_of(client, at(trial))
    for number in range(6):
        submit_one(small, f"Sent {number}")
    again = trials.start(version=trial.version, by=small.publisher)
    again = trials.advance(trial=again, by=small.publisher)
    assert queries_of(client, at(again)) == one <= MOST_QUERIES
    assert queries_of(client, QUEUE) <= MOST_QUERIES
    assert text_of(client.get(at(again))).count("Wexcombe Borough Council") == 5
    last = client.get(f"{at(again)}?page=2")
    assert text_of(last).count("Wexcombe Borough Council") == 2
    assert title_of(last) == "Impact of The next edition, page 2 of 2 - Readiness"
