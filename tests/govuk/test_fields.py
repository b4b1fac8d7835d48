"""Django forms and crispy layouts through the pack: escaped, linked, and back to the letter."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe

from assessments.crispy_govuk import fields, layout
from assessments.crispy_govuk.fields import Markup, attributes, draw, text
from assessments.forms.gallery import SpecimenForm, specimens

EVIL = "<img src=x onerror=alert(1)>"
CRISPY = Template("{% load crispy_forms_tags %}{% crispy form %}")
FILTER = Template("{% load crispy_forms_tags %}{{ form|crispy }}")


def drawn(form: forms.Form, template: Template = CRISPY) -> str:
    return template.render(Context({"form": form, "csrf_token": "token"}))


def with_layout(form: forms.Form, *pieces: Any) -> str:
    helper = FormHelper()
    helper.layout = Layout(*pieces)
    form.helper = helper  # type: ignore[attr-defined]
    return drawn(form)


class EvilForm(forms.Form):
    """Every text that a rubric or a person may have written is an attack, marked safe at that."""

    one = forms.ChoiceField(
        label=mark_safe(EVIL),  # noqa: S308
        help_text=mark_safe(EVIL),  # noqa: S308
        choices=[(EVIL, mark_safe(EVIL))],  # noqa: S308
        widget=forms.RadioSelect,
    )
    some = forms.MultipleChoiceField(
        label=EVIL, choices=[(EVIL, EVIL)], widget=forms.CheckboxSelectMultiple
    )
    pick = forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL)])
    line = forms.CharField(label=mark_safe(EVIL), help_text=EVIL, initial=EVIL)  # noqa: S308
    area = forms.CharField(label=EVIL, widget=forms.Textarea, initial=f"</textarea>{EVIL}")
    tick = forms.BooleanField(label=EVIL, help_text=EVIL)
    secret = forms.CharField(label=EVIL, help_text=EVIL, widget=forms.PasswordInput)
    file = forms.FileField(label=EVIL, help_text=EVIL)
    hidden = forms.CharField(initial=EVIL, widget=forms.HiddenInput)


@pytest.mark.parametrize("template", [CRISPY, FILTER])
@pytest.mark.parametrize("bound", [True, False])
def test_no_text_becomes_markup(template: Template, bound: bool) -> None:
    form = EvilForm({name: EVIL for name in EvilForm.base_fields}) if bound else EvilForm()
    if bound:
        for name in form.fields:
            form.add_error(name, mark_safe(EVIL))  # noqa: S308
        form.add_error(None, mark_safe(EVIL))  # noqa: S308
    shown = drawn(form, template) + fields.summary_of([form])
    assert "<img" not in shown
    assert shown.count("&lt;img") > 15
    assert not re.search(r'="[^"]*<', shown)


def test_layout_objects_escape_what_they_are_given() -> None:
    said = mark_safe(EVIL)  # noqa: S308
    texts = {"code": said, "title": said, "clash": said, "saved": said, "evidence": said}
    shown = with_layout(
        EvilForm(),
        layout.Control(
            "one",
            label=said,
            hint=said,
            descriptions={EVIL: said},
            dividers={EVIL: said},
            reveals={EVIL: layout.Piece("govuk/inset.html", HTML("<hr>"))},
            intro=layout.Piece("assessments/_question_intro.html", why=said, gates=(said,)),
        ),
        layout.Control("line", prefix=said, suffix=said, label_more=said, group_css=said),
        layout.Piece("govuk/details.html", "tick", summary=said, summary_more=said, open=True),
        layout.Piece("govuk/fieldset.html", legend=said, intro=said, hint=said, hint_id=said),
        layout.Piece("assessments/_question.html", rows=(["pick"],), **texts),
    )
    assert "<img" not in shown and shown.count("&lt;img") > 20
    assert shown.count("<hr>") == 1 and 'name="pick"' in shown


def test_crispys_own_layout_objects_do_not_let_markup_through() -> None:
    shown = with_layout(
        EvilForm(),
        Fieldset(EVIL, Div(Field("line", css_class="wide", data_x="a & b"), css_id="place")),
        Submit("go", EVIL),
        HTML("<hr>"),
    )
    assert "<img" not in shown and "<hr>" in shown
    assert 'data-x="a &amp; b"' in shown and 'id="place"' in shown
    assert 'class="govuk-input wide"' in shown
    assert re.search(r'<button type="submit" name="go".*&lt;img', shown)


def test_texts_of_our_layout_objects_are_not_templates() -> None:
    given = {"legend": "{% now 'Y' %}", "hint": "{{ form }}"}
    shown = with_layout(EvilForm(), layout.Piece("govuk/fieldset.html", **given))
    assert unescape(shown).count("{% now 'Y' %}") == 1 and "{{ form }}" in shown


def test_the_planted_breach_is_seen() -> None:
    given = {"summary": text(EVIL), "summary_more": "", "open": False}
    content = {"content": Markup(EVIL)}
    assert "<img" in draw("govuk/details.html", given | content), "Markup is printed as it is"
    assert "<img" not in draw("govuk/details.html", given | {"content": text(mark_safe(EVIL))})  # noqa: S308
    assert "<img" not in attributes({"title": EVIL, "data-x": mark_safe(EVIL)})  # noqa: S308


@pytest.mark.parametrize("prefix", [None, "a-b"])
def test_every_link_of_the_error_summary_lands(prefix: str | None) -> None:
    form = EvilForm({}, prefix=prefix)
    page = drawn(form)
    links = re.findall(r'href="#([^"]+)"', fields.summary_of([form]))
    assert len(links) == len(form.fields) - 1, "all but the hidden field"
    for link in links:
        assert page.count(f' id="{link}"') == 1, link


def test_ids_are_unique_and_descriptions_exist() -> None:
    page = drawn(specimens()["form"])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(described.split()) <= set(ids)
    for label in re.findall(r' for="([^"]+)"', page):
        assert label in ids


@pytest.mark.parametrize(
    "typed", ["\n\nbegins with lines", "<b>&amp;</b>", "=1+1", "مرحبا \u202e", "👩‍💻", " spaces "]
)
def test_what_is_typed_comes_back_to_the_letter(typed: str) -> None:
    form = EvilForm({"line": typed, "area": typed})
    page = drawn(form)
    area = re.search(r'<textarea[^>]*name="area"[^>]*>(.*?)</textarea>', page, re.S)
    line = re.search(r'name="line"[^>]* value="([^"]*)"', page)
    assert area is not None and line is not None
    # A browser drops one line break after the opening tag.
    assert unescape(area[1].removeprefix("\n")) == typed
    assert unescape(line[1]) == typed


def test_the_browser_is_given_no_limits() -> None:
    class Limited(forms.Form):
        number = forms.DecimalField(min_value=0, max_value=100, decimal_places=1)
        words = forms.CharField(max_length=5, min_length=2, widget=forms.Textarea)

    page = drawn(Limited())
    assert not re.search(r" (required|maxlength|minlength|min|max|step)[ =>]", page)
    assert 'inputmode="decimal"' in page and 'type="number"' not in page


def test_a_limit_is_written_as_its_error_writes_it() -> None:
    page = fields.control(EvilForm()["area"], fields.Dress(limit=10_000))
    assert 'data-maxlength="10000"' in page and "You can enter up to 10,000 characters" in page


def test_a_password_never_comes_back() -> None:
    page = drawn(EvilForm({"secret": "correct horse"}))
    assert "correct horse" not in page and 'data-module="govuk-password-input"' in page


def test_dividers_reveals_and_the_exclusive_choice() -> None:
    page = drawn(SpecimenForm({"level": "0"}))
    assert page.index(">or<") > page.index('value="2"')
    assert re.search(r'value="none"[^>]* data-behaviour="exclusive"', page)
    revealed = re.search(r'value="not_applicable" data-aria-controls="([^"]+)"', page)
    assert revealed is not None
    hidden = 'class="govuk-radios__conditional govuk-radios__conditional--hidden"'
    assert f'<div {hidden} id="{revealed[1]}">' in page
    assert page.index('name="reason"') > page.index(f'id="{revealed[1]}"')
    assert page.count('name="reason"') == 1


def test_a_form_without_errors_has_no_summary_and_formsets_have_one() -> None:
    assert fields.summary_of([SpecimenForm()]) == ""
    rows = forms.formset_factory(EvilForm, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    summary = fields.summary_of([rows(data)])
    assert 'href="#id_form-0-line"' in summary and 'href="#id_form-1-line"' in summary


def test_base_page_says_error_in_its_title() -> None:
    page = Template('{% extends "base.html" %}{% block title %}Budget{% endblock %}')
    bad = page.render(Context({"form": EvilForm({})}))
    good = page.render(Context({"form": EvilForm()}))
    assert "<title>Error: Budget - Readiness</title>" in bad
    assert "<title>Budget - Readiness</title>" in good
    assert "govuk-error-summary" in bad and "govuk-error-summary" not in good
    assert '<html lang="en-GB"' in good and "<style" not in good and "style=" not in good
    assert not re.search(r"<script(?![^>]* src=)", good)
