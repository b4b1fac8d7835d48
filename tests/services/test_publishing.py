"""Publishing an edition: the note, the day, the second pair of eyes, and two people at once."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments import clock
from assessments.models import RubricVersion, User
from assessments.queries.organisations import may_be_started
from assessments.queries.rubrics import current_editions
from assessments.rubric.files.codec import dump
from assessments.services import drafts, rubrics
from assessments.workflow import Refused
from tests.services.together import together
from tests.views.small import small_spec
from tests.worlds import World, person

NOTE = "The question about budgets is clearer."


def a_draft(world: World, edition: str = "2") -> RubricVersion:
    return drafts.copy_edition(
        version=world.version, edition=edition, title="A small rubric", by=world.publisher
    )


@pytest.mark.parametrize("note", ["", "   ", "Short", " " * 30 + "Short"])
def test_an_edition_after_another_needs_a_note_of_what_changed(note: str, small: World) -> None:
    draft = a_draft(small)
    with pytest.raises(Refused, match="Say what changed, in 10 characters or more"):
        rubrics.publish(version=draft, by=small.publisher, change_note=note)
    draft.refresh_from_db()
    assert not draft.is_published
    rubrics.publish(version=draft, by=small.publisher, change_note=f"  {NOTE}\n")
    draft.refresh_from_db()
    assert draft.change_note == NOTE


def test_the_first_edition_of_a_rubric_needs_no_note(db: None) -> None:
    by = person("Pat Publisher")
    draft = rubrics.import_draft(spec=small_spec(), by=by)
    assert not rubrics.has_earlier(draft)
    assert rubrics.publish(version=draft, by=by).is_published


def test_a_note_without_words_is_refused(small: World) -> None:
    with pytest.raises(Refused, match="5,000 characters or fewer"):
        rubrics.publish(version=a_draft(small), by=small.publisher, change_note="x" * 5_001)


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (date(2026, 11, 22), "cannot take effect on 22 November 2026, which has passed"),
        (date(1, 1, 1), "which has passed"),
        (date(2028, 11, 24), "more than 2 years from now"),
        (date(9999, 12, 31), "Check the year"),
    ],
)
def test_a_day_in_the_past_or_far_ahead_is_refused(chosen: date, why: str, small: World) -> None:
    draft = a_draft(small)
    with clock.at(datetime(2026, 11, 23, 12, tzinfo=UTC)), pytest.raises(Refused, match=why):
        rubrics.publish(version=draft, by=small.publisher, change_note=NOTE, effective_from=chosen)
    draft.refresh_from_db()
    assert (draft.is_published, draft.effective_from) == (False, None)


@pytest.mark.parametrize("chosen", [date(2026, 11, 24), date(2028, 11, 24)])
def test_today_and_two_years_from_today_are_allowed(chosen: date, small: World) -> None:
    draft = a_draft(small)
    with clock.at(datetime(2026, 11, 24, 0, 10, tzinfo=UTC)):
        rubrics.publish(version=draft, by=small.publisher, change_note=NOTE, effective_from=chosen)
    draft.refresh_from_db()
    assert draft.effective_from == chosen


def test_an_edition_is_current_from_its_day_and_the_one_before_it_until_then(small: World) -> None:
    draft = a_draft(small)
    begins = clock.today() + timedelta(days=30)
    rubrics.publish(version=draft, by=small.publisher, change_note=NOTE, effective_from=begins)
    assert list(current_editions()) == [small.version]
    with pytest.raises(Refused, match="That edition takes effect on"):
        small.start(version=draft)
    noon = datetime(begins.year, begins.month, begins.day, 12, tzinfo=UTC)
    with clock.at(noon - timedelta(days=1)):
        assert list(current_editions()) == [small.version]
    with clock.at(noon):
        assert list(current_editions()) == [draft]
        assert small.start(version=draft).version == draft


def test_an_edition_retired_on_its_day_leaves_the_one_before_it_current(small: World) -> None:
    draft = a_draft(small)
    rubrics.publish(
        version=draft, by=small.publisher, change_note=NOTE, effective_from=clock.today()
    )
    assert list(current_editions()) == [draft]
    rubrics.retire(version=draft, by=small.publisher)
    assert list(current_editions()) == [small.version]


def test_nothing_can_be_started_before_the_first_edition_takes_effect(small: World) -> None:
    rubrics.retire(version=small.version, by=small.publisher)
    assert not may_be_started(small.organisation)
    draft = a_draft(small)
    begins = clock.today() + timedelta(days=3)
    rubrics.publish(version=draft, by=small.publisher, change_note=NOTE, effective_from=begins)
    assert not may_be_started(small.organisation)
    noon = datetime(begins.year, begins.month, begins.day, 12, tzinfo=UTC)
    with clock.at(noon):
        assert may_be_started(small.organisation)


def test_with_four_eyes_the_last_editor_cannot_publish_and_reads_why(
    db: None, settings: object
) -> None:
    settings.RUBRIC_FOUR_EYES = True  # type: ignore[attr-defined]
    editor, publisher = person("Edith Editor"), person("Pat Publisher")
    draft = rubrics.import_draft(spec=small_spec(), by=editor)
    with pytest.raises(Refused, match="You made the last change to this draft"):
        rubrics.publish(version=draft, by=editor)
    assert rubrics.publish(version=draft, by=publisher).is_published


def test_without_four_eyes_the_last_editor_may_publish(db: None) -> None:
    editor = person("Edith Editor")
    draft = rubrics.import_draft(spec=small_spec(), by=editor)
    assert rubrics.publish(version=draft, by=editor).is_published


def test_with_four_eyes_the_command_needs_another_person_too(
    db: None, settings: object, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """The service's own account is no exception: what it imported another person publishes."""
    settings.RUBRIC_FOUR_EYES = True  # type: ignore[attr-defined]
    file = tmp_path / "small.yaml"  # type: ignore[operator]
    file.write_text(dump(small_spec()), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("import_rubric", str(file), "--publish")
    assert "another person must publish it" in capsys.readouterr().err
    assert not RubricVersion.objects.exists()
    editor = person("Edith Editor")
    call_command("import_rubric", str(file), "--by", editor.email, verbosity=0)
    call_command("import_rubric", str(file), "--publish", verbosity=0)
    assert RubricVersion.objects.get().is_published


def test_a_published_file_says_what_changed_without_a_note(tmp_path: object, small: World) -> None:
    for edition, options, note in (
        ("2", [], "from the file next.yaml."),
        ("3", ["--note", NOTE], NOTE),
    ):
        file = tmp_path / "next.yaml"  # type: ignore[operator]
        file.write_text(dump(replace(small_spec(), edition=edition)), encoding="utf-8")
        call_command("import_rubric", str(file), "--publish", *options, verbosity=0)
        assert note in RubricVersion.objects.get(edition=edition).change_note


def test_the_name_of_a_published_file_may_be_in_another_encoding(
    tmp_path: Path, small: World
) -> None:
    file = tmp_path / os.fsdecode(b"n\xe4chste.yaml")
    file.write_text(dump(replace(small_spec(), edition="2")), encoding="utf-8")
    call_command("import_rubric", str(file), "--publish", verbosity=0)
    note = RubricVersion.objects.get(edition="2").change_note
    assert note.endswith("from the file n?chste.yaml.")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins_and_the_other_is_refused(small: World) -> None:
    draft = a_draft(small)
    others: list[User] = [person("Pat Publisher"), person("Pia Publisher")]
    outcomes = together(
        *(lambda by=by: rubrics.publish(version=draft, by=by, change_note=NOTE) for by in others)
    )
    refused = [one for one in outcomes if isinstance(one, Refused)]
    won = [one for one in outcomes if isinstance(one, RubricVersion)]
    assert (len(won), len(refused)) == (1, 1)
    assert "already published" in refused[0].reason
    draft.refresh_from_db()
    assert draft.published_by == won[0].published_by


def test_a_draft_deleted_meanwhile_is_refused_in_words(small: World) -> None:
    draft = a_draft(small)
    rubrics.delete_draft(version=RubricVersion.objects.get(pk=draft.pk), by=small.publisher)
    with pytest.raises(Refused, match="has been deleted"):
        rubrics.publish(version=draft, by=small.publisher, change_note=NOTE)
