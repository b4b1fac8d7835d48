"""Reading editions, drafts included: as a spec, and as lists for pages."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from functools import lru_cache, partial

from django.db.models import QuerySet

from assessments import clock
from assessments.models import Question, RubricVersion
from assessments.models.edition_reading import part_models, parts_of, spec_from_rows
from assessments.models.rubric import RubricPart
from assessments.queries.prepared import Asked, Prepared, together
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json, from_document, hash_of_canonical

log = logging.getLogger(__name__)

Edition = tuple[int, str]
"""The key and the content hash of a published edition."""


class BrokenRecord(Exception):  # noqa: N818 - names what was found
    """A frozen record no longer agrees with its hash. It must be looked into, never shown."""


class BrokenEdition(BrokenRecord):
    """The rows of a published edition do not come to its content hash. The message says it."""

    def __init__(self, version: RubricVersion) -> None:
        super().__init__(
            f"{version.title} has been changed in the database since "
            "it was published, so it is not used: nothing is shown or scored with it until it is "
            "put right. What people answered is still there. Tell the people who run this service."
        )


def spec_of(version: RubricVersion) -> RubricSpec:
    """The edition as the engine reads it, from its rows: at any size one query a table, all of
    them in one round trip on PostgreSQL.

    A published one is read once per process; raises `BrokenEdition` where it is not what was
    published.
    """
    if version.published_at is None:
        with together(*_every_part(version.pk)):
            return _from_rows(version)
    return published_spec(version.pk, version.content_hash)


@lru_cache(maxsize=32)
def published_spec(pk: int, content_hash: str) -> RubricSpec:
    """The published edition of that key and hash, read once per process.

    It has nothing that its hash does not cover. Raises `BrokenEdition`.
    """
    # The hash is part of the key: should a test database reuse a primary key, the spec differs.
    return _read_together(pk, content_hash)


def _read_together(pk: int, content_hash: str) -> RubricSpec:
    version = _published.asked(pk, content_hash)
    with together(version, _keys.asked(pk), *_every_part(pk)):
        [row] = version.rows()
        spec = read_published(row)
        # What answers are read with, so that the first page that shows some need not ask for it.
        _published_question_ids(pk, content_hash)
    return spec


def _rows_of(pk: int, content_hash: str) -> QuerySet[RubricVersion]:
    rows = editions().filter(published_at__isnull=False)
    return rows.filter(pk=pk, content_hash=content_hash)


_published = Prepared(_rows_of, -1, "the hash of an edition")
_keys = Prepared(lambda pk: Question.objects.filter(version=pk).values_list("code", "pk"), -1)
_parts = {model: Prepared(partial(parts_of, model), -1) for model in part_models()}


def _every_part(pk: int) -> list[Asked[RubricPart]]:
    return [one.asked(pk) for one in _parts.values()]


def _from_rows(version: RubricVersion) -> RubricSpec:
    return spec_from_rows(version, lambda model: _parts[model].rows(version.pk))


def read_published(version: RubricVersion) -> RubricSpec:
    """A published edition read from its rows anew, in the one order that its hash is taken of.

    Raises `BrokenEdition`, and logs it.
    """
    spec = _from_rows(version)
    canonical, edition = canonical_json(spec), (version.pk, version.content_hash)
    if hash_of_canonical(canonical) != version.content_hash:
        _broken[edition] = f"{version.rubric.slug} {version.edition}"
        log.critical(
            "The rows of %s, edition %s (key %s), do not come to its content hash %s. "
            "It is refused everywhere.",
            version.rubric.slug,
            version.edition,
            *edition,
        )
        raise BrokenEdition(version)
    _broken.pop(edition, None)
    _sound.add(edition)
    return from_document(json.loads(canonical))


_sound: set[Edition] = set()
_broken: dict[Edition, str] = {}


def broken_editions(published: Iterable[Edition]) -> list[str]:
    """Those of the editions that are refused, by code and name. Each is read once per process."""
    editions = list(published)
    for edition in editions:
        if edition not in _sound and edition not in _broken:
            try:
                published_spec(*edition)
            except BrokenEdition:
                continue
    return sorted(_broken[edition] for edition in editions if edition in _broken)


@lru_cache(maxsize=32)
def _published_question_ids(pk: int, content_hash: str) -> dict[str, int]:
    return _question_ids(pk)


def _question_ids(pk: int) -> dict[str, int]:
    return dict(_keys.rows(pk))


def question_ids(version: RubricVersion) -> dict[str, int]:
    """The primary key of each question of the edition, by code."""
    if version.published_at is None:
        return _question_ids(version.pk)
    return _published_question_ids(version.pk, version.content_hash)


def forget_cached() -> None:
    """Empties the caches: for tests, whose databases come and go."""
    published_spec.cache_clear()
    _published_question_ids.cache_clear()
    _sound.clear()
    _broken.clear()


def editions() -> QuerySet[RubricVersion]:
    """Every edition with its rubric."""
    return RubricVersion.objects.select_related("rubric")


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


def edition_to_try() -> RubricVersion | None:
    """The edition that can be tried without an account: the first in use that shows no score."""
    return current_editions().filter(shows_score=False).first()


def drafts_in_progress() -> list[RubricVersion]:
    """Every draft, with who edited it last."""
    return list(editions().filter(published_at__isnull=True).select_related("edited_by"))


def editions_to_follow() -> list[RubricVersion]:
    """Of each rubric without a draft, the newest edition: the next one begins as its copy."""
    drafted = RubricVersion.objects.filter(published_at__isnull=True).values("rubric")
    waiting = editions().filter(published_at__isnull=False).exclude(rubric__in=drafted)
    in_order = waiting.order_by("rubric__title", "number")
    return list({version.rubric_id: version for version in in_order}.values())


def in_use_without(version: RubricVersion) -> RubricVersion | None:
    """The edition that new assessments of the rubric use once this one is retired, if any."""
    others = RubricVersion.objects.open_for_assessments().filter(rubric=version.rubric_id)
    return others.exclude(pk=version.pk).order_by("-number").first()


def still_to_come(version: RubricVersion) -> QuerySet[RubricVersion]:
    """The other published editions of the rubric whose day has not come, in order of their days."""
    waiting = editions().filter(
        rubric=version.rubric_id,
        published_at__isnull=False,
        retired_at__isnull=True,
        effective_from__gt=clock.today(),
    )
    return waiting.exclude(pk=version.pk).order_by("effective_from", "-number")


def versions_of(slug: str) -> QuerySet[RubricVersion]:
    """Every edition of the rubric with that slug, drafts included, newest first."""
    return editions().filter(rubric__slug=slug).order_by("-number")


def published_edition(slug: str, number: int) -> RubricVersion | None:
    """The published edition at that address, retired or not; never a draft."""
    return published_editions().filter(rubric__slug=slug, number=number).first()
