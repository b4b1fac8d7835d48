"""How an organisation's reports are printed: its logo, its colour, a classification line."""

from __future__ import annotations

from django.db import transaction

from assessments.audit.events import Event, changes_between
from assessments.audit.trail import record
from assessments.models import Organisation, OrganisationBranding, User
from assessments.names import one_line
from assessments.reports.branding import CLASSIFICATION_MOST, colour_of, logo_of
from assessments.services.members import lock
from assessments.workflow import Refused


@transaction.atomic
def change(
    *,
    organisation: Organisation,
    colour: str,
    classification: str,
    by: User,
    logo: bytes = b"",
    remove_logo: bool = False,
) -> OrganisationBranding:
    """The branding with these; `logo` is the file of a new one, and none leaves the one there is.

    Nothing changed, nothing recorded. Raises `Refused` for a logo or a colour that cannot be taken.
    """
    lock(organisation)
    kept, _ = OrganisationBranding.objects.get_or_create(organisation=organisation)
    changes = []
    if logo:
        new = logo_of(logo)
        if bytes(kept.logo) != new.data:
            kept.logo, kept.logo_kind = new.data, new.kind
            kept.logo_width, kept.logo_height = new.width, new.height
            changes.append("a new logo")
    elif remove_logo and kept.logo:
        kept.logo, kept.logo_kind, kept.logo_width, kept.logo_height = b"", "", 0, 0
        changes.append("no logo")
    texts = {"colour": colour_of(colour), "classification": one_line(classification)}
    if len(texts["classification"]) > CLASSIFICATION_MOST:
        raise Refused(f"The classification must be {CLASSIFICATION_MOST} characters or fewer.")
    changes += changes_between({name: getattr(kept, name) for name in texts}, texts)
    kept.colour, kept.classification = texts["colour"], texts["classification"]
    if changes:
        kept.save()
        record(Event.BRANDING_CHANGED, organisation, by=by, changes="; ".join(changes))
    return kept
