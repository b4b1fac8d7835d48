"""`draw_workflow`: the states of an assessment and of its review, and the steps between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core.management.base import BaseCommand

from assessments.workflow import (
    REVIEW_STEPS,
    TRANSITIONS,
    ReviewState,
    ReviewStep,
    ReviewTransition,
    Status,
    Step,
    Transition,
)

FIRST = Status.IN_PROGRESS
"""Where every assessment starts."""


def diagram(transitions: Mapping[Step, Transition] = TRANSITIONS) -> str:
    """A Mermaid state diagram of the transitions, which GitHub and GitLab draw in a page."""
    return "\n".join(_lines(Status, f"{FIRST.value}: start", transitions))


def review_diagram() -> str:
    """The same of a review: a step that signs waits until enough people have signed."""
    return "\n".join(_lines(ReviewState, ReviewState.NOT_SENT.value, REVIEW_STEPS))


def _lines(
    states: type[Status] | type[ReviewState],
    start: str,
    transitions: Mapping[Step, Transition] | Mapping[ReviewStep, ReviewTransition],
) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in states:
        yield f'    state "{state.label}" as {state.value}'
    yield f"    [*] --> {start}"
    for step, transition in transitions.items():
        words = f"{step.value}{' (with a reason)' if transition.needs_reason else ''}"
        # In the order of the enum, because a set has none.
        for source in (state for state in states if state in transition.sources):
            if isinstance(transition, ReviewTransition) and transition.signs:
                waiting = ReviewState.WAITING.value
                yield f"    {source.value} --> {waiting}: {words} (another has to sign)"
            yield f"    {source.value} --> {transition.target.value}: {words}"


class Command(BaseCommand):
    """Prints the pictures that ARCHITECTURE.md holds; a test keeps them the same."""

    help = "Print the workflow of an assessment as Mermaid diagrams. Needs no database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{diagram()}\n\n{review_diagram()}")
