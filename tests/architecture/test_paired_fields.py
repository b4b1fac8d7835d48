"""Every `_at` has its `_by`: nothing happens at a time without a person who did it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

UNPAIRED: dict[str, str] = {}


def unpaired(model: type[models.Model]) -> list[str]:
    """Fields of the model that lack their other half, or its check constraint."""
    names = {field.name for field in model._meta.concrete_fields}
    constraints = {constraint.name for constraint in model._meta.constraints}
    found = []
    for name in sorted(names):
        stem, _, ending = name.rpartition("_")
        if ending not in ("at", "by") or not stem:
            continue
        if f"{stem}_at" not in names or f"{stem}_by" not in names:
            found.append(f"{model.__name__}.{name} has no partner")
        elif not any(c.endswith(f"_{stem}_paired") for c in constraints):
            found.append(f"{model.__name__}.{name} has no check constraint")
    return found


@pytest.mark.parametrize("model", list(apps.get_app_config("assessments").get_models()))
def test_every_at_has_its_by(model: type[models.Model]) -> None:
    assert not [found for found in unpaired(model) if found.split()[0] not in UNPAIRED]


def test_a_lonely_stamp_is_found_out() -> None:
    class Planted(models.Model):  # noqa: DJ008
        read_at = models.DateTimeField(null=True)

        class Meta:
            app_label = "planted_pairs"

    assert unpaired(Planted) == ["Planted.read_at has no partner"]
