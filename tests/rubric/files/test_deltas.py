"""What a text shares with another need not be sent; what comes back is the text to the letter."""

import json

import pytest

from assessments.rubric.files.deltas import delta, restored
from tests.steps import steps

BASE = '{"a":"one","b":"two","c":[1,2],"d":"four"}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing alike",
        BASE,
        '{"a":"one","b":"2","c":[1,2],"d":"four"}',
        '{"c":[1,2],"b":"two","a":"one","b":"two","e":"five"}',
        ',",",",","',
        f"{BASE}{BASE}",
    ],
)
@pytest.mark.parametrize("base", ["", BASE, ',"'])
def test_the_text_comes_back(base: str, text: str) -> None:
    assert restored(base, json.loads(json.dumps(delta(base, text)))) == text


def test_what_is_the_same_is_not_in_it() -> None:
    assert delta(BASE, BASE) == [[0, 4]]
    assert delta(BASE, BASE.replace("two", "2")) == [[0, 1], 'b":"2"', [2, 2]]


def test_a_run_may_stand_elsewhere() -> None:
    assert delta('x,"a,"b,"c', 'a,"b,"x') == [[1, 2], [0, 1]]


def test_hostile_repetition_takes_a_few_steps_for_each_piece() -> None:
    base, text = ',"'.join("ab" * 20_000), ',"'.join("aab" * 15_000)
    assert restored(base, delta(base, text)) == text
    assert steps(lambda: delta(base, text)) < 10 * (40_000 + 45_000)
