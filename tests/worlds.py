"""Named states of the world, built only by services, so no test sees what the product cannot reach.

The cast is the same in every test: Wexcombe's viewer, contributor, approver and administrator,
a moderator of the programme, and a stranger who runs the council next door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group

from assessments.access.roles import MODERATORS, Role
from assessments.models import (
    Assessment,
    ImpactTrial,
    Organisation,
    RubricVersion,
    Submission,
    User,
)
from assessments.queries.assessments import standing_of
from assessments.queries.evidence import holding_of
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import Reply
from assessments.services import (
    answers,
    assessments,
    members,
    organisations,
    people,
    rubrics,
    trials,
)
from tests.factories.shipped import excerpt, reply_to, shipped_rubric, worked_example
from tests.prepared import once_per_process

CHANGE_NOTE = "What the editors learned this year."
PASSWORD = "correct horse battery staple"


def person(name: str, *, groups: Sequence[str] = (), **fields: Any) -> User:
    """A person with an account, whose address follows from the name."""
    email = f"{name.lower().replace(' ', '.')}@wexcombe.example"
    user = people.open_account(email=email, name=name, password=PASSWORD)
    if fields:
        User.objects.filter(pk=user.pk).update(**fields)
        user.refresh_from_db()
    for group in groups:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def published(spec: RubricSpec, *, by: User) -> RubricVersion:
    """The spec as a published edition, which this process has read."""
    draft = rubrics.import_draft(spec=spec, by=by)
    version = rubrics.publish(version=draft, by=by, change_note=CHANGE_NOTE)
    spec_of(version)
    return version


def tried(spec: RubricSpec, *, by: User) -> ImpactTrial:
    """The spec as a draft that has been tried on every submission."""
    trial = trials.start(version=rubrics.import_draft(spec=spec, by=by), by=by)
    while trial.status == "running":
        trial = trials.advance(trial=trial, by=by)
    return trial


@dataclass
class World:
    """A council with its people, a published edition, and the neighbour's council."""

    version: RubricVersion
    organisation: Organisation
    viewer: User
    contributor: User
    approver: User
    administrator: User
    moderator: User
    stranger: User
    neighbour: Organisation
    publisher: User
    _assessment: Assessment | None = field(default=None, repr=False)

    @property
    def spec(self) -> RubricSpec:
        return spec_of(self.version)

    @property
    def assessment(self) -> Assessment:
        """The council's assessment, started by the contributor when first asked for."""
        if self._assessment is None:
            self._assessment = self.start()
        return self._assessment

    @property
    def seen(self) -> str:
        """Names what an approver who reads the assessment now has seen."""
        held = holding_of(self.organisation)
        return standing_of(self.assessment).to_submit(held).seen

    def start(self, **given: Any) -> Assessment:
        """A new assessment of the council, or of the organisation given."""
        chosen = {
            "organisation": self.organisation,
            "version": self.version,
            "by": self.contributor,
            "title": "Readiness 2026",
        }
        return assessments.start(**{**chosen, **given})

    def answer(
        self,
        replies: Mapping[str, object],
        *,
        by: User | None = None,
        assessment: Assessment | None = None,
    ) -> Assessment:
        """Saves answers given as in the worked example: 3, "88.5", ["register"], "dont_know", "na".

        A `Reply` is saved as it is.
        """
        chosen = assessment or self.assessment
        stored = sheet_revisions(chosen)
        changes = [
            answers.Change(code=code, reply=self.reply(code, raw), seen=stored.get(code, 0))
            for code, raw in replies.items()
        ]
        answers.save(assessment=chosen, by=by or self.contributor, changes=changes)
        return chosen

    def reply(self, code: str, raw: object) -> Reply:
        """A reply from its short form."""
        return raw if isinstance(raw, Reply) else reply_to(self.spec.question(code), raw)

    def complete(
        self, *, assessment: Assessment | None = None, by: User | None = None, **other: object
    ) -> Assessment:
        """Every question answered as in the worked example, but for those given (SEC_01=4)."""
        asked = {question.code for _, question in self.spec.questions()}
        replies = {code: raw for code, raw in worked_example()["answers"].items() if code in asked}
        replies |= {code.replace("_", "-"): raw for code, raw in other.items()}
        return self.answer(replies, assessment=assessment, by=by)

    def submit(
        self, *, assessment: Assessment | None = None, by: User | None = None, **other: object
    ) -> Submission:
        """The assessment completed, and submitted by the approver unless another is given."""
        chosen = self.complete(assessment=assessment, by=by, **other)
        return assessments.submit(assessment=chosen, by=by or self.approver)


def sheet_revisions(assessment: Assessment) -> dict[str, int]:
    """The present revision of every stored answer, by question code."""
    return dict(assessment.answers.values_list("question__code", "revision"))


@once_per_process
def build_world(spec: RubricSpec | None = None) -> World:
    """The cast, two councils and a published edition: the shipped one unless another is given."""
    publisher = person("Robin Publisher")
    administrator = person("Ada Administrator")
    stranger = person("Sam Stranger")
    organisation = organisations.create(
        by=administrator,
        name="Wexcombe Borough Council",
        sector="local_authority",
        region="south_west",
        official_code="E99000001",
    )
    neighbour = organisations.create(
        by=stranger, name="Nextdoor Council", sector="local_authority", region="south_west"
    )
    cast = {
        "viewer": (person("Vic Viewer"), Role.VIEWER),
        "contributor": (person("Connie Contributor"), Role.CONTRIBUTOR),
        "approver": (person("Ash Approver"), Role.APPROVER),
    }
    for user, role in cast.values():
        members.add(organisation=organisation, user=user, role=role, by=administrator)
    return World(
        version=published(spec or shipped_rubric(), by=publisher),
        organisation=organisation,
        neighbour=neighbour,
        administrator=administrator,
        stranger=stranger,
        moderator=person("Mo Moderator", groups=[MODERATORS]),
        publisher=publisher,
        **{name: user for name, (user, _) in cast.items()},
    )


def short_world() -> World:
    """The world with few questions, whose codes and words are those of the shipped rubric."""
    budget = ("BUD-01", "BUD-02", "BUD-03", "BUD-04")
    return build_world(excerpt(*budget, "TRA-01", "INT-01", "DAT-07", "SEC-01", "SEC-02"))
