"""What an organisation chooses to publish of each answer, and under which exemption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.names import one_line
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.workflow import Refused


class Release(StrEnum):
    """How much of an answer the public report gives."""

    OPEN = "open"
    SUMMARY = "summary"
    WITHHELD = "withheld"

    @property
    def label(self) -> str:
        return {"open": "Open", "summary": "Summary only", "withheld": "Withheld"}[self.value]


OF_THE_RUBRIC = "rubric"
"""Takes the place of the reason that the rubric gives for the question."""

_ACT = "Freedom of Information Act 2000"
_REGULATIONS = "Environmental Information Regulations 2004"

EXEMPTIONS: dict[str, str] = {
    "s21": f"Section 21, {_ACT}: people can get it in another way.",
    "s22": f"Section 22, {_ACT}: it is meant to be published later.",
    "s23": f"Section 23, {_ACT}: it is from or about a body that deals with security matters.",
    "s24": f"Section 24, {_ACT}: keeping it back protects national security.",
    "s30": f"Section 30, {_ACT}: it was gathered for an investigation.",
    "s31": f"Section 31, {_ACT}: it could help people to commit a crime, such as an attack on "
    "computer systems.",
    "s33": f"Section 33, {_ACT}: it could harm an audit.",
    "s36": f"Section 36, {_ACT}: it could harm the conduct of public affairs.",
    "s38": f"Section 38, {_ACT}: it could endanger health or safety.",
    "s40": f"Section 40, {_ACT}: it is personal information.",
    "s41": f"Section 41, {_ACT}: it was given to us in confidence.",
    "s42": f"Section 42, {_ACT}: it is legal advice.",
    "s43": f"Section 43, {_ACT}: it could harm commercial interests.",
    "s44": f"Section 44, {_ACT}: another law forbids it.",
    "r12-4-d": f"Regulation 12(4)(d), {_REGULATIONS}: it is not finished.",
    "r12-4-e": f"Regulation 12(4)(e), {_REGULATIONS}: it is internal communication.",
    "r12-5-a": f"Regulation 12(5)(a), {_REGULATIONS}: it could harm defence or public safety.",
    "r12-5-b": f"Regulation 12(5)(b), {_REGULATIONS}: it could harm the course of justice.",
    "r12-5-d": f"Regulation 12(5)(d), {_REGULATIONS}: the law protects its confidentiality.",
    "r12-5-e": f"Regulation 12(5)(e), {_REGULATIONS}: it could harm commercial interests.",
    "r12-5-f": f"Regulation 12(5)(f), {_REGULATIONS}: it could harm the person who gave it to us.",
    "r13": f"Regulation 13, {_REGULATIONS}: it is personal information.",
}
"""The reasons in law for keeping an answer back, in plain words, by what is kept."""

OFFERED: dict[str, str] = {
    key: why.replace(f", {_ACT}", "").replace(f", {_REGULATIONS}", "").removesuffix(".")
    for key, why in EXEMPTIONS.items()
}
"""The same as people choose them: "Section 43: it could harm commercial interests"."""

AS_PROPOSED = "As the questionnaire proposes"
_TITLES = {
    "s21": "information accessible to applicant by other means",
    "s22": "information intended for future publication",
    "s23": "information supplied by, or relating to, bodies dealing with security matters",
    "s24": "national security",
    "s30": "investigations and proceedings conducted by public authorities",
    "s31": "law enforcement",
    "s33": "audit functions",
    "s36": "prejudice to effective conduct of public affairs",
    "s38": "health and safety",
    "s40": "personal information, personal data",
    "s41": "information provided in confidence",
    "s42": "legal professional privilege",
    "s43": "commercial interests, trade secrets",
    "s44": "prohibitions on disclosure",
    "r12-4-d": "material in the course of completion, unfinished documents, incomplete data",
    "r12-4-e": "disclosure of internal communications",
    "r12-5-a": "international relations, defence, national security or public safety",
    "r12-5-b": "the course of justice, a fair trial, the conduct of an inquiry",
    "r12-5-d": "confidentiality of proceedings",
    "r12-5-e": "confidentiality of commercial or industrial information",
    "r12-5-f": "interests of the person who provided the information",
    "r13": "personal data, personal information",
}
"""What the two laws call them, which people type as well."""
_LAWS = {
    "s": r"(?:freedom of information act|foi act|foia?)(?: 2000)?",
    "r": r"(?:environmental information regulations|eirs?)(?: 2004)?",
}
_LAW = f"(?:{'|'.join(_LAWS.values())})"
_REFERENCE = re.compile(
    rf"(?P<law>{_LAW}\W+)?(?P<kind>(?:(?:s(?:ec(?:tion)?s?)?|r(?:eg(?:ulation)?s?)?)\.? ?)?)"
    r"(?P<number>\d+(?: ?\((?:\d+[a-z]?|[a-z]|[ivx]+)\)){0,5})"
    rf"(?P<named>,? (?:of (?:the )?)?{_LAW})?\.?"
    r"(?:(?P<apart> ?[:;,(\u2013\u2014-]| )(?P<words>.*))?"
)


def exemption_of(typed: str) -> str:
    """What is kept of a reason as people type it: one of those offered or of `EXEMPTIONS`,
    `AS_PROPOSED`, or only its number, such as "s 43", "FOIA s43(2)", "Regulation 12(5)(e)" or "43",
    also with some of its words, ours or the law's own, as in "Section 40: personal data". Part of a
    section or of a regulation is kept as the whole of it.

    Raises `ValueError` where it is none of them, or has words that are not of its number; its
    message ends a sentence that begins with the reason.
    """
    said = one_line(typed).casefold()
    if said in ("", OF_THE_RUBRIC) or said in EXEMPTIONS:
        return said
    if said == AS_PROPOSED.casefold():
        return OF_THE_RUBRIC
    found = _REFERENCE.fullmatch(said)
    kept = _numbered(found) if found else None
    if found is not None and kept is not None:
        own = _words(OFFERED[kept].partition(":")[2]) | _words(_TITLES[kept])
        if _words(found["words"] or "") <= own:
            return kept
    # Words that nothing sets apart from the number may be another law's name.
    if found is None or kept is None or found["apart"] == " ":
        raise ValueError("must be one of the list, such as Section 43")
    other = f"has other words than “{OFFERED[kept]}”"
    raise ValueError(f"{other}. Type only the number, or choose one of the list")


def _numbered(found: re.Match[str]) -> str | None:
    """The reason of that number, in the law that is named."""
    named = f"{found['law']} {found['named']}"
    laws = {law for law, name in _LAWS.items() if re.search(name, named)} | {*found["kind"][:1]}
    parts = re.findall(r"\w+", found["number"])
    numbers = ["-".join(parts[:most]) for most in range(len(parts), 0, -1)]
    keys = (f"{law}{number}" for number in numbers for law in _LAWS)
    return next((key for key in keys if key in EXEMPTIONS and laws <= {key[0]}), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def offered(exemption: str) -> str:
    """What is kept, as `exemption_of` takes it."""
    return AS_PROPOSED if exemption == OF_THE_RUBRIC else OFFERED.get(exemption, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is published of one answer. `exemption` is a key of `EXEMPTIONS`, `OF_THE_RUBRIC`, or
    empty; a withheld answer has one.
    """

    release: Release = Release.OPEN
    exemption: str = ""


Choices = Mapping[str, Choice]
"""A choice for each question that the sector can be asked, by its code."""


def asked_of(spec: RubricSpec, sector: str) -> Iterator[QuestionSpec]:
    """The questions of which a body of that sector chooses."""
    return (question for _, question in spec.questions() if question.is_for(sector))


def defaults(spec: RubricSpec, sector: str) -> dict[str, Choice]:
    """What the rubric proposes: open, where it says nothing."""
    return {
        question.code: Choice(
            release=Release(question.release or Release.OPEN),
            exemption=OF_THE_RUBRIC if question.exemption else "",
        )
        for question in asked_of(spec, sector)
    }


def reason(question: QuestionSpec, exemption: str) -> str:
    """The exemption in words; empty for none."""
    if exemption == OF_THE_RUBRIC:
        return question.exemption
    return EXEMPTIONS.get(exemption, "")


def check(spec: RubricSpec, sector: str, choices: Choices) -> None:
    """Raises `Refused` unless there is a choice for each question, with any reason it needs."""
    questions = {question.code: question for question in asked_of(spec, sector)}
    if set(choices) != set(questions):
        raise Refused("Choose for every question of this questionnaire.")
    for code, choice in choices.items():
        needed = choice.exemption or choice.release is Release.WITHHELD
        if needed and not reason(questions[code], choice.exemption):
            raise Refused(f"Choose why {code} is withheld.")


def to_document(choices: Choices) -> dict[str, dict[str, str]]:
    """The choices as they are kept."""
    return {
        code: {"release": each.release.value, "exemption": each.exemption}
        for code, each in choices.items()
    }


def from_document(kept: Mapping[str, Mapping[str, str]]) -> dict[str, Choice]:
    """The choices that `to_document` kept."""
    return {
        code: Choice(release=Release(each["release"]), exemption=each["exemption"])
        for code, each in kept.items()
    }


def followers(spec: RubricSpec, choices: Choices) -> dict[str, str]:
    """The questions that were to be open and cannot be, because whether they were asked would give
    away an answer that is not: each with the code of the question that was chosen not to be. It is
    released as that one is, and for its reason.
    """
    found: dict[str, str] = {}
    for _, question in spec.questions():
        chosen, condition = choices.get(question.code), question.condition
        if chosen is None or chosen.release is not Release.OPEN or condition is None:
            continue
        opener = choices.get(condition.question)
        if opener is not None and opener.release is not Release.OPEN:
            found[question.code] = condition.question
        elif condition.question in found:
            found[question.code] = found[condition.question]
    return found


def opened(spec: RubricSpec, choices: Choices) -> frozenset[str]:
    """The codes of the questions whose answers are given whole."""
    shut = followers(spec, choices)
    return frozenset(
        code
        for code, choice in choices.items()
        if choice.release is Release.OPEN and code not in shut
    )
