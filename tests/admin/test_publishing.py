"""An edition is published and retired through the service, with what is in the way shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments import clock
from assessments.models import AuditEvent, Dimension, Gate, Question, RubricVersion
from assessments.queries.rubrics import current_editions, spec_of
from assessments.rubric.files.codec import content_hash, dump, load
from assessments.services import questions, rubrics
from assessments.wording import long_date
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, posted, save, text_of
from tests.views.pages import SignIn
from tests.worlds import World

NOTE = "Weights of training and data changed."

pytestmark = pytest.mark.django_db


def fresh(version: RubricVersion) -> RubricVersion:
    return RubricVersion.objects.get(pk=version.pk)


def in_a_month() -> date:
    return timezone.localdate() + timedelta(days=30)


def times_published(version: RubricVersion) -> int:
    """How often the trail says that it was."""
    return AuditEvent.objects.filter(event="rubric.published", target_ref=version.pk).count()


def press(client: Client, version: RubricVersion, **given: Any) -> Any:
    return client.post(address(version, "publish"), {"change_note": NOTE, **given})


def test_a_publisher_publishes_a_sound_draft(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    assert "Check and publish" in text_of(as_publisher.get(address(draft)))
    shown = text_of(as_publisher.get(address(draft, "publish")))
    assert "The draft has no faults." in shown and "What publishing does" in shown
    response = press(as_publisher, draft)
    assert response["Location"] == address(draft)
    assert "is published. New assessments can use it." in text_of(as_publisher.get(address(draft)))
    published = fresh(draft)
    assert published.is_published and published.published_by == programme.publisher
    assert published.change_note == NOTE
    assert times_published(draft) == 1


def test_every_fault_is_shown_with_a_link_to_the_page_that_mends_it(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    gate = Gate.objects.filter(version=draft).order_by("pk").first()
    assert gate is not None
    Gate.objects.filter(pk=gate.pk).update(cap_band="nowhere")
    Dimension.objects.filter(version=draft, code="TRA").update(weight="-3")
    empty = Dimension.objects.create(version=draft, code="EMP", name="Empty", weight=1, position=99)
    keep(draft, programme)
    shown = text_of(as_publisher.get(address(draft, "publish")))
    assert "faults to put right first" in shown
    for row, words in (
        (gate.question, "names no band of this rubric: nowhere"),
        (Dimension.objects.get(version=draft, code="TRA"), "must be more than 0 and at most"),
        (empty, "must hold at least one"),
    ):
        line = next(line for line in shown.split("<li>") if words in line)
        assert f'<a href="{address(row)}">' in line
    assert "Publish this edition" not in shown


@pytest.mark.parametrize("kept", [True, False])
def test_publishing_with_a_fault_is_refused_with_what_it_is_also_where_no_page_has_kept_it(
    as_publisher: Client, draft: RubricVersion, programme: Programme, kept: bool
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(weight=0)
    if kept:
        keep(draft, programme)
    response = press(as_publisher, draft)
    assert response.status_code == 200
    shown = text_of(response)
    assert "must be put right before it is published" in shown and "must be more than 0" in shown
    assert not fresh(draft).is_published


def test_a_warning_is_shown_and_stops_nothing(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    Question.objects.filter(version=draft, code="BUD-01").update(weight="15")
    keep(draft, programme)
    shown = text_of(as_publisher.get(address(draft, "publish")))
    assert "worth a look, and no obstacle" in shown and "sum to 101" in shown
    assert press(as_publisher, draft).status_code == 302
    assert fresh(draft).is_published


def test_the_page_says_in_words_what_changes(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    nothing = "it asks and counts the same as edition"
    assert nothing in text_of(as_publisher.get(address(draft, "publish")))
    Question.objects.filter(version=draft, code="BUD-01").update(text="Reworded?")
    Dimension.objects.filter(version=draft, code="SEC").update(name="Safety", weight=30)
    keep(draft, programme)
    shown = text_of(as_publisher.get(address(draft, "publish")))
    assert "Questions with other words, rules or places: BUD-01</li>" in shown
    assert "such as bands, sectors and sources: Safety</li>" in shown and nothing not in shown
    weights = re.search(r"Dimensions with another share of the score: (.*?)</li>", shown)
    assert weights and "Safety" in weights[1]
    Question.objects.filter(version=draft).update(text="Reworded?")
    keep(draft, programme)
    shown = text_of(as_publisher.get(address(draft, "publish")))
    many = Question.objects.filter(version=draft).count()
    assert re.search(rf"places: BUD-01, [A-Z0-9-, ]+ and {many - 8} more</li>", shown)


def test_what_is_new_is_not_said_to_be_changed_as_well(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    added = Dimension.objects.create(version=draft, code="ETH", name="Ethics", weight=9, position=9)
    old = Question.objects.get(version=draft, code="BUD-02")
    new = questions.duplicate(question=old, code="ETH-01", title="Ethics", by=programme.editor)
    questions.move(question=new, dimension=added, by=programme.editor)
    shown = text_of(as_publisher.get(address(draft, "publish")))
    assert "<li>New dimensions: Ethics</li>" in shown and "<li>New questions: ETH-01</li>" in shown
    assert "Dimensions with another share of the score: Budget" in shown
    assert shown.count("ETH-01") == 1 and shown.count("Ethics") == 1
    assert "1 change to the dimensions" in text_of(as_publisher.get(address(draft, "compare")))


def test_what_was_typed_stays_when_publishing_is_refused(
    as_publisher: Client, draft: RubricVersion
) -> None:
    response = press(as_publisher, draft, change_note="Short", effective_from="2027-02-30")
    shown = text_of(response)
    assert response.status_code == 200
    assert "Enter a real date" in shown and "Short</textarea>" in shown and "2027-02-30" in shown
    late = text_of(press(as_publisher, draft, change_note="Short"))
    assert "Say what changed, in 10 characters or more." in late and "<title>Error:" in late
    assert 'href="#id_change_note">Say what changed' in late and 'aria-invalid="true"' in late
    past = text_of(press(as_publisher, draft, effective_from="2001-01-01"))
    assert "which has passed" in past
    long = text_of(press(as_publisher, draft, change_note="x" * 5_001))
    assert "at most 5000 characters" in long
    assert not fresh(draft).is_published


def test_a_draft_changed_meanwhile_is_not_published_unseen(
    as_publisher: Client, as_editor: Client, draft: RubricVersion
) -> None:
    stale = posted(as_publisher, address(draft, "publish")) | {"change_note": NOTE}
    save(as_editor, address(Dimension.objects.get(version=draft, code="BUD")), weight="90")
    shown = text_of(as_publisher.post(address(draft, "publish"), stale))
    assert "Ed Editor changed the draft after you opened this page" in shown and NOTE in shown
    assert not fresh(draft).is_published
    again = posted(as_publisher, address(draft, "publish")) | {"change_note": NOTE}
    assert as_publisher.post(address(draft, "publish"), again).status_code == 302
    assert fresh(draft).is_published


def test_the_note_of_the_second_publisher_comes_back(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    stale = posted(as_publisher, address(draft, "publish"))
    rubrics.publish(version=draft, by=programme.superuser, change_note=NOTE)
    answer = press(as_publisher, draft, **{**stale, "change_note": "Typed for a long time."})
    assert answer.status_code == 409 and "Last state" not in text_of(answer)
    assert "already published" in text_of(answer) and "Typed for a long time." in text_of(answer)


def test_an_edition_that_waits_for_its_day_is_not_overtaken(
    as_publisher: Client, draft: RubricVersion, programme: Programme
) -> None:
    waiting = rubrics.publish(
        version=draft, by=programme.superuser, change_note=NOTE, effective_from=in_a_month()
    )
    spec = replace(spec_of(waiting), edition="2028", title="The one after")
    later = rubrics.import_draft(spec=spec, by=programme.editor)
    for day in ("", in_a_month().isoformat()):
        shown = text_of(press(as_publisher, later, effective_from=day))
        assert f"{waiting.title} is published and waits for {long_date(in_a_month())}." in shown
    after = in_a_month() + timedelta(days=1)
    assert press(as_publisher, later, effective_from=after.isoformat()).status_code == 302


def test_a_draft_can_be_published_for_a_later_day(
    as_publisher: Client, draft: RubricVersion
) -> None:
    day = in_a_month()
    assert press(as_publisher, draft, effective_from=day.isoformat()).status_code == 302
    assert fresh(draft).effective_from == day
    shown = text_of(as_publisher.get(address(draft)))
    assert f"is published. New assessments use it from {long_date(day)}." in shown
    assert "New assessments can use it" not in shown


def test_an_edition_that_begins_today_can_be_used(
    as_publisher: Client, draft: RubricVersion
) -> None:
    press(as_publisher, draft, effective_from=timezone.localdate().isoformat())
    assert "is published. New assessments can use it." in text_of(as_publisher.get(address(draft)))


def test_the_first_day_of_use_is_on_the_page_of_the_edition_and_in_the_list(
    as_publisher: Client, draft: RubricVersion
) -> None:
    before, day = RubricVersion.objects.exclude(pk=draft.pk).get(), in_a_month()
    assert before.published_at
    begun = long_date(timezone.localdate(before.published_at))
    _, _, record = text_of(as_publisher.get(address(draft))).partition("First day of use:")
    assert begun not in record
    press(as_publisher, draft, effective_from=day.isoformat())
    as_publisher.get(address(draft))  # The message that names the day is read.
    _, _, record = text_of(as_publisher.get(address(draft))).partition("First day of use:")
    assert long_date(day) in record
    listed = text_of(as_publisher.get(address(RubricVersion)))
    assert "First day of use" in listed and long_date(day) in listed
    # The one before began on the day of its publication.
    assert f'<td class="field-first_day">{begun}</td>' in listed


def test_the_second_press_is_answered_that_it_is_published(
    as_publisher: Client, as_superuser: Client, draft: RubricVersion
) -> None:
    assert press(as_publisher, draft).status_code == 302
    again = as_superuser.post(address(draft, "publish"), {"change_note": NOTE}, follow=True)
    assert "is already published." in text_of(again)
    asked = as_superuser.get(address(draft, "publish"), follow=True)
    assert "is already published." in text_of(asked)
    assert times_published(draft) == 1


def test_an_address_that_names_no_draft_is_no_fault(as_publisher: Client) -> None:
    for address_ in ("0/publish/", "99999999999999999999/publish/", "x/publish/"):
        response = as_publisher.get(f"/admin/assessments/rubricversion/{address_}", follow=True)
        assert response.status_code in (200, 404)


def test_where_a_second_pair_of_eyes_is_required_the_last_editor_is_informed(
    as_publisher: Client,
    draft: RubricVersion,
    programme: Programme,
    settings: Any,
) -> None:
    settings.RUBRIC_FOUR_EYES = True
    RubricVersion.objects.filter(pk=draft.pk).update(edited_by=programme.publisher)
    shown = text_of(as_publisher.get(address(draft, "publish")))
    assert "another person must publish it" in shown and "Publish this edition" not in shown
    assert press(as_publisher, draft).status_code == 200
    assert not fresh(draft).is_published


def test_an_edition_is_retired_after_reading_what_that_means(
    as_publisher: Client, world: World
) -> None:
    world.start()
    shown = text_of(as_publisher.get(address(world.version, "retire")))
    assert "go on (1 now)" in shown and "the only edition in use" in shown
    assert not fresh(world.version).retired_at
    response = as_publisher.post(address(world.version, "retire"), follow=True)
    assert "is retired" in text_of(response)
    assert fresh(world.version).retired_at
    again = as_publisher.post(address(world.version, "retire"), follow=True)
    assert "is already retired" in text_of(again)


def test_who_edited_published_and_retired_an_edition_is_a_line_each_without_a_link(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    def record() -> str:
        return text_of(as_editor.get(address(draft))).partition("Last edited:")[2]

    # In the time of the service: an hour ahead of UTC in summer.
    with clock.at(datetime(2026, 6, 24, 16, 21, tzinfo=UTC)):
        Dimension.objects.filter(version=draft, code="TRA").update(name="Skills")
        keep(draft, programme)
        assert "Ed Editor, 24 June 2026 at 5:21pm" in record()
        rubrics.publish(version=draft, by=programme.publisher, change_note=NOTE)
        rubrics.retire(version=draft, by=programme.superuser)
    shown = record()
    for line in ("Ed Editor", "Pat Publisher", "Sue Super"):
        assert f"{line}, 24 June 2026 at 5:21pm" in shown
    assert "/admin/assessments/user/" not in shown


def test_whoever_retires_the_newest_edition_is_informed_which_older_one_takes_over(
    as_publisher: Client, draft: RubricVersion, world: World
) -> None:
    press(as_publisher, draft)
    older = f"{world.version.title}, edition {world.version.edition}"
    shown = text_of(as_publisher.get(address(draft, "retire")))
    assert f"New assessments will use an older edition: {older}." in shown
    assert "No one can start" not in shown
    as_publisher.post(address(draft, "retire"))
    assert list(current_editions()) == [world.version]


def test_whoever_retires_an_older_edition_is_informed_that_nothing_changes(
    as_publisher: Client, draft: RubricVersion, world: World
) -> None:
    press(as_publisher, draft)
    shown = text_of(as_publisher.get(address(world.version, "retire")))
    assert f"already use a newer edition, and go on using it: {draft.title}" in shown
    assert "older edition" not in shown and "No one can start" not in shown


def test_whoever_retires_the_one_before_a_later_one_is_informed_how_long_no_one_can_start(
    as_publisher: Client, draft: RubricVersion, world: World
) -> None:
    press(as_publisher, draft, effective_from=in_a_month().isoformat())
    shown = text_of(as_publisher.get(address(world.version, "retire")))
    day = long_date(in_a_month())
    assert f"No one can start an assessment until {day}, the first day of use of" in shown
    assert "the only edition in use" not in shown
    waiting = text_of(as_publisher.get(address(draft, "retire")))
    assert "New assessments go on using" in waiting and world.version.title in waiting


def test_a_draft_is_not_retired(as_publisher: Client, draft: RubricVersion) -> None:
    asked = as_publisher.get(address(draft, "retire"), follow=True)
    assert "is draft: there is nothing to retire" in text_of(asked)
    pressed = as_publisher.post(address(draft, "retire"), follow=True)
    assert "A draft is not in use" in text_of(pressed)


def test_an_editor_finds_no_way_to_either(as_editor: Client, draft: RubricVersion) -> None:
    assert "Check and publish" not in text_of(as_editor.get(address(draft)))
    for verb in ("publish", "retire"):
        for method in ("get", "post"):
            response = getattr(as_editor, method)(address(draft, verb))
            assert response.status_code == 403
            assert "the permission to publish rubrics" in text_of(response)


def test_a_visitor_and_a_member_are_asked_to_sign_in_or_sent_home(
    client: Client, draft: RubricVersion, world: World, signed_in: SignIn
) -> None:
    assert client.post(address(draft, "publish")).status_code == 302
    assert signed_in(world.administrator).post(address(draft, "publish")).status_code == 302
    assert not fresh(draft).is_published


def test_what_is_published_can_be_read_back_and_exported(
    as_publisher: Client, draft: RubricVersion
) -> None:
    """What an editor leaves empty that may be empty."""
    draft.levels.exclude(action_text="").update(action_effort="", action_owner="")
    assert press(as_publisher, draft).status_code == 302
    published = fresh(draft)
    spec = spec_of(published)
    assert content_hash(load(dump(spec))) == published.content_hash
