"""Reading the files of evidence items, and how much room they take."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, cast

from django.core.files.storage import Storage, storages
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from assessments.models import Attachment, Evidence, Organisation, SubmittedFile


def storage() -> Storage:
    """Where the bytes are."""
    return storages["attachments"]


def opened(attachment: Attachment) -> BinaryIO:
    """Its bytes, to be closed by the caller. Raises what the storage does when it is away."""
    return cast("BinaryIO", storage().open(attachment.stored_as))


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 of all its bytes, which leaves it at its end."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # it has `readinto`


def files_of(evidence: Evidence) -> QuerySet[Attachment]:
    """The files of an item, the first added first, with who added each. One query."""
    rows = evidence.attachments.filter(removed_at__isnull=True)
    return rows.select_related("uploaded_by")


def kept() -> QuerySet[Attachment]:
    """The files whose bytes have to be there: an item has them, or a submission froze them."""
    frozen = SubmittedFile.objects.filter(attachment=OuterRef("pk"))
    return Attachment.objects.filter(Q(removed_at__isnull=True) | Exists(frozen))


def room_taken(organisation: Organisation) -> int:
    """The bytes that the organisation's quota is asked for. One query."""
    rows = kept().filter(organisation=organisation).order_by()
    return rows.aggregate(total=Sum("size"))["total"] or 0
