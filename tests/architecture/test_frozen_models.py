"""Every model is frozen, append-only or mutable by choice; and the guards hold at every door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import models, transaction
from django.test.utils import isolate_apps

from assessments import clock
from assessments.models import (
    AnswerRevision,
    AuditEvent,
    Dimension,
    Level,
    Question,
    Rubric,
    RubricVersion,
    ScoreSnapshot,
    Submission,
    User,
)
from assessments.models.base import AppendOnly, FrozenRecord
from assessments.models.edition_reading import spec_from_rows
from assessments.models.rubric import RubricPart
from assessments.queries.rubrics import BrokenEdition, forget_cached, read_published, spec_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import content_hash
from assessments.services import rubrics
from assessments.workflow import Refused
from tests.factories.shipped import shipped_rubric
from tests.worlds import World

APPEND_ONLY = {
    "AnswerRevision",
    "AuditEvent",
    "ContradictionReason",
    "ActionNote",
    "Decision",
    "DimensionScore",
    "DraftState",
    "Publication",
    "ScoreSnapshot",
    "Submission",
    "SubmittedFile",
}
FROZEN_WHEN_PUBLISHED = {
    "Band",
    "ChecklistItem",
    "Comparator",
    "ContextFigure",
    "Contradiction",
    "Dimension",
    "Effort",
    "Framework",
    "FrameworkMapping",
    "Gate",
    "Level",
    "NumberBand",
    "OwnerRole",
    "OwnerRoleTitle",
    "PointsToLevel",
    "Question",
    "QuestionOption",
    "RubricVersion",
    "ScaleLevel",
    "Sector",
    "SectorGuidance",
    "SectorVariant",
    "Source",
    "Term",
}
MUTABLE = {
    "Answer",
    "Assessment",
    "Attachment",
    "ActionEvidence",
    "Evidence",
    "PlannedAction",
    "Scenario",
    "Assignment",
    "AssignedPerson",
    "Deputy",
    "Comment",
    "Discussion",
    "ImpactTrial",
    "Invitation",
    "JoinRequest",
    "Membership",
    "ReportLink",
    "Mention",
    "Organisation",
    "OrganisationBranding",
    "OutgoingMail",
    "Reminder",
    "ReminderRefusal",
    "Review",
    "Rubric",
    "RubricUpload",
    "SignInEvent",
    "SignedInDevice",
    "SuggestedAnswer",
    "TrialOutcome",
    "User",
}
BY_DJANGO = {"User_groups", "User_user_permissions"}


def kind_of(model: type[models.Model]) -> str:
    """What the model's own guards make of it."""
    if issubclass(model, AppendOnly):
        return "append-only"
    if issubclass(model, RubricPart) or model is RubricVersion:
        return "frozen when published"
    return "mutable"


def test_every_model_has_chosen_whether_it_can_change() -> None:
    declared = {
        **dict.fromkeys(APPEND_ONLY, "append-only"),
        **dict.fromkeys(FROZEN_WHEN_PUBLISHED, "frozen when published"),
        **dict.fromkeys(MUTABLE, "mutable"),
    }
    found = {
        model.__name__: kind_of(model)
        for model in apps.get_app_config("assessments").get_models(include_auto_created=True)
        if model.__name__ not in BY_DJANGO
    }
    assert found == declared


def loose_keys(tables: Iterable[type[models.Model]]) -> list[str]:
    """The foreign keys whose row goes, or changes, with what they name."""
    return [
        f"{model.__name__}.{field.name}"
        for model in tables
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField)
        and field.remote_field.on_delete is not models.PROTECT
    ]


def test_every_foreign_key_protects_what_it_names() -> None:
    assert not loose_keys(apps.get_app_config("assessments").get_models())


@isolate_apps()
def test_a_loose_key_is_found_out() -> None:
    class Loose(models.Model):  # noqa: DJ008 - planted
        owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "planted"

    assert loose_keys([Loose]) == ["Loose.owner"]


def _append_only_rows(world: World) -> dict[type[models.Model], models.Model]:
    world.submit()
    return {
        model: model._default_manager.all()[0]
        for model in (Submission, ScoreSnapshot, AnswerRevision, AuditEvent)
    }


def test_an_append_only_row_refuses_every_way_of_changing_it(world: World) -> None:
    for model, row in _append_only_rows(world).items():
        everything = model._default_manager.all()
        before = list(everything.values())
        ways: list[Callable[[], object]] = [
            row.save,
            row.delete,
            lambda rows=everything, r=row: rows.filter(pk=r.pk).update(pk=r.pk),
            everything.delete,
            lambda rows=everything, r=row: rows.bulk_update([r], [_some_field(r)]),
            lambda m=model, r=row: m._default_manager.bulk_create(
                [r], update_conflicts=True, unique_fields=["id"], update_fields=[_some_field(r)]
            ),
            lambda rows=everything, r=row: rows._raw_delete("default"),
            lambda m=model, r=row: m._default_manager.bulk_create(
                [r], None, False, True, [_some_field(r)], ["id"]
            ),
            row.save_base,
            lambda r=row: load_again(r),
            lambda m=model, r=row: m._base_manager.filter(pk=r.pk).update(pk=r.pk),
            lambda m=model: m._base_manager.all().delete(),
        ]
        for way in ways:
            with pytest.raises(FrozenRecord), transaction.atomic():
                way()
        assert list(everything.all().values()) == before, model


def load_again(row: models.Model) -> None:
    """The row written over itself from a fixture, as `loaddata` does."""
    for loaded in serializers.deserialize("json", serializers.serialize("json", [row])):
        loaded.save()


def _some_field(row: models.Model) -> str:
    return next(
        f.name for f in row._meta.concrete_fields if not f.primary_key and not f.is_relation
    )


def test_a_copy_of_an_append_only_row_cannot_overwrite_it(world: World) -> None:
    event = AuditEvent.objects.all()[0]
    forged = AuditEvent(pk=event.pk, event=event.event, actor_id="1", actor="Mallory")
    with pytest.raises(FrozenRecord):
        forged.save()
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        AuditEvent.objects.bulk_create([forged])


def test_a_published_edition_and_its_parts_refuse_every_change(world: World) -> None:
    version = world.version
    question = Question.objects.get(version=version, code="SEC-01")
    level = Level.objects.filter(question=question)[0]
    dimension = Dimension.objects.get(version=version, code="SEC")
    ways: list[Callable[[], object]] = [
        version.save,
        version.delete,
        lambda: RubricVersion.objects.filter(pk=version.pk).update(title="Other"),
        lambda: RubricVersion.objects.filter(pk=version.pk).update(published_at=None),
        lambda: RubricVersion.objects.filter(pk=version.pk).delete(),
        question.save,
        question.delete,
        level.save,
        lambda: Question.objects.filter(pk=question.pk).update(weight=99),
        lambda: Question.objects.all().delete(),
        lambda: Level.objects.bulk_update([level], ["points"]),
        lambda: Level(question=question, number=9, text="New").save(),
        lambda: Level.objects.create(question=question, number=9, text="New"),
        lambda: Level.objects.bulk_create(
            [Level(version=version, question=question, number=9, text="New")]
        ),
        lambda: Level.objects.insert(version, [{"question_id": question.pk, "number": 9}]),
        lambda: dimension.questions.all()._raw_delete("default"),
        question.save_base,
        lambda: models.Model.save_base(level, raw=True),
        version.save_base,
        lambda: load_again(version),
        lambda: load_again(question),
        lambda: Question._base_manager.filter(pk=question.pk).update(weight=99),
        lambda: Level._base_manager.filter(pk=level.pk).delete(),
        lambda: RubricVersion._base_manager.filter(pk=version.pk).update(title="Other"),
    ]
    for way in ways:
        with pytest.raises(FrozenRecord), transaction.atomic():
            way()
    assert read_published(version)


def test_a_draft_can_be_changed_until_it_is_published(world: World) -> None:
    spec = replace(shipped_rubric(), edition="2027")
    draft = rubrics.import_draft(spec=spec, by=world.publisher)
    question = Question.objects.get(version=draft, code="SEC-01")
    question.title = "Second step at sign-in"
    question.save()
    Question.objects.filter(pk=question.pk).update(weight=17)
    rubrics.publish(version=draft, by=world.publisher, change_note="A clearer question.")
    with pytest.raises(FrozenRecord):
        question.save()


def test_a_row_cannot_be_moved_out_of_a_published_edition(world: World) -> None:
    draft = rubrics.import_draft(spec=replace(shipped_rubric(), edition="2027"), by=world.publisher)
    other = Dimension.objects.get(version=draft, code="SEC")
    question = Question.objects.get(version=world.version, code="SEC-01")
    question.dimension = other
    with pytest.raises(FrozenRecord), transaction.atomic():
        question.save()
    with pytest.raises(FrozenRecord), transaction.atomic():
        Question.objects.filter(version=draft).update(version=world.version)
    with pytest.raises(FrozenRecord), transaction.atomic():
        other.questions.add(question)
    with pytest.raises(FrozenRecord), transaction.atomic():
        other.questions.set([question])


def test_an_unsound_draft_is_published_through_no_door_at_all(world: World) -> None:
    draft = rubrics.import_draft(spec=replace(shipped_rubric(), edition="2027"), by=world.publisher)
    Level.objects.filter(version=draft, question__code="SEC-01").update(points=None)
    draft.published_at, draft.published_by = clock.now(), world.publisher
    draft.content_hash = "0" * 64
    ways: list[Callable[[], object]] = [
        draft.save,
        lambda: rubrics.publish(version=draft, by=world.publisher, change_note="The next one"),
        lambda: RubricVersion.objects.filter(pk=draft.pk).update(
            published_at=clock.now(), published_by=world.publisher
        ),
        lambda: RubricVersion.objects.bulk_create([draft]),
        lambda: RubricVersion.objects.create(
            rubric=draft.rubric,
            number=9,
            published_at=clock.now(),
            published_by=world.publisher,
            content_hash="0" * 64,
        ),
        draft.save_base,
        lambda: draft.save_base(raw=True),
        lambda: load_again(draft),
    ]
    for way in ways:
        with pytest.raises((FrozenRecord, Refused)), transaction.atomic():
            way()
    assert not RubricVersion.objects.get(pk=draft.pk).is_published


def stamped(draft: RubricVersion, by: User, spec: RubricSpec | None = None) -> RubricVersion:
    """The draft stamped without the service, with the hash of its rows."""
    draft.content_hash = content_hash(spec or spec_from_rows(draft))
    draft.published_at, draft.published_by = clock.now(), by
    return draft


def every_save(row: models.Model) -> list[Callable[[], object]]:
    """Every way of saving an instance: those that ask its model first, and those that do not."""
    return [row.save, row.save_base, lambda: row.save_base(raw=True), lambda: load_again(row)]


def elsewhere(version: RubricVersion, number: int) -> RubricVersion:
    """The edition under a key of its own, at which there are no rows."""
    new = copy(version)
    new.pk, new.number, new.edition = version.pk + 1000, number, f"Number {number}"
    new._state = models.base.ModelState()
    return new


def test_a_true_hash_does_not_publish_rows_with_faults(world: World) -> None:
    draft = rubrics.import_draft(spec=replace(shipped_rubric(), edition="2027"), by=world.publisher)
    Level.objects.filter(version=draft, question__code="SEC-01").update(points=None)
    for way in every_save(stamped(draft, world.publisher)):
        with pytest.raises(FrozenRecord, match="looks for its faults"), transaction.atomic():
            way()
    assert RubricVersion.objects.published().get() == world.version


def test_a_code_that_the_last_edition_used_otherwise_is_such_a_fault(world: World) -> None:
    draft = rubrics.import_draft(spec=replace(shipped_rubric(), edition="2027"), by=world.publisher)
    Question.objects.filter(version=draft, code="BUD-01").update(kind="text", weight=None)
    stamp = stamped(draft, world.publisher)
    with pytest.raises(FrozenRecord, match="looks for its faults"), transaction.atomic():
        stamp.save()


def test_an_edition_is_stamped_together_with_its_hash_or_not_at_all(world: World) -> None:
    draft = rubrics.import_draft(spec=replace(shipped_rubric(), edition="2027"), by=world.publisher)
    stamp = stamped(draft, world.publisher)
    for fields in (["published_at", "published_by"], ["published_at", "content_hash"]):
        with pytest.raises(FrozenRecord, match="whole"), transaction.atomic():
            stamp.save(update_fields=fields)
    assert not RubricVersion.objects.get(pk=draft.pk).is_published


def test_a_hash_that_the_rows_do_not_have_publishes_nothing(world: World) -> None:
    sound = replace(shipped_rubric(), edition="2027")
    draft = rubrics.import_draft(spec=sound, by=world.publisher)
    Question.objects.filter(version=draft, code="BUD-01").update(weight=7)
    for way in every_save(stamped(draft, world.publisher, sound)):
        with pytest.raises(FrozenRecord, match="reads its rows"), transaction.atomic():
            way()
    assert not RubricVersion.objects.get(pk=draft.pk).is_published


def test_an_edition_without_rows_comes_from_a_fixture_only_and_is_not_read(world: World) -> None:
    new = elsewhere(world.version, 9)
    for way in (new.save, new.save_base):
        with pytest.raises(FrozenRecord, match="once it has rows"), transaction.atomic():
            way()
    load_again(new)
    with pytest.raises(BrokenEdition):
        spec_of(RubricVersion.objects.get(pk=new.pk))


def fixture_of(world: World) -> list[models.Model]:
    """Every row of the published edition, in the order in which `dumpdata` writes them."""
    app = apps.get_app_config("assessments")
    wanted = [model for model in app.get_models() if issubclass(model, RubricPart)]
    parts = serializers.sort_dependencies([(app, [Rubric, RubricVersion, *wanted])])
    return [row for model in parts for row in model._default_manager.order_by("pk")]


@pytest.mark.parametrize("changed", [False, True])
def test_a_whole_edition_comes_back_from_a_fixture_and_is_read_if_nothing_in_it_changed(
    world: World, tmp_path: Path, changed: bool
) -> None:
    rows = fixture_of(world)
    text = serializers.serialize("json", rows)
    for model in reversed(dict.fromkeys(map(type, rows))):
        models.QuerySet(model=model)._raw_delete("default")
    (tmp_path / "edition.json").write_text(text.replace("finance", "Finance") if changed else text)

    call_command("loaddata", str(tmp_path / "edition.json"), verbosity=0)

    forget_cached()
    version = RubricVersion.objects.get()
    assert Question.objects.filter(version=version).count() > 30
    if changed:
        with pytest.raises(BrokenEdition):
            spec_of(version)
    else:
        assert spec_of(version) == world.spec
    with pytest.raises(FrozenRecord):
        call_command("loaddata", str(tmp_path / "edition.json"), verbosity=0)


def test_retiring_is_all_that_a_published_edition_still_allows(world: World) -> None:
    retired = rubrics.retire(version=world.version, by=world.publisher)
    assert retired.state == "retired"
    assert read_published(retired)
