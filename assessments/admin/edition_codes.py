"""The codes that an edition gives, offered wherever a row of the edition names one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import NamedTuple

from django.contrib import admin
from django.utils.text import Truncator

from assessments.admin.fields import Offered
from assessments.models import RubricVersion
from assessments.models.rubric import RubricPart
from assessments.queries.drafts import Kept, document_in, kept
from assessments.queries.rubrics import published_spec
from assessments.rubric.definition import (
    Code,
    Declared,
    Document,
    QuestionSpec,
    RubricSpec,
    fields_of,
    part_of,
)
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.shares import QuestionWeight, Shares, shares

OF_THE_OPENER = ("levels", "choices")
"""Lists of the question that a condition waits for, not of the edition."""

LONGEST_LABEL = 45


class Opening(NamedTuple):
    """What of a question can open another: its levels, and what can be chosen in it."""

    levels: Offered
    choices: Offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(QuestionWeight):
    """A question of an edition, in the order in which they are asked."""

    title: str


class Vocabulary:
    """The codes and weights of one edition, out of its document (of a draft: as it is kept)."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lists: dict[str, Offered] = {}

    def choices(self, name: str) -> Offered:
        """Each code of a list with its words, in the edition's order."""
        if name not in self._lists:
            if name == "questions":
                pairs = [(one.code, one.title) for one in self.questions]
            else:
                field = {one.name: one for one in fields_of(RubricSpec)}[name]
                pairs = _coded(field, self._document.get(field.key, ()))
            self._lists[name] = Offered((code, _label(words, code)) for code, words in pairs)
        return self._lists[name]

    @cached_property
    def _above(self) -> dict[str, Document]:
        """Every dimension and every question by its code."""
        dimensions = {one["code"]: one for one in self._document["dimensions"]}
        return dimensions | self._questions

    @cached_property
    def _questions(self) -> dict[str, Document]:
        return {
            one["code"]: one for above in self._document["dimensions"] for one in above["questions"]
        }

    @cached_property
    def questions(self) -> list[Asked]:
        """Every question of the edition."""
        return [
            Asked(
                code=one["code"],
                title=one["title"],
                weight=None if one["weight"] is None else Decimal(one["weight"]),
                applies_to=one["applies_to"],
                dimension=above["code"],
            )
            for above in self._document["dimensions"]
            for one in above["questions"]
        ]

    @cached_property
    def shares(self) -> Shares:
        """What each weight amounts to; a dimension without a scored question amounts to nothing."""
        scored = {one.dimension for one in self.questions if one.weight}
        return shares(
            {
                one["code"]: Decimal(one["weight"])
                for one in self._document["dimensions"]
                if one["code"] in scored
            },
            self.questions,
            [one["code"] for one in self._document["sectors"]],
        )

    def rows(self, code: str, table: str) -> int | None:
        """How many rows a question or a dimension has in a table, as the rubric file names that."""
        found = self._above.get(code)
        if found is None:
            return None
        held = found.get(table) or ()
        return len(held["bands"] if table == "number" and held else held)

    def questions_before(self, code: str) -> Offered:
        """The questions asked before this one: the only ones that a condition may name."""
        earlier = takewhile(lambda one: one.code != code, self.questions)
        return Offered((one.code, _label(one.title, one.code)) for one in earlier)

    def names_lines(self, code: str) -> bool:
        """Whether a gate of the question waits for lines."""
        gates = self._questions.get(code, {}).get("gates", ())
        return any(gate.get("when_any_missing") for gate in gates)

    def lines(self, code: str) -> Offered:
        """The lines of a checklist."""
        items = self._questions.get(code, {}).get("items", ())
        return Offered((one["code"], _label(one["text"], one["code"])) for one in items)

    def opening(self, code: str) -> Opening:
        """What can open a question that waits for the one of that code."""
        found = self._questions.get(code, {})
        levels = ((str(one["score"]), one["text"]) for one in found.get("levels", ()))
        chosen = [pair for one in CHOICES for pair in _coded(one, found.get(one.key) or ())]
        return Opening(
            levels=Offered((key, f"Level {key}: {_short(text)}") for key, text in levels),
            choices=Offered((key, _label(text, key)) for key, text in chosen),
        )


def kept_of(draft: RubricVersion) -> Kept:
    """What is kept of a draft, read once for an instance: a page has that for one request."""
    if draft.kept is None:
        draft.kept = kept(draft)
    return draft.kept  # type: ignore[no-any-return]


def vocabulary_of(version: RubricVersion) -> Vocabulary:
    """The edition's codes, as the last change left them: at most one query for an instance."""
    if version.vocabulary is None:
        version.vocabulary = (
            _published(version.pk, version.content_hash)
            if version.is_published
            else _draft(kept_of(version).packed)
        )
    return version.vocabulary


@lru_cache(maxsize=8)
def _draft(packed: bytes) -> Vocabulary:
    return Vocabulary(document_in(packed))


@lru_cache(maxsize=8)
def _published(pk: int, content_hash: str) -> Vocabulary:
    return Vocabulary(json.loads(canonical_json(published_spec(pk, content_hash))))


def coded(column: str, listed: str, description: str) -> Callable[[object, RubricPart], str]:
    """A column of a list that shows a code of the edition's list `listed` with its words."""

    @admin.display(description=description, ordering=column, empty_value="-")
    def show(_: object, row: RubricPart) -> str:
        code = getattr(row, column)
        return vocabulary_of(row.version).choices(listed).words.get(code, code)

    return show


def _coded(field: Declared, held: Document | Sequence[Document]) -> list[tuple[str, str]]:
    """The codes of a list, or of a part alone, each with its words: its first two fields."""
    code, words, *_ = fields_of(part_of(field))
    return [
        (one[code.key], one[words.key]) for one in ([held] if isinstance(held, Mapping) else held)
    ]


CHOICES = tuple(
    field
    for field in fields_of(QuestionSpec)
    if field.of_kind and fields_of(part_of(field))[0].value == Code()
)
"""What of a question has codes that an answer can name."""


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST_LABEL)


def _label(name: str, code: str) -> str:
    return f"{_short(name)} ({code})"
