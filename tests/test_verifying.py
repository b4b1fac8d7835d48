"""The code and the hash of a submission: what they are, and how they are read when typed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from assessments.models import ScoreSnapshot, Submission
from assessments.models.base import CODE_ALPHABET, new_code
from assessments.queries.reports import build, draft
from assessments.queries.rescoring import differences
from assessments.queries.verifying import record_of
from assessments.services import assessments
from assessments.verifying import CODE_LENGTH, code_of, grouped, hash_of_typed
from tests.worlds import World


def test_codes_are_long_and_random_and_have_no_letter_that_is_misread() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) == set(CODE_ALPHABET) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert all(code_of(grouped(code)) == code for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        "10K3-M9QX-T2BW",
        "10k3m9qxt2bw",
        "lO K3\u00a0m9qx t2bw\n",
        "IoK3\u2013M9QX\u2011T2BW",
        "  1-0-K-3-M-9-Q-X-T-2-B-W  ",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert code_of(typed) == "10K3M9QXT2BW"


@pytest.mark.parametrize(
    "typed",
    ["", "10K3-M9QX", "10K3-M9QX-T2BW-7", "UUUU-UUUU-UUUU", "10K3.M9QX.T2B", "１０K3M9QXT2BW"],
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert code_of(typed) == ""


def test_a_hash_is_read_in_capitals_and_in_pieces() -> None:
    digest = hashlib.sha256(b"a").hexdigest()
    assert hash_of_typed(f" {digest[:32].upper()}\n{digest[32:]} ") == digest
    assert [hash_of_typed(each) for each in ("", digest[1:], f"{digest}0", "g" * 64)] == [""] * 4


class TestSubmitted:
    def test_its_report_has_the_code_and_the_hash_of_everything_that_was_frozen(
        self, world: World
    ) -> None:
        made = Submission.objects.select_related("snapshot", "version").get(pk=world.submit().pk)
        said, record = build(made).particulars, record_of(made, made.snapshot.result)
        assert said.code == grouped(made.code) == record["code"]
        text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert said.hash == made.record_hash == hashlib.sha256(text.encode()).hexdigest()

    def test_a_draft_has_neither(self, world: World) -> None:
        said = draft(world.assessment).particulars
        assert (said.code, said.hash) == ("", "")

    def test_a_second_submission_has_its_own(self, world: World) -> None:
        first = world.submit()
        assessments.reopen(
            assessment=world.assessment, by=world.administrator, reason="To mend an answer."
        )
        second = world.submit()
        assert first.code != second.code and first.record_hash != second.record_hash

    def test_each_change_in_the_database_is_found(self, world: World) -> None:
        kept = ScoreSnapshot.objects.select_related("submission__version").get(
            submission=world.submit()
        )
        assert differences(kept) == []
        one = kept.submission
        for name, other in {
            "code": new_code(),
            "reference": "R-1",
            "number": 2,
            "organisation_name": "Another",
            "assessment_title": "Another",
            "submitted_by_name": "Another",
            "submitted_at": datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=1),
        }.items():
            was = getattr(one, name)
            setattr(one, name, other)
            assert [each.field for each in differences(kept)] == ["record_hash"], name
            setattr(one, name, was)
        assert differences(kept) == []
