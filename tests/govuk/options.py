"""Turn the options of a govuk-frontend fixture into a call of our own components."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assessments.crispy_govuk import choices, inputs, page, parts
from assessments.crispy_govuk.html import Html

Options = dict[str, Any]


def content(options: Options | None, text: str = "text", html: str = "html") -> Any:
    """Escaped text, or the markup that the fixture says is trusted."""
    if not options:
        return None
    if options.get(html):
        return Html(options[html])
    return options.get(text)


def heading(options: Options) -> int | None:
    return 1 if options.get("isPageHeading") else None


def label(options: Options) -> parts.Label:
    given = options["label"]
    return parts.Label(content(given), given.get("classes", ""), heading(given))


def fieldset(options: Options | None) -> parts.Fieldset | None:
    if options is None:
        return None
    given = options.get("legend")
    legend = given and parts.Legend(content(given), given.get("classes", ""), heading(given))
    return parts.Fieldset(
        legend=legend or None,
        classes=options.get("classes", ""),
        role=options.get("role"),
        described_by=options.get("describedBy", ""),
        attributes=options.get("attributes", {}),
    )


def frame(options: Options) -> parts.Frame:
    group = options.get("formGroup", {})
    error = content(options.get("errorMessage"))
    return parts.Frame(
        hint=content(options.get("hint")),
        errors=[error] if error else [],
        described_by=options.get("describedBy", ""),
        classes=group.get("classes", ""),
        attributes=group.get("attributes", {}),
        before=content(group.get("beforeInput") or group.get("beforeInputs")),
        after=content(group.get("afterInput") or group.get("afterInputs")),
    )


def chosen(item: Options, options: Options) -> bool:
    if item.get("checked") is not None:
        return bool(item["checked"])
    wanted = options.get("values") or [options.get("value")]
    return item.get("value") in [value for value in wanted if value]


def item(given: Options, options: Options) -> choices.Item:
    if given.get("divider"):
        return choices.Divider(given["divider"])
    named = given.get("label", {})
    return choices.Choice(
        value=given["value"],
        text=content(given),
        hint=content(given.get("hint")),
        checked=chosen(given, options),
        disabled=given.get("disabled", False),
        conditional=content(given.get("conditional")),
        exclusive=given.get("behaviour") == "exclusive",
        id=given.get("id"),
        name=given.get("name"),
        attributes=given.get("attributes", {}),
        label_classes=named.get("classes", ""),
        label_attributes=named.get("attributes", {}),
    )


def some(options: Options, **names: str) -> Options:
    """The options that are present, under our names for them."""
    return {ours: options[theirs] for ours, theirs in names.items() if theirs in options}


def attributes(options: Options, *names: str) -> Options:
    """Options that our components take as plain attributes of the control."""
    extra = {name: options[name] for name in names if name in options}
    if "spellcheck" in extra:
        extra["spellcheck"] = str(extra["spellcheck"]).lower()
    return {**extra, **options.get("attributes", {})}


def group(make: Callable[..., Html]) -> Callable[[Options], Html]:
    def call(options: Options) -> Html:
        return make(
            options["name"],
            [item(given, options) for given in options["items"] if given],
            fieldset=fieldset(options.get("fieldset")),
            frame=frame(options),
            **some(options, id="idPrefix", css="classes", attributes="attributes"),
        )

    return call


def select(options: Options) -> Html:
    def option(given: Options) -> choices.Choice:
        value = given.get("value", given["text"])
        picked = given.get("selected")
        if picked is None:
            picked = bool(options.get("value")) and value == options["value"]
        return choices.Choice(
            value=given.get("value"),
            text=given["text"],
            checked=picked,
            **some(given, disabled="disabled", attributes="attributes"),
        )

    return choices.select(
        options["name"],
        [option(given) for given in options.get("items", []) if given],
        label(options),
        frame=frame(options),
        **some(options, id="id", css="classes", disabled="disabled", attributes="attributes"),
    )


def text_input(options: Options) -> Html:
    def affix(given: Options | None) -> inputs.Affix | None:
        if not content(given):
            return None
        assert given is not None
        return inputs.Affix(content(given), given.get("classes", ""), given.get("attributes", {}))

    wrapper = options.get("inputWrapper", {})
    return inputs.text_input(
        options["name"],
        label(options),
        prefix=affix(options.get("prefix")),
        suffix=affix(options.get("suffix")),
        attributes=attributes(
            options, "spellcheck", "autocomplete", "autocapitalize", "pattern", "inputmode"
        ),
        wrapper_classes=wrapper.get("classes", ""),
        wrapper_attributes=wrapper.get("attributes", {}),
        frame=frame(options),
        **some(options, id="id", type="type", value="value", css="classes", disabled="disabled"),
    )


def dashed(options: Options, *names: str) -> Options:
    """charactersUnderLimitText and the like, by the names the scripts read."""
    return {
        "".join("-" + c.lower() if c.isupper() else c for c in name.removesuffix("Text")): options[
            name
        ]
        for name in names
        if name in options
    }


def password_input(options: Options) -> Html:
    return inputs.password_input(
        options["name"],
        label(options),
        messages=dashed(
            options,
            "showPasswordText",
            "hidePasswordText",
            "showPasswordAriaLabelText",
            "hidePasswordAriaLabelText",
            "passwordShownAnnouncementText",
            "passwordHiddenAnnouncementText",
        ),
        frame=frame(options),
        **some(
            options,
            id="id",
            value="value",
            css="classes",
            disabled="disabled",
            autocomplete="autocomplete",
            attributes="attributes",
        ),
    )


def textarea(options: Options) -> Html:
    return inputs.textarea(
        options["name"],
        label(options),
        attributes=attributes(options, "spellcheck", "autocomplete"),
        frame=frame(options),
        **some(options, id="id", value="value", rows="rows", css="classes", disabled="disabled"),
    )


def character_count(options: Options) -> Html:
    limit = inputs.Limit(
        characters=options.get("maxlength"),
        words=options.get("maxwords"),
        threshold=options.get("threshold"),
        kind=options.get("countType"),
        description=options.get("textareaDescriptionText"),
        message_classes=options.get("countMessage", {}).get("classes", ""),
        messages=dashed(
            options,
            "charactersUnderLimitText",
            "charactersAtLimitText",
            "charactersOverLimitText",
            "wordsUnderLimitText",
            "wordsAtLimitText",
            "wordsOverLimitText",
        ),
    )
    return inputs.character_count(
        options["name"],
        label(options),
        limit,
        attributes=attributes(options, "spellcheck"),
        frame=frame(options),
        **some(options, id="id", value="value", rows="rows", css="classes"),
    )


def file_upload(options: Options) -> Html:
    return inputs.file_upload(
        options["name"],
        label(options),
        messages=dashed(
            options,
            "chooseFilesButtonText",
            "dropInstructionText",
            "noFileChosenText",
            "multipleFilesChosenText",
            "enteredDropZoneText",
            "leftDropZoneText",
        ),
        frame=frame(options),
        **some(
            options,
            id="id",
            css="classes",
            multiple="multiple",
            disabled="disabled",
            drop_zone="javascript",
            wrapper_classes="wrapperClasses",
            wrapper_attributes="wrapperAttributes",
            attributes="attributes",
        ),
    )


def button(options: Options) -> Html:
    return page.button(
        content(options),
        **some(
            options,
            href="href",
            type="type",
            name="name",
            value="value",
            id="id",
            css="classes",
            start="isStartButton",
            disabled="disabled",
            prevent_double_click="preventDoubleClick",
            attributes="attributes",
        ),
    )


def error_summary(options: Options) -> Html:
    faults = [
        page.Fault(content(given), given.get("href") or None, given.get("attributes", {}))
        for given in options.get("errorList", [])
    ]
    return page.error_summary(
        faults,
        title=content(options, "titleText", "titleHtml"),
        description=content(options, "descriptionText", "descriptionHtml"),
        **some(
            options,
            css="classes",
            attributes="attributes",
            disable_auto_focus="disableAutoFocus",
        ),
    )


def bare_fieldset(options: Options) -> Html:
    made = fieldset(options)
    assert made is not None
    return made.html(content(options))


def details(options: Options) -> Html:
    return page.details(
        content(options, "summaryText", "summaryHtml"),
        content(options),
        **some(options, id="id", css="classes", open="open", attributes="attributes"),
    )


def inset(options: Options) -> Html:
    return page.inset(
        content(options), **some(options, id="id", css="classes", attributes="attributes")
    )


def warning(options: Options) -> Html:
    given = {**options, "iconFallbackText": options.get("iconFallbackText") or "Warning"}
    return page.warning(
        content(options),
        **some(given, hidden="iconFallbackText", css="classes", attributes="attributes"),
    )


def tag(options: Options) -> Html:
    return page.tag(content(options), **some(options, css="classes", attributes="attributes"))


COMPONENTS: dict[str, Callable[[Options], Html]] = {
    "radios": group(choices.radios),
    "checkboxes": group(choices.checkboxes),
    "select": select,
    "input": text_input,
    "password-input": password_input,
    "textarea": textarea,
    "character-count": character_count,
    "file-upload": file_upload,
    "button": button,
    "error-summary": error_summary,
    "fieldset": bare_fieldset,
    "details": details,
    "inset-text": inset,
    "warning-text": warning,
    "tag": tag,
}
