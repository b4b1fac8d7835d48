"""Files that tests add to evidence items."""

from __future__ import annotations

from io import BytesIO

from assessments.models import Attachment, Evidence, User
from assessments.services import attachments
from tests.attachments.samples import PDF


def attached(
    item: Evidence, *, by: User, name: str = "minutes.pdf", content: bytes = PDF
) -> Attachment:
    return attachments.attach(
        evidence=item, file=BytesIO(content), name=name, size=len(content), by=by
    )
