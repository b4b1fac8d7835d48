"""The documents of the project, as tests read them: links, tables, code, headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A Markdown file: its place below the root, and its text."""

    place: str
    text: str

    @property
    def folder(self) -> Path:
        return (ROOT / self.place).parent

    def blocks(self, language: str) -> list[str]:
        """What is between fences of that language."""
        return [body for name, body in FENCE.findall(self.text) if name == language]

    @cached_property
    def prose(self) -> str:
        """The text without what is fenced."""
        return FENCE.sub("", self.text)

    @cached_property
    def spans(self) -> list[str]:
        """What is between single backticks."""
        return re.findall(r"`([^`\n]+)`", self.prose)

    @cached_property
    def links(self) -> list[str]:
        """Where links lead, pictures apart."""
        return re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", self.prose)

    @cached_property
    def pictures(self) -> list[tuple[str, str]]:
        """Each picture's words and place."""
        return re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", self.prose)

    @cached_property
    def anchors(self) -> set[str]:
        """What a link to a heading ends with, as GitHub makes it."""
        headings = re.findall(r"^#+ (.+)$", self.prose, re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}

    def section(self, heading: str) -> Document:
        """What is under a heading, with the sections below it."""
        found = re.search(
            rf"^(#+) {re.escape(heading)}\n(.*?)(?=^(?!\1#)#+ |\Z)",
            self.text,
            re.MULTILINE | re.DOTALL,
        )
        assert found, f"{self.place} has no heading {heading!r}"
        return Document(self.place, found.group(2))

    def rows(self) -> list[list[str]]:
        """The cells of every table, heads and rules left out."""
        lines = [line.strip() for line in self.prose.splitlines()]
        ruled = [number for number, line in enumerate(lines) if re.fullmatch(r"\|[ :|-]+\|", line)]
        skipped = {*ruled, *(number - 1 for number in ruled)}
        return [
            [cell.strip() for cell in line.strip("|").split("|")]
            for number, line in enumerate(lines)
            if line.startswith("|") and number not in skipped
        ]

    def keys(self) -> set[str]:
        """What the tables name in backticks in their first column."""
        return {name for row in self.rows() for name in re.findall(r"`([^`]+)`", row[0])}


def document(place: str) -> Document:
    return Document(place, (ROOT / place).read_text(encoding="utf-8"))


def documents() -> list[Document]:
    """Every Markdown file that is ours: those of the root and of docs/."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [document(path.relative_to(ROOT).as_posix()) for path in sorted(found)]
