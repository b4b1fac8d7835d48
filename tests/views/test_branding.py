"""How an administrator chooses what printed reports bear, and what the reports then bear."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from assessments.models import AuditEvent, OrganisationBranding
from assessments.queries.printing import branding_of
from assessments.reports.branding import NO_PICTURE, TOO_BIG
from tests.exports import reading
from tests.pictures import png
from tests.views.pages import SignIn, text_of
from tests.views.test_assessments import address
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def sent(world: World, signed_in: SignIn, logo: bytes = b"", **more: str) -> HttpResponse:
    given: dict[str, object] = {"colour": "", "classification": "", **more}
    if logo:
        given["logo"] = SimpleUploadedFile("logo.png", logo, "image/png")
    where = reverse("organisation-branding", args=[world.organisation.slug])
    return signed_in(world.administrator).post(where, given)  # type: ignore[return-value]


def test_what_is_chosen_is_in_the_reports_and_in_the_trail(world: World, signed_in: SignIn) -> None:
    answer = sent(world, signed_in, png(), colour="#639", classification=" Official ")
    assert answer.status_code == 302
    event = AuditEvent.objects.get(event="organisation.branding_changed")
    assert "a new logo; colour from nothing to #663399" in str(event.detail)
    submission = world.submit()
    for key in ("board", "pdf"):
        where = address("report-download", world.assessment, submission.number, key)
        made = signed_in(world.viewer).get(where).content
        assert reading.described(made) == [f"Logo of {world.organisation.name}"]
        assert "Official" in reading.words(made) and reading.faults(made) == []

    # Nothing chosen leaves the logo, and changes nothing more.
    sent(world, signed_in, colour="#639", classification="Official")
    assert AuditEvent.objects.filter(event="organisation.branding_changed").count() == 1
    sent(world, signed_in, remove_logo="on", colour="#639", classification="Official")
    assert branding_of(world.organisation).logo is None


def test_what_cannot_be_printed_is_refused_at_its_field(world: World, signed_in: SignIn) -> None:
    for logo, more, said in (
        (b"MZ no picture", {}, NO_PICTURE),
        (b"\0" * 600_000, {}, TOO_BIG),
        (png(colour=b"\xff\xff\xff"), {}, "can hardly be seen on white paper"),
        (b"", {"colour": "#ffcc00"}, "contrast with white is 1.5 to 1"),
        (b"", {"classification": "x" * 61}, "must be 60 characters or fewer"),
    ):
        answer = sent(world, signed_in, logo, **{"classification": "Kept as typed", **more})
        assert said in text_of(answer)
        assert more.get("classification", "Kept as typed") in answer.content.decode()
        assert not OrganisationBranding.objects.exists()
