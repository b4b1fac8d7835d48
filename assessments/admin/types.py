"""What the methods of the admin hand to one another, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse

from assessments.models import RubricVersion, User
from assessments.models.rubric import RubricPart

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldGroups, _FieldsetSpec

    FieldNames = _FieldGroups
    Fieldsets = _FieldsetSpec
else:
    # The stubs alone know them.
    FieldNames = Fieldsets = object

Context = dict[str, object]
"""What a template is given."""
View = Callable[..., HttpResponse]
"""A request, and what its address names, to an answer."""
Deleted = tuple[list[str], dict[str, int], set[str], list[str]]
"""What goes with a row: in words, counted, what may not be deleted, and what prevents it."""


Row = RubricVersion | RubricPart
"""An edition, or a part of one."""


def editor(request: HttpRequest) -> User:
    """The person who asks: every page of the admin takes sign-in."""
    return cast(User, request.user)
