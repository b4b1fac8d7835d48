"""Layout objects for crispy-forms, each a component.

Texts given to these objects are escaped and never compiled. That is why they exist beside crispy's
own Fieldset, Submit and HTML, which run their text as a Django template: those are for words
written in this code base only, never for words from a rubric or a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.template import Context
from django.utils.safestring import SafeString

from . import page, parts
from .dress import Dress
from .fields import control, summary_of
from .html import Attributes, Child, Html, classes, el, join

Piece = Any  # a field name, one of these objects, a crispy layout object, or Html


def _drawn(form: forms.BaseForm, name: str) -> None:
    """Tell crispy that a field has its place, so that it is not added at the end."""
    rendered: set[str] = getattr(form, "rendered_fields", set())
    rendered.add(name)


def draw(piece: Piece, form: forms.BaseForm, context: Context, pack: Any = TEMPLATE_PACK) -> Html:
    """Any piece of a layout as markup."""
    if isinstance(piece, Html):
        return piece
    if isinstance(piece, (Part, Control, Fixed, ErrorSummary)):
        return Html(piece.render(form, context, template_pack=pack))
    if isinstance(piece, str) and piece in form.fields:
        # The short way: the same as field.html, without flattening a context for each field.
        _drawn(form, piece)
        return control(form[piece])
    return Html(render_field(piece, form, context, template_pack=pack))


class Part(LayoutObject):
    """A layout object that holds others."""

    def __init__(self, *fields: Piece) -> None:
        self.fields = list(fields)

    def inside(self, form: forms.BaseForm, context: Context, pack: Any) -> Html:
        return join(draw(piece, form, context, pack) for piece in self.fields)

    def wrap(self, inner: Html) -> Html:
        raise NotImplementedError

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: Any = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        return self.wrap(self.inside(form, context, template_pack))


class Control(LayoutObject):
    """One form field, dressed. `reveals` and `intro` take pieces of layout.

    Control("BUD-01", size="m", heading=2, descriptions={"0": "Nobody has…"},
            dividers={"dont_know": "or"}, reveals={"not_applicable": ["BUD-01-reason"]})
    """

    def __init__(
        self,
        name: str,
        *,
        intro: Sequence[Piece] = (),
        reveals: Mapping[str, Sequence[Piece]] | None = None,
        **dress: Any,
    ) -> None:
        self.name = name
        self.intro = list(intro)
        self.reveals = {value: list(pieces) for value, pieces in (reveals or {}).items()}
        self.dress = Dress(**dress)
        # What crispy counts and walks: this field and those it may reveal.
        inner = [piece for pieces in self.reveals.values() for piece in pieces]
        self.fields = [name, *self.intro, *inner]

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: Any = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        def drawn(pieces: Sequence[Piece]) -> Html:
            return join(draw(piece, form, context, template_pack) for piece in pieces)

        _drawn(form, self.name)
        return control(
            form[self.name],
            replace(
                self.dress,
                intro=drawn(self.intro) if self.intro else None,
                reveals={value: drawn(pieces) for value, pieces in self.reveals.items()},
            ),
        )


class Box(Part):
    """A plain element around others: `Box("note", tag="section", attributes={"data-x": "y"})`."""

    def __init__(
        self,
        *fields: Piece,
        tag: str = "div",
        id: str | None = None,
        css: str = "",
        attributes: Attributes = parts.NO_ATTRIBUTES,
    ) -> None:
        super().__init__(*fields)
        self.tag, self.own = tag, {"id": id, "class": css or None, **attributes}

    def wrap(self, inner: Html) -> Html:
        return el(self.tag, self.own, inner)


class Group(Part):
    """A fieldset with a legend, for several controls that belong together."""

    def __init__(
        self,
        legend: Child,
        *fields: Piece,
        size: str = "m",
        heading: int | None = None,
        id: str | None = None,
        css: str = "",
        attributes: Attributes = parts.NO_ATTRIBUTES,
    ) -> None:
        super().__init__(*fields)
        self.fieldset = parts.Fieldset(
            legend=parts.Legend(legend, f"govuk-fieldset__legend--{size}", heading),
            classes=css,
            attributes={"id": id, **attributes},
        )

    def wrap(self, inner: Html) -> Html:
        return self.fieldset.html(inner)


class Details(Part):
    """Pieces that people can open. `open=True` when something inside is filled in or wrong."""

    def __init__(
        self,
        summary: Child,
        *fields: Piece,
        open: bool = False,
        id: str | None = None,
        css: str = "",
        attributes: Attributes = parts.NO_ATTRIBUTES,
    ) -> None:
        super().__init__(*fields)
        self.summary, self.id, self.css = summary, id, css
        self.open, self.attributes = open, attributes

    def wrap(self, inner: Html) -> Html:
        return page.details(
            self.summary,
            inner,
            id=self.id,
            css=self.css,
            open=self.open,
            attributes=self.attributes,
        )


class Inset(Part):
    """Pieces set apart."""

    def wrap(self, inner: Html) -> Html:
        return page.inset(inner)


class ButtonGroup(Part):
    """Buttons and links in a row."""

    def wrap(self, inner: Html) -> Html:
        return el("div", {"class": "govuk-button-group"}, inner)


class Fixed:
    """A layout object that needs neither form nor context."""

    def __init__(self, markup: Html) -> None:
        self.markup = markup

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return self.markup


class Paragraph(Fixed):
    """A paragraph of text, escaped."""

    def __init__(self, content: Child, css: str = "", id: str | None = None) -> None:
        super().__init__(el("p", {"id": id, "class": classes("govuk-body", css)}, content))


class Hint(Fixed):
    """Grey help text."""

    def __init__(self, content: Child, id: str | None = None, css: str = "") -> None:
        super().__init__(parts.hint(content, id=id, css=css))


class Heading(Fixed):
    """A heading: `Heading("Training", level=2, size="l")`."""

    def __init__(
        self, content: Child, level: int = 2, size: str = "m", id: str | None = None
    ) -> None:
        own = {"id": id, "class": f"govuk-heading-{size}"}
        super().__init__(el(f"h{level}", own, content))


class Warning(Fixed):  # noqa: A001 - the component's own name
    """A warning text."""

    def __init__(self, content: Child, css: str = "") -> None:
        super().__init__(page.warning(content, css=css))


class Link(Fixed):
    """A link."""

    def __init__(self, content: Child, href: str, css: str = "govuk-link") -> None:
        super().__init__(el("a", {"href": href, "class": css}, content))


class Button(Fixed):
    """A button that sends the form. `style`: "", "secondary" or "warning"."""

    def __init__(
        self,
        content: Child,
        *,
        name: str | None = None,
        value: str | None = None,
        style: str = "",
        attributes: Attributes = parts.NO_ATTRIBUTES,
        **more: Any,
    ) -> None:
        css = f"govuk-button--{style}" if style else ""
        super().__init__(
            page.button(content, name=name, value=value, css=css, attributes=attributes, **more)
        )


class Hidden(Fixed):
    """A hidden input that is no field of the form, such as a marker of the button pressed."""

    def __init__(self, name: str, value: Any, id: str | None = None) -> None:
        given = value if isinstance(value, str) else json.dumps(value)
        super().__init__(el("input", {"type": "hidden", "name": name, "value": given, "id": id}))


class ErrorSummary:
    """The error summary of the form, for pages that do not take it from base.html."""

    def render(self, form: forms.BaseForm, *args: Any, **kwargs: Any) -> SafeString:
        return summary_of([form])
