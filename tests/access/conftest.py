"""One site in which every address leads somewhere, built once per process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from assessments import clock
from assessments.services.own_account import stop_path
from tests.access.matrix import MATRIX
from tests.assigning import given_to
from tests.attaching import attached
from tests.discussions import said_in
from tests.evidence import recorded
from tests.factories.rubrics import gate_check
from tests.joining import asks, invited
from tests.plans import planned, supposed
from tests.plugins.cast import Prepare
from tests.prepared import Prepared
from tests.publications import made_public
from tests.reviews import deputised
from tests.sharing import shared, shares, token_of
from tests.worlds import World, published, short_world, tried


@dataclass
class Site:
    """A world with a report and an assessment under way, and each name's address in it."""

    world: World
    addresses: dict[str, str]


def next_week_s(world: World) -> int:
    """The key of a deputy who may do nothing yet."""
    # Not tomorrow, which may come while the suite runs.
    first_day = clock.today() + timedelta(days=7)
    return deputised(world, first_day=first_day).pk


def build() -> Site:
    world = short_world()
    item = recorded(world)
    file = attached(item, by=world.contributor)
    submission = world.submit()
    public = made_public(world, submission, listed=True)
    shares(world.organisation, by=world.administrator)
    token = token_of(shared(submission, by=world.approver))
    under_way = world.start()
    slug = world.organisation.slug
    # Only the administrator may: all members may leave by their own page.
    member = world.organisation.memberships.get(user=world.administrator)
    trial = tried(replace(world.spec, edition="2027"), by=world.publisher)
    published(gate_check(), by=world.publisher)
    invitation, link = invited(world)
    usual = {"slug": slug, "reference": under_way.reference, "number": 1, "key": "BUD"}
    planted = {"token": "planted", "export": "csv"}
    sent = {"reference": submission.assessment.reference}
    # What is special to an address, or to all whose names begin so; the later goes first.
    special: dict[str, dict[str, Any]] = {
        "rubric-": {"slug": world.version.rubric.slug, "number": world.version.number},
        "try-": {"slug": "local_authority", "key": "G1"},
        "rubric-download": {"key": "yaml"},
        "submission-": sent,
        "submission-compare-with": {
            "other": submission.assessment.reference,
            "other_number": 1,
        },
        "submission-file": {"key": file.reference},
        "report-download": sent,
        "report-links": sent,
        "shared-": {"token": token, "export": "pdf"},
        "invitation": {"token": link.strip("/").rpartition("/")[2], "pk": invitation.pk},
        "join-request": {"pk": asks(world, world.publisher).pk},
        "answer-evidence": {"key": "BUD-01"},
        "action-": {"reference": planned(world).reference},
        "scenario-detail": {"reference": supposed(world, submission).reference},
        "evidence-": {"reference": item.reference},
        "attachment-": {"reference": item.reference, "key": file.reference},
        "assignment-": {"pk": given_to(world, assessment=under_way).pk},
        "reminders-stop": {"token": stop_path(world.viewer).strip("/").rpartition("/")[2]},
        "discussion-": {"key": "BUD-01"},
        # The administrator may, who wrote it.
        "comment-remove": {"key": "BUD-01", "pk": said_in(world, under_way).pk},
        "publication-": {**sent, "pk": public.version, "export": "report"},
        "published": {"reference": public.reference, "export": "schedule"},
        "deputy-end": {"pk": next_week_s(world)},
        "moderation-trial": {"pk": trial.pk},
        "member-change": {"pk": member.pk},
    }
    addresses = {}
    for name in MATRIX:
        given = usual | planted
        for beginning, parts in special.items():
            given |= parts if name.startswith(beginning) else {}
        [(_, wanted), *_] = get_resolver().reverse_dict.getlist(name)[0][0]
        addresses[name] = reverse(
            name, kwargs={part: given.get(part, "planted") for part in wanted}
        )
    return Site(world, addresses)


@pytest.fixture(scope="session")
def prepared_site(prepare: Prepare) -> Prepared[Site]:
    return prepare(build)


@pytest.fixture
def site(prepared_site: Prepared[Site], db: None, settings: Any) -> Site:
    settings.SHOW_GALLERY = True  # as in development
    return prepared_site.put_back()


@pytest.fixture
def world(site: Site) -> World:
    return site.world


@pytest.fixture
def addresses(site: Site) -> dict[str, str]:
    return site.addresses
