"""The report that an organisation publishes, and the schedule of what it keeps back.

None of these types has a place for what is kept back, so no template or file can show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assessments.addresses import web_address
from assessments.disclosure.choices import Release
from assessments.rubric.definition import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLink:
    """What backs an answer: a title, and an address or a reference that finds it."""

    title: str
    url: str
    past: bool

    @property
    def href(self) -> str:
        """The address where it leads somewhere on the web; empty for anything else."""
        return web_address(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAnswer:
    """An answer that is open, whole but for who gave it."""

    text: str
    answer: str
    chosen: Sequence[str]
    level: str
    level_text: str
    points: str
    reason: str
    note: str
    evidence: Sequence[PublicLink]
    unconfirmed: bool
    limits: Sequence[str]
    """What the rubric says where the answer limits the band."""
    not_fitting: Sequence[str]
    """How other open answers do not fit, and why both were kept."""
    actions: Sequence[str]
    held: Sequence[PublicLink] = ()
    """What else the organisation had that supports the question: the answer does not name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicQuestion:
    """A question. Only an open one has an `answer`; `said` is shown in its place."""

    code: str
    title: str
    release: str
    said: str
    answer: PublicAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDimension:
    """A dimension. `score` is there only if all of its answers are open; `band` may name several,
    and is empty where none can be given. `why` says why it gives less than a score.
    """

    code: str
    name: str
    score: str
    band: str
    why: str
    questions: Sequence[PublicQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """A line of the schedule: a question whose answer is not given whole, and why."""

    code: str
    title: str
    dimension: str
    release: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReport:
    """What is published of one submission. `result` says the band in words, with the score if
    there is one; `counts` how many answers are given; `about_evidence` what was left out of it.
    """

    organisation: str
    sector: str
    assessment: str
    rubric: str
    language: str
    reference: str
    number: int
    code: str
    submitted: str
    version: int
    published: str
    scored: bool
    score: str
    band: str
    why: str
    counts: str
    about_evidence: str
    dimensions: Sequence[PublicDimension]
    schedule: Sequence[KeptBack]

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"Public readiness report: {self.organisation}"

    @property
    def band_label(self) -> str:
        return "Final band" if self.scored else "Highest band still open"

    def to_document(self) -> Document:
        """The report as it is kept."""
        return asdict(self)


def from_document(kept: Document) -> PublicReport:
    """The report that `to_document` kept."""
    return PublicReport(
        **{
            **kept,
            "dimensions": [_dimension(each) for each in kept["dimensions"]],
            "schedule": [KeptBack(**each) for each in kept["schedule"]],
        }
    )


def _dimension(kept: Document) -> PublicDimension:
    questions = [
        PublicQuestion(**{**each, "answer": _answer(each["answer"])}) for each in kept["questions"]
    ]
    return PublicDimension(**{**kept, "questions": questions})


def _answer(kept: Document | None) -> PublicAnswer | None:
    if kept is None:
        return None
    links = {
        name: [PublicLink(**one) for one in kept.get(name, ())] for name in ("evidence", "held")
    }
    return PublicAnswer(**{**kept, **links})


RELEASES = {
    Release.OPEN: "Open",
    Release.SUMMARY: "Given in summary",
    Release.WITHHELD: "Withheld",
}
"""What the public report calls them."""
