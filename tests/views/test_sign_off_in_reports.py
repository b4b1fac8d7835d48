"""Who signed, in a report; and the draft of a report, made before anything was submitted."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessments.exports import export
from assessments.models import Submission
from assessments.queries.reports import build
from assessments.reviewing import Signature
from assessments.services import reviews
from tests.access.matrix import REPORT_PARTS
from tests.cost import counted
from tests.exports.reading import faults
from tests.exports.reading import words as words_of
from tests.reviews import sent, two_people
from tests.views.pages import MOST_QUERIES, SignIn, text_of
from tests.views.test_assessments import address
from tests.worlds import World

SIGNATURE = Signature(name="Ash Approver", job_title="Director of Finance", statement="Agreed.")


def approved(world: World, **other: object) -> Submission:
    made = reviews.approve(
        **{
            "assessment": world.assessment,
            "by": world.approver,
            "signature": SIGNATURE,
            "sample": {"BUD-01": True, "SEC-02": False},
            **other,
        }
    )
    assert made is not None
    return made


def shown(world: World, signed_in: SignIn) -> str:
    page = signed_in(world.viewer).get(address("submission-method", world.assessment, 1))
    return text_of(page)


class TestSignOff:
    def test_the_report_says_who_signed_with_what(self, world: World, signed_in: SignIn) -> None:
        sent(world)
        submission = approved(world)

        words = shown(world, signed_in)

        assert "Sent for approval by one person and approved by another, Ash Approver." in words
        assert "Sent for approval by Connie Contributor," in words
        assert "Approved by Ash Approver, Director of Finance, " in words and "Agreed." in words
        sample = (
            "Of a sample of 2 answers at the two top levels, evidence seen for BUD-01; "
            "evidence not seen for SEC-02."
        )
        assert sample in words
        [decision] = json.loads(export("json").render(build(submission)))["submission"]["decisions"]
        assert (decision["evidence_seen"], decision["evidence_not_seen"]) == (
            ["BUD-01"],
            ["SEC-02"],
        )
        assert decision["job_title"] == "Director of Finance"
        pdf = export("pdf").render(build(submission))
        assert "Sign-off" in words_of(pdf) and "Director of Finance" in words_of(pdf)
        assert faults(pdf) == []

    def test_one_person_alone_is_said(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        approved(world)

        words = shown(world, signed_in)
        assert "Approved by Ash Approver alone, who also sent it for approval." in words

    def test_a_void_approval_and_two_people_are_said(self, world: World, signed_in: SignIn) -> None:
        two_people(world)
        sent(world)
        reviews.approve(assessment=world.assessment, by=world.approver, signature=SIGNATURE)
        world.answer({"BUD-01": 0})
        reviews.approve(assessment=world.assessment, by=world.approver, signature=SIGNATURE)
        approved(world, by=world.administrator, signature=Signature(name="Ada"))

        words = shown(world, signed_in)

        assert "by two people, as the organisation requires: Ash Approver and Ada." in words
        assert words.count("so this approval no longer counted") == 1

    def test_an_approval_before_it_was_returned_counts_no_more_though_nothing_changed(
        self, world: World, signed_in: SignIn
    ) -> None:
        two_people(world)
        sent(world)
        reviews.approve(assessment=world.assessment, by=world.approver, signature=SIGNATURE)
        reviews.send_back(
            assessment=world.assessment, by=world.administrator, reason="Is BUD-01 right?"
        )
        reviews.send(assessment=world.assessment, by=world.contributor)
        reviews.approve(assessment=world.assessment, by=world.approver, signature=SIGNATURE)
        submission = approved(world, by=world.administrator, signature=Signature(name="Ada"))

        words = shown(world, signed_in)

        assert "by two people, as the organisation requires: Ash Approver and Ada." in words
        assert words.count("It was sent for approval again afterwards, so this approval") == 1
        decisions = json.loads(export("json").render(build(submission)))["submission"]["decisions"]
        assert [one["void"] for one in decisions] == [True, False, False, False]

    def test_an_earlier_submission_says_nothing(self, world: World) -> None:
        submission = world.submit()
        submission.signed = {}

        assert build(submission).signing is None


DRAFTS = [
    "assessment-draft",
    "assessment-draft-board",
    "assessment-draft-download",
    *(f"assessment-draft-{part}" for part in REPORT_PARTS),
]


class TestDraft:
    def test_its_papers_take_few_queries_where_there_is_a_report_to_compare_it_with(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()
        again = world.start()
        world.answer({"BUD-01": 3}, assessment=again)
        browser = signed_in(world.viewer)
        for name in ("assessment-draft-board", "assessment-draft-download"):
            _, queries = counted(lambda name=name: browser.get(address(name, again)))
            assert queries <= MOST_QUERIES

    @pytest.mark.parametrize("complete", [False, True])
    def test_it_is_marked_on_the_page_and_in_the_file(
        self, world: World, signed_in: SignIn, complete: bool
    ) -> None:
        if complete:
            world.complete()
        else:
            world.answer({"BUD-01": 3, "SEC-01": 1})
        browser = signed_in(world.viewer)

        page, queries = counted(lambda: browser.get(address("assessment-draft", world.assessment)))
        names = ("assessment-draft-board", "assessment-draft-download")
        files = [browser.get(address(name, world.assessment)) for name in names]

        words = text_of(page)
        assert queries <= MOST_QUERIES
        for part in REPORT_PARTS:
            at = address(f"assessment-draft-{part}", world.assessment)
            other, queries = counted(lambda at=at: browser.get(at))
            assert queries <= MOST_QUERIES and "Draft" in text_of(other)
        assert "Draft of a readiness report" in words
        assert "Nothing has been submitted, and every answer can still change." in words
        said = "now gives a score of 68.2" if complete else "The score so far lies between"
        assert said in words and "Assess again by" not in words
        for file in files:
            assert 'filename="draft-readiness-wexcombe' in file["Content-Disposition"]
            sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(file.content)).pages]
            assert all("Draft, not submitted." in one for one in sheets)
            assert faults(file.content) == []
        assert not Submission.objects.exists()

    def test_a_submitted_assessment_has_a_report_and_no_draft(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.submit()
        browser = signed_in(world.viewer)
        for name in DRAFTS:
            page = browser.get(address(name, world.assessment))
            assert page.status_code == 409 and "Open its report" in text_of(page), name
