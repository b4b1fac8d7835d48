"""The project's addresses and two empty views, to measure pages against."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def signed_in(request: HttpRequest) -> HttpResponse:
    """Session and user have been read by the time that this is reached."""
    return HttpResponse(str(request.user.pk))


urlpatterns = [
    path("empty/", empty),
    path("empty/signed-in/", signed_in),
    path("", include("readiness.urls")),
]
