"""How a file says which submission it is of, and how that is checked by those who hold the file.

A submission has a random code, which people read aloud and type, and the SHA-256 of its record,
which is everything that it froze. The code is derived from nothing, so it says nothing about the
answers; the hash says that they are these and no others. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

CODE_LENGTH = 12
"""Letters of a code, of 5 bits each."""

GROUP = 4
MISREAD = str.maketrans("OIL", "011")
"""The letters that no code has, because people take them for these digits."""

_CODE = re.compile(rf"[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}")
_HASH = re.compile(r"[0-9a-f]{64}")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212\u00ad\u200b\ufeff]+")
"""What people and programs put between the letters of what they copy: blanks and dashes."""


def grouped(code: str) -> str:
    """A code as people read it, such as `7K3M-9QXT-2BWD`; empty for none."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_of(typed: str) -> str:
    """The code that was typed, as it is kept; empty where no code can be meant by it.

    Small letters, blanks and dashes do not matter, nor O for 0, or I or L for 1.
    """
    code = _BETWEEN.sub("", typed).upper().translate(MISREAD)
    return code if _CODE.fullmatch(code) else ""


def hash_of_typed(typed: str) -> str:
    """The SHA-256 that was typed, as it is kept; empty where none can be meant by it."""
    found = _BETWEEN.sub("", typed).lower()
    return found if _HASH.fullmatch(found) else ""


def record_of(
    *,
    code: str,
    reference: str,
    number: int,
    organisation: str,
    title: str,
    sector: str,
    submitted_at: datetime,
    submitted_by: str,
    answers: Mapping[str, object],
    held: Sequence[object],
    kept: Sequence[object],
    signed: Mapping[str, object],
    result: Mapping[str, object] | None,
) -> dict[str, object]:
    """Everything that a submission froze as one document; its hash is of its canonical JSON.

    `result` has the content hash of the rubric's edition. Never change what this returns for the
    same values: the hashes that were taken of it are kept, and printed in reports. `submitted_at`
    is aware, and given in UTC.
    """
    return {
        "format": "readiness-submission",
        "format_version": 1,
        "code": grouped(code),
        "reference": reference,
        "number": number,
        "organisation": organisation,
        "title": title,
        "sector": sector,
        "submitted_at": submitted_at.astimezone(UTC).isoformat(),
        "submitted_by": submitted_by,
        "answers": answers,
        "held": held,
        "kept": kept,
        "signed": signed,
        "result": result,
    }
