"""Autosaving a dimension over HTTP: the reply, its cost, who is refused."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Answer, AnswerRevision
from tests.cost import counted
from tests.views.answering import address, autosave, count
from tests.views.pages import MOST_QUERIES, SignIn
from tests.worlds import World


@pytest.fixture
def connie(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.contributor)


def test_an_autosave_tells_what_became_of_everything(world: World, connie: Client) -> None:
    world.answer({"BUD-02": 1, "BUD-05": 2}, by=world.approver)
    response = autosave(
        connie,
        address(world),
        **{"BUD-01-revision": "0", "BUD-01-value": "2"},
        **{"BUD-02-revision": "0", "BUD-02-value": "3"},
        **{"BUD-03-revision": "0", "BUD-03-value": "120"},
        **{"BUD-04-revision": "0"},
        **{"BUD-05-revision": "0"},
    )
    assert response.status_code == 200
    outcome = response.json()
    assert re.fullmatch(r"\d\S*[ap]m|mid\w+", outcome["saved_at"])
    states = {code: (q["state"], q.get("revision")) for code, q in outcome["questions"].items()}
    assert states == {
        "BUD-01": ("saved", 1),
        "BUD-02": ("clash", 0),
        "BUD-03": ("error", None),
        "BUD-04": ("unchanged", 0),
        "BUD-05": ("untouched", 0),
    }
    assert outcome["questions"]["BUD-01"]["saved"].startswith("Last saved by Connie Contributor, ")
    assert list(outcome["questions"]["BUD-03"]["errors"]) == ["BUD-03-value"]
    theirs = outcome["questions"]["BUD-02"]["theirs"]
    assert (theirs["by"], theirs["revision"]) == ("Ash Approver", 1)
    assert theirs["fields"]["BUD-02-value"] == "1"
    assert theirs["fields"]["BUD-02-evidence-9-link"] == ""
    assert "BUD-02-revision" not in theirs["fields"]
    assert outcome["progress"] == {
        "answered": 3,
        "total": 44,
        "text": "3 of 44 questions answered",
    }
    assert outcome["range_text"].startswith("The score so far lies between ")
    assert outcome["asked"] == [one.code for one in world.spec.dimension("BUD").questions]


def test_a_second_autosave_with_the_new_revision_is_no_clash(world: World, connie: Client) -> None:
    first = autosave(connie, address(world), **{"BUD-01-revision": "0", "BUD-01-value": "2"})
    revision = first.json()["questions"]["BUD-01"]["revision"]
    again = {"BUD-01-revision": str(revision), "BUD-01-value": "3"}
    assert autosave(connie, address(world), **again).json()["questions"]["BUD-01"] | {
        "saved": ""
    } == {"state": "saved", "revision": 2, "saved": ""}


def test_signed_out_people_are_sent_to_sign_in(world: World, signed_in: SignIn) -> None:
    anonymous = signed_in(None)
    for response in (
        anonymous.get(address(world) + "?csrf=1"),
        autosave(anonymous, address(world), **{"BUD-01-revision": "0", "BUD-01-value": "2"}),
    ):
        assert response.status_code == 302
        assert "/accounts/login/" in response.headers["Location"]
    assert not Answer.objects.exists()


def test_a_fresh_token_can_be_fetched(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.contributor)
    fields = {"BUD-01-revision": "0", "BUD-01-value": "2", "csrfmiddlewaretoken": "stale"}
    assert autosave(strict, address(world), **fields).status_code == 403
    outcome = strict.get(address(world) + "?csrf=1").json()
    assert outcome["signed_in"] is True
    fields["csrfmiddlewaretoken"] = outcome["csrf_token"]
    assert autosave(strict, address(world), **fields).status_code == 200


FOR_NEW_EVIDENCE = 3
"""Queries that make items of what is new: the organisation's lock, its items, and a row each."""


def test_what_page_and_save_cost(world: World, connie: Client) -> None:
    """The same for one question and for all, with evidence, and with a clash put right."""
    codes = [q.code for q in world.spec.dimensions[0].questions]
    connie.get(address(world))
    counts = []
    for number, some in enumerate((codes[:1], codes)):
        world.answer({codes[0]: "dont_know"}, by=world.approver)
        world.answer({codes[0]: number}, by=world.approver)
        fields: dict[str, str] = {f"{codes[0]}-overwrite": str(_revision(codes[0]))}
        for code in some:
            seen = _revision(code)
            # One of them is stale, so that an earlier revision has to be looked up as well.
            fields[f"{code}-revision"] = str(seen - 1 if code == codes[0] else seen)
            fields[f"{code}-note"] = f"Note {number}"
            fields[f"{code}-evidence-0-title"] = f"Evidence {number}"
        with CaptureQueriesContext(connection) as queries:
            outcome = autosave(connie, address(world), **fields).json()["questions"]
        assert {q["state"] for q in outcome.values()} == {"saved"}
        counts.append(count(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES + FOR_NEW_EVIDENCE
    fields = {f"{code}-revision": str(_revision(code)) for code in codes}
    fields |= {f"{code}-evidence-0-title": "Evidence 1" for code in codes}
    assert counted(lambda: autosave(connie, address(world), **fields))[1] <= MOST_QUERIES
    held = AnswerRevision.objects.filter(revision=F("answer__revision")).exclude(evidence=[])
    assert held.count() == len(codes)
    assert counted(lambda: connie.get(address(world)))[1] <= MOST_QUERIES


def _revision(code: str) -> int:
    found = Answer.objects.filter(question__code=code).values_list("revision", flat=True)
    return found.first() or 0
