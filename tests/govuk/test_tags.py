"""Tags in running text, which wraps on a phone."""

from __future__ import annotations

from django.template import Context, Template
from playwright.sync_api import Page

from .answering_page import Server

TAGS = Template(
    '{% load govuk %}<p class="govuk-body">{% for one in words %}{% govuk_tag one "blue" %} '
    "{% endfor %}</p>"
)
ROWS = """() => [...document.querySelectorAll("p > .govuk-tag")].map((tag) => {
    const [own, line] = [tag.getBoundingClientRect(), tag.parentElement.getBoundingClientRect()];
    return [own.top, own.bottom, line.top, line.bottom];
})"""


def test_a_tag_touches_neither_the_next_one_nor_the_words_around_it(narrow_page: Page) -> None:
    Server(narrow_page)
    html = TAGS.render(Context({"words": ["In progress", "Changed since you looked"] * 2}))
    narrow_page.evaluate("(html) => (document.querySelector('main').innerHTML = html)", html)
    rows = narrow_page.evaluate(ROWS)
    assert len({top for top, *_ in rows}) > 1, "they were to wrap"
    for top, bottom, above, below in rows:
        assert top > above and bottom < below
    edges = sorted({(top, bottom) for top, bottom, *_ in rows})
    assert all(upper[1] < lower[0] for upper, lower in zip(edges, edges[1:], strict=False))
