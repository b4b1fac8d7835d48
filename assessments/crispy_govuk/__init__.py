"""The `govuk` template pack of django-crispy-forms: what of it cannot be a template.

The markup is in templates/govuk/, and tests/govuk compares it with govuk-frontend's fixtures.
`fields` says what a form field is drawn with and draws the template, and `layout` has the layout
objects. Crispy's own layout objects (Div, Fieldset, Submit, HTML) work too, but compile their
texts as templates: texts from a rubric or a person go through `Control` and `Piece`.

Without JavaScript what a choice reveals is always visible, so a view must ignore what belongs to a
choice that was not made.
"""
