"""Makes items of the evidence that people type at answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from assessments import clock
from assessments.evidence import (
    TITLE_MOST,
    Words,
    good_by_default,
    strength_typed,
    where_of,
    words_of,
)
from assessments.models import Answer, Evidence, Organisation, User
from assessments.names import one_line
from assessments.queries.held import held_of
from assessments.scoring.sheet import EvidenceItem

EACH_MOST = 2_000
"""The most items that an organisation may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The lines of evidence of an answer before it was saved, and after."""

    answer: Answer
    before: Sequence[EvidenceItem]
    after: Sequence[EvidenceItem]

    @property
    def fresh(self) -> Sequence[tuple[int, EvidenceItem]]:
        """The lines that the save brought, with their places."""
        known = set(map(words_of, self.before))
        return [(at, line) for at, line in enumerate(self.after) if words_of(line) not in known]

    def replaced(self, at: int) -> EvidenceItem | None:
        """The line that was at a place before, and is nowhere now."""
        gone = self.before[at] if at < len(self.before) else None
        kept = gone is None or words_of(gone) in set(map(words_of, self.after))
        return None if kept else gone


def make_items(*, organisation: int, typed: Sequence[Typed], by: User) -> None:
    """Makes items of lines that were typed at answers. Called by `services.answers`, in its
    transaction; `organisation` is a key.

    A line with the words of an item names that item. One that takes the place of a line which was
    typed at the same answer, and is used nowhere else, gives its item new words: a page saves while
    a person writes, and half a title is no evidence. Any other becomes an item, owned by who typed
    it, until there are `EACH_MOST`; after that it stays what it says. The revision of the answer
    says who typed what, so the trail says nothing of it. Nothing is read where no line is new.
    """
    if not any(one.fresh for one in typed):
        return
    locked = Organisation.objects.select_for_update().get(pk=organisation)
    rows = list(locked.evidence.all())
    known = {words: row for row in rows for words in held_of(row).known_by}
    made: list[Evidence] = []
    changed: dict[int, Evidence] = {}
    for one, (at, line) in [(each, place) for each in typed for place in each.fresh]:
        row = _item_for(one, at, line, known)
        if row is None:
            if len(rows) + len(made) >= EACH_MOST:
                continue
            row = Evidence(organisation=locked, answer=one.answer, owner=by, recorded_by=by)
            row.recorded_at = clock.now()
            row.achieved_on = timezone.localdate(row.recorded_at)
            _put(row, line)
            made.append(row)
        elif row.pk:
            changed[row.pk] = row
        known[words_of(line)] = row
    Evidence.objects.bulk_create(made)
    Evidence.objects.bulk_update(
        changed.values(), ["title", "link", "cited", "strength", "good_until", "answer"]
    )


def _item_for(
    typed: Typed, at: int, line: EvidenceItem, known: Mapping[Words, Evidence]
) -> Evidence | None:
    """The item that a new line names, or whose words it takes the place of; `None` for neither."""
    row = known.get(words_of(line))
    if row is not None:
        if row.answer_id != typed.answer.pk:
            row.answer = None
        return row
    gone = typed.replaced(at)
    row = known.get(words_of(gone)) if gone else None
    if row is None or row.answer_id != typed.answer.pk:
        return None
    _put(row, line)
    return row


def _put(row: Evidence, line: EvidenceItem) -> None:
    """Gives an item the words of a line, and what follows from them."""
    row.title = one_line(line.title)[:TITLE_MOST]
    row.link, row.cited = where_of(line)
    row.strength = strength_typed(line)
    row.good_until = good_by_default(row.strength, row.achieved_on)
