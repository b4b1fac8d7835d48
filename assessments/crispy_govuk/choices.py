"""Radios, checkboxes and select."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .html import Attributes, Child, Html, classes, el, join
from .parts import NO_ATTRIBUTES, PLAIN, Fieldset, Frame, Label, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One radio, checkbox or option.

    `conditional` is markup shown while this choice is chosen (always shown without JavaScript).
    `exclusive` marks a checkbox that clears the others, such as "None of these".
    """

    value: str
    text: Child
    hint: Child = None
    checked: bool = False
    disabled: bool = False
    conditional: Html | None = None
    exclusive: bool = False
    id: str | None = None
    name: str | None = None
    attributes: Attributes = field(default_factory=dict)
    label_classes: str = ""
    label_attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Divider:
    """A word between choices, such as "or"."""

    text: str


Item = Choice | Divider


def _item(kind: str, item: Choice, id: str, name: str, described_by: str) -> Html:
    """One radio or checkbox with its label, hint and conditional content."""
    css = "govuk-radios" if kind == "radio" else "govuk-checkboxes"
    conditional_id = f"conditional-{id}" if item.conditional else None
    hint_id = f"{id}-item-hint" if item.hint else None
    control = el(
        "input",
        {
            "class": f"{css}__input",
            "id": id,
            "name": item.name or name,
            "type": kind,
            "value": item.value,
            "checked": item.checked,
            "disabled": item.disabled,
            "data-aria-controls": conditional_id,
            "data-behaviour": "exclusive" if item.exclusive else None,
            "aria-describedby": classes(described_by, hint_id) or None,
            **item.attributes,
        },
    )
    label = Label(
        item.text, classes(f"{css}__label", item.label_classes), attributes=item.label_attributes
    )
    note = hint(item.hint, id=hint_id, css=f"{css}__hint") if item.hint else None
    parts: list[Child] = [el("div", {"class": f"{css}__item"}, control, label.html(id), note)]
    if item.conditional:
        hidden = None if item.checked else f"{css}__conditional--hidden"
        own = {"class": classes(f"{css}__conditional", hidden), "id": conditional_id}
        parts.append(el("div", own, item.conditional))
    return join(parts)


def _group(
    kind: str,
    name: str,
    items: Sequence[Item],
    id: str | None,
    css: str,
    attributes: Attributes,
    fieldset: Fieldset | None,
    frame: Frame,
) -> Html:
    prefix = id or name
    module = "govuk-radios" if kind == "radio" else "govuk-checkboxes"
    described_by = frame.describing(prefix, fieldset.described_by if fieldset else "")
    # Radios leave the describing to their fieldset; lone checkboxes must say it themselves.
    each = described_by if kind == "checkbox" and fieldset is None else ""
    parts: list[Child] = [frame.before]
    for number, item in enumerate(items, start=1):
        if isinstance(item, Divider):
            parts.append(el("div", {"class": f"{module}__divider"}, item.text))
            continue
        # The first one keeps the bare id, so that an error summary can link to the group.
        item_id = item.id or (prefix if number == 1 else f"{prefix}-{number}")
        parts.append(_item(kind, item, item_id, name, each))
    parts.append(frame.after)
    own = {"class": classes(module, css), **attributes, "data-module": module}
    inner = join([frame.notes(prefix), el("div", own, *parts)])
    if fieldset is not None:
        inner = fieldset.html(inner, described_by=described_by)
    return frame.group(inner)


def radios(
    name: str,
    items: Sequence[Item],
    *,
    id: str | None = None,
    css: str = "",
    attributes: Attributes = NO_ATTRIBUTES,
    fieldset: Fieldset | None = None,
    frame: Frame = PLAIN,
) -> Html:
    """A choice of one. The first radio has the id `id` (or the name)."""
    return _group("radio", name, items, id, css, attributes, fieldset, frame)


def checkboxes(
    name: str,
    items: Sequence[Item],
    *,
    id: str | None = None,
    css: str = "",
    attributes: Attributes = NO_ATTRIBUTES,
    fieldset: Fieldset | None = None,
    frame: Frame = PLAIN,
) -> Html:
    """A choice of any number. The first checkbox has the id `id` (or the name)."""
    return _group("checkbox", name, items, id, css, attributes, fieldset, frame)


def _option(item: Choice) -> Html:
    own = {
        "value": item.value,
        "selected": item.checked,
        "disabled": item.disabled,
        **item.attributes,
    }
    return el("option", own, item.text)


def select(
    name: str,
    items: Sequence[Choice],
    label: Label,
    *,
    id: str | None = None,
    css: str = "",
    disabled: bool = False,
    attributes: Attributes = NO_ATTRIBUTES,
    frame: Frame = PLAIN,
) -> Html:
    """A list to pick from."""
    own_id = id or name
    own = {
        "class": classes("govuk-select", css, "govuk-select--error" if frame.errors else None),
        "id": own_id,
        "name": name,
        "disabled": disabled,
        "aria-describedby": frame.describing(own_id) or None,
        **attributes,
    }
    control = el("select", own, *(_option(item) for item in items))
    return frame.group(label.html(own_id), frame.notes(own_id), frame.before, control, frame.after)
