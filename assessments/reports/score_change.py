"""Why the score is not what it was at the submission before: values and words. Pure.

The split is that of `reports.effects`; here it is only set in words, the same for page, PDF and
every export.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessments.names import within_a_sentence
from assessments.question_types import MARKER
from assessments.reports.documents import change_to_document
from assessments.reports.effects import ScoreChange, ShownEffects, explain
from assessments.rubric.definition import Document, RubricSpec
from assessments.scoring.bands import question_caps
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet
from assessments.wording import in_words, listed, signed

TOO_LITTLE = (
    "The two have too little in common to say how much of this is due to the answers, how much to "
    "the questionnaire, and how much to which questions count."
)
OTHER_ENGINE = (
    "The sums of one of the two were done by an earlier way of scoring, so the change cannot be "
    "split."
)
NO_SCORE = "One of the two shows no score, so levels are compared and not scores."
FACTORS = {
    "answers": "changed answers",
    "rubric": "the change of edition",
    "scope": "a change in which questions count",
}
STEPS_MOST = 8
"""How many dimensions a waterfall has a step for; smaller ones share a last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStep:
    """A step of the waterfall, from one place on the scale to another."""

    name: str
    text: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPart:
    """What a dimension or a question added, by factor and in all: "+4.0", "−1.8", "0.0"."""

    code: str
    name: str
    answers: str
    rubric: str
    scope: str
    total: str
    questions: Sequence[ChangedPart] = ()

    @property
    def amounts(self) -> dict[str, str]:
        """What each column of a table says of it, by what heads the column."""
        return {
            "Changed answers": self.answers,
            "Change of edition": self.rubric,
            "Which questions count": self.scope,
            "Total": self.total,
        }

    @property
    def said(self) -> str:
        """The sum, with its parts where there are several: "+1.2 (answers +1.5, edition −0.3)"."""
        named = (("answers", self.answers), ("edition", self.rubric), ("scope", self.scope))
        moved = [f"{name} {text}" for name, text in named if text != "0.0"]
        return f"{self.total} ({', '.join(moved)})" if len(moved) > 1 else self.total


def moved(parts: Sequence[ChangedPart]) -> list[str]:
    """What heads the columns of a table of these: those in which something moved, and the total
    unless it repeats the one other.
    """
    found = {head for one in parts for head, text in one.amounts.items() if text != "0.0"}
    factors = found - {"Total"}
    left = factors if len(factors) == 1 else factors | {"Total"}
    return [head for head in parts[0].amounts if head in left] if parts else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChange:
    """How a report differs from the submission before.

    `sentence` says from what to what, why, and of another sector; `band_sentence` the same of the
    final band. Where there is a split, `whole` has the three factors, `steps` lead from `start` to
    `end`, and `dimensions` has those that moved with their questions: what is shown adds up. Else
    `no_split` says why there is none, or is empty where there is nothing to split. `document` is
    for programs.
    """

    sentence: str
    band_sentence: str
    no_split: str = ""
    start: Decimal | None = None
    end: Decimal | None = None
    whole: ChangedPart | None = None
    steps: Sequence[ChangeStep] = ()
    dimensions: Sequence[ChangedPart] = ()
    document: Document | None = None

    @property
    def difference(self) -> str:
        """Of the two shown scores, with its sign; empty without one."""
        if self.start is None or self.end is None:
            return ""
        return signed(self.end - self.start)

    @property
    def rows(self) -> list[tuple[str, dict[str, str]]]:
        """Each dimension's amounts and those of all, in the columns of `moved`."""
        heads = moved(self.parts)
        return [(one.name, {head: one.amounts[head] for head in heads}) for one in self.parts]

    @property
    def parts(self) -> Sequence[ChangedPart]:
        """Each dimension that moved, and all of them together."""
        return [*self.dimensions, *([self.whole] if self.whole else [])]

    def question(self, code: str) -> ChangedPart | None:
        """What a question added; `None` for one that moved nothing."""
        found = (one for part in self.dimensions for one in part.questions if one.code == code)
        return next(found, None)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Answers with the rubric that scored them and what they came to."""

    spec: RubricSpec
    sheet: AnswerSheet
    result: Result

    @property
    def band(self) -> str:
        """The code of the final band, or of the highest still open; empty with neither."""
        return self.result.highest_open_band or self.result.bands.final or ""

    @property
    def band_name(self) -> str:
        return self.spec.band(self.band).name if self.band else ""

    @property
    def band_called(self) -> str:
        """Which of the two it is, at the beginning of a sentence."""
        opened = self.result.highest_open_band is not None
        return "The highest band still open" if opened else "The final band"

    @cached_property
    def caps(self) -> Mapping[str, int]:
        """Where the lowest cap of each question whose gate fired is among the bands."""
        return question_caps(self.spec, self.result.bands.gates)

    @cached_property
    def held_back_by(self) -> frozenset[str]:
        """The questions whose cap is below the band of score and balance or, without a score,
        below the top: the other gates that fired lowered nothing.
        """
        order = [band.code for band in self.spec.bands]
        reached = order.index(self.result.bands.after_balance or order[-1])
        return frozenset(code for code, place in self.caps.items() if place < reached)

    def still_caps(self, then: Scored, code: str) -> bool:
        """Whether a question's gate fires, with a cap no higher than then."""
        was = then.spec.bands[then.caps[code]].code
        order = [band.code for band in self.spec.bands]
        return code in self.caps and was in order and self.caps[code] <= order.index(was)


def score_change(then: Scored, now: Scored, day: str) -> ReportChange:
    """What changed from what was submitted on a day to what came later, which is complete. Both are
    of editions of one rubric.
    """
    bands, sectors = _band_sentence(then, now, day), _sectors(then, now)
    was, came = then.result.overall, now.result.overall
    if was is None or came is None:
        same = then.result.highest_open_band and now.result.highest_open_band
        return ReportChange(
            sentence=f"{bands}{sectors}".strip(),
            band_sentence="",
            no_split="" if same else NO_SCORE,
        )
    change = explain((then.spec, then.sheet), (now.spec, now.sheet), MARKER)
    moved = _moved(was.shown, came.shown, day)
    frozen = (change.old.exact, change.new.exact) == (was.exact, came.exact)
    if change.effects is None or not frozen:
        return ReportChange(
            sentence=f"{moved}.{sectors}",
            band_sentence=bands,
            no_split=TOO_LITTLE if frozen else OTHER_ENGINE,
            start=was.shown,
            end=came.shown,
        )
    dimensions, questions = change.shown_parts()
    shown = ShownEffects(**change.shown)
    return ReportChange(
        sentence=f"{moved}{_why(change)}.{sectors}",
        band_sentence=bands,
        start=was.shown,
        end=came.shown,
        whole=_part("", "All dimensions", shown),
        steps=tuple(_steps(was.shown, shown, dimensions, _names(then.spec, now.spec))),
        dimensions=tuple(_parts(change, dimensions, questions, then.spec, now.spec)),
        document=change_to_document(change),
    )


def _sectors(then: Scored, now: Scored) -> str:
    """That the sector is another one, to follow a sentence; empty where it is the same."""
    if then.sheet.sector == now.sheet.sector:
        return ""
    was, came = (
        next(within_a_sentence(s.name) for s in one.spec.sectors if s.code == one.sheet.sector)
        for one in (then, now)
    )
    return f" The sector changed from {was} to {came}."


def _moved(was: Decimal, now: Decimal, day: str) -> str:
    if was == now:
        return f"The score is {now}, as it was on {day}"
    return f"The score {'rose' if now > was else 'fell'} from {was} on {day} to {now}"


def _why(change: ScoreChange) -> str:
    """The factors that did something, the largest first: none, one, or several with figures."""
    moved = [(name, amount) for name, amount in change.shown.items() if amount]
    moved.sort(key=lambda one: -abs(one[1]))
    if not moved:
        return ""
    if len(moved) == 1:
        return f", all because of {FACTORS[moved[0][0]]}"
    said = [
        f"{FACTORS[name]} {'added' if amount > 0 else 'took off'} {abs(amount)}"
        for name, amount in moved
    ]
    return f": {listed(said)}"


def _band_sentence(then: Scored, now: Scored, day: str) -> str:
    """What became of the band, and of what holds it back; empty where one of them has none. A final
    band and the highest still open are not compared.
    """
    if not then.band or not now.band:
        return ""
    what = now.band_called
    if what != then.band_called:
        other = f"{then.band_called[0].lower()}{then.band_called[1:]}"
        return f"{what} is {now.band_name}; on {day} {other} was {then.band_name}."
    places = {band.code: place for place, band in enumerate(now.spec.bands)}
    if then.band == now.band:
        said = f"{what} is {now.band_name}, as it was on {day}"
    elif then.band in places:
        verb = "rose" if places[now.band] > places[then.band] else "fell"
        said = f"{what} {verb} from {then.band_name} on {day} to {now.band_name}"
    else:
        said = f"{what} is {now.band_name}; on {day} it was {then.band_name}"
    held, holding = then.held_back_by, now.held_back_by
    # A gate that fires as before, on a score that fell below its cap, is not one that was lifted.
    freed = sum(not now.still_caps(then, code) for code in held - holding)
    caught, kept = len(holding - held), len(holding & held)
    more = []
    if freed:
        more.append(
            f"{_critical(freed)} that capped it {'does' if freed == 1 else 'do'} so no longer"
        )
    if caught:
        more.append(f"{_critical(caught)} {_cap(caught)} it now")
    if kept:
        more.append(f"{_critical(kept)} still {_cap(kept)} it")
    return f"{said}{'; ' if more else ''}{listed(more)}."


def _critical(number: int) -> str:
    return f"{in_words(number)} critical {'answer' if number == 1 else 'answers'}"


def _cap(number: int) -> str:
    return "caps" if number == 1 else "cap"


def _names(*specs: RubricSpec) -> Mapping[str, str]:
    return {one.code: one.name for spec in specs for one in spec.dimensions}


def _part(
    code: str, name: str, shown: ShownEffects, questions: Sequence[ChangedPart] = ()
) -> ChangedPart:
    return ChangedPart(
        code=code,
        name=name,
        answers=signed(shown.answers),
        rubric=signed(shown.rubric),
        scope=signed(shown.scope),
        total=signed(shown.total),
        questions=questions,
    )


def _parts(
    change: ScoreChange,
    dimensions: Mapping[str, ShownEffects],
    questions: Mapping[str, ShownEffects],
    *specs: RubricSpec,
) -> Iterator[ChangedPart]:
    """The dimensions that moved, each with its questions that did."""
    names = _names(*specs)
    titles = {one.code: one.title for spec in specs for _, one in spec.questions()}
    for code, shown in dimensions.items():
        own = [each for each in questions if change.homes[each] == code]
        moved = tuple(
            _part(each, titles[each], questions[each]) for each in own if _moves(questions[each])
        )
        if moved or _moves(shown):
            yield _part(code, names[code], shown, moved)


def _moves(shown: ShownEffects) -> bool:
    return any((shown.answers, shown.rubric, shown.scope))


def _steps(
    start: Decimal,
    whole: ShownEffects,
    dimensions: Mapping[str, ShownEffects],
    names: Mapping[str, str],
) -> Iterator[ChangeStep]:
    """From the earlier score to the later: what answers did, dimension by dimension, and then the
    edition and the scope.
    """
    moved = {code: shown.answers for code, shown in dimensions.items() if shown.answers}
    largest = sorted(moved, key=lambda code: -abs(moved[code]))
    own = largest if len(largest) <= STEPS_MOST else largest[: STEPS_MOST - 1]
    amounts = [(f"Answers: {names[code]}", moved[code]) for code in moved if code in own]
    others = sum((moved[code] for code in moved if code not in own), Decimal(0))
    amounts += [("Answers: other dimensions", others)] if len(own) < len(moved) else []
    amounts += [("Change of edition", whole.rubric), ("Which questions count", whole.scope)]
    place = start
    for name, amount in amounts:
        if amount:
            yield ChangeStep(name=name, text=signed(amount), before=place, after=place + amount)
            place += amount
