"""What weights and points amount to, next to the fields where an editor sets them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django.contrib import admin
from django.db.models import F, Max, Model, Q, Sum, Window
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.admin.edition_codes import vocabulary_of
from assessments.admin.links import version_of
from assessments.admin.tables import PartInline
from assessments.admin.types import FieldNames
from assessments.models import Dimension, Level, Question, RubricVersion
from assessments.models.rubric import RubricPart
from assessments.rubric.shares import Share
from assessments.wording import one_decimal, plain
from assessments.wording import percent as percentage

NOTHING = "Nothing: it has no weight above 0."
NOTHING_YET = "Nothing yet: it has no scored question with a weight above 0."
NO_SHARE = {Question: "Nothing", Dimension: "Nothing yet: no scored question"}
"""What a table says in place of a share."""


def edition_of(row: RubricPart) -> RubricVersion:
    """The row's edition, as an instance that the page has at hand: its own, or its parent's."""
    if row.parent and not type(row)._meta.get_field("version").is_cached(row):
        return edition_of(getattr(row, row.parent))
    return row.version


def share_of(row: Dimension | Question) -> Share | None:
    """What the row's weight amounts to in its edition; `None` while it counts for nothing."""
    found = vocabulary_of(edition_of(row)).shares
    of = found.questions if isinstance(row, Question) else found.dimensions
    return of.get(row.saved_code or row.code)


def percent(share: Share) -> str:
    """ "16%" or "2.4%": the share of the parent."""
    return percentage(share.of_parent).replace(".0%", "%")


def moving(share: Share) -> SafeString:
    """The share, with the exact sum that it is of, so that a script can tell what another weight
    would amount to. Both are as they were saved, which the row need not be that a refused form is
    about, and in ten-thousandths, which a weight has at most.
    """
    weight = share.weight * 10_000
    return format_html(
        '<span data-weight="{}" data-whole="{}">{}</span>',
        weight,
        weight / share.of_parent,
        percent(share),
    )


def points(share: Share, part: Fraction = Fraction(1)) -> str:
    """ "2.4", or "2.4 to 2.9" where it differs from sector to sector: points of the whole score."""
    least, most = one_decimal(share.least * part), one_decimal(share.most * part)
    return least if least == most else f"{least} to {most}"


NO_SCORE = "The rubric shows no score: weights decide the order of actions, and nothing else."


class ShareInline(PartInline):
    """Rows that say what they are of the score, in columns that go where there is none."""

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> FieldNames:
        shown, version = super().get_fields(request, obj), version_of(obj)
        if version is None or version.shows_score:
            return shown
        return [name for name in shown if name not in self.readonly_fields]


@admin.display(description="Share")
def share_column(_: object, row: Dimension | Question) -> str:
    if row.pk and not edition_of(row).shows_score:
        return "no score"
    share = share_of(row) if row.pk else None
    return percent(share) if share else NO_SHARE[type(row)] if row.pk else ""


@admin.display(description="Share")
def moving_share_column(_: object, row: Dimension | Question) -> str:
    """As `share_column`, in a table in which weights are typed."""
    share = share_of(row) if row.pk and edition_of(row).shows_score else None
    return moving(share) if share else share_column(_, row)


@admin.display(description="Of the 100 points")
def points_column(_: object, row: Dimension | Question) -> str:
    if row.pk and not edition_of(row).shows_score:
        return "no score"
    share = share_of(row) if row.pk else None
    return points(share) if share else ""


@admin.display(description="What it amounts to")
def dimension_in_words(_: object, row: Dimension) -> str:
    if not edition_of(row).shows_score:
        return NO_SCORE
    share = share_of(row)
    if share is None:
        return NOTHING_YET
    by_sector = ", by sector" if share.least != share.most else ""
    return _or_nothing(
        "{} of the score<span>: {} of its 100 points{}.</span>",
        moving(share),
        points(share),
        by_sector,
    )


def _or_nothing(sentence: str, *said: object) -> SafeString:
    """The sentence, with what is true instead while the weight that is typed is none above 0."""
    amount = format_html(sentence, *said)
    return format_html("<span>{}</span><span data-nothing hidden>{}</span>", amount, NOTHING)


@admin.display(description="What it amounts to")
def question_in_words(_: object, row: Question) -> str:
    if not edition_of(row).shows_score:
        return NO_SCORE
    share = share_of(row)
    if share is None:
        return NOTHING
    by_sector = ", depending on the sector" if points(share) != one_decimal(share.least) else ""
    return _or_nothing(
        '{} of {}<span data-sectors="{}">. It can move the overall score by {} points{}.</span>',
        moving(share),
        row.dimension.name,
        divided(share),
        points(share),
        by_sector,
    )


def divided(share: Share) -> str:
    """What a script needs to tell the points that another weight comes to, exactly: for each sector
    those of the dimension, as numerator and denominator, and the weights of the other questions
    there, in ten-thousandths.
    """
    found = sorted({(of, 10_000 * others) for of, others in share.sectors})
    return " ".join(f"{of.numerator}/{of.denominator}/{others}" for of, others in found)


def worth(question: Question, earned: Decimal | None, full: Decimal | None) -> str:
    """Points of the overall score for points of the question; empty where there are none."""
    share = share_of(question) if edition_of(question).shows_score else None
    if share is None or earned is None or not full:
        return ""
    return points(share, min(max(Fraction(earned) / Fraction(full), Fraction(0)), Fraction(1)))


FULL_OF_LEVELS = Window(Max("points"), partition_by=[F("question_id")])
FULL_OF_ITEMS = Window(Sum("points", filter=Q(points__gt=0)), partition_by=[F("question_id")])
"""A question's full points, on each of its rows (scoring specification, section 2)."""


class Earning(Protocol):
    """A row with points, as a queryset that says `full` gives it."""

    pk: int
    question: Question
    points: Decimal | None
    full: Decimal | None


@admin.display(description="Of the 100 points")
def earned_column(_: object, row: Earning) -> str:
    """For rows whose queryset says `full`."""
    return worth(row.question, row.points, row.full) if row.pk else ""


@admin.display(description="What it amounts to")
def level_in_words(_: object, row: Level) -> str:
    if row.points is None:
        return "The points of the ticked items decide, not the level."
    if not row.version.shows_score:
        return "The rubric shows no score: points decide the order of actions, and nothing else."
    row.question.version = row.version
    full = row.question.levels.aggregate(full=Max("points"))["full"]
    earned = worth(row.question, row.points, full)
    if not earned:
        return "Nothing yet: the question has no weight, or no level with points."
    of = f"{plain(row.points)} of the question's {plain(full)} points"
    return f"{of}, which adds {earned} points to the overall score."
