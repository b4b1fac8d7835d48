"""A database that 0.1.0 filled: what people gave and were output is the same after every migration.

The rows and what 0.1.0 says of them are in `from_0_1_0.json.gz`; `keep.py` tells how it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.upgrades.databases import KEPT, copied, rows_now

EVIDENCE = "assessments.evidence"
"""A table that is no more: the revisions say the same."""
SAID = ("value", "reason", "note")
"""What an answer's row is without: its present revision says it."""
GONE = {
    ("assessments.rubricversion", "document"),  # its rows say it: see test_editions.py
    *(("assessments.answer", name) for name in SAID),
}

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module", autouse=True)
def _copied(upgraded: str, django_db_blocker: Any) -> Iterator[None]:
    """Of one copy all is read. Who signs in to it writes to their row, which is taken back."""
    with django_db_blocker.unblock(), copied(upgraded):
        yield


def test_every_row_says_what_it_said() -> None:
    changed = []
    models = {row["model"] for row in KEPT["rows"]} - {EVIDENCE}
    rows = {model: rows_now(apps.get_model(model)) for model in models}
    for row in KEPT["rows"]:
        if row["model"] == EVIDENCE:
            continue
        now = rows[row["model"]][row["pk"]]
        changed += [
            f"{row['model']} {row['pk']}: {name} was {value!r}, and is {now.get(name)!r}"
            for name, value in row["fields"].items()
            if now.get(name) != value and (row["model"], name) not in GONE
        ]
    assert len(KEPT["rows"]) > 1000
    assert not changed, "\n".join(changed[:20])


def test_every_answer_says_in_its_present_revision_what_it_said() -> None:
    from assessments.models import Answer

    answers = [row for row in KEPT["rows"] if row["model"] == "assessments.answer"]
    assert len(answers) > 100
    for row in answers:
        answer = Answer.objects.get(pk=row["pk"])
        present = answer.revisions.get(revision=answer.revision)
        assert {name: getattr(present, name) for name in SAID}.items() <= row["fields"].items()


def test_every_line_of_evidence_is_in_a_revision_of_its_answer() -> None:
    from assessments.models import AnswerRevision

    lines = [row["fields"] for row in KEPT["rows"] if row["model"] == EVIDENCE]
    assert len(lines) > 30
    for line in lines:
        revisions = AnswerRevision.objects.filter(answer=line["answer"]).order_by("-revision")
        wanted = {"title": line["title"], "link": line["link"]}
        held = [wanted in one.evidence[line["position"] :][:1] for one in revisions]
        assert any(held) and (line["removed_at"] or held[0]), line


def test_every_result_for_other_programs_says_what_it_said() -> None:
    from assessments.exports.as_json import EXPORT
    from assessments.models import Submission
    from assessments.queries.reports import build

    assert len(KEPT["exports"]) == Submission.objects.count() == 5
    for submission in Submission.objects.all():
        now = json.loads(EXPORT.render(build(submission)))
        then = json.loads(KEPT["exports"][submission.reference])
        assert {key: now[key] for key in then} | {"submission": {}} == then | {"submission": {}}
        assert then["submission"].items() <= without_lists(now["submission"]).items()


def without_lists(of: dict[str, Any]) -> dict[str, Any]:
    """What can be compared as a set: later versions add lists."""
    return {key: value for key, value in of.items() if not isinstance(value, list)}


def test_no_score_differs_from_what_was_kept() -> None:
    output = StringIO()
    call_command("rescore", stdout=output)
    assert output.getvalue() == KEPT["rescore"]
    assert "none differs" in output.getvalue()


def test_every_report_still_opens_and_downloads() -> None:
    from allauth.account.models import EmailAddress

    from assessments.models import Submission, User

    with transaction.atomic():
        moderator = User.objects.get(email="moderator@readiness.example")
        # 0.1.0 asked for no confirmation in a demonstration: as if its link had been
        # followed since.
        EmailAddress.objects.update_or_create(
            user=moderator, email=moderator.email, defaults={"verified": True, "primary": True}
        )
        client = Client()
        client.force_login(moderator)
        for submission in Submission.objects.all():
            page = submission.get_absolute_url()
            assert client.get(page).status_code == 200
            for export, beginning in (("pdf", b"%PDF-"), ("csv", b""), ("json", b"{")):
                response = client.get(f"{page}download/{export}/")
                assert response.status_code == 200
                assert b"".join(response).startswith(beginning)
        transaction.set_rollback(True)
