"""docs/deploying.md against the code, beyond its settings (tests/readiness holds those)."""

from __future__ import annotations

import re

from assessments.access.roles import MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS
from tests.docs.documents import ROOT, document

DEPLOYING = document("docs/deploying.md")


def test_the_groups_are_those_that_the_migration_makes() -> None:
    told = {row[1] for row in DEPLOYING.section("The people of the programme").rows()}
    assert told == {MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS}


def test_no_server_that_it_starts_has_more_threads_than_the_pool_has_connections() -> None:
    settings = (ROOT / "readiness" / "settings.py").read_text()
    [pool] = re.findall(r'integer\("DATABASE_POOL_SIZE", (\d+)', settings)
    threads = re.findall(
        r"--threads (\d+)", "".join(DEPLOYING.blocks("sh") + DEPLOYING.blocks("ini"))
    )
    assert len(threads) == 2
    assert all(int(number) <= int(pool) for number in threads)


def test_the_file_limit_of_the_proxy_lets_every_post_through() -> None:
    from django.conf import settings

    [megabytes] = re.findall(r"client_max_body_size (\d+)m;", DEPLOYING.text)
    assert int(megabytes) * 1024 * 1024 >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
