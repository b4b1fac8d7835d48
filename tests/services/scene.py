"""What verbs are tried on: rows of Wexcombe, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from allauth.mfa.models import Authenticator

from assessments.models import Membership, ReportLink
from assessments.queries.rubrics import spec_of
from assessments.queries.uploads import target_of
from assessments.rubric.files.codec import dump
from assessments.services import (
    discussions,
    drafts,
    people,
    rubric_uploads,
    second_steps,
    suggestions,
    trials,
)
from tests.assigning import given_to
from tests.attaching import attached
from tests.evidence import recorded
from tests.joining import asks, invited
from tests.plans import planned, supposed
from tests.reviews import deputised, sent
from tests.sharing import shared, shares
from tests.worlds import World, person, published


@dataclass
class Scene:
    """A council, and what its people and the programme's are at work on."""

    world: World

    @cached_property
    def organisation(self) -> Any:
        return self.world.organisation

    @cached_property
    def administrator(self) -> Any:
        return self.world.administrator

    @cached_property
    def guest(self) -> Any:
        return person("Una Guest")

    @cached_property
    def superuser(self) -> Any:
        one = person("Sue Super")
        return people.appoint(user=one, groups=[], by=one, admin=True, superuser=True)

    @cached_property
    def membership(self) -> Any:
        return Membership.objects.get(organisation=self.organisation, user=self.world.contributor)

    @cached_property
    def invitation(self) -> Any:
        return invited(self.world)[0]

    @cached_property
    def joined(self) -> Any:
        """An invitation of the guest's."""
        return invited(self.world, self.guest.email)[0]

    @cached_property
    def request(self) -> Any:
        return asks(self.world)

    @cached_property
    def assessment(self) -> Any:
        return self.world.assessment

    @cached_property
    def complete(self) -> Any:
        return self.world.complete()

    @cached_property
    def waits(self) -> Any:
        """An assessment that waits for approval."""
        return sent(self.world)

    @cached_property
    def submission(self) -> Any:
        return self.world.submit()

    @cached_property
    def submitted(self) -> Any:
        return self.submission.assessment

    @cached_property
    def next_spec(self) -> Any:
        return replace(self.world.spec, edition="next", title="Next")

    @cached_property
    def newer(self) -> Any:
        """The next edition, published."""
        return published(self.next_spec, by=self.world.publisher)

    @cached_property
    def again(self) -> Any:
        """An assessment of the next edition, in which what was submitted is suggested."""
        given = {"submission": self.submission, "by": self.world.contributor}
        suggestions.bring_last(assessment=self.empty, **given)
        return self.empty

    @cached_property
    def empty(self) -> Any:
        """An assessment of the next edition, in which nothing is."""
        return self.submission and self.world.start(version=self.newer)

    @cached_property
    def assignment(self) -> Any:
        return given_to(self.world)

    @cached_property
    def discussion(self) -> Any:
        given = {"question": "BUD-01", "text": "Why?", "by": self.world.contributor}
        return discussions.start(assessment=self.assessment, **given)

    @cached_property
    def resolved(self) -> Any:
        return discussions.resolve(discussion=self.discussion, by=self.world.approver)

    @cached_property
    def comment(self) -> Any:
        return self.discussion.comments.get()

    @cached_property
    def deputy(self) -> Any:
        return deputised(self.world)

    @cached_property
    def item(self) -> Any:
        return recorded(self.world)

    @cached_property
    def attachment(self) -> Any:
        return attached(self.item, by=self.world.contributor)

    @cached_property
    def action(self) -> Any:
        return planned(self.world)

    @cached_property
    def scenario(self) -> Any:
        return supposed(self.world, self.submission)

    @cached_property
    def link(self) -> Any:
        shares(self.organisation, by=self.administrator)
        shared(self.submission, by=self.administrator)
        return ReportLink.objects.get()

    @cached_property
    def rubric(self) -> Any:
        return self.world.version.rubric

    @cached_property
    def draft(self) -> Any:
        given = {"edition": "draft", "title": "Draft", "by": self.world.publisher}
        return drafts.copy_edition(version=self.world.version, **given)

    @cached_property
    def upload(self) -> Any:
        spec = replace(spec_of(self.draft), title="Retitled")
        standing = target_of(spec).standing
        content = dump(spec).encode()
        given = {"file_name": "draft.yaml", "by": self.world.publisher}
        return rubric_uploads.keep(content=content, standing=standing, **given)

    @cached_property
    def trial(self) -> Any:
        return self.submission and trials.start(version=self.draft, by=self.world.publisher)

    @cached_property
    def outdated(self) -> Any:
        """A trial of the draft as it was before its last change."""
        first = self.trial
        row = self.draft.__class__.objects.get(pk=self.draft.pk)
        row.title = "Changed since"
        row.save()
        drafts.keep_state(draft=row, by=self.world.publisher, summary="Changed")
        return first

    @cached_property
    def second_step(self) -> Any:
        data = {"secret": second_steps.encrypt("JBSWY3DPEHPK3PXP")}
        return Authenticator.objects.create(user=self.guest, type="totp", data=data)


Given: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Locked:
    """A verb, what it is given, and the rows that it locks: parts of the scene by name, or a model,
    with a capital, of which it makes or finds the row itself.
    """

    verb: Callable[..., Any]
    rows: str
    given: Callable[[Scene], Given]
    reads: str = ""
    """Tables that it reads before its first lock, because they say what to lock, or spare the work
    where it would be refused. What it decides by is looked at again.
    """

    @property
    def name(self) -> str:
        return f"{self.verb.__module__.rpartition('.')[2]}.{self.verb.__name__}"


def of(part: str, /, *, named: str = "", **more: Any) -> Callable[[Scene], Given]:
    """That part of the scene, by its own name unless `named` is given, and values as they are."""
    return lambda s: {named or part: getattr(s, part), **more}
