"""A database that holds the edition of 0.1.0 keeps it, and gets the shipped one as the next."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from assessments.management.demo import WHAT_CHANGED
from assessments.rubric.files import SHIPPED
from tests.factories.shipped import SHIPPED_BY_0_1_0
from tests.upgrades.databases import copied, rows_now

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def _copied(upgraded: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(upgraded):
        yield


def publish_what_ships() -> Any:
    """The edition that the shipped file became."""
    from assessments.models import RubricVersion

    took = {"publish": True, "note": WHAT_CHANGED, "stdout": StringIO()}
    call_command("import_rubric", str(SHIPPED), **took)
    return RubricVersion.objects.get(edition="2026.2")


def test_the_old_edition_stays_and_people_read_what_changed() -> None:
    from assessments.models import RubricVersion

    new = publish_what_ships()
    old = RubricVersion.objects.get(edition="2026")
    assert (old.number, new.number) == (1, 2) and old.is_published and old.retired_at is None
    assert old.content_hash == SHIPPED_BY_0_1_0 != new.content_hash
    for number in (1, 2):
        assert Client().get(f"/rubrics/uk-readiness-2026/{number}/").status_code == 200
    page = Client().get("/rubrics/uk-readiness-2026/2/changes/").content.decode()
    assert "Each level now says only what is in place" in page
    for code in ("BUD-09", "DAT-04", "SEC-10"):
        assert code in page
    again = StringIO()
    call_command("import_rubric", str(SHIPPED), publish=True, stdout=again)
    assert "there is nothing to do" in again.getvalue()


def test_what_was_submitted_stays_and_what_is_open_comes_over_as_suggestions() -> None:
    from assessments.models import Assessment, ScoreSnapshot, Submission, User
    from assessments.queries.answers import stored_answers
    from assessments.queries.suggestions import suggestions_of
    from assessments.services.assessments import carry_over

    kept = [rows_now(model) for model in (Submission, ScoreSnapshot)]
    open_one = Assessment.objects.get(title="Follow-up before the spring pilots")
    answered = set(stored_answers(open_one))
    by = User.objects.get(email="administrator@wexcombe.example")
    new = carry_over(assessment=open_one, version=publish_what_ships(), by=by)
    assert stored_answers(new) == {}
    waiting = suggestions_of(new, {})
    assert {"BUD-01", "BUD-03", "TRA-08"} <= set(waiting) <= answered
    assert waiting["BUD-01"].changes and "BUD-08" in answered and "BUD-08" not in waiting
    assert [rows_now(model) for model in (Submission, ScoreSnapshot)] == kept
    output = StringIO()
    call_command("rescore", stdout=output)
    assert "none differs" in output.getvalue()
