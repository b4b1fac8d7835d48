"""A rubric file to a `RubricSpec` and back: the public names of this room, and what is examined
in a whole file: its rules, its size, and texts that hide what they say or show nothing.

`load` takes a whole file or refuses it with every fault; `usable` is what of an unfinished one can
be asked and scored already, for a preview. What of a rubric needs no file, and is
loaded without all that reads and judges one, is in `canonical.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.names import hiding_fault, says_nothing, tab_fault
from assessments.rubric.codes import questions_with_places, subject_at
from assessments.rubric.definition import GateSpec, QuestionSpec, RubricSpec
from assessments.rubric.files.canonical import (
    content_hash,
    from_document,
    to_document,
)
from assessments.rubric.files.format import RUBRIC
from assessments.rubric.files.reading import MOST_BYTES, MOST_VALUES, read
from assessments.rubric.files.writing import to_yaml
from assessments.rubric.findings import FileRefused, Finding, Findings, Trail, listed, place_of
from assessments.rubric.soundness import examine, rules_of

__all__ = [
    "EditionBefore",
    "Usable",
    "content_hash",
    "dump",
    "faults",
    "findings",
    "findings_in",
    "from_document",
    "load",
    "load_with_warnings",
    "no_edition",
    "read_and_examine",
    "to_document",
    "usable",
]

EditionBefore = Callable[[RubricSpec], RubricSpec | None]
"""Finds the edition that was published before a rubric."""


def no_edition(spec: RubricSpec) -> RubricSpec | None:
    """No edition before it is known."""
    return None


def load(source: str | bytes) -> RubricSpec:
    """The rubric of a YAML file; raises `FileRefused` with every fault and its line."""
    return load_with_warnings(source)[0]


def load_with_warnings(
    source: str | bytes, before_of: EditionBefore = no_edition
) -> tuple[RubricSpec, tuple[Finding, ...]]:
    """As `load`, with what is worth a look though it stops nothing.

    `before_of` gives the last edition: codes that it used for something else are looked for too.
    """
    findings = Findings()
    document = read(source, findings)
    spec = read_and_examine(document.data, findings, before_of=before_of, size=len(source))
    if findings.faults:
        raise FileRefused(listed(findings.faults, document.line_of))
    return spec, listed(findings.warnings, document.line_of)


def read_and_examine(
    data: object,
    findings: Findings,
    before_of: EditionBefore = no_edition,
    size: int | None = None,
) -> RubricSpec:
    """The rubric of a parsed document, with what is wrong with it added to the findings.

    Something harmless is where a value does not fit the format, and nothing more is found there,
    or where the findings say already that the document's reader could make nothing out.
    `before_of` is asked for the edition published before the rubric, whose codes must not come to
    mean something else. `size` is how many bytes the document came as, where it came as a rubric
    file.
    """
    spec = RUBRIC.read(data, "", findings)
    findings.unread |= {found.place for found in findings.found}
    _check_unseen_wording(data, findings)
    examine(spec, findings, before_of(spec))
    size = len(repr(data).encode(errors="replace")) if size is None else size
    if size > _SURELY_FITS and not (findings.faults or findings.unread):
        _check_size(spec, findings)
    return spec


def _check_unseen_wording(document: object, findings: Findings) -> None:
    """Finds the texts that hide what they say, or show nothing.

    No part of reading: an edition that was published before this was a fault stays readable.
    """
    for place, text in _suspects(document):
        fault = _fault(text)
        if fault is not None:
            findings.fault(place, fault)


def _suspects(document: object) -> Iterator[tuple[str, str]]:
    """The texts that are not plain ASCII, each with its place, in the order of the document.

    On a stack: documents may be nested deeply. Most texts are plain, and no place is made for them.
    """
    waiting: list[tuple[Trail, Iterator[tuple[str | int, object]]]] = [(None, _parts(document))]
    while waiting:
        trail, parts = waiting[-1]
        for key, held in parts:
            if isinstance(held, str):
                if not held.isascii() or "\t" in held:
                    yield place_of((trail, key)), held
            elif isinstance(held, (dict, list, tuple)) and held:
                waiting.append(((trail, key), _parts(held)))
                break
        else:
            waiting.pop()


def _parts(held: object) -> Iterator[tuple[str | int, object]]:
    """What is in a mapping by key, or in a list by index."""
    if isinstance(held, dict):
        return iter(held.items())
    return enumerate(held) if isinstance(held, list | tuple) else iter(())


def _fault(text: str) -> str | None:
    tab = tab_fault(text)
    if tab is not None or text.isascii():
        return tab
    if says_nothing(text) and not text.isspace():
        return "must not be a text of which nothing can be seen"
    return hiding_fault(text)


_SURELY_FITS = MOST_BYTES // 8
"""So many bytes become no file that is too big, however they were written."""


def _check_size(spec: RubricSpec, findings: Findings) -> None:
    """Finds that the rubric would be too big a file to be read back.

    It may have come as less: in another form, or without what is written though it was left out.
    """
    document = to_document(spec)
    values = _values_in(document)
    counts = [(values, MOST_VALUES, "values")]
    # To write it takes long, so first without: line ends and what indents lines and values.
    if len(repr(document).encode(errors="replace")) * 6 // 5 + 16 * values > MOST_BYTES:
        counts.append((len(to_yaml(document).encode()), MOST_BYTES, "bytes"))
    for count, most, what in counts:
        if count > most:
            message = f"is too big: a rubric file may hold {most:,} {what}, and it makes {count:,}"
            findings.fault("", message)


def _values_in(held: object) -> int:
    """How many values a document has, as its reader counts them: keys are none."""
    if isinstance(held, dict):
        return 1 + sum(map(_values_in, held.values()))
    return 1 + (sum(map(_values_in, held)) if isinstance(held, (list, tuple)) else 0)


def findings_in(
    document: Mapping[str, object], before: RubricSpec | None = None
) -> tuple[Finding, ...]:
    """Every fault and warning of a draft's document; `from_document` need not take it.

    What no file may hold (a weight of 0, a text too long) comes first, so that all that is
    published can be read back and exported; then what does not fit together.
    """
    findings = Findings()
    spec = read_and_examine(document, findings, before_of=lambda spec: before)
    return tuple(replace(found, subject=subject_at(spec, found.place)) for found in findings.found)


def findings(spec: RubricSpec, before: RubricSpec | None = None) -> tuple[Finding, ...]:
    """As `findings_in`, of a rubric."""
    return findings_in(to_document(spec), before)


def faults(spec: RubricSpec, before: RubricSpec | None = None) -> tuple[Finding, ...]:
    """What stops the rubric from being published; empty when it is fit to be."""
    return tuple(found for found in findings(spec, before) if found.is_fault)


def dump(spec: RubricSpec) -> str:
    """The rubric as a YAML file, keys in the reference order; `load` gives the same back."""
    return to_yaml(to_document(spec))


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
