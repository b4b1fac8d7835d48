"""Trying a draft and varying its weights, as the programme's people meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from assessments.access.roles import MODERATORS, RUBRIC_EDITORS
from assessments.admin.trials import LEAST_SHOWN, combined
from assessments.models import ImpactTrial, RubricVersion, ScoreSnapshot
from assessments.rubric.tallies import SectorTally
from assessments.services import drafts, rubrics
from tests.admin.conftest import Programme, State, build
from tests.admin.pages import address
from tests.cost import counted
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.views.pages import text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20
MOST_BYTES = 60_000


def build_heavier() -> State:
    """The draft with Budget at three times its weight, and six submissions to try it on."""
    world, programme, draft = build(draft=True, whole=True)
    assert draft is not None
    first, *rest = world.spec.dimensions
    spec = replace(
        world.spec,
        edition=draft.edition,
        title=draft.title,
        dimensions=[replace(first, weight=first.weight * 3), *rest],
    )
    drafts.replace_content(draft=draft, spec=spec)
    drafts.keep_state(draft=draft, by=programme.editor, summary="Budget weighs more")
    for number in range(6):
        world.submit(assessment=world.start(title=f"Number {number}"), BUD_01=number % 5)
    return world, programme, draft


@pytest.fixture(scope="session")
def prepared_heavier(prepare: Prepare) -> Prepared[State]:
    return prepare(build_heavier)


@pytest.fixture
def heavier(prepared_heavier: Prepared[State], draft: RubricVersion) -> RubricVersion:
    return draft


def tried(client: Client, draft: RubricVersion) -> None:
    where = address(draft, "impact")
    client.post(where, {"action": "start"})
    client.post(where, {"action": "continue"})


def test_a_trial_is_started_pressed_on_and_read_without_scripts(
    as_editor: Client, heavier: RubricVersion
) -> None:
    where = address(heavier, "impact")
    assert "Try it on past submissions" in text_of(as_editor.get(where))
    assert as_editor.post(where, {"action": "start"})["Location"] == where
    under_way = text_of(as_editor.get(where))
    assert "Under way" in under_way and "0 of 6" in under_way
    as_editor.post(where, {"action": "continue"})
    done = text_of(as_editor.get(where))
    assert "Tried on 6 submissions. Begun by Ed Editor" in done
    assert "6 submissions were compared" in done
    assert "Local authority 6" in done
    assert "BUD-01" in done
    assert "The questions that drive it" in done


def test_without_a_past_submission_it_says_that_there_is_none(
    as_editor: Client, draft: RubricVersion
) -> None:
    shown = text_of(as_editor.post(address(draft, "impact"), {"action": "start"}, follow=True))
    assert "There was no past submission to try it on. Begun by Ed Editor" in shown
    assert "Under way" not in shown and "Try it again" in shown


def test_a_script_is_answered_with_how_far_it_is(as_editor: Client, heavier: RubricVersion) -> None:
    where = address(heavier, "impact")
    as_editor.post(where, {"action": "start"})
    response = as_editor.post(where, {"action": "continue"}, headers={"Accept": "application/json"})
    assert response.json() == {"status": "done", "done": 6, "total": 6}


def test_a_stopped_trial_says_where_and_why_and_can_be_begun_again(
    as_editor: Client, heavier: RubricVersion
) -> None:
    where = address(heavier, "impact")
    as_editor.post(where, {"action": "start"})
    as_editor.post(where, {"action": "cancel"})
    text = text_of(as_editor.get(where))
    assert "stopped after 0 of 6 submissions: it was stopped" in text
    tried(as_editor, heavier)
    assert "Tried on 6 submissions" in text_of(as_editor.get(where))
    assert ImpactTrial.objects.count() == 2


def test_findings_of_a_draft_that_changed_since_are_marked(
    as_editor: Client, heavier: RubricVersion, world: World, programme: Programme
) -> None:
    tried(as_editor, heavier)
    spec = replace(world.spec, edition=heavier.edition, title=heavier.title)
    drafts.replace_content(draft=heavier, spec=spec)
    drafts.keep_state(draft=heavier, by=programme.editor, summary="As it was")
    assert "The draft has changed since" in text_of(as_editor.get(address(heavier, "impact")))


def test_only_a_moderator_sees_what_became_of_each_organisation(
    as_editor: Client, heavier: RubricVersion, programme: Programme
) -> None:
    tried(as_editor, heavier)
    where = address(heavier, "impact")
    text = text_of(as_editor.get(where))
    assert "Wexcombe" not in text
    assert "Only moderators see the results of single organisations" in text
    programme.editor.groups.add(Group.objects.get(name=MODERATORS))
    text = text_of(as_editor.get(where))
    assert text.count("Wexcombe Borough Council") == 6
    frozen = ScoreSnapshot.objects.order_by("overall")[0]
    assert f"{frozen.overall} {frozen.final_band_name}" in text


def test_too_few_submissions_are_shown_to_moderators_alone(
    as_editor: Client, world: World, draft: RubricVersion, programme: Programme
) -> None:
    world.submit()
    tried(as_editor, draft)
    where = address(draft, "impact")
    assert "Fewer than 5 submissions could be compared" in text_of(as_editor.get(where))
    programme.editor.groups.add(Group.objects.get(name=MODERATORS))
    assert "1 submission was compared" in text_of(as_editor.get(where))


def sector(compared: int) -> SectorTally:
    return SectorTally(compared=compared)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"A": 9, "B": 7}, {"A": 9, "B": 7}),
        ({"A": 9, "B": 3, "C": 2}, {"A": 9, "B, C": 5}),
        # Two together are still too few, so the next smallest joins them.
        ({"A": 9, "B": 6, "C": 1, "D": 2}, {"A": 9, "B, C, D": 9}),
        # A small one next to a large one: shown alone, the rest of the whole would tell it.
        ({"A": 9, "B": 1}, {"A, B": 10}),
        ({"A": 2, "B": 1}, {}),
    ],
)
def test_small_sectors_are_put_together_until_they_tell_nothing(
    counts: dict[str, int], shown: dict[str, int]
) -> None:
    found = combined([(name, sector(count)) for name, count in counts.items()])
    assert {", ".join(sorted(name.split(", "))): one.compared for name, one in found} == shown


def test_the_pages_are_light(
    as_editor: Client, heavier: RubricVersion, programme: Programme
) -> None:
    programme.editor.groups.add(Group.objects.get(name=MODERATORS))
    tried(as_editor, heavier)
    for page in ("impact", "sensitivity"):
        response, queries = counted(partial(as_editor.get, address(heavier, page)))
        assert queries < MOST_QUERIES, page
        assert len(response.content) < MOST_BYTES, page


def test_someone_who_may_only_publish_nothing_and_change_nothing_cannot_start_one(
    as_editor: Client, heavier: RubricVersion, programme: Programme
) -> None:
    """A published edition cannot be changed, so it cannot be tried."""
    rubrics.publish(version=heavier, by=programme.publisher, change_note="The next year.")
    where = address(heavier, "impact")
    assert as_editor.post(where, {"action": "start"}).status_code == 403
    assert "Only a draft can be tried" in text_of(as_editor.get(where))


def test_a_draft_with_faults_is_sent_back_first(
    as_editor: Client, draft: RubricVersion, world: World, programme: Programme
) -> None:
    first, *rest = world.spec.dimensions
    spec = replace(world.spec, edition="2027", dimensions=[replace(first, questions=[]), *rest])
    drafts.replace_content(draft=draft, spec=spec)
    drafts.keep_state(draft=draft, by=programme.editor, summary="A dimension emptied")
    for page in ("impact", "sensitivity"):
        assert "Put them right first" in text_of(as_editor.get(address(draft, page)))
    response = as_editor.post(address(draft, "impact"), {"action": "start"}, follow=True)
    assert "Put them right first" in text_of(response)
    assert not ImpactTrial.objects.exists()


@pytest.mark.parametrize("posted", [{}, {"action": "nonsense"}, {"action": "continue"}])
def test_a_press_that_means_nothing_changes_nothing(
    as_editor: Client, draft: RubricVersion, posted: dict[str, str]
) -> None:
    assert as_editor.post(address(draft, "impact"), posted).status_code == 302
    assert not ImpactTrial.objects.exists()


def test_the_sensitivity_of_an_edition_comes_from_its_own_submissions(
    as_editor: Client, heavier: RubricVersion, world: World
) -> None:
    text = text_of(as_editor.get(address(world.version, "sensitivity")))
    assert "Worked out from the submissions on this edition" in text
    assert "of 6 submissions stay in their band" in text
    assert "42 variations" in text
    assert "Which weight matters most" in text


def test_the_sensitivity_of_a_draft_comes_from_earlier_submissions(
    as_editor: Client, heavier: RubricVersion
) -> None:
    text = text_of(as_editor.get(address(heavier, "sensitivity")))
    assert "Worked out from submissions on earlier ones" in text
    assert "of 6 submissions stay in their band" in text


def test_of_a_few_submissions_an_editor_is_informed_nothing(
    as_editor: Client, signed_in: Callable[..., Client], draft: RubricVersion, world: World
) -> None:
    """Of the results of one or two organisations a reader could work out a single one."""
    for number in range(LEAST_SHOWN - 1):
        world.submit(assessment=world.start(title=f"Number {number}"))
    for version in (world.version, draft):
        shown = text_of(as_editor.get(address(version, "sensitivity")))
        assert "of 300 made-up answer sheets" in shown and "too few" in shown
    moderator = world.moderator
    moderator.is_staff = True
    moderator.save()
    moderator.groups.add(Group.objects.get(name=RUBRIC_EDITORS))
    shown = text_of(signed_in(moderator).get(address(world.version, "sensitivity")))
    assert "of 4 submissions stay" in shown


def test_without_any_submission_it_comes_from_made_up_sheets(
    as_editor: Client, draft: RubricVersion
) -> None:
    where = address(draft, "sensitivity")
    first = text_of(as_editor.get(where))
    assert "of 300 made-up answer sheets stay in their band" in first
    from assessments.queries.sensitivity import _worked_out

    _worked_out.cache_clear()
    assert text_of(as_editor.get(where)) == first
