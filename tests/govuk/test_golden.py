"""Our components give the markup that govuk-frontend itself publishes as expected.

A fixture is tried when our pages can ask for everything that it asks for; the controls are drawn
from a form field, as on a page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.forms.boundfield import BoundField
from django.test.html import parse_html

from assessments.crispy_govuk.fields import EMPTY, Dress, Markup, control, draw, text
from assessments.templatetags import govuk

FIXTURES = Path(__file__).parent / "fixtures"
Options = dict[str, Any]


class Given(BoundField):
    """A field with the id that a fixture gives it."""

    @property
    def auto_id(self) -> str:
        return str(self.field.given_id)  # type: ignore[attr-defined]


class GivenField(forms.Field):
    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Given:
        return Given(form, self, field_name)


def drawn(options: Options, widget: forms.Widget, value: Any, **dress: Any) -> str:
    """A form field with the label or legend, hint and error of a fixture, as a page draws it."""
    form, name = forms.Form({}), options["name"]
    widget.attrs |= {"class": options["classes"]} if "classes" in options else {}
    named = options.get("label") or options.get("fieldset", {}).get("legend") or {}
    field = GivenField(
        label=named.get("text", ""),
        help_text=options.get("hint", {}).get("text", ""),
        widget=widget,
        required=False,
        disabled=options.get("disabled", False),
    )
    field.given_id = options.get("id") or options.get("idPrefix") or name  # type: ignore[attr-defined]
    form.fields[name] = field
    if "errorMessage" in options:
        form.add_error(name, options["errorMessage"]["text"])
    bound = form[name]
    bound.value = lambda: value  # type: ignore[method-assign]
    sizes = [css.rpartition("--")[2] for css in named.get("classes", "").split()]
    return control(
        bound,
        Dress(
            heading=1 if named.get("isPageHeading") else "",
            size=sizes[0] if sizes else "",
            group_css=options.get("formGroup", {}).get("classes", ""),
            **dress,
        ),
    )


def attributes(options: Options, *names: str) -> Options:
    found = {name: options[name] for name in names if name in options}
    if "spellcheck" in found:
        found["spellcheck"] = str(found["spellcheck"]).lower()
    return {**found, **options.get("attributes", {})}


def group(widget: type[forms.RadioSelect | forms.CheckboxSelectMultiple]) -> Callable[..., str]:
    def call(options: Options) -> str:
        items = [item for item in options["items"] if "divider" not in item]
        dividers = {
            after["value"]: item["divider"]
            for item, after in zip(options["items"], options["items"][1:], strict=False)
            if "divider" in item
        }
        values = options.get("values", [options.get("value")])
        chosen = [
            item["value"] for item in items if item.get("checked", item["value"] in values)
        ] or [None]
        return drawn(
            options,
            widget(choices=[(item["value"], item["text"]) for item in items]),
            chosen if widget is forms.CheckboxSelectMultiple else chosen[0],
            descriptions={item["value"]: item.get("hint", {}).get("text", "") for item in items},
            dividers=dividers,
            reveals={
                item["value"]: Markup(item["conditional"]["html"])
                for item in items
                if "conditional" in item
            },
            exclusive={item["value"] for item in items if "behaviour" in item},
        )

    return call


def select(options: Options) -> str:
    items, chosen = options.get("items", []), options.get("value")
    picked = [item["value"] for item in items if item.get("selected", item["value"] == chosen)]
    choices = [(item["value"], item["text"]) for item in items]
    widget = forms.Select(choices=choices, attrs=options.get("attributes"))
    return drawn(options, widget, picked[0] if picked else None)


def text_input(options: Options) -> str:
    names = ("spellcheck", "autocomplete", "autocapitalize", "pattern", "inputmode")
    widget = forms.TextInput(attributes(options, *names))
    widget.input_type = options.get("type", "text")
    affixes = {name: options.get(name, {}).get("text", "") for name in ("prefix", "suffix")}
    return drawn(options, widget, options.get("value"), **affixes)


def textarea(options: Options) -> str:
    widget = forms.Textarea(attributes(options, "spellcheck", "autocomplete"))
    limit = {"limit": options.get("maxlength", ""), "rows": options.get("rows", 5)}
    return drawn(options, widget, options.get("value"), **limit)


def password(options: Options) -> str:
    return drawn(options, forms.PasswordInput(attributes(options, "autocomplete")), None)


def file_upload(options: Options) -> str:
    return drawn(options, forms.FileInput(options.get("attributes")), None)


def button(options: Options) -> str:
    given = {"href": "", "type": "submit", "name": "", "value": "", "start": False}
    given |= {name: options[name] for name in given if name in options}
    once = options.get("preventDoubleClick", False)
    context = govuk.govuk_button(options["text"], **given, prevent_double_click=once)
    return draw("govuk/button.html", context | {"start": options.get("isStartButton", False)})


def error_summary(options: Options) -> str:
    faults = [(text(one["text"]), one.get("href", "")) for one in options["errorList"]]
    return draw("govuk/error_summary.html", {"faults": faults})


def details(options: Options) -> str:
    given = {"summary": options["summaryText"], "summary_more": EMPTY, "open": options.get("open")}
    return draw("govuk/details.html", {**given, "content": options["text"]})


NAMED = {"label.text", "label.isPageHeading", "label.classes"}
CHOICES = {"name", "idPrefix", "hint.text", "errorMessage.text", "formGroup.classes", "classes"}
CHOICES |= {f"fieldset.legend.{part}" for part in ("text", "isPageHeading", "classes")}
CHOICES |= {f"items.{part}" for part in ("value", "text", "checked", "hint.text", "divider")}
CHOICES |= {"items.conditional.html", "items.behaviour"}
TYPED = {"id", "name", "value", "disabled", "hint.text", "errorMessage.text", "formGroup.classes"}
TYPED |= {"classes", "autocomplete", "spellcheck", "attributes", *NAMED}

# Each component: how we draw it, and what a fixture may ask for.
COMPONENTS: dict[str, tuple[Callable[[Options], str], set[str]]] = {
    "radios": (group(forms.RadioSelect), {*CHOICES, "value"}),
    "checkboxes": (group(forms.CheckboxSelectMultiple), {*CHOICES, "values"}),
    "select": (select, {*TYPED, "items.value", "items.text", "items.selected"}),
    "input": (
        text_input,
        {*TYPED, "type", "inputmode", "pattern", "autocapitalize", "prefix.text", "suffix.text"},
    ),
    "password-input": (password, TYPED - {"value"}),
    "textarea": (textarea, {*TYPED, "rows"}),
    "character-count": (textarea, {*TYPED, "rows", "maxlength"}),
    "file-upload": (file_upload, TYPED),
    "button": (
        button,
        {"text", "href", "type", "name", "value", "isStartButton", "preventDoubleClick"},
    ),
    "error-summary": (error_summary, {"titleText", "errorList.text", "errorList.href"}),
    "details": (details, {"summaryText", "text", "open"}),
    "inset-text": (lambda given: draw("govuk/inset.html", {"content": given["text"]}), {"text"}),
    "warning-text": (
        lambda given: draw("govuk/warning.html", govuk.govuk_warning(given["text"])),
        {"text", "iconFallbackText"},
    ),
    "tag": (lambda given: draw("govuk/tag.html", govuk.govuk_tag(given["text"])), {"text"}),
}

# What we do not match, and why. Each entry must really differ.
QUIRKS = {
    ("input", "custom type"): "a number is typed into a text input, see fields.py",
    ("input", "with pattern attribute"): "a number is typed into a text input, see fields.py",
    ("select", "with falsy values"): "values are text here: there is no option with value false",
    ("character-count", "with textarea maxlength attribute"): "no limit is the browser's to hold",
    ("button", "don't prevent double click"): "the default is not said",
    ("button", "start"): "a start button is a link here",
    ("error-summary", "html as titleText"): "ours has one title",
}


def asked(options: Any, above: str = "") -> Iterator[str]:
    """What a fixture asks for, as paths such as `items.hint.text`."""
    for one in options if isinstance(options, list) else [options]:
        if not isinstance(one, dict):
            yield above
            continue
        for name, value in one.items():
            path = f"{above}.{name}" if above else name
            yield from [path] if path == "attributes" else asked(value, path)


def tried(component: str) -> list[Options]:
    """The fixtures whose component is one of ours: a group has a legend, an option a value."""
    known = COMPONENTS[component][1]
    needed = {"fieldset.legend.text", "items.value", "maxlength", "text"} & known
    document = json.loads((FIXTURES / f"{component}.json").read_text())
    return [
        fixture
        for fixture in document["fixtures"]
        if needed <= set(asked(fixture["options"])) <= known
    ]


def both(component: str, fixture: Options) -> list[Any]:
    ours, theirs = COMPONENTS[component][0](fixture["options"]), fixture["html"]
    # Ours say how much room is left from three quarters on, which fixtures leave out.
    return [parse_html(html.replace(' data-threshold="75"', "")) for html in (ours, theirs)]


@pytest.mark.parametrize(
    ("component", "fixture"),
    [
        pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
        for component in COMPONENTS
        for fixture in tried(component)
    ],
)
def test_component_matches_govuk_frontend(component: str, fixture: Options) -> None:
    ours, theirs = both(component, fixture)
    assert (ours == theirs) is ((component, fixture["name"]) not in QUIRKS)


def test_enough_is_tried() -> None:
    count = {component: len(tried(component)) for component in COMPONENTS}
    assert min(count.values()) >= 1 and sum(count.values()) >= 160, count
