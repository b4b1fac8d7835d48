"""A report as frozen values, ready in words: pages and exports lay it out and work nothing out.

Every score, share, gap and gain is text with one decimal, rounded half up from the exact figure.
A figure that does not exist is `None` (or an empty text where a sentence replaces it).
Everything here may hold what a person typed: it has to be escaped wherever it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessments.reports.answered import (
    Flagged,
    Link,
    ReportContradiction,
    ReportEvidence,
    ReportFile,
    ReportHeld,
    ReportQuestion,
)
from assessments.reports.branding import Branding
from assessments.reports.glance import Glance
from assessments.reports.score_change import ReportChange
from assessments.reports.signing import ReportSigning
from assessments.rubric.definition import Document
from assessments.wording import long_date, long_moment, plain, without_advice

MOST_NAMED = 5
"""Of so many questions a sentence names each; of more it says how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """Whose submission this is. `submitted_at` is aware, and shown in the zone that it carries.

    `code` reads "7K3M-9QXT-2BWD", and `hash` is the SHA-256, in hexadecimal, of all that the
    submission froze (`verifying.record_of`). A draft has neither: both are empty.
    """

    organisation: str
    sector: str
    sector_name: str
    title: str
    reference: str
    number: int
    submitted_by: str
    submitted_at: datetime
    code: str = ""
    hash: str = ""

    @property
    def submitted_text(self) -> str:
        """ "23 November 2026 at 2:02pm"."""
        return long_moment(self.submitted_at)

    @property
    def submitted_date(self) -> str:
        """ "23 November 2026"."""
        return long_date(self.submitted_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The rubric that was used. `language` is a tag such as `en-GB`."""

    code: str
    title: str
    edition: str
    language: str
    content_hash: str
    purpose: str = ""
    limits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBand:
    """A band of the scale. `lower` and `minimum` are numbers for drawing; the texts for reading.

    `upper_text` is the band's highest shown score; `minimum` is what it asks of every dimension.
    """

    code: str
    name: str
    lower: Decimal
    lower_text: str
    upper_text: str
    minimum: Decimal | None = None
    minimum_text: str = ""
    summary: str = ""
    meaning: str = ""
    you_can_start: Sequence[str] = ()
    you_should_not_start: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The result at a glance. `score`, `exact` and the bands are `None` with nothing to score.

    `open_band`, the highest band still open, is there instead where the rubric shows no score.
    `lowered` says whether balance or a gate brought the band below the score's own, or the open one
    below the top, and `working` how the band was reached, a sentence each; it is never empty.
    """

    score: str | None
    exact: str | None
    final: ReportBand | None
    from_score: ReportBand | None
    after_balance: ReportBand | None
    open_band: ReportBand | None
    lowered: bool
    working: Sequence[str]
    reassess: str = ""
    """When to assess again, in a sentence; empty when the rubric says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A national figure of the rubric, shown for context; never part of the score. `value` is empty
    where `text` has it, so that it is read once.
    """

    value: str
    text: str
    population: str
    date: str
    sources: Sequence[Link]
    caution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A question with at least three quarters of its points."""

    code: str
    title: str
    dimension: str
    answer: str
    points: str
    unconfirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGap:
    """What full marks for one question would add to the overall score, all else standing."""

    place: int
    code: str
    title: str
    dimension: str
    answer: str
    points: str
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDimension:
    """`value` is the shown score as a number, for drawing. With no score it and `score` are `None`,
    `band` is empty and `share`, else a percentage of the whole, is "none". `holds` says which of
    its answers hold the band, where the rubric shows no score.
    """

    code: str
    name: str
    score: str | None
    value: Decimal | None
    band: str
    weight: str
    share: str
    summary: str
    working: str
    holds: str
    strengths: Sequence[Strength]
    gaps: Sequence[ReportGap]
    figure: Figure | None
    """The first national figure that the rubric lists for the dimension and the sector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGate:
    """An answer whose gate fired. `answer` is the level it reaches, or that it is not known;
    `to_lift` says whether the verdict counts it among what must be fixed first, and `effect` in
    words whether the cap lowered the final band.
    """

    code: str
    title: str
    answer: str
    cap_band: str
    message: str
    lowered: bool
    to_lift: bool
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBalance:
    """A dimension, by code and name, below what a band asks of every dimension."""

    code: str
    dimension: str
    score: str
    minimum: str
    band: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAction:
    """A recommended action. `items` are what to do for each missing checklist line; it is `urgent`
    below three quarters of full marks or behind a `gate` that fired; `lifts` is for a gate that
    the verdict says must be fixed first, and `reason` says why it has its place. A
    `decision` is one that the rubric gives to the chief executive, the board or finance.
    """

    place: int
    code: str
    title: str
    dimension: str
    text: str
    items: Sequence[str]
    effort: str
    effort_meaning: str
    owner: str
    guidance: Link | None
    gate: bool
    lifts: bool
    urgent: bool
    reason: str
    gain: str
    decision: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodSection:
    """A heading of the method and its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSource:
    """A source that the report leans on."""

    title: str
    publisher: str
    date: str
    url: str


_ENDED = re.compile(r"""[.!?…]["'”’)]*$""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEffort:
    """A word for how much work an action is, what it means, and the days of staff and the pounds
    that the rubric assumes for one; `None` where it assumes none.
    """

    name: str
    meaning: str
    assumed: tuple[Decimal | None, Decimal | None]

    @property
    def assumed_text(self) -> str:
        """ "25 staff days and £5,000", or empty."""
        days, pounds = self.assumed
        staff = "" if days is None else f"{plain(days)} staff {'day' if days == 1 else 'days'}"
        return " and ".join(part for part in (staff, f"£{pounds:,.0f}" if pounds else "") if part)

    @property
    def said(self) -> str:
        """What it means to who reads a report, and what is assumed of each such action: without
        the sentences that tell whoever plans how to change that.
        """
        return self.with_assumed(without_advice(self.meaning))

    def with_assumed(self, means: str) -> str:
        """These words of what it means and what is assumed of each such action, apart from each
        other though a rubric may have no full stop there.
        """
        if not self.assumed_text:
            return means
        apart = "" if not means or _ENDED.search(means) else "."
        return f"{means}{apart} Assumed for each: {self.assumed_text}.".strip()


FIRST_ACTIONS = 10
"""How many actions are on the report's opening pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedQuarter:
    """The actions that are due in a quarter: how many, and what they take, in words."""

    name: str
    actions: str
    takes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlan:
    """What of the plan for a questionnaire is to be done on a day, by quarter, the late first."""

    day: str
    quarters: Sequence[PlannedQuarter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One submission, whole. `questions` are those asked, in order, and `counts` says how they were
    answered; `result_document` is the scored result as frozen, never recomputed. `no_actions` and
    `no_first_actions` say why there are none, and are empty where there are some. `draft` says what
    a report is that was made before anything was submitted; it is empty of any other.
    """

    particulars: Particulars
    edition: Edition
    engine_version: str
    glance: Glance
    headline: Headline
    bands: Sequence[ReportBand]
    dimensions: Sequence[ReportDimension]
    gates: Sequence[ReportGate]
    balance: Sequence[ReportBalance]
    strengths: Sequence[Strength]
    gaps: Sequence[ReportGap]
    actions: Sequence[ReportAction]
    no_actions: str
    no_first_actions: str
    efforts: Sequence[ReportEffort]
    unknown: Sequence[Flagged]
    unconfirmed: Sequence[Flagged]
    held: Sequence[ReportHeld]
    evidence: Sequence[ReportEvidence]
    contradictions: Sequence[ReportContradiction]
    questions: Sequence[ReportQuestion]
    unasked: Sequence[ReportQuestion]
    counts: str
    method: Sequence[MethodSection]
    sources: Sequence[ReportSource]
    result_document: Document
    files: Sequence[ReportFile] = ()
    signing: ReportSigning | None = None
    record: Mapping[str, object] | None = None
    """All that the submission froze (`verifying.record_of`) but the result; a draft has none."""
    draft: str = ""
    change: ReportChange | None = None
    how_sure: Sequence[str] = ()
    took_part: Sequence[str] = ()
    """The names of those who saved an answer; only what is printed has them, as the next two."""
    branding: Branding | None = None
    plan: ReportPlan | None = None

    @property
    def title(self) -> str:
        """The title of the document."""
        name = "Draft of a readiness report" if self.draft else "Readiness report"
        return f"{name}: {self.particulars.organisation}"

    @property
    def efforts_said(self) -> Sequence[ReportEffort]:
        """The efforts of which there is something to say."""
        return tuple(effort for effort in self.efforts if effort.said)

    @property
    def first_actions(self) -> Sequence[ReportAction]:
        """The actions to plan now: behind a gate or well short of full marks, at most ten."""
        return tuple(action for action in self.actions if action.urgent)[:FIRST_ACTIONS]

    @property
    def not_fitting(self) -> Sequence[ReportQuestion]:
        """The asked questions whose answer what the organisation had contradicts."""
        return tuple(question for question in self.questions if question.not_fitting)

    @property
    def contradicted(self) -> Sequence[ReportQuestion]:
        """The questions of `contradictions`."""
        return tuple(question for question in self.questions if question.contradictions)

    def questions_of(self, dimension: str) -> Sequence[ReportQuestion]:
        """The asked questions of the dimension with that code, in order."""
        return tuple(question for question in self.questions if question.dimension == dimension)
