"""Long lists cut into pages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assessments.paging import by_head, cut, page_asked, page_of, page_with


def test_a_list_is_cut_in_order_and_says_which_page_holds_what() -> None:
    pages = cut(range(1, 201), 25)
    assert [len(page.items) for page in pages] == [25] * 8
    assert [item for page in pages for item in page.items] == list(range(1, 201))
    assert pages[1].said("Question") == "Questions 26 to 50 of 200"
    assert (pages[0].before, pages[0].after) == (None, 2)
    assert (pages[7].before, pages[7].after) == (7, None)


def test_a_short_list_is_one_page_without_a_word() -> None:
    (only,) = cut("abc", 25)
    assert (only.items, only.said("Question"), only.before, only.after) == (
        tuple("abc"), "", None, None,
    )  # fmt: skip
    (empty,) = cut([], 25)
    assert (empty.items, empty.total) == ((), 0)


def test_a_page_ends_where_its_room_does_and_an_item_too_large_has_its_own() -> None:
    pages = cut([40, 40, 40, 500, 10, 10], 25, size=lambda item: item, room=100)
    assert [page.items for page in pages] == [(40, 40), (40,), (500,), (10, 10)]
    assert pages[2].said("Question") == "Question 4 of 6"


@pytest.mark.parametrize("number", ["", "0", "-1", "9", "x", "²", "1" * 5000])
def test_a_page_that_is_not_there_is_the_first(number: str) -> None:
    pages = cut(range(30), 10)
    assert page_of(pages, number) is pages[0]
    assert page_of(pages, "3") is pages[2]


@dataclass(frozen=True)
class Coded:
    code: str
    head: str = ""


def test_an_item_finds_its_page_by_its_code() -> None:
    pages = cut([Coded(f"Q-{number}") for number in range(30)], 10)
    assert page_with(pages, "Q-25") is pages[2]
    assert page_with(pages, "Q-30") is None


def test_an_address_names_an_item_or_else_a_page() -> None:
    pages = cut([Coded(f"Q-{number}") for number in range(30)], 10)
    assert page_asked(pages, {"question": "Q-25", "page": "2"}) is pages[2]
    assert page_asked(pages, {"question": "Q-99", "page": "2"}) is pages[1]
    assert page_asked(pages, {}) is pages[0]


def test_items_come_under_their_heads_and_a_head_without_items_is_left_out() -> None:
    heads = [Coded("A"), Coded("B"), Coded("C")]
    items = [Coded("1", "A"), Coded("2", "A"), Coded("3", "C")]
    found = by_head(heads, items, lambda item: item.head)
    assert found == [(heads[0], (items[0], items[1])), (heads[2], (items[2],))]
