"""Reading assessments: their progress, what was submitted, and who touched them last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from assessments.contradictions import Kept, met
from assessments.contradictions import to_documents as kept_to_documents
from assessments.evidence import Held, Holding, to_documents
from assessments.models import Assessment, Organisation

# Views, which may not import models, name these two in their types.
from assessments.models import RubricVersion as RubricVersion
from assessments.models import Submission as Submission
from assessments.queries.answers import StoredAnswer, sheet_from, stored_answers
from assessments.queries.prepared import Asked, Prepared
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.rubric.definition import ContradictionSpec, Document, RubricSpec
from assessments.rubric.files.answers import sheet_to_document
from assessments.rubric.files.canonical import hash_of
from assessments.scoring.engine import score
from assessments.scoring.progress import Progress, progress
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet
from assessments.workflow import Status


@dataclass(frozen=True)
class Standing:
    """An assessment's answers at one moment, and all that follows from them."""

    spec: RubricSpec
    sheet: AnswerSheet
    progress: Progress
    result: Result
    stored: Mapping[str, StoredAnswer]
    content_hash: str

    @property
    def last_saved(self) -> StoredAnswer | None:
        """The answer that was saved last, with who saved it; `None` before the first save."""
        return max(self.stored.values(), key=lambda answer: answer.saved_at, default=None)

    @cached_property
    def kept(self) -> Sequence[Kept]:
        """The contradictions that the answers meet, with the reasons that are given for them."""
        return [_kept(one, self.stored.get(one.key)) for one in met(self.spec, self.result)]

    def backing(self, holding: Holding) -> Sequence[Held]:
        """What supports questions of the edition or is named by answers, each once.

        In the order of the edition: a hash names the list, and answers come in any order.
        """
        questions = [question for _, question in self.spec.questions()]
        lines = [line for one in questions for line in self.sheet.reply(one.code).evidence]
        held = {one.reference: one for one, _ in holding.for_questions(questions)}
        held |= {one.reference: one for one in holding.named(lines)}
        return [*held.values()]

    def to_submit(self, holding: Holding) -> ToSubmit:
        """What would be frozen, were they submitted now."""
        return ToSubmit(
            sheet_to_document(self.sheet, self.spec),
            to_documents(self.backing(holding)),
            kept_to_documents(self.kept),
            self.content_hash,
        )


def _kept(one: ContradictionSpec, said: StoredAnswer | None) -> Kept:
    if said is None or not said.reply.note:
        return Kept(contradiction=one)
    return Kept(
        contradiction=one,
        reason=said.reply.note,
        by=said.saved_by,
        at=timezone.localtime(said.saved_at),
    )


@dataclass(frozen=True, slots=True)
class ToSubmit:
    """What a submission freezes, as documents: the answers, what the organisation has that answers
    name or that supports questions of the edition, and which answers do not fit together, with the
    reasons. `rubric` is the content hash of the edition.
    """

    answers: Document
    held: list[Document]
    kept: list[Document]
    rubric: str

    @property
    def document(self) -> Document:
        """What an approver reads, as one document."""
        return {"answers": self.answers, "held": self.held, "kept": self.kept}

    @property
    def seen(self) -> str:
        """Names all four exactly: submitting compares it with what they are by then."""
        return hash_of({**self.document, "rubric": self.rubric})


def standing_of(assessment: Assessment) -> Standing:
    """The assessment's progress: one query once its edition is in the cache."""
    spec, stored = spec_of(assessment.version), stored_answers(assessment)
    sheet = sheet_from(assessment, stored)
    return Standing(
        spec=spec,
        sheet=sheet,
        progress=progress(spec, sheet, MARKER),
        result=score(spec, sheet, MARKER),
        stored=stored,
        content_hash=assessment.version.content_hash,
    )


def _submissions(assessment: int) -> QuerySet[Submission]:
    rows = Submission.objects.filter(assessment=assessment).select_related("snapshot")
    return rows.defer("answers", "snapshot__result").order_by("-number")


_submitted = Prepared(_submissions, -1)


def submissions_asked(assessment: Assessment) -> Asked[Submission]:
    """What `submissions_of` asks."""
    return _submitted.asked(assessment.pk)


def submissions_of(assessment: Assessment) -> list[Submission]:
    """What was submitted, newest first, each with its score but not its long documents."""
    return submissions_asked(assessment).rows()


def in_progress(organisation: Organisation) -> dict[int, Assessment]:
    """The organisation's open assessments by the key of their rubric: at most one of each."""
    rows = Assessment.objects.filter(organisation=organisation, status=Status.IN_PROGRESS)
    return {row.rubric_id: row for row in rows}


def open_rival(assessment: Assessment) -> Assessment | None:
    """Another assessment of the same rubric in progress, which stops this one's reopening."""
    return (
        Assessment.objects.filter(
            organisation_id=assessment.organisation_id,
            rubric_id=assessment.rubric_id,
            status=Status.IN_PROGRESS,
        )
        .exclude(pk=assessment.pk)
        .first()
    )


def version_of(pk: int) -> RubricVersion | None:
    """The edition of that key, published or not, with its rubric."""
    return RubricVersion.objects.select_related("rubric").filter(pk=pk).first()
