"""The admin has no door of its own: people come in and leave by the product's."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from assessments.admin.site import NOT_FOR_YOU
from assessments.models import (
    Band,
    Contradiction,
    Dimension,
    Framework,
    Question,
    RubricVersion,
    User,
)
from assessments.models.rubric import RubricPart
from assessments.names import within_a_sentence
from tests.admin.conftest import Programme
from tests.admin.pages import address, posted, text_of
from tests.page import Page
from tests.views.pages import SignIn
from tests.worlds import PASSWORD, World

pytestmark = pytest.mark.django_db


def wanted_after(response: object) -> str:
    """Where the sign-in page will lead."""
    location = urlsplit(response["Location"])  # type: ignore[index]
    assert location.path == reverse("account_login") and not location.netloc
    return parse_qs(location.query)["next"][0]


def test_a_visitor_is_asked_to_sign_in_on_the_products_page(client: Client) -> None:
    assert (
        wanted_after(client.get("/admin/assessments/question/")) == "/admin/assessments/question/"
    )


def test_the_admins_own_sign_in_page_is_the_products(client: Client) -> None:
    asked = client.get("/admin/login/", {"next": "/admin/assessments/band/"})
    assert wanted_after(asked) == "/admin/assessments/band/"
    assert wanted_after(client.get("/admin/login/")) == "/admin/"


def test_sign_in_never_leads_off_the_site(client: Client, as_superuser: Client) -> None:
    addresses = ("https://x.example/", "//x.example/", "javascript:alert(1)", "http:///x", "\\\\x")
    for elsewhere in addresses:
        assert wanted_after(client.get("/admin/login/", {"next": elsewhere})) == "/admin/"
        assert as_superuser.get("/admin/login/", {"next": elsewhere})["Location"] == "/admin/"


def test_posting_a_password_to_the_admins_page_signs_no_one_in(
    client: Client, programme: Programme
) -> None:
    client.post("/admin/login/", {"username": programme.superuser.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_after_signing_in_people_are_where_they_wanted_to_be(
    client: Client, programme: Programme
) -> None:
    form = {
        "login": programme.superuser.email,
        "password": PASSWORD,
        "next": "/admin/login/?next=/admin/assessments/band/",
    }
    response = client.post(reverse("account_login"), form, follow=True)
    assert response.redirect_chain[-1][0] == "/admin/assessments/band/"
    assert response.status_code == 200


def test_a_member_of_a_council_is_sent_home_with_the_reason(
    signed_in: SignIn, world: World
) -> None:
    response = signed_in(world.administrator).get("/admin/assessments/user/", follow=True)
    assert response.redirect_chain[-1][0] == reverse("home")
    assert NOT_FOR_YOU in response.content.decode()


def test_a_moderator_is_not_staff(signed_in: SignIn, world: World) -> None:
    response = signed_in(world.moderator).get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == reverse("moderation-queue")
    assert NOT_FOR_YOU in response.content.decode()


def test_staff_whose_account_is_closed_are_out(signed_in: SignIn, programme: Programme) -> None:
    client = signed_in(programme.superuser)
    User.objects.filter(pk=programme.superuser.pk).update(is_active=False)
    assert wanted_after(client.get("/admin/assessments/user/")) == "/admin/assessments/user/"
    chain = client.get("/admin/", follow=True).redirect_chain
    assert [urlsplit(step).path for step, _ in chain] == ["/admin/login/", reverse("account_login")]


def test_signing_out_is_the_products_and_needs_one_press(as_superuser: Client) -> None:
    response = as_superuser.post("/admin/logout/")
    assert response.status_code == 307
    assert response["Location"] == reverse("account_logout")
    as_superuser.post(reverse("account_logout"))
    assert "_auth_user_id" not in as_superuser.session


def test_the_password_is_changed_on_the_products_page(as_superuser: Client) -> None:
    assert as_superuser.get("/admin/password_change/")["Location"] == reverse(
        "account_change_password"
    )


def test_staff_without_a_permission_see_an_empty_index_and_no_rows(
    signed_in: SignIn, programme: Programme
) -> None:
    client = signed_in(programme.plain_staff)
    page = client.get("/admin/")
    assert page.status_code == 200 and "nothing on them yet" in page.content.decode()
    assert client.get("/admin/assessments/answer/").status_code == 403


def test_django_keeps_no_admin_page_that_a_stranger_may_open(client: Client) -> None:
    for path in ("/admin/", "/admin/jsi18n/", "/admin/autocomplete/", "/admin/nothing/"):
        assert client.get(path).status_code == 302, path


def test_the_front_page_begins_with_the_next_edition_or_the_draft_of_it(
    as_editor: Client, world: World
) -> None:
    first = as_editor.get("/admin/").content.decode()
    copy = reverse("admin:assessments_rubricversion_copy", args=[world.version.pk])
    assert f'href="{copy}"' in first and "Make the next edition of" in first
    made = as_editor.post(copy, {"edition": "2027", "title": "Readiness 2027"})
    then = as_editor.get("/admin/").content.decode()
    assert "Go on with Readiness 2027" in then and f'href="{made["Location"]}"' in then
    assert "Last changed by Ed Editor" in then and f'href="{copy}"' not in then


def test_an_edit_sent_after_the_session_ended_waits_and_is_saved_after_sign_in(
    draft: RubricVersion, programme: Programme, as_editor: Client
) -> None:
    """The code that a question has is kept too, though a code of other pages is a secret."""
    row = Question.objects.get(version=draft, code="BUD-01")
    words = posted(as_editor, address(row)) | {"why": "Typed for an hour.", "_save": "Save"}
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    waiting = client.post(address(row), words | token)
    assert waiting.status_code == 401
    assert "Typed for an hour." in text_of(waiting) and "Reason why both" not in text_of(waiting)
    assert "prefix" not in text_of(waiting)  # the empty rows that a script copies
    assert "Also counts towards 1, " in text_of(waiting)

    client.post("/accounts/login/", {"login": programme.editor.email, "password": PASSWORD} | token)
    kept = Page(waiting.content.decode()).fields
    shown = client.post(address(row), kept | token)
    assert "What you wrote is still here" in text_of(shown)
    assert client.post(address(row), Page(shown.content.decode()).fields).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.why) == ("BUD-01", "Typed for an hour.")


def test_an_edit_that_a_person_without_the_admin_sends_on_waits_for_its_writer(
    draft: RubricVersion, programme: Programme, world: World, as_editor: Client
) -> None:
    """Another person signs in in the tab of the writer, whose session has ended."""
    row = Question.objects.get(version=draft, code="BUD-01")
    words = posted(as_editor, address(row)) | {"why": "Typed for an hour.", "_save": "Save"}
    client = Client(enforce_csrf_checks=True)

    def sign_in(user: User) -> None:
        client.logout()
        client.get("/accounts/login/")
        token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD} | token)

    def send(fields: dict[str, Any]) -> Any:
        return client.post(address(row), fields)

    sign_in(world.viewer)
    waiting = send(words)  # with no token of this session
    for _ in range(2):  # then with one
        page = text_of(waiting)
        assert waiting.status_code == 403 and "cannot open the administration pages" in page
        assert ">Typed for an hour.<" not in page and world.viewer.email in page
        assert waiting["Cache-Control"] == "no-store"
        waiting = send(Page(page).fields)
    sign_in(programme.editor)
    shown = send(Page(text_of(waiting)).fields)
    assert ">Typed for an hour.<" in text_of(shown)
    assert send(Page(text_of(shown)).fields).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.why) == ("BUD-01", "Typed for an hour.")


@pytest.mark.parametrize("model", [Question, Dimension, Band, Contradiction, Framework])
def test_what_is_given_back_is_called_as_its_form_calls_it(
    draft: RubricVersion, as_editor: Client, model: type[RubricPart]
) -> None:
    row = model.objects.filter(version=draft).latest("pk")
    html = as_editor.get(address(row)).content.decode()
    labels = re.findall(r'<label for="id_(\w+)"[^>]*>([^<]+?):?</label>', html)
    cells = re.findall(r'name="([a-z]+-\d+-\w+)"[^>]*aria-label="(?!Delete)([^"]+)"', html)
    page = admin.site._registry[model]

    assert len(labels) > 2
    for name, label in labels:
        assert page.called(name) == unescape(label)  # type: ignore[attr-defined]
    for name, label in cells:
        called = page.called(name)  # type: ignore[attr-defined]
        assert called.endswith(f", {within_a_sentence(unescape(label))}")


def test_a_password_typed_in_the_admin_is_never_shown_again(client: Client) -> None:
    sent = {"email": "ann@northmoor.example", "password1": "a secret of mine"}
    waiting = client.post("/admin/assessments/user/add/", sent)
    assert waiting.status_code == 401
    assert "ann@northmoor.example" in text_of(waiting)
    assert "a secret of mine" not in text_of(waiting)


@pytest.mark.parametrize(
    "path, sent",
    [
        ("/admin/assessments/question/1/delete/", {"post": "yes"}),
        (
            "/admin/assessments/question/",
            {"action": "delete_selected", "_selected_action": "1", "index": "0"}
            | {"select_across": "0"},
        ),
        ("/accounts/reauthenticate/", {"password": "a secret of mine", "next": "/"}),
        ("/accounts/2fa/webauthn/add/", {"credential": "{}", "name": "Key"}),
    ],
)
def test_what_is_pressed_while_signed_out_asks_for_sign_in_and_waits_for_nothing(
    client: Client, path: str, sent: dict[str, str]
) -> None:
    """Where nothing was written to be kept, or where the page would not take it again."""
    assert wanted_after(client.post(path, sent)) == path
