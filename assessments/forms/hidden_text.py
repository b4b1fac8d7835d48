"""Every text field of every form refuses what hides its words, and what is blank though required.

Django's own fields get the rule, as they have it for null characters: the forms are ours,
allauth's and the admin's, and a form written tomorrow is held to it too. The answering form has
fields of its own: see `reading`.
"""

from __future__ import annotations

from django import forms

from assessments.names import hiding_refusal, says_nothing


def _validate(field: forms.CharField, value: object) -> None:
    forms.Field.validate(field, value)
    # A password is never shown, and one that was chosen earlier must still work.
    if not isinstance(value, str) or isinstance(field.widget, forms.PasswordInput):
        return
    if field.required and says_nothing(value):
        raise forms.ValidationError(field.error_messages["required"], code="required")
    refusal = hiding_refusal(value)
    if refusal is not None:
        raise forms.ValidationError(refusal, code="hidden_character")


def refuse_everywhere() -> None:
    """Have every `CharField`, and what is built on it, ask for text that can be seen."""
    forms.CharField.validate = _validate  # type: ignore[method-assign, assignment]
