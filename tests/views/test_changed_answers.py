"""What an approver reads of answers that changed since the last submission, where the questions or
the sector are others now.
"""

from __future__ import annotations

from dataclasses import replace

from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import Reply
from assessments.services import assessments
from tests.factories.rubrics import COUNCIL, TRUST, answered, dimension, single
from tests.sharing import settled
from tests.views.pages import SignIn, text_of
from tests.views.small import small_spec
from tests.views.test_assessments import address
from tests.worlds import World, published

NOTED = replace(answered(4), note="We read it every week.")


def edition(name: str, *questions: QuestionSpec) -> RubricSpec:
    return replace(small_spec(), edition=name, dimensions=[dimension("A", 1, *questions)])


def submitted(world: World, spec: RubricSpec, **replies: Reply) -> None:
    world.version = published(spec, by=world.publisher)
    assessments.submit(assessment=under_way(world, **replies), by=world.approver)


def under_way(world: World, **replies: Reply) -> object:
    world._assessment = world.start()
    return world.answer({code.replace("_", "-"): one for code, one in replies.items()})


def changed(world: World, signed_in: SignIn) -> str:
    """That part of the page, from its heading to the next."""
    page = signed_in(world.approver).get(address("assessment-submit", world.assessment))
    assert "?question=A-2&" not in page.content.decode(), "it has no place to be read at"
    return text_of(page).partition("Changed since last time (")[2].partition("High answers")[0]


def test_a_question_that_the_edition_dropped_is_named_with_the_answer_that_is_gone(
    small: World, signed_in: SignIn
) -> None:
    submitted(small, edition("2", single("A-1"), single("A-2")), A_1=answered(3), A_2=NOTED)
    later = edition("3", single("A-1"), single("A-2a"))
    small.version = published(later, by=small.publisher)
    under_way(small, A_1=answered(3), A_2a=answered(1))

    said = changed(small, signed_in)

    assert said.startswith("2)") and "A-2a Question A-2a : Not asked , now Level 1 ." in said
    assert "A-2 Question A-2: Level 4 , now Not asked ." in said


def test_of_a_question_that_is_asked_no_more_or_only_now_no_reason_is_said_to_have_changed(
    small: World, signed_in: SignIn
) -> None:
    both = edition(
        "2", single("A-1"), single("A-2", applies_to=[COUNCIL]), single("A-3", applies_to=[TRUST])
    )
    submitted(small, both, A_1=answered(3), A_2=NOTED)
    settled(small.organisation, by=small.administrator, sector=TRUST)
    under_way(small, A_1=answered(3), A_3=answered(0))

    said = changed(small, signed_in)

    assert "A-2 Question A-2: Level 4 , now Not asked ." in said
    assert "A-3 Question A-3 : Not asked , now Level 0 ." in said
