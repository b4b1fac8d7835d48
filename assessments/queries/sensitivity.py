"""The sensitivity of an edition, from its submissions or from others in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from assessments.models import DimensionScore, RubricVersion, ScoreSnapshot
from assessments.queries.drafts import kept_spec
from assessments.queries.trials import past_submissions, sheets_of
from assessments.question_types import MARKER, translated
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import content_hash
from assessments.rubric.generated import sheets
from assessments.rubric.impact import Trier
from assessments.rubric.sensitivity import Case, Sensitivity, sensitivity
from assessments.scoring.engine import score

FROZEN_MOST = 2_000
TRIED_MOST = 300
MADE_UP = 300


class Basis(StrEnum):
    """Where the cases come from."""

    SUBMITTED = "submitted"
    """Submissions of the edition itself, as their scores were frozen."""
    TRIED = "tried"
    """Submissions of earlier editions, as far as the edition can be scored with their answers."""
    MADE_UP = "made up"
    """There are no submissions yet, or too few to show: made-up answer sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The sensitivity of an edition and what it was worked out from."""

    basis: Basis
    result: Sensitivity


def sensitivity_of(version: RubricVersion, fewest: int = 1) -> Found:
    """How far the results of an edition depend on the weights of its dimensions.

    Submissions count when there are at least `fewest` to compare: of less, single results might be
    worked out. Kept for as long as neither the edition nor the submissions change. The edition must
    be sound.
    """
    spec = kept_spec(version)
    last = past_submissions(version).values_list("pk", flat=True).last() or 0
    return _worked_out(version.pk, content_hash(spec), last, fewest, _Held(spec))


class _Held:
    """Hands a spec past the cache's key, which names it by its hash."""

    def __init__(self, spec: RubricSpec) -> None:
        self.spec = spec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _worked_out(pk: int, fingerprint: str, last: int, fewest: int, held: _Held) -> Found:
    spec, version = held.spec, RubricVersion.objects.get(pk=pk)
    for basis, cases in (
        (Basis.SUBMITTED, _frozen(version)),
        (Basis.TRIED, _tried(version, spec)),
        (Basis.MADE_UP, _made_up(spec, fingerprint)),
    ):
        result = sensitivity(spec, cases)
        if result.cases >= fewest:
            return Found(basis=basis, result=result)
    return Found(basis=Basis.MADE_UP, result=result)


def _frozen(version: RubricVersion) -> Iterable[Case]:
    """The newest submissions of the edition, from the exact dimension scores that were kept."""
    rows = ScoreSnapshot.objects.filter(submission__version=version).order_by("-submission_id")
    gates = dict(rows.values_list("pk", "result__gates")[:FROZEN_MOST])
    scores: dict[int, dict[str, Fraction]] = {}
    kept = DimensionScore.objects.filter(snapshot__in=gates).exclude(exact="")
    for pk, code, exact in kept.order_by().values_list("snapshot_id", "code", "exact"):
        scores.setdefault(pk, {})[code] = Fraction(exact)
    for pk, fired in gates.items():
        yield Case(dimensions=scores.get(pk, {}), caps=[gate["cap_band"] for gate in fired or ()])


def _tried(version: RubricVersion, spec: RubricSpec) -> Iterator[Case]:
    """The newest submissions of other editions under this one, where enough can be compared."""
    trier = Trier(spec, MARKER, translated)
    rows = past_submissions(version).exclude(version=version).order_by("-pk")[:TRIED_MOST]
    for _, before, sheet in sheets_of(rows):
        tried = None if sheet is None else trier.attempt(before, sheet)
        if tried is not None:
            yield Case(dimensions=tried.after.dimensions, caps=tried.after.caps)


def _made_up(spec: RubricSpec, seed: str) -> Iterator[Case]:
    """Made-up sheets, the same ones for the same content."""
    for sheet in sheets(spec, MADE_UP, seed):
        result = score(spec, sheet, MARKER)
        dimensions = {one.code: one.score.exact for one in result.dimensions if one.score}
        yield Case(dimensions=dimensions, caps=[gate.cap_band for gate in result.bands.gates])
