"""Pages of an assessment that people write on, and that can be drawn again with what they wrote."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from assessments.views.base import AssessmentView


class KeepsWords(AssessmentView, abstract=True):
    """A page that answers for itself a post whose token is old: by its form, with every word.

    Every page gives words back to those who may not send them (`views/base.py`); these show them
    in their places to those who may.
    """

    stale_token = False
    """Whether the post came with a token from before a new sign-in: it may change nothing."""

    @classmethod
    def too_old(cls, request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        page = cls()
        page.setup(request, **kwargs)
        page.stale_token = True
        return page.dispatch(request, **kwargs)
