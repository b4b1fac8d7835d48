"""The `govuk` template pack: govuk-frontend's components for django-crispy-forms, in Python.

Why in Python: a page of questions has hundreds of elements, and a builder that escapes every child
by construction is both the fastest and the safest way to write them. Nothing that comes from a
label, help text, legend or error is ever markup; see `html`. The markup is checked against the
fixtures that govuk-frontend publishes, in tests/govuk.

  html      `el`, `join`: the builder          parts    label, legend, hint, error, group
  choices   radios, checkboxes, select         inputs   text, password, textarea, file
  page      button, error summary, details...  fields   a Django form field as a component
  layout    layout objects for crispy          answering  save bar, clash panel, evidence rows
                                               (template tags: assessments/templatetags/govuk.py)

In a template, base.html puts the error summary of `form` at the top and "Error: " in the title:

    {% load crispy_forms_tags govuk %}
    {% crispy form %}                                   the whole form, by its helper's layout
    {{ form|crispy }}                                   the fields alone
    {% govuk_field form.email width=20 hint="…" %}      one field; names as in `dress.Dress`

One question of the questionnaire (texts come from the rubric and are escaped):

    Box(
        Control(
            "BUD-01",                                   # RadioSelect: levels, dont_know, n/a
            label=question.text, size="m", heading=2,   # <legend><h2>
            intro=[Paragraph(question.why), Hint(question.help), Inset(Paragraph(gate))],
            descriptions={"0": level0.description, "1": level1.description},
            dividers={"dont_know": "or"},
            reveals={"not_applicable": [Control("BUD-01-reason", rows=3)]},
        ),
        Details(
            "Add a note or evidence",
            Control("BUD-01-note", limit=4000, rows=4),
            EvidenceRow("BUD-01", "BUD-01-evidence-0-title", "BUD-01-evidence-0-link"),
            AddEvidence("BUD-01", about="for question BUD-01"),
            open=has_note_or_error,
        ),
        "BUD-01-revision",                              # a hidden field
        tag="section", id="question-BUD-01", css="rd-question",
        attributes={"data-question": "BUD-01"},
    )

At the end of that form: `SaveBar(Button("Save"), signin_url=…)` and `ClashTemplate()`; its page
loads js/autosave.js, js/replies.js and js/evidence.js as modules in the block `scripts`.

A checklist is the same with CheckboxSelectMultiple and `exclusive={"none"}`; a percentage is
`Control("BUD-02", label=…, size="m", heading=2, suffix="%", width=5)`. Without JavaScript what a
choice reveals is always visible, so a view must ignore what belongs to a choice not made.
Crispy's own Fieldset, Div, Field, Submit and HTML work too, but they compile their texts as
templates: give them words of this code base only.
"""
