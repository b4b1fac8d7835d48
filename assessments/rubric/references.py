"""Codes of a rubric: each is given once, and whatever is named exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.rubric.definition import ActionSpec, QuestionSpec, RubricSpec
from assessments.rubric.findings import Findings


@dataclass(slots=True)
class Codes:
    """The codes of one kind of thing, and which of them something names.

    `known` is false when the list could not be read whole, so that nobody can tell what is absent.
    """

    what: str
    codes: frozenset[str]
    known: bool
    named: set[str] = field(default_factory=set)


class References:
    """Checks every reference of a rubric against the codes that it gives."""

    def __init__(self, spec: RubricSpec, findings: Findings) -> None:
        self.spec = spec
        self.findings = findings
        self.sectors = self._codes("sector", "sectors", (s.code for s in spec.sectors))
        self.roles = self._codes("role", "roles", (r.code for r in spec.roles))
        self.efforts = self._codes("effort", "efforts", (e.code for e in spec.efforts))
        self.bands = self._codes("band", "bands", (b.code for b in spec.bands))
        self.sources = self._codes("source", "sources", (s.code for s in spec.sources), "id")
        self.dimensions = self._codes("dimension", "dimensions", (d.code for d in spec.dimensions))
        self.questions = self._question_codes()
        self._codes("context figure", "context_figures", (f.code for f in spec.context_figures))

    def check(self) -> None:
        """Every reference, in the order of the file; then what nothing names."""
        for index, role in enumerate(self.spec.roles):
            self._keys(self.sectors, f"roles[{index}].by_sector", role.by_sector)
        self._action("scoring.dont_know.action", self.spec.dont_know_action)
        for place, question in questions_with_places(self.spec):
            self._question(place, question)
        self._context()
        for index, comparator in enumerate(self.spec.comparators):
            self._each(self.sources, f"comparators[{index}].sources", comparator.sources)
        self._unnamed()

    def _codes(self, what: str, place: str, codes: Iterable[str], key: str = "code") -> Codes:
        places = [(f"{place}[{index}]", code) for index, code in enumerate(codes)]
        return self._given_once(what, place, places, key)

    def _question_codes(self) -> Codes:
        places = [(place, question.code) for place, question in questions_with_places(self.spec)]
        return self._given_once("question", "dimensions", places, "code")

    def _given_once(
        self, what: str, whole: str, places: Sequence[tuple[str, str]], key: str
    ) -> Codes:
        seen: dict[str, str] = {}
        folded: dict[str, tuple[str, str]] = {}
        known = not self.findings.is_unread(whole)
        for place, code in places:
            inner = f"{place}.{key}"
            if self.findings.is_unread(inner):
                known = False
            elif not code:
                self.findings.fault(inner, "is missing")
            elif code in seen:
                message = f"{code} is given twice, as in {seen[code]}"
                self.findings.fault(inner, message, code)
            elif code.lower() in folded:
                other, where = folded[code.lower()]
                message = f"{code} differs from {other} in {where} only in capital letters"
                self.findings.fault(inner, message, code)
            seen.setdefault(code, place)
            folded.setdefault(code.lower(), (code, place))
        return Codes(what, frozenset(seen), known)

    def _one(self, codes: Codes, place: str, code: str, subject: str = "") -> None:
        codes.named.add(code)
        if code and codes.known and code not in codes.codes:
            self.findings.fault(place, f"names no {codes.what} of this rubric: {code}", subject)

    def _each(self, codes: Codes, place: str, named: Sequence[str], subject: str = "") -> None:
        seen: set[str] = set()
        for index, code in enumerate(named):
            self._one(codes, f"{place}[{index}]", code, subject)
            if code in seen and code:
                self.findings.fault(f"{place}[{index}]", f"names {code} twice", subject)
            seen.add(code)

    def _keys(self, codes: Codes, place: str, named: Iterable[str], subject: str = "") -> None:
        for code in named:
            self._one(codes, f"{place}.{code}", code, subject)

    def _action(self, place: str, action: ActionSpec | None, subject: str = "") -> None:
        if action is None:
            return
        self._one(self.efforts, f"{place}.effort", action.effort, subject)
        self._one(self.roles, f"{place}.owner", action.owner, subject)
        if action.guidance is not None:
            self._one(self.sources, f"{place}.guidance", action.guidance, subject)
        self._keys(self.sectors, f"{place}.guidance_by_sector", action.guidance_by_sector, subject)
        self._values(f"{place}.guidance_by_sector", action.guidance_by_sector, subject)

    def _values(self, place: str, guidance: Mapping[str, str], subject: str) -> None:
        for sector, source in guidance.items():
            self._one(self.sources, f"{place}.{sector}", source, subject)

    def _question(self, place: str, question: QuestionSpec) -> None:
        code = question.code
        self._each(self.sectors, f"{place}.applies_to", question.applies_to, code)
        for index, gate in enumerate(question.gates):
            self._one(self.bands, f"{place}.gates[{index}].cap_band", gate.cap_band, code)
        for variant in question.variants:
            variant_place = f"{place}.sector_variants.{variant.sector}"
            self._one(self.sectors, variant_place, variant.sector, code)
        for index, level in enumerate(question.levels):
            self._action(f"{place}.levels[{index}].action", level.action, code)
        self._each(self.sources, f"{place}.sources", question.sources, code)

    def _context(self) -> None:
        for index, figure in enumerate(self.spec.context_figures):
            place = f"context_figures[{index}]"
            self._each(self.dimensions, f"{place}.dimensions", figure.dimensions, figure.code)
            self._each(self.questions, f"{place}.questions", figure.questions, figure.code)
            self._each(self.sources, f"{place}.sources", figure.sources, figure.code)
            self._each(self.sectors, f"{place}.show_to", figure.show_to, figure.code)

    def _unnamed(self) -> None:
        for place, codes, in_order in (
            ("roles", self.roles, [role.code for role in self.spec.roles]),
            ("efforts", self.efforts, [effort.code for effort in self.spec.efforts]),
            ("sources", self.sources, [source.code for source in self.spec.sources]),
        ):
            for index, code in enumerate(in_order):
                if code and code not in codes.named:
                    self.findings.warn(f"{place}[{index}]", f"{code} is named nowhere", code)


_PART = re.compile(r"(dimensions|bands|sectors|roles|efforts|sources|context_figures)\[(\d+)\]")
_QUESTION = re.compile(r"dimensions\[(\d+)\]\.questions\[(\d+)\]")


def subject_at(spec: RubricSpec, place: str) -> str:
    """The code of the question, or else of the part, that a place lies in; empty for neither."""
    if found := _QUESTION.match(place):
        outer, inner = int(found[1]), int(found[2])
        if outer < len(spec.dimensions) and inner < len(spec.dimensions[outer].questions):
            return spec.dimensions[outer].questions[inner].code
    if found := _PART.match(place):
        parts = getattr(spec, found[1])
        return str(parts[int(found[2])].code) if int(found[2]) < len(parts) else ""
    return ""


def questions_with_places(spec: RubricSpec) -> Iterator[tuple[str, QuestionSpec]]:
    """Every question with its place in the file, in order."""
    for outer, dimension in enumerate(spec.dimensions):
        for inner, question in enumerate(dimension.questions):
            yield f"dimensions[{outer}].questions[{inner}]", question
