"""Forms of discussions. They clean what was typed; services decide and save."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms

from assessments.names import email_address, one_line
from assessments.services.discussions import (
    MENTIONS_MOST,
    NOTHING_SAID,
    TOO_MANY_PEOPLE,
    fault_of_text,
    tidied,
)

if TYPE_CHECKING:
    from assessments.forms.typed import Given

OFFERED_MOST = 100
"""Of so many members at most, browsers offer the addresses while a person types."""

NO_MEMBER = (
    "“{typed}” is not a member of this organisation. "
    "Enter the name or the email address of a member, as the list of members has it"
)
SEVERAL = "{number} members are called “{typed}”. Enter the email address of the one you mean"


class QuestionForm(forms.Form):
    """Which question is to be discussed, by its code in large or small letters."""

    question = forms.CharField(
        label="Code of the question",
        error_messages={"required": "Enter the code of the question"},
        widget=forms.TextInput(
            attrs={"list": "questions", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *, codes: Iterable[str], **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.codes = {code.casefold(): code for code in codes}

    def clean_question(self) -> str:
        typed: str = self.cleaned_data["question"]
        if typed.casefold() not in self.codes:
            raise forms.ValidationError(
                f"No question of this assessment has the code “{typed}”. "
                f"Enter a code such as {next(iter(self.codes.values()))}"
            )
        return self.codes[typed.casefold()]


class CommentForm(forms.Form):
    """A comment, and whose attention it draws. `members` are of `queries.discussions.people_of`."""

    text = forms.CharField(
        label="Your comment",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"null_characters_not_allowed": "Enter words that can be seen"},
    )
    people = forms.CharField(
        label="Draw the attention of (optional)",
        help_text=(
            "Names or email addresses of members, with a comma between two. "
            "They see your comment under “My work”."
        ),
        required=False,
        max_length=2_000,
        error_messages={"max_length": "The names must be 2,000 characters or fewer together"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    needs = forms.BooleanField(
        label=(
            "This question needs discussion before the assessment is submitted. My comment says why"
        ),
        required=False,
    )

    def __init__(
        self,
        *,
        members: Sequence[tuple[int, str, str]],
        needs_text: bool = True,
        **given: Unpack[Given],
    ) -> None:
        super().__init__(**given)
        self.members, self.needs_text = members, needs_text
        if 0 < len(members) <= OFFERED_MOST:
            self.fields["people"].widget.attrs["list"] = "members"

    def clean_text(self) -> str:
        text = tidied(self.cleaned_data["text"])
        fault = fault_of_text(text, needed=self.needs_text)
        if fault:
            raise forms.ValidationError(fault)
        return text

    def clean_people(self) -> list[int]:
        """The keys of the members who are named."""
        typed = self._apart(_pieces(self.cleaned_data["people"]))
        found = list(dict.fromkeys(self._member(one) for one in typed))
        if len(found) > MENTIONS_MOST:
            raise forms.ValidationError(TOO_MANY_PEOPLE)
        return found

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if "text" in cleaned and not cleaned["text"]:
            if cleaned.get("people") or cleaned.get("needs"):
                self.add_error("text", NOTHING_SAID)
        return cleaned

    def _apart(self, pieces: Sequence[str]) -> Sequence[str]:
        """The pieces between commas, those of a name that has commas itself put together again."""
        names = {_key(_pieces(called)): called for _, called, _ in self.members}
        most = max(map(len, names), default=1)
        found: list[str] = []
        while pieces:
            number = next((n for n in range(most, 1, -1) if _key(pieces[:n]) in names), 1)
            found.append(names[_key(pieces[:number])] if number > 1 else pieces[0])
            pieces = pieces[number:]
        return found

    def _member(self, typed: str) -> int:
        """The member of that address or name, or of whose name it is a part, if that is one."""
        address, name = email_address(typed), typed.removeprefix("@").strip().casefold()
        for wanted in (
            [key for key, _, email in self.members if email == address],
            [key for key, called, _ in self.members if called.casefold() == name],
            [key for key, called, _ in self.members if _has_words(called.casefold(), name)],
        ):
            if len(wanted) == 1:
                return wanted[0]
            if wanted:
                raise forms.ValidationError(SEVERAL.format(number=len(wanted), typed=typed))
        raise forms.ValidationError(NO_MEMBER.format(typed=typed))


def _pieces(typed: str) -> list[str]:
    """What is between commas, without what is blank."""
    return [piece for one in re.split(r"[,;\n]", typed) if (piece := one_line(one))]


def _key(pieces: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.removeprefix("@").casefold() for one in pieces)


def _has_words(name: str, words: str) -> bool:
    """Whether the words follow one another in the name."""
    return bool(words) and f" {words} " in f" {name} "
