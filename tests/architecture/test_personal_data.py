"""Every field of every model has been asked whether it is about a person."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from assessments.models.base import EVERY_FIELD, Record


def unasked(model: type[Record]) -> set[str]:
    """The fields that are declared neither personal nor impersonal, and names that are no field."""
    fields = {field.name for field in model._meta.concrete_fields}
    if model.impersonal == EVERY_FIELD:
        return set(model.personal_data)
    declared = model.personal_data | (model.impersonal or frozenset())
    both = model.personal_data & (model.impersonal or frozenset())
    return (fields ^ declared) | both


@pytest.mark.parametrize("model", list(apps.get_app_config("assessments").get_models()))
def test_every_field_says_whether_it_is_personal(model: type[models.Model]) -> None:
    assert issubclass(model, Record)
    assert unasked(model) == set()


def test_a_field_missing_from_the_lists_is_found() -> None:
    class Planted(Record):
        telephone = models.TextField()
        colour = models.TextField()
        impersonal = frozenset({"id", "colour"})

        class Meta:
            app_label = "planted_personal"

    assert unasked(Planted) == {"telephone"}
