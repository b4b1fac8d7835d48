"""What changed in answers between two moments, for the person who signs the later ones. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.contradictions import Kept
from assessments.evidence import Held
from assessments.reports.answered import ReportQuestion
from assessments.reports.replies import Sitting, question_part
from assessments.wording import listed, long_date

NOT_ASKED = "Not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAnswer:
    """A question whose answer, or what goes with it, is not what it was.

    `then` and `now` are the answer in the fewest words, and the same where only `what` else
    changed: "its note and evidence". `dimension` is that of a question that is asked now, and
    empty for any other, which has no place to be read at.
    """

    code: str
    title: str
    dimension: str
    then: str
    now: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is not as it was at `since`, a moment in words. `held` and `kept` are sentences."""

    since: str
    answers: Sequence[ChangedAnswer]
    held: Sequence[str]
    kept: Sequence[str]

    @property
    def number(self) -> int:
        return len(self.answers) + len(self.held) + len(self.kept)


def changes(before: Sitting, now: Sitting, since: str) -> Changes:
    """From one sitting to the other. They may be of two editions: codes tie questions together."""
    return Changes(
        since=since,
        answers=tuple(_answers(before, now)),
        held=tuple(_held(before.holding.items, now.holding.items)),
        kept=tuple(_kept(before.kept, now.kept)),
    )


def _answers(before: Sitting, now: Sitting) -> Iterator[ChangedAnswer]:
    for code in dict.fromkeys((*now.asked, *before.asked)):
        old, part = _put(before, code), _put(now, code)
        named = part or old
        if named is None:
            continue
        then, said = _brief(old), _brief(part)
        what = _what(old, part) if old and part else []
        if then == said and not what:
            continue
        yield ChangedAnswer(
            code=code,
            title=named.title,
            dimension=part.dimension if part else "",
            then=then,
            now=said,
            what=f"its {listed(what)}" if what else "",
        )


def _put(sitting: Sitting, code: str) -> ReportQuestion | None:
    return question_part(sitting, code) if sitting.puts(code) else None


def _brief(part: ReportQuestion | None) -> str:
    return NOT_ASKED if part is None else part.brief or part.answer or part.state_text


def _what(old: ReportQuestion, new: ReportQuestion) -> list[str]:
    """What else changed. Where the brief words are the same, the answer itself may have."""
    found = []
    if (old.answer, old.chosen) != (new.answer, new.chosen) and _brief(old) == _brief(new):
        found.append("answer")
    pairs = (
        ("reason", old.reason, new.reason),
        ("note", old.note, new.note),
        ("evidence", _lines(old), _lines(new)),
    )
    return found + [name for name, then, now in pairs if then != now]


def _lines(part: ReportQuestion) -> list[tuple[str, str]]:
    return [(one.title, one.url) for one in part.evidence]


def _held(before: Sequence[Held], now: Sequence[Held]) -> Iterator[str]:
    then, today = ({one.reference: one for one in items} for items in (before, now))
    for reference, one in today.items():
        if reference not in then:
            yield f"{one.title} is recorded now, good until {long_date(one.good_until)}."
        elif then[reference] != one:
            yield f"The record of {one.title} was changed."
    for reference, one in then.items():
        if reference not in today:
            yield f"{one.title} is recorded no more, or backs none of these questions now."


def _kept(before: Sequence[Kept], now: Sequence[Kept]) -> Iterator[str]:
    then, today = ({one.contradiction.code: one for one in pairs} for pairs in (before, now))
    for code, one in today.items():
        pair = f"{one.contradiction.question} and {one.contradiction.other}"
        if code not in then:
            yield f"{pair} do not fit together now."
        elif then[code].reason != one.reason:
            yield f"Why {pair} are both right was changed."
    for code, one in then.items():
        if code not in today:
            pair = f"{one.contradiction.question} and {one.contradiction.other}"
            yield f"{pair} fit together now."
