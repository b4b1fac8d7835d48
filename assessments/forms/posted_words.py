"""What was typed on a page that could not be saved, in words, to be given back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import QueryDict

NO_WORDS = re.compile(
    r"csrfmiddlewaretoken|last_state|_\w+|.*_FORMS|(.*-)?(id|seen|position|DELETE)|\w+-\d+-(question|level|role)"
)
"""Fields of a page that hold nothing that was typed."""

SECRET = re.compile(r"(.*[-_])?(old|new)?password\d?|code|secret|token")
"""Fields whose value is never shown again."""


def typed(post: QueryDict) -> Iterator[tuple[str, str]]:
    """The name of each field with words in it, readably, and its words."""
    for name, values in post.lists():
        texts = [str(one) for one in values if str(one).strip()]
        if texts and not NO_WORDS.fullmatch(name):
            yield _in_words(name), "\n".join(texts)


def _in_words(name: str) -> str:
    """ "levels-2-action_text" as "Levels 3, action text"."""
    counted = re.sub(r"-(\d+)-", lambda found: f" {int(found[1]) + 1}, ", name)
    return counted.replace("_", " ").capitalize()
