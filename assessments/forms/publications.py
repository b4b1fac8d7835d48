"""The form with which an organisation chooses what a public report gives of each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    exemption_of,
    offered,
)
from assessments.disclosure.public import PublicAnswer
from assessments.paging import Leaf, by_head, cut
from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec
from assessments.wording import counted

if TYPE_CHECKING:
    from assessments.forms.typed import Given

LONG = 400
"""An answer of more characters, with its note, reason and evidence, is folded."""
QUESTIONS_MOST, ROOM = 50, 60_000
"""The most questions of a page, and the most characters of their answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question of a dimension with what is given of its answer if it is open, and its two fields.
    `taken` is the reason that was understood, where it was typed in other words.
    """

    dimension: str
    question: QuestionSpec
    answer: PublicAnswer
    release: BoundField
    exemption: BoundField
    taken: str

    @property
    def length(self) -> int:
        """The characters of all that is given of the answer."""
        one = self.answer
        links = [text for link in (*one.evidence, *one.held) for text in (link.title, link.url)]
        said = (one.answer, one.level_text, *one.chosen, one.reason, one.note, *one.not_fitting)
        return sum(map(len, (*said, *links)))

    @property
    def folded(self) -> bool:
        """Whether the answer is too long to be shown at once."""
        return self.length > LONG


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

    def pages(self, answers: Mapping[str, PublicAnswer]) -> tuple[Leaf[Row], ...]:
        """The questions with their answers and their two fields, as many as a page holds."""
        rows = (
            Row(
                dimension=dimension.code,
                question=question,
                answer=answers[question.code],
                release=self[f"{question.code}-release"],
                exemption=self[f"{question.code}-exemption"],
                taken=self._taken(question.code),
            )
            for dimension, question in self.spec.questions()
            if question.code in self.questions
        )
        return cut(rows, QUESTIONS_MOST, size=lambda row: row.length, room=ROOM)

    def _taken(self, code: str) -> str:
        name = f"{code}-exemption"
        kept = (
            self.cleaned_data.get(name, "") if self.is_bound and not self.errors.get(name) else ""
        )
        taken = offered(kept)
        return taken if taken.casefold() != str(self[name].value()).strip().casefold() else ""

    def parts(self, page: Leaf[Row]) -> list[tuple[DimensionSpec, Sequence[Row]]]:
        """Each dimension of a page with its questions there."""
        return by_head(self.spec.dimensions, page.items, lambda row: row.dimension)

    def elsewhere(self, page: Leaf[Row]) -> list[tuple[str, str]]:
        """What is chosen on the other pages, so that this one can send it along."""
        here = {row.question.code for row in page.items}
        names = (
            f"{code}-{part}"
            for code in self.questions
            if code not in here
            for part in ("release", "exemption")
        )
        values = ((name, str(self[name].value() or "")) for name in names)
        return [(name, value) for name, value in values if value]

    def with_first_error(self, pages: Sequence[Leaf[Row]]) -> Leaf[Row]:
        """The first page with something wrong; what is wrong on the others is only counted."""
        names = [
            {name for row in page.items for name in (row.release.name, row.exemption.name)}
            for page in pages
        ]
        at = next((place for place, held in enumerate(names) if held & set(self.errors)), 0)
        others = set().union(*names) - names[at]
        more = [name for name in self.errors if name in others]
        for name in more:
            del self.errors[name]
        if more:
            are = "is" if len(more) == 1 else "are"
            said = f"There {are} {counted(len(more), 'problem')} on other pages too"
            self.add_error(None, said)
        return pages[at]

    def upon(self, after: int) -> PublicationForm:
        """The same choices, now made upon that version."""
        data = {**dict(self.sent()), "after": str(after)}
        return PublicationForm(data=data, spec=self.spec, sector=self.sector)

    @classmethod
    def turned(
        cls, data: Mapping[str, object], *, spec: RubricSpec, sector: str
    ) -> PublicationForm:
        """What was sent from one page, to be shown on another before it is looked at."""
        return cls(initial={**data, "listed": "listed" in data}, spec=spec, sector=sector)

    def sent(self) -> list[tuple[str, str]]:
        """What was sent, so that the preview can send it again."""
        return [(name, self.data.get(name, "")) for name in self.fields if name in self.data]
