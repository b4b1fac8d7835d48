"""Reading who is signed in, with what every page asks of them, in one query."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from assessments.access.roles import MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS
from assessments.models import Membership, User

SECOND_STEPS = ("totp", "webauthn")
"""What can be a second step; recovery codes stand in for one."""


def signed_in(pk: Any) -> User | None:
    """The confirmed user with `moderates`, `edits_rubrics`, `belongs` (to an organisation) and
    `has_second_step` as they are; `None` where nobody is.
    """
    groups = User.groups.through._default_manager.filter(user_id=OuterRef("pk"))
    editors = groups.filter(group__name__in=(RUBRIC_EDITORS, RUBRIC_PUBLISHERS))
    memberships = Membership._base_manager.filter(user=OuterRef("pk"))
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    # The type checker takes the attributes that stand in for them elsewhere for the same names.
    confirmed: Any = User.objects.confirmed()
    found = confirmed.annotate(
        moderates=Exists(groups.filter(group__name=MODERATORS)),
        edits_rubrics=Exists(editors),
        belongs=Exists(memberships),
        has_second_step=Exists(steps),
    )
    user: User | None = found.filter(pk=pk).first()
    return user
