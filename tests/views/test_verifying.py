"""Anyone checks whether a report is genuine, and is shown no more than its organisation chose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Submission
from assessments.models.base import new_code
from assessments.queries.verifying import record_of
from assessments.verifying import grouped
from assessments.workflow import WhenVerified
from tests.cost import counted
from tests.docs.documents import document
from tests.docs.schemas import RECORD
from tests.views.pages import SignIn, text_of
from tests.views.test_assessments import address
from tests.worlds import World

ADDRESS = "/verify/"


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


def asked(client: Client, code: str, digest: str) -> str:
    return text_of(client.post(ADDRESS, {"code": code, "hash": digest}))


def allow(world: World, signed_in: SignIn, seen: WhenVerified) -> None:
    """An administrator says what strangers may see."""
    one = world.organisation
    given = {"name": one.name, "sector": one.sector, "region": one.region}
    given |= {"official_code": one.official_code, "shown_when_verified": seen.value}
    edit = reverse("organisation-edit", args=[one.slug])
    assert signed_in(world.administrator).post(edit, given).status_code == 302


@pytest.fixture
def made(world: World) -> Submission:
    return world.submit()


def test_each_page_of_a_report_has_the_code_and_leads_to_the_check(
    world: World, signed_in: SignIn, made: Submission
) -> None:
    """The summary, which stays within two screens, leaves the hash to the method."""
    client = signed_in(world.viewer)
    for part in ("", "actions/", "dimensions/", "answers/", "method/"):
        page = client.get(f"{made.get_absolute_url()}{part}").content.decode()
        assert grouped(made.code) in page and f'href="{ADDRESS}"' in page
        assert page.count(made.record_hash) == (1 if part else 0)


def test_the_hash_is_worked_out_from_the_json_alone_as_documented(
    world: World, signed_in: SignIn, made: Submission, tmp_path: Path
) -> None:
    [recipe] = document("docs/files.md").section("The hash of a submission").blocks("python")
    where = address("report-download", world.assessment, made.number, "json")
    content = signed_in(world.viewer).get(where).content.decode()
    file = tmp_path / "result.json"

    def printed(text: str) -> str:
        file.write_text(text, encoding="utf-8")
        run = [sys.executable, "-I", "-c", recipe, str(file)]
        return subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()

    found = json.loads(content)
    assert printed(content) == found["submission"]["hash"] == made.record_hash
    assert set(found["record"]) == set(RECORD) == {*record_of(made, {})} - {"result"}
    for planted in (
        {**found, "complete": not found["complete"]},
        {**found, "record": {**found["record"], "organisation": "Another"}},
    ):
        assert printed(json.dumps(planted)) != made.record_hash


def test_a_genuine_report_is_said_to_be_that_and_nothing_else(
    client: Client, world: World, made: Submission
) -> None:
    said = asked(client, grouped(made.code).lower(), made.record_hash.upper())
    assert "Genuine" in said and "Not found" not in said
    assert world.organisation.name not in said and made.reference not in said
    assert made.snapshot.final_band_name not in said


def test_wrong_and_unknown_are_the_same_answer_at_the_same_cost(
    client: Client, made: Submission
) -> None:
    other = ("0" if made.record_hash[0] != "0" else "1") + made.record_hash[1:]
    pairs = {
        "wrong": (made.code, other),
        "unknown": (new_code(), made.record_hash),
        "no hash": (new_code(), "0" * 64),
    }
    answers = set()
    for code, digest in pairs.values():
        response, queries = counted(
            lambda code=code, digest=digest: client.post(  # type: ignore[misc]
                ADDRESS, {"code": code, "hash": digest}
            )
        )
        said = text_of(response).replace(code, "CODE").replace(digest, "HASH")
        answers.add((response.status_code, queries, said))
    [(status, queries, said)] = answers
    assert status == 200 and queries == 1 and "Not found" in said


def test_an_organisation_may_show_its_name_and_its_result(
    client: Client, world: World, made: Submission, signed_in: SignIn
) -> None:
    name, result = world.organisation.name, str(made.snapshot)
    for seen, shown in {
        WhenVerified.NAME: (True, False),
        WhenVerified.RESULT: (True, True),
        WhenVerified.NOTHING: (False, False),
    }.items():
        allow(world, signed_in, seen)
        said = asked(Client(), made.code, made.record_hash)
        assert (name in said, result in said) == shown, seen
    assert "what strangers who check a report are shown from" in text_of(
        signed_in(world.administrator).get(
            reverse("organisation-history", args=[world.organisation.slug])
        )
    )


def test_what_cannot_be_meant_is_said_at_its_field_and_kept(client: Client, db: None) -> None:
    said = asked(client, "ABC", "xyz")
    assert "12 letters and digits" in said and "64 digits and letters" in said
    assert 'value="ABC"' in client.post(ADDRESS, {"code": "ABC"}).content.decode()


def test_a_network_that_guesses_is_stopped(client: Client, db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "verify": "3/m/key"}
    tries = [
        client.post(
            ADDRESS, {"code": new_code(), "hash": "0" * 64}, REMOTE_ADDR=f"192.0.2.{number}"
        ).status_code
        for number in range(4)
    ]
    assert tries == [200, 200, 200, 429]
    assert client.get(ADDRESS, REMOTE_ADDR="192.0.2.1").status_code == 200
