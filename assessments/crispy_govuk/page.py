"""Pieces of a page that are not controls: button, error summary, details, inset, warning, tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .html import Attributes, Child, Html, classes, el, join
from .parts import NO_ATTRIBUTES

START_ICON = el(
    "svg",
    {
        "class": "govuk-button__start-icon",
        "xmlns": "http://www.w3.org/2000/svg",
        "width": "17.5",
        "height": "19",
        "viewBox": "0 0 33 40",
        "aria-hidden": "true",
        "focusable": "false",
    },
    el("path", {"fill": "currentColor", "d": "M0 0h13l20 20-20 20H0l20-20z"}),
)


def button(
    content: Child,
    *,
    href: str | None = None,
    type: str = "submit",
    name: str | None = None,
    value: str | None = None,
    id: str | None = None,
    css: str = "",
    start: bool = False,
    disabled: bool = False,
    prevent_double_click: bool | None = None,
    attributes: Attributes = NO_ATTRIBUTES,
) -> Html:
    """A button, or with `href` a link that looks like one."""
    names = classes("govuk-button", css, "govuk-button--start" if start else None)
    common = {"class": names, "data-module": "govuk-button", **attributes, "id": id}
    icon = START_ICON if start else None
    if start and isinstance(content, Html):
        content = el("span", None, content)  # the start button is a flexbox: keep its spaces
    if href is not None:
        own = {"href": href, "role": "button", "draggable": "false", **common}
        return el("a", own, content, icon)
    once = None if prevent_double_click is None else str(prevent_double_click).lower()
    own = {
        "type": type,
        "value": value,
        "name": name,
        "disabled": disabled,
        "aria-disabled": "true" if disabled else None,
        "data-prevent-double-click": once,
        **common,
    }
    return el("button", own, content, icon)


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of an error summary. `href` is "#" and the id of the control at fault."""

    text: Child
    href: str | None = None
    attributes: Attributes = field(default_factory=dict)

    def html(self) -> Html:
        if self.href is None:
            return el("li", None, self.text)
        return el("li", None, el("a", {"href": self.href, **self.attributes}, self.text))


def error_summary(
    faults: Sequence[Fault],
    *,
    title: Child = "There is a problem",
    description: Child = None,
    css: str = "",
    disable_auto_focus: bool | None = None,
    attributes: Attributes = NO_ATTRIBUTES,
) -> Html:
    """Everything that is wrong, at the top of the page; it takes the focus."""
    listed = None
    if faults:
        own = {"class": "govuk-list govuk-error-summary__list"}
        listed = el("ul", own, *(fault.html() for fault in faults))
    said = el("p", None, description) if description else None
    body = el("div", {"class": "govuk-error-summary__body"}, said, listed)
    heading = el("h2", {"class": "govuk-error-summary__title"}, title)
    focus = None if disable_auto_focus is None else str(disable_auto_focus).lower()
    outer = {
        "class": classes("govuk-error-summary", css),
        "data-disable-auto-focus": focus,
        **attributes,
        "data-module": "govuk-error-summary",
    }
    return el("div", outer, el("div", {"role": "alert"}, heading, body))


def details(
    summary: Child,
    *children: Child,
    id: str | None = None,
    css: str = "",
    open: bool = False,
    attributes: Attributes = NO_ATTRIBUTES,
) -> Html:
    """Text that people can open."""
    shown = el("span", {"class": "govuk-details__summary-text"}, summary)
    own = {"id": id, "class": classes("govuk-details", css), **attributes, "open": open}
    return el(
        "details",
        own,
        el("summary", {"class": "govuk-details__summary"}, shown),
        el("div", {"class": "govuk-details__text"}, *children),
    )


def inset(
    *children: Child, id: str | None = None, css: str = "", attributes: Attributes = NO_ATTRIBUTES
) -> Html:
    """Text set apart from what surrounds it."""
    return el("div", {"id": id, "class": classes("govuk-inset-text", css), **attributes}, *children)


def warning(
    content: Child,
    *,
    hidden: str = "Warning",
    css: str = "",
    attributes: Attributes = NO_ATTRIBUTES,
) -> Html:
    """Something that has consequences."""
    said = join([el("span", {"class": "govuk-visually-hidden"}, hidden), " ", content])
    return el(
        "div",
        {"class": classes("govuk-warning-text", css), **attributes},
        el("span", {"class": "govuk-warning-text__icon", "aria-hidden": "true"}, "!"),
        el("strong", {"class": "govuk-warning-text__text"}, said),
    )


def tag(content: Child, *, css: str = "", attributes: Attributes = NO_ATTRIBUTES) -> Html:
    """A short status."""
    return el("strong", {"class": classes("govuk-tag", css), **attributes}, content)
