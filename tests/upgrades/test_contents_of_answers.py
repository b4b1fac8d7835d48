"""What an answer says was kept in its row and in its present revision: now in that alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db.models import F

from tests.upgrades.databases import KEPT_TWICE, copied, migrate, models_at

BEFORE, ONCE = KEPT_TWICE, "0052_contents_of_answers"
SAID = ("state", "value", "reason", "note")

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def _copied(kept_twice: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(kept_twice):
        yield


def rows(model: str) -> Any:
    return models_at(BEFORE).get_model("assessments", model).objects.order_by("pk")


def test_there_and_back_every_answer_says_what_its_present_revision_says() -> None:
    present = rows("AnswerRevision").filter(revision=F("answer__revision"))
    said = {answer: kept for answer, *kept in present.values_list("answer", *SAID)}
    assert {pk: kept for pk, *kept in rows("Answer").values_list("pk", *SAID)} == said
    assert any(note for *_, note in said.values())
    assert any(value is None for _, value, *_ in said.values())
    migrate("assessments", ONCE)
    migrate("assessments", BEFORE)
    assert {pk: kept for pk, *kept in rows("Answer").values_list("pk", *SAID)} == said


def test_an_answer_without_its_present_revision_stops_it_and_nothing_is_lost() -> None:
    answer = rows("Answer").last()
    rows("AnswerRevision").filter(answer=answer, revision=answer.revision).delete()
    with pytest.raises(CommandError, match=f"the answer with the key {answer.pk} has no row"):
        migrate("assessments", ONCE)
    assert rows("Answer").last().note == answer.note
