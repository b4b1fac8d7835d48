"""Who works on what, and what people were reminded of: to read."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from assessments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from assessments.models import AssignedPerson, Assignment, Reminder
from assessments.reminding import Kind
from assessments.wording import listed


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
