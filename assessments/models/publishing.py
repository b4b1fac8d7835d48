"""What of an edition may be published, whoever saves it.

Loaded when the app is ready and by no other model: it needs all that judges a rubric.
"""

from __future__ import annotations

from django.db.models.signals import pre_save
from django.dispatch import receiver

from assessments.models.base import FrozenRecord
from assessments.models.edition_reading import spec_from_rows
from assessments.models.rubric import RubricVersion
from assessments.rubric.files.codec import content_hash, faults


@receiver(pre_save, sender=RubricVersion)
def refuse_to_publish(
    instance: RubricVersion, raw: bool, update_fields: frozenset[str] | None, **_: object
) -> None:
    """Nothing unsound is published, nor a hash that the rows do not have, by any save.

    A fixture brings an edition before its rows: it is let in, and judged when it is first read.
    """
    if not instance.is_published:
        return
    if update_fields is not None:
        if "published_at" in update_fields:
            raise FrozenRecord(f"{instance} is published whole, with its hash.")
        return
    if not RubricVersion.objects.filter(pk=instance.pk).exists():
        if raw:
            return
        raise FrozenRecord(f"{instance} is published once it has rows.")
    rows = spec_from_rows(instance)
    if content_hash(rows) != instance.content_hash:
        raise FrozenRecord(f"{instance} is published by the service, which reads its rows.")
    last = instance.published_before().first()
    if faults(rows, spec_from_rows(last) if last else None):
        raise FrozenRecord(f"{instance} is published by the service, which looks for its faults.")
