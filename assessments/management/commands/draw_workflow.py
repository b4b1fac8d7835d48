"""`draw_workflow`: the states of an assessment and the steps between them, as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand

from assessments.workflow import TRANSITIONS, Status, Transition

FIRST = Status.IN_PROGRESS
"""Where every assessment starts."""


def diagram(transitions: Iterable[Transition] = tuple(TRANSITIONS.values())) -> str:
    """A Mermaid state diagram of the transitions, which GitHub and GitLab draw in a page."""
    return "\n".join(_lines(transitions))


def _lines(transitions: Iterable[Transition]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for status in Status:
        yield f'    state "{status.label}" as {status.value}'
    yield f"    [*] --> {FIRST.value}: start"
    for transition in transitions:
        words = f"{transition.step.value}{' (with a reason)' if transition.needs_reason else ''}"
        # In the order of the enum, because a set has none.
        for source in (status for status in Status if status in transition.sources):
            yield f"    {source.value} --> {transition.target.value}: {words}"


class Command(BaseCommand):
    """Prints the picture that ARCHITECTURE.md holds; a test keeps the two the same."""

    help = "Print the workflow of an assessment as a Mermaid diagram. Needs no database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(diagram())
