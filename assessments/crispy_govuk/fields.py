"""A Django form field as the component it should be, and a template of the pack, drawn.

`control(bound_field)` looks at the widget and picks the component's template; a `Dress` says what
the form itself does not know, such as a hint for each choice or what a choice reveals. Ids follow
Django's: the control (or the first radio or checkbox of a group) has the field's `auto_id`, so a
link to `#id_name` always lands.

A string that was marked safe elsewhere is escaped like any other: only what a template of ours
drew is `Markup`, so a label, a hint, a legend or an error never becomes markup on any way
here. Texts are escaped once, before they are drawn, and not again each time that they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.widgets import ChoiceWidget
from django.template import Context as TemplateContext
from django.template import Engine
from django.utils.safestring import SafeString


class Markup(SafeString):
    """What a template prints as it is: an escaped text, or what another template drew."""

    __slots__ = ()


EMPTY = Markup("")


def text(value: object) -> Markup:
    """The value as escaped text; `Markup` comes back unchanged."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


def attributes(values: Mapping[str, object]) -> Markup:
    """Attributes in their order. None and False are left out; True gives the bare name.

    Django's `flatatt` does the same, and a page of questions takes a tenth longer with it.
    """
    parts = []
    for name, value in values.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            # Crispy's Field has escaped its attributes already.
            given = unescape(value) if isinstance(value, SafeString) else str(value)
            parts.append(f' {name}="{escape(given)}"')
    return Markup("".join(parts))


def draw(template: str, context: dict[str, object]) -> Markup:
    """A template drawn with this context and nothing else; its texts are `Markup` already.

    Give every name that the template reads: looking for one that is not there is slow. So is
    printing a number, which Django localises.
    """
    return Markup(Engine.get_default().get_template(template).render(TemplateContext(context)))


@dataclass(slots=True, kw_only=True)
class Dress:
    """How a field is shown. Everything is optional and every text is escaped.

    label         instead of the form's label; "" for none
    label_more    after the label, for screen readers only
    hint          instead of the form's help text; "" for none
    size          s, m, l or xl: the size of the label or legend
    heading       1 to 6: the label or legend is a heading of that level
    intro         markup between legend and hint (a layout object passes it)
    group_css     classes of the form group
    width         characters, 2 to 30: `govuk-input--width-…`
    prefix suffix units next to an input
    limit         characters: the textarea counts them
    rows          of a textarea
    small         radios and checkboxes are smaller
    descriptions  value of a choice: its hint
    notes         value of a choice: a note below its hint
    dividers      value of a choice: the word that comes before it
    reveals       value of a choice: markup shown while it is chosen
    exclusive     values of checkboxes that clear the others
    """

    label: object = None
    label_more: object = EMPTY
    hint: object = None
    size: str = EMPTY
    heading: int | str = EMPTY
    intro: Markup = EMPTY
    group_css: str = EMPTY
    width: int | str = EMPTY
    prefix: object = EMPTY
    suffix: object = EMPTY
    limit: int | str = EMPTY
    rows: int | None = None
    small: bool = False
    descriptions: Mapping[str, object] = field(default_factory=dict)
    notes: Mapping[str, object] = field(default_factory=dict)
    dividers: Mapping[str, object] = field(default_factory=dict)
    reveals: Mapping[str, Markup] = field(default_factory=dict)
    exclusive: Collection[str] = ()


UNDRESSED = Dress()

# The server decides these, with an error message that people can read; the browser's own bubbles
# and silent cuts are worse. The id, the description and the class are ours to give.
NOT_PASSED_ON = frozenset(
    {"id", "class", "required", "maxlength", "minlength", "min", "max", "step", "rows", "cols"}
    | {"aria-describedby", "aria-invalid", "autofocus", "placeholder", "type"}
)

Context = dict[str, object]


def control(bound: BoundField, dress: Dress = UNDRESSED) -> Markup:
    """The field as it is on a page, with its value, hint and errors."""
    if bound.is_hidden:
        return Markup(bound)
    widget: Any = bound.field.widget
    widget = getattr(widget, "widget", widget)  # the admin wraps the widget of a relation
    component = next(make for kinds, make in COMPONENTS if isinstance(widget, kinds))
    context = _common(bound, widget, dress)
    return draw("govuk/control.html", context | component(bound, widget, dress))


def _common(bound: BoundField, widget: forms.Widget, dress: Dress) -> Context:
    """What the template of every control reads."""
    id = text(bound.auto_id or bound.html_name)
    errors = [text(error) for error in bound.errors]
    hint = text(bound.help_text if dress.hint is None else dress.hint)
    describing = (("info", dress.limit), ("hint", hint), ("error", errors))
    return {
        "id": id,
        "label_for": id,
        "name": text(bound.html_name),
        "legend": False,
        "label": text(bound.label if dress.label is None else dress.label),
        "label_more": text(dress.label_more),
        "size": text(dress.size),
        "heading": text(dress.heading),
        "intro": text(dress.intro),
        "hint": hint,
        "errors": errors,
        "described": text(" ".join([f"{id}-{part}" for part, shown in describing if shown])),
        "group_css": text(dress.group_css),
        "css": text(widget.attrs.get("class", EMPTY)),
        "small": dress.small,
        "limit": text(dress.limit),
        "module": "govuk-character-count" if dress.limit else EMPTY,
        "attributes": _attributes(bound, widget.attrs),
    }


def _attributes(bound: BoundField, given: Mapping[str, object]) -> Markup:
    """A control's attributes: those of its widget that are neither the server's nor ours to say."""
    own = {name: value for name, value in given.items() if name not in NOT_PASSED_ON}
    return attributes({"disabled": bound.field.disabled, **own})


def _options(bound: BoundField, widget: ChoiceWidget) -> Iterator[tuple[str, Context]]:
    """The value of each choice, groups laid flat, and what a template reads of it."""
    common = {"id", "checked", "selected", *widget.attrs}
    for _, options, _ in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        for option in options:
            own = {name: value for name, value in option["attrs"].items() if name not in common}
            item: Context = {"value": text(option["value"]), "text": text(option["label"])}
            item |= {"chosen": option["selected"], "attributes": attributes(own)}
            yield str(option["value"]), item


def _group(bound: BoundField, widget: ChoiceWidget, dress: Dress) -> Context:
    """Radios or checkboxes under one legend. The first has the bare id, for links to the group."""
    multiple = isinstance(widget, forms.CheckboxSelectMultiple)
    id, place = text(bound.auto_id or bound.html_name), 0
    items: list[Context] = []
    for value, item in _options(bound, widget):
        item["divider"] = text(dress.dividers.get(value, EMPTY))
        item["hint"] = text(dress.descriptions.get(value, EMPTY))
        item["note"] = text(dress.notes.get(value, EMPTY))
        item["reveals"] = text(dress.reveals.get(value, EMPTY))
        item["exclusive"] = value in dress.exclusive
        place += 2 if item["divider"] else 1  # govuk-frontend counts dividers too
        item["id"] = Markup(f"{id}-{place}") if items else id
        items.append(item)
    template = "govuk/checkboxes.html" if multiple else "govuk/radios.html"
    return {"template": template, "legend": True, "items": items}


def _tick(bound: BoundField, widget: forms.CheckboxInput, dress: Dress) -> Context:
    """One checkbox that means yes, labelled itself."""
    value = bound.value()
    return {
        "template": "govuk/tick.html",
        "label": EMPTY,
        "text": text(bound.label if dress.label is None else dress.label),
        "value": text(widget.format_value(value) or "on"),
        "chosen": widget.check_test(value),
    }


def _date(bound: BoundField, widget: forms.MultiWidget, dress: Dress) -> Context:
    """Day, month and year in boxes of their own, each named after the part that it holds."""
    id, given = text(bound.auto_id or bound.html_name), bound.value()
    values = given if isinstance(given, list) else widget.decompress(given) or []
    parts: list[str] = widget.widgets_names  # type: ignore[attr-defined]  # left out of the stubs
    items: list[Context] = [
        {
            "id": id if part == parts[0] else Markup(f"{id}{part}"),
            "name": text(bound.html_name + part),
            "label": text(part.strip("_").capitalize()),
            "value": text(value or EMPTY),
            "width": 4 if part == "_year" else 2,
        }
        for part, value in zip(parts, values, strict=True)
    ]
    return {"template": "govuk/date.html", "legend": True, "items": items}


def _select(bound: BoundField, widget: forms.Select, dress: Dress) -> Context:
    options = [option for _, option in _options(bound, widget)]
    multiple = isinstance(widget, forms.SelectMultiple)
    return {"template": "govuk/select.html", "multiple": multiple, "options": options}


def _area(bound: BoundField, widget: forms.Textarea, dress: Dress) -> Context:
    value = text(widget.format_value(bound.value()) or EMPTY)
    given = int(widget.attrs.get("rows", 5))
    return {
        "template": "govuk/textarea.html",
        # Browsers drop the first line break inside a textarea, so a text that begins with one
        # needs another before it to come back to the letter.
        "value": Markup(f"\n{value}") if value.startswith(("\n", "\r")) else value,
        "rows": text(dress.rows or (5 if given == 10 else given)),  # 10 is Django's default
        "most": text(f"{dress.limit:,}" if dress.limit else EMPTY),
    }


def _typed(bound: BoundField, widget: forms.widgets.Input, dress: Dress) -> Context:
    input_type = str(widget.attrs.get("type") or widget.input_type)
    if input_type == "file":
        return {"template": "govuk/file.html"}
    if input_type == "password":
        own = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "current-password"}
        module, given = "govuk-password-input", _attributes(bound, own | widget.attrs)
        return {"template": "govuk/password.html", "module": module, "attributes": given}
    value = widget.format_value(bound.value())
    context = {
        "template": "govuk/input.html",
        "type": text(input_type),
        "value": None if value is None else text(value),
        "width": text(dress.width),
        "affixed": dress.prefix or dress.suffix,
        "prefix": text(dress.prefix),
        "suffix": text(dress.suffix),
    }
    if input_type == "number":
        # A number input swallows what it cannot read and changes on a turn of the mouse wheel.
        given = _attributes(bound, {"inputmode": "decimal", "spellcheck": "false", **widget.attrs})
        context |= {"type": "text", "attributes": given}
    return context


def _other(bound: BoundField, widget: forms.Widget, dress: Dress) -> Context:
    """A widget with no component of its own, under our label and error message."""
    return {
        "template": "govuk/widget.html",
        "label_for": text(bound.id_for_label),
        "widget": Markup(bound),
    }


Component = Callable[[BoundField, Any, Dress], Context]
COMPONENTS: tuple[tuple[type | tuple[type, ...], Component], ...] = (
    ((forms.CheckboxSelectMultiple, forms.RadioSelect), _group),
    (forms.CheckboxInput, _tick),
    (forms.MultiWidget, _date),
    (forms.Select, _select),
    (forms.Textarea, _area),
    (forms.widgets.Input, _typed),
    (forms.Widget, _other),
)


def _faults(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Each message and the address of its control; errors of a whole form have none."""
    for error in form.non_field_errors():
        yield text(error), ""
    for bound in form:
        href = "" if bound.is_hidden or not bound.auto_id else f"#{bound.auto_id}"
        for error in bound.errors:
            yield text(error), href


def summary_of(forms_or_formsets: Iterable[forms.BaseForm | BaseFormSet[forms.BaseForm]]) -> Markup:
    """The error summary of everything given, in the order of the fields; nothing if all is well.

    Each line links to its control. Errors of hidden fields and of a whole form are plain text.
    """
    faults: list[tuple[str, str]] = []
    for given in forms_or_formsets:
        if isinstance(given, BaseFormSet):
            faults += [(text(error), "") for error in given.non_form_errors()]
            faults += [fault for form in given.forms for fault in _faults(form)]
        elif given.is_bound:
            faults += _faults(given)
    return draw("govuk/error_summary.html", {"faults": faults}) if faults else EMPTY
