"""What the README promises to a person who tries the project out, and the version it is."""

from __future__ import annotations

import re
import tomllib

from tests.docs.documents import ROOT, document


def test_it_asks_for_the_python_that_the_project_needs() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    for place in ("README.md", "CONTRIBUTING.md", "docs/deploying.md"):
        assert f"Python {needed.removeprefix('>=')} or newer" in document(place).text, place


def test_the_changelog_begins_with_this_version_after_what_is_unreleased() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.+)$", document("CHANGELOG.md").text, re.MULTILINE)
    assert [heading for heading in headings if heading != "Unreleased"][0] == version
