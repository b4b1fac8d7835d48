"""A rubric file to a `RubricSpec` and back: the public names of this room.

`load` takes a whole file or refuses it with every fault. `to_document` and `from_document` are the
same rubric as JSON-able data, and `content_hash` names exactly what scoring and wording depend on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.faults import Fault, Notebook, RubricRefused
from assessments.rubric.files.findings import findings, misfits, rules_of
from assessments.rubric.files.format import RUBRIC
from assessments.rubric.files.reading import MOST_BYTES, read
from assessments.rubric.files.unseen import unseen_wording
from assessments.rubric.files.writing import to_yaml
from assessments.rubric.soundness import Finding, Severity, Unread, examine

__all__ = [
    "MOST_BYTES",
    "Fault",
    "RubricRefused",
    "canonical_json",
    "content_hash",
    "dump",
    "findings",
    "findings_in",
    "from_document",
    "load",
    "load_with_warnings",
    "read_and_examine",
    "to_document",
]


def load(source: str | bytes) -> RubricSpec:
    """The rubric of a YAML file; raises `RubricRefused` with every fault and its line."""
    return load_with_warnings(source)[0]


def load_with_warnings(
    source: str | bytes, before: RubricSpec | None = None
) -> tuple[RubricSpec, tuple[Fault, ...]]:
    """As `load`, with what is worth a look though it stops nothing.

    With `before`, the last edition, codes that it used for something else are looked for too.
    """
    notebook = Notebook()
    document = read(source, notebook)
    spec, found = read_and_examine(document.data, notebook, before=before)
    warnings = Notebook("warning")
    for finding in found:
        book = notebook if finding.severity is Severity.FAULT else warnings
        book.note(finding.place, finding.message)
    if notebook:
        raise RubricRefused(notebook.faults(document.line_of))
    return spec, tuple(warnings.faults(document.line_of))


def read_and_examine(
    data: Any,
    notebook: Notebook,
    unread: Collection[str] = (),
    before: RubricSpec | None = None,
) -> tuple[RubricSpec, Sequence[Finding]]:
    """The rubric of a parsed document, and what an examination of it finds.

    What does not fit the format is noted, and something harmless stands there. `unread` names
    further places that its reader could not make out, where nothing shall be found.
    """
    spec = _read_rubric(data, notebook)
    places = notebook.places() | frozenset(unread)
    found = examine(spec, rules_of, Unread(places), before)
    return spec, (*unseen_wording(data, spec, places), *found)


def findings_in(
    document: Mapping[str, Any], before: RubricSpec | None = None
) -> tuple[Finding, ...]:
    """As `findings`, of a draft's document, which need not be one that `from_document` takes."""
    notebook = Notebook()
    spec, found = read_and_examine(document, notebook, before=before)
    return (*misfits(spec, notebook), *found)


def _read_rubric(data: Any, notebook: Notebook) -> RubricSpec:
    spec = RUBRIC.read(data, "", notebook)
    if not isinstance(spec, RubricSpec):
        raise TypeError("the format of a rubric must build a RubricSpec")
    return spec


def dump(spec: RubricSpec) -> str:
    """The rubric as a YAML file, keys in the reference order; `load` gives the same back."""
    return to_yaml(to_document(spec))


def to_document(spec: RubricSpec) -> dict[str, Any]:
    """The rubric as JSON-able data with the keys of the file; `from_document` undoes it."""
    return RUBRIC.write(spec, full=False)


def from_document(document: Mapping[str, Any]) -> RubricSpec:
    """The rubric of `to_document` or of the parsed `canonical_json`.

    Types and limits are checked (`RubricRefused`); soundness is not, so that a draft may be read.
    """
    notebook = Notebook()
    spec = _read_rubric(document, notebook)
    if notebook:
        raise RubricRefused(notebook.faults(lambda place: None))
    return spec


def content_hash(spec: RubricSpec) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON."""
    return hashlib.sha256(canonical_json(spec).encode()).hexdigest()
