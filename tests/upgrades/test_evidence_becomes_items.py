"""What 0.1.0 kept as lines of evidence is an item each, and no answer lost a word of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import F

from assessments.models import AnswerRevision, Assessment, Evidence, Organisation
from assessments.queries.answers import sheet_of
from assessments.queries.evidence import holding_of
from assessments.scoring.sheet import EvidenceItem
from assessments.workflow import Strength
from tests.upgrades.databases import WITH_LINES, copied, migrate, models_at

pytestmark = pytest.mark.engine


def test_every_line_of_a_present_answer_names_an_item(
    upgraded: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), copied(upgraded):
        number = 0
        for assessment in Assessment.objects.select_related("organisation", "version"):
            holding = holding_of(assessment.organisation)
            for reply in sheet_of(assessment).replies.values():
                for line in reply.evidence:
                    item = holding.item(line)
                    assert item is not None, line
                    assert item.title == " ".join(line.title.split())
                    assert line.link.strip() in (item.link, item.cited) or item.link
                    number += 1
        assert number > 30
        lines = AnswerRevision.objects.filter(revision=F("answer__revision"))
        assert Evidence.objects.count() <= sum(len(one.evidence) for one in lines)
        for row in Evidence.objects.all():
            assert row.owner == row.recorded_by
            assert row.strength == (Strength.DOCUMENTED if row.link or row.cited else "asserted")


def test_a_line_that_is_too_long_names_its_item_and_a_certificate_is_not_doubled(
    with_lines: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), copied(with_lines):
        then = models_at(WITH_LINES)
        given = then.get_model("assessments", "AnswerRevision").objects
        revision = given.filter(revision=F("answer__revision")).exclude(evidence=[])[0]
        certificate = {
            "title": "CE (achieved 4 March 2026, good until 3 March 2027)",
            "link": "https://certificates.example/1",
        }
        whole = {"title": "x " * 150, "link": "y" * 3_000}
        given.filter(pk=revision.pk).update(evidence=[whole, certificate])
        made = then.get_model("assessments", "Evidence").objects.create(
            organisation=revision.answer.assessment.organisation,
            title="CE",
            framework="ce-3.3",
            achieved_on=date(2026, 3, 4),
            good_until=date(2027, 3, 3),
            link=certificate["link"],
            recorded_by_id=revision.saved_by_id,
        )
        migrate()
        holding = holding_of(Organisation.objects.get(pk=made.organisation_id))
        first, second = (holding.item(EvidenceItem(**line)) for line in (whole, certificate))
        assert first is not None and (first.title, first.cited) == ("x " * 100, "y" * 2_000)
        assert second is not None and second.reference == made.reference
        assert AnswerRevision.objects.get(pk=revision.pk).evidence == [whole, certificate]
