"""Letting people back in: a second step that was lost, an organisation without administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from assessments.access.roles import Role
from assessments.admin.links import address_of
from assessments.admin.pages import verb_page
from assessments.admin.types import View, editor
from assessments.forms.accounts import EMAIL_SHAPE
from assessments.forms.assessments import ReasonForm
from assessments.models import Membership, Organisation, User
from assessments.services import recovery
from assessments.wording import long_date
from assessments.workflow import Refused

M = TypeVar("M", bound=Model)
LEAVE = "Leave it as it is"

STEPS = {
    "totp": "authenticator app",
    "webauthn": "passkey or security key",
    "recovery_codes": "recovery codes",
}
"""What a person can sign in with besides the password, in words."""


class ResetForm(ReasonForm):
    """Why a second step is reset."""

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(
            data=data,
            label="Reason",
            hint="Say how you know that it is this person. The audit trail keeps it; the person "
            "is not sent it.",
        )


class NameForm(ReasonForm):
    """Who becomes administrator, and why."""

    email = forms.CharField(
        label="Email address of the new administrator",
        max_length=254,
        help_text="The one that they sign in with, in full.",
        error_messages={"required": "Enter an email address"},
        validators=[EMAIL_SHAPE],
        widget=forms.TextInput(
            attrs={
                "class": "vTextField",
                "type": "email",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    field_order = ("email", "reason")

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(
            data=data,
            label="Reason",
            hint="All members read it in the history of the organisation.",
        )


def reset_view(owner: admin.ModelAdmin[User]) -> View:
    """Says what resetting a person's second step does, asks for the reason, and does it."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        user = _found(request, User.objects.filter(pk=pk))
        form = ResetForm(request.POST or None)
        why_not = recovery.why_not_reset(user=user, by=editor(request))
        if not why_not and request.method == "POST" and form.is_valid():
            try:
                recovery.reset_second_step(
                    user=user,
                    by=editor(request),
                    absolute=request.build_absolute_uri,
                    **form.cleaned_data,
                )
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(
                    request,
                    f"Two-step sign-in of {user} is reset. They are signed out everywhere, and "
                    f"an email at {user.email} says so.",
                )
                return redirect(address_of(user))
        return verb_page(
            owner,
            request,
            [user],
            form,
            "Reset two-step sign-in",
            title=f"Reset two-step sign-in: {user}",
            about=RESET,
            button="Reset two-step sign-in",
            back=LEAVE,
            why_not=why_not,
        )

    return view


def name_view(owner: admin.ModelAdmin[Organisation]) -> View:
    """Says what naming an administrator does, asks for whom and why, and does it."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        organisation = _found(request, Organisation.objects.filter(pk=pk))
        form = NameForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = recovery.name_administrator(
                    organisation=organisation,
                    by=editor(request),
                    absolute=request.build_absolute_uri,
                    **form.cleaned_data,
                )
            except recovery.NotThisPerson as refusal:
                form.add_error("email", refusal.reason)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                done = f"{made.user} is an administrator of {organisation} now; an email says so."
                messages.success(request, done)
                return redirect(address_of(organisation))
        return verb_page(
            owner,
            request,
            [organisation],
            form,
            "Name an administrator",
            title=f"Name an administrator: {organisation}",
            about=(_administrators(organisation), *NAMING),
            button="Make administrator",
            back=LEAVE,
        )

    return view


RESET = (
    "For a person who has lost the phone or the key, and has no recovery code left. First make "
    "sure that it is really them: call them on a number that you know from elsewhere.",
    "Their authenticator app, passkeys, security keys and recovery codes stop working, and they "
    "are signed out everywhere. The password stays, and opens the account until they set up a new "
    "second step. An email tells them.",
)
NAMING = (
    "For an organisation whose only administrator is gone. First make sure that the organisation "
    "wants it: ask there, in a way that you know from elsewhere.",
    "The person becomes an administrator, whether or not they are a member now. An email tells "
    "them, and the present administrators, or all members if there is none.",
)


def _administrators(organisation: Organisation) -> str:
    """Who the administrators are, and when each last signed in: whether one is still there."""
    rows = Membership.objects.filter(organisation=organisation, role=Role.ADMINISTRATOR)
    people = [row.user for row in rows.select_related("user")]
    if not people:
        return f"{organisation} has no administrator now."
    return f"Administrators of {organisation} now: {'; '.join(_seen(people))}."


def _seen(people: Iterable[User]) -> list[str]:
    candidates = []
    for user in people:
        if not user.is_active:
            last = "the account is closed"
        elif user.last_login:
            last = f"last signed in on {long_date(timezone.localdate(user.last_login))}"
        else:
            last = "has never signed in"
        candidates.append(f"{user} ({user.email}), {last}")
    return candidates


def _found(request: HttpRequest, rows: QuerySet[M]) -> M:
    """The row at the address, for a superuser."""
    if not request.user.is_superuser:
        raise PermissionDenied(recovery.SUPERUSERS_ONLY)
    return get_object_or_404(rows)
