"""Publishing a report for everyone: what is open, in summary or withheld, by whom and when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.disclosure.choices import Choices, to_document
from assessments.disclosure.hiding import GivenAway
from assessments.disclosure.redacting import Redacted
from assessments.models import Publication, Submission, User
from assessments.queries.publications import versions
from assessments.queries.redacting import redacted
from assessments.services.submissions import lock
from assessments.wording import listed as listed_in_words
from assessments.wording import long_date
from assessments.workflow import Refused

PUBLISHED_MEANWHILE = (
    "Another version was published after you opened this page, so nothing was published. Look at "
    "that version. Your choices are still below: change them or keep them, then go on."
)


def publish(
    *, submission: Submission, choices: Choices, listed: bool, after: int, by: User
) -> Publication:
    """The next public report of a submission, which came with its assessment, edition and snapshot.

    `after` is the version that the choices were made upon, 0 for none. `listed` puts it at an
    address that anyone may open. Raises `Refused` where another was published since, for choices
    that are not whole, and where with the earlier versions they would give an answer away.
    """
    earlier, at = versions(submission), clock.now()
    if len(earlier) != after:
        raise Refused(PUBLISHED_MEANWHILE)
    made = next_version(submission, choices, earlier, at)
    with transaction.atomic():
        locked = lock(submission.assessment)
        if submission.publications.count() != after:  # all else that was read is frozen
            raise Refused(PUBLISHED_MEANWHILE)
        publication = Publication.objects.create(
            submission=submission,
            version=made.report.version,
            choices=to_document(choices),
            limits={code: list(places) for code, places in made.after.limits.items()},
            document=made.report.to_document(),
            listed=listed,
            published_at=at,
            published_by=by,
            published_by_name=str(by)[:150],
        )
        record(
            Event.REPORT_PUBLISHED,
            locked,
            by=by,
            submission=submission.reference,
            version=str(publication.version),
            counts=made.report.counts.rstrip("."),
            listed=". Anyone may open it" if listed else "",
        )
    return publication


def next_version(
    submission: Submission, choices: Choices, earlier: list[Publication], at: datetime
) -> Redacted:
    """What `publish` would publish; raises `Refused` as it does."""
    try:
        return redacted(submission, choices, earlier, at)
    except GivenAway as away:
        raise Refused(_given_away(away, earlier)) from away


def _given_away(away: GivenAway, earlier: list[Publication]) -> str:
    """Why a version cannot be published next to the earlier ones, and what to do."""
    days = dict.fromkeys(long_date(timezone.localdate(one.published_at)) for one in earlier)
    return (
        f"With what was published on {listed_in_words(list(days))}, people could work out the "
        f"answer to {listed_in_words(list(away.codes))}. Keep back again what you opened since "
        f"then in the same dimension, or open {listed_in_words(list(away.codes))} too."
    )
