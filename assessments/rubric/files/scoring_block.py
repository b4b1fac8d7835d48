"""The `scoring` block: one action that the engine uses, and prose about the sums for readers.

The prose is carried as it stands (its keys and their types are checked) and changes no sum.
"""

from __future__ import annotations

from typing import Any

from assessments.question_types import KINDS
from assessments.rubric.files.faults import Notebook, shown
from assessments.rubric.files.question_format import ACTION, LEVEL, TEXT, TITLE, key
from assessments.rubric.files.shapes import Field, Key, Leaf, ListOf, MapOf, Part, Values
from assessments.rubric.files.values import line, number, one_of, plain_number, whole


def _plain(raw: Any) -> int | str:
    return plain_number(number(0, 1_000_000, 4)(raw))


def _given(**values: Any) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _notes(**fields: Field) -> Part:
    """A mapping kept as it is, less what is absent."""
    keys: tuple[Key, ...] = tuple(key(name, field, default=None) for name, field in fields.items())
    return Part(_given, keys, take=lambda given: {name: given.get(name) for name in fields})


class _PlainList(ListOf):
    """A list that stays a list, as JSON keeps it."""

    __slots__ = ()

    def read(self, raw: Any, place: str, notebook: Notebook) -> list[Any]:
        return list(ListOf.read(self, raw, place, notebook))


NUMBER = Leaf(_plain, 0)

_BLOCK = _notes(
    scale=_PlainList(_notes(level=LEVEL, name=TITLE, points=NUMBER)),
    choose_rule=TEXT,
    question_points=MapOf(one_of(lambda: KINDS), TEXT),
    dimension_score=TEXT,
    overall_score=TEXT,
    questions_that_count=TEXT,
    arithmetic=TEXT,
    rounding=_notes(
        decimal_places=Leaf(whole(0, 10), 1), method=TEXT, applies_to=TEXT, band_uses=TEXT
    ),
    not_applicable=_notes(rule=TEXT, warn_if_weight_excluded_over_percent=NUMBER),
    dont_know=_notes(rule=TEXT, action=ACTION),
    unanswered=_notes(rule=TEXT, provisional=TEXT),
    gates=_notes(rule=TEXT, show=TEXT),
    balance_rule=_notes(rule=TEXT, reason=TEXT),
    final_band_order=_PlainList(Leaf(line)),
    evidence=TEXT,
    action_priority=_notes(rule=TEXT, shortfall=TEXT, gain=TEXT, checklist=TEXT),
)


class _Scoring:
    """Reads the block into its action and its notes, and puts the two together again."""

    @property
    def stand_in(self) -> Values:
        return {"dont_know_action": None, "scoring_notes": {}}

    def read(self, raw: Any, place: str, notebook: Notebook) -> Values:
        if not isinstance(raw, dict):
            notebook.note(place, f"must be a mapping, got {shown(raw)}")
            return self.stand_in
        notes: Values = _BLOCK.read(raw, place, notebook)
        dont_know = dict(notes.get("dont_know", {}))
        action = dont_know.pop("action", None)
        if dont_know:
            notes["dont_know"] = dont_know
        else:
            notes.pop("dont_know", None)
        return {"dont_know_action": action, "scoring_notes": notes}

    def write(self, value: Values, full: bool) -> Any:
        notes = dict(value["scoring_notes"])
        if value["dont_know_action"] is not None:
            notes["dont_know"] = {
                **notes.get("dont_know", {}),
                "action": value["dont_know_action"],
            }
        return _BLOCK.write(notes, full)


SCORING = _Scoring()
