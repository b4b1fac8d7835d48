"""Whether the document of an edition may be frozen."""

from __future__ import annotations

import json
from functools import lru_cache

from assessments.rubric.files.codec import content_hash, faults, from_document


# A document is read several times on its way, and what is found in it never changes.
@lru_cache(maxsize=4)
def is_sound(document: str, content: str, before: str) -> bool:
    """Whether a document has that content hash and no fault, after the edition `before`, if any."""
    spec = from_document(json.loads(document))
    earlier = from_document(json.loads(before)) if before else None
    return content_hash(spec) == content and not faults(spec, earlier)
