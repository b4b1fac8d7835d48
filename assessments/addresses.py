"""What people type where a web address may go: recognised, and made a link. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_BARE = re.compile(
    rf"(?:www\.(?:{_LABEL}\.)+[a-z]{{2,24}}"
    rf"|(?:{_LABEL}\.)+(?:uk|org|com|net|gov|int|eu|wales|scot|london))"
    r"(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""A host that begins with www. or ends in a domain that public bodies use. A name of a file, such
as `plan.docx`, is none."""


def web_address(typed: str) -> str:
    """Where the text leads on the web; empty when it is a reference and no address.

    `https://` is put before an address that was typed without it; nothing else changes.
    """
    text = typed.strip()
    if _WHOLE.fullmatch(text):
        return text
    return f"https://{text}" if _BARE.fullmatch(text) else ""


def safe_web_address(typed: str) -> str:
    """The same for a field that takes nothing else: empty too where it has no host of its own, or
    carries a name or a password.
    """
    address = web_address(typed)
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return ""
    return address if parts.hostname and "@" not in parts.netloc else ""
