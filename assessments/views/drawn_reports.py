"""Drawing a part of a report once for all who may see the same of it: a submission is frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, cast

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.views.report_parts import PARTS

KEPT_MOST = 100
"""How many parts a process keeps, of 20 to 100 KB each."""

KEPT = LocMemCache(
    "parts of reports",
    {"timeout": None, "OPTIONS": {"MAX_ENTRIES": KEPT_MOST, "CULL_FREQUENCY": 10}},
)
"""No cache that processes share: another version of the code begins without any of it."""


class Given(TypedDict, total=False):
    """All that a part is drawn with besides the report, as plain values: it is kept under them.

    `path` is its own address, and `costs` what efforts take in the organisation.
    """

    path: str
    organisation: Mapping[str, str]
    assessment: Mapping[str, str]
    submission: Mapping[str, int]
    can: Mapping[str, bool]
    costs: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A part of a report: what its page is called, and its markup."""

    title: str
    main: SafeString


def draw(part: str, given: Given, shown: Mapping[str, Any]) -> Drawn:
    """A part of a report, of which `shown` is what there is to say.

    The templates get no request: nothing of its reader is in the markup but what is given.
    """
    name, leaf = shown.get("title", PARTS[part]), shown.get("leaf")
    if leaf is not None and leaf.count > 1:
        name = f"{name} (page {leaf.number} of {leaf.count})"
    return Drawn(
        title=f"{name} - {shown['report'].title}",
        main=render_to_string(f"reports/{part}.html", {**given, **shown}),
    )


def kept(
    part: str, frozen: Mapping[str, object], given: Given, shown: Callable[[], Mapping[str, object]]
) -> Drawn:
    """A part of what is `frozen`, drawn once in a process for the same `given`.

    `shown` is asked where it has to be drawn, and says only what follows from both. No query
    where it need not be.
    """
    if settings.DEBUG:  # where templates change under way
        return draw(part, given, shown())
    key = key_of(part, frozen, given)
    drawn = KEPT.get_or_set(key, lambda: draw(part, given, shown()))
    return cast("Drawn", drawn)


def key_of(part: str, frozen: Mapping[str, object], given: Given) -> str:
    """What the part is kept under: the same for the same values only."""
    said = json.dumps([part, frozen, given], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
