"""Layout objects for crispy-forms: a form field, and a template around other pieces.

Texts given to these objects are escaped and never compiled as templates.
"""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.template import Context

from .fields import Dress, Markup, control, draw, text


def _drawn(value: object, form: forms.BaseForm, context: Context) -> object:
    """What a template reads: texts escaped, pieces of layout as markup, a list of them joined."""
    if isinstance(value, (Piece, Control)):
        return value.render(form, context)
    if hasattr(value, "render"):
        return Markup(render_field(value, form, context))
    if isinstance(value, list):
        pieces = (Control(each) if isinstance(each, str) else each for each in value)
        return Markup("".join(str(_drawn(piece, form, context)) for piece in pieces))
    if isinstance(value, tuple):
        return tuple(_drawn(each, form, context) for each in value)
    if isinstance(value, dict):
        return {name: _drawn(each, form, context) for name, each in value.items()}
    return text(value) if isinstance(value, str) or type(value) is int else value


class Piece(LayoutObject):
    """A template, such as `Piece("govuk/details.html", Control("note"), summary="Note")`.

    The template finds what it is given by name; `content` is the pieces inside. A value may be a
    text, a piece of layout, a list of pieces and names of fields, which are joined, or a mapping or
    tuple of such values.
    """

    def __init__(self, template: str, *fields: object, **given: object) -> None:
        self.template, self.fields, self.given = template, list(fields), given

    def render(self, form: forms.BaseForm, context: Context, *_: object, **__: object) -> Markup:
        given = {"content": self.fields, **self.given}
        drawn = {name: _drawn(one, form, context) for name, one in given.items()}
        return draw(self.template, drawn)


class Control(LayoutObject):
    """One form field, dressed. `reveals` and `intro` take pieces of layout.

    Control("BUD-01", size="m", heading=2, descriptions={"0": "No one has…"},
            dividers={"dont_know": "or"}, reveals={"not_applicable": [Control("BUD-01-reason")]})
    """

    def __init__(self, name: str, **dress: Any) -> None:
        self.fields, self.dress = [name], dress

    def render(self, form: Any, context: Context, *_: object, **__: object) -> Markup:
        pieces = {"intro", "reveals"} & self.dress.keys()
        drawn: dict[str, Any] = {one: _drawn(self.dress[one], form, context) for one in pieces}
        form.rendered_fields.add(self.fields[0])
        return control(form[self.fields[0]], Dress(**{**self.dress, **drawn}))
