"""What happens to a request before its page is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from assessments.views.errors import too_large, unmeasured


class BodyLimitMiddleware:
    """Refuses a body that is too large, or does not say how large it is, before a byte is read.

    The limit is DATA_UPLOAD_MAX_MEMORY_SIZE, files included: Django's own use of it comes after
    the body has been taken apart, and leaves files out. A body sent in chunks says no size, and
    Django would take it for an empty one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return unmeasured(request)
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdigit() and (len(length) > len(str(most)) or int(length) > most):
            return too_large(request)
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in on every page that does not say it is public.

    Django's own asks who is signed in first, which is a question to the database. A page that is
    open to all, such as the one that says that the service is alive, may not need one.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
