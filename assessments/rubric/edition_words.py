"""An edition's parts as texts and rules in words, each under the name that people know it by. Pure.

Two dictionaries describe a part: its wording, which is compared word by word, and its rules, which
are compared as wholes. What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.rubric.definition import (
    ActionSpec,
    ConditionSpec,
    LevelSpec,
    NumberSpec,
    QuestionSpec,
    RubricSpec,
    VariantSpec,
)

Described = dict[str, str]
"""Texts by what they are called."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words. `same_as` is what is compared: codes, where the words are names of them."""

    words: str
    same_as: Hashable = None

    @property
    def key(self) -> Hashable:
        return self.words if self.same_as is None else self.same_as


Rules = dict[str, Rule]
"""Rules by what they are called."""

VARIANT_TEXTS: Sequence[tuple[str, str]] = (
    ("question", "text"),
    ("why it matters", "why"),
    ("help", "help"),
    ("evidence", "evidence"),
)


def figure(number: Decimal | None) -> str:
    """A number in ordinary digits without idle zeros; empty for none."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def yes(true: bool) -> str:
    return "Yes" if true else "No"


def lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def filled(described: Mapping[str, str]) -> Described:
    """What says something, in the order given."""
    return {what: text for what, text in described.items() if text.strip()}


def ruled(rules: Mapping[str, Rule | str]) -> Rules:
    """The rules that say something, in the order given; a plain text is compared as it is."""
    found = {what: one if isinstance(one, Rule) else Rule(one) for what, one in rules.items()}
    return {what: rule for what, rule in found.items() if rule.words.strip()}


class Words:
    """Describes the parts of one edition, with the names that the edition gives to its codes.

    `labels` turns the key of a question's kind into its name; scoring itself knows no kinds.
    `headings` names the sectors above their own wording, alike in both editions.
    """

    def __init__(
        self, spec: RubricSpec, labels: Mapping[str, str], headings: Mapping[str, str]
    ) -> None:
        self.spec, self.labels, self.headings = spec, labels, headings
        self.sectors = {one.code: one.name for one in spec.sectors}
        self.bands = {one.code: one.name for one in spec.bands}
        self.owners = {one.code: one.default for one in spec.roles}
        self.efforts = {one.code: one.name for one in spec.efforts}
        self.sources = {one.code: one.title for one in spec.sources}
        self.questions = {question.code: question for _, question in spec.questions()}

    def named(self, names: Mapping[str, str], codes: Sequence[str], nobody: str = "") -> Rule:
        """The names of the codes, one to a line. What was only renamed is the same."""
        return Rule(lines(names.get(code, code) for code in codes) or nobody, tuple(sorted(codes)))

    def question_wording(self, question: QuestionSpec) -> Described:
        texts = {
            "Title": question.title,
            "Question": question.text,
            "Why it matters": question.why,
            "Help": question.help,
            "Evidence": question.evidence,
            "When it may not apply": question.not_applicable_when,
        }
        for level in question.levels:
            texts[f"Level {level.number}"] = level.text
            texts[f"Next step from level {level.number}"] = (
                level.action.text if level.action else ""
            )
        for item in question.items:
            texts[f"Line “{item.code}”"] = item.text
            texts[f"If line “{item.code}” is missing"] = item.if_missing
        if question.none_option is not None:
            texts["None of these"] = question.none_option.text
        for option in question.options:
            texts[f"Choice “{option.value}”"] = option.text
        for gate in question.gates:
            texts[f"Message of the limit at level {gate.when_level_at_or_below}"] = gate.message
        for variant in question.variants:
            texts |= self._variant(variant)
        return filled(texts)

    def _variant(self, variant: VariantSpec) -> Described:
        sector = self.sectors.get(variant.sector, variant.sector)
        return {f"{sector}: {what}": getattr(variant, field) or "" for what, field in VARIANT_TEXTS}

    def question_rules(self, question: QuestionSpec) -> Rules:
        rules: dict[str, Rule | str] = {
            "Weight": figure(question.weight),
            "How it is answered": Rule(
                self.labels.get(question.kind, question.kind), question.kind
            ),
            "Asked of": self.named(self.sectors, question.applies_to, "Every sector"),
            "Asked only if": self.condition(question.condition),
            "Must be answered": yes(question.required),
            "“Not applicable” can be chosen": yes(question.not_applicable_allowed),
            "“Don’t know” can be chosen": yes(question.dont_know_allowed),
            "Can limit the overall band": yes(question.critical),
            "Limits": self._gates(question),
            "Levels": ", ".join(str(level.number) for level in question.levels),
            "Sources": self.named(self.sources, question.sources),
        }
        for level in question.levels:
            rules |= self._level_rules(level)
        if question.number is not None:
            rules |= _number_rules(question.number)
        for item in question.items:
            rules[f"Points of line “{item.code}”"] = figure(item.points)
        rules["Points needed for each level"] = lines(
            f"{figure(row.from_inclusive)} to {figure(row.to_inclusive)}: level {row.level}"
            for row in question.points_to_level
        )
        for option in question.options:
            rules[f"Level of choice “{option.value}”"] = str(option.level)
        return ruled(rules)

    def _gates(self, question: QuestionSpec) -> Rule:
        words = lines(
            f"At level {gate.when_level_at_or_below} or below: "
            f"{self.bands.get(gate.cap_band, gate.cap_band)} at most"
            for gate in question.gates
        )
        return Rule(words, tuple((g.when_level_at_or_below, g.cap_band) for g in question.gates))

    def _level_rules(self, level: LevelSpec) -> dict[str, Rule | str]:
        rules: dict[str, Rule | str] = {f"Points of level {level.number}": figure(level.points)}
        action = level.action
        if action is not None:
            name = f"next step from level {level.number}"
            effort = self.efforts.get(action.effort, action.effort)
            rules[f"Effort of the {name}"] = Rule(effort, action.effort)
            owner = self.owners.get(action.owner, action.owner)
            rules[f"Who takes the {name}"] = Rule(owner, action.owner)
            rules[f"Guidance for the {name}"] = self.guidance(action)
        return rules

    def guidance(self, action: ActionSpec) -> Rule:
        by_sector = sorted(action.guidance_by_sector.items())
        named = [self.sources.get(action.guidance, action.guidance)] if action.guidance else []
        named += [
            f"{self.sectors.get(sector, sector)}: {self.sources.get(code, code)}"
            for sector, code in by_sector
        ]
        return Rule(lines(named), (action.guidance, *by_sector))

    def condition(self, condition: ConditionSpec | None) -> Rule:
        if condition is None:
            return Rule("")
        if condition.level_at_least is not None:
            words = f"{condition.question} is at level {condition.level_at_least} or above"
            return Rule(words)
        opener = self.questions.get(condition.question)
        texts = opener.choices if opener else {}
        chosen = " or ".join(f"“{texts.get(code, code)}”" for code in condition.any_of)
        words = f"the answer to {condition.question} includes {chosen}"
        return Rule(words, (condition.question, *sorted(condition.any_of)))

    def edition_texts(self) -> Described:
        spec = self.spec
        unknown = spec.dont_know_action
        return filled(
            {
                "Purpose": spec.purpose,
                "Limits": spec.limits,
                "How to answer": lines(spec.how_to_answer),
                "Time needed": spec.time_needed,
                "Next step when nobody knows": unknown.text if unknown else "",
                "Licence": spec.licence_note,
                "About the sources": spec.sources_note,
                "Notes on scoring": _told(spec.scoring_notes),
            }
        )


def _number_rules(number: NumberSpec) -> dict[str, Rule | str]:
    return {
        "Unit": number.unit,
        "Least": figure(number.minimum),
        "Most": figure(number.maximum),
        "Decimal places": str(number.decimals_allowed),
        "Ranges": lines(
            f"{figure(band.from_inclusive)} {'to' if band.to_is_inclusive else 'to below'} "
            f"{figure(band.to)}: level {band.level}"
            for band in number.bands
        ),
    }


def _told(value: Any) -> str:
    """Notes of any shape, one statement to a line."""
    if isinstance(value, Mapping):
        return lines(f"{key}: {_told(one)}" for key, one in value.items() if _told(one))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return lines(_told(one) for one in value)
    return "" if value is None else str(value)
