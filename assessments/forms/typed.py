"""What is typed in any form: how a page gives it to the form, what every text field refuses, and
how it is given back when it could not be saved.

Django's own fields refuse what hides a text's words, and what is blank though required, as they do
null characters: the forms are ours, allauth's and the admin's, and a form written tomorrow is held
to it too. The answering form has fields of its own: see `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from django import forms
from django.http import QueryDict
from django.urls import ResolverMatch

from assessments.names import hiding_refusal, says_nothing


class Given(TypedDict, total=False):
    """What was typed, if anything was; what is shown at first; and how the fields are named."""

    data: Mapping[str, object] | None
    initial: dict[str, Any] | None
    auto_id: str


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


NO_WORDS = re.compile(
    r"csrfmiddlewaretoken|last_state|next|post|index|select_across|_\w+|.*_FORMS|.*-__prefix__-.*|(.*-)?(id|seen|position|DELETE)|\w+-\d+-(question|level|role)"
)
"""Fields of a page that hold nothing that was typed."""

SECRET = re.compile(r"(.*[-_])?(old|new)?password\d?|code|secret|token|credential")
"""Fields whose value is never shown again."""


def typed(post: QueryDict, sent_to: ResolverMatch | None = None) -> Iterator[tuple[str, str]]:
    """What each field with words in it is called, and its words. A page of the admin calls it what
    its forms do (`called`).
    """
    page = getattr(getattr(sent_to, "func", None), "model_admin", None)
    called = getattr(page, "called", in_words)
    for name, values in post.lists():
        texts = [str(one) for one in values if str(one).strip()]
        if texts and not NO_WORDS.fullmatch(name):
            yield called(name), "\n".join(texts)


def in_words(name: str) -> str:
    """The name of a field, readably: "levels-2-action_text" as "Levels 3, action text", "why-0" as
    "Why 1", and "sample-BUD-01", of a question, as "Sample BUD-01".
    """
    counted = re.sub(r"-(\d+)-", lambda found: f" {int(found[1]) + 1}, ", name)
    numbered = re.sub(r"^([a-z_]+)-(\d+)$", lambda row: f"{row[1]} {int(row[2]) + 1}", counted)
    words = re.sub(r"^([a-z_]+)-(?=[A-Z])", r"\1 ", numbered).replace("_", " ")
    return words[:1].upper() + words[1:]
