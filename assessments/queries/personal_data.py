"""What is held about one person, found by what the models declare about their fields.

A row is theirs where a field that is declared personal names them. Of such a row they get what is
about no person, and of the personal fields those that they wrote or that are about them: never what
another person did or said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models
from django.db.models import Model, Q

from assessments.models import AnswerRevision, AuditEvent, User
from assessments.models.base import EVERY_FIELD, Record

Kept = dict[str, list[dict[str, object]]]
"""Rows by what they are, each with its values by what these are called."""

THEIRS: Mapping[str, tuple[str, ...]] = {
    "Assignment": ("changed_by",),
    "Attachment": ("uploaded_by",),
    "Comment": ("written_by",),
    "Decision": ("decided_by",),
    "Deputy": ("approver", "deputy"),
    "Evidence": ("recorded_by",),
    "Invitation": ("accepted_by",),
    "JoinRequest": ("asked_by",),
    "PlannedAction": ("added_by",),
    "ReportLink": ("made_by",),
    "Review": ("sent_by",),
}
"""Where several fields of a model name a person: those of whom its other personal fields are."""

BY_ADDRESS: Mapping[str, str] = {
    "Invitation": "email",
    "OutgoingMail": "recipient",
    "Reminder": "address",
    "ReminderRefusal": "address",
}
"""Rows that are about an email address, with or without an account."""

LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("User", "password"): "it is scrambled, and a secret",
    ("SignedInDevice", "session_key"): "it is a secret",
    ("Invitation", "token_hash"): "it is made from a secret",
    ("ReportLink", "token_hash"): "it is made from a secret",
    ("AnswerRevision", "kept_in"): "it is where the service keeps what you wrote",
    ("Attachment", "stored_as"): "it is where the service keeps the file",
    ("OutgoingMail", "subject"): "it may name another person",
    ("OutgoingMail", "text"): "it may hold links that let people in, and is empty once sent",
    ("OutgoingMail", "html"): "it may hold links that let people in, and is empty once sent",
    ("OutgoingMail", "message_id"): "it tells mail programs apart",
    (
        "Submission",
        "answers",
    ): "it is what several people wrote: what you wrote is with the revisions of your answers",
    ("Submission", "held"): "it is what several people recorded",
    ("Submission", "kept"): "it is what several people wrote",
    ("Submission", "signed"): "it is what several people decided: your own decisions are given",
    **{
        ("SuggestedAnswer", field): "it repeats an earlier answer, whoever gave that"
        for field in ("value", "reason", "note", "evidence", "said")
    },
    ("Decision", "read"): "it is what several people wrote",
    ("Publication", "document"): "it is what several people wrote",
    ("Decision", "acting_for"): "it is another person's name",
    ("RubricUpload", "content"): "it is the file that you sent, and is gone after a day",
}

OTHERS: Mapping[str, tuple[str, ...]] = {
    "account.EmailAddress": ("email", "verified"),
    "mfa.Authenticator": ("type", "created_at", "last_used_at"),
    "admin.LogEntry": ("action_time", "action_flag"),
}
"""What the packages that we use keep of a person, and which of its fields are given."""

NAMED = {
    "Organisation": "name",
    "Assessment": "title",
    "Question": "code",
    "RubricVersion": "title",
}
"""What a row belongs to, and by which field that is called."""


def held_about(user: User) -> Kept:
    """Everything that is held about the person, of every organisation. One query a model,
    and one for the words that submissions keep.
    """
    found: Kept = {"Account": [_account(user)]}
    for model in records():
        asked = _asked(model, user)
        if asked is not None and (rows := list(_rows_of(model, asked, user))):
            found[str(model._meta.verbose_name_plural).capitalize()] = rows
    for label, fields in OTHERS.items():
        other = apps.get_model(label)
        kept = list(other._default_manager.filter(user=user).values(*fields))
        if kept:
            found[str(other._meta.verbose_name_plural).capitalize()] = kept
    found["History"] = list(_history(user))
    return found


def records() -> list[type[Record]]:
    """Every model of ours."""
    every = apps.get_app_config("assessments").get_models()
    return [model for model in every if issubclass(model, Record)]


def people_of(model: type[Record]) -> list[str]:
    """The fields of a model that name a person, and are declared to be about one."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.related_model is User and field.name in model.personal_data
    ]


def theirs_of(model: type[Record]) -> tuple[str, ...]:
    """Of which of those people the other personal fields of the model are."""
    people = people_of(model)
    return THEIRS.get(model.__name__, tuple(people) if len(people) == 1 else ())


def _account(user: User) -> dict[str, object]:
    groups = ", ".join(user.groups.values_list("name", flat=True))
    kept = {
        _label(field): getattr(user, field.name)
        for field in User._meta.concrete_fields
        if (User.__name__, field.name) not in LEFT_OUT and not field.primary_key
    }
    return {**kept, "Groups": groups}


def _asked(model: type[Record], user: User) -> Q | None:
    asked = Q()
    for name in people_of(model):
        asked |= Q(**{name: user})
    if model.__name__ in BY_ADDRESS:
        asked |= Q(**{BY_ADDRESS[model.__name__]: user.email})
    return asked or None


def _rows_of(model: type[Record], asked: Q, user: User) -> Iterator[dict[str, object]]:
    places = dict(_places(model))
    fields = [field for field in model._meta.concrete_fields if _is_given(model, field)]
    wanted = [*{field.attname for field in fields}, *places.values()]
    people, address = people_of(model), BY_ADDRESS.get(model.__name__)
    owners = [f"{name}_id" for name in theirs_of(model)]
    rows = list(model._base_manager.filter(asked).order_by("pk").values("pk", *wanted))
    # After the rows: words that are left to a submission meanwhile are in one of the two.
    sent = AnswerRevision.objects.filter(asked).sent_words() if model is AnswerRevision else {}
    for row in rows:
        row |= sent.get(row["pk"], {})
        theirs = any(row.get(owner) == user.pk for owner in owners)
        theirs = theirs or bool(address and row[address] == user.email)
        said: dict[str, object] = {name: row[path] for name, path in places.items()}
        for field in fields:
            value = row[field.attname]
            if field.name in people:
                if value == user.pk:
                    said[_label(field)] = "You"
            elif field.name not in model.personal_data or theirs:
                said[_label(field)] = value
        yield said


def _is_given(model: type[Record], field: models.Field[object, object]) -> bool:
    """Not a key, nor what only the service reads."""
    if field.primary_key or (model.__name__, field.name) in LEFT_OUT:
        return False
    if field.name in model.personal_data:
        return True
    opaque = isinstance(field, models.JSONField | models.BinaryField)
    return not opaque and not field.is_relation and model.impersonal != EVERY_FIELD


def _places(model: type[Model], before: str = "", depth: int = 4) -> Iterator[tuple[str, str]]:
    """What a row of the model belongs to, by the way of its keys; the nearest of each kind wins."""
    for field in model._meta.concrete_fields:
        other = field.related_model
        if not field.is_relation or other is None or other is User or other is model or not depth:
            continue
        if other.__name__ in NAMED:
            yield (
                str(other._meta.verbose_name).capitalize(),
                f"{before}{field.name}__{NAMED[other.__name__]}",
            )
        if other._meta.app_label == "assessments" and other.__name__ != "Question":
            yield from _places(other, f"{before}{field.name}__", depth - 1)


def _history(user: User) -> Iterator[dict[str, object]]:
    """What they did, and what was done to their account or membership, without who else."""
    own = Q(actor_id=str(user.pk))
    about = Q(target_kind__in=("account", "member"), target_ref=str(user.pk))
    rows = AuditEvent.objects.filter(own | about).order_by("pk")
    for row in rows.defer("detail"):
        mine = row.actor_id == str(user.pk)
        yield {
            "What": row.label,
            "When": row.at,
            "By": row.actor if mine else "Another person",
            "Organisation": row.organisation,
        }


def _label(field: models.Field[object, object]) -> str:
    return str(field.verbose_name).capitalize()
