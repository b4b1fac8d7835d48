"""Looking for the questions that count towards another framework."""

from __future__ import annotations

from django import forms

from assessments.rubric.frameworks import Search

ANY = ""


class FrameworkSearchForm(forms.Form):
    """A GET sends it: the address then names the framework and the reference, and can be shared.

    `kept` are other parts of the address, by name, that it sends along.
    """

    framework = forms.ChoiceField(label="Framework", required=False)
    ref = forms.CharField(
        label="Reference",
        required=False,
        help_text="Such as B2, which finds B2.a too. Leave it empty for the whole framework.",
    )

    def __init__(self, search: Search, **kept: str) -> None:
        super().__init__(initial=search.query)
        self.search = search
        self.kept = {name: value for name, value in kept.items() if value}
        field = self.fields["framework"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(ANY, "Any framework"), *search.choices]
