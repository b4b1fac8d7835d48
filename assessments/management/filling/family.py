"""Which rows are an organisation's own, and which of them are of the one assessment that is copied
for every year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import ForeignKey, Model

from assessments.models import (
    Assessment,
    AuditEvent,
    JoinRequest,
    Membership,
    Organisation,
    OutgoingMail,
    Reminder,
    SignInEvent,
    Submission,
    User,
)
from assessments.workflow import Status

Kind = type[Model]
Rows = dict[Kind, set[int]]

OF_A_PERSON: tuple[Kind, ...] = (EmailAddress, Reminder, SignInEvent)
"""What a person has whether or not they belong to an organisation."""
SIDEWAYS = frozenset({"carried_from", "source"})
"""Fields with another assessment than the row's own."""


@dataclass
class Family:
    """The rows of an organisation: those that it has once, and those that it has every year."""

    organisation: Organisation
    assessment: Assessment
    once: Rows = field(default_factory=dict)
    yearly: Rows = field(default_factory=dict)

    def copied(self, model: Kind) -> set[int]:
        return self.once.get(model, set()) | self.yearly.get(model, set())


def family_of(organisation: Organisation, assessment: Assessment) -> Family:
    """The assessment, which is submitted, is copied every year. Those under way are copied once,
    and what is about the others, closed or older, is left out.
    """
    found = Family(organisation, assessment, yearly={Assessment: {assessment.pk}})
    _grow(found.yearly, {})
    under_way = organisation.assessments.filter(status=Status.IN_PROGRESS)
    found.once = {
        Organisation: {organisation.pk},
        User: _people(organisation),
        Assessment: set(under_way.values_list("pk", flat=True)),
    }
    _grow(found.once, found.yearly)
    _leave_out_the_incomplete(found)
    _add_texts(found)
    return found


def _people(organisation: Organisation) -> set[int]:
    """Its members and those who ask to be, but none of the programme's own."""
    ids: set[int] = set()
    ids.update(Membership.objects.filter(organisation=organisation).values_list("user", flat=True))
    asking = JoinRequest.objects.filter(organisation=organisation)
    ids.update(asking.values_list("asked_by", flat=True))
    plain = User.objects.filter(pk__in=ids, is_staff=False, groups=None)
    return set(plain.values_list("pk", flat=True))


def keys_of(model: Kind) -> list[ForeignKey[object, object]]:
    return [one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]


def _ways() -> Iterator[tuple[Kind, ForeignKey[object, object]]]:
    """From a row to those that are of it."""
    for model in (*apps.get_app_config("assessments").get_models(), EmailAddress):
        for key in keys_of(model):
            of_a_person = key.related_model is User
            roots = (Organisation, User, Assessment)
            if of_a_person and model not in OF_A_PERSON or model in roots or key.name in SIDEWAYS:
                continue
            yield model, key


def _grow(found: Rows, besides: Rows) -> None:
    """Adds what is of the rows, and what is of that; not what is in `besides`."""
    ways, more = list(_ways()), True
    while more:
        more = False
        for model, key in ways:
            owners = found.get(key.related_model)
            if owners:
                rows = model._base_manager.filter(**{f"{key.name}__in": owners})
                new = set(rows.values_list("pk", flat=True))
                new -= found.get(model, set()) | besides.get(model, set())
                found.setdefault(model, set()).update(new)
                more |= bool(new)


@cache
def owned() -> frozenset[Kind]:
    """The models whose rows are an organisation's, besides people."""
    found: set[Kind] = {Organisation, Assessment}
    more = True
    while more:
        new = {model for model, key in _ways() if key.related_model in found} - found
        found |= new
        more = bool(new)
    return frozenset(found)


def _leave_out_the_incomplete(found: Family) -> None:
    """Rows that need one that is left out."""
    models, more = owned(), True
    while more:
        more = False
        for rows in (found.once, found.yearly):
            for model, ids in rows.items():
                needed = [one for one in keys_of(model) if not one.null]
                for key in (one for one in needed if one.related_model in models):
                    there = found.copied(key.related_model)
                    lost = model._base_manager.filter(pk__in=ids).exclude(
                        **{f"{key.name}__in": there}
                    )
                    gone = set(lost.values_list("pk", flat=True))
                    ids -= gone
                    more |= bool(gone)


def _add_texts(found: Family) -> None:
    """What holds an organisation, an assessment or an address as text only."""
    references = {found.assessment.reference}
    references |= set(found.assessment.submissions.values_list("reference", flat=True))
    left = found.organisation.assessments.exclude(
        pk__in=found.once[Assessment] | found.yearly[Assessment]
    )
    others = set(left.values_list("reference", flat=True))
    others |= set(
        Submission.objects.filter(assessment__in=left).values_list("reference", flat=True)
    )
    events = AuditEvent.objects.filter(organisation=found.organisation.slug)
    of_one = events.filter(target_ref__in=references)
    found.yearly[AuditEvent] = set(of_one.values_list("pk", flat=True))
    rest = events.exclude(target_ref__in=references | others)
    found.once[AuditEvent] = set(rest.values_list("pk", flat=True))
    people = User.objects.filter(pk__in=found.once[User]).values_list("email", flat=True)
    mails = OutgoingMail.objects.filter(recipient__in=people)
    found.once[OutgoingMail] = set(mails.values_list("pk", flat=True))
