"""docs/deploying.md against the code, beyond its settings (tests/readiness holds those)."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands
from django.urls import reverse

from assessments.access.roles import MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS
from assessments.attachments.recognising import MEGABYTE
from assessments.rubric.files import EVERY_SHIPPED, LIBRARY
from assessments.views.attachments import AttachmentList
from tests.docs.documents import ROOT, document

DEPLOYING = document("docs/deploying.md")


def test_the_groups_are_those_that_the_migration_makes() -> None:
    listed = {row[1] for row in DEPLOYING.section("The people of the programme").rows()}
    assert listed == {MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS}


def test_no_server_that_it_starts_has_more_threads_than_the_pool_has_connections() -> None:
    settings = (ROOT / "readiness" / "settings.py").read_text()
    [pool] = re.findall(r'integer\("DATABASE_POOL_SIZE", (\d+)', settings)
    threads = re.findall(
        r"--threads (\d+)", "".join(DEPLOYING.blocks("sh") + DEPLOYING.blocks("ini"))
    )
    assert len(threads) == 2
    assert all(int(number) <= int(pool) for number in threads)


@pytest.mark.parametrize("step", ["First start", "Upgrade"])
def test_a_service_gets_every_rubric_that_ships(step: str) -> None:
    files = re.findall(r"import_rubric (\S+) --publish", DEPLOYING.section(step).text)
    assert [ROOT / file for file in files if "/" in file] == list(EVERY_SHIPPED)
    assert set(EVERY_SHIPPED) == set(LIBRARY.iterdir())


def jobs(text: str) -> tuple[set[str], set[str]]:
    """The commands that run regularly: by the table, and by the lines for cron."""
    table = set(re.findall(r"^\|[^|]*\| `manage\.py (\w+)", text, re.MULTILINE))
    return table, set(re.findall(r"systemctl start readiness-job@(\w+)", text))


def test_every_regular_job_exists_and_has_its_line_for_cron() -> None:
    table, lines = jobs(DEPLOYING.section("Regular jobs").text)
    assert table == lines
    assert {"send_mail_queue", "delete_old_records", "rescore"} <= table
    assert table <= set(get_commands())


def test_a_job_without_its_line_is_found_out() -> None:
    table, lines = jobs(
        "| daily | `manage.py brew` | |\n* * * * * systemctl start readiness-job@x\n"
    )
    assert (table, lines) == ({"brew"}, {"x"})


def test_the_file_limit_of_the_proxy_lets_every_post_through() -> None:
    from django.conf import settings

    usual, files = re.findall(r"client_max_body_size (\d+)m;", DEPLOYING.text)
    assert int(usual) * MEGABYTE >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert int(files) * MEGABYTE >= AttachmentList.body_most


def test_the_proxy_takes_more_only_where_a_file_is_added() -> None:
    [place] = re.findall(r"location ~ (\^/organisations\S+) \{", DEPLOYING.text)
    assert re.search(place, reverse("attachment-list", args=["wexcombe", "k7m2-p9x4"]))
    for name in ("evidence-list", "assessment-start"):
        assert not re.search(place, reverse(name, args=["files"]))
