"""Assessments, answers, submissions and scores, who works on what, what people were reminded of,
how assessments are signed off, and who acts for whom in that: to read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from assessments.admin.links import link_to, list_of
from assessments.admin.read_only import (
    OfAnAssessmentAdmin,
    ReadOnlyAdmin,
    ReadOnlyInline,
    as_document,
    document,
)
from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    AssignedPerson,
    Assignment,
    Band,
    ContradictionReason,
    Decision,
    Deputy,
    DimensionScore,
    Reminder,
    Review,
    ScoreSnapshot,
    Submission,
    SuggestedAnswer,
)
from assessments.reminding import Kind
from assessments.sectors import SECTORS
from assessments.wording import listed


class SectorFilter(admin.SimpleListFilter):
    """The sector that an assessment began with: known ones, so that no table is asked which."""

    title = "sector"
    parameter_name = "sector"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, str]]:
        return SECTORS.items()

    def queryset(self, request: HttpRequest, rows: QuerySet[Model]) -> QuerySet[Model]:
        return rows.filter(sector=self.value()) if self.value() else rows


class BandFilter(admin.SimpleListFilter):
    """The final band, or the highest that is still open, by the name that editions give it."""

    title = "band"
    parameter_name = "band"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, str]]:
        names = Band.objects.order_by("name").values_list("name", flat=True).distinct()
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, rows: QuerySet[Model]) -> QuerySet[Model]:
        name = self.value()
        either = Q(final_band_name=name) | Q(highest_open_band_name=name)
        return rows.filter(either) if name else rows


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("reference", "organisation", "title", "status", "started_at", "started_by")
    list_filter = ("status", SectorFilter, "rubric")
    list_select_related = ("organisation", "started_by")
    search_fields = ("pk", "organisation")
    ordering = ("-id",)
    readonly_fields = ("holds",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        rows = super().get_queryset(request)
        related = ("organisation", "started_by", "rubric", "version", "carried_from")
        return rows.select_related(*related).defer("version__scoring_notes")

    @admin.display(description="What it holds")
    def holds(self, assessment: Assessment) -> str:
        links = (
            list_of("answer", "Answers", assessment=assessment),
            list_of("answerrevision", "Every value of them", answer__assessment=assessment),
            list_of("assignment", "Assignments", assessment=assessment),
            list_of("contradictionreason", "Reasons for contradictions", assessment=assessment),
            list_of("review", "Reviews", assessment=assessment),
            list_of("submission", "Submissions", assessment=assessment),
            list_of("suggestedanswer", "Suggested answers", assessment=assessment),
        )
        return format_html_join(" · ", "{}", [(link,) for link in links])


class RevisionInline(ReadOnlyInline):
    model = AnswerRevision
    fields = ("revision", "state", "value", "reason", "note", "lines", "saved_at", "saved_by")
    readonly_fields = fields
    verbose_name_plural = "every value it has had, the newest first"
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnswerRevision]:
        return super().get_queryset(request).select_related("saved_by")

    @admin.display(description="evidence")
    def lines(self, revision: AnswerRevision) -> str:
        return format_html_join(
            "", "<div>{} {}</div>", ((one["title"], one["link"]) for one in revision.evidence)
        )


@admin.register(Answer)
class AnswerAdmin(OfAnAssessmentAdmin):
    list_display = ("code", "assessment", "state", "revision", "saved_at", "saved_by")
    list_filter = ("state",)
    search_fields = ("question__code",)
    ordering = ("-saved_at", "-id")
    inlines = (RevisionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        rows = super().get_queryset(request)
        return rows.select_related("assessment__organisation", "question", "saved_by")

    @admin.display(description="question", ordering="question__code")
    def code(self, answer: Answer) -> str:
        return answer.question.code


@admin.register(AnswerRevision)
class AnswerRevisionAdmin(OfAnAssessmentAdmin):
    assessment_is = "answer__assessment"
    list_display = ("code", "assessment", "revision", "state", "saved_at", "saved_by")
    list_filter = ("state",)
    search_fields = ("answer__question__code",)
    exclude = ("value", "evidence")
    readonly_fields = ("whole_value", "whole_evidence")
    whole_value, whole_evidence = document("value"), document("evidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnswerRevision]:
        rows = super().get_queryset(request)
        return rows.select_related("answer__assessment", "answer__question", "saved_by")

    @admin.display(description="question", ordering="answer__question__code")
    def code(self, revision: AnswerRevision) -> str:
        return revision.answer.question.code

    @admin.display(description="assessment", ordering="answer__assessment")
    def assessment(self, revision: AnswerRevision) -> str:
        return str(revision.answer.assessment)


@admin.register(ContradictionReason)
class ContradictionReasonAdmin(OfAnAssessmentAdmin):
    list_display = ("contradiction", "assessment", "revision", "saved_at", "saved_by")
    search_fields = ("contradiction",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContradictionReason]:
        return super().get_queryset(request).select_related("assessment", "saved_by")


@admin.register(SuggestedAnswer)
class SuggestedAnswerAdmin(OfAnAssessmentAdmin):
    list_display = ("code", "assessment", "state", "reworded", "source", "offered_at", "offered_by")
    list_filter = ("state",)
    search_fields = ("question__code",)
    exclude = ("value", "evidence", "changes")
    readonly_fields = ("whole_value", "whole_evidence", "what_changed")
    whole_value, whole_evidence = document("value"), document("evidence")
    ordering = ("-offered_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SuggestedAnswer]:
        rows = super().get_queryset(request)
        return rows.select_related("assessment", "question", "source", "offered_by")

    @admin.display(description="question", ordering="question__code")
    def code(self, suggestion: SuggestedAnswer) -> str:
        return suggestion.question.code

    @admin.display(boolean=True)
    def reworded(self, suggestion: SuggestedAnswer) -> bool:
        return bool(suggestion.changes)

    @admin.display(description="what differs in the question")
    def what_changed(self, suggestion: SuggestedAnswer) -> str:
        return format_html_join("", "<div>{}</div>", ((one,) for one in suggestion.changes))


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("reference", "organisation_name", "number", "submitted_at", "submitted_by_name")
    list_select_related = ()
    search_fields = ("pk", "assessment", "assessment__organisation")
    exclude = ("answers", "held")
    readonly_fields = ("score", "answers_as_sent", "held_as_sent")
    answers_as_sent = document("answers", "answers as sent")
    held_as_sent = document("held", "what was held, as sent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        rows = super().get_queryset(request)
        related = ("submitted_by", "version", "snapshot", "assessment__organisation")
        return rows.select_related(*related).defer(
            "answers", "held", "snapshot__result", "version__scoring_notes"
        )

    @admin.display
    def score(self, submission: Submission) -> str:
        return link_to(submission.snapshot)


class DimensionScoreInline(ReadOnlyInline):
    model = DimensionScore
    fields = ("name", "score", "exact", "band")


@admin.register(ScoreSnapshot)
class ScoreSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("submission", "organisation", "came_to", "taken")
    list_filter = (BandFilter,)
    empty_value_display = "none"
    search_fields = ("submission", "submission__assessment__organisation")
    exclude = ("result",)
    readonly_fields = ("whole_result",)
    ordering = ("-id",)
    inlines = (DimensionScoreInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScoreSnapshot]:
        rows = super().get_queryset(request)
        return rows.select_related("submission").defer("result", "submission__answers")

    @admin.display(ordering="submission__organisation_name")
    def organisation(self, snapshot: ScoreSnapshot) -> str:
        return snapshot.submission.organisation_name

    @admin.display(description="came to", ordering="overall")
    def came_to(self, snapshot: ScoreSnapshot) -> str:
        return str(snapshot)

    @admin.display(description="whole result")
    def whole_result(self, snapshot: ScoreSnapshot) -> str:
        return format_html(
            "<details><summary>Show the result as it was stored</summary>{}</details>",
            as_document(snapshot.result),
        )


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = ("name", "job_title", "acting_for", "approved", "decided_at", "said")
    readonly_fields = fields


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("assessment", "state", "sent_by", "sent_at", "submission")
    list_filter = ("state",)
    ordering = ("-id",)
    list_select_related = ("assessment", "sent_by", "submission")
    search_fields = ("assessment", "assessment__organisation", "sent_by")
    inlines = (DecisionInline,)


@admin.register(Deputy)
class DeputyAdmin(ReadOnlyAdmin):
    list_display = ("deputy", "approver", "organisation", "first_day", "last_day")
    list_select_related = ("deputy", "approver", "organisation")
    search_fields = ("organisation", "deputy", "approver")
    ordering = ("-id",)


class AssignedPersonInline(ReadOnlyInline):
    model = AssignedPerson
    fields = ("user", "looked")
    readonly_fields = fields
    verbose_name_plural = "to whom, and when they last looked"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AssignedPerson]:
        return super().get_queryset(request).select_related("user")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("part", "assessment", "people_named", "due", "state", "changed_at")
    list_filter = ("state", "assessment__organisation__sector")
    search_fields = ("assessment", "assessment__organisation", "people__user")
    exclude = ("questions", "dimension")
    readonly_fields = ("part",)
    inlines = (AssignedPersonInline,)
    ordering = ("-changed_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        rows = super().get_queryset(request).select_related("assessment", "changed_by")
        people = AssignedPerson.objects.select_related("user")
        return rows.prefetch_related(Prefetch("people", people))

    @admin.display(description="part, or questions of it", ordering="dimension")
    def part(self, row: Assignment) -> str:
        return f"{row.dimension}: {listed(row.questions)}" if row.questions else row.dimension

    @admin.display(description="people")
    def people_named(self, row: Assignment) -> str:
        return listed([str(one.user) for one in row.people.all()])


class KindFilter(admin.SimpleListFilter):
    """The kinds of reminder that there are, so that no table is asked which."""

    title = parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, str]]:
        return [(Reminder.MAIL, "The mail of a day"), *((one.value, one.heading) for one in Kind)]

    def queryset(self, request: HttpRequest, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
        return rows.filter(kind=self.value()) if self.value() else rows


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """What was sent to whom: the words are in no row."""

    list_display = ("whom", "kind", "thing", "day", "written")
    list_filter = (KindFilter,)
    list_select_related = ("user",)
    search_fields = ("user",)

    @admin.display(description="to")
    def whom(self, row: Reminder) -> str:
        return row.address or str(row.user)
