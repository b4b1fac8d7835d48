"""What a form field does not know of how it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from .html import Attributes, Child, Html


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How a field is shown. Everything is optional and every text is escaped.

    label         instead of the form's label; "" for none
    hint          instead of the form's help text; "" for none
    size          s, m, l or xl: the size of the label or legend
    heading       1 to 6: the label or legend is a heading of that level
    hide_label    the label or legend is for screen readers only
    intro         markup between legend and hint (a layout object passes it)
    errors        False leaves error messages out
    css           classes of the control; group_css, of the form group
    attributes    of the control; group_attributes, of the form group
    width         characters, 2 to 30: `govuk-input--width-…`
    prefix suffix units beside an input
    limit         characters: the textarea counts them
    rows          of a textarea
    inline small  how radios and checkboxes stand
    descriptions  value of a choice: its hint
    dividers      value of a choice: the word that stands before it
    reveals       value of a choice: markup shown while it is chosen
    exclusive     values of checkboxes that clear the others
    """

    label: Child = None
    hint: Child = None
    size: str | None = None
    heading: int | None = None
    hide_label: bool = False
    intro: Html | None = None
    errors: bool = True
    css: str = ""
    group_css: str = ""
    attributes: Attributes = field(default_factory=dict)
    group_attributes: Attributes = field(default_factory=dict)
    width: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    limit: int | None = None
    rows: int | None = None
    inline: bool = False
    small: bool = False
    descriptions: Mapping[str, Child] = field(default_factory=dict)
    dividers: Mapping[str, str] = field(default_factory=dict)
    reveals: Mapping[str, Html] = field(default_factory=dict)
    exclusive: Collection[str] = ()


UNDRESSED = Dress()
