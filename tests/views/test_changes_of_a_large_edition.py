"""What changed in an edition of 1,189 questions, a page at a time."""

from __future__ import annotations

from dataclasses import replace

from django.template.loader import render_to_string

from assessments.rubric.comparison import ORDER, compare
from assessments.rubric.comparison_pages import page_of_comparison
from tests.benchmarks.large import large_rubric
from tests.factories import rubrics

LARGE = [
    rubrics.dimension(
        one["code"], 1, *(rubrics.single(each["code"]) for each in one["questions"][2:])
    )
    for one in large_rubric()["dimensions"]
]
BEFORE = rubrics.rubric(*LARGE)
AFTER = rubrics.rubric(
    *(
        replace(
            one,
            weight=one.weight + number,
            name=f"{one.name}, renamed",
            questions=(
                rubrics.single(f"{one.code}-new"),
                *(replace(each, text=f"Indeed. {each.text}") for each in one.questions[1:]),
            ),
        )
        for number, one in enumerate(LARGE)
    )
)
MOST_BYTES = 115_000
"""What is left of a page of 120 KB for what is around the comparison."""


def test_every_change_is_on_one_page_and_no_page_is_long() -> None:
    found = compare(BEFORE, AFTER)
    pages = [page_of_comparison(found)]
    while pages[-1].leaf.after:
        pages.append(page_of_comparison(found, str(pages[-1].leaf.after)))
    assert len(pages) > 3
    for part in ORDER:
        assert [one for page in pages for one in getattr(page.shown, part)] == [
            *getattr(found, part)
        ], part
    for page in pages:
        html = render_to_string(
            "rubrics/_comparison.html",
            {
                "found": found,
                "part": page,
                "at": page.addresses({"since": "1"}),
                "ways": page.leaf.neighbours(since="1"),
            },
        )
        assert len(html) < MOST_BYTES
        assert 'href="?' in html and page.which in html


def test_a_link_leads_to_the_page_on_which_a_part_begins() -> None:
    found = compare(BEFORE, AFTER)
    first = page_of_comparison(found)
    number = first.where["dimensions"]
    assert first.addresses({"since": "1"})["dimensions"] == f"?since=1&page={number}#dimensions"
    assert page_of_comparison(found, str(number)).addresses({})["dimensions"] == "#dimensions"
    assert "dimensions" not in first.addresses(None)


def test_a_page_that_is_not_there_is_the_first() -> None:
    found = compare(BEFORE, AFTER)
    for number in ("0", "99999", "two", "-1"):
        assert page_of_comparison(found, number).leaf.number == 1
