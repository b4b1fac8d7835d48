"""Organisations and memberships are changed through the services, and refusals stand by fields."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.access.roles import Role
from assessments.models import AuditEvent, Membership, Organisation
from assessments.services import members
from tests.admin.conftest import Programme
from tests.admin.pages import address, save, text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Eastmarsh Homes",
    "sector": "housing_association",
    "region": "london",
    "official_code": "lh 4567",
}


def membership(world: World, user: object) -> Membership:
    return Membership.objects.get(organisation=world.organisation, user=user)


def test_an_organisation_is_created_by_the_service(
    as_superuser: Client, programme: Programme
) -> None:
    response = save(as_superuser, address(Organisation, "add"), **NEW)
    assert response.status_code == 302
    made = Organisation.objects.get(name="Eastmarsh Homes")
    assert (made.slug, made.official_code) == ("eastmarsh-homes", "LH4567")
    assert made.created_by == programme.superuser
    assert Membership.objects.get(organisation=made).role == Role.ADMINISTRATOR
    assert AuditEvent.objects.filter(organisation=made.slug).count() == 2


def test_a_code_that_another_has_is_refused_at_the_field(
    as_superuser: Client, world: World
) -> None:
    taken = {**NEW, "sector": "local_authority", "official_code": " e99000001 "}
    response = save(as_superuser, address(Organisation, "add"), **taken)
    page = text_of(response)
    assert response.status_code == 200 and "Another organisation has the code E99000001" in page
    assert 'id="id_official_code_error"' in page and "Eastmarsh Homes" in page
    response = save(as_superuser, address(world.neighbour), official_code="E99000001")
    assert "Another organisation has the code" in text_of(response)
    world.neighbour.refresh_from_db()
    assert world.neighbour.official_code == ""


def test_what_is_no_name_and_no_code_is_refused(as_superuser: Client) -> None:
    for field, value in (
        ("name", "   "),
        ("name", "x" * 201),
        ("name", "\u202eevil"),
        ("name", "***"),
        ("official_code", "<b>"),
        ("official_code", "9" * 21),
        ("sector", "circus"),
        ("region", "the moon"),
    ):
        response = save(as_superuser, address(Organisation, "add"), **{**NEW, field: value})
        assert response.status_code == 200, (field, value)
        assert f'id="id_{field}_error"' in text_of(response), (field, value)
    assert not Organisation.objects.filter(region="london").exists()


def test_a_change_is_recorded_and_the_address_stays(
    as_superuser: Client, world: World, programme: Programme
) -> None:
    slug = world.organisation.slug
    assert save(as_superuser, address(world.organisation), name="Wexcombe").status_code == 302
    world.organisation.refresh_from_db()
    assert (world.organisation.name, world.organisation.slug) == ("Wexcombe", slug)
    event = AuditEvent.objects.get(event="organisation.changed")
    assert event.actor_id == str(programme.superuser.pk)
    assert save(as_superuser, address(world.organisation)).status_code == 302
    assert AuditEvent.objects.filter(event="organisation.changed").count() == 1


def test_no_one_deletes_an_organisation(as_superuser: Client, world: World) -> None:
    response = as_superuser.post(address(world.organisation, "delete"), {"post": "yes"})
    assert response.status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [world.organisation.pk], "post": "yes"}
    as_superuser.post(address(Organisation), bulk)
    assert Organisation.objects.filter(pk=world.organisation.pk).exists()


def test_no_member_is_made_here_without_being_asked(as_superuser: Client, world: World) -> None:
    new = {"organisation": world.organisation.pk, "user": world.stranger.pk, "role": Role.VIEWER}
    assert as_superuser.get(address(Membership, "add")).status_code == 403
    assert as_superuser.post(address(Membership, "add"), new).status_code == 403
    assert not Membership.everything.filter(
        organisation=world.organisation, user=world.stranger
    ).exists()


def test_the_last_administrator_keeps_the_role_and_the_place(
    as_superuser: Client, world: World
) -> None:
    last = membership(world, world.administrator)
    response = save(as_superuser, address(last), role=Role.VIEWER)
    assert response.status_code == 200 and members.LAST_ADMINISTRATOR in text_of(response)
    for method in ("get", "post"):
        refused = getattr(as_superuser, method)(address(last, "delete"), {"post": "y"}, follow=True)
        assert members.LAST_ADMINISTRATOR in text_of(refused)
    last.refresh_from_db()
    assert last.role == Role.ADMINISTRATOR


def test_a_role_is_changed_and_a_member_removed_with_a_trace(
    as_superuser: Client, world: World
) -> None:
    viewer = membership(world, world.viewer)
    assert save(as_superuser, address(viewer), role=Role.APPROVER).status_code == 302
    viewer.refresh_from_db()
    assert viewer.role == Role.APPROVER
    assert as_superuser.post(address(viewer, "delete"), {"post": "yes"}).status_code == 302
    assert not Membership.objects.filter(pk=viewer.pk).exists()
    kinds = AuditEvent.objects.filter(target_ref=world.viewer.pk).values_list("event", flat=True)
    assert {"member.role_changed", "member.removed"} <= set(kinds)


def test_what_changed_meanwhile_is_said_and_nothing_breaks(
    as_superuser: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the page's own look and the service's, another person acted."""
    viewer = membership(world, world.viewer)
    monkeypatch.setattr("assessments.services.members._lock_member", _gone)
    response = as_superuser.post(address(viewer), {"role": Role.APPROVER}, follow=True)
    assert response.status_code == 200 and members.GONE in text_of(response)
    removed = as_superuser.post(address(viewer, "delete"), {"post": "yes"}, follow=True)
    assert removed.status_code == 200 and members.GONE in text_of(removed)


def _gone(membership: Membership) -> Membership:
    raise members.Refused(members.GONE)


def test_an_organisation_and_its_members_lead_to_each_other(
    as_superuser: Client, world: World
) -> None:
    page = text_of(as_superuser.get(address(world.organisation)))
    listed = f"{address(Membership)}?organisation__id__exact={world.organisation.pk}"
    assert listed in page
    members_page = text_of(as_superuser.get(listed))
    assert "Vic Viewer" in members_page and "Sam Stranger" not in members_page
