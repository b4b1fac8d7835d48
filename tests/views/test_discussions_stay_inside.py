"""What members say in a discussion is on no page of a moderator, in no report and in no file."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.urls import reverse

from assessments.exports import FORMATS
from assessments.models import Comment, Discussion, Mention, Submission
from tests.discussions import SECRET, said_in
from tests.exports.reading import words
from tests.pages.test_every_page import pages
from tests.pictures import png
from tests.views.pages import SignIn
from tests.worlds import World

WORD = SECRET.partition(":")[0]


def saying_it(answers: Iterable[tuple[str, Any]]) -> set[str]:
    """The names of those answers that a reader was given and that have the planted word."""
    return {
        name for name, answer in answers if answer.status_code == 200 and WORD in _words(answer)
    }


def _words(answer: Any) -> str:
    if answer["Content-Type"] == "application/pdf":
        return words(answer.content)
    if answer.content.startswith(b"PK"):
        with ZipFile(BytesIO(answer.content)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return str(answer.content.decode("utf-8", "replace"))


def test_no_page_of_a_moderator_and_no_report_has_a_word_of_it(
    world: World, signed_in: SignIn, settings: Any
) -> None:
    settings.SHOW_GALLERY = True
    said_in(world, None, world.contributor)
    found = pages(world)
    for who in (world.moderator, world.stranger, None):
        client = signed_in(who)
        looked = [(name, client.get(address)) for name, (_, address) in found.items()]
        assert len([one for _, one in looked if one.status_code == 200]) > 5
        assert saying_it(looked) == set()
    member = signed_in(world.administrator)
    asked = {name: member.get(address) for name, (_, address) in found.items()}
    inside = {"discussions, closed", "discussions of a question", "discussions", "remove a comment"}
    assert saying_it(asked.items()) == inside


def test_the_admin_has_no_room_for_it() -> None:
    assert not {Comment, Discussion, Mention} & set(admin.site._registry)


def test_no_file_has_a_word_of_it(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a picture no word could be read: the drawings that they are made from are a file too."""
    monkeypatch.setattr("resvg_py.svg_to_bytes", lambda **_: png())
    said_in(world, None, world.contributor)
    submission = world.submit()
    named = [world.organisation.slug, world.assessment.reference]
    files = {key: reverse("report-download", args=[*named, 1, key]) for key in FORMATS}
    files["history"] = reverse("assessment-history-download", args=named)
    for who in (world.administrator, world.moderator):
        client = signed_in(who)
        assert saying_it((key, client.get(address)) for key, address in files.items()) == set()
    row = Submission.objects.filter(pk=submission.pk).values().get()
    assert WORD not in str(row) + str(submission.snapshot.result)
