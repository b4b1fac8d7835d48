"""The form with which an organisation chooses what a public report gives of each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.forms.boundfield import BoundField

from assessments.disclosure.choices import (
    AS_PROPOSED,
    OF_THE_RUBRIC,
    OFFERED,
    Choice,
    Choices,
    Release,
    asked_of,
    defaults,
    exemption_of,
    offered,
)
from assessments.disclosure.public import PublicAnswer
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec

if TYPE_CHECKING:
    from assessments.forms.typed import Given

LONG = 400
"""An answer of more characters, with its note, reason and evidence, is folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question with what is given of its answer if it is open, and its two fields."""

    question: QuestionSpec
    answer: PublicAnswer
    release: BoundField
    exemption: BoundField

    @property
    def folded(self) -> bool:
        """Whether the answer is too long to be shown at once."""
        one = self.answer
        links = [text for link in (*one.evidence, *one.held) for text in (link.title, link.url)]
        said = (one.answer, one.level_text, *one.chosen, one.reason, one.note, *one.not_fitting)
        return sum(map(len, (*said, *links))) > LONG


RELEASES = [(release.value, release.label) for release in Release]


class PublicationForm(forms.Form):
    """A choice for each question that the sector can be asked, and whether anyone may open it.

    `after` is the version that was the latest when the form was made.
    """

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    listed = forms.BooleanField(
        label="Let anyone open it at a public address",
        help_text="Without this, you download the public report and put it where you publish.",
        required=False,
    )

    def __init__(
        self,
        *,
        spec: RubricSpec,
        sector: str,
        **given: Unpack[Given],
    ) -> None:
        super().__init__(**given)
        self.spec, self.sector = spec, sector
        self.questions = {question.code: question for question in asked_of(spec, sector)}
        for code in self.questions:
            self.fields[f"{code}-release"] = forms.ChoiceField(
                label=f"What to publish of {code}",
                choices=RELEASES,
                error_messages={
                    "required": f"Choose what to publish of {code}",
                    "invalid_choice": f"Choose what to publish of {code} from the list",
                },
            )
            self.fields[f"{code}-exemption"] = forms.CharField(
                label=f"Why, if {code} is not open", required=False
            )

    @staticmethod
    def initial_of(choices: Choices, *, after: int, listed: bool) -> dict[str, object]:
        """What the form shows at first."""
        shown: dict[str, object] = {"after": after, "listed": listed}
        for code, choice in choices.items():
            why = offered(choice.exemption)
            shown |= {f"{code}-release": choice.release, f"{code}-exemption": why}
        return shown

    @property
    def reasons(self) -> list[str]:
        """What may be typed as a reason, the questionnaire's own first where it proposes any."""
        proposed = any(question.exemption for question in self.questions.values())
        return [*([AS_PROPOSED] if proposed else []), *OFFERED.values()]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        for code, question in self.questions.items():
            release, typed = data.get(f"{code}-release"), data.get(f"{code}-exemption")
            if release == Release.OPEN or typed is None:
                continue
            try:
                kept = exemption_of(typed)
            except ValueError as wrong_reason:
                self.add_error(f"{code}-exemption", f"The reason for {code} {wrong_reason}")
                continue
            if kept == OF_THE_RUBRIC and not question.exemption:
                wrong = f"The questionnaire proposes no reason for {code}. Choose one of the list"
                self.add_error(f"{code}-exemption", wrong)
            elif not kept and release == Release.WITHHELD:
                self.add_error(f"{code}-exemption", f"Choose why {code} is withheld")
            else:
                data[f"{code}-exemption"] = kept
        return data

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen, of a form that is valid. An open answer needs no reason."""
        chosen = {}
        for code in self.questions:
            release = Release(self.cleaned_data[f"{code}-release"])
            given = self.cleaned_data[f"{code}-exemption"]
            chosen[code] = Choice(
                release=release, exemption="" if release is Release.OPEN else given
            )
        return chosen

    def parts(
        self, answers: Mapping[str, PublicAnswer]
    ) -> Iterator[tuple[DimensionSpec, list[Row]]]:
        """Each dimension with its questions, their answers and their two fields."""
        for dimension in self.spec.dimensions:
            rows = [
                Row(
                    question=question,
                    answer=answers[question.code],
                    release=self[f"{question.code}-release"],
                    exemption=self[f"{question.code}-exemption"],
                )
                for question in dimension.questions
                if question.code in self.questions
            ]
            if rows:
                yield dimension, rows

    def upon(self, after: int) -> PublicationForm:
        """The same choices, now made upon that version."""
        data = {**dict(self.sent()), "after": str(after)}
        return PublicationForm(data=data, spec=self.spec, sector=self.sector)

    def sent(self) -> list[tuple[str, str]]:
        """What was sent, so that the preview can send it again."""
        return [(name, self.data.get(name, "")) for name in self.fields if name in self.data]


def first_choices(spec: RubricSpec, sector: str, latest: Choices | None) -> Choices:
    """Those of the latest version, or what the rubric proposes."""
    return latest if latest is not None else defaults(spec, sector)
