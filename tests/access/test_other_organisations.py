"""A row of another organisation is as one that does not exist, at every place of every address.

The same status, the same bytes and the same number of queries: nothing tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from assessments.access.doors import Access
from assessments.access.roles import Permission
from assessments.models import Discussion, Evidence, PlannedAction, Submission, User
from tests.evidence import recorded
from tests.worlds import World

SignIn = Callable[[User | None], Client]

NOWHERE: dict[str, str | int] = {
    "slug": "no-such-council",
    "reference": "zzzzzzzz",
    "pk": 99_999_999,
    "key": "nothing",
    "other": "zzzzzzzz",
}
"""What an address names at each place when it names no row. A number counts within such a row."""
CODES = ("dimension-", "answer-evidence", "discussion-", "comment-", "assignment-add")
"""Addresses whose key is a code of the rubric, which belongs to no organisation."""


class Place(NamedTuple):
    """An address that names a row of the council, and its like that names none there."""

    name: str
    at: str
    theirs: str
    none: str


def mine(world: World, submission: Submission) -> dict[str, dict[str, Any]]:
    """Rows of the neighbour's own, for the addresses whose names begin so; the later goes first."""
    own: dict[str, Any] = {"organisation": world.neighbour, "by": world.stranger}
    under_way = world.start(**own).reference
    sent = {"reference": submission.assessment.reference}
    item = {"reference": recorded(world, **own).reference}
    return {
        "": {"reference": under_way},
        "submission-": sent,
        "report-": sent,
        "publication-": sent,
        "attachment-": item,
    }


def places(world: World, addresses: Mapping[str, str]) -> Iterator[Place]:
    """Every address of an organisation, once for each of its places, with a row of the council at
    that place: those before it name the neighbour's own.
    """
    start = world.start(organisation=world.neighbour, by=world.stranger, title="Last year's")
    submission = world.submit(assessment=start, by=world.stranger)
    begins = mine(world, submission)
    for name, address in addresses.items():
        given = resolve(address).kwargs
        if given.get("slug") != world.organisation.slug:
            continue
        own = {"slug": world.neighbour.slug}
        for beginning, parts in begins.items():
            own |= parts if name.startswith(beginning) else {}
        ids = [
            part
            for part in given
            if part in NOWHERE and not (part == "key" and name.startswith(CODES))
        ]
        for place, part in enumerate(ids):
            theirs = {**given, **{one: own[one] for one in ids[:place]}}
            none = {**theirs, part: NOWHERE[part]}
            yield Place(name, part, reverse(name, kwargs=theirs), reverse(name, kwargs=none))


TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')


def faces(
    client: Client, method: str, address: str, given: Mapping[str, object] | None = None
) -> tuple[int, bytes, dict[str, str], int]:
    """All that the asker can tell of an answer: status, bytes, headers, and the queries it took."""
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(address, given)
        transaction.set_rollback(True)
    body = TOKEN.sub(rb"\1", b"".join(response) if response.streaming else response.content)
    return response.status_code, body, dict(response.headers), len(captured)


def distinguished(client: Client, asked: list[Place]) -> list[str]:
    """The places at which the answer shows that the row is there, or is anything but a 404."""
    found = []
    for place, method in product(asked, ("get", "post")):
        theirs, none = (faces(client, method, each) for each in (place.theirs, place.none))
        if theirs != none or theirs[0] not in (404, 405):
            found.append(f"{method} {place.name} at {place.at}")
    return found


def test_a_row_of_another_organisation_is_as_none_at_every_place_of_every_address(
    world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    asked = list(places(world, addresses))
    assert {(one.name, one.at) for one in asked} >= {
        ("comment-remove", "pk"),
        ("deputy-end", "pk"),
        ("attachment-download", "reference"),
        ("attachment-download", "key"),
        ("submission-file", "key"),
        ("submission-compare-with", "other"),
        ("publication-report", "pk"),
    }
    assert distinguished(signed_in(world.stranger), asked) == []


def test_a_door_that_refuses_a_stranger_with_a_reason_or_asks_more_is_found_out(
    world: World, addresses: dict[str, str], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [one for one in places(world, addresses) if one.name == "evidence-change"]
    client = signed_in(world.stranger)
    assert [one.at for one in asked] == ["slug", "reference"]

    def says_why(access: Access, permission: Permission) -> None:
        if access.role is None:
            raise PermissionDenied(permission.why_not)

    with monkeypatch.context() as planted:
        planted.setattr(Access, "require", says_why)
        refused = distinguished(client, asked)

    def looks_again(access: Access, permission: Permission) -> None:
        access.organisation.refresh_from_db()
        raise Http404

    monkeypatch.setattr(Access, "require", looks_again)
    at_slug = {f"{method} evidence-change at slug" for method in ("get", "post")}
    assert set(refused) == set(distinguished(client, asked)) == at_slug


def brought(world: World, own: str) -> Iterator[tuple[str, str, str, object]]:
    """What may name a row besides the path, in a query or a form: the method, an address of the
    neighbour's, the field, and a row of the council's.
    """
    person, slug = world.contributor.pk, world.neighbour.slug
    item = Evidence.objects.get(organisation=world.organisation)
    action = PlannedAction.objects.get(organisation=world.organisation)
    assessment, discussion = world.assessment, Discussion.objects.get()

    def at(name: str, *more: object) -> str:
        return reverse(name, args=[slug, *more])

    yield "get", at("evidence-list"), "assessment", assessment.reference
    yield "get", at("assessment-history", own), "person", person
    yield "get", at("assessment-history-download", own), "person", person
    yield "get", at("discussion-question", own, "BUD-01"), "discussion", discussion.pk
    yield "post", at("assignment-add", own, "BUD"), "people", person
    yield "post", at("answer-evidence", own, "BUD-01"), "item", item.reference
    yield "post", at("assessment-suggest", own), "answers_from", assessment.reference
    yield "post", at("assessment-suggest", own), "answers_from", assessment.pk
    yield "post", at("evidence-add") + "?framework=", "owner", person
    yield "post", at("deputy-name"), "deputy", person
    yield "post", at("plan-add"), "owner", person
    yield "post", at("plan-board"), "move", f"{action.reference}:0:done"


def noticed_by(client: Client, named: Iterable[tuple[str, str, str, object]]) -> list[str]:
    """The fields whose answer shows that the row is there."""
    found = []
    for method, address, field, theirs in named:
        reference, *rest = str(theirs).split(":")
        no_such = str(NOWHERE["pk"] if reference.isdigit() else NOWHERE["reference"])
        none = ":".join([no_such, *rest])
        answers = [faces(client, method, address, {field: each}) for each in (theirs, none)]
        if answers[0] != answers[1] or answers[0][0] not in (200, 302, 404):
            found.append(f"{method} {address}: {field}")
    return found


def test_a_row_that_a_query_or_a_form_names_is_as_none_too(
    world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    own = world.start(organisation=world.neighbour, by=world.stranger)
    assert noticed_by(signed_in(world.stranger), brought(world, own.reference)) == []


def test_a_query_that_takes_a_row_of_another_organisation_is_found_out(
    world: World, addresses: dict[str, str], signed_in: SignIn
) -> None:
    """The council's own members are shown its rows."""
    inside = world.organisation.get_absolute_url()
    person = ("get", f"{inside}assessments/{world.assessment.reference}/history/", "person")
    assert noticed_by(signed_in(world.viewer), [(*person, world.contributor.pk)])
