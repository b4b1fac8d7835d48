"""Who acts for an approver: an approver names a deputy, and ends that."""

from __future__ import annotations

from typing import Unpack

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from assessments.access.roles import Permission
from assessments.forms.deputies import DeputyForm
from assessments.queries.members import deputy, who_may_deputise
from assessments.services import deputies
from assessments.views.base import Address
from assessments.views.members import MembersView, signs
from assessments.workflow import Refused


class DeputyName(MembersView):
    """An approver names a member to act for them on some days."""

    permission = Permission.VIEW
    template_name = "members/deputy.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        if not signs(self.access):
            raise PermissionDenied(deputies.NOT_SIGNING)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": DeputyForm(members=self._members())})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = DeputyForm(data=request.POST, members=self._members())
        if not form.is_valid():
            return self.render({"form": form})
        try:
            made = deputies.name_deputy(
                organisation=self.access.organisation,
                deputy=int(form.cleaned_data["deputy"]),
                first_day=form.cleaned_data["first_day"],
                last_day=form.cleaned_data["last_day"],
                by=self.access.user,
            )
        except Refused as refusal:
            field = refusal.field if isinstance(refusal, deputies.DayRefused) else "deputy"
            form.add_error(field, refusal.reason.rstrip("."))
            return self.render({"form": form})
        return self.done(f"{made.deputy} can act for you on these days.")

    def _members(self) -> dict[str, str]:
        return who_may_deputise(self.access.organisation, self.access.user)


class DeputyEnd(MembersView):
    """The approver, or an administrator, ends that a deputy acts for them."""

    permission = Permission.VIEW
    template_name = "members/deputy_end.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = deputy(self.access.organisation, kwargs["pk"])
        if found is None:
            raise Http404
        self.deputy = found
        if found.approver_id != self.access.user.pk and not self.access.can(
            Permission.MANAGE_MEMBERS
        ):
            raise PermissionDenied(
                f"Only {found.approver}, or an administrator of your organisation, can end this."
            )

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"deputy": self.deputy})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        deputies.end(deputy=self.deputy, by=self.access.user)
        return self.done(f"{self.deputy.deputy} no longer acts for {self.deputy.approver}.")
