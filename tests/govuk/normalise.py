"""Compare markup by what it means: not by white space, nor the order of attributes or classes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"input", "br", "hr", "img", "path"}


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.depth = 0
        self.text = ""
        self.verbatim = False

    def say(self, line: str) -> None:
        self.lines.append("  " * self.depth + line)

    def flush(self) -> None:
        shown = self.text if self.verbatim else re.sub(r"\s+", " ", self.text).strip()
        if shown:
            self.say(repr(shown))
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        if len({name for name, _ in attrs}) != len(attrs):
            self.say(f"attribute twice in <{tag}>")
        said = " ".join(f"{name}={self.value(name, value)!r}" for name, value in sorted(attrs))
        self.say(f"<{tag} {said}>")
        self.verbatim = tag == "textarea"
        if tag not in VOID:
            self.depth += 1

    @staticmethod
    def value(name: str, value: str | None) -> str | None:
        return " ".join(sorted(value.split())) if name == "class" and value else value

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.verbatim = False
        if tag not in VOID:
            self.depth -= 1
            self.say(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data


def normalise(markup: str) -> str:
    """One line per tag and per text, indented by depth."""
    parser = _Lines()
    parser.feed(markup)
    parser.close()
    parser.flush()
    return "\n".join(parser.lines)
