"""What an edition is made of: the rows that an editor edits, each with labelled fields.

Parts name one another by code, as the rubric file does; publishing checks that the codes exist.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypedDict

from django.db import models

from assessments.models.base import LinesField
from assessments.models.rubric import CodedPart, RubricPart, code_once, of_version


class Digits(TypedDict):
    max_digits: int
    decimal_places: int


WEIGHT: Digits = {"max_digits": 12, "decimal_places": 4}
LEVEL: dict[str, Any] = {"null": True, "blank": True}
COST: Digits = {"max_digits": 11, "decimal_places": 2}


class Sector(CodedPart):
    """A kind of body that the edition is for."""

    name = models.CharField(max_length=200)
    people = models.CharField("people it serves", max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("sector")]


class OwnerRole(CodedPart):
    """A job that a recommended action can be given to."""

    default = models.CharField("title", max_length=200)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("ownerrole")]


class OwnerRoleTitle(RubricPart):
    """What a sector calls that job."""

    parent = "role"
    role = models.ForeignKey(
        OwnerRole, on_delete=models.PROTECT, related_name="titles", db_index=False
    )
    sector = models.CharField(max_length=60)
    title = models.CharField(max_length=200)

    class Meta(RubricPart.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role", "sector"], name="assessments_ownerroletitle_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.sector})"


class Effort(CodedPart):
    """How much work an action is."""

    name = models.CharField(max_length=200)
    meaning = models.TextField(blank=True)
    days_low = models.DecimalField("days at least", **COST, null=True, blank=True)
    days_likely = models.DecimalField(**COST, null=True, blank=True)
    pounds_likely = models.DecimalField(**COST, null=True, blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("effort")]


class ScaleLevel(RubricPart):
    """What a level is called, whichever question it is of."""

    version = of_version(indexed=False)
    level = models.PositiveIntegerField()
    name = models.CharField(max_length=200)

    class Meta(RubricPart.Meta):
        verbose_name = "level name"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "level"], name="assessments_scalelevel_once")
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.name}"


class Band(CodedPart):
    """A named part of the scale from 0 to 100."""

    name = models.CharField(max_length=200)
    from_inclusive = models.DecimalField(max_digits=4, decimal_places=1)
    to_inclusive = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    minimum_each_dimension = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True
    )
    colour_hint = models.CharField(max_length=40, blank=True)
    summary = models.TextField(blank=True)
    ai_meaning = models.TextField("what it means for AI", blank=True)
    you_can_start = LinesField(blank=True, default=tuple, help_text="One to a line.")
    you_should_not_start = LinesField(blank=True, default=tuple, help_text="One to a line.")
    reassess_after_months = models.PositiveIntegerField(null=True, blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("band")]


class Source(CodedPart):
    """Where a fact or a piece of guidance comes from."""

    title = models.TextField()
    publisher = models.CharField(max_length=200, blank=True)
    date = models.CharField(max_length=40, blank=True)
    url = models.CharField("web address", max_length=1000, blank=True)
    check_note = models.CharField("how it was checked", max_length=200, blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("source")]


class ContextFigure(CodedPart):
    """A national figure shown with a dimension."""

    value = models.CharField(max_length=100)
    text = models.TextField()
    dimensions = LinesField(blank=True, default=tuple, help_text="Dimension codes, one to a line.")
    questions = LinesField(blank=True, default=tuple, help_text="Question codes, one to a line.")
    population = models.TextField(blank=True)
    date = models.CharField(max_length=40, blank=True)
    sources = LinesField(blank=True, default=tuple, help_text="Source codes, one to a line.")
    show_to = LinesField(
        blank=True, default=tuple, help_text="Sector codes, one to a line. Empty: every sector."
    )
    caution = models.TextField(blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("contextfigure")]


class Comparator(RubricPart):
    """Another framework that the edition was checked against."""

    topic = models.CharField(max_length=200)
    what = models.TextField()
    how_used = models.TextField()
    sources = LinesField(blank=True, default=tuple, help_text="Source codes, one to a line.")

    def __str__(self) -> str:
        return self.topic


class Term(RubricPart):
    """A word of the edition's glossary."""

    term = models.CharField(max_length=200)
    meaning = models.TextField()

    def __str__(self) -> str:
        return self.term


class Dimension(CodedPart):
    """Budget, training and so on: a weight and questions."""

    name = models.CharField(max_length=200)
    weight = models.DecimalField(**WEIGHT)
    summary = models.TextField(blank=True)
    weight_reason = models.TextField(blank=True)
    covers = LinesField(blank=True, default=tuple, help_text="One to a line.")

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("dimension")]

    def __str__(self) -> str:
        return self.name


class Contradiction(CodedPart):
    """Two answers that do not fit together."""

    question_code = models.CharField("question", max_length=60)
    when_level_at_least = models.PositiveIntegerField("is at this level or above", **LEVEL)
    when_level_at_most = models.PositiveIntegerField("or at this level or below", **LEVEL)
    other_code = models.CharField("and other question", max_length=60)
    other_level_at_least = models.PositiveIntegerField("is at this level or above", **LEVEL)
    other_level_at_most = models.PositiveIntegerField("or at this level or below", **LEVEL)
    message = models.TextField()

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("contradiction")]


class Framework(CodedPart):
    """Another set of requirements that questions count towards."""

    name = models.CharField(max_length=200)
    version_name = models.CharField("version", max_length=40, blank=True)
    address = models.CharField("web address", max_length=1000, blank=True)

    class Meta(CodedPart.Meta):
        constraints: ClassVar = [code_once("framework")]
