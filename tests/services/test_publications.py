"""Publishing a report: who chose what and when, and what a later version may add."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from assessments.disclosure.choices import Choice, Release, asked_of
from assessments.disclosure.redacting import Redacted
from assessments.models import AuditEvent
from assessments.queries.publications import public_report, versions
from assessments.rubric.definition import OwnerRoleSpec
from assessments.scoring.sheet import EvidenceItem, Reply
from assessments.services import assessments, publications
from assessments.services.publications import PUBLISHED_MEANWHILE
from assessments.workflow import Refused
from tests.disclosure.test_attack import gated
from tests.publications import made_public
from tests.worlds import World, build_world

WITHHELD = Choice(release=Release.WITHHELD, exemption="s31")
SUMMARY = Choice(release=Release.SUMMARY)
SHARED = EvidenceItem(title="Zanzibar report", link="https://example.org/zanzibar")
OWN = EvidenceItem(title="Open plan")


def test_what_the_rubric_proposes_is_frozen_with_who_and_when(world: World) -> None:
    made = made_public(world, world.submit())
    report = public_report(made)

    assert (made.version, made.published_by, made.published_by_name) == (
        1,
        world.approver,
        "Ash Approver",
    )
    assert report.counts == "Of 45 questions: 30 open, 6 given in summary and 9 withheld."
    assert json.dumps(report.to_document()) == json.dumps(made.document)
    withheld = [row.code for row in report.schedule if row.release == "Withheld"]
    assert (len(withheld), {code[:4] for code in withheld}) == (9, {"SEC-"})
    assert "section 31" in report.schedule[-1].why and "You" not in report.schedule[-1].why
    (event,) = AuditEvent.objects.filter(event="assessment.report_published")
    assert event.sentence.startswith("Ash Approver published version 1 of the public report of R-")


def test_bands_are_given_and_scores_that_would_tell_are_not(world: World) -> None:
    report = public_report(made_public(world, world.submit()))

    assert (report.score, report.band) == ("", "Developing")
    bands = {part.code: (part.score, part.band) for part in report.dimensions}
    assert bands["SEC"] == ("", "Developing")
    assert all(score == "" for score, _ in bands.values())


def test_a_report_with_every_answer_open_has_its_scores(world: World) -> None:
    submission = world.submit()
    opened = {q.code: Choice() for q in asked_of(world.spec, submission.sector)}
    report = public_report(made_public(world, submission, **opened))

    assert report.score == "68.2"
    assert all(part.score for part in report.dimensions)
    assert report.schedule == []


def kept_back(world: World, code: str, raw: object, *evidence: EvidenceItem) -> Reply:
    reply = world.reply(code, raw)
    return replace(reply, note=f"Quokka note of {code}.", evidence=evidence)


def test_nothing_kept_back_is_in_the_report_and_shared_evidence_is_left_out(world: World) -> None:
    submission = world.submit(
        BUD_01=kept_back(world, "BUD-01", 3, SHARED, OWN),
        SEC_01=kept_back(world, "SEC-01", 2, SHARED),
        BUD_02=kept_back(world, "BUD-02", 2),
    )
    made = made_public(world, submission, BUD_02=SUMMARY)
    kept = json.dumps(made.document)

    assert "Quokka note of BUD-01." in kept
    assert "Open plan" in kept
    for words in ("Quokka note of SEC-01", "Quokka note of BUD-02", "Zanzibar", "zanzibar"):
        assert words not in kept
    assert "Connie" not in kept
    assert public_report(made).code.replace("-", "") == submission.code
    assert submission.record_hash not in kept
    assert "left out of this report" in public_report(made).about_evidence


def test_a_withheld_answer_needs_a_reason(world: World) -> None:
    with pytest.raises(Refused, match="Choose why BUD-01 is withheld"):
        made_public(world, world.submit(), BUD_01=Choice(release=Release.WITHHELD))


def test_a_later_version_takes_the_place_and_the_earlier_one_stays(world: World) -> None:
    submission = world.submit()
    made_public(world, submission)
    made_public(world, submission, after=1, BUD_01=WITHHELD)

    assert [one.version for one in versions(submission)] == [2, 1]
    with pytest.raises(Refused, match=PUBLISHED_MEANWHILE[:30]):
        made_public(world, submission, after=1)


def test_a_version_published_while_the_next_is_worked_out_refuses_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission, work_out = world.submit(), publications.redacted

    def meanwhile(*given: Any) -> Redacted:
        monkeypatch.setattr(publications, "redacted", work_out)
        made_public(world, submission, BUD_01=WITHHELD)
        return work_out(*given)

    monkeypatch.setattr(publications, "redacted", meanwhile)
    with pytest.raises(Refused, match=PUBLISHED_MEANWHILE[:30]):
        made_public(world, submission)
    assert [one.choices["BUD-01"]["release"] for one in versions(submission)] == ["withheld"]


@pytest.mark.django_db
def test_what_would_give_an_answer_away_with_an_earlier_version_is_refused() -> None:
    """The band of a dimension was given while two of its answers were not. With one of them known,
    it tells the other.
    """
    world = build_world(replace(gated(), roles=[OwnerRoleSpec(code="digital", default="Digital")]))
    world.answer({"A-1": 0, "A-2": 1, "B-1": "yes"})
    submission = assessments.submit(assessment=world.assessment, by=world.approver)
    made_public(world, submission, A_1=WITHHELD, A_2=WITHHELD)

    with pytest.raises(Refused, match="people could work out the answer to A-1. Keep back again"):
        made_public(world, submission, after=1, A_1=WITHHELD)
    assert len(versions(submission)) == 1
