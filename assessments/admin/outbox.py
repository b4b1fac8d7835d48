"""The outbox: what was sent, what waits, and what was given up, without its words."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.admin.read_only import ReadOnlyAdmin
from assessments.admin.types import editor
from assessments.models import OutgoingMail
from assessments.queries.outbox import in_state
from assessments.services import outbox, outbox_backend


class StateFilter(admin.SimpleListFilter):
    """The state of the message."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("stuck", "Stuck"), ("waiting", "Waiting"), ("sent", "Sent")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutgoingMail]
    ) -> QuerySet[OutgoingMail]:
        return in_state(queryset, self.value()) if self.value() else queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """The words are not shown: links in them let people in."""

    list_display = ("recipient", "subject", "state", "queued", "last_error")
    list_filter = (StateFilter,)
    search_fields = ("recipient",)
    fields = (
        "recipient",
        "subject",
        "state",
        "queued",
        "tries",
        "due",
        "last_error",
        "sent",
        "given_up",
    )
    readonly_fields = ("state",)
    actions = ("try_again",)  # type: ignore[assignment]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        return super().get_queryset(request).defer("text", "html")

    def get_fields(
        self, request: HttpRequest, obj: OutgoingMail | None = None
    ) -> list[str | list[str] | tuple[str, ...]]:
        """A next try is only of a mail that waits for one."""
        found = list(super().get_fields(request, obj))
        if obj is not None and obj.state != "waiting":
            found.remove("due")
        return found

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    @admin.action(description="Try again to send", permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        number = outbox.try_again(mails=queryset, by=editor(request))
        if number:
            word = "1 email is" if number == 1 else f"{number} emails are"
            outbox_backend.wake()
            messages.success(request, f"{word} being sent again. Look at this list in a minute.")
        else:
            messages.info(request, "None of these is stuck, so nothing was changed.")
