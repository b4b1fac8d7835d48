"""Which words of the glossary a question uses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.rubric.definition import GateSpec, TermSpec
from tests.views.small import small_spec


def used(term: str, text: str, *, gated: bool = False) -> bool:
    spec = small_spec()
    spec = replace(spec, glossary=(TermSpec(term=term, meaning="What it means."),))
    _, question = next(iter(spec.questions()))
    gate = GateSpec(when_level_at_or_below=0, cap_band=spec.bands[0].code, message="Stop.")
    plain = replace(
        question, text=text, why="", help="", evidence="", levels=(), items=(), variants=(),
        gates=(gate,) if gated else (),
    )  # fmt: skip
    return bool(spec.words_used(plain, "local_authority"))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("DPIA", "Is there a DPIA?"),
        ("DPIA", "Are DPIAs done first?"),
        ("Most", "Do most services have one?"),
        ("Main services", "For which of your main services?"),
        ("Restore test", "When was the last of your restore tests?"),
        ("Multi-factor authentication", "Is multi-factor authentication on?"),
    ],
)
def test_a_term_is_found_as_people_read_it(term: str, text: str) -> None:
    assert used(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("IT", "Is it done?"),
        ("AI", "Was it said?"),
        ("API", "A capital letter"),
        ("Most", "Almost"),
    ],
)
def test_letters_that_are_another_word_are_none(term: str, text: str) -> None:
    assert not used(term, text)


def test_a_question_with_a_gate_uses_the_word_critical() -> None:
    assert used("Critical question", "Is there a plan?", gated=True)
    assert not used("Critical question", "Is there a plan?")
