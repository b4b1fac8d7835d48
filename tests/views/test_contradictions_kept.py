"""Answers that do not fit together: on Check, when submitting, and in what was submitted."""

from __future__ import annotations

import json
from functools import partial

import pytest

from assessments.audit.events import Event
from assessments.exports import export
from assessments.models import AuditEvent, Submission
from assessments.models.base import FrozenRecord
from assessments.queries.assessments import standing_of
from assessments.queries.reports import build
from assessments.queries.rescoring import differences
from assessments.queries.verifying import record_of
from assessments.rubric.files.canonical import hash_of
from assessments.services import assessments
from tests.contradictions import MEETS_BOTH, explain
from tests.cost import counted
from tests.exports.reading import rows as csv_rows
from tests.exports.reading import words as printed_words
from tests.reviews import signed
from tests.views.pages import SignIn, text_of
from tests.worlds import World

REASON = "They measure <b>other</b> things."


def answered(world: World, **other: object) -> World:
    """Every question answered so that both contradictions are met, and the first explained."""
    world.answer({**MEETS_BOTH, "A-3": "Words.", "B-2": 2, **other})
    explain(world, REASON)
    return world


def address(world: World, name: str) -> str:
    reference = world.assessment.reference
    return f"/organisations/{world.organisation.slug}/assessments/{reference}/{name}/"


def submitted(world: World) -> Submission:
    return assessments.submit(assessment=answered(world).assessment, by=world.approver)


def test_check_lists_them_with_the_reason_or_that_none_is_given(
    paired: World, signed_in: SignIn
) -> None:
    client = signed_in(paired.approver)
    answered(paired)
    response, queries = counted(partial(client.get, address(paired, "check")))
    words = text_of(response)
    assert queries <= 8
    assert "Answers that do not fit together (2)" in words
    assert f"How? Why both are right: {REASON} Connie Contributor," in words
    assert "B-1 Question B-1 and A-1 Question A-1 : A-1 is high, but B-1" in words
    assert "How? No reason given" in words
    assert "the report will say that none was given" in words
    html = response.content.decode()
    for part, code in (("A", "A-1"), ("A", "A-2"), ("B", "B-1")):
        there = f"dimensions/{part}/?question={code}&amp;from=check#question-{code}"
        assert there in html
    assert (
        "Does not fit with A-2: A-1 is high, but A-2 has nothing. "
        f"How? Why both are right: {REASON}" in words
    )
    explain(paired, "Other teams.", code="CON-02")
    words = text_of(client.get(address(paired, "check")))
    assert "No reason given" not in words and "The report shows the reasons." in words


def test_check_says_nothing_where_the_answers_fit(paired: World, signed_in: SignIn) -> None:
    answered(paired, **{"A-1": 1})
    words = text_of(signed_in(paired.approver).get(address(paired, "check")))
    assert "fit together" not in words and REASON not in words


def test_submitting_warns_of_what_is_not_explained_and_is_not_refused(
    paired: World, signed_in: SignIn
) -> None:
    client = signed_in(paired.approver)
    answered(paired)
    words = text_of(client.get(address(paired, "submit")))
    assert "Answers that do not fit together 2 pairs, 1 without a reason" in words
    assert "no one has said why both are right. The report will say so." in words
    explain(paired, "Other teams.", code="CON-02")
    words = text_of(client.get(address(paired, "submit")))
    assert "2 pairs, each with a reason" in words and "no one has said" not in words
    page = client.get(address(paired, "submit"))
    posted = signed(paired, seen=page.context["form"]["seen"].value())
    assert client.post(address(paired, "submit"), posted).status_code == 302


def test_a_reason_that_changes_after_it_was_read_stops_the_submission(
    paired: World, signed_in: SignIn
) -> None:
    client = signed_in(paired.approver)
    answered(paired)
    page = client.get(address(paired, "submit"))
    explain(paired, "Another reason.")
    posted = signed(paired, seen=page.context["form"]["seen"].value())
    assert client.post(address(paired, "submit"), posted).status_code == 409
    assert not paired.assessment.submissions.exists()


def test_what_was_kept_is_frozen_with_its_hash(paired: World) -> None:
    submission = submitted(paired)
    first, second = submission.kept
    assert (first["code"], first["reason"], first["by"]) == (
        "CON-01",
        REASON,
        "Connie Contributor",
    )
    assert second == {"code": "CON-02", "reason": "", "by": "", "at": ""}
    assessments.reopen(
        assessment=paired.assessment, by=paired.administrator, reason="To mend an answer of ours."
    )
    explain(paired, "Another reason.")
    paired.answer({"A-1": 1})
    kept = build(Submission.objects.select_related("snapshot", "version").get()).contradictions
    assert [one.reason for one in kept] == [REASON, ""]
    submission.kept = []
    with pytest.raises(FrozenRecord):
        submission.save()
    assert differences(submission.snapshot)[0].field == "kept_hash"
    submission.refresh_from_db()
    assert differences(submission.snapshot) == []
    submission.kept, submission.kept_hash = [], ""
    submission.record_hash = hash_of(record_of(submission, submission.snapshot.result))
    assert differences(submission.snapshot) == [], "sent before reasons were kept"


def test_the_trail_says_how_many_were_kept_and_how_many_without_a_reason(paired: World) -> None:
    submitted(paired)
    event = AuditEvent.objects.get(event=Event.CONTRADICTIONS_KEPT)
    assert event.sentence == (
        "Ash Approver kept 2 pairs of answers that do not fit together in Readiness 2026, "
        "1 pair without a reason"
    )


def test_no_score_changes(paired: World) -> None:
    world = answered(paired)
    with_them = standing_of(world.assessment).result
    explain(world, "")
    assert standing_of(world.assessment).result == with_them


def test_the_report_and_every_export_say_so(paired: World, signed_in: SignIn) -> None:
    submission = submitted(paired)
    client = signed_in(paired.viewer)
    answers = address(paired, "submissions/1/report/answers")
    response, queries = counted(partial(client.get, answers))
    assert queries <= 8
    page = text_of(response)
    assert "Answers that do not fit together (3)" in page
    assert "No reason was given for keeping both." in page
    assert "Does not fit with A-2: A-1 is high, but A-2 has nothing. How?" in page
    assert f"Why both are right: {REASON} Connie Contributor," in page
    listed = client.get(f"{answers}?show=contradicted")
    assert [part.code for part in listed.context["leaf"].items] == ["A-1", "A-2", "B-1"]
    report = build(submission)
    kept = json.loads(export("json").render(report))["submission"]["contradictions"]
    assert kept[0] == {
        "code": "CON-01",
        "questions": ["A-1", "A-2"],
        "message": "A-1 is high, but A-2 has nothing. How?",
        "reason": REASON,
        "by": "Connie Contributor",
        "at": submission.kept[0]["at"],
    }
    assert (kept[1]["code"], kept[1]["reason"], kept[1]["at"]) == ("CON-02", "", "")
    rows = {row["Code"]: row for row in csv_rows(export("csv").render(report))}
    assert rows["A-2"]["Does not fit together with"] == (
        f"A-1: A-1 is high, but A-2 has nothing. How? Reason: {REASON}"
    )
    assert len(rows["A-1"]["Does not fit together with"].splitlines()) == 2
    assert rows["B-2"]["Does not fit together with"] == ""
    printed = printed_words(export("pdf").render(report))
    assert "Answers that do not fit together" in printed and REASON in printed
    assert "No reason was given for keeping both." in printed


def test_a_report_without_any_has_no_such_part(paired: World, signed_in: SignIn) -> None:
    answered(paired, **{"A-1": 1})
    submission = assessments.submit(assessment=paired.assessment, by=paired.approver)
    response = signed_in(paired.viewer).get(address(paired, "submissions/1/report/answers"))
    assert "fit together" not in text_of(response)
    assert "fit together" not in printed_words(export("pdf").render(build(submission)))
    assert submission.kept == []
    assert not AuditEvent.objects.filter(event=Event.CONTRADICTIONS_KEPT).exists()


@pytest.mark.parametrize("name", ["check", "submissions/1/report", "submissions/1/report/answers"])
def test_long_reasons_leave_pages_small(paired: World, signed_in: SignIn, name: str) -> None:
    answered(paired)
    for code in ("CON-01", "CON-02"):
        explain(paired, "long words " * 900, code=code)
    client = signed_in(paired.approver)
    if name != "check":
        assessments.submit(assessment=paired.assessment, by=paired.approver)
    response = client.get(address(paired, name))
    assert response.status_code == 200 and len(response.content) < 120_000
