"""A scored submission put into words: rubric, replies and result to a Report. Pure.

Nothing is scored here. Figures come from the result as it was frozen, and are only rounded and
set in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessments.reports import holdings, replies, summing_up
from assessments.reports.answered import Link, ReportQuestion
from assessments.reports.confidence import how_sure
from assessments.reports.content import (
    MOST_NAMED,
    Edition,
    Figure,
    Particulars,
    Report,
    ReportAction,
    ReportDimension,
    ReportEffort,
    ReportSource,
)
from assessments.reports.glance import LastTime
from assessments.reports.method import dimension_working, method
from assessments.reports.replies import Asked, Sitting
from assessments.reports.summing_up import actions_of, glance, link_to
from assessments.reports.verdict import (
    balance_parts,
    band_parts,
    caps,
    gate_parts,
    headline,
    holding_gates,
)
from assessments.rubric.definition import (
    ContextFigureSpec,
    Document,
    RubricSpec,
)
from assessments.scoring.result import DimensionResult
from assessments.scoring.sheet import State
from assessments.wording import counted, listed, partial_date, percent, plain


def assemble(
    sitting: Sitting,
    *,
    particulars: Particulars,
    document: Document,
    last: LastTime | None = None,
) -> Report:
    """The report of one submission, or a draft; `document` is the result as frozen (`--json`)."""
    spec, result, bands = sitting.spec, sitting.result, band_parts(sitting.spec)
    (asked, unasked), actions = _questions(sitting), actions_of(sitting)
    dimensions, head = _dimensions(sitting), headline(spec, result, bands, particulars.submitted_at)
    return Report(
        particulars=particulars,
        edition=_edition(spec, str(document["rubric"]["content_hash"])),
        engine_version=str(document["engine_version"]),
        glance=glance(sitting, bands, head, last),
        headline=head,
        bands=bands,
        dimensions=dimensions,
        gates=gate_parts(spec, result),
        balance=balance_parts(spec, result),
        strengths=summing_up.strengths(sitting),
        gaps=summing_up.gaps(sitting),
        actions=actions,
        no_actions=why_no_action(sitting, actions),
        no_first_actions=why_nothing_first(sitting, actions),
        efforts=_efforts(spec),
        unknown=summing_up.flagged(sitting, result.unknown),
        unconfirmed=summing_up.flagged(sitting, result.unconfirmed),
        held=holdings.held_parts(sitting),
        evidence=holdings.evidence_parts(sitting),
        contradictions=replies.contradiction_parts(sitting),
        questions=asked,
        unasked=unasked,
        counts=_counts(sitting),
        method=method(spec, result, bands),
        sources=_sources(spec, actions, dimensions),
        result_document=document,
        how_sure=how_sure(sitting),
    )


def _edition(spec: RubricSpec, content_hash: str) -> Edition:
    return Edition(
        code=spec.code,
        title=spec.title,
        edition=spec.edition,
        language=spec.language,
        content_hash=content_hash,
        purpose=spec.purpose,
        limits=spec.limits,
    )


def _questions(
    sitting: Sitting,
) -> tuple[tuple[ReportQuestion, ...], tuple[ReportQuestion, ...]]:
    """Those that were asked, and those that were not."""
    parts = [replies.question_part(sitting, code) for code in sitting.asked]
    return (
        tuple(part for part in parts if part.state != State.NOT_ASKED),
        tuple(part for part in parts if part.state == State.NOT_ASKED),
    )


def _efforts(spec: RubricSpec) -> tuple[ReportEffort, ...]:
    return tuple(
        ReportEffort(name=one.name, meaning=one.meaning, assumed=one.assumed)
        for one in spec.efforts
    )


def _dimensions(sitting: Sitting) -> tuple[ReportDimension, ...]:
    return tuple(_dimension(sitting, each) for each in sitting.result.dimensions)


def _dimension(sitting: Sitting, result: DimensionResult) -> ReportDimension:
    spec = sitting.spec.dimension(result.code)
    score = None if result.score is None else result.score.shown
    return ReportDimension(
        code=spec.code,
        name=spec.name,
        score=None if score is None else str(score),
        value=score,
        band="" if result.band is None else sitting.spec.band(result.band).name,
        weight="" if sitting.result.highest_open_band else plain(spec.weight),
        share=percent(result.share) or "none",
        summary=spec.summary,
        working=dimension_working(sitting.spec, sitting.result, result),
        holds=_holds(sitting, spec.code),
        strengths=summing_up.strengths(sitting, spec.code, summing_up.OF_A_DIMENSION),
        gaps=summing_up.gaps(sitting, spec.code, summing_up.OF_A_DIMENSION),
        figure=next(
            (
                _figure(sitting.spec, each)
                for each in sitting.spec.context_figures
                if spec.code in each.dimensions
                and (not each.show_to or sitting.sector in each.show_to)
            ),
            None,
        ),
    )


def _holds(sitting: Sitting, dimension: str) -> str:
    """Which answers of a dimension hold the band, of a rubric that shows no score."""
    if sitting.result.highest_open_band is None:
        return ""
    own = {code for code, each in sitting.asked.items() if each.dimension.code == dimension}
    now = [gate.question for gate in holding_gates(sitting.spec, sitting.result)]
    held = [code for code in now if code in own]
    if held:
        return f"{_named(held)} {'holds' if len(held) == 1 else 'hold'} you back."
    order = [band.code for band in sitting.spec.bands]
    fired = [one for one in caps(sitting.result.bands, order) if one.cap_band != order[-1]]
    later = [one for one in fired if one.question in own]
    if later:
        lowest = min((one.cap_band for one in later), key=order.index)
        codes = [one.question for one in later if one.cap_band == lowest]
        change = f"{_named(codes)} {'changes' if len(codes) == 1 else 'change'}"
        above = f"No band above {sitting.spec.band(lowest).name} until {change}"
        return f"Nothing here holds you back today. {above}."
    states = [sitting.asked[code].result.state for code in own]
    if all(state is State.NOT_ASKED for state in states):
        return "None of its questions was asked."
    if State.UNANSWERED in states and not sitting.result.complete:
        return "No answer here holds you back so far."
    return "Nothing here holds you back."


def _named(codes: Sequence[str]) -> str:
    return listed(codes) if len(codes) <= MOST_NAMED else f"{len(codes)} answers"


def _figure(spec: RubricSpec, figure: ContextFigureSpec) -> Figure:
    return Figure(
        value=figure.value_apart,
        text=figure.text,
        population=figure.population,
        date=partial_date(figure.date),
        sources=tuple(link_to(spec, code) for code in figure.sources),
        caution=figure.caution,
    )


def _counts(sitting: Sitting) -> str:
    states = [each.result.state for each in sitting.asked.values()]
    asked = len(states) - states.count(State.NOT_ASKED)
    counts = [f"{states.count(State.ANSWERED)} answered"]
    counts += [
        f"{states.count(state)} {words}"
        for state, words in (
            (State.DONT_KNOW, "don’t know"),
            (State.NOT_APPLICABLE, "not applicable"),
            (State.UNANSWERED, "not answered"),
        )
        if state in states
    ]
    sentence = f"{counted(asked, 'question')} asked: {listed(counts)}."
    left = len(states) - asked
    if left:
        sentence += f" {left:,} more {_was(left)} not asked."
    return sentence


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _sources(
    spec: RubricSpec, actions: Iterable[ReportAction], dimensions: Iterable[ReportDimension]
) -> tuple[ReportSource, ...]:
    """The rubric's sources that this report links to, in the rubric's order."""
    used = {link for action in actions if (link := action.guidance) is not None}
    used |= {link for part in dimensions if part.figure for link in part.figure.sources}
    return tuple(
        ReportSource(
            title=source.title,
            publisher=source.publisher,
            date=partial_date(source.date),
            url=source.url,
        )
        for source in spec.sources
        if Link(title=source.title, url=source.url) in used
    )


NOTHING_COUNTS = "No question counts towards a score, so there is nothing to show here."
NOT_YET = "Nothing is recommended yet: not every question is answered."
ALL_DONE = "There is nothing to recommend: every question that counts has full marks."
NO_ADVICE = "This questionnaire gives no advice for these answers."
ALL_AT_TOP = "There is nothing to recommend: every answer is at its highest level."
NOTHING_HOLDS = "No answer holds you back, so nothing comes before the rest."
NOTHING_URGENT = "Every question is at three quarters of its points or above."
NOTHING_URGENT_YET = "Every question that is answered is at three quarters of its points or above."
NO_URGENT_ADVICE = "This questionnaire gives no advice on what is most urgent here."


def why_no_action(sitting: Sitting, actions: Sequence[ReportAction]) -> str:
    """The sentence that is shown instead of the actions; empty when there are some."""
    if actions:
        return ""
    if not sitting.result.complete:
        return NOT_YET
    if sitting.result.highest_open_band is not None:
        return NO_ADVICE if any(_below_top(each) for each in sitting.asked.values()) else ALL_AT_TOP
    if sitting.result.overall is None:
        return NOTHING_COUNTS
    return NO_ADVICE if any(each.result.gap for each in sitting.asked.values()) else ALL_DONE


def why_nothing_first(sitting: Sitting, actions: Sequence[ReportAction]) -> str:
    """The sentence that is shown instead of the urgent actions; empty when there are some."""
    if any(action.urgent for action in actions):
        return ""
    if not actions:
        return why_no_action(sitting, actions)
    if sitting.result.highest_open_band is not None:
        return NO_URGENT_ADVICE if sitting.result.bands.gates else NOTHING_HOLDS
    if sitting.result.bands.gates or summing_up.weak(sitting):
        return NO_URGENT_ADVICE
    return NOTHING_URGENT if sitting.result.complete else NOTHING_URGENT_YET


def _below_top(each: Asked) -> bool:
    level = each.result.level
    return level is not None and level < max(one.number for one in each.question.levels)
