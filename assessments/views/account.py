"""Your account: its name, address and password, where it is signed in, and its end."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from assessments.forms.accounts import AddressForm, NamedForm
from assessments.forms.reminders import RemindersForm
from assessments.forms.sign_in_limits import remember
from assessments.queries.sessions import sessions_of
from assessments.reminding import Kind
from assessments.services import own_account, people, sessions
from assessments.views.base import AccountPage, Page, Who, ask_who_it_is
from assessments.views.refused_posts import tried_too_often


class AccountDetail(AccountPage):
    """What the account is, with a way to change each part."""

    template_name = "account/detail.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [
            {"key": "Name", "value": self.user.name, "href": reverse("account-name")},
            {"key": "Email address", "value": self.user.email, "href": reverse("account-email")},
            {"key": "Password", "value": "Hidden", "href": reverse("account_change_password")},
            {
                "key": "Two-step sign-in",
                "value": "On" if self.user.has_second_step else "Off",
                "href": reverse("mfa_index"),
            },
            {
                "key": "Where you are signed in",
                "value": "This device, and others",
                "href": reverse("account-sessions"),
                "action": "See",
            },
            {
                "key": "Reminders",
                "value": "By email, at most one a day",
                "href": reverse("account-reminders"),
            },
            {
                "key": "What is held about you",
                "value": "A file with all of it",
                "href": reverse("account-data"),
                "action": "See",
            },
        ]
        return self.render({"rows": rows})


class AccountName(AccountPage):
    template_name = "account/name.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": NamedForm(initial={"name": self.user.name})})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NamedForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        own_account.change_name(user=self.user, name=form.cleaned_data["name"])
        messages.success(request, "Your name is changed.")
        return redirect("account-detail")


class AccountEmail(AccountPage):
    """Sends a link to the new address. The answer is the same whether or not it has an account."""

    template_name = "account/email.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": AddressForm(present=self.user.email)})

    def post(self, request: HttpRequest) -> HttpResponse:
        ask_who_it_is(request)
        form = AddressForm(request.POST, present=self.user.email)
        if not form.is_valid():
            return self.render({"form": form})
        email = form.cleaned_data["email"]
        too_often = tried_too_often(request, action="signup", key=email)
        if too_often is not None:
            return too_often
        people.ask_to_change(user=self.user, email=email)
        return self.render({"email": email}, template="account/email_sent.html")


class AccountEmailConfirm(AccountPage):
    """Where the link to a new address leads: the account that asked for it has to be signed in.

    Otherwise a stranger could ask for another's address, and wait for them to follow the link.
    """

    template_name = "account/email_confirm.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        change = people.read_change(token)
        if change is None or change.user != self.user.pk or change.before != self.user.email:
            return self.render(template="account/email_dead.html", status=410)
        return self.render({"change": change})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        change = people.read_change(token)
        if change is None or change.user != self.user.pk:
            return self.render(template="account/email_dead.html", status=410)
        user = own_account.change_address(user=self.user, before=change.before, email=change.email)
        addresses = {"from_email": change.before, "to_email": change.email}
        get_adapter(request).send_notification_mail(
            "account/email/email_changed", user, addresses, email=change.before
        )
        messages.success(request, f"Your address is now {change.email}.")
        answer = redirect("account-detail")
        remember(request, answer, change.email)
        return answer


class AccountSessions(AccountPage):
    """Where one is signed in; each can be ended, and all the others at once."""

    template_name = "account/sessions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"sessions": sessions_of(self.user, request.session.session_key)})

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.POST.get("session", "")
        if asked == "others":
            sessions.end_all(user=self.user, but=request.session.session_key or "")
            messages.success(request, "You are signed out everywhere but here.")
        elif asked.isdecimal() and len(asked) < 18:
            if sessions.end(user=self.user, number=int(asked)):
                messages.success(request, "You are signed out there.")
        return redirect("account-sessions")


class AccountReminders(AccountPage):
    """Which reminders one gets."""

    template_name = "account/reminders.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        unwanted = own_account.unwanted(user=self.user)
        wanted = [kind.value for kind in Kind if kind.value not in unwanted]
        return self.render({"form": RemindersForm(initial={"wanted": wanted})})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RemindersForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        wanted = form.cleaned_data["wanted"]
        own_account.choose(user=self.user, wanted=wanted)
        messages.success(
            request, "Your reminders are saved." if wanted else "You get no reminders."
        )
        return redirect("account-detail")


class RemindersStop(Page):
    """Where the link at the end of a reminder leads: ends them all, without signing in.

    Looking changes nothing, since programs follow the links of mails. What is posted comes from
    the button or from a mail program (RFC 8058), which has no token of a form: the address itself
    shows that it was sent to whom it is about.
    """

    who = Who.PUBLIC
    body_most = 4_096
    template_name = "account/reminders_stop.html"

    @classmethod
    def as_view(cls, **initkwargs: object) -> Callable[..., HttpResponseBase]:
        return csrf_exempt(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        known = own_account.is_link(token)
        return self.render({"known": known}, status=200 if known else 404)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        done = own_account.stop(token=token)
        return self.render({"known": done, "done": done}, status=200 if done else 404)


class AccountClose(AccountPage):
    template_name = "account/close.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"left": own_account.left_alone(self.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        ask_who_it_is(request)
        email = self.user.email
        own_account.close(user=self.user)
        get_adapter(request).send_mail("account/email/closed_by_owner", email, {})
        logout(request)
        return self.render(template="account/closed.html")
