"""A made-up questionnaire about records, and what Wexcombe answered to its first edition."""

from __future__ import annotations

from pathlib import Path

from assessments.access.roles import Role
from assessments.management.demo_world.replies import Answers, said
from assessments.management.demo_world.team import Team, drafted
from assessments.management.demo_world.wexcombe import FILES
from assessments.queries.answers import stored_answers
from assessments.queries.rubrics import versions_of
from assessments.services import assessments as verbs
from assessments.services import people, rubrics, suggestions

CODE = "made-up-records"
EDITIONS = Path(__file__).parent / "editions"
FIRST, SECOND = EDITIONS / "records-2025.yaml", EDITIONS / "records-2026.yaml"

WHAT_CHANGED = (
    "The retention schedule has to cover chats and messages, so look at KEEP-01 again. KEEP-04 "
    "asks about notes that AI tools make. Boxes in storage (KEEP-03) are no longer asked for, and "
    "finding records counts for more than before."
)

TITLE = "Records check"

ANSWERS: Answers = {
    "KEEP-01": said(
        2,
        "Agreed for all services in spring, each series with an owner.",
        ("Retention schedule, version 3", f"{FILES}/retention-schedule"),
    ),
    "KEEP-02": said(1, "Planning and finance do; the others wait for the new store."),
    "KEEP-03": said("no", "The boxes from the old town hall were never listed."),
    "FIND-01": said(
        "91.4",
        "853 of 933 requests.",
        ("Requests for information, yearly report", f"{FILES}/requests-yearly"),
    ),
    "FIND-02": said(["email", "shared", "systems"]),
}

REOPENED = "The boxes from the old town hall have been listed, so KEEP-03 is out of date."

CORRECTED: Answers = {
    "KEEP-03": said(
        "yes",
        "All 2,118 boxes were listed by the storage company over the summer.",
        ("List of boxes", f"{FILES}/boxes"),
    ),
}

ACCEPTED = ["KEEP-02", "FIND-01"]
"""The suggestions that are accepted by now; the others wait."""


def build(team: Team) -> None:
    """A second questionnaire, whose next edition came out while Wexcombe was answering it again."""
    if versions_of(CODE):
        return
    with team.ago(300, 9, 0):
        draft = drafted(FIRST)
    with team.ago(290, 10, 0):
        first = rubrics.publish(version=draft, by=people.system_user())
    with team.ago(204, 9, 30):
        check = team.start(TITLE, first)
        team.answer(check, ANSWERS)
    with team.ago(190, 14, 0):
        team.submit(check)
    with team.ago(34, 11, 10):
        administrator = team.person(Role.ADMINISTRATOR)
        verbs.reopen(assessment=check, by=administrator, reason=REOPENED)
    with team.ago(33, 9, 15):
        team.answer(check, CORRECTED)
    with team.ago(25, 16, 0):
        draft = drafted(SECOND)
    with team.ago(20, 10, 0):
        note = WHAT_CHANGED
        second = rubrics.publish(version=draft, by=people.system_user(), change_note=note)
    contributor = team.person(Role.CONTRIBUTOR)
    with team.ago(8, 10, 15):
        renewed = verbs.carry_over(assessment=check, version=second, by=contributor)
    with team.ago(7, 15, 5):
        suggestions.accept(
            assessment=renewed,
            by=contributor,
            codes=ACCEPTED,
            over=stored_answers(renewed),
        )
