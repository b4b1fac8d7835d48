"""How a page of the sandbox looks: the questions as respondents see them, and its own buttons."""

from __future__ import annotations

from collections.abc import Collection

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from assessments.crispy_govuk.html import el
from assessments.crispy_govuk.layout import Box, Button, ButtonGroup, Fixed, Piece
from assessments.forms.answering import DimensionForm
from assessments.forms.answering_layout import question_box

LIVE_LINE = "score-line"
"""The id of the line that says where the score lies; the script renews it."""


def sandbox_helper_for(
    form: DimensionForm, asked: Collection[str], onward: tuple[str, str] | None, said: str
) -> FormHelper:
    """The form's layout. `onward` is the code and the name of the part that follows, if any."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    status = el("p", {"class": "rd-status", "id": LIVE_LINE, "role": "status"}, said)
    row = Box(_buttons(onward), Fixed(status), css="rd-savebar__row")
    helper.layout = Layout(
        *(question_box(form, question, asked) for question in form.questions),
        Box(row, css="rd-savebar"),
    )
    return helper


def _buttons(onward: tuple[str, str] | None) -> ButtonGroup:
    buttons: list[Piece] = []
    if onward is not None:
        buttons.append(Button(f"Go on to {onward[1]}", name="go", value=onward[0]))
    style = "secondary" if onward is not None else ""
    buttons.append(Button("Update the score", name="go", value="", style=style))
    return ButtonGroup(*buttons)
