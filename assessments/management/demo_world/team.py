"""A body of the demonstration at work: what its people do, and when."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world.replies import (
    PUBLISHED_DAYS_AGO,
    Answers,
    days_ago,
    reply_of,
)
from assessments.models import Assessment, Organisation, RubricVersion, User
from assessments.queries.answers import stored_answers
from assessments.queries.rubrics import spec_of, versions_of
from assessments.reviewing import Signature
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import load
from assessments.scoring.sheet import UNANSWERED
from assessments.services import answers, people, reviews, rubrics
from assessments.services import assessments as verbs


@cache
def shipped_spec(file: Path) -> RubricSpec:
    """The spec in a file that ships, which is read once."""
    return load(file.read_bytes())


def drafted(file: Path) -> RubricVersion:
    """The draft of a file, drafted now."""
    drafted_on = clock.now().date().isoformat()
    spec = replace(shipped_spec(file), drafted_on=drafted_on)
    return rubrics.import_draft(spec=spec, by=people.system_user())


def in_use(file: Path) -> RubricVersion | None:
    """The newest edition in use of a rubric that ships, published where there is none of it; `None`
    where it has been retired or is a draft.
    """
    versions = list(versions_of(file.stem))
    if versions:
        usable = (one for one in versions if one.is_published and not one.retired_at)
        return next(usable, None)
    by = people.system_user()
    with days_ago(PUBLISHED_DAYS_AGO, 11, after=by.joined):
        draft = drafted(file)
    with days_ago(PUBLISHED_DAYS_AGO, 12, after=by.joined):
        return rubrics.publish(version=draft, by=by, change_note="")


@dataclass(frozen=True, slots=True)
class Team:
    """A body as it was made: whom to act as, by role, and the edition that it began with."""

    organisation: Organisation
    version: RubricVersion
    by_role: dict[Role, User]

    def person(self, role: Role) -> User:
        """The member with the role, or else the administrator, who may do everything."""
        return self.by_role.get(role, self.by_role[Role.ADMINISTRATOR])

    def ago(self, days: int, hour: int, minute: int) -> AbstractContextManager[None]:
        """Within the block it is that time of that day, and never before the edition."""
        return days_ago(days, hour, minute, after=self.version.published_at)

    def start(self, title: str = "", version: RubricVersion | None = None) -> Assessment:
        return verbs.start(
            organisation=self.organisation,
            version=version or self.version,
            by=self.person(Role.CONTRIBUTOR),
            title=title,
        )

    def answer(self, assessment: Assessment, given: Answers, role: Role = Role.CONTRIBUTOR) -> None:
        """Saves the answers as a member with the role, who has seen what is stored."""
        spec = spec_of(assessment.version)
        questions = {question.code: question for _, question in spec.questions()}
        seen = stored_answers(assessment)
        changes = [
            answers.Change(
                code=code,
                reply=reply_of(questions[code], reply),
                seen=seen[code].revision if code in seen else 0,
            )
            for code, reply in given.items()
        ]
        answers.save(assessment=assessment, by=self.person(role), changes=changes)

    def explain(self, assessment: Assessment, reasons: Mapping[str, str]) -> None:
        """The contributor says why both answers are right, by the contradiction's code."""
        keys = {one.code: one.key for one in spec_of(assessment.version).contradictions}
        changes = [
            answers.Change(code=keys[code], reply=replace(UNANSWERED, note=reason), seen=0)
            for code, reason in reasons.items()
        ]
        answers.save(assessment=assessment, by=self.person(Role.CONTRIBUTOR), changes=changes)

    def submit(self, assessment: Assessment) -> None:
        """The approver submits it; where two people have to sign, the administrator signs first."""
        if Organisation.objects.get(pk=self.organisation.pk).two_people_sign:
            administrator = self.person(Role.ADMINISTRATOR)
            signature = Signature(name=str(administrator))
            reviews.approve(assessment=assessment, by=administrator, signature=signature)
        verbs.submit(assessment=assessment, by=self.person(Role.APPROVER))
