"""Commands, targets and options that the documents name exist, and none goes unmentioned."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.docs.documents import ROOT, Document, document, documents

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
OURS = sorted(name for name, app in get_commands().items() if app == "assessments")
IN_CODE = ("sh", "", "ini")


def code_of(one: Document) -> str:
    """Everything that is code in a document: spans, and blocks of commands."""
    return "\n".join([*one.spans, *(block for name in IN_CODE for block in one.blocks(name))])


def unknown(one: Document) -> list[str]:
    """The commands and targets that a document names and that do not exist."""
    code = code_of(one)
    targets = re.findall(r"^make(?: PORT=\d+)?(?: ([a-z][a-z-]*))", code, re.MULTILINE)
    commands = re.findall(r"manage\.py (\w+)", code)
    return [f"make {name}" for name in targets if name not in TARGETS] + [
        f"manage.py {name}" for name in commands if name not in get_commands() and name != "COMMAND"
    ]


@pytest.mark.parametrize("one", documents(), ids=lambda one: one.place)
def test_every_command_that_is_named_exists(one: Document) -> None:
    assert not unknown(one)


def test_a_command_that_does_not_exist_is_found_out() -> None:
    planted = Document("PLANTED.md", "`make coffee`\n\n```sh\npython manage.py brew --hot\n```\n")
    assert unknown(planted) == ["make coffee", "manage.py brew"]


def test_every_make_target_is_documented() -> None:
    listed = re.findall(r"`make ([a-z-]+)`", document("CONTRIBUTING.md").prose)
    assert set(listed) == TARGETS - {"help"}


def options_of(name: str) -> set[str]:
    """The options that are the command's own."""
    command = load_command_class("assessments", name)
    parser = command.create_parser("manage.py", name)
    general = BaseCommand().create_parser("manage.py", name)
    own, shared = (
        {option for action in one._actions for option in action.option_strings}
        for one in (parser, general)
    )
    return own - shared


def test_every_command_of_ours_is_explained_with_its_options() -> None:
    rows = document("docs/files.md").section("Commands").rows()
    shown = [row for row in rows if row[0].strip("`").split()[0] in OURS]
    assert {row[0].strip("`").split()[0] for row in shown} == set(OURS)
    for name in OURS:
        own = [row for row in shown if row[0].strip("`").split()[0] == name]
        own += [row for row in rows if row[0].startswith("`--") and row[1] == f"`{name}`"]
        listed = {word for row in own for word in re.findall(r"--[a-z-]+", row[0])}
        assert listed == options_of(name), name


def test_every_option_is_said_to_be_of_commands_that_exist() -> None:
    rows = document("docs/files.md").section("Commands").rows()
    owners = {row[1].strip("`") for row in rows if row[0].startswith("`--")}
    assert owners
    assert owners <= set(OURS)
