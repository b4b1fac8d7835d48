"""Models of the past are made of copies of fields, which takes a third off a run of the migrations.

Each step of a migration makes the model that it is about anew, and all that point at it, from
fields that Django takes apart and puts together again. A copy of such a field is the same field.
"""

from __future__ import annotations

import copy

from django.db.models import Field

put_together = Field.clone


def copied(field: Field) -> Field:
    if hasattr(field, "model"):
        return put_together(field)  # in use by a model, which the copy would be of as well
    made = copy.deepcopy(field)
    # Columns come in the order in which a model's fields were made.
    made.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    return made


Field.clone = copied
