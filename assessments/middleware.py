"""What happens to a request before its page is asked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest


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
