"""However a rubric or an answers file is damaged, it is read or refused: nothing else happens."""

import copy
import json
import random
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.question_types import MARKER
from assessments.rubric.files import codec
from assessments.rubric.files.answers import load_answers
from assessments.rubric.findings import FileRefused
from assessments.scoring.engine import score
from tests.rubric.files.material import SHIPPED, SMALL
from tests.rubric.files.worked_example import worked_example_answers

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
SEEDS = st.integers(0, 10**6)
A_FEW = 8
OF_TESTS = ("worked_example", "test_vectors")
STRANGE: list[Any] = [
    None, True, False, 0, 1, -1, 10**15, "", " ", "x", "yes", "1e9", "💥", "x" * 6000, "\x00",
    [], {}, [[]], [None], {"": ""}, {"a": {"b": ["c"]}}, ["none"], {"text": "x"}, 0.5,
]  # fmt: skip


def _containers(value: Any) -> list[Any]:
    """Every mapping and list inside a value, itself included."""
    found = [value] if value and isinstance(value, (dict, list)) else []
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            found.extend(_containers(inner))
    return found


def _delete(chance: random.Random, document: Any) -> None:
    container = chance.choice(_containers(document))
    del container[chance.choice(list(container) if isinstance(container, dict) else [0])]


def _replace(chance: random.Random, document: Any) -> None:
    container = chance.choice(_containers(document))
    places = list(container) if isinstance(container, dict) else list(range(len(container)))
    container[chance.choice(places)] = copy.deepcopy(chance.choice(STRANGE))


def _rename(chance: random.Random, document: Any) -> None:
    container = chance.choice([one for one in _containers(document) if isinstance(one, dict)])
    key = chance.choice(list(container))
    container[chance.choice([key[:-1], key + "x", "", "a.b[0]", "code"])] = container.pop(key)


def _repeat(chance: random.Random, document: Any) -> None:
    lists = [one for one in _containers(document) if isinstance(one, list)]
    container = chance.choice(lists or [[0]])
    container.insert(0, copy.deepcopy(chance.choice(container)))


def _swap(chance: random.Random, document: Any) -> None:
    """Put one part of the document in the place of another."""
    source, target = chance.choice(_containers(document)), chance.choice(_containers(document))
    places = list(target) if isinstance(target, dict) else list(range(len(target)))
    if places:
        target[chance.choice(places)] = copy.deepcopy(source)


EDITS: list[Callable[[random.Random, Any], None]] = [_delete, _replace, _rename, _repeat, _swap]


def _damaged(seed: int, document: Any) -> Any:
    chance = random.Random(seed)
    damaged = copy.deepcopy(document)
    for _ in range(chance.randint(1, 4)):
        chance.choice(EDITS)(chance, damaged)
    return damaged


def _read_or_refuse(text: str) -> bool:
    """Whether the file was read. What was read must score, and survive its round trip."""
    try:
        spec = codec.load(text)
    except FileRefused as refused:
        assert refused.faults
        assert all(fault.message and str(fault).isprintable() for fault in refused.faults)
        return False
    assert codec.content_hash(codec.load(codec.dump(spec))) == codec.content_hash(spec)
    sheet = load_answers(spec, json.dumps({"sector": spec.sectors[0].code, "answers": {}}))
    score(spec, sheet, MARKER)
    return True


@cache
def small() -> Any:
    return yaml.safe_load(SMALL)


@cache
def shipped() -> Any:
    document = yaml.safe_load(SHIPPED)
    return {name: held for name, held in document.items() if name not in OF_TESTS}


def _damaged_as_text(seed: int, document: Any) -> str:
    return yaml.dump(_damaged(seed, document), Dumper=DUMPER, sort_keys=False)


@given(SEEDS)
def test_a_damaged_small_rubric_is_read_or_refused(first: int) -> None:
    document = small()
    for seed in range(first, first + A_FEW):
        _read_or_refuse(_damaged_as_text(seed, document))


@given(SEEDS)
def test_a_damaged_shipped_rubric_is_read_or_refused(seed: int) -> None:
    _read_or_refuse(_damaged_as_text(seed, shipped()))


def test_of_what_is_damaged_some_is_read_and_some_refused() -> None:
    found = {_read_or_refuse(_damaged_as_text(seed, small())) for seed in range(40)}
    assert found == {True, False}


@given(SEEDS)
def test_a_file_damaged_letter_by_letter_is_read_or_refused(first: int) -> None:
    chance = random.Random(first)
    for _ in range(A_FEW):
        start = chance.randrange(len(SMALL))
        end = min(len(SMALL), start + chance.choice([0, 1, 1, 5, 60]))
        put = chance.choice(["", "\n", " ", ": ", "'", '"', "[", "}", "\t", "&", "*", "#", "\x00"])
        _read_or_refuse(SMALL[:start] + put + SMALL[end:])


@given(SEEDS)
def test_a_document_damaged_after_storing_is_read_or_refused(first: int) -> None:
    document = codec.to_document(codec.load(SMALL))
    for seed in range(first, first + A_FEW):
        try:
            codec.from_document(_damaged(seed, document))
        except FileRefused as refused:
            assert refused.faults


def test_damaged_answers_are_read_or_refused() -> None:
    spec = codec.load(SHIPPED)
    document = worked_example_answers()
    outcomes = set()
    for seed in range(200):
        text = json.dumps(_damaged(seed, document))
        try:
            sheet = load_answers(spec, text)
        except FileRefused as refused:
            assert all(str(fault).isprintable() for fault in refused.faults)
            outcomes.add("refused")
        else:
            outcomes.add("read")
            result = score(spec, sheet, MARKER)
            assert result.overall is None or Decimal(0) <= result.overall.shown <= Decimal(100)
    assert outcomes == {"read", "refused"}


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_an_answers_file_cut_short_is_refused(cut: int) -> None:
    text = json.dumps(worked_example_answers())
    with pytest.raises(FileRefused):
        load_answers(codec.load(SMALL), text[: -cut - 1])
