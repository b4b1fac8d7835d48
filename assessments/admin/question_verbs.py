"""Verbs of a draft's question that ask for something first: duplicate it, move it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from assessments.admin.pages import verb_page
from assessments.admin.types import View, editor
from assessments.models import Dimension, Question
from assessments.queries.question_codes import next_code
from assessments.services import questions
from assessments.workflow import Refused

NOT_YOURS = (
    "Only the questions of a draft can be changed, and only by a person with the permission to "
    "change rubrics."
)


class DuplicateForm(forms.Form):
    """What the copy is called."""

    code = forms.CharField(
        label="Code of the copy",
        max_length=40,
        help_text="It ties the answers of editions together: no question may have had it before.",
    )
    title = forms.CharField(label="Title of the copy", max_length=200)

    def __init__(self, data: QueryDict | None, question: Question) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.widget.attrs["class"] = "vTextField"
        self.initial = {"code": next_code(question), "title": question.title}


class MoveForm(forms.Form):
    """Where the question goes."""

    dimension = forms.ModelChoiceField(
        label="Dimension",
        queryset=Dimension.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose a dimension."},
    )

    def __init__(self, data: QueryDict | None, question: Question) -> None:
        super().__init__(data)
        others = Dimension.objects.filter(version=question.version_id)
        cast(forms.ModelChoiceField, self.fields["dimension"]).queryset = others.exclude(
            pk=question.dimension_id
        )


def duplicate_view(owner: admin.ModelAdmin[Question]) -> View:
    """Asks for the code and title of the copy, suggesting the next code that is free."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        question = _question(owner, request, pk)
        form = DuplicateForm(request.POST or None, question=question)
        if request.method == "POST" and form.is_valid():
            try:
                copy = questions.duplicate(
                    question=question, by=editor(request), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error("code", refusal.reason)
            else:
                done = f"This is {copy.code}, a copy of {question.code}. Say what it asks."
                messages.success(request, done)
                return redirect("admin:assessments_question_change", copy.pk)
        about = (
            "The copy begins with everything that this question holds: wording, levels, actions, "
            "gates and sector wording. It comes last in the same dimension.",
        )
        return _page(owner, request, question, form, "Duplicate", about, "Make the copy")

    return view


def move_view(owner: admin.ModelAdmin[Question]) -> View:
    """Asks for the dimension that the question goes to."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        question = _question(owner, request, pk)
        form = MoveForm(request.POST or None, question=question)
        if request.method == "POST" and form.is_valid():
            try:
                questions.move(question=question, by=editor(request), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("dimension", refusal.reason)
            else:
                messages.success(
                    request, f"{question.code} is now in {form.cleaned_data['dimension'].name}."
                )
                return redirect("admin:assessments_question_change", pk)
        about = (
            f"{question.code} is in {question.dimension.name}. It keeps its code, so that earlier "
            "answers stay tied to it, and its weight, which then counts among the questions of the "
            "other dimension. It comes last there.",
            "A question that is asked depending on this one must still come after it: if one does "
            "not, the list of faults says so.",
        )
        return _page(owner, request, question, form, "Move", about, "Move the question")

    return view


def _question(owner: admin.ModelAdmin[Question], request: HttpRequest, pk: int) -> Question:
    """The question of a draft, for a person who may change it."""
    rows = Question.objects.select_related("dimension", "version")
    question = rows.filter(pk=pk).first()
    if not owner.has_change_permission(request, question):
        raise PermissionDenied(NOT_YOURS)
    if question is None:
        raise Http404
    return question


def _page(
    owner: admin.ModelAdmin[Question],
    request: HttpRequest,
    question: Question,
    form: forms.Form,
    here: str,
    about: Sequence[str],
    button: str,
) -> HttpResponse:
    rows = [question.version, question.dimension, question]
    back, title = "Back to the question", f"{here} {question}"
    return verb_page(
        owner, request, rows, form, here, title=title, about=about, button=button, back=back
    )


VERBS = (("duplicate", duplicate_view), ("move", move_view))
"""The pages of these verbs, under the names of their addresses."""
