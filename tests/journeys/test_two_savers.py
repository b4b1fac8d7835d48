"""Two people save different questions of one assessment at the same moment, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from assessments.models import AnswerRevision, User
from tests.outages.serving import PATIENCE, TOKEN, Server, served
from tests.page import Page
from tests.views.answering import address
from tests.worlds import World

SAVES_EACH = 40


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    with served(database_url) as started:
        yield started


class Saver(threading.Thread):
    """A person with one page open, who changes the note of one question again and again.

    The page is never loaded again: every post carries the whole form, with what the other one's
    question looked like at the start.
    """

    def __init__(
        self, server: Server, path: str, user: User, code: str, together: threading.Barrier
    ) -> None:
        super().__init__(daemon=True)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept": "application/json",
            "X-Requested-With": "fetch",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.server, self.path, self.code, self.together = server, path, code, together
        self.troubles: list[str] = []

    def run(self) -> None:
        try:
            self._save_again_and_again()
        except Exception as error:  # reported by the test, which a thread cannot fail
            self.troubles.append(repr(error))
            self.together.abort()

    def _save_again_and_again(self) -> None:
        status, page = self.server.request("GET", self.path, {"Cookie": self.headers["Cookie"]})
        assert status == 200, (status, page)
        fields = Page(page).fields
        for number in range(SAVES_EACH):
            fields |= {
                f"{self.code}-value": ["2"],
                f"{self.code}-note": [f"{self.code} note {number}"],
                "autosave": ["1"],
            }
            self.together.wait(timeout=PATIENCE)
            body = urlencode(fields, doseq=True)
            status, answer = self.server.request("POST", self.path, self.headers, body)
            saved = json.loads(answer)["questions"][self.code] if status == 200 else {}
            if saved.get("state") != "saved":
                self.troubles.append(f"save {number}: {status} {answer[:300]}")
                return
            fields[f"{self.code}-revision"] = [str(saved["revision"])]


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_at_the_same_moment_lose_nothing(world: World, server: Server) -> None:
    path = address(world)
    together = threading.Barrier(2)
    savers = [
        Saver(server, path, world.contributor, "BUD-01", together),
        Saver(server, path, world.approver, "BUD-02", together),
    ]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join(timeout=4 * PATIENCE)
    assert [saver.troubles for saver in savers] == [[], []]
    kept = AnswerRevision.objects.filter(answer__assessment=world.assessment)
    expected = {f"{saver.code} note {number}" for saver in savers for number in range(SAVES_EACH)}
    assert {revision.note for revision in kept} == expected
    assert kept.count() == 2 * SAVES_EACH
