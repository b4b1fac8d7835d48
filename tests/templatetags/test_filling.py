"""What is filled in is, to the letter, what its template draws of the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.template import Context
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils.safestring import SafeString

from assessments.models import User
from assessments.templatetags import filling
from assessments.templatetags.filling import KINDS_OF_READER, LINKS, filled, page_header
from tests.forms.test_answering import STRANGE

ROW = "assessments/_answer_row.html"
WORDS = ("title", "returned", "level_name", "level_text", "answer", "still_missing", "reason")
MORE_WORDS = ("note", "not_fitting", "change", "add")
EVIDENCE = {"title": "Minutes & <b>", "href": "", "url": "", "past": False}
UNFIT = {"code": "SEC-02", "message": "It’s “odd”.", "reason": ""}
PLAIN: Mapping[str, Any] = {
    "code": "BUD-01",
    **dict.fromkeys((*WORDS, *MORE_WORDS, "towards"), ""),
    "unanswered": False,
    "waits": False,
    "evidence": (),
    "contradictions": (),
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    filling._pattern.cache_clear()
    yield
    filling._pattern.cache_clear()


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"unanswered": True},
        {"unanswered": True, "waits": True},
        *({name: f"{name} & <i>'\"" for name in names} for names in (WORDS, MORE_WORDS)),
        *({name: "Only this."} for name in (*WORDS, *MORE_WORDS)),
        {"evidence": (EVIDENCE,)},
        {"evidence": (EVIDENCE, {**EVIDENCE, "href": "https://a.example/?b&c", "past": True})},
        {"evidence": ({**EVIDENCE, "url": "In the <file>"},)},
        {"contradictions": (UNFIT, {**UNFIT, "reason": "Both & right"})},
        {"towards": SafeString("<a>CAF</a>: A1")},
    ],
    ids=lambda more: ", ".join(more) or "plain",
)
def test_a_row_is_filled_in_as_it_is_drawn(more: Mapping[str, Any]) -> None:
    given = {**PLAIN, **more}
    drawn = render_to_string(ROW, given)
    assert [filled(ROW, given), filled(ROW, given)] == [drawn, drawn]


def test_words_of_an_edition_are_kept_in_what_is_drawn_of_them() -> None:
    known = {"title": "Title & <b>", "level_text": "", "still_missing": "“More”"}
    given = {name: value for name, value in PLAIN.items() if name not in known}
    for answer in ("One", "Two & <i>"):
        whole = {**given, "answer": answer}
        assert filled(ROW, whole, known=known) == render_to_string(ROW, {**whole, **known})
    assert filling._pattern.cache_info().misses == 1
    other = {**known, "title": "Another"}
    assert filled(ROW, given, known=other) == render_to_string(ROW, {**given, **other})
    with override_settings(DEBUG=True):
        assert filled(ROW, given, known=other) == render_to_string(ROW, {**given, **other})


def test_words_of_every_kind_are_filled_in_as_they_are_drawn() -> None:
    for strange in STRANGE:
        given = {**PLAIN, "answer": strange, "note": strange, "title": strange}
        assert filled(ROW, given) == render_to_string(ROW, given)


def test_a_row_is_drawn_once_for_its_shape_and_keeps_no_word() -> None:
    rows = [filled(ROW, {**PLAIN, "answer": f"Answer {n}", "note": "Secret"}) for n in range(5)]
    assert [f"Answer {n}" in row and "Secret" in row for n, row in enumerate(rows)] == [True] * 5
    assert filling._pattern.cache_info().misses == 1
    shape = filling._shape_of({**PLAIN, "answer": "Answer 1", "note": "Secret"}, len)
    pattern = str(filling._pattern(ROW, shape, ()))
    assert filling._pattern.cache_info().misses == 1
    assert "Answer" not in pattern and "Secret" not in pattern
    filled(ROW, {**PLAIN, "answer": "Answer"})
    assert filling._pattern.cache_info().misses == 2


def test_while_templates_change_every_row_is_drawn_anew() -> None:
    with override_settings(DEBUG=True):
        assert "Yes" in filled(ROW, {**PLAIN, "answer": "Yes"})
    assert filling._pattern.cache_info().currsize == 0


@pytest.mark.parametrize("value", [3, None, ["a list"], {1}])
def test_what_could_be_drawn_in_other_ways_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="neither text"):
        filled(ROW, {**PLAIN, "note": value})


def test_the_header_is_drawn_for_whoever_reads_it() -> None:
    paths = {"/somewhere/", *filling._links(filling.site())}
    assert len(paths) == len(LINKS) + 1
    for path in paths:
        request = RequestFactory().get(path)
        for kind in ("", *KINDS_OF_READER):
            user: Any = User(name=f"Ada & <{kind}>", email="ada@a.example")
            if kind not in ("", "has_programme_role"):
                setattr(user, kind, True)
            known = {"request": request, "user": user, "csrf_token": "a token"}
            first, again = (page_header(Context(known)) for _ in range(2))
            with override_settings(DEBUG=True):
                assert first == again == page_header(Context(known))
            assert f"Ada &amp; &lt;{kind}&gt;" in first and 'value="a token"' in first
            assert ('aria-current="page"' in first) <= (path != "/somewhere/")


def test_a_page_without_a_request_offers_neither_to_sign_in_nor_out() -> None:
    header = page_header(Context({"user": User(name="Ada")}))
    assert "Sign in" not in header and "Sign out" not in header and "Readiness" in header
