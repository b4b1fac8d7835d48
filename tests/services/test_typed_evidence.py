"""What people type as evidence at an answer becomes an item of the organisation."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import pytest

from assessments import clock
from assessments.models import AuditEvent, Evidence, User
from assessments.queries.answers import stored_answers
from assessments.queries.evidence import holding_of
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import answers, evidence, typed_evidence
from assessments.services.answers import Change
from assessments.services.evidence import Details, RecordedAlready
from assessments.wording import months_later
from assessments.workflow import Refused, Strength
from tests.attaching import attached
from tests.worlds import World

MINUTES = EvidenceItem(title="Cabinet minutes", link="14 March, item 6")
PLAN = EvidenceItem(title="Digital plan", link="www.wexcombe.gov.uk/plan")
SAID = EvidenceItem(title="The head of IT says so")


def save(
    world: World, *lines: EvidenceItem, code: str = "A-1", by: User | None = None, note: str = ""
) -> None:
    stored = stored_answers(world.assessment).get(code)
    reply = Reply(state=State.DONT_KNOW, evidence=lines, note=note)
    change = Change(code=code, reply=reply, seen=stored.revision if stored else 0)
    answers.save(assessment=world.assessment, by=by or world.contributor, changes=[change])


def items() -> list[Evidence]:
    return list(Evidence.objects.order_by("pk"))


def item_of(world: World, line: EvidenceItem) -> str:
    found = holding_of(world.organisation).item(line)
    return found.reference if found else ""


def plain(**other: object) -> Details:
    today = clock.today()
    given: dict[str, object] = {"title": "Policy", "achieved_on": today}
    return Details(**{**given, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "strength", "months", "link", "cited"),
    [
        (SAID, Strength.ASSERTED, 6, "", ""),
        (MINUTES, Strength.DOCUMENTED, 12, "", "14 March, item 6"),
        (PLAN, Strength.DOCUMENTED, 12, "https://www.wexcombe.gov.uk/plan", ""),
    ],
)
def test_a_line_that_is_typed_becomes_an_item_of_who_typed_it(
    small: World, line: EvidenceItem, strength: Strength, months: int, link: str, cited: str
) -> None:
    save(small, line)
    (made,) = items()
    today = clock.today()
    assert (made.title, made.link, made.cited) == (line.title, link, cited)
    assert (made.strength, made.owner, made.recorded_by) == (
        strength,
        small.contributor,
        small.contributor,
    )
    assert (made.achieved_on, made.good_until) == (today, months_later(today, months))
    assert item_of(small, line) == made.reference
    assert not AuditEvent.objects.filter(target_kind="evidence").exists()


def test_the_same_words_at_another_answer_name_the_same_item(small: World) -> None:
    save(small, PLAN)
    again = EvidenceItem(title="  digital  PLAN", link="https://www.wexcombe.gov.uk/plan")
    save(small, again, code="A-2", by=small.approver)
    (made,) = items()
    assert made.owner == small.contributor
    assert item_of(small, again) == item_of(small, PLAN) == made.reference


def test_half_a_title_that_was_saved_on_the_way_is_no_item(small: World) -> None:
    for title in ("Cab", "Cabinet min", "Cabinet minutes"):
        save(small, SAID, EvidenceItem(title=title))
    save(small, SAID, MINUTES)
    said, minutes = items()
    assert (said.title, minutes.title, minutes.cited) == (SAID.title, MINUTES.title, MINUTES.link)
    assert minutes.strength == Strength.DOCUMENTED


def test_words_that_another_answer_uses_stay_when_one_is_changed(small: World) -> None:
    save(small, PLAN)
    save(small, PLAN, code="A-2")
    save(small, MINUTES)
    assert [one.title for one in items()] == [PLAN.title, MINUTES.title]


def test_what_a_person_filled_in_stays_when_the_answer_is_changed(small: World) -> None:
    save(small, SAID)
    (made,) = items()
    evidence.change(
        evidence=made, details=plain(title=SAID.title, strength=Strength.TESTED), by=small.approver
    )
    save(small, MINUTES)
    assert [one.title for one in items()] == [SAID.title, MINUTES.title]


def test_an_item_with_a_file_keeps_its_words_when_the_answer_is_changed(small: World) -> None:
    save(small, SAID)
    (made,) = items()
    file = attached(made, by=small.contributor)
    save(small, MINUTES)
    assert [one.title for one in items()] == [SAID.title, MINUTES.title]
    file.refresh_from_db()
    assert file.evidence == made
    assert item_of(small, MINUTES) != made.reference


def test_an_item_with_a_new_title_goes_on_backing_the_answers_that_name_the_old_one(
    small: World,
) -> None:
    save(small, SAID)
    (made,) = items()
    for title in ("Statement of the head of IT", "Signed statement"):
        evidence.change(evidence=made, details=plain(title=title), by=small.approver)
    assert item_of(small, SAID) == made.reference
    save(small, SAID, code="A-2")
    assert item_of(small, EvidenceItem(title="Signed statement")) == made.reference
    assert len(items()) == 1
    with pytest.raises(RecordedAlready, match="Signed statement"):
        evidence.add(
            organisation=small.organisation, details=plain(title=SAID.title), by=small.approver
        )


def test_a_line_whose_item_was_removed_stays_words_and_makes_no_new_one(small: World) -> None:
    save(small, SAID)
    evidence.remove(evidence=items()[0], by=small.approver)
    save(small, SAID, note="More")
    assert items() == []
    assert item_of(small, SAID) == ""


def test_where_there_are_as_many_as_there_may_be_a_line_stays_what_it_says(small: World) -> None:
    with patch.object(typed_evidence, "EACH_MOST", 1):
        save(small, SAID, MINUTES)
    assert len(items()) == 1
    assert stored_answers(small.assessment)["A-1"].reply.evidence == (SAID, MINUTES)


def test_a_certificate_is_not_made_again_where_its_line_is_used(small: World) -> None:
    made = evidence.add(
        organisation=small.organisation, framework="ce-3.3", details=plain(), by=small.approver
    )
    (held,) = holding_of(small.organisation).items
    save(small, held.line)
    assert items() == [made]
    evidence.change(evidence=made, details=plain(title="Renamed"), by=small.approver)
    assert item_of(small, held.line) == made.reference


@pytest.mark.parametrize(("strength", "months"), [*zip(Strength, (6, 12, 24), strict=True)])
def test_strength_says_how_long_an_item_is_good_unless_a_day_is_given(
    small: World, strength: Strength, months: int
) -> None:
    made = evidence.add(
        organisation=small.organisation,
        details=plain(achieved_on=date(2024, 8, 31), strength=strength),
        by=small.approver,
    )
    assert made.good_until == months_later(date(2024, 8, 31), months)
    day = date(2024, 8, 31) + timedelta(3)
    given = plain(achieved_on=date(2024, 8, 31), strength=strength, good_until=day)
    assert evidence.change(evidence=made, details=given, by=small.approver).good_until == day


def test_the_owner_is_a_member_and_may_stay_who_is_one_no_more(small: World) -> None:
    with pytest.raises(Refused, match="must be a member"):
        evidence.add(
            organisation=small.organisation,
            details=plain(owner=small.stranger.pk),
            by=small.approver,
        )
    made = evidence.add(
        organisation=small.organisation,
        details=plain(owner=small.contributor.pk),
        by=small.approver,
    )
    small.organisation.memberships.filter(user=small.contributor).delete()
    kept = plain(title="New title", owner=small.contributor.pk)
    assert (
        evidence.change(evidence=made, details=kept, by=small.approver).owner == small.contributor
    )
