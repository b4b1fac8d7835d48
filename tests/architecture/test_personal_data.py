"""Every field of every model has been asked whether it is about a person."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from assessments.models import AuditEvent, User
from assessments.models.base import EVERY_FIELD, Record
from assessments.queries.personal_data import (
    BY_ADDRESS,
    LEFT_OUT,
    OTHERS,
    THEIRS,
    people_of,
    theirs_of,
)


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


def uncovered(model: type[Record]) -> set[str]:
    """The personal fields of a model that no person would get in the file of what is held."""
    if model in (User, AuditEvent):
        return set()  # with code of their own
    people = set(people_of(model))
    others = {name for name in model.personal_data - people if not _is_left_out(model, name)}
    covered = bool(theirs_of(model)) or model.__name__ in BY_ADDRESS
    return set() if covered else others


def _is_left_out(model: type[Record], name: str) -> bool:
    return (model.__name__, name) in LEFT_OUT


@pytest.mark.parametrize("model", list(apps.get_app_config("assessments").get_models()))
def test_whom_a_personal_field_is_about_gets_it_as_a_file(model: type[Record]) -> None:
    """Where this fails: name in `queries.personal_data.THEIRS` whose data the row is."""
    assert uncovered(model) == set()
    assert set(THEIRS.get(model.__name__, ())) <= set(people_of(model))


def test_what_other_packages_keep_of_a_person_is_in_the_file() -> None:
    theirs = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label != "assessments"
        and any(field.related_model is User for field in model._meta.concrete_fields)
    }
    assert theirs == set(OTHERS)


def test_what_is_left_out_is_there() -> None:
    fields = {
        (model.__name__, field.name)
        for model in apps.get_app_config("assessments").get_models()
        for field in model._meta.concrete_fields
    }
    assert set(LEFT_OUT) <= fields
    assert all(reason for reason in LEFT_OUT.values())


def test_a_personal_field_of_which_person_is_not_said_is_found() -> None:
    class PlantedTwo(Record):
        asked = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
        answered = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
        words = models.TextField()
        personal_data = frozenset({"asked", "answered", "words"})

        class Meta:
            app_label = "planted_personal"

    assert uncovered(PlantedTwo) == {"words"}
