"""What a dry run found, carried in the form that confirms it: signed, and kept nowhere else.

The rubric travels as what it does not share with the document that it was compared with. That
document never changes, so the page stays small and what comes back is what was sent, to the letter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from django.core import signing

from assessments.queries.uploads import Standing, text_at
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.codec import content_hash, from_document
from assessments.rubric.files.deltas import delta, restored
from assessments.rubric.findings import FileRefused

SALT = "assessments.rubric-upload"
MOST_SECONDS = 24 * 60 * 60
MOST_CARRIED = 2_000_000
"""Characters that a form can carry, below the server's limit on what is posted."""

TOO_OLD = "This comparison is more than a day old. Upload the file again to see how things stand."
NOT_OURS = "This comparison cannot be used: it is not as it was made. Upload the file again."
TOO_MUCH = (
    "The file holds too much to be shown before it is taken. Ask the people who run this service "
    "to import it."
)


class Unusable(Exception):
    """A seal that is broken, old or somebody else's; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The rubric of a file, what the file was called, and with what it was compared."""

    spec: RubricSpec
    name: str
    standing: Standing


def sealed(upload: Upload, user: int) -> str:
    """The upload as a text for a hidden field, for that person only.

    Raises `Unusable` when it is more than a form can carry.
    """
    canonical = canonical_json(upload.spec)
    held = {
        "user": user,
        "name": upload.name,
        "standing": upload.standing.as_list(),
        "parts": delta(text_at(upload.standing), canonical),
        "drafted_on": upload.spec.drafted_on,
        "hash": content_hash(upload.spec),
    }
    seal = signing.dumps(held, salt=SALT, compress=True)
    if len(seal) > MOST_CARRIED:
        raise Unusable(TOO_MUCH)
    return seal


def opened(seal: str, user: int) -> Upload:
    """The upload that was sealed; raises `Unusable` unless whole, recent and that person's."""
    try:
        held = signing.loads(seal, salt=SALT, max_age=MOST_SECONDS)
    except signing.SignatureExpired:
        raise Unusable(TOO_OLD) from None
    except signing.BadSignature:
        raise Unusable(NOT_OURS) from None
    if held["user"] != user:
        raise Unusable(NOT_OURS)
    standing = Standing(*held["standing"])
    canonical = restored(text_at(standing), held["parts"])
    try:
        spec = from_document(json.loads(canonical))
    except (ValueError, FileRefused):
        raise Unusable(NOT_OURS) from None
    if content_hash(spec) != held["hash"]:
        raise Unusable(NOT_OURS)
    return Upload(replace(spec, drafted_on=held["drafted_on"]), held["name"], standing)
