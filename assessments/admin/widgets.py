"""The form controls of a draft's pages, drawn without a template for each.

A page of questions has a hundred of them. Drawn by Django's own templates they cost more than
everything else on the page together; the markup is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape as escaped
from typing import Any, cast

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString


def escape(text: object) -> str:
    """As Django's, which first looks at each text for a translation: a page has thousands."""
    return escaped(str(text))


Control = Mapping[str, Any]
"""What a widget says of itself: `Widget.get_context(...)["widget"]`."""


def attributes(attrs: Mapping[str, object]) -> str:
    """` id="x" checked`: a space before each. What is `False` is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(one: Control) -> str:
    value = "" if one["value"] is None else f' value="{escape(one["value"])}"'
    name = escape(one["name"])
    return f'<input type="{one["type"]}" name="{name}"{value}{attributes(one["attrs"])}>'


def _textarea(one: Control) -> str:
    text = escape(one["value"] or "")
    return f'<textarea name="{escape(one["name"])}"{attributes(one["attrs"])}>\n{text}</textarea>'


def _select(one: Control) -> str:
    options = "".join(
        f'<option value="{escape(option["value"])}"{attributes(option["attrs"])}>'
        f"{escape(option['label'])}</option>"
        for _, group, _ in one["optgroups"]
        for option in group
    )
    return f'<select name="{escape(one["name"])}"{attributes(one["attrs"])}>{options}</select>'


def _checkboxes(one: Control) -> str:
    boxes = "".join(
        f'<div><label for="{escape(option["attrs"]["id"])}">{_input(option)} '
        f"{escape(option['label'])}</label></div>"
        for _, group, _ in one["optgroups"]
        for option in group
    )
    return f'<div id="{escape(one["attrs"]["id"])}">{boxes}</div>'


_WIDGETS = "django/forms/widgets/"
_DRAWN: Mapping[str, Callable[[Control], str]] = {
    f"{_WIDGETS}{name}.html": draw
    for name, draw in {
        "checkbox": _input,
        "checkbox_select": _checkboxes,
        "date": _input,
        "hidden": _input,
        "number": _input,
        "select": _select,
        "text": _input,
        "textarea": _textarea,
        "url": _input,
    }.items()
}


class QuickRenderer(DjangoTemplates):
    """Draws the usual controls itself, and anything else as Django does."""

    def render(
        self, template_name: str, context: dict[str, object], request: HttpRequest | None = None
    ) -> str:
        draw = _DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return SafeString(draw(cast(Control, context["widget"])))


QUICK = QuickRenderer()
