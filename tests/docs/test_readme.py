"""What the README promises to a person who tries the project out, and the version it is."""

from __future__ import annotations

import io
import re
import tomllib

import pytest
from django.core.management import call_command

from assessments.management.demo_world.cast import PASSWORD
from tests.docs.documents import ROOT, document


@pytest.mark.django_db
def test_its_sign_ins_are_those_that_the_demonstration_prints() -> None:
    printed = io.StringIO()
    call_command("seed_demo", stdout=printed)
    demonstration = dict(re.findall(r"^  (\S+@\S+) +(.+)$", printed.getvalue(), re.MULTILINE))
    readme = {row[0].strip("`"): row[1] for row in document("README.md").section("Try it").rows()}
    assert readme == demonstration
    assert len(readme) >= 12
    assert f"`{PASSWORD}`" in document("README.md").text


def test_it_asks_for_the_python_that_the_project_needs() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    for place in ("README.md", "CONTRIBUTING.md", "docs/deploying.md"):
        assert f"Python {needed.removeprefix('>=')} or newer" in document(place).text, place


def test_the_changelog_begins_with_this_version_after_what_is_unreleased() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.+)$", document("CHANGELOG.md").text, re.MULTILINE)
    assert [heading for heading in headings if heading != "Unreleased"][0] == version
