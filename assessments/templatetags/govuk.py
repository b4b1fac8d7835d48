"""The template pack's components as template tags. Every text given to them is escaped."""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField

from assessments.crispy_govuk import page
from assessments.crispy_govuk.dress import Dress
from assessments.crispy_govuk.fields import control, summary_of
from assessments.crispy_govuk.html import Html, el

register = template.Library()


@register.simple_tag
def govuk_field(field: BoundField, **dress: Any) -> Html:
    """A form field: `{% govuk_field form.email hint="So we can reach you" width=20 %}`.

    The names are those of `crispy_govuk.dress.Dress`.
    """
    if isinstance(dress.get("exclusive"), str):
        dress["exclusive"] = dress["exclusive"].split()
    return control(field, Dress(**dress))


@register.simple_tag(takes_context=True)
def crispy_field_in_pack(context: template.Context, field: BoundField) -> Html:
    """The field as crispy's own layout objects ask for it, by what they put in the context."""
    return control(
        field,
        Dress(
            label=None if context.get("form_show_labels", True) else "",
            errors=bool(context.get("form_show_errors", True)),
            group_css=context.get("wrapper_class") or "",
            prefix=context.get("crispy_prepended_text") or None,
            suffix=context.get("crispy_appended_text") or None,
            inline=bool(context.get("inline_class")),
        ),
    )


@register.filter
def as_text(value: object) -> str:
    """The words of a text that crispy compiled as a template, to be escaped again.

    Crispy runs legends and button texts through the template engine and calls the result safe.
    Here variables in them still work, and markup in them is shown as the text it is.
    """
    return unescape(str(value)).strip()


@register.simple_tag
def govuk_error_summary(*forms: BaseForm | None) -> Html:
    """What is wrong with these forms, each line a link to its control; nothing if all is well."""
    return summary_of([form for form in forms if form is not None])


@register.simple_tag
def govuk_button(text: object, **options: Any) -> Html:
    """A button: `{% govuk_button "Save" name="action" value="save" style="secondary" %}`."""
    style = options.pop("style", "")
    css = " ".join(
        filter(None, [f"govuk-button--{style}" if style else "", options.pop("css", "")])
    )
    given = {name: value for name, value in options.items() if value not in (None, "")}
    return page.button(text, css=css, **given)


@register.simple_tag
def govuk_tag(text: object, colour: str = "") -> Html:
    """A short status; `colour` is one of govuk-frontend's tag colours."""
    return page.tag(text, css=f"govuk-tag--{colour}" if colour else "")


@register.simple_tag
def govuk_warning(text: object) -> Html:
    """Something that has consequences."""
    return page.warning(text)


class _BlockNode(template.Node):
    """What stands between the tags, wrapped; the content is a template's own, so it is kept."""

    def __init__(self, kind: str, nodes: template.NodeList, options: dict[str, Any]) -> None:
        self.kind, self.nodelist, self.options = kind, nodes, options

    def render(self, context: template.Context) -> Html:
        given = {name: value.resolve(context) for name, value in self.options.items()}
        inner = Html(self.nodelist.render(context))
        if self.kind == "details":
            summary = given.pop("summary", "")
            return page.details(summary, inner, **given)
        if self.kind == "inset":
            return page.inset(inner, **given)
        return el("div", {"class": "govuk-button-group"}, inner)


def _block(kind: str) -> None:
    @register.tag(name=f"govuk_{kind}")
    def compile_block(parser: template.base.Parser, token: template.base.Token) -> _BlockNode:
        words = token.split_contents()[1:]
        options = template.base.token_kwargs(words, parser)
        if words:
            raise template.TemplateSyntaxError(f"govuk_{kind} takes name=value only: {words}")
        nodes = parser.parse((f"endgovuk_{kind}",))
        parser.delete_first_token()
        return _BlockNode(kind, nodes, options)


for _kind in ("details", "inset", "button_group"):
    _block(_kind)
