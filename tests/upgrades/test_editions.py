"""An edition was kept as rows and as a text: the rows that stay say what the text said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.base import CommandError

from tests.upgrades.databases import KEPT, WITH_DOCUMENTS, copied, migrate, models_at

BEFORE, ONCE = WITH_DOCUMENTS, "0017_editions_stored_once"
DOCUMENTS = {
    row["pk"]: row["fields"]["document"]
    for row in KEPT["rows"]
    if row["model"] == "assessments.rubricversion" and row["fields"]["published_at"]
}

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def _copied(filled: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(filled):
        yield


def documents() -> dict[int, str]:
    rows = models_at(BEFORE).get_model("assessments", "RubricVersion").objects
    return dict(rows.exclude(published_at=None).values_list("pk", "document"))


def test_there_and_back_every_text_is_the_same_to_the_letter() -> None:
    assert documents() == DOCUMENTS and len(DOCUMENTS) > 0
    migrate("assessments", ONCE)
    migrate("assessments", BEFORE)
    assert documents() == DOCUMENTS


def test_an_edition_whose_rows_were_changed_stops_it_and_nothing_is_lost() -> None:
    questions = models_at(BEFORE).get_model("assessments", "Question").objects
    question = questions.filter(version__in=DOCUMENTS, code="BUD-01").first()
    questions.filter(pk=question.pk).update(title="Forged")
    with pytest.raises(CommandError) as refused:
        migrate()
    for part in ("Nothing was migrated", question.version.edition, "from a backup", "`document`"):
        assert part in str(refused.value)
    assert documents() == DOCUMENTS
    questions.filter(pk=question.pk).update(title=question.title)
    migrate("assessments", ONCE)
