"""A published edition as a file, for everybody."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from assessments.queries.rubrics import published_edition, published_spec
from assessments.rubric.findings import FileRefused
from assessments.rubric.workbook.formats import FORMATS, file_name
from assessments.views.base import Page, Who
from assessments.workflow import Refused

FILES_KEPT = 9
"""How many files a process keeps: three editions in each format."""

TOO_LONG = (
    "This edition holds a text that is too long for a cell of a spreadsheet. "
    "Download the YAML file instead."
)


class RubricDownload(Page):
    """A published edition in one of the formats. A reader who has it already is told so."""

    who = Who.EVERYBODY
    cacheable = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        version = published_edition(kwargs["slug"], kwargs["number"])
        chosen = FORMATS.get(kwargs["key"])
        if version is None or chosen is None:
            raise Http404
        try:
            content, name, etag = _file(version.pk, version.content_hash, chosen.key)
        except FileRefused:
            raise Refused(TOO_LONG) from None
        response = HttpResponse(content, content_type=chosen.content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["ETag"] = etag
        # Kept by whoever likes, and asked about each time: what is published stays as it is, but
        # the way of writing it may get better.
        patch_cache_control(response, public=True, no_cache=True)
        return get_conditional_response(request, etag=etag, response=response) or response


@lru_cache(maxsize=FILES_KEPT)
def _file(pk: int, content_hash: str, key: str) -> tuple[bytes, str, str]:
    """The file, its name, and the tag that names its bytes."""
    spec, chosen = published_spec(pk, content_hash), FORMATS[key]
    content = chosen.write(spec)
    tag = hashlib.sha256(content).hexdigest()[:32]
    return content, file_name(spec, chosen), f'"{tag}"'
