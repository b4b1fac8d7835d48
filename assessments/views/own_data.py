"""What is held about one, as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from assessments import clock
from assessments.exports.personal import bundle
from assessments.queries.personal_data import LEFT_OUT, held_about
from assessments.services import own_account
from assessments.views.base import AccountPage, ask_who_it_is
from assessments.wording import long_date


class AccountData(AccountPage):
    """What the file has; then the file, once its owner has shown who they are."""

    template_name = "account/data.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render()

    def post(self, request: HttpRequest) -> HttpResponse:
        ask_who_it_is(request)
        today = long_date(clock.today())
        out = [f"{what} ({field}): {why}" for (what, field), why in LEFT_OUT.items()]
        content = bundle(held_about(self.user), left_out=out, when=today)
        own_account.data_given(user=self.user)
        answer = HttpResponse(content, content_type="application/zip")
        answer.headers["Content-Disposition"] = 'attachment; filename="readiness-about-you.zip"'
        return answer
