"""What a text shares with another need not be sent; what comes back is the text to the letter."""

import json
import time

import pytest

from assessments.rubric.files.deltas import delta, restored

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


def test_hostile_repetition_takes_no_time() -> None:
    base, text = ',"'.join("ab" * 200_000), ',"'.join("aab" * 150_000)
    began = time.process_time()
    assert restored(base, delta(base, text)) == text
    assert time.process_time() - began < 5
