"""What an edition that can only be read says: words, never codes or padded numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import QuerySet
from django.test import Client
from django.utils.safestring import SafeString

from assessments.admin.fields import Offered
from assessments.admin.layout import NOT_GIVEN, in_words
from assessments.models import Dimension, DraftState, Level, Question, RubricVersion
from tests.admin.conftest import Programme
from tests.admin.pages import text_of

SECTORS = Offered([("council", "Council (council)"), ("nhs", "NHS trust (nhs)")])
EFFORTS = Offered([("S", "Small (S)")])


@pytest.mark.parametrize(
    ("row", "name", "offered", "words"),
    [
        (Question(required=True), "required", None, "Yes"),
        (Question(critical=False), "critical", None, "No"),
        (Question(weight=Decimal("15.0000")), "weight", None, "15"),
        (Question(weight=Decimal("0.1250")), "weight", None, "0.125"),
        (Question(weight=None), "weight", None, NOT_GIVEN),
        (Question(help=""), "help", None, NOT_GIVEN),
        (Question(applies_to=()), "applies_to", SECTORS, NOT_GIVEN),
        (Question(kind="yes_no"), "kind", None, "Yes or no"),
        (Level(action_effort="S"), "action_effort", EFFORTS, "Small (S)"),
        (Level(action_effort="XL"), "action_effort", EFFORTS, "XL"),
        (Level(text="One.\nTwo."), "text", None, "One.<br>Two."),
        (Level(text="<b>bold</b>"), "text", None, "&lt;b&gt;bold&lt;/b&gt;"),
        (
            Question(applies_to=("nhs", "gone")),
            "applies_to",
            SECTORS,
            "<ul><li>NHS trust (nhs)</li><li>gone</li></ul>",
        ),
    ],
)
def test_a_field_says_in_words_what_it_holds(
    row: Any, name: str, offered: Offered | None, words: str
) -> None:
    page = admin.site.get_model_admin(type(row))
    said = in_words(row, name, page, offered)
    assert said == words
    assert "<" not in said or isinstance(said, SafeString)


@pytest.mark.django_db
def test_the_list_of_levels_names_efforts_and_owners(
    as_editor: Client, programme: Programme
) -> None:
    page = text_of(as_editor.get("/admin/assessments/level/"))
    assert "Small (S)" in page and "Chief finance officer (finance)" in page


@pytest.mark.django_db
def test_the_list_of_levels_shows_a_code_that_a_draft_does_not_have_as_it_is(
    as_editor: Client, draft: RubricVersion
) -> None:
    """Also where no state of the draft is kept, so that its codes are read from its rows."""
    level = Level.objects.filter(version=draft, action_effort="S").first()
    assert level is not None
    Level.objects.filter(pk=level.pk).update(action_effort="XXL", action_owner="no-such-owner")
    listed = f"/admin/assessments/level/?version__id__exact={draft.pk}"
    for kept in (True, False):
        if not kept:
            QuerySet(model=DraftState).filter(version=draft.pk).delete()
        page = text_of(as_editor.get(listed))
        assert "XXL" in page and "no-such-owner" in page, kept
        assert "Small (S)" in page and "Chief finance officer (finance)" in page, kept


def test_a_column_of_the_admin_says_what_it_says_elsewhere() -> None:
    page = admin.site.get_model_admin(Dimension)
    assert in_words(Dimension(weight=Decimal("2.50")), "plain_weight", page, None) == "2.5"
