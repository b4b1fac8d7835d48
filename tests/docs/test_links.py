"""Links lead somewhere, paths exist, and every picture is there, used, light and described."""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path

import pytest

from tests.docs.documents import ROOT, Document, document, documents

EXPECTED = {
    "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md",
    "docs/deploying.md", "docs/files.md", "docs/scoring.md",
}  # fmt: skip
HEAVIEST = 200_000
WIDTH = 1280
# A path in backticks is one that starts with a folder of the root.
TOP = r"(?:assessments|readiness|tests|templates|static|docs|\.ci)"
PATH = re.compile(rf"{TOP}/[\w./-]*")
# A file may also be named by the end of its path, and a style by its class.
FILE = re.compile(r"[\w./-]+\.(?:py|js|html|css|typ)")
STYLE = re.compile(r"rd-[\w-]+")


def broken_links(one: Document) -> list[str]:
    """The links that lead to no file, or to no heading of a document."""
    found = []
    for link in one.links:
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        path = one.folder / place if place else ROOT / one.place
        if not path.exists():
            found.append(link)
        elif anchor and anchor not in Document(place, path.read_text()).anchors:
            found.append(link)
    return found


def missing_paths(one: Document) -> list[str]:
    """The paths, files and styles in backticks that are not in the project."""
    missing = [span for span in one.spans if PATH.fullmatch(span) and not (ROOT / span).exists()]
    missing += [span for span in one.spans if FILE.fullmatch(span) and f"/{span}\n" not in _files()]
    return missing + [span for span in one.spans if STYLE.fullmatch(span) and span not in _styles()]


@cache
def _files() -> str:
    """Where every file of the project is, one to a line."""
    tops = (path for path in ROOT.iterdir() if re.fullmatch(TOP, path.name))
    found = [*ROOT.glob("*.py"), *(file for top in tops for file in top.rglob("*.*"))]
    return "".join(f"/{file.relative_to(ROOT).as_posix()}\n" for file in found)


@cache
def _styles() -> set[str]:
    """Every class of our own that a style sheet has."""
    sheets = (ROOT / "static" / "css").glob("*.css")
    return {name for sheet in sheets for name in STYLE.findall(sheet.read_text(encoding="utf-8"))}


def test_the_documents_are_there() -> None:
    assert {one.place for one in documents()} >= EXPECTED


@pytest.mark.parametrize("one", documents(), ids=lambda one: one.place)
def test_links_and_paths_lead_somewhere(one: Document) -> None:
    assert not broken_links(one)
    assert not missing_paths(one)


def test_the_readme_leads_to_every_document() -> None:
    linked = set(document("README.md").links)
    assert {one.place for one in documents()} - {"README.md"} <= linked


def test_pictures_are_used_light_and_described() -> None:
    used: set[Path] = set()
    for one in documents():
        for words, place in one.pictures:
            path = (one.folder / place).resolve()
            used.add(path)
            content = path.read_bytes()
            assert content.startswith(b"\x89PNG"), place
            assert struct.unpack(">I", content[16:20]) == (WIDTH,), place
            assert len(content) < HEAVIEST, f"{place} has {len(content):,} bytes"
            assert len(words) > 40, f"{place} is not described"
    assert used == set((ROOT / "docs" / "images").glob("*.png"))
    assert used


@pytest.mark.parametrize(
    "text",
    [
        *("[x](docs/nowhere.md)", "[x](README.md#no-such-heading)", "see `assessments/nowhere.py`"),
        *("see `nowhere.py`", "see `reports/nowhere.py`", "see `inks.py`", "wear `rd-nowhere`"),
    ],
)
def test_what_leads_nowhere_is_found_out(text: str) -> None:
    planted = Document("PLANTED.md", text)
    assert broken_links(planted) or missing_paths(planted)
