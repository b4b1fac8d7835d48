"""What the gallery page shows: one specimen of each component, with texts that try them."""

from __future__ import annotations

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Button, Div, Fieldset, Layout, Submit
from django import forms

from assessments.crispy_govuk.layout import Control, Piece

LEVELS = [
    ("0", "No plan"),
    ("1", "A plan that is written down"),
    ("2", "A plan with money behind it"),
    ("dont_know", "We do not know"),
    ("not_applicable", "This does not apply to us"),
]
DESCRIPTIONS = {
    "0": "No one has been asked to write one.",
    "1": "It names what will be bought and who decides.",
    "2": "The board has agreed the sum for this year and the next.",
}


class SpecimenForm(forms.Form):
    """Every kind of control."""

    level = forms.ChoiceField(
        label="Do you have a plan for buying AI tools?", choices=LEVELS, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why does this not apply to you?", widget=forms.Textarea, required=False
    )
    items = forms.MultipleChoiceField(
        label="Which of these do you keep?",
        help_text="Choose all that you do.",
        choices=[("register", "A register of tools"), ("review", "A yearly review")]
        + [("none", "None of these")],
        widget=forms.CheckboxSelectMultiple,
    )
    share = forms.DecimalField(
        label="What share of staff has had training?", help_text="From 0 to 100, to one place."
    )
    money = forms.DecimalField(label="How much did you spend last year?", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    region = forms.ChoiceField(
        label="Region", choices=[("", "Choose a region"), ("north", "North"), ("south", "South")]
    )
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    file = forms.FileField(label="Evidence", help_text="A PDF, up to 5 MB.", required=False)
    agree = forms.BooleanField(label="Tell me when my assessment is read")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = "#form"
        helper.layout = Layout(
            Div(
                Control(
                    "level",
                    size="m",
                    heading=3,
                    intro=Piece(
                        "assessments/_question_intro.html",
                        why="A plan shows who decides, so that tools do not creep in.",
                        gates=("Level 0 caps the result.",),
                    ),
                    descriptions=DESCRIPTIONS,
                    dividers={"dont_know": "or"},
                    reveals={"not_applicable": Control("reason", rows=3)},
                ),
                Piece(
                    "govuk/details.html",
                    Control("note", limit=4000, rows=3),
                    summary="Add a note",
                    summary_more="",
                    open=False,
                ),
                css_class="rd-question",
            ),
            Control("items", size="m", heading=3, exclusive={"none"}, dividers={"none": "or"}),
            Control("share", size="m", heading=3, suffix="%", width=5),
            Control("money", prefix="£", width=10),
            Fieldset("About you", Control("email", width=20), "password", "region"),
            "file",
            Piece(
                "govuk/inset.html",
                HTML('<p class="govuk-hint">We keep files for as long as the assessment.</p>'),
            ),
            "agree",
            FormActions(Submit("save", "Save"), Button("leave", "Save and leave")),
        )
        return helper


def specimens() -> dict[str, object]:
    """The context of gallery.html."""
    form = SpecimenForm({"level": "not_applicable", "reason": "", "share": "101.25"})
    form.add_error("reason", "Enter why this does not apply to you, in at least 20 characters")
    return {
        "form": form,
        "items": [
            {"title": "Budget", "href": "#task-list", "status": "Complete", "hint": "9 questions"},
            {
                "title": "Training",
                "href": "#task-list",
                "status": "In progress",
                "colour": "teal",
                "hint": "4 of 9 questions answered",
            },
            {"title": "Data", "href": "#task-list", "status": "Not started", "colour": "blue"},
            {"title": "Check your answers", "status": "Cannot start yet"},
        ],
        "rows": [
            {"key": "Organisation", "value": "Northmoor Borough Council"},
            {"key": "Note", "value": "With <b>signs</b>.", "href": "#summary-list"},
        ],
        "bands": [
            ("Not ready", 1),
            ("Emerging", 2),
            ("Developing", 3),
            ("Ready", 4),
            ("Leading", 5),
        ],
        "crumbs": [("My organisations", "#"), ("Northmoor Borough Council", "#")],
        "previous": {"href": "#", "label": "Budget"},
        "next": {"href": "#", "label": "Data"},
        "colours": ["grey", "blue", "teal", "green", "yellow", "orange", "red", "purple"],
    }
