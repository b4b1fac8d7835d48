"""Controls that people type into or give a file to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .html import Attributes, Child, Html, classes, el, join
from .page import button
from .parts import NO_ATTRIBUTES, PLAIN, Frame, Label, hint, i18n


@dataclass(frozen=True, slots=True)
class Affix:
    """A unit beside an input, such as "£" or "%". Hidden from screen readers: name it in the
    label or the hint as well."""

    text: Child
    classes: str = ""
    attributes: Attributes = field(default_factory=dict)

    def html(self, side: str) -> Html:
        own = {"class": classes(f"govuk-input__{side}", self.classes), "aria-hidden": "true"}
        return el("div", {**own, **self.attributes}, self.text)


def text_input(
    name: str,
    label: Label,
    *,
    id: str | None = None,
    type: str = "text",
    value: str | None = None,
    css: str = "",
    disabled: bool = False,
    prefix: Affix | None = None,
    suffix: Affix | None = None,
    attributes: Attributes = NO_ATTRIBUTES,
    wrapper_classes: str = "",
    wrapper_attributes: Attributes = NO_ATTRIBUTES,
    frame: Frame = PLAIN,
) -> Html:
    """A one-line input, with a unit before or after it where given."""
    own_id = id or name
    own = {
        "class": classes("govuk-input", css, "govuk-input--error" if frame.errors else None),
        "id": own_id,
        "name": name,
        "type": type,
        "value": value,
        "disabled": disabled,
        "aria-describedby": frame.describing(own_id) or None,
        **attributes,
    }
    control = el("input", own)
    beside: list[Child] = [
        frame.before,
        prefix.html("prefix") if prefix else None,
        suffix.html("suffix") if suffix else None,
        frame.after,
    ]
    if any(part is not None for part in beside):
        wrapper = {"class": classes("govuk-input__wrapper", wrapper_classes)}
        control = el("div", {**wrapper, **wrapper_attributes}, *beside[:2], control, *beside[2:])
    return frame.group(label.html(own_id), frame.notes(own_id), control)


def _toggle(id: str, words: Mapping[str, str | Mapping[str, str]]) -> Html:
    """The button that shows what was typed; scripts reveal it."""
    return button(
        words.get("show-password", "Show"),
        type="button",
        css="govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
        attributes={
            "aria-controls": id,
            "aria-label": str(words.get("show-password-aria-label", "Show password")),
            "hidden": True,
        },
    )


def password_input(
    name: str,
    label: Label,
    *,
    id: str | None = None,
    value: str | None = None,
    css: str = "",
    disabled: bool = False,
    autocomplete: str = "current-password",
    attributes: Attributes = NO_ATTRIBUTES,
    messages: Mapping[str, str | Mapping[str, str]] | None = None,
    frame: Frame = PLAIN,
) -> Html:
    """A password, with a button that shows it where JavaScript runs."""
    words = messages or {}
    own = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": autocomplete}
    return text_input(
        name,
        label,
        id=id,
        type="password",
        value=value,
        css=classes("govuk-password-input__input govuk-js-password-input-input", css),
        disabled=disabled,
        attributes={**own, **attributes},
        wrapper_classes="govuk-password-input__wrapper",
        frame=replace(
            frame,
            classes=classes("govuk-password-input", frame.classes),
            attributes={
                "data-module": "govuk-password-input",
                **i18n(words),
                **frame.attributes,
            },
            after=join([_toggle(id or name, words), frame.after]),
        ),
    )


def textarea(
    name: str,
    label: Label,
    *,
    id: str | None = None,
    value: str = "",
    rows: int = 5,
    css: str = "",
    disabled: bool = False,
    attributes: Attributes = NO_ATTRIBUTES,
    frame: Frame = PLAIN,
) -> Html:
    """Room for several lines."""
    own_id = id or name
    own = {
        "class": classes("govuk-textarea", "govuk-textarea--error" if frame.errors else None, css),
        "id": own_id,
        "name": name,
        "rows": rows,
        "disabled": disabled,
        "aria-describedby": frame.describing(own_id) or None,
        **attributes,
    }
    # Browsers drop the first line break inside a textarea, so a text that begins with one
    # needs another before it to come back to the letter.
    shown = f"\n{value}" if value.startswith(("\n", "\r")) else value
    control = el("textarea", own, shown)
    return frame.group(label.html(own_id), frame.notes(own_id), frame.before, control, frame.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How much may be typed. It is told, never enforced by the browser: the server decides."""

    characters: int | None = None
    words: int | None = None
    threshold: int | None = None
    kind: str | None = None
    description: str | None = None
    message_classes: str = ""
    messages: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)

    @property
    def counts(self) -> str | None:
        return self.kind or ("words" if self.words else None)

    def message(self, id: str) -> Html:
        said = self.description or "You can enter up to %{count} " + (
            "words" if self.counts == "words" else "characters"
        )
        most = self.words or self.characters
        shown = said.replace("%{count}", str(most)) if most else ""
        css = classes("govuk-character-count__message", self.message_classes)
        return hint(shown, id=f"{id}-info", css=css)

    def attributes(self) -> dict[str, str | int | bool | None]:
        found: dict[str, str | int | bool | None] = {
            "data-module": "govuk-character-count",
            "data-maxlength": self.characters,
            "data-maxwords": self.words,
            "data-threshold": self.threshold,
            "data-count-type": self.counts,
        }
        if not (self.words or self.characters) and self.description:
            found["data-i18n.textarea-description.other"] = self.description
        return {**found, **i18n(self.messages)}


def character_count(
    name: str,
    label: Label,
    limit: Limit,
    *,
    id: str | None = None,
    value: str = "",
    rows: int = 5,
    css: str = "",
    attributes: Attributes = NO_ATTRIBUTES,
    frame: Frame = PLAIN,
) -> Html:
    """A textarea that says how much room is left."""
    own_id = id or name
    return textarea(
        name,
        label,
        id=id,
        value=value,
        rows=rows,
        css=classes("govuk-js-character-count", css),
        attributes=attributes,
        frame=replace(
            frame,
            classes=classes("govuk-character-count", frame.classes),
            attributes={**limit.attributes(), **frame.attributes},
            described_by=classes(f"{own_id}-info", frame.described_by),
            after=join([limit.message(own_id), frame.after]),
        ),
    )


def file_upload(
    name: str,
    label: Label,
    *,
    id: str | None = None,
    css: str = "",
    multiple: bool = False,
    disabled: bool = False,
    drop_zone: bool = False,
    wrapper_classes: str = "",
    wrapper_attributes: Attributes = NO_ATTRIBUTES,
    messages: Mapping[str, str | Mapping[str, str]] | None = None,
    attributes: Attributes = NO_ATTRIBUTES,
    frame: Frame = PLAIN,
) -> Html:
    """A file. With `drop_zone` it can also be dragged there, where JavaScript runs."""
    own_id = id or name
    error = "govuk-file-upload--error" if frame.errors else None
    own = {
        "class": classes("govuk-file-upload", css, error),
        "id": own_id,
        "name": name,
        "type": "file",
        "disabled": disabled,
        "multiple": multiple,
        "aria-describedby": frame.describing(own_id) or None,
        **attributes,
    }
    control = el("input", own)
    if drop_zone:
        wrapper = {
            "class": classes("govuk-file-upload-wrapper", wrapper_classes),
            "data-module": "govuk-file-upload",
            **i18n(messages or {}),
            **wrapper_attributes,
        }
        control = el("div", wrapper, control)
    return frame.group(label.html(own_id), frame.notes(own_id), frame.before, control, frame.after)
