"""What of an unfinished rubric can be asked and scored already, for a preview of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.rubric.codes import questions_with_places
from assessments.rubric.definition import GateSpec, QuestionSpec, RubricSpec
from assessments.rubric.files.codec import read_and_examine
from assessments.rubric.findings import Findings
from assessments.rubric.soundness import rules_of


@dataclass(frozen=True, slots=True)
class Usable:
    """A rubric less the questions that cannot be asked for their faults.

    While anything else is at fault, `may_score` is false: the figures would be none.
    """

    spec: RubricSpec
    left_out: Sequence[QuestionSpec] = ()
    may_score: bool = True


def usable(document: Mapping[str, object]) -> Usable:
    """The part of a draft's document that can be shown: `from_document` need not take it."""
    findings = Findings()
    spec = read_and_examine(document, findings)
    unread = findings.unread
    bands = {band.code for band in spec.bands}
    kept: dict[str, QuestionSpec] = {}
    out: dict[str, QuestionSpec] = {}
    seen: set[str] = set()
    for place, question in questions_with_places(spec):
        if question.code in seen or _within(unread, place) or not _can_be_asked(question):
            out[place] = question
        else:
            kept[place] = replace(question, gates=_known(question.gates, bands))
        seen.add(question.code)
    return Usable(
        spec=_only(spec, kept),
        left_out=tuple(out.values()),
        may_score=all(_within([one.place], *out) for one in findings.faults),
    )


def _can_be_asked(question: QuestionSpec) -> bool:
    rules = rules_of(question.kind)
    if rules is None or not question.code:
        return False
    return rules.scored == question.scored and not rules.check(question)


def _known(gates: Sequence[GateSpec], bands: Collection[str]) -> tuple[GateSpec, ...]:
    return tuple(gate for gate in gates if gate.cap_band in bands)


def _within(places: Collection[str], *outer: str) -> bool:
    """Whether one of the places is one of the outer ones or lies in it."""
    return any(place == one or place.startswith(f"{one}.") for place in places for one in outer)


def _only(spec: RubricSpec, kept: Mapping[str, QuestionSpec]) -> RubricSpec:
    dimensions = tuple(
        replace(
            dimension,
            questions=tuple(
                kept[place]
                for index in range(len(dimension.questions))
                if (place := f"dimensions[{outer}].questions[{index}]") in kept
            ),
        )
        for outer, dimension in enumerate(spec.dimensions)
    )
    return replace(spec, dimensions=dimensions)
