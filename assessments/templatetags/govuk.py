"""The template pack's components as template tags. Every text given to them is escaped."""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField

from assessments.crispy_govuk.fields import Dress, Markup, control, draw, summary_of
from assessments.crispy_govuk.fields import text as text_

register = template.Library()


@register.simple_tag
def govuk_field(field: BoundField, **dress: Any) -> Markup:
    """A form field: `{% govuk_field form.email hint="So we can reach you" width=20 %}`.

    The names are those of `crispy_govuk.fields.Dress`.
    """
    return control(field, Dress(**dress))


@register.filter
def as_text(value: object) -> str:
    """The words of a text that crispy compiled as a template, to be escaped again.

    Crispy runs legends and button texts through the template engine and calls the result safe.
    Here variables in them still work, and markup in them is shown as the text it is.
    """
    return unescape(str(value)).strip()


@register.simple_tag
def govuk_error_summary(*forms: BaseForm | None) -> Markup:
    """What is wrong with these forms, each line a link to its control; nothing if all is well."""
    return summary_of([form for form in forms if form is not None])


@register.inclusion_tag("govuk/button.html")
def govuk_button(
    text: object,
    *,
    href: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    style: str = "",
    start: bool = False,
    prevent_double_click: bool = False,
) -> dict[str, object]:
    """A button: `{% govuk_button "Save" name="action" value="save" style="secondary" %}`.

    `style` is secondary or warning; `href` makes it a link; `start=True` adds the arrow.
    """
    return {
        "text": text_(text),
        "href": href,
        "type": type,
        "name": name,
        "value": value,
        "style": style,
        "start": start,
        "prevent_double_click": prevent_double_click,
    }


@register.inclusion_tag("govuk/tag.html")
def govuk_tag(text: object, colour: str = "") -> dict[str, object]:
    """A short status; `colour` is one of govuk-frontend's tag colours."""
    return {"text": text_(text), "colour": colour}


@register.inclusion_tag("govuk/warning.html")
def govuk_warning(text: object) -> dict[str, object]:
    """Something that has consequences."""
    return {"text": text_(text)}


@register.simple_block_tag
def govuk_details(content: str, summary: object, open: bool = False) -> Markup:
    """`{% govuk_details summary="How to answer" %}…{% endgovuk_details %}`."""
    given = {"summary": text_(summary), "summary_more": "", "open": open}
    return draw("govuk/details.html", {**given, "content": Markup(content)})


@register.simple_block_tag
def govuk_inset(content: str) -> Markup:
    """Text set apart: `{% govuk_inset %}…{% endgovuk_inset %}`."""
    return draw("govuk/inset.html", {"content": Markup(content)})
