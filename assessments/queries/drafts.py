"""Reading drafts: what is found in one, cheaply enough for every page about it, and how it differs
from another edition.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Subquery

from assessments.models import DraftState, RubricVersion
from assessments.queries.rubrics import Edition, editions, published_spec, spec_of
from assessments.question_types import choices
from assessments.rubric.comparison import EditionComparison, compare
from assessments.rubric.comparison_words import Called, to_respondents
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json, hash_of_canonical
from assessments.rubric.files.codec import Usable, findings, findings_in, from_document, usable
from assessments.rubric.findings import FileRefused, Finding


def kept_spec(version: RubricVersion) -> RubricSpec:
    """The edition as a spec in one query: a draft from the state kept after its last change.

    Reading a draft from its rows takes a query for each table. What changes or publishes a draft
    does that; pages that show it with other things, and trials, do with this.
    """
    if version.is_published:
        return spec_of(version)
    states = DraftState.objects.filter(version=version.pk).order_by("-number")
    packed = states.values_list("packed", flat=True).first()
    try:
        return spec_in(bytes(packed)) if packed else spec_of(version)
    except FileRefused:
        # Something that every rubric must have is missing for now; rows can say so, a file cannot.
        return spec_of(version)


def spec_before(version: RubricVersion) -> RubricSpec | None:
    """The edition of the rubric that was published last before this one."""
    return _published(_edition_before(version))


class Kept(NamedTuple):
    """A draft as the last change left it: its document, packed, and the edition before it."""

    packed: bytes
    before: Edition | None

    @property
    def content_hash(self) -> str:
        """The content hash of the document, which is kept in the one spelling that it is of."""
        return hash_of_canonical(zlib.decompress(self.packed).decode())

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What of the document by itself cannot be scored; the edition before is not looked at."""
        return tuple(found for found in _examined(self.packed, None) if found.is_fault)


def kept(draft: RubricVersion) -> Kept:
    """What is kept of a draft; one of which no state is kept is read from its rows. One query."""
    before = draft.published_before()
    states = DraftState.objects.filter(version=draft.pk).order_by("-number")
    columns = (Subquery(before.values(name)[:1]) for name in ("pk", "content_hash"))
    found = states.values_list("packed", *columns).first()
    if found is None:
        return Kept(DraftState.pack(canonical_json(spec_of(draft))), _edition_before(draft))
    return Kept(bytes(found[0]), (found[1], found[2]) if found[1] else None)


def findings_of(draft: RubricVersion, known: Kept | None = None) -> tuple[Finding, ...]:
    """Every fault and warning of a draft, as it was after the last change that was kept.

    One query unless what is kept is known, and one for an edition that this process has not read
    yet. The same content is examined once per process.
    """
    return _examined(*(known or kept(draft)))


def inherited_warnings(known: Kept) -> frozenset[tuple[str, str]]:
    """The warnings that the edition before gives too, each as its subject and message."""
    return _warned(known.before) if known.before else frozenset()


def usable_of(version: RubricVersion) -> Usable:
    """What of an edition can be asked and scored: all of a published one. One or two queries."""
    if version.is_published:
        return Usable(spec_of(version))
    return _usable(kept(version).packed)


def document_in(packed: bytes) -> dict[str, object]:
    """The document of `kept`."""
    document: dict[str, object] = json.loads(zlib.decompress(packed))
    return document


@lru_cache(maxsize=8)
def spec_in(packed: bytes) -> RubricSpec:
    """The draft of `kept`, read once per process; raises `FileRefused` where it is unfinished."""
    return from_document(document_in(packed))


@lru_cache(maxsize=8)
def _usable(packed: bytes) -> Usable:
    return usable(document_in(packed))


@lru_cache(maxsize=32)
def _examined(packed: bytes, before: Edition | None) -> tuple[Finding, ...]:
    return findings_in(document_in(packed), _published(before))


@lru_cache(maxsize=32)
def _warned(edition: Edition) -> frozenset[tuple[str, str]]:
    found = findings(published_spec(*edition))
    return frozenset((one.subject, one.message) for one in found if not one.is_fault)


def _edition_before(version: RubricVersion) -> Edition | None:
    return version.published_before().values_list("pk", "content_hash").first()


def _published(edition: Edition | None) -> RubricSpec | None:
    return published_spec(*edition) if edition else None


def forget_findings() -> None:
    """Empties the caches: for tests that count queries."""
    _examined.cache_clear()
    _usable.cache_clear()
    spec_in.cache_clear()


def comparison_of(
    before: RubricVersion, after: RubricVersion, called: Called = to_respondents
) -> EditionComparison:
    """In what the later edition differs; worked out once per process where both are published."""
    if before.is_published and after.is_published:
        return _of_published(before.pk, before.content_hash, after.pk, after.content_hash, called)
    return compare(kept_spec(before), kept_spec(after), dict(choices()), called)


@lru_cache(maxsize=16)
def _of_published(
    before: int, before_hash: str, after: int, after_hash: str, called: Called
) -> EditionComparison:
    earlier, later = published_spec(before, before_hash), published_spec(after, after_hash)
    return compare(earlier, later, dict(choices()), called)


def earlier_editions(version: RubricVersion) -> list[RubricVersion]:
    """The published editions of the same rubric that came before it, the newest first."""
    rows = editions().filter(
        rubric=version.rubric_id, published_at__isnull=False, number__lt=version.number
    )
    return list(rows.order_by("-number"))


def one_before(version: RubricVersion, earlier: list[RubricVersion]) -> RubricVersion | None:
    """The edition that it was copied from, where that is among the earlier ones; else the last."""
    based_on = next((one for one in earlier if one.pk == version.based_on_id), None)
    return based_on or (earlier[0] if earlier else None)


def siblings(version: RubricVersion) -> list[RubricVersion]:
    """Every other edition of the rubric, the draft included, the newest first."""
    rows = editions().filter(rubric=version.rubric_id).exclude(pk=version.pk)
    return list(rows.order_by("-number"))
