"""Reading drafts: what is found in one, cheaply enough for every page about it."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache

from assessments.models import DraftState, RubricVersion
from assessments.queries.rubrics import published_spec, spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.codec import findings_in
from assessments.rubric.files.usable import Usable, usable
from assessments.rubric.findings import Finding

Edition = tuple[int, str]
"""The key and the content hash of a published edition."""


def spec_before(version: RubricVersion) -> RubricSpec | None:
    """The edition of the rubric that was published last before this one."""
    return _published(_edition_before(version))


def findings_of(draft: RubricVersion) -> tuple[Finding, ...]:
    """Every fault and warning of a draft, as it stood after the last change that was kept.

    Two queries, and a third for an edition that this process has not read yet; a draft of which
    no state is kept is read from its rows. The same content is examined once per process.
    """
    return _examined(_packed(draft), _edition_before(draft))


def usable_of(version: RubricVersion) -> Usable:
    """What of an edition can be asked and scored: all of a published one. One or two queries."""
    if version.is_published:
        return Usable(spec_of(version))
    return _usable(_packed(version))


def _packed(draft: RubricVersion) -> bytes:
    states = DraftState.objects.filter(version=draft.pk).order_by("-number")
    packed = states.values_list("packed", flat=True).first()
    return bytes(packed or DraftState.pack(canonical_json(spec_of(draft))))


@lru_cache(maxsize=8)
def _usable(packed: bytes) -> Usable:
    return usable(json.loads(zlib.decompress(packed)))


@lru_cache(maxsize=32)
def _examined(packed: bytes, before: Edition | None) -> tuple[Finding, ...]:
    return findings_in(json.loads(zlib.decompress(packed)), _published(before))


def _edition_before(version: RubricVersion) -> Edition | None:
    return version.published_before().values_list("pk", "content_hash").first()


def _published(edition: Edition | None) -> RubricSpec | None:
    return published_spec(*edition) if edition else None


def forget_findings() -> None:
    """Empties the caches: for tests that count queries."""
    _examined.cache_clear()
    _usable.cache_clear()
