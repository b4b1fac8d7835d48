"""What happens to a request before its page is asked."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from assessments.access.backends import user_of
from assessments.access.doors import SecondStepNeeded
from assessments.exports.compositor import CompositorBusy
from assessments.forms.uploading import DiskUploadHandler
from assessments.models import User
from assessments.queries.health import Trouble
from assessments.queries.rubrics import BrokenRecord
from assessments.services.second_steps import UNREADABLE, UnreadableSecret
from assessments.views.errors import broken, too_large, unavailable, unmeasured
from assessments.views.refused_posts import brings_words, of_admin, signed_out
from assessments.views.second_step import lead


class BodyLimitMiddleware:
    """Refuses a body that is too large, or does not say how large it is, before a byte is read.

    The limit is DATA_UPLOAD_MAX_MEMORY_SIZE, files included, unless the page says another in
    `body_most`: Django's own use of it comes after the body has been taken apart, and leaves files
    out. A body sent in chunks says no size, and Django would take it for an empty one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return unmeasured(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: object
    ) -> HttpResponseBase | None:
        """Nothing before it reads a body: who asks for a page that is not there is not heard."""
        page = getattr(view, "view_class", None)
        most = getattr(page, "body_most", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if _past(str(request.META.get("CONTENT_LENGTH") or ""), most):
            return too_large(request, most)
        # What a stranger sends stays in memory, cut off early: disks are for people we know.
        if getattr(page, "takes_files", False) and request.user.is_authenticated:
            request.upload_handlers = [DiskUploadHandler(request)]
        return None


def _past(length: str, most: int) -> bool:
    return length.isdigit() and (len(length) > len(str(most)) or int(length) > most)


class IdentityMiddleware(AuthenticationMiddleware):
    """Knows who is signed in, and whether this session has used a second step they still have."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> User | AnonymousUser:
    user = user_of(request)
    if user.is_authenticated:
        used = any(one.get("method") == "mfa" for one in get_authentication_records(request, user))
        user.passed_second_step = used and user.has_second_step
    return user


class SecondStepMiddleware:
    """Redirects to the second step after a refusal for want of it, and says when none can be read.

    What is refused is decided in `access.doors`. A frozen record that is broken is never shown,
    whichever page came upon it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SecondStepNeeded):
            return lead(request)
        if isinstance(exception, UnreadableSecret):
            context = {"heading": "Two-step sign-in is not working", "reason": UNREADABLE}
            return render(request, "error.html", context, status=503)
        if isinstance(exception, BrokenRecord):
            return broken(request, exception)
        if isinstance(exception, CompositorBusy):
            return unavailable(request, Trouble.BUSY)
        return None


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in on every page that does not say it is public.

    Django's own asks who is signed in first, which is a question to the database. A page that is
    open to all, such as the one that says that the service is alive, may not need one.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        # The admin gives back what was typed, as our pages do (`views.base`).
        is_posted = request.method == "POST" and not request.user.is_staff
        if is_posted and of_admin(request) and brings_words(request):
            return signed_out(request)
        return super().process_view(request, view_func, view_args, view_kwargs)
