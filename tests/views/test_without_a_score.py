"""An assessment on a rubric that shows no score: what holds it, up to the lists of submissions."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.models import DimensionScore, ImpactTrial, ScoreSnapshot, Submission
from assessments.queries.rescoring import differences
from assessments.queries.trials import findings_of, outcomes
from assessments.rubric.tallies import tally_from_document
from assessments.scoring.sheet import Reply, State
from assessments.services import assessments as services
from assessments.workflow import Refused
from tests.factories import rubrics as r
from tests.management.test_rescore import forge
from tests.reviews import signed
from tests.views.answering import autosave
from tests.views.pages import SignIn, text_of
from tests.worlds import World, build_world, tried

HELD = {"A-1": 1, "G-2": "no", "G-3": 4}
FREE = {"A-1": 4, "G-2": "yes", "G-3": 4}


@pytest.fixture
def world(db: None) -> World:
    return build_world(r.gate_check())


def at(world: World, name: str, *more: object) -> str:
    return reverse(name, args=[world.organisation.slug, world.assessment.reference, *more])


def submitted(world: World, **answers: object) -> Submission:
    given = {code.replace("_", "-"): value for code, value in answers.items()}
    world.answer({**HELD, **given})
    return services.submit(assessment=world.assessment, by=world.approver)


class TestWhileItIsOpen:
    @pytest.fixture
    def approver(self, world: World, signed_in: SignIn) -> Client:
        return signed_in(world.approver)

    def test_the_task_list_says_what_is_open_and_which_gates_wait(
        self, world: World, approver: Client
    ) -> None:
        text = text_of(approver.get(at(world, "assessment-detail")))
        assert (
            "Highest band still open: Leading. No answer so far holds you back. "
            "3 questions with a gate are not answered yet." in text
        )
        assert "Gates not answered yet (3)" in text and "G-3 Question G-3" in text

    def test_an_answer_that_holds_is_named_and_what_to_do_comes_first(
        self, world: World, approver: Client
    ) -> None:
        world.answer({"A-1": 1})
        text = text_of(approver.get(at(world, "assessment-detail")))
        assert "Highest band still open: Emerging. A-1 at level 1 holds it there" in text
        assert "What to do first Question A-1. Leave level 1." in text
        assert "Gates not answered yet (2)" in text

    def test_the_check_and_the_page_to_submit_say_the_same(
        self, world: World, approver: Client
    ) -> None:
        world.answer(HELD)
        for page in ("assessment-check", "assessment-submit"):
            shown = approver.get(at(world, page))
            held = "Highest band still open: Emerging. A-1 at level 1 holds it there until"
            assert held in text_of(shown)
            assert (
                "score" not in shown.content.decode().partition("<main")[2].partition("</main")[0]
            )
        check = text_of(approver.get(at(world, "assessment-check")))
        assert "No band above Emerging until this changes." in check
        assert "No band above Developing until this changes. Another answer holds lower." in check

    def test_autosave_says_what_is_open(self, world: World, signed_in: SignIn) -> None:
        to = at(world, "dimension-answer", "G1")
        fields = {"A-1-value": "1", "A-1-revision": "0"}
        said = autosave(signed_in(world.contributor), to, **fields).json()["range_text"]
        assert said.startswith("Highest band still open: Emerging.")

    def test_nothing_that_counts_cannot_be_submitted(self, signed_in: SignIn, db: None) -> None:
        question = r.single("A-1", not_applicable_allowed=True)
        spec = r.rubric(r.dimension("A", 1, question), roles=r.gate_check().roles)
        world = build_world(replace(spec, shows_score=False))
        world.answer({"A-1": Reply(state=State.NOT_APPLICABLE, reason=r.REASON)})
        with pytest.raises(Refused, match="nothing to judge"):
            services.submit(assessment=world.assessment, by=world.approver)
        text = text_of(signed_in(world.approver).get(at(world, "assessment-submit")))
        assert "There is nothing to judge" in text


class TestSubmitting:
    def test_it_is_kept_without_a_figure(self, world: World) -> None:
        kept = submitted(world).snapshot
        assert (kept.overall, kept.overall_exact, kept.final_band) == (None, "", "")
        assert (kept.highest_open_band, kept.highest_open_band_name) == ("emerging", "Emerging")
        assert str(kept) == "Highest band still open: Emerging"
        assert not DimensionScore.objects.exists(), "there is nothing to compare scores with"

    def test_rescoring_finds_it_as_it_was_kept(self, world: World) -> None:
        submitted(world)
        kept = ScoreSnapshot.objects.get()
        assert differences(kept) == []
        forge(ScoreSnapshot, highest_open_band_name="Ready")
        kept = ScoreSnapshot.objects.get()
        assert [one.field for one in differences(kept)] == ["column highest_open_band_name"]

    def test_the_database_keeps_no_figure_next_to_an_open_band(self, world: World) -> None:
        submitted(world)
        for change in (
            {"overall": "50.0"},
            {"highest_open_band": ""},
            {"final_band": "ready"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                forge(ScoreSnapshot, **change)

    def test_a_browser_submits_it(self, world: World, signed_in: SignIn) -> None:
        world.answer(FREE)
        browser = signed_in(world.approver)
        page = browser.get(at(world, "assessment-submit")).content.decode()
        seen = re.search('name="seen" value="([^"]+)"', page)
        assert seen
        fields = signed(world, seen=seen[1])
        sent = browser.post(at(world, "assessment-submit"), fields)
        assert sent["Location"] == at(world, "submission-report", 1)
        assert Submission.objects.get().snapshot.highest_open_band_name == "Leading"


def test_every_list_says_what_is_open(world: World, signed_in: SignIn) -> None:
    submitted(world)
    for user, address in (
        (world.viewer, "/"),
        (world.viewer, world.organisation.get_absolute_url()),
        (world.viewer, at(world, "assessment-detail")),
        (world.moderator, reverse("moderation-queue")),
    ):
        text = text_of(signed_in(user).get(address))
        assert "ighest band still open: Emerging" in text or "Highest still open: Emerging" in text
        assert "None" not in text


class TestTrials:
    """A draft whose first gate asks for more, and whose second is gone, tried on a submission."""

    @pytest.fixture
    def trial(self, world: World) -> ImpactTrial:
        submitted(world, A_1=2)
        spec = r.gate_check()
        stricter = r.single("A-1", 50, critical=True, gates=[r.gate(2, "not_ready", "A-1 holds.")])
        freed = r.yes_no("G-2", 25)
        first, second = spec.dimensions
        parts = (
            replace(first, questions=(stricter,)),
            replace(second, questions=(freed, second.questions[1])),
        )
        return tried(replace(spec, edition="2", dimensions=parts), by=world.publisher)

    def test_bands_and_gates_change_and_no_score(self, trial: ImpactTrial) -> None:
        found = findings_of(trial)
        assert (found.whole.compared, found.whole.scored, found.whole.down) == (1, 0, 1)
        assert found.moves == [("Developing", "Not ready", 1)]
        assert found.gates == [("A-1 Question A-1", 1, 0), ("G-2 Question G-2", 0, 1)]
        assert not found.tally.drivers() and not found.whole.steps
        (row,) = outcomes(found.rows, found.draft)
        assert (row.frozen, row.before, row.after, row.change) == (None, None, None, None)

    def test_moderators_read_it(self, world: World, trial: ImpactTrial, signed_in: SignIn) -> None:
        text = text_of(signed_in(world.moderator).get(reverse("moderation-trial", args=[trial.pk])))
        assert "There is no score to compare." in text
        assert "G-2 Question G-2: would hold 1 submission no more" in text
        assert "Highest still open: Developing Developing Not ready" in text
        assert "Mean change" not in text


def test_a_trial_from_before_is_read_as_it_was_counted() -> None:
    kept = {"compared": 2, "total": 3_000_000, "moves": {}, "steps": {"1": 2}}
    tally = tally_from_document({"sectors": {"council": kept}})
    assert tally.whole.mean == Fraction(3, 2)
