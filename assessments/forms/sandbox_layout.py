"""How a page of the sandbox looks: the questions as respondents see them, and its own buttons."""

from __future__ import annotations

from collections.abc import Collection

from crispy_forms.helper import FormHelper

from assessments.crispy_govuk.layout import Piece
from assessments.forms.answering import DimensionForm
from assessments.forms.answering_layout import helper_of, question_box

PREVIEW_BAR = "admin/assessments/rubricversion/_preview_bar.html"


def sandbox_helper_for(
    form: DimensionForm, asked: Collection[str], onward: tuple[str, str] | None, said: str
) -> FormHelper:
    """The form's layout. `onward` is the code and the name of the part that follows, if any."""
    return helper_of(
        *(question_box(form, question, asked) for question in form.questions),
        Piece(PREVIEW_BAR, onward=onward, said=said),
    )
