"""What is worked out once is the same, and is worked out again where it would be other."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import override_settings
from django.urls import NoReverseMatch, path, set_script_prefix

from assessments.templatetags import kept

urlpatterns = [path("aid/<int:number>/", lambda request, number: HttpResponse(), name="help")]
HELP = Template('{% url "help" as help_url %}{{ help_url }}')
ORGANISATION = Template('{% url "organisation-detail" slug %}')


def test_what_is_drawn_once_stays_as_it_was_drawn_first() -> None:
    page = Template("{% once %}{{ word }}{% endonce %} {{ word }}")
    assert page.render(Context({"word": "one"})) == "one one"
    assert page.render(Context({"word": "two"})) == "one two"


def test_what_a_page_could_fill_is_not_drawn_once() -> None:
    with pytest.raises(TemplateSyntaxError, match="no blocks"):
        Template("{% once %}<p>{% block words %}{% endblock %}</p>{% endonce %}")


def test_an_address_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(kept, "reverse", lambda name, args: asked.append(args) or "/a&b/")
    kept.address.cache_clear()
    try:
        for slug in ("wexcombe", "wexcombe", "next-door"):
            assert ORGANISATION.render(Context({"slug": slug})) == "/a&amp;b/"
            assert ORGANISATION.render(Context({"slug": slug}, autoescape=False)) == "/a&b/"
    finally:
        kept.address.cache_clear()
    assert asked == [("wexcombe",), ("next-door",)]


def test_addresses_are_those_of_the_site_that_is_served() -> None:
    assert HELP.render(Context()) == "/help/"
    with override_settings(ROOT_URLCONF=__name__):
        assert HELP.render(Context()) == ""
        number = Template('{% url "help" number %}')
        assert number.render(Context({"number": 1})) == "/aid/1/"
        with pytest.raises(NoReverseMatch):
            number.render(Context({"number": True}))
    assert HELP.render(Context()) == "/help/"


def test_addresses_are_below_the_place_that_the_site_is_served_at() -> None:
    set_script_prefix("/below/")
    try:
        assert HELP.render(Context()) == "/below/help/"
    finally:
        set_script_prefix("/")
    assert HELP.render(Context()) == "/help/"


def test_an_address_that_leads_nowhere_is_refused_unless_it_is_asked_for_by_a_name() -> None:
    with pytest.raises(NoReverseMatch):
        Template('{% url "nowhere" %}').render(Context())
    assert Template('{% url "nowhere" as there %}{{ there }}').render(Context()) == ""
