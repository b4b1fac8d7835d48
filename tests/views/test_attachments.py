"""The pages of files: adding one, getting it back, removing it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.attachments.recognising import MEGABYTE, SIZE_MOST
from assessments.forms import attachments as forms
from assessments.models import Attachment, Evidence
from assessments.services import attachments
from assessments.workflow import Scan
from tests.attaching import attached, keep_files_in
from tests.attachments.samples import HTML, PDF, png
from tests.evidence import recorded
from tests.exports.reading import words
from tests.views.pages import SignIn, text_of
from tests.views.small import submit_one
from tests.worlds import World


@pytest.fixture
def world(mapped: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    keep_files_in(tmp_path, monkeypatch)
    return mapped


def list_of(item: Evidence) -> str:
    return reverse("attachment-list", args=[item.organisation.slug, item.reference])


def file_at(made: Attachment, name: str = "attachment-download") -> str:
    assert made.evidence
    return reverse(name, args=[made.organisation.slug, made.evidence.reference, made.reference])


def post(client: Client, item: Evidence, content: bytes, name: str = "minutes.pdf") -> Any:
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(list_of(item), {"file": file})


def test_a_file_is_added_and_given_back_for_saving_only(world: World, signed_in: SignIn) -> None:
    item = recorded(world)
    client = signed_in(world.contributor)
    response = post(client, item, PDF, "Cabinet – item 6.pdf")
    assert (response.status_code, response["Location"]) == (302, list_of(item))
    made = Attachment.objects.get()
    response = signed_in(world.viewer).get(file_at(made))
    assert b"".join(response.streaming_content) == PDF
    headers = response.headers
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Cabinet%20%E2%80%93%20item%206.pdf"
    )
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(PDF))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("minutes.pdf", b"", "The file is empty"),
        ("minutes.pdf", png(), "does not fit what is in it"),
        ("minutes.pdf", PDF + HTML, "holds another file"),
        ("page.html", HTML, "is a web page"),
        (f"{'a' * 300}.pdf", PDF, "must be 150 characters or fewer"),
        ("minutes.pdf", b"%PDF" + bytes(SIZE_MOST), "larger than 20 MB"),
    ],
    ids=["empty", "lies", "polyglot", "HTML", "long name", "too big"],
)
def test_what_is_not_taken_is_refused_at_the_field(
    world: World, signed_in: SignIn, name: str, content: bytes, said: str
) -> None:
    page = text_of(post(signed_in(world.contributor), recorded(world), content, name))
    assert said in page and "There is a problem" in page
    assert not Attachment.objects.exists()


def test_a_name_with_a_path_is_kept_without_it(world: World, signed_in: SignIn) -> None:
    post(signed_in(world.contributor), recorded(world), PDF, "../../etc/minutes.pdf")
    made = Attachment.objects.get()
    assert made.name == "minutes.pdf" and ".." not in made.stored_as


def test_more_than_a_page_takes_is_refused_unread(world: World, signed_in: SignIn) -> None:
    item = recorded(world)
    response = post(signed_in(world.contributor), item, bytes(SIZE_MOST + MEGABYTE))
    assert response.status_code == 413
    assert "at most 21 MB at once" in text_of(response)
    response = signed_in(world.contributor).post(
        reverse("evidence-remove", args=[world.organisation.slug, item.reference]),
        {"file": SimpleUploadedFile("a.pdf", bytes(11 * MEGABYTE))},
    )
    assert response.status_code == 413


def test_a_disk_without_room_for_an_upload_says_so(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: TemporaryUploadedFile, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryUploadedFile, "write", full, raising=False)
    page = text_of(post(signed_in(world.contributor), recorded(world), PDF))
    assert forms.NO_ROOM in page
    assert not Attachment.objects.exists()


def test_storage_that_is_away_says_so_to_who_adds_and_who_fetches(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = recorded(world)
    made = attached(item, by=world.contributor)

    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(FileSystemStorage, "_save", away)
    monkeypatch.setattr(FileSystemStorage, "_open", away)
    client = signed_in(world.contributor)
    assert attachments.NO_ROOM in text_of(post(client, item, PDF))
    response = client.get(file_at(made))
    assert response.status_code == 503
    assert "cannot be fetched at the moment" in text_of(response)


def test_a_file_is_removed_after_a_page_that_asks(world: World, signed_in: SignIn) -> None:
    made = attached(recorded(world), by=world.contributor)
    client = signed_in(world.approver)
    address = file_at(made, "attachment-remove")
    assert "Reports that were submitted with it keep it." in text_of(client.get(address))
    assert client.post(address).status_code == 302
    assert client.get(file_at(made)).status_code == 404


def test_a_report_keeps_the_file_that_it_was_submitted_with(
    world: World, signed_in: SignIn
) -> None:
    item = recorded(world)
    made = attached(item, by=world.contributor)
    attached(item, by=world.contributor, name="annex.pdf")
    submission = submit_one(world)
    attachments.remove(attachment=made, by=world.contributor)
    sent = [world.organisation.slug, submission.assessment.reference, submission.number]
    address = reverse("submission-file", args=[*sent, made.reference])
    response = signed_in(world.viewer).get(address)
    assert b"".join(response.streaming_content) == PDF
    report = reverse("submission-method", args=sent)
    page = signed_in(world.viewer).get(report).content.decode()
    assert address in page and made.sha256 in page
    files = page.partition('id="files"')[2].partition("</section>")[0]
    assert files.count(item.title) == 1 and "annex.pdf" in files
    assert "SHA-256 is a fingerprint" in files
    outside = signed_in(world.moderator).get(report).content.decode()
    assert address not in outside and made.sha256 in outside
    assert signed_in(world.moderator).get(address).status_code == 404
    pdf = reverse("report-download", args=[*sent, "pdf"])
    assert made.sha256 in words(signed_in(world.viewer).get(pdf).content)
    later = attached(item, by=world.contributor)
    other = reverse("submission-file", args=[*sent, later.reference])
    assert signed_in(world.viewer).get(other).status_code == 404


def test_no_file_is_found_by_way_of_another_item_or_organisation(
    world: World, signed_in: SignIn
) -> None:
    made = attached(recorded(world), by=world.contributor)
    other = recorded(world, title="Another certificate")
    theirs = recorded(world, organisation=world.neighbour, by=world.stranger)
    for item in (other, theirs):
        address = [item.organisation.slug, item.reference, made.reference]
        for who in (world.administrator, world.stranger):
            response = signed_in(who).get(reverse("attachment-download", args=address))
            assert response.status_code == 404


def test_a_file_with_a_virus_is_not_given_out(world: World, signed_in: SignIn) -> None:
    made = attached(recorded(world), by=world.contributor)
    attachments.set_scan(attachment=made, verdict=Scan.INFECTED)
    response = signed_in(world.viewer).get(file_at(made))
    assert response.status_code == 409
    assert "A virus was found" in text_of(response)


def test_the_page_says_when_files_are_not_checked(
    world: World, signed_in: SignIn, settings: Any
) -> None:
    item = recorded(world)
    attached(item, by=world.contributor)
    client = signed_in(world.contributor)
    assert "Files are not checked for viruses here" in text_of(client.get(list_of(item)))
    settings.CLAMAV_SOCKET = "/run/clamd"
    page = text_of(client.get(list_of(item)))
    assert "Files are not checked" not in page and "Not checked for viruses" in page
