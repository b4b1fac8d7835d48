"""A rubric as JSON-able data, and the one spelling over which its content hash is taken.

`to_document` and `from_document` are the same rubric with the keys of the file, and `content_hash`
names exactly what scoring and wording depend on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from assessments.rubric import definition as d
from assessments.rubric.files.format import RUBRIC
from assessments.rubric.findings import FileRefused, Findings

NOT_CONTENT = ("status", "drafted_on")
"""What the header says about its own making; neither scoring nor wording depends on it."""


def to_document(spec: d.RubricSpec) -> dict[str, object]:
    """The rubric as JSON-able data with the keys of the file; `from_document` undoes it."""
    return RUBRIC.write(spec, full=False)


def from_document(document: Mapping[str, object]) -> d.RubricSpec:
    """The rubric of `to_document` or of the parsed `canonical_json`.

    Types and limits are checked (`FileRefused`); soundness is not, so that a draft may be read.
    """
    findings = Findings()
    spec = RUBRIC.read(document, "", findings)
    if findings.faults:
        raise FileRefused(findings.faults)
    return spec


def canonical_json(spec: d.RubricSpec) -> str:
    """Everything that scoring and wording depend on, in one spelling only: the hash is of this.

    Keys are sorted, no white space is spent, exact numbers are their shortest text, and every
    default is filled in, so that saying it and leaving it out come to the same. Only a field that
    was added later is left out while it says its default. Sectors that something applies to are
    listed in the rubric's own order.
    """
    content = RUBRIC.write(spec, full=True)
    for name in NOT_CONTENT:
        del content["rubric"][name]
    sectors = [sector.code for sector in spec.sectors]
    for dimension in content["dimensions"]:
        for question in dimension["questions"]:
            question["applies_to"] = _in_order(question["applies_to"], sectors)
    for figure in content["context_figures"]:
        figure["show_to"] = _in_order(figure["show_to"], sectors)
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _in_order(named: list[str], sectors: list[str]) -> list[str]:
    """The sectors named, in the rubric's order; all of them where none is."""
    strangers = sorted(set(named) - set(sectors))
    return [sector for sector in sectors if not named or sector in named] + strangers


def content_hash(spec: d.RubricSpec) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON."""
    return hash_of_canonical(canonical_json(spec))


def hash_of_canonical(text: str) -> str:
    """SHA-256, in hexadecimal, of a canonical JSON."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_of(document: Mapping[str, object] | Sequence[object]) -> str:
    """A document as JSON in one spelling: keys are sorted, and no white space is spent."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(document: Mapping[str, object] | Sequence[object]) -> str:
    """SHA-256, in hexadecimal, of a document's canonical JSON."""
    return hash_of_canonical(canonical_of(document))
