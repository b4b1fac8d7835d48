"""A database filled with copies of whole organisations, without its indexes meanwhile: a family of
rows copied so many times, with one statement for each table.

Key by key a copy's place is known before it is written: copy n of the row at place p of r begins
at a first key, and is that + p + n * r. So a row is linked to the copies of what it was linked to
by arithmetic alone, and nothing is looked up. The rows do not leave the database, which is faster
than a COPY of the same rows written by us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from assessments.management.demo_world.cast import BRACKENFORTH, SALTERMERE, WEXCOMBE
from assessments.management.filling.family import Family, Kind, family_of, keys_of, owned
from assessments.models import (
    Assessment,
    AuditEvent,
    Invitation,
    Organisation,
    OutgoingMail,
    Submission,
    User,
)
from assessments.models.base import REFERENCE_ALPHABET
from assessments.queries.verifying import record_of
from assessments.rubric.files.canonical import canonical_of
from assessments.workflow import Status

DIGITS = REFERENCE_ALPHABET[:10]
SHAPE = "filling_shape"
AGO = "make_interval(years => at.ago, mins => (at.once % 100000)::int)"
"""The last year's copies are as old as what they are copies of, but for minutes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the copies of a row are: their keys are `first + once * o + yearly * y`, for copy `o`
    of the organisation and `y` of the assessment, both from 0.
    """

    first: int
    once: int = 0
    yearly: int = 0


@dataclass
class Copying:
    """So many copies of a family's organisation, each with the assessment of so many years."""

    family: Family
    organisations: int
    years: int
    places: dict[tuple[Kind, int], Place] = field(default_factory=dict)

    def run(self) -> int:
        """Writes the copies. Returns the key of the first organisation."""
        shares = list(self._shares())
        ends: dict[Kind, int] = {}
        for model, ids, yearly in shares:
            first = ends.get(model) or _next_key(model)
            step = len(ids)
            for place, pk in enumerate(ids):
                steps = {"yearly": step} if yearly else {"once": step}
                self.places[model, pk] = Place(first + place, **steps)
            ends[model] = first + step * self.organisations * (self.years if yearly else 1)
        with connection.cursor() as cursor:
            for model, ids, yearly in shares:
                self._shape(cursor, model, ids)
                cursor.execute(self._statement(model, yearly))
            for model, end in ends.items():
                own = f"pg_get_serial_sequence('{model._meta.db_table}', 'id')"
                cursor.execute(f"SELECT setval({own}, %s, false)", [end])
        return self.places[Organisation, self.family.organisation.pk].first

    def _shares(self) -> Iterator[tuple[Kind, list[int], bool]]:
        for rows, yearly in ((self.family.once, False), (self.family.yearly, True)):
            yield from ((model, sorted(ids), yearly) for model, ids in rows.items() if ids)

    def _shape(self, cursor: CursorWrapper, model: Kind, ids: list[int]) -> None:
        """The rows to be copied, each with the places of itself and of what it is linked to."""
        links = links_of(model)
        columns: dict[str, list[object]] = {"self": [self.places[model, pk] for pk in ids]}
        rows: dict[int, Any] = model._base_manager.in_bulk(ids)
        for name, target in links.items():
            columns[name] = [self._linked(target(rows[pk], self.family)) for pk in ids]
        given: list[Any] = [ids]
        listed = ["tid"]
        for name, found in columns.items():
            for part in ("first", "once", "yearly"):
                listed.append(f"{name}__{part}")
                given.append([one and getattr(one, part) for one in found])
        holes = ["%s::bigint[]"] * len(given)
        if model is Submission:
            parts = zip(*(_recorded(rows[pk]) for pk in ids), strict=True)
            for number, texts in enumerate(parts):
                listed.append(f"part_{number}")
                given.append(list(texts))
                holes.append("%s::text[]")
        cursor.execute(f"DROP TABLE IF EXISTS {SHAPE}")
        cursor.execute(
            f"CREATE TEMP TABLE {SHAPE} AS SELECT one.*, given.*"  # noqa: S608
            f" FROM unnest({', '.join(holes)}) AS given({', '.join(listed)})"
            f" JOIN {model._meta.db_table} AS one ON one.id = given.tid ORDER BY given.tid",
            given,
        )

    def _linked(self, target: tuple[Kind, int | None] | None) -> Place | None:
        """Where the copies of another row are; itself where it is not copied."""
        model, pk = target or (Organisation, None)
        if pk is None:
            return None
        found = self.places.get((model, pk))
        if found is None and model not in owned():
            return Place(pk)
        return found

    def _statement(self, model: Kind, yearly: bool) -> str:
        opts = model._meta
        said = values_of(model)
        listed = ", ".join(f'"{name}"' for name in said)
        values = ", ".join(said.values())
        copies = self.organisations * (self.years if yearly else 1)
        at = (
            f"n / {self.years} AS once, n AS yearly, {self.years} - 1 - n % {self.years} AS ago"
            if yearly
            else f"n AS once, n * {self.years} AS yearly, 0 AS ago"
        )
        return (
            f"INSERT INTO {opts.db_table} ({listed}) SELECT {values}"  # noqa: S608 - names of ours
            f" FROM (SELECT {at} FROM generate_series(0, {copies - 1}) AS n) AS at,"
            # The rows of one copy lie next to one another, as they do when they are written.
            f" LATERAL (SELECT * FROM {SHAPE} OFFSET at.yearly * 0) AS one"
        )


Target = Callable[[Any, Family], "tuple[Kind, int | None] | None"]


def links_of(model: Kind) -> dict[str, Target]:
    """What a row is linked to, by column: its keys, and what it names by a text."""

    def by_key(key: models.ForeignKey[object, object]) -> Target:
        return lambda row, _: (key.related_model, getattr(row, key.attname))

    return {str(key.column): by_key(key) for key in keys_of(model)} | NAMED.get(model, {})


def _person(address: str, family: Family) -> tuple[Kind, int | None] | None:
    pk = User.objects.filter(email=address).values_list("pk", flat=True).first()
    return (User, pk) if pk in family.once[User] else None


def _target(event: AuditEvent, family: Family) -> tuple[Kind, int | None] | None:
    """The assessment or the organisation that an event is about."""
    for model, name in ((Assessment, "reference"), (Organisation, "slug")):
        mine = model._base_manager.filter(pk__in=family.copied(model))
        pk = mine.filter(**{name: event.target_ref}).values_list("pk", flat=True).first()
        if pk is not None:
            return model, pk
    return None


NAMED: dict[Kind, dict[str, Target]] = {
    AuditEvent: {
        "actor_id": lambda row, _: (User, int(row.actor_id or 0) or None),
        "organisation": lambda _, family: (Organisation, family.organisation.pk),
        "target_ref": _target,
    },
    OutgoingMail: {"recipient": lambda row, family: _person(row.recipient, family)},
    Submission: {"organisation_name": lambda row, family: (Organisation, family.organisation.pk)},
}


SECONDS = len("2026-01-01T00:00:00")


def _recorded(submission: Submission) -> list[str]:
    """The canonical JSON of its record, cut where copies differ."""
    record = record_of(submission, submission.snapshot.result)
    holes = ["\x01code", "\x01organisation", "\x01reference", "\x01at"]
    moment = str(record["submitted_at"])[SECONDS:]
    filled = dict(zip(["code", "organisation", "reference"], holes, strict=False))
    text = canonical_of(record | filled | {"submitted_at": holes[-1] + moment})
    parts = []
    for hole in holes:
        part, _, text = text.partition(hole.replace("\x01", "\\u0001"))
        parts.append(part)
    return [*parts, text]


def _next_key(model: Kind) -> int:
    highest: int | None = model._base_manager.aggregate(key=models.Max("pk"))["key"]
    return (highest or 0) + 1


def _key(name: str) -> str:
    """SQL for the key of the copy that a column is linked to; NULL where there is none."""
    return (
        f'(one."{name}__first" + one."{name}__once" * at.once + one."{name}__yearly" * at.yearly)'
    )


def _reference(key: str) -> str:
    """SQL for a reference of the house's form, from a key."""
    digits = f"translate(lpad(({key})::text, 8, '0'), '0123456789', '{DIGITS}')"
    return f"left({digits}, 4) || '-' || substr({digits}, 5)"


def _address(column: str, key: str) -> str:
    """SQL for an address like the one in the column, with a number."""
    return f"replace(one.\"{column}\", '@', '.' || {key} || '@')"


def values_of(model: Kind) -> dict[str, str]:
    """SQL for each column of a copy."""
    own = _key("self")
    found: dict[str, str] = {}
    for one in model._meta.concrete_fields:
        value = f'one."{one.column}"'
        if one.primary_key:
            value = own
        elif isinstance(one, models.ForeignKey):
            value = _key(str(one.column))
        elif one.unique and isinstance(one, models.CharField):
            value = _reference(own) if one.name == "reference" else f"'c' || {own}"
        elif isinstance(one, models.DateTimeField):
            value = f"{value} - {AGO}"
        elif isinstance(one, models.DateField):
            value = f"({value} - make_interval(years => at.ago))::date"
        found[str(one.column)] = value
    return found | {name: value.format(own=own) for name, value in SAID.get(model, {}).items()}


SLUG = "'copy-' || {}"
NAME = "{} || ' ' || {}"
RECORDED = (
    "encode(sha256(convert_to(concat(one.part_0, {code}, one.part_1,"
    " trim('\"' FROM to_json({name})::text), one.part_2, {reference}, one.part_3, {at},"
    " one.part_4), 'UTF8')), 'hex')"
)
_submission = f"'R-' || upper({_reference(_key('assessment_id'))}) || '-' || one.number"
_code = "lpad({own}::text, 12, '0')"
_named = f"one.organisation_name || ' ' || {_key('organisation_name')}"
_moment = f"to_char((one.submitted_at - {AGO}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
SAID: dict[Kind, dict[str, str]] = {
    Organisation: {
        "slug": SLUG.format("{own}"),
        "name": NAME.format("one.name", "{own}"),
        "official_code": "CASE one.official_code WHEN '' THEN '' ELSE 'C' || {own} END",
    },
    User: {"email": _address("email", "{own}")},
    EmailAddress: {"email": _address("email", _key("user_id"))},
    Invitation: {
        "email": _address("email", "{own}"),
        "token_hash": "encode(sha256(convert_to({own}::text, 'UTF8')), 'hex')",
    },
    OutgoingMail: {
        "recipient": f"coalesce({_address('recipient', _key('recipient'))}, one.recipient)"
    },
    AuditEvent: {
        "actor_id": f"coalesce({_key('actor_id')}::text, one.actor_id)",
        "organisation": SLUG.format(_key("organisation")),
        "target_ref": "CASE one.target_kind"
        f" WHEN 'organisation' THEN coalesce({SLUG.format(_key('target_ref'))}, one.target_ref)"
        f" ELSE coalesce({_reference(_key('target_ref'))}, one.target_ref) END",
    },
    Submission: {
        "reference": _submission,
        "code": _code,
        "organisation_name": _named,
        "record_hash": RECORDED.format(
            code=f"regexp_replace({_code}, '(....)(....)(....)', '\\1-\\2-\\3')",
            name=_named,
            reference=_submission,
            at=_moment,
        ),
    },
}


MEMORY = "1GB"
"""For one index while it is made."""

KEYS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype IN ('f', 'u') AND conrelid = ANY(%s::regclass[]) ORDER BY conname"
)
INDEXES = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
    " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary"
    " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid"
)


@contextmanager
def without_indexes(tables: list[str]) -> Iterator[None]:
    """In a transaction on PostgreSQL: they are made again after the block, and what breaks one of
    them raises IntegrityError then. Primary keys stay.
    """
    with connection.cursor() as cursor:
        # No table is altered while one of its keys waits to be looked at.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(KEYS, [tables])
        constraints = cursor.fetchall()
        cursor.execute(INDEXES, [tables])
        indexes = cursor.fetchall()
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def demonstrated() -> list[Family]:
    """The demonstration's organisations that have submitted, each with its fullest assessment."""
    found = []
    for body in (WEXCOMBE, BRACKENFORTH, SALTERMERE):
        organisation = Organisation.objects.get(
            sector=body.sector, official_code=body.official_code
        )
        submitted = organisation.assessments.filter(status=Status.SUBMITTED)
        fullest = max(submitted, key=lambda one: (one.answers.count(), one.pk))
        found.append(family_of(organisation, fullest))
    return found


@transaction.atomic
def fill(families: list[Family], organisations: int, years: int) -> None:
    """So many organisations, copies of these in turn; the first has what does not go round."""
    tables = [model._meta.db_table for model in sorted(owned() | {User}, key=str)]
    share, rest = divmod(organisations, len(families))
    with without_indexes(tables):
        for number, family in enumerate(families):
            copies = share + rest * (number == 0)
            if copies:
                Copying(family, copies, years).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
