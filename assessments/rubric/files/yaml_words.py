"""What a YAML parser complains of, in words for the person who wrote the file."""

from __future__ import annotations

from typing import Protocol


class Complaint(Protocol):
    """What a parser's error tells: the trouble, and what it was reading at the time."""

    @property
    def problem(self) -> str | None: ...

    @property
    def context(self) -> str | None: ...


_WORDS = (
    ("mapping values are not allowed", "has a colon where none can stand: put the text in quotes"),
    ("cannot start any token", "has a character that cannot start a value: put the text in quotes"),
    ("could not find expected ':'", "has a line that is neither `key: value` nor a list item"),
    ("did not find expected key", "has a line whose indentation or quotes do not match"),
    ("expected <block end>", "has a line whose indentation or quotes do not match"),
    ("did not find expected '-' indicator", "has a line that does not belong to its list"),
    ("did not find expected ',' or", "has a bracket that is never closed"),
    ("expected ',' or", "has a bracket that is never closed"),
    ("unexpected end of stream", "has a quote that is never closed"),
    ("unexpected document indicator", "has a quote that is never closed"),
    ("undefined alias", "uses an alias (*name), which is not allowed: write it out"),
    ("duplicate anchor", "uses an anchor (&name), which is not allowed"),
    ("expected alphabetic or numeric character", "has a * or & with no name: put it in quotes"),
    ("undefined tag handle", "has a word that starts with !: put it in quotes"),
    ("unknown escape character", "has a backslash in double quotes that means nothing"),
)


def in_plain_words(error: Complaint, line: str) -> str:
    """Why the file is not YAML, given the line it stumbled on; else the parser's own words."""
    problem = error.problem or ""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return "is not YAML: it has a line that is indented with a tab: use spaces"
    for start, words in _WORDS:
        if start in problem:
            return f"is not YAML: it {words}"
    return f"is not YAML: {problem or error.context or 'it cannot be read'}"
