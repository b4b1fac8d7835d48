"""A field of a rubric is named where it is declared, kept and shown: all else follows."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterable
from functools import cached_property

from assessments.rubric import definition
from tests.architecture.source import Source, sources

MOST_FILES = 4

ORDINARY = frozenset(
    "action address bands by_sector check code condition covers critical date default "
    "dimensions edition effort efforts evidence framework frameworks gates guidance help items "
    "kind language level levels limits meaning message minimum name note number options other "
    "owner people points purpose question questions ref release required roles scale sector "
    "sectors sources status summary term text title to unit url value version weight what "
    "why".split()
)
"""Words that other things of the app have as well, so that counting them says nothing."""

USED: dict[str, str] = {
    # name -> why more than four files have to know it
    "ai_meaning": "two reports show it, and its reading age is judged",
    "any_of": "decides who is asked: the engine, soundness and the comparison each read it",
    "applies_to": "decides who is asked: the engine, shares and every page of a sector",
    "cap_band": "a gate's cap: the engine, soundness and the report each read it",
    "caution": "two reports show it",
    "contradictions": "respondents read them while answering, on Check and in reports",
    "days_likely": "what an effort takes: soundness and the admin judge it, and plans cost with it",
    "dont_know_action": "what is recommended for a don't know, what it costs, and where it is kept",
    "dont_know_allowed": "decides what an answer may be, on pages and in files",
    "drafted_on": "a new draft is stamped with it, and the hash leaves it out",
    "exemption": "why an answer is withheld: the rubric proposes it, and a public report says it",
    "from_inclusive": "bands, tables and ranges all begin with it",
    "level_at_least": "decides who is asked: the engine, soundness and the comparison each read it",
    "minimum_each_dimension": "the engine asks it, soundness judges it, and two reports show it",
    "not_applicable_allowed": "decides what an answer may be, on pages and in files",
    "other_level_at_least": "a level of a contradiction: soundness, pages and the admin read it",
    "other_level_at_most": "a level of a contradiction: soundness, pages and the admin read it",
    "points_to_level": "a checklist turns points into a level with it, and its file adds to it",
    "population": "two reports show it",
    "publisher": "a list of sources shows it, and so do two reports",
    "show_to": "decides which sectors see a figure",
    "shows_score": "decides whether figures are worked out, shown and promised",
    "still_missing": "respondents read it next to a level, and in two reports",
    "to_inclusive": "bands, tables and ranges all end with it",
    "to_is_inclusive": "decides which end a range has in files and in words",
    "when_any_missing": "decides when a gate fires: engine, soundness and pages read it",
    "when_level_at_least": "a level of a contradiction: soundness, pages and the admin read it",
    "when_level_at_most": "a level of a contradiction: soundness, pages and the admin read it",
    "when_level_at_or_below": "decides when a gate fires: engine, soundness and pages read it",
    "you_can_start": "two reports show it",
    "you_should_not_start": "two reports show it",
}


class Module:
    """A module of the app, and the names in it."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", self.source.text))


def field_names() -> set[str]:
    """The name of every field of every part."""
    parts = [part for _, part in inspect.getmembers(definition, inspect.isclass)]
    declared = [part for part in parts if part.__name__.endswith("Spec")]
    return {field.name for part in declared for field in definition.fields_of(part)}


def known_too_widely(names: Iterable[str], modules: Collection[Module]) -> set[str]:
    """Which of the names more than `MOST_FILES` modules have."""
    return {name for name in names if sum(name in module.names for module in modules) > MOST_FILES}


def modules() -> list[Module]:
    return [Module(source) for source in sources(but_not=("assessments/migrations/",))]


def test_a_field_is_named_in_four_files_at_most() -> None:
    too_widely = known_too_widely(field_names(), modules())
    assert too_widely - ORDINARY == set(USED)


def test_every_exception_is_a_field_and_needed() -> None:
    every = field_names()
    assert set(USED) <= every
    assert every >= ORDINARY
    assert not ORDINARY & set(USED)


def test_the_fields_of_one_use_stay_in_their_places() -> None:
    kept = {"none_option", "if_missing", "weight_reason", "not_applicable_when"}
    assert kept <= field_names()
    assert known_too_widely(kept, modules()) == set()


def test_a_field_that_a_fifth_file_names_is_found_out() -> None:
    planted = [Module(Source(f"{n}.py", "shown = question.if_missing")) for n in range(5)]
    assert known_too_widely(["if_missing"], planted[:4]) == set()
    assert known_too_widely(["if_missing", "weight_reason"], planted) == {"if_missing"}
