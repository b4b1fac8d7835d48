"""A Django form field as the component it should be.

`control(bound_field)` looks at the widget and picks the component; a `Dress` says what the form
itself does not know, such as a hint for each choice or what a choice reveals. Ids follow Django's:
the control (or the first radio or checkbox of a group) has the field's `auto_id`, so a link to
`#id_name` always lands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from . import choices, inputs
from .dress import UNDRESSED, Dress
from .html import NOTHING, Attributes, AttributeValue, Child, Html, classes
from .page import Fault, error_summary
from .parts import Fieldset, Frame, Label, Legend

# The server decides these, with an error message that people can read; the browser's own bubbles
# and silent cuts are worse. The id, the description and the class are ours to give.
NOT_PASSED_ON = frozenset(
    {"id", "class", "required", "maxlength", "minlength", "min", "max", "step", "rows", "cols"}
    | {"aria-describedby", "aria-invalid", "autofocus", "placeholder", "type"}
)


def _widget(bound: BoundField) -> forms.Widget:
    widget = bound.field.widget
    return cast(forms.Widget, getattr(widget, "widget", widget))


def _attributes(bound: BoundField, dress: Dress) -> dict[str, AttributeValue]:
    own: dict[str, AttributeValue] = {}
    for name, value in _widget(bound).attrs.items():
        if name not in NOT_PASSED_ON:
            # Crispy's Field escapes its attributes; ours are escaped when they are written.
            own[name] = unescape(value) if isinstance(value, SafeString) else value
    return {**own, **dress.attributes}


def _css(bound: BoundField, dress: Dress) -> str:
    width = f"govuk-input--width-{dress.width}" if dress.width else None
    return classes(str(_widget(bound).attrs.get("class", "")), width, dress.css)


def _name_text(bound: BoundField, dress: Dress) -> Child:
    return bound.label if dress.label is None else dress.label


def _name_css(kind: str, dress: Dress) -> str:
    return classes(
        f"govuk-{kind}--{dress.size}" if dress.size else None,
        "govuk-visually-hidden" if dress.hide_label else None,
    )


def _label(bound: BoundField, dress: Dress) -> Label:
    return Label(_name_text(bound, dress), _name_css("label", dress), dress.heading)


def _frame(bound: BoundField, dress: Dress) -> Frame:
    hint = bound.help_text if dress.hint is None else dress.hint
    return Frame(
        intro=dress.intro,
        hint=hint or None,
        errors=list(bound.errors) if dress.errors else (),
        classes=dress.group_css,
        attributes=dress.group_attributes,
    )


def _options(bound: BoundField) -> Iterator[tuple[str, str, bool, Attributes]]:
    """Value, text, chosen and attributes of each choice, groups laid flat."""
    widget = cast(forms.widgets.ChoiceWidget, _widget(bound))
    for _, options, _ in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        for option in options:
            # Disabled, title and the like; the id and "checked" are ours.
            own = {
                k: v for k, v in option["attrs"].items() if k not in ("id", "checked", "selected")
            }
            yield str(option["value"]), str(option["label"]), option["selected"], own


def _choice_group(bound: BoundField, dress: Dress) -> Html:
    multiple = isinstance(_widget(bound), forms.CheckboxSelectMultiple)
    make = choices.checkboxes if multiple else choices.radios
    module = "govuk-checkboxes" if multiple else "govuk-radios"
    common = set(_widget(bound).attrs)
    items: list[choices.Item] = []
    for value, words, chosen, own in _options(bound):
        if value in dress.dividers:
            items.append(choices.Divider(dress.dividers[value]))
        items.append(
            choices.Choice(
                value=value,
                text=words,
                hint=dress.descriptions.get(value),
                checked=chosen,
                conditional=dress.reveals.get(value),
                exclusive=value in dress.exclusive,
                attributes={k: v for k, v in own.items() if k not in common},
            )
        )
    css = classes(
        f"{module}--inline" if dress.inline else None,
        f"{module}--small" if dress.small else None,
        _css(bound, dress),
    )
    legend = Legend(_name_text(bound, dress), _name_css("fieldset__legend", dress), dress.heading)
    return make(
        bound.html_name,
        items,
        id=bound.auto_id or None,
        css=css,
        attributes=_attributes(bound, dress),
        fieldset=Fieldset(legend=legend),
        frame=_frame(bound, dress),
    )


def _tick(bound: BoundField, dress: Dress) -> Html:
    """One checkbox that stands for yes."""
    widget = cast(forms.CheckboxInput, _widget(bound))
    value = bound.value()
    item = choices.Choice(
        value=widget.format_value(value) or "on",
        text=_name_text(bound, dress),
        checked=bool(widget.check_test(value)),
        conditional=next(iter(dress.reveals.values()), None),
        attributes=_attributes(bound, dress),
    )
    css = classes("govuk-checkboxes--small" if dress.small else None, dress.css)
    frame = _frame(bound, dress)
    return choices.checkboxes(bound.html_name, [item], id=bound.auto_id, css=css, frame=frame)


def _select(bound: BoundField, dress: Dress) -> Html:
    items = [
        choices.Choice(value=value, text=words, checked=chosen, attributes=own)
        for value, words, chosen, own in _options(bound)
    ]
    multiple = isinstance(_widget(bound), forms.SelectMultiple)
    return choices.select(
        bound.html_name,
        items,
        _label(bound, dress),
        id=bound.auto_id or None,
        css=_css(bound, dress),
        disabled=bound.field.disabled,
        attributes={**_attributes(bound, dress), **({"multiple": True} if multiple else {})},
        frame=_frame(bound, dress),
    )


def _textarea(bound: BoundField, dress: Dress) -> Html:
    value = _widget(bound).format_value(bound.value())
    given = int(_widget(bound).attrs.get("rows", 5))
    rows = dress.rows or (5 if given == 10 else given)  # 10 is what Django says unasked
    common: dict[str, Any] = {
        "id": bound.auto_id or None,
        "value": "" if value is None else str(value),
        "rows": rows,
        "css": _css(bound, dress),
        "attributes": _attributes(bound, dress),
        "frame": _frame(bound, dress),
    }
    label = _label(bound, dress)
    if dress.limit:
        limit = inputs.Limit(characters=dress.limit, threshold=75)
        return inputs.character_count(bound.html_name, label, limit, **common)
    return inputs.textarea(bound.html_name, label, **common)


def _typed(bound: BoundField, dress: Dress) -> Html:
    widget = cast(forms.widgets.Input, _widget(bound))
    own = _attributes(bound, dress)
    common: dict[str, Any] = {
        "id": bound.auto_id or None,
        "css": _css(bound, dress),
        "disabled": bound.field.disabled,
        "frame": _frame(bound, dress),
    }
    label = _label(bound, dress)
    if isinstance(widget, forms.FileInput):
        multiple = bool(own.pop("multiple", False))
        return inputs.file_upload(
            bound.html_name, label, multiple=multiple, attributes=own, **common
        )
    if isinstance(widget, forms.PasswordInput):
        autocomplete = str(own.pop("autocomplete", None) or "current-password")
        return inputs.password_input(
            bound.html_name, label, autocomplete=autocomplete, attributes=own, **common
        )
    control_type = str(widget.attrs.get("type") or widget.input_type or "text")
    if control_type == "number":
        # A number input swallows what it cannot read and changes on a turn of the mouse wheel.
        control_type, own = "text", {"inputmode": "decimal", "spellcheck": "false", **own}
    value = widget.format_value(bound.value())
    return inputs.text_input(
        bound.html_name,
        label,
        type=control_type,
        value=None if value is None else str(value),
        prefix=inputs.Affix(dress.prefix) if dress.prefix else None,
        suffix=inputs.Affix(dress.suffix) if dress.suffix else None,
        attributes=own,
        **common,
    )


def _anything(bound: BoundField, dress: Dress) -> Html:
    """A widget with no component of its own, under our label and error message."""
    frame, id = _frame(bound, dress), bound.auto_id
    described = {"aria-describedby": frame.describing(id) or None}
    widget = Html(bound.as_widget(attrs={k: v for k, v in described.items() if v}))
    return frame.group(_label(bound, dress).html(bound.id_for_label), frame.notes(id), widget)


def control(bound: BoundField, dress: Dress = UNDRESSED) -> Html:
    """The field as it stands on a page, with its value, hint and errors."""
    widget = _widget(bound)
    if bound.is_hidden:
        return Html(str(bound))
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return _choice_group(bound, dress)
    if isinstance(widget, forms.CheckboxInput):
        return _tick(bound, dress)
    if isinstance(widget, forms.Select):
        return _select(bound, dress)
    if isinstance(widget, forms.Textarea):
        return _textarea(bound, dress)
    if isinstance(widget, forms.widgets.Input):
        return _typed(bound, dress)
    return _anything(bound, dress)


def _faults(form: forms.BaseForm) -> Iterator[Fault]:
    for error in form.non_field_errors():
        yield Fault(error)
    for bound in form:
        href = None if bound.is_hidden or not bound.auto_id else f"#{bound.auto_id}"
        for error in bound.errors:
            yield Fault(error, href)


def summary_of(forms_or_formsets: Iterable[forms.BaseForm | BaseFormSet[Any]]) -> Html:
    """The error summary of everything given, in the order of the fields; nothing if all is well.

    Each line links to its control. Errors of hidden fields and of a whole form are plain text.
    """
    faults: list[Fault] = []
    for given in forms_or_formsets:
        if isinstance(given, BaseFormSet):
            faults += [Fault(error) for error in given.non_form_errors()]
            for form in given.forms:
                faults += _faults(form)
        elif given.is_bound:
            faults += _faults(given)
    return error_summary(faults) if faults else NOTHING
