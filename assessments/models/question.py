"""A question and what hangs on it: levels with actions, items, bands, gates, sector wording."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from assessments.models.base import LinesField
from assessments.models.rubric import CodedPart, RubricPart, code_once
from assessments.models.rubric_parts import WEIGHT, Digits, Dimension
from assessments.question_types import choices
from assessments.wording import plain

RELEASES = [
    ("open", "Given in full"),
    ("summary", "Given as a summary"),
    ("withheld", "Withheld under an exemption"),
]
POINTS: Digits = {"max_digits": 9, "decimal_places": 4}
SUM_OF_POINTS: Digits = {"max_digits": 11, "decimal_places": 4}
NUMBER: Digits = {"max_digits": 20, "decimal_places": 6}


class Question(CodedPart):
    """What is asked. Its code ties answers of different editions together."""

    parent = "dimension"
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="questions")
    title = models.CharField(max_length=200)
    kind = models.CharField("how it is answered", max_length=40, choices=choices)
    weight = models.DecimalField(
        **WEIGHT, null=True, blank=True, help_text="Importance in its dimension."
    )
    text = models.TextField("question")
    why = models.TextField("why it matters", blank=True)
    help = models.TextField(blank=True)
    evidence = models.TextField("what would back an answer", blank=True)
    applies_to = LinesField(
        blank=True, default=tuple, help_text="Sector codes, one to a line. Empty: every sector."
    )
    not_applicable_allowed = models.BooleanField(default=False)
    not_applicable_when = models.TextField(blank=True)
    dont_know_allowed = models.BooleanField("“don't know” allowed", default=True)
    required = models.BooleanField(default=True)
    critical = models.BooleanField(default=False, help_text="It carries gates.")
    condition_question = models.CharField(
        "asked when question", max_length=60, blank=True, help_text="Code of an earlier question."
    )
    condition_level_at_least = models.PositiveIntegerField("is at level", null=True, blank=True)
    condition_any_of = LinesField(
        "or has any of", blank=True, default=tuple, help_text="Item codes, one to a line."
    )
    sources = LinesField(blank=True, default=tuple, help_text="Source codes, one to a line.")
    number_unit = models.CharField("unit", max_length=40, blank=True)
    number_minimum = models.DecimalField("least", **NUMBER, null=True, blank=True)
    number_maximum = models.DecimalField("most", **NUMBER, null=True, blank=True)
    number_decimals = models.PositiveIntegerField("decimal places", null=True, blank=True)
    number_direction = models.CharField("direction", max_length=40, blank=True)
    release = models.CharField(
        "freedom of information",
        max_length=40,
        blank=True,
        choices=RELEASES,
        help_text="How much of an answer is given to whoever asks for it.",
    )
    exemption = models.CharField(max_length=200, blank=True, help_text="Why an answer is withheld.")
    staff_text = models.TextField(
        "text for staff",
        blank=True,
        help_text="The question as staff who use the service are asked it.",
    )
    none_code = models.CharField("code of “none of these”", max_length=60, blank=True)
    none_text = models.CharField("“none of these”", max_length=500, blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("question")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def of_question(*, indexed: bool) -> models.ForeignKey[Question, Question]:
    """The question that a part is under: `indexed` as `of_version` is."""
    return models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="%(class)ss", db_index=indexed
    )


class QuestionPart(RubricPart):
    """A row under a question."""

    parent = "question"
    question = of_question(indexed=True)

    class Meta(RubricPart.Meta):
        abstract = True


class Level(QuestionPart):
    """A described state with points and, below the top, a recommended action."""

    question = of_question(indexed=False)
    number = models.PositiveIntegerField("level")
    points = models.DecimalField(**POINTS, null=True, blank=True)
    text = models.TextField("description")
    still_missing = models.TextField(
        blank=True, help_text="A note of what the next level adds. It is never a condition."
    )
    action_text = models.TextField("recommended action", blank=True)
    action_effort = models.CharField("effort", max_length=60, blank=True)
    action_owner = models.CharField("owner", max_length=60, blank=True)
    action_guidance = models.CharField("guidance", max_length=60, blank=True)

    class Meta(QuestionPart.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="assessments_level_once")
        ]

    def __str__(self) -> str:
        return f"Level {self.number}"


class SectorGuidance(RubricPart):
    """The guidance that a sector is pointed to for a level's action; of no level, for that of
    "don't know".
    """

    parent = "level"
    level = models.ForeignKey(
        Level, models.PROTECT, null=True, related_name="guidance_by_sector", db_index=False
    )
    sector = models.CharField(max_length=60)
    source = models.CharField(max_length=60)

    class Meta(RubricPart.Meta):
        verbose_name_plural = "sector guidance"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "sector"], name="assessments_sectorguidance_once"
            ),
            models.UniqueConstraint(
                fields=["version", "sector"],
                condition=models.Q(level=None),
                name="assessments_sectorguidance_unknown_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.sector})"


class ChecklistItem(QuestionPart):
    """One line of a checklist."""

    question = of_question(indexed=False)
    code = models.CharField(max_length=60)
    text = models.TextField()
    points = models.DecimalField(**POINTS)
    if_missing = models.TextField("what to do when it is missing", blank=True)

    class Meta(QuestionPart.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question", "code"], name="assessments_checklistitem_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class PointsToLevel(QuestionPart):
    """From how many points a checklist reaches a level."""

    from_inclusive = models.DecimalField(**SUM_OF_POINTS)
    to_inclusive = models.DecimalField(**SUM_OF_POINTS)
    level = models.PositiveIntegerField()

    class Meta(QuestionPart.Meta):
        verbose_name_plural = "points to level"

    def __str__(self) -> str:
        return f"{plain(self.from_inclusive)} to {plain(self.to_inclusive)}"


class NumberBand(QuestionPart):
    """A part of a number's range and the level that it earns."""

    from_inclusive = models.DecimalField(**NUMBER)
    to = models.DecimalField(**NUMBER)
    to_is_inclusive = models.BooleanField(default=False)
    level = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"from {plain(self.from_inclusive)}"


class QuestionOption(QuestionPart):
    """A choice, and the level that it names."""

    value = models.CharField(max_length=60)
    text = models.CharField(max_length=200)
    level = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.text


class Gate(QuestionPart):
    """Caps the final band at or below a level, or while a line of a checklist is not ticked."""

    when_level_at_or_below = models.PositiveIntegerField(null=True, blank=True)
    when_any_missing = LinesField(
        "or when any missing",
        blank=True,
        default=tuple,
        help_text="Codes of lines of this checklist, one to a line.",
    )
    cap_band = models.CharField("highest band", max_length=60)
    message = models.TextField()

    def __str__(self) -> str:
        when = f"Level {self.when_level_at_or_below} or below"
        if self.when_any_missing:
            when = f"Any of {', '.join(self.when_any_missing)} missing"
        return f"{when}: {self.cap_band} at most"


class FrameworkMapping(QuestionPart):
    """A part of a framework that the question counts towards."""

    framework = models.CharField(max_length=60)
    ref = models.CharField("reference", max_length=200)

    def __str__(self) -> str:
        return f"{self.framework} {self.ref}"


class SectorVariant(QuestionPart):
    """A sector's own wording. What is left empty (null) stays as the question has it."""

    question = of_question(indexed=False)
    sector = models.CharField(max_length=60)
    text = models.TextField("question", null=True, blank=True)  # noqa: DJ001 - null: not given
    why = models.TextField("why it matters", null=True, blank=True)  # noqa: DJ001
    help = models.TextField(null=True, blank=True)  # noqa: DJ001
    evidence = models.TextField(null=True, blank=True)  # noqa: DJ001

    class Meta(QuestionPart.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question", "sector"], name="assessments_sectorvariant_once"
            )
        ]

    def __str__(self) -> str:
        return self.sector
