"""Scoring again what a submission froze, to compare with the snapshot that was taken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import ScoreSnapshot
from assessments.queries.rubrics import BrokenEdition, spec_of
from assessments.queries.verifying import record_of
from assessments.question_types import MARKER
from assessments.reports.documents import as_it_was_kept, result_to_document
from assessments.rubric.definition import Document, RubricSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.rubric.files.canonical import hash_of
from assessments.rubric.findings import FileRefused
from assessments.scoring.engine import score

NOTHING = "nothing"
FEW, MOST = 8, 100
"""Snapshots in a chunk: few at first, so that their differences are said at once."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a snapshot that is not what its submission comes to now."""

    submission: str
    field: str
    kept: str
    now: str

    def __str__(self) -> str:
        return f"{self.submission}: {self.field} is kept as {self.kept}, and is now {self.now}"


@dataclass(frozen=True, slots=True)
class Compared:
    """The reference of a submission, and every field in which its snapshot differs."""

    submission: str
    differences: list[Difference]


def chunks(first: int = 0) -> Iterator[list[int]]:
    """The keys of the snapshots from a key on, oldest first: few to begin with, then `MOST`.

    Each chunk is looked for behind the one before, so none takes longer than the first, and what
    is submitted in the meantime comes last.
    """
    few = FEW
    rows = ScoreSnapshot.objects.order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gte=first)[:few]):
        yield keys
        first, few = keys[-1] + 1, MOST


def key_of(reference: str) -> int | None:
    """The key of the snapshot of a submission; `None` where there is none of that reference."""
    found = ScoreSnapshot.objects.filter(submission__reference=reference)
    return found.values_list("pk", flat=True).first()


def compared(keys: Sequence[int]) -> list[Compared]:
    """Each snapshot of the keys against the score of what its submission froze; three queries."""
    rows = (
        ScoreSnapshot.objects.filter(pk__in=keys)
        .select_related("submission")
        # An edition is the same for many: asked for once, and not with each.
        .prefetch_related("submission__version", "dimension_scores")
        .order_by("pk")
    )
    return [Compared(row.submission.reference, differences(row)) for row in rows]


def differences(snapshot: ScoreSnapshot) -> list[Difference]:
    """Every field in which the snapshot differs from the score of what its submission froze.

    The version of the engine is no difference by itself: only what it comes to is.
    """
    submission, version = snapshot.submission, snapshot.submission.version
    name = submission.reference
    hashes = (
        ("answers_hash", submission.answers_hash, submission.answers),
        ("held_hash", submission.held_hash, submission.held),
        ("kept_hash", submission.kept_hash, submission.kept),
        ("signed_hash", submission.signed_hash, submission.signed),
    )
    found = [
        Difference(name, field, kept, "another")
        for field, kept, document in hashes
        if kept and kept != hash_of(document)
    ]
    try:
        spec = spec_of(version)
        sheet = sheet_from_document(spec, submission.answers)
    except BrokenEdition as broken:
        return [*found, Difference(name, "edition", version.content_hash, f"refused: {broken}")]
    except FileRefused as refused:
        return [*found, Difference(name, "answers", "good", f"refused: {refused}")]
    result = score(spec, sheet, MARKER)
    # `spec_of` has compared the edition with its hash.
    fresh = result_to_document(result, spec.code, spec.edition, version.content_hash)
    found += _between(snapshot, as_it_was_kept(fresh, snapshot.result), spec)
    if not found and submission.record_hash != hash_of(record_of(submission, snapshot.result)):
        # Of all of it together: said where nothing else says what it is that changed.
        found.append(Difference(name, "record_hash", submission.record_hash, "another"))
    return found


def _between(snapshot: ScoreSnapshot, fresh: Document, spec: RubricSpec) -> list[Difference]:
    """Every field in which what was kept differs from a result that was worked out today."""
    kept = _columns(snapshot)
    now = _columns_of(fresh, spec_names={band.code: band.name for band in spec.bands})
    if hash_of(_unsigned(fresh)) != hash_of(_unsigned(snapshot.result)):
        # Leaf by leaf only then, because that takes most of the time.
        kept = {**_flat(_unsigned(snapshot.result)), **kept}
        now = {**_flat(_unsigned(json.loads(json.dumps(fresh)))), **now}
    return [
        Difference(
            snapshot.submission.reference, field, kept.get(field, NOTHING), now.get(field, NOTHING)
        )
        for field in dict.fromkeys([*kept, *now])
        if kept.get(field, NOTHING) != now.get(field, NOTHING)
    ]


def _unsigned(document: Document) -> Document:
    """The document without the version of the engine that made it."""
    return {key: value for key, value in document.items() if key != "engine_version"}


def _flat(document: object, path: str = "") -> dict[str, str]:
    """Every leaf of a document by its path; list entries go by their code where they have one."""
    if isinstance(document, Mapping):
        pairs = [(f"{path}.{key}" if path else str(key), value) for key, value in document.items()]
    elif isinstance(document, list):
        pairs = [(f"{path}[{_name(value, place)}]", value) for place, value in enumerate(document)]
        pairs.append((f"{path}.length", str(len(document))))
    else:
        return {path: json.dumps(document, ensure_ascii=False)}
    leaves: dict[str, str] = {}
    for inner, value in pairs:
        leaves |= _flat(value, inner)
    return leaves


def _name(value: object, place: int) -> str:
    return str(value["code"]) if isinstance(value, Mapping) and "code" in value else str(place)


def _columns(snapshot: ScoreSnapshot) -> dict[str, str]:
    """The columns that repeat the snapshot's document, for lists and comparisons."""
    columns = {
        "column overall": "" if snapshot.overall is None else str(snapshot.overall),
        "column overall_exact": snapshot.overall_exact,
        "column content_hash": snapshot.content_hash,
        "column band_from_score": snapshot.band_from_score,
        "column band_after_balance": snapshot.band_after_balance,
        "column final_band": snapshot.final_band,
        "column final_band_name": snapshot.final_band_name,
        "column highest_open_band": snapshot.highest_open_band,
        "column highest_open_band_name": snapshot.highest_open_band_name,
    }
    for row in snapshot.dimension_scores.all():
        score_text = "" if row.score is None else str(row.score)
        columns[f"row of {row.code}"] = " ".join([score_text, row.exact, row.band])
    return columns


def _columns_of(document: Document, *, spec_names: Mapping[str, str]) -> dict[str, str]:
    """The same columns as `document` would fill them."""
    overall = document["overall"] or {"exact": "", "score": ""}
    open_band = document.get("highest_open_band") or ""
    columns = {
        "column overall": overall["score"],
        "column overall_exact": overall["exact"],
        "column content_hash": document["rubric"]["content_hash"],
        "column band_from_score": document["band_from_score"] or "",
        "column band_after_balance": document["band_after_balance"] or "",
        "column final_band": document["final_band"] or "",
        "column final_band_name": spec_names.get(document["final_band"], ""),
        "column highest_open_band": open_band,
        "column highest_open_band_name": spec_names.get(open_band, ""),
    }
    for entry in document["dimensions"] if document["overall"] else ():
        columns[f"row of {entry['code']}"] = " ".join(
            [entry["score"] or "", entry["exact"] or "", entry["band"] or ""]
        )
    return columns
