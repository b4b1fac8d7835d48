"""Forms of the sign-off: send for approval, approve, return. Services decide and save."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.forms.boundfield import BoundField

from assessments.forms.assessments import ReasonForm
from assessments.names import shown_length
from assessments.reports.answered import ReportQuestion
from assessments.reviewing import NAME_MOST, REASONS_MOST, WORD_MOST
from assessments.workflow import REASON_LEAST, REASON_MOST

if TYPE_CHECKING:
    from assessments.forms.typed import Given

ROWS = 3
"""How many questions a return has room for at first, and how many more each time."""


class SendForm(forms.Form):
    """What the sender says to the approver."""

    word = forms.CharField(
        label="Message to the approver (optional)",
        help_text="For example, what you would like them to look at first.",
        widget=forms.Textarea,
        required=False,
        max_length=WORD_MOST,
        error_messages={"max_length": f"The message must be {WORD_MOST:,} characters or fewer"},
    )


SEEN, NOT_SEEN = "seen", "not_seen"
_SAMPLE = "sample-"
_OF_A_DECISION = re.compile(
    rf"statement|name|job_title|reason|{_SAMPLE}.{{1,60}}|(question|why)-\d{{1,2}}", re.ASCII
)
"""The fields that one of the two forms has: to approve, or to return."""


class ApproveForm(forms.Form):
    """The signature of the person who approves, and what they saw of the sample.

    `seen` names what they have read.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    statement = forms.CharField(
        label="Your statement",
        help_text="The report shows it with your name and job title. Change it as you need.",
        widget=forms.Textarea,
        max_length=WORD_MOST,
        error_messages={
            "required": "Enter your statement",
            "max_length": f"Your statement must be {WORD_MOST:,} characters or fewer",
        },
    )
    name = forms.CharField(
        label="Your name",
        max_length=NAME_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "Enter your name",
            "max_length": f"Your name must be {NAME_MOST} characters or fewer",
        },
    )
    job_title = forms.CharField(
        label="Your job title",
        max_length=NAME_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={
            "required": "Enter your job title",
            "max_length": f"Your job title must be {NAME_MOST} characters or fewer",
        },
    )

    def __init__(self, *, sample: Sequence[ReportQuestion], **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.sample = sample
        for part in sample:
            self.fields[f"{_SAMPLE}{part.code}"] = forms.ChoiceField(
                label=f"{part.code} {part.title}",
                help_text=_shown(part),
                choices=[(SEEN, "I have seen evidence for it"), (NOT_SEEN, "I have not seen any")],
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Select whether you have seen evidence for {part.code}"
                },
            )
        self.order_fields([f"{_SAMPLE}{part.code}" for part in sample])

    def sample_fields(self) -> Iterator[BoundField]:
        for part in self.sample:
            yield self[f"{_SAMPLE}{part.code}"]

    @property
    def evidence_seen(self) -> dict[str, bool]:
        """By the code of the question."""
        return {
            part.code: self.cleaned_data[f"{_SAMPLE}{part.code}"] == SEEN for part in self.sample
        }


def marks_in(posted: Mapping[str, str]) -> dict[str, bool]:
    """What was marked of a sample, by the code of the question: whether evidence was seen."""
    return {
        name.removeprefix(_SAMPLE): value == SEEN
        for name, value in posted.items()
        if name.startswith(_SAMPLE) and value in (SEEN, NOT_SEEN)
    }


def kept_of_the_other(form: forms.Form, posted: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was posted for the other of the two forms, to return and to approve: names, values."""
    return [
        (name, value)
        for name, value in posted.items()
        if name not in form.fields and _OF_A_DECISION.fullmatch(name) and value
    ]


def _shown(part: ReportQuestion) -> str:
    """The answer, and what is given for it."""
    given = "; ".join(one.title for one in part.evidence) or "none given"
    return f"Answer: {part.brief or part.answer}. Evidence: {given}."


class ReturnForm(ReasonForm):
    """Why an assessment is returned, in all and at some of its questions, by their codes."""

    def __init__(self, *, codes: Collection[str], rows: int, **given: Unpack[Given]) -> None:
        super().__init__(
            label="Why are you returning it?",
            hint="All members of your organisation can read this, and the report repeats it.",
            **given,
        )
        self.codes = {code.casefold(): code for code in codes}
        self.rows = range(min(rows, REASONS_MOST))
        self.example = next(iter(codes))
        for row in self.rows:
            self.fields[f"question-{row}"] = forms.CharField(
                label="Code of the question",
                help_text=f"For example, {self.example}",
                required=False,
                max_length=60,
            )
            self.fields[f"why-{row}"] = forms.CharField(
                label="What should be looked at again?",
                widget=forms.Textarea,
                required=False,
                max_length=REASON_MOST,
                error_messages={
                    "max_length": f"The reason must be {REASON_MOST:,} characters or fewer"
                },
            )

    def pairs(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        """The number of each row from 1, its question and its reason."""
        for row in self.rows:
            yield row + 1, self[f"question-{row}"], self[f"why-{row}"]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        self.reasons: dict[str, str] = {}
        for row in self.rows:
            named, why = data.get(f"question-{row}", ""), data.get(f"why-{row}", "")
            code = self.codes.get(named.casefold(), "")
            if named and not code:
                fault = f"This questionnaire has no question “{named}”. Enter a code such as "
                self.add_error(f"question-{row}", f"{fault}{self.example}")
            elif code in self.reasons:
                self.add_error(f"question-{row}", f"Give the reasons for {code} in one place")
            elif why and not named:
                self.add_error(f"question-{row}", "Enter the question that this is about")
            elif code and shown_length(why) < REASON_LEAST:
                self.add_error(
                    f"why-{row}", f"Give a reason of at least {REASON_LEAST} characters for {code}"
                )
            elif code:
                self.reasons[code] = why
        return data
