"""ARCHITECTURE.md draws the house as it is: rooms, storeys, models, workflow, tests."""

from __future__ import annotations

import io
import re
import tomllib
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from assessments.management.commands.draw_workflow import FIRST, diagram, review_diagram
from assessments.models import Assessment
from assessments.models.edition_reading import PARTS_CHILDREN_FIRST
from assessments.workflow import REVIEW_STEPS, TRANSITIONS, ReviewState, Status, Step, Transition
from tests.architecture.test_frozen_models import kind_of
from tests.docs.documents import ROOT, document

ARCHITECTURE = document("ARCHITECTURE.md")


def test_the_workflow_is_the_one_that_is_drawn() -> None:
    drawn = io.StringIO()
    call_command("draw_workflow", stdout=drawn)
    assert "\n".join(ARCHITECTURE.blocks("mermaid")) == drawn.getvalue()


def test_the_drawing_has_every_status_and_every_way_of_every_step() -> None:
    lines = diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert all(any(line.endswith(f" as {status.value}") for line in lines) for status in Status)
    arrows = [line for line in lines if "-->" in line]
    ways = sum(len(transition.sources) for transition in TRANSITIONS.values())
    assert len(arrows) == ways + 1
    assert FIRST == Assessment._meta.get_field("status").default


def test_a_changed_transition_changes_the_drawing() -> None:
    planted = Transition(frozenset({Status.WITHDRAWN}), Status.SUBMITTED)
    assert diagram({Step.SUBMIT: planted}).splitlines()[-1] == "    withdrawn --> submitted: submit"


def test_the_drawing_of_a_review_has_every_state_and_every_way_of_every_step() -> None:
    lines = review_diagram().splitlines()
    assert all(any(line.endswith(f" as {state.value}") for line in lines) for state in ReviewState)
    for step, transition in REVIEW_STEPS.items():
        for source in transition.sources:
            assert any(
                line.startswith(f"    {source.value} --> {transition.target.value}: {step.value}")
                for line in lines
            )


def rooms() -> set[str]:
    """Every folder and module directly in the app, and the folders of the rubric's own room."""
    app = ROOT / "assessments"
    inside = [path for path in app.iterdir() if not path.name.startswith("_")]
    folders = {f"assessments/{path.name}/" for path in inside if any(path.glob("*.py"))}
    folders |= {
        f"assessments/rubric/{path.parent.name}/" for path in app.glob("rubric/*/__init__.py")
    }
    return folders | {f"assessments/{path.name}" for path in inside if path.suffix == ".py"}


def test_every_room_has_its_sentence() -> None:
    rows = ARCHITECTURE.section("Rooms").rows()
    assert {row[0].strip("`") for row in rows} == rooms()
    assert all(len(row[1]) > 10 for row in rows)


def test_every_model_is_listed_with_whether_it_can_change() -> None:
    listed = {row[0].strip("`"): row[2] for row in ARCHITECTURE.section("Data model").rows()}
    models = apps.get_app_config("assessments").get_models()
    assert listed == {model.__name__: kind_of(model) for model in models}


def test_an_edition_is_read_with_as_many_queries_as_it_says() -> None:
    """One for the edition and one for each table: `test_broken_editions` counts them."""
    assert f"a query for each table, {1 + len(PARTS_CHILDREN_FIRST)} in all" in ARCHITECTURE.text


def names_in_contract() -> set[str]:
    """Every room that the contract of the storeys places, below `assessments`."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = config["tool"]["importlinter"]["contracts"][0]
    words = {
        word
        for layer in contract["layers"]
        for part in re.split(r"[|:]", layer)
        if (word := part.strip(" ()").removeprefix("assessments."))
    }
    return {word for word in words if _exists(word)}


def _exists(word: str) -> bool:
    path: Path = ROOT / "assessments" / word.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").exists()


def test_the_picture_shows_every_room_that_the_contract_places() -> None:
    picture = ARCHITECTURE.section("Storeys").blocks("")[0]
    drawn = set(re.findall(r"[a-z_]+(?:\.[a-z]+)?", picture))
    wanted = names_in_contract()
    assert len(wanted) > 20
    assert wanted - drawn == set()


def test_the_tests_about_the_code_are_all_listed() -> None:
    listed = {row[0].strip("`") for row in ARCHITECTURE.section("Tests about the code").rows()}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests" / "architecture").glob("test_*.py")
    }
    assert there <= listed


def test_what_it_names_in_modules_is_there() -> None:
    """`services.answers.save` and the like."""
    dotted = [
        span
        for span in ARCHITECTURE.spans
        if re.fullmatch(r"(?:services|queries|workflow|exports|assessments)\.[a-zA-Z_.]+", span)
        and not span.endswith(".py")
    ]
    assert len(dotted) > 3
    for span in dotted:
        module, _, name = span.removeprefix("assessments.").rpartition(".")
        assert hasattr(import_module(f"assessments.{module}"), name), span
