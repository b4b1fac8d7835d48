"""Which words changed: the runs spell both texts, and read the same from either side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rubric.word_marks import WORDS_MOST, Fate, Segment, in_order, segments
from tests.steps import steps

texts = st.lists(st.sampled_from(["the", "plan", "is", "funded", ",", ".", " ", "\n", "<b>"])).map(
    " ".join
) | st.text(max_size=40)
names = st.lists(st.sampled_from("abcdefgh"), unique=True)
OTHER = {Fate.REMOVED: Fate.ADDED, Fate.ADDED: Fate.REMOVED, Fate.SAME: Fate.SAME}


def spelled(found: tuple[Segment, ...], without: Fate) -> str:
    return "".join(one.text for one in found if one.fate is not without)


@given(texts, texts)
def test_the_runs_spell_the_text_before_and_the_text_after(before: str, after: str) -> None:
    found = segments(before, after)
    assert spelled(found, Fate.ADDED) == before
    assert spelled(found, Fate.REMOVED) == after
    assert all(one.text for one in found)


@given(texts, texts)
def test_exchanging_the_texts_exchanges_removed_and_added(before: str, after: str) -> None:
    def words(found: tuple[Segment, ...], *, exchange: bool) -> dict[Fate, list[str]]:
        fates = OTHER if exchange else {fate: fate for fate in Fate}
        return {fate: [one.text for one in found if fates[one.fate] is fate] for fate in Fate}

    there, back = segments(before, after), segments(after, before)
    assert words(there, exchange=True) == words(back, exchange=False)


@given(texts)
def test_a_text_compared_with_itself_has_one_run_at_most(text: str) -> None:
    assert segments(text, text) == ((Segment(Fate.SAME, text),) if text else ())


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        (
            "Is the plan funded?",
            "Is the digital plan funded?",
            [("same", "Is the"), ("added", " digital"), ("same", " plan funded?")],
        ),
        (
            "It is funded for one year.",
            "It is funded for two years.",
            [
                ("same", "It is funded for "),
                ("removed", "one year"),
                ("added", "two years"),
                ("same", "."),
            ],
        ),
        ("", "New.", [("added", "New.")]),
        ("Old.", "", [("removed", "Old.")]),
        (
            "Apples and pears are sold here",
            "Everything else must go today or tomorrow",
            [
                ("removed", "Apples and pears are sold here"),
                ("added", "Everything else must go today or tomorrow"),
            ],
        ),
    ],
)
def test_what_changed_is_marked_in_whole_words(
    before: str, after: str, runs: list[tuple[str, str]]
) -> None:
    assert [(one.fate.value, one.text) for one in segments(before, after)] == runs


def test_very_long_texts_are_shown_one_after_the_other_uncompared() -> None:
    before, after = "a b " * WORDS_MOST, "b a " * WORDS_MOST
    assert [one.fate for one in segments(before, after)] == [Fate.REMOVED, Fate.ADDED]
    assert steps(lambda: segments(before, after)) < 1_000


@given(names, names)
def test_what_kept_its_order_is_in_both_in_one_order_and_says_the_same_from_either_side(
    before: list[str], after: list[str]
) -> None:
    kept = in_order(before, after)
    assert [one for one in before if one in kept] == [one for one in after if one in kept]
    assert kept == in_order(after, before)


def test_one_name_that_moved_leaves_all_the_others_in_order() -> None:
    assert in_order("abcdef", "bcdefa") == set("bcdef")
    assert in_order("abc", "abc") == set("abc")
    assert in_order("abc", "xyz") == frozenset()
