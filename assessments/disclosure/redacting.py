"""From a report and an organisation's choices to the report that it publishes. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from assessments.disclosure.choices import (
    Choices,
    Release,
    asked_of,
    check,
    followers,
    opened,
    reason,
)
from assessments.disclosure.hiding import narrowed
from assessments.disclosure.possible import OVERALL, Limits, Possible
from assessments.disclosure.public import (
    RELEASES,
    KeptBack,
    PublicAnswer,
    PublicDimension,
    PublicLink,
    PublicQuestion,
    PublicReport,
)
from assessments.disclosure.scale import NO_SCORE
from assessments.reports.answered import Link, ReportQuestion
from assessments.reports.content import Report, ReportDimension
from assessments.rubric.definition import RubricSpec
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet, State
from assessments.wording import counted, listed, long_date, without_advice

NOT_PUBLISHED = "not published"
ONLY_THE_BAND = "{Its} score is not given, because not all of the answers are."
SHOWN_TOGETHER = (
    "Several bands are named, because one alone would give away an answer that is not published."
)
NOT_EVEN_THE_BAND = (
    "{Its} band is not given, because it would give away an answer that is not published."
)
EVIDENCE_LEFT_OUT = (
    "Evidence that also backs an answer that is not published is left out of this report, which "
    "does not say of any answer that it has no evidence."
)
ALL_OPEN = "All answers are open, so nothing is withheld."


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What earlier public reports of the same submission gave away: the answers that were open, and
    among which places each dimension and the whole were shown to be.
    """

    opened: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A public report, and what anyone knows once it is published, with the earlier ones."""

    report: PublicReport
    after: Before


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    spec: RubricSpec
    result: Result
    report: Report
    choices: Choices
    opened: frozenset[str]
    limits: Limits
    hidden: frozenset[str]
    """The codes of dimensions with an answer that is not open."""
    parts: Mapping[str, ReportQuestion]
    shut: frozenset[str]
    """The marks of evidence that backs an answer which is not open."""
    decided: Mapping[str, str]
    """The questions that were to be open, each with the code of the one that is not and that they
    follow.
    """


def redact(
    *,
    spec: RubricSpec,
    sheet: AnswerSheet,
    result: Result,
    report: Report,
    choices: Choices,
    code: str,
    before: Before,
    version: int,
    published_at: datetime,
) -> Redacted:
    """The public report of a submission, given its frozen answers, result and report.

    `before` is what earlier versions gave away. Raises `Refused` for choices that are not whole,
    and `GivenAway` where earlier versions and this one together would give an answer away.
    """
    check(spec, sheet.sector, choices)
    given = opened(spec, choices)
    known = given | before.opened
    hidden = _hidden(spec, result, given)
    shown = AnswerSheet(sector=sheet.sector, replies={each: sheet.reply(each) for each in known})
    limits = dict(before.limits)
    if hidden:
        possible = Possible(spec, shown, known)
        banded = hidden if spec.shows_score else []
        limits = narrowed(possible, before.limits, banded, _places(spec, result))
    work = _Work(
        spec=spec,
        result=result,
        report=report,
        choices=choices,
        opened=given,
        limits=limits,
        hidden=frozenset(hidden),
        parts={part.code: part for part in (*report.questions, *report.unasked)},
        shut=_shut(report, choices, given),
        decided=followers(spec, choices),
    )
    return Redacted(
        report=_public(work, code, version, published_at),
        after=Before(opened=known, limits=limits),
    )


def _hidden(spec: RubricSpec, result: Result, given: frozenset[str]) -> list[str]:
    """The dimensions with an answer that is not open. One that was not asked, for a reason that is
    open, is no such answer.
    """
    states = {each.code: each.state for each in result.questions}
    found: dict[str, None] = {}
    for dimension, question in spec.questions():
        if question.is_for(result.sector) and question.code not in given:
            condition = question.condition
            certain = condition is not None and condition.question in given
            if not (certain and states[question.code] is State.NOT_ASKED):
                found[dimension.code] = None
    return list(found)


def _places(spec: RubricSpec, result: Result) -> dict[str, int]:
    order = [band.code for band in spec.bands]
    places = {
        each.code: NO_SCORE if each.band is None else order.index(each.band)
        for each in result.dimensions
    }
    final = result.bands.final or result.highest_open_band
    return places | {OVERALL: NO_SCORE if final is None else order.index(final)}


def _public(work: _Work, code: str, version: int, published_at: datetime) -> PublicReport:
    who, edition, head = work.report.particulars, work.report.edition, work.report.headline
    final = head.final or head.open_band
    if work.hidden:
        band, why = _shown(work, OVERALL)
        score = ""
    else:
        band, why, score = ("" if final is None else final.name), "", head.score or ""
    schedule = tuple(_schedule(work))
    return PublicReport(
        organisation=who.organisation,
        sector=who.sector_name,
        assessment=who.title,
        rubric=edition.title,
        language=edition.language,
        reference=who.reference,
        number=who.number,
        code=code,
        submitted=who.submitted_date,
        version=version,
        published=long_date(published_at),
        scored=work.spec.shows_score,
        score=score,
        band=band,
        why=why,
        counts=_counts(work, len(schedule)),
        about_evidence=EVIDENCE_LEFT_OUT if schedule else "",
        dimensions=tuple(_dimension(work, part) for part in work.report.dimensions),
        schedule=schedule,
    )


def _counts(work: _Work, kept_back: int) -> str:
    if not kept_back:
        return ALL_OPEN
    releases = [_release(work, each.code) for each in asked_of(work.spec, work.result.sector)]
    parts = [
        f"{releases.count(release)} {words.lower()}"
        for release, words in RELEASES.items()
        if release in releases
    ]
    return f"Of {counted(len(releases), 'question')}: {listed(parts)}."


def _release(work: _Work, code: str) -> Release:
    """What is done in the end, with those that follow an answer that is not open."""
    return work.choices[work.decided.get(code, code)].release


def _shown(work: _Work, of: str) -> tuple[str, str]:
    """The band of a dimension, or of the whole, as exactly as it may be given; and why no more."""
    names = [band.name for band in work.spec.bands]
    places, whose = sorted(work.limits[of]), "The" if of == OVERALL else "Its"
    if len(places) == 1:
        only = ONLY_THE_BAND.format(Its=whose) if work.spec.shows_score else ""
        return ("no score" if places[0] == NO_SCORE else names[places[0]]), only
    lowest, highest = places[0], places[-1]
    if highest == len(names) - 1 and lowest <= 0:
        return "", NOT_EVEN_THE_BAND.format(Its=whose)
    if highest == len(names) - 1:
        return f"{names[lowest]} or higher", SHOWN_TOGETHER
    if lowest <= 0:
        none = ", or no score" if lowest == NO_SCORE else ""
        if highest == 0:
            return f"{names[0]}{none}", SHOWN_TOGETHER
        return f"{names[highest]} or lower{none}", SHOWN_TOGETHER
    return listed([names[place] for place in places], "or"), SHOWN_TOGETHER


def _dimension(work: _Work, part: ReportDimension) -> PublicDimension:
    score, band, why = part.score or "", part.band, ""
    if part.code in work.hidden:
        score = ""
        band, why = _shown(work, part.code) if work.spec.shows_score else ("", "")
    return PublicDimension(
        code=part.code,
        name=part.name,
        score=score,
        band=band,
        why=why,
        questions=tuple(_questions(work, part.code, band)),
    )


def _questions(work: _Work, dimension: str, band: str) -> Iterator[PublicQuestion]:
    for question in work.spec.dimension(dimension).questions:
        if question.code not in work.choices:
            continue
        release = _release(work, question.code)
        said = {
            Release.OPEN: "",
            Release.SUMMARY: f"Given in summary. Band of its dimension: {band or NOT_PUBLISHED}.",
            Release.WITHHELD: "Withheld.",
        }[release]
        if release is Release.SUMMARY and not work.spec.shows_score:
            said = "Given in summary, which shows no answer."
        yield PublicQuestion(
            code=question.code,
            title=question.title,
            release=RELEASES[release],
            said=said,
            answer=_answer(
                work.report,
                work.parts[question.code],
                work.opened,
                work.shut,
                whole=work.opened.issuperset(work.choices),
            )
            if question.code in work.opened
            else None,
        )


def when_open(report: Report) -> dict[str, PublicAnswer]:
    """What is given of each answer where all of them are open, by the code of its question."""
    parts = {part.code: part for part in (*report.questions, *report.unasked)}
    return {
        code: _answer(report, part, parts.keys(), frozenset(), whole=True)
        for code, part in parts.items()
    }


def _answer(
    report: Report,
    part: ReportQuestion,
    opened: Container[str],
    shut: frozenset[str],
    *,
    whole: bool,
) -> PublicAnswer:
    """An open answer next to the others that are `opened`; `shut` are the marks of the evidence
    that backs an answer which is not. Only where the report is `whole`, every answer open, does it
    say what lacks evidence, or does not fit what is held: in another, an answer of which it says
    neither and that shows nothing would tell what was left out, and so that an answer which is not
    published names it.
    """
    not_fitting = [
        f"Does not fit with {pair.other.code}: {pair.message}"
        + (f" Why both are right: {pair.reason}" if pair.reason else "")
        for pair in part.contradictions
        if pair.other.code in opened
    ]
    if part.not_fitting and whole:
        not_fitting.append(part.not_fitting)
    named = {each.reference for each in part.evidence}
    return PublicAnswer(
        text=part.text,
        answer=part.answer,
        chosen=tuple(part.chosen),
        level=part.level_name,
        level_text=part.level_text,
        points=part.points,
        reason=part.reason,
        note=part.note,
        evidence=_left(part.evidence, shut),
        held=_left((each for each in part.held if each.reference not in named), shut),
        unconfirmed=part.unconfirmed and whole,
        limits=tuple(g.message for g in report.gates if g.code == part.code),
        not_fitting=tuple(not_fitting),
        actions=tuple(_actions(report, part.code)),
    )


def _left(links: Iterable[Link], shut: frozenset[str]) -> tuple[PublicLink, ...]:
    """Those of the links that back no answer which is not open."""
    return tuple(
        PublicLink(title=each.title, url=each.url, past=each.past)
        for each in links
        if shut.isdisjoint(_marks(each))
    )


def _actions(report: Report, code: str) -> Iterator[str]:
    for action in report.actions:
        if action.code == code:
            yield action.text
            yield from action.items


def _shut(report: Report, choices: Choices, opened: frozenset[str]) -> frozenset[str]:
    """The marks of all evidence that backs an answer which is not open."""
    return frozenset(
        mark
        for other in (*report.questions, *report.unasked)
        if other.code in choices and other.code not in opened
        for link in (*other.evidence, *other.held)
        for mark in _marks(link)
    )


def _marks(link: Link) -> set[str]:
    """By what evidence is known again: its words, and the item that it is under any words."""
    texts = (link.title, link.url, link.reference)
    return {text.strip().casefold() for text in texts} - {""}


def _schedule(work: _Work) -> Iterator[KeptBack]:
    for dimension, question in work.spec.questions():
        if question.code in work.choices and question.code not in work.opened:
            release = _release(work, question.code)
            yield KeptBack(
                code=question.code,
                title=question.title,
                dimension=dimension.name,
                release=RELEASES[release],
                why=_why(work, question.code),
            )


def _why(work: _Work, code: str) -> str:
    """Empty of an answer that is given in summary under no exemption: its release says all. One
    that follows another is kept back for the reason in law of that one.
    """
    decides = work.decided.get(code, code)
    given = reason(work.spec.question(decides), work.choices[decides].exemption)
    follows = f"Whether it was asked would give away the answer to {decides}, which is not open."
    return " ".join(filter(None, (follows if decides != code else "", without_advice(given))))
