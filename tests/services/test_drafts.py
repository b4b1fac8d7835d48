"""Drafts: copied whole, every state kept, any state put back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.models import (
    Dimension,
    DraftState,
    Level,
    Question,
    RubricVersion,
    SectorGuidance,
)
from assessments.models.base import FrozenRecord
from assessments.models.edition_reading import part_models, spec_from_rows
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import PointsToLevelSpec, SourceSpec, VariantSpec
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.codec import content_hash
from assessments.services import drafts, rubric_parts, rubrics
from assessments.services.people import system_user
from assessments.workflow import Refused
from tests.factories.rubrics import FOUND_OUT
from tests.rubric.test_every_field import FULL
from tests.views.small import small_spec
from tests.worlds import World

MOST_QUERIES_TO_COPY = 70


def a_draft(world: World) -> RubricVersion:
    return drafts.copy_edition(
        version=world.version, edition="2027", title="Readiness, 2027 edition", by=world.publisher
    )


def test_a_copy_holds_all_that_the_edition_holds(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        draft = a_draft(world)
    assert len(queries) < MOST_QUERIES_TO_COPY
    copied, source = spec_from_rows(draft), spec_of(world.version)
    renamed = replace(copied, edition=source.edition, title=source.title)
    assert content_hash(renamed) == content_hash(source)
    assert (draft.edition, draft.number, draft.based_on) == ("2027", 2, world.version)


def test_the_rows_of_an_imported_rubric_hold_every_field(db: None) -> None:
    draft = rubrics.import_draft(spec=FULL, by=system_user())
    assert canonical_json(spec_from_rows(draft)) == canonical_json(FULL)
    assert canonical_json(spec_of(draft)) == canonical_json(FULL)


def test_the_rows_say_what_is_at_the_limits_of_a_file(db: None) -> None:
    """A sector that reads nothing where others read a text, and as many points as there can be."""
    silent = VariantSpec(sector="nhs_trust", text="On wards?", why="", help=None, evidence="")
    most = PointsToLevelSpec(from_inclusive=Decimal(0), to_inclusive=Decimal(1_000_000), level=0)
    (first, *others), last = FULL.dimensions[1].questions, FULL.dimensions[1]
    asked = [replace(one, variants=[silent], points_to_level=[most]) for one in others]
    spec = replace(FULL, dimensions=[FULL.dimensions[0], replace(last, questions=[first, *asked])])
    draft = rubrics.import_draft(spec=spec, by=system_user())
    assert canonical_json(spec_from_rows(draft)) == canonical_json(spec)


def test_guidance_for_dont_know_is_that_of_its_own_edition(world: World) -> None:
    guidance = {sector: "guide" for sector in ("academy_trust", "nhs_trust")}
    sources = [SourceSpec(code="guide", title="A guide")]
    action = replace(FOUND_OUT, guidance_by_sector=guidance)
    first = replace(small_spec(), sources=sources, dont_know_action=action)
    draft = rubrics.import_draft(spec=first, by=world.publisher)
    rubrics.publish(version=draft, by=world.publisher, change_note="")
    second = drafts.copy_edition(version=draft, edition="2", title="B", by=world.publisher)
    row = SectorGuidance.objects.get(version=second, level=None, sector="nhs_trust")
    row.source = "other"
    row.save()
    assert row.version == second
    found = [spec_from_rows(each).dont_know_action for each in (draft, second)]
    assert [one and one.guidance_for("nhs_trust") for one in found] == ["guide", "other"]
    with pytest.raises(FrozenRecord):
        SectorGuidance.objects.get(version=draft, level=None, sector="nhs_trust").save()


@pytest.mark.parametrize(("part", "left"), [("sector", ["nhs_trust"]), ("source", [])])
def test_with_a_sector_or_a_source_its_guidance_for_dont_know_is_deleted(
    db: None, part: str, left: list[str]
) -> None:
    """No page can change it, so that nothing could put right what it names in vain."""
    guidance = {sector: "guide" for sector in ("academy_trust", "nhs_trust")}
    sources = [SourceSpec(code="guide", title="A guide")]
    action = replace(FOUND_OUT, guidance_by_sector=guidance)
    spec = replace(small_spec(), sources=sources, dont_know_action=action)
    draft = rubrics.import_draft(spec=spec, by=system_user())
    doomed = draft.sources.get() if part == "source" else draft.sectors.get(code="academy_trust")
    rubric_parts.delete(part=doomed, by=system_user())
    kept = SectorGuidance.objects.filter(version=draft, level=None)
    assert list(kept.values_list("sector", flat=True)) == left


def test_rows_are_numbered_from_one_under_each_part_that_they_hang_on(world: World) -> None:
    last = Question.objects.filter(version=a_draft(world)).latest("pk")
    places = [level.position for level in last.levels.order_by("number")]
    assert places == list(range(1, len(places) + 1))


def test_a_draft_is_read_in_one_round_trip_where_the_database_takes_that(world: World) -> None:
    draft = a_draft(world)
    assert draft.rubric.slug
    with CaptureQueriesContext(connection) as captured:
        spec = spec_of(draft)
    assert len(captured) == (1 if connection.vendor == "postgresql" else len(part_models()))
    assert spec == spec_from_rows(draft)


@pytest.mark.parametrize("wrong", [{"wieght": 5}, {"weight": object()}], ids=["name", "value"])
def test_a_part_with_a_column_or_a_value_that_is_none_is_refused(
    world: World, wrong: dict[str, object]
) -> None:
    draft = a_draft(world)
    before = Dimension.objects.filter(version=draft).count()
    with pytest.raises((TypeError, ValidationError)), transaction.atomic():
        Dimension.objects.insert(draft, [{"code": "NEW", "name": "New", "weight": 1} | wrong])
    assert Dimension.objects.filter(version=draft).count() == before


def test_a_second_draft_and_a_taken_name_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="already is an edition 2026.2"):
        drafts.copy_edition(version=world.version, edition="2026.2", title="T", by=world.publisher)
    a_draft(world)
    with pytest.raises(Refused, match="already has a draft"):
        a_draft(world)


def test_every_state_says_which_field_changed_from_what_to_what(world: World) -> None:
    draft = a_draft(world)
    question = Question.objects.get(version=draft, code="SEC-01")
    question.weight = 17
    question.save()
    state = drafts.keep_state(draft=draft, by=world.publisher, summary="Weight of SEC-01")
    assert state is not None
    assert state.changes == [
        {
            "place": "Dimension SEC, Question SEC-01",
            "code": "SEC-01",
            "field": "Weight",
            "before": "16",
            "after": "17",
        }
    ]
    draft.refresh_from_db()
    assert draft.edited_by == world.publisher
    assert drafts.keep_state(draft=draft, by=world.publisher, summary="Nothing") is None


def test_a_draft_can_be_put_back_to_an_earlier_state(world: World) -> None:
    draft = a_draft(world)
    first = DraftState.objects.get(version=draft.pk)
    before = content_hash(spec_from_rows(draft))
    Level.objects.filter(version=draft, question__code="SEC-01").delete()
    drafts.keep_state(draft=draft, by=world.publisher, summary="Levels of SEC-01 removed")
    assert content_hash(spec_from_rows(draft)) != before
    drafts.put_back(draft=draft, state=first, by=world.publisher)
    assert content_hash(spec_from_rows(draft)) == before
    assert [state.number for state in DraftState.objects.filter(version=draft.pk)] == [3, 2, 1]


def test_a_published_draft_keeps_no_more_states(world: World) -> None:
    draft = a_draft(world)
    rubrics.publish(version=draft, by=world.publisher, change_note="The next year.")
    first = DraftState.objects.get(version=draft.pk)
    for verb in (
        lambda: drafts.keep_state(draft=draft, by=world.publisher, summary="Late"),
        lambda: drafts.put_back(draft=draft, state=first, by=world.publisher),
    ):
        with pytest.raises(Refused):
            verb()


def test_a_state_that_was_unfinished_is_refused_with_what_was_missing(world: World) -> None:
    draft = a_draft(world)
    dimension = Dimension.objects.create(version=draft, code="NEW", name="New", weight=1)
    state = drafts.keep_state(draft=draft, by=world.publisher, summary="Added NEW")
    assert state is not None
    dimension.delete()
    drafts.keep_state(draft=draft, by=world.publisher, summary="Removed NEW")
    with pytest.raises(Refused, match="The draft was unfinished then"):
        drafts.put_back(draft=draft, state=state, by=world.publisher)


def test_texts_that_the_document_does_not_carry_have_a_history_too(world: World) -> None:
    draft = a_draft(world)
    first = DraftState.objects.get(version=draft.pk)
    RubricVersion.objects.filter(pk=draft.pk).update(
        change_note="What is new.", drafted_on="2026-11"
    )
    state = drafts.keep_state(draft=draft, by=world.administrator, summary="Notes")
    assert state is not None
    found = {(one["field"], one["before"], one["after"]) for one in state.changes}
    assert ("change note", "", "What is new.") in found
    assert ("drafted on", first.notes["drafted_on"], "2026-11") in found
    draft.refresh_from_db()
    assert draft.edited_by == world.administrator
    drafts.put_back(draft=draft, state=first, by=world.publisher)
    draft.refresh_from_db()
    assert (draft.change_note, draft.drafted_on) == ("", first.notes["drafted_on"])
    drafts.put_back(draft=draft, state=state, by=world.publisher)
    draft.refresh_from_db()
    assert (draft.change_note, draft.drafted_on) == ("What is new.", "2026-11")
