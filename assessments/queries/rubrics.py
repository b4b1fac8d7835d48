"""Reading editions, drafts included: as a spec, and as lists for pages."""

from __future__ import annotations

import json
from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone

from assessments import clock
from assessments.models import Question, RubricVersion
from assessments.queries.rubric_rows import spec_from_rows
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import codec


def spec_of(version: RubricVersion) -> RubricSpec:
    """The edition as the engine reads it.

    A published edition is read from the document frozen with it, once per process and content
    hash; a draft is read from its rows (as many queries for any size).
    """
    if version.published_at is None:
        return spec_from_rows(version)
    return published_spec(version.pk, version.content_hash)


@lru_cache(maxsize=32)
def published_spec(pk: int, content_hash: str) -> RubricSpec:
    """The published edition of that key and hash, read once per process."""
    # The hash is part of the key: should a test database reuse a primary key, the spec differs.
    document = (
        RubricVersion.objects.filter(pk=pk, content_hash=content_hash)
        .values_list("document", flat=True)
        .get()
    )
    return codec.from_document(json.loads(document))


@lru_cache(maxsize=32)
def published_hash(pk: int, content_hash: str) -> str:
    """The hash of what the published edition of that key reads, worked out once per process.

    It differs from `content_hash` only if the frozen document was changed.
    """
    return codec.content_hash(published_spec(pk, content_hash))


@lru_cache(maxsize=32)
def _published_question_ids(pk: int, content_hash: str) -> dict[str, int]:
    return _question_ids(pk)


def _question_ids(pk: int) -> dict[str, int]:
    return dict(Question.objects.filter(version_id=pk).values_list("code", "pk"))


def question_ids(version: RubricVersion) -> dict[str, int]:
    """The primary key of each question of the edition, by code."""
    if version.published_at is None:
        return _question_ids(version.pk)
    return _published_question_ids(version.pk, version.content_hash)


def forget_cached() -> None:
    """Empties the caches: for tests, whose databases come and go."""
    published_spec.cache_clear()
    published_hash.cache_clear()
    _published_question_ids.cache_clear()


def editions() -> QuerySet[RubricVersion]:
    """Every edition with its rubric, without the long document."""
    return RubricVersion.objects.select_related("rubric").defer("document")


def published_editions() -> QuerySet[RubricVersion]:
    """The published editions, the newest of each rubric first."""
    return editions().filter(published_at__isnull=False).order_by("rubric__title", "-number")


def current_editions() -> QuerySet[RubricVersion]:
    """Editions that a new assessment uses: for each rubric the newest one in effect.

    An edition whose day has not come leaves the one before it current; a retired one never is.
    """
    newest: dict[int, int] = {}
    usable = RubricVersion.objects.open_for_assessments()
    for rubric, pk in usable.order_by("number").values_list("rubric_id", "pk"):
        newest[rubric] = pk
    return editions().filter(pk__in=newest.values()).order_by("rubric__title")


def in_use_without(version: RubricVersion) -> RubricVersion | None:
    """The edition that new assessments of the rubric use once this one is retired, if any."""
    others = RubricVersion.objects.open_for_assessments().filter(rubric=version.rubric_id)
    return others.exclude(pk=version.pk).defer("document").order_by("-number").first()


def still_to_come(version: RubricVersion) -> QuerySet[RubricVersion]:
    """The other published editions of the rubric whose day has not come, in order of their days."""
    waiting = editions().filter(
        rubric=version.rubric_id,
        published_at__isnull=False,
        retired_at__isnull=True,
        effective_from__gt=timezone.localdate(clock.now()),
    )
    return waiting.exclude(pk=version.pk).order_by("effective_from", "-number")


def versions_of(slug: str) -> QuerySet[RubricVersion]:
    """Every edition of the rubric with that slug, drafts included, newest first."""
    return editions().filter(rubric__slug=slug).order_by("-number")


def published_edition(slug: str, number: int) -> RubricVersion | None:
    """The published edition at that address, retired or not; never a draft."""
    return published_editions().filter(rubric__slug=slug, number=number).first()
