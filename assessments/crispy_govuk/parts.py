"""The small pieces that every form control shares: label, legend, hint, error, group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .html import Attributes, Child, Html, classes, el, join

NO_ATTRIBUTES: Attributes = {}


@dataclass(frozen=True, slots=True)
class Label:
    """The name of one control. `heading` wraps it in that level of heading."""

    text: Child
    classes: str = ""
    heading: int | None = None
    attributes: Attributes = field(default_factory=dict)

    def html(self, for_id: str) -> Html | None:
        if not self.text:
            return None
        own = {"class": classes("govuk-label", self.classes), **self.attributes, "for": for_id}
        label = el("label", own, self.text)
        if self.heading is None:
            return label
        return el(f"h{self.heading}", {"class": "govuk-label-wrapper"}, label)


@dataclass(frozen=True, slots=True)
class Legend:
    """The name of a group of controls. `heading` puts that level of heading inside."""

    text: Child
    classes: str = ""
    heading: int | None = None

    def html(self) -> Html | None:
        if not self.text:
            return None
        inner: Child = self.text
        if self.heading is not None:
            inner = el(f"h{self.heading}", {"class": "govuk-fieldset__heading"}, self.text)
        return el("legend", {"class": classes("govuk-fieldset__legend", self.classes)}, inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fieldset:
    """A group of controls under one legend."""

    legend: Legend | None = None
    classes: str = ""
    role: str | None = None
    described_by: str = ""
    attributes: Attributes = field(default_factory=dict)

    def html(self, *children: Child, described_by: str | None = None) -> Html:
        own = {
            "class": classes("govuk-fieldset", self.classes),
            "role": self.role,
            "aria-describedby": (self.described_by if described_by is None else described_by)
            or None,
            **self.attributes,
        }
        return el("fieldset", own, self.legend.html() if self.legend else None, *children)


def hint(content: Child, *, id: str | None = None, css: str = "") -> Html:
    """Grey help text."""
    return el("div", {"id": id, "class": classes("govuk-hint", css)}, content)


def error_message(errors: Sequence[Child], *, id: str | None = None) -> Html:
    """What is wrong with a control. Several errors stand on a line each."""
    lines: list[Child] = []
    for number, error in enumerate(errors):
        lines += [el("br"), error] if number else [" ", error]
    hidden = el("span", {"class": "govuk-visually-hidden"}, "Error:")
    return el("p", {"id": id, "class": "govuk-error-message"}, hidden, *lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a control.

    `intro` is markup between the name and the hint, not read out with the control. `hint` and
    `errors` are announced with it. `before` and `after` stand beside the control itself.
    """

    intro: Html | None = None
    hint: Child = None
    errors: Sequence[Child] = ()
    described_by: str = ""
    classes: str = ""
    attributes: Attributes = field(default_factory=dict)
    before: Child = None
    after: Child = None

    def notes(self, id: str) -> Html:
        """Intro, hint and error message, to stand before the control."""
        return join(
            [
                self.intro,
                hint(self.hint, id=f"{id}-hint") if self.hint else None,
                error_message(self.errors, id=f"{id}-error") if self.errors else None,
            ]
        )

    def describing(self, id: str, first: str = "") -> str:
        """The ids that describe the control: those given, then hint, then error."""
        return classes(
            first or self.described_by,
            f"{id}-hint" if self.hint else None,
            f"{id}-error" if self.errors else None,
        )

    def group(self, *children: Child) -> Html:
        """The form group, which carries the error bar at its side."""
        names = classes(
            "govuk-form-group", "govuk-form-group--error" if self.errors else None, self.classes
        )
        return el("div", {"class": names, **self.attributes}, *children)


PLAIN = Frame()


def i18n(messages: Mapping[str, str | Mapping[str, str]]) -> dict[str, str]:
    """Wordings for govuk-frontend's scripts, as the data attributes that they read."""
    found: dict[str, str] = {}
    for key, message in messages.items():
        if isinstance(message, str):
            found[f"data-i18n.{key}"] = message
        else:
            found |= {f"data-i18n.{key}.{rule}": words for rule, words in message.items()}
    return found
