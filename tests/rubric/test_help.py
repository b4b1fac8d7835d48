"""What is said of a field tells an editor more than its label does."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator

from assessments.rubric import definition
from assessments.rubric.definition import Declared, fields_of

FILLERS = frozenset(
    "a an and are be been called do does for how in is it its itself of or so that the them they "
    "this to was what when where which who why with would".split()
)


def every_field() -> Iterator[Declared]:
    parts = [part for _, part in inspect.getmembers(definition, inspect.isclass)]
    for part in parts:
        if part.__name__.endswith("Spec"):
            yield from fields_of(part)


def meant(text: str) -> set[str]:
    """The words of a text that say something, without the endings of plural and past."""
    words = set(re.findall(r"\w+", text.lower())) - FILLERS
    return {re.sub(r"(s|ed|ing)$", "", word) for word in words}


def repeating(fields: Iterable[tuple[str, str, str]]) -> list[str]:
    """The helps (label, what people know it by, help) that say nothing which a label does not."""
    return [
        said for label, reads, said in fields if said and meant(said) <= meant(f"{label} {reads}")
    ]


def test_no_help_only_repeats_its_label() -> None:
    assert repeating((one.label, one.reads, one.help) for one in every_field()) == []


def test_a_help_that_repeats_its_label_is_found_out() -> None:
    helps = [
        ("Kind", "How it is answered", "How it is answered."),
        ("Text", "Question", "The question itself."),
        ("Level names", "Level names", "What levels are called."),
        ("If missing", "If missing", "What to do when it is missing."),
        ("Why", "Why it matters", ""),
        ("Weight", "Weight", "Only proportions count."),
    ]
    assert repeating(helps) == [said for _, _, said in helps[:4]]
