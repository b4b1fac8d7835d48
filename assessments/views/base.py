"""What every page is built on. A page says who may see it, or Python refuses to load it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from typing import ClassVar, TypedDict, TypeVar, Unpack

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from assessments import clock
from assessments.access import doors
from assessments.access.doors import Access
from assessments.access.roles import Permission
from assessments.views import refused_posts
from assessments.workflow import Refused

Found = TypeVar("Found")


class Who(Enum):
    """Who may open a page that belongs to no organisation."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    MODERATORS = "moderators"
    MEMBERS = "members"  # decided by a permission, through a door


class Address(TypedDict, total=False):
    """What an address names, as `urls.py` converts it."""

    slug: str
    reference: str
    number: int
    key: str
    pk: int
    token: str
    export: str
    other: str
    other_number: int


def is_read(request: HttpRequest) -> bool:
    """Whether a person gets the page to read: browsers also fetch pages that might be opened next,
    and programs ask whether a page is there.
    """
    early = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method != "HEAD" and not any("prefetch" in one.lower() for one in early)


class Page(View):
    """A page. Every class of ours that serves an address names `who`, or a `permission`."""

    who: ClassVar[Who]
    template_name: ClassVar[str] = ""
    # The same for every signed-out reader, so browsers may keep what these are shown.
    cacheable: ClassVar[bool] = False

    def __init_subclass__(cls, abstract: bool = False) -> None:
        super().__init_subclass__()
        if not abstract and not hasattr(cls, "who"):
            raise TypeError(f"{cls.__name__} must say who may open it (`who` or `permission`).")
        if not abstract and cls.who is Who.MEMBERS and not hasattr(cls, "permission"):
            raise TypeError(f"{cls.__name__} must name a permission.")

    @classmethod
    def as_view(cls, **initkwargs: object) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        # Django's middleware asks for sign-in unless this says otherwise. Where a form may be
        # sent, `dispatch` asks, because what was typed must not be lost.
        view.login_required = cls.who is not Who.PUBLIC and not hasattr(cls, "post")  # type: ignore[attr-defined]
        return view

    @classmethod
    def too_old(cls, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase | None:
        """The answer to a form whose token is old; `None` where it brought nothing to keep."""
        return None if cls.who is Who.PUBLIC else refused_posts.too_old(request)

    def dispatch(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        """When a post arrives from a person who is signed out or has no permission any more, it
        is refused with the status that every page gives them, and its content is given back.
        """
        if self.who is not Who.PUBLIC and not request.user.is_authenticated:
            return refused_posts.signed_out(request)
        try:
            self.admit(request, **kwargs)
            return super().dispatch(request, **kwargs)
        except Refused as refusal:
            if self._gives_back():
                return refused_posts.turned_away(request, refusal.reason, 409)
            return self.refuse(refusal)
        except PermissionDenied as refusal:
            if not self._gives_back():
                raise
            return refused_posts.turned_away(request, str(refusal), 403)
        except Http404:
            if not self._gives_back():
                raise
            return refused_posts.turned_away(request, refused_posts.NOT_YOURS, 404)

    def _gives_back(self) -> bool:
        """Whether the request brought words that would be lost with an ordinary refusal."""
        if self.who is Who.PUBLIC:
            return False
        return refused_posts.autosaves(self.request) or refused_posts.brings_words(self.request)

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        """Lets the request in, or raises. Member pages load what their address names here."""
        if self.who is Who.MODERATORS:
            doors.moderation(request.user)  # type: ignore[arg-type]

    def refuse(self, refusal: Refused) -> HttpResponse:
        """The page for something that may not be done now: status 409, with the reason."""
        context = {"heading": "You cannot do that now", "reason": refusal.reason}
        return self.render(context, template="error.html", status=409)

    def context(self) -> dict[str, object]:
        """What every page of this kind shows."""
        return {}

    def render(
        self, context: Mapping[str, object] | None = None, *, template: str = "", status: int = 200
    ) -> HttpResponse:
        """The page's template with its context."""
        everything = {**self.context(), **(context or {})}
        return render(self.request, template or self.template_name, everything, status=status)


class OrganisationView(Page, abstract=True):
    """A page of one organisation. `write_permission`, if named, is what a POST needs instead."""

    who = Who.MEMBERS
    permission: ClassVar[Permission]
    write_permission: ClassVar[Permission | None] = None
    access: Access

    @property
    def needed(self) -> Permission:
        """The permission that this request needs."""
        writes = self.request.method not in ("GET", "HEAD", "OPTIONS")
        return self.write_permission if writes and self.write_permission else self.permission

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access = self.through(doors.organisation)

    def through(self, door: Callable[..., Found], *names: str) -> Found:
        """What a door gives the reader, asked with the slug and these parts of the address."""
        named = (self.kwargs[name] for name in ("slug", *names))
        return door(self.request.user, *named, self.needed)

    @cached_property
    def today(self) -> date:
        return clock.today()

    @property
    def above(self) -> list[tuple[str, str]]:
        """The pages above one that is just below the organisation's, as breadcrumbs."""
        organisation = self.access.organisation
        return [
            ("My organisations", reverse("home")),
            (organisation.name, organisation.get_absolute_url()),
        ]

    def context(self) -> dict[str, object]:
        return {
            "organisation": self.access.organisation,
            "access": self.access,
            "can": {permission.value: self.access.can(permission) for permission in Permission},
        }


class AssessmentView(OrganisationView, abstract=True):
    """A page of one assessment. `door` is the way to it."""

    door = staticmethod(doors.assessment)

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.assessment = self.through(self.door, "reference")

    def context(self) -> dict[str, object]:
        return {**super().context(), "assessment": self.assessment}

    def to(self, name: str, *more: object) -> str:
        """The address of that name, of this assessment."""
        return reverse(name, args=[self.access.organisation.slug, self.assessment.reference, *more])


class SubmissionView(OrganisationView, abstract=True):
    """A page of one submission. `door` is the way to it."""

    door = staticmethod(doors.submission)

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.submission = self.through(self.door, "reference", "number")
        self.assessment = self.submission.assessment

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "assessment": self.assessment,
            "submission": self.submission,
        }


class EvidenceView(OrganisationView, abstract=True):
    """A page of one evidence item."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.evidence = self.through(doors.evidence, "reference")


class KeepsWords(AssessmentView, abstract=True):
    """A page that answers for itself a post whose token is old: by its form, with every word.

    Every page gives words back to those who may not send them (`views/base.py`); these show them
    in their places to those who may.
    """

    stale_token = False
    """Whether the post came with a token from before a new sign-in: it may change nothing."""

    @classmethod
    def too_old(cls, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        page = cls()
        page.setup(request, **kwargs)
        page.stale_token = True
        return page.dispatch(request, **kwargs)


def ask_who_it_is(request: HttpRequest) -> None:
    """Has the person enter the password again, unless they just did; then the post goes on."""
    if not did_recently_reauthenticate(request):
        raise ReauthenticationRequired


class AccountPage(Page, abstract=True):
    """A page of one's own account."""

    who = Who.SIGNED_IN

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.user = doors.signed_in(request.user)
