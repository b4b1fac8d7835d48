"""The HTML half of a message, made from its text: the same words, so they cannot disagree."""

from __future__ import annotations

import re

from django.template.loader import render_to_string


def html_of(subject: str, text: str) -> str:
    """A whole HTML document: an empty line parts paragraphs, and a line that is an address is a
    link. An address inside a sentence is not: somebody may have typed it as their name.
    """
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    lines = [[line.strip() for line in block.strip().splitlines()] for block in blocks]
    return render_to_string("email/base.html", {"subject": subject, "paragraphs": lines})
