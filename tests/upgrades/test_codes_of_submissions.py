"""Submissions of before have a code and a hash of their own, and say nothing else than they did."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.models import ScoreSnapshot, Submission
from assessments.queries.rescoring import differences
from assessments.verifying import code_of
from tests.upgrades.databases import copied

pytestmark = pytest.mark.engine


def test_each_submission_of_before_has_a_code_and_the_hash_of_its_record(
    upgraded: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), copied(upgraded):
        codes = [one.code for one in Submission.objects.all()]
        assert len(set(codes)) == len(codes) > 1
        assert all(code_of(code) == code for code in codes)
        for snapshot in ScoreSnapshot.objects.select_related("submission__version"):
            assert len(snapshot.submission.record_hash) == 64
            assert "record_hash" not in [one.field for one in differences(snapshot)]
