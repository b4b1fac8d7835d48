"""Forms of an assessment's steps: start, carry over, and give a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack, cast

from django import forms

from assessments.names import fault_of_name, one_line, shown_length
from assessments.queries.carrying import Source
from assessments.wording import counted
from assessments.workflow import REASON_LEAST, REASON_MOST

if TYPE_CHECKING:
    from assessments.forms.typed import Given

TITLE_MOST = 200


NO_SOURCE, TRIED, LAST = "", "tried", "last"


class SourceForm(forms.Form):
    """Which of the organisation's assessments gives its answers as suggestions."""

    where = "still open here"

    answers_from = forms.ChoiceField(
        label="Use answers that you have given before?",
        help_text=(
            "They come as suggestions. None counts until you accept it, and the assessment that "
            "they come from does not change."
        ),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose an assessment",
            "invalid_choice": "Choose one of the assessments in the list",
        },
    )

    def __init__(
        self, *, sources: Sequence[Source], last: str = "", **given: Unpack[Given]
    ) -> None:
        """`last` names what was submitted last on this questionnaire, if anything was."""
        super().__init__(**given)
        self.sources = {one.assessment.reference: one for one in sources}
        self.last = last
        field = cast("forms.ChoiceField", self.fields["answers_from"])
        field.choices = self.listed

    @property
    def listed(self) -> list[tuple[str, str]]:
        last = [(LAST, f"Start from last time: {self.last}")] if self.last else []
        rest = ((reference, said(one, self.where)) for reference, one in self.sources.items())
        return [*last, *rest]

    @property
    def wants_last(self) -> bool:
        return self.cleaned_data.get("answers_from") == LAST

    @property
    def source(self) -> Source | None:
        """The assessment that was chosen, if any."""
        return self.sources.get(self.cleaned_data.get("answers_from", NO_SOURCE))


def said(source: Source, where: str) -> str:
    """An assessment in the list, such as "Readiness, May 2026 (Gate check): 12 answers …"."""
    asked = counted(source.common, "answer to a question", "answers to questions")
    return f"{source.assessment.title} ({source.assessment.version.title}): {asked} {where}"


class StartForm(SourceForm):
    """Which edition, what to call the assessment, and which answers to suggest in it."""

    field_order = ("version", "title", "answers_from")
    where = "asked here too"

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Name of this assessment",
        help_text=(
            "Your colleagues see this in lists and on the report, so say what it is for if you "
            "do this more than once a year."
        ),
        max_length=TITLE_MOST,
        error_messages={
            "required": "Enter a name for this assessment",
            "max_length": f"The name must be {TITLE_MOST} characters or fewer",
        },
    )

    def __init__(
        self,
        *,
        sources: Sequence[Source],
        tried: int = 0,
        last: str = "",
        **given: Unpack[Given],
    ) -> None:
        """`tried` counts the answers of this browser that are to questions asked here."""
        super().__init__(sources=sources, last=last, **given)
        if not sources and not tried and not last:
            del self.fields["answers_from"]
            return
        field = cast("forms.ChoiceField", self.fields["answers_from"])
        field.required = False
        here = []
        if tried:
            asked = counted(tried, "answer to a question", "answers to questions")
            here = [(TRIED, f"What you tried in this browser: {asked} {self.where}")]
        field.choices = [*here, *self.listed, (NO_SOURCE, "No, start with no suggestions")]
        first = TRIED if tried else NO_SOURCE
        field.initial = LAST if last else first

    @property
    def asks_first(self) -> bool:
        """Whether there is something to see before it is sent: a mistake, or answers to take."""
        chosen = self["answers_from"].value() if "answers_from" in self.fields else NO_SOURCE
        return bool(self.errors) or chosen in (TRIED, LAST)

    @property
    def wants_tried(self) -> bool:
        return self.cleaned_data.get("answers_from") == TRIED

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        fault = fault_of_name(title)
        if fault:
            raise forms.ValidationError(f"The name must {fault}")
        return title


class CarryOverForm(forms.Form):
    """`version` names the edition that the person read about before they confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is done, for the history."""

    reason = forms.CharField(
        widget=forms.Textarea,
        min_length=REASON_LEAST,
        max_length=REASON_MOST,
        error_messages={
            "required": "Give a reason",
            "min_length": f"Give a reason of at least {REASON_LEAST} characters",
            "max_length": f"The reason must be {REASON_MOST:,} characters or fewer",
        },
    )

    def __init__(self, *, label: str, hint: str, **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if shown_length(reason) < REASON_LEAST:
            raise forms.ValidationError(self.fields["reason"].error_messages["min_length"])
        return reason
