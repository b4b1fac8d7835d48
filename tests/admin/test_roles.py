"""Editors edit drafts, publishers publish, and neither reads any organisation's answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client

from assessments.models import Organisation, RubricVersion
from assessments.models.rubric import RubricPart
from tests.admin.conftest import Programme
from tests.admin.pages import address
from tests.views.pages import SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db

OF_RUBRICS = {
    "assessments.rubric",
    "assessments.rubricversion",
    *(
        f"assessments.{m._meta.model_name}"
        for m in admin.site._registry
        if issubclass(m, RubricPart)
    ),
}


@pytest.mark.parametrize("who", ["editor", "publisher"])
def test_editors_and_publishers_see_rubrics_and_nothing_of_any_organisation(
    who: str, world: World, draft: RubricVersion, programme: Programme, signed_in: SignIn
) -> None:
    world.submit()
    client = signed_in(getattr(programme, who))
    seen, shut = set(), []
    for model in admin.site._registry:
        row: Any = model._base_manager.first()
        pages = [address(model), *([address(row)] if row else [])]
        statuses = {client.get(page).status_code for page in pages}
        if statuses == {200}:
            seen.add(model._meta.label_lower)
        else:
            assert statuses == {403}, model
            shut.append(model._meta.label_lower)
    assert seen == OF_RUBRICS
    assert {"assessments.answer", "assessments.submission", "assessments.user"} <= set(shut)


def test_what_the_programme_s_staff_may_not_open_sends_them_to_no_organisation(
    as_editor: Client,
) -> None:
    refused = as_editor.get(address(Organisation))
    page = refused.content.decode()
    assert refused.status_code == 403 and "ask the people who run this service" in page
    assert "administrator of your organisation" not in page


def test_the_editors_index_names_nothing_that_is_an_organisations(as_editor: Client) -> None:
    html = as_editor.get("/admin/").content.decode()
    assert "<caption>Rubrics</caption>" in html
    for heading in ("Organisations and people", "Assessments", "Trail"):
        assert f"<caption>{heading}</caption>" not in html


def test_view_site_leads_an_editor_away_from_the_admin_and_a_superuser_to_the_front_page(
    as_editor: Client, as_superuser: Client
) -> None:
    for client, place in ((as_editor, "/rubrics/"), (as_superuser, "/")):
        assert f'<a href="{place}">View site</a>' in client.get("/admin/").content.decode()
        assert client.get(place).status_code == 200


@pytest.mark.parametrize("who", ["editor", "publisher"])
def test_neither_may_change_or_retire_what_is_published_but_the_publisher_may_retire(
    who: str, world: World, programme: Programme, signed_in: SignIn
) -> None:
    client = signed_in(getattr(programme, who))
    question = world.version.questions.first()
    assert client.post(address(question), {"title": "New"}).status_code == 409
    assert client.post(address(question, "delete"), {"post": "yes"}).status_code == 403
    retiring = client.get(address(world.version, "retire"))
    assert retiring.status_code == (200 if who == "publisher" else 403)


@pytest.mark.usefixtures("programme")
def test_the_groups_hold_just_what_the_work_needs() -> None:
    editors, publishers = (
        {
            f"{p.content_type.model}.{p.codename}"
            for p in Permission.objects.filter(group__name=name).select_related("content_type")
        }
        for name in ("Rubric editors", "Rubric publishers")
    )
    assert publishers - editors == {"rubricversion.publish_rubricversion"}
    assert editors < publishers
    parts = {m._meta.model_name for m in RubricPart.__subclasses__() if not m._meta.abstract}
    models = {name.split(".")[0] for name in editors}
    assert parts <= models
    assert models.isdisjoint(
        {"organisation", "membership", "user", "answer", "submission", "assessment"}
    )
    assert "rubricversion.add_rubricversion" not in editors
    assert not Group.objects.get(name="Moderators").permissions.exists()


def test_a_permission_of_a_group_is_the_one_that_django_asks_for(programme: Programme) -> None:
    """The migration makes permissions before Django would: their names must be Django's."""
    assert programme.editor.has_perm("assessments.change_question")
    assert programme.publisher.has_perm("assessments.publish_rubricversion")
    assert not programme.editor.has_perm("assessments.publish_rubricversion")
    twins = Permission.objects.filter(
        content_type__app_label="assessments", codename="change_question"
    )
    assert twins.count() == 1


def test_reading_is_all_that_a_permission_to_change_answers_gives(
    world: World, programme: Programme, signed_in: SignIn
) -> None:
    world.submit()
    every = Permission.objects.filter(content_type__app_label="assessments")
    programme.plain_staff.user_permissions.set(every)
    client = signed_in(programme.plain_staff)
    answer = world.assessment.answers.first()
    assert client.get(address(answer)).status_code == 200
    assert client.post(address(answer), {"note": "changed"}).status_code == 403
