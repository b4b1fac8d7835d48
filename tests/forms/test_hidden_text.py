"""No text field of any form takes what hides its words, or shows nothing where it must speak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils.module_loading import import_string

from assessments.forms.answering import DimensionForm
from assessments.forms.assessments import ReasonForm
from assessments.models import Answer
from assessments.rubric.files.answers import sheet_from_document, sheet_to_document
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.factories import rubrics as r
from tests.forms.answering import QUESTIONS, asking, form_of, html_of, messages, posted
from tests.views.answering import address, autosave
from tests.views.pages import SignIn
from tests.worlds import World, person

OVERRIDE = "Remove the hidden character U+202E (right-to-left override)"
HIDES = "Minutes \u202egnp.exe and more"
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NOTHING = "\u2800\u3164\u200b" * 10


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of ours, and of allauth's and Django's that something has loaded."""
    assert get_resolver().url_patterns
    found: list[type[forms.BaseForm]] = []
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found += [one for one in subclasses if not one.__module__.startswith("tests.")]
    return found


def takes_text(field: forms.Field) -> bool:
    """Whether words can be typed into the field that others read."""
    if isinstance(field.widget, forms.PasswordInput) or field.disabled:
        return False
    return isinstance(field.widget, forms.TextInput | forms.Textarea | forms.HiddenInput)


def taken(field: forms.Field, text: str) -> bool:
    """Whether the field takes the text as it is."""
    try:
        return bool(field.clean(text) == text)
    except forms.ValidationError:
        return False


def slips(fields: dict[str, forms.Field], of: str) -> Iterator[str]:
    """What the text fields of a form take that they should not."""
    for name, field in fields.items():
        if takes_text(field):
            yield from (f"{of}.{name}: {each!a}" for each in TURNS if taken(field, f"ab{each}cd"))
            if field.required and taken(field, NOTHING):
                yield f"{of}.{name}: nothing that shows"


def test_every_text_field_of_every_form_refuses_what_hides_and_what_is_blank() -> None:
    classes = form_classes()
    names = {f"{each.__module__}.{each.__qualname__}" for each in classes}
    assert "assessments.forms.organisations.OrganisationForm" in names
    found = [
        slip for each in classes for slip in slips(getattr(each, "base_fields", {}), str(each))
    ]
    assert found == []


@pytest.mark.parametrize("setting", ["ACCOUNT_FORMS", "MFA_FORMS"])
def test_the_sign_in_forms_refuse_it(setting: str, settings: Any) -> None:
    for place in getattr(settings, setting).values():
        assert list(slips(import_string(place).base_fields, place)) == []


def test_every_form_of_the_admin_refuses_it(world: World, rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = person("Sue Super", is_staff=True, is_superuser=True)
    tried = 0
    for model, page in admin.site._registry.items():
        # A page of a draft hands its form the edition, so what it gives is a partial of the class.
        made = page.get_form(request)
        fields: dict[str, forms.Field] = dict(getattr(made, "func", made).base_fields)
        for inline in page.get_inline_instances(request):
            table = inline.get_formset(request)
            inner = getattr(table, "func", table).form.base_fields
            fields |= {f"{inline.model.__name__}.{name}": field for name, field in inner.items()}
        tried += sum(map(takes_text, fields.values()))
        assert list(slips(fields, model.__name__)) == []
    assert tried > 50


def test_a_field_of_another_making_would_be_found() -> None:
    planted = {
        "text": forms.Field(widget=forms.TextInput),
        "spoken": forms.CharField(widget=forms.Textarea),
    }
    found = list(slips(planted, "Planted"))
    assert len(found) == len(TURNS) + 1 and all("Planted.text" in slip for slip in found)


def test_a_password_chosen_before_still_opens_the_door() -> None:
    assert forms.CharField(widget=forms.PasswordInput).clean("long \u202e enough")


def test_what_need_not_be_given_may_be_blank() -> None:
    assert forms.CharField(required=False).clean("\u3164") == "\u3164"


PARTS = {
    "note": "TEX note",
    "reason": "TEX reason",
    "evidence-0-title": "TEX evidence 1",
    "evidence-0-link": "TEX evidence 1",
    "value": "TEX",
}


@pytest.mark.parametrize("part", PARTS)
def test_an_answer_that_hides_its_words_is_refused_next_to_its_field(part: str) -> None:
    fields = {"TEX__revision": "0", f"TEX__{part.replace('-', '__')}": HIDES}
    if part == "reason":
        fields["TEX__state"] = "not_applicable"
    if part == "evidence-0-link":
        fields["TEX__evidence__0__title"] = "Minutes"
    form = form_of(QUESTIONS["text"], posted(**fields))
    assert messages(form) == {
        f"TEX-{part}": [
            f"{PARTS[part]}: {OVERRIDE}, character 9. It can make the text read as something else. "
            "If you cannot find it, type the text again instead of pasting it"
        ]
    }
    assert form.changes() == [] and HIDES in html_of(form), "nothing typed is lost"


@pytest.mark.parametrize("blank", ["\u2800", "\u3164", "\u200b", "\ufe0f", "\u00ad", "\U000e0020"])
def test_an_answer_of_which_nothing_shows_is_empty(blank: str) -> None:
    padded = f"None{blank * 40}"
    texts = {"TEX__revision": "0", "TEX__value": blank * 30}
    assert messages(form_of(QUESTIONS["text"], posted(**texts))) == {
        "TEX-value": ["TEX: Enter your answer"]
    }
    reason = {"TEX__revision": "0", "TEX__state": "not_applicable", "TEX__reason": padded}
    (said,) = messages(form_of(QUESTIONS["text"], posted(**reason)))["TEX-reason"]
    assert said == "TEX reason: Say why this does not apply to you, in 20 characters or more"
    row = {"TEX__revision": "0", "TEX__evidence__0__title": blank, "TEX__evidence__0__link": "L"}
    assert messages(form_of(QUESTIONS["text"], posted(**row))) == {
        "TEX-evidence-0-title": ["TEX evidence 1: Give the evidence a title"]
    }


def test_the_other_answers_of_the_page_are_read() -> None:
    data = posted(SIN__revision="0", SIN__value="2", TEX__revision="0", TEX__note=HIDES)
    form = DimensionForm(asking(QUESTIONS["single"], QUESTIONS["text"]), data=data)
    assert not form.is_valid()
    assert [change.code for change in form.changes()] == ["SIN"]


def test_autosave_tells_the_field_and_saves_the_others(world: World, signed_in: SignIn) -> None:
    outcome = autosave(
        signed_in(world.contributor),
        address(world),
        **{"BUD-01-revision": "0", "BUD-01-value": "2", "BUD-01-note": HIDES},
        **{"BUD-02-revision": "0", "BUD-02-value": "3"},
    ).json()["questions"]
    assert (outcome["BUD-01"]["state"], outcome["BUD-02"]["state"]) == ("error", "saved")
    (said,) = outcome["BUD-01"]["errors"]["BUD-01-note"]
    assert said.startswith(f"BUD-01 note: {OVERRIDE}")
    assert [answer.question.code for answer in Answer.objects.all()] == ["BUD-02"]


def test_a_reason_for_the_history_counts_what_shows() -> None:
    words = {"label": "Why", "hint": ""}
    for reason, said in (
        (f"ok{NOTHING}", "Give a reason of at least 10 characters"),
        (NOTHING, "Give a reason"),
        (HIDES, OVERRIDE),
    ):
        form = ReasonForm(data={"reason": reason}, **words)
        assert form.errors["reason"][0].startswith(said)
    assert ReasonForm(data={"reason": "A wrong figure."}, **words).is_valid()


def test_a_submission_made_before_stays_readable() -> None:
    spec = r.rubric(r.dimension("DIM", 1, *QUESTIONS.values()))
    old = Reply(
        state=State.ANSWERED,
        value=HIDES,
        note=HIDES,
        evidence=(EvidenceItem(title=HIDES, link="\u2800"),),
    )
    none = Reply(state=State.NOT_APPLICABLE, reason=NOTHING)
    sheet = AnswerSheet(sector=r.COUNCIL, replies={"TEX": old, "SIN": none})
    assert sheet_from_document(spec, sheet_to_document(sheet, spec)) == sheet
