"""Days and moments are written in one way: `assessments.wording`, and the admin's formats as it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import formats

from assessments.wording import long_date, long_moment
from tests.architecture.source import ROOT, Source, sources

MESSAGES = ROOT / "readiness" / "locale" / "en_GB" / "LC_MESSAGES"
# `date:'c'` is for programs, in the attribute of an element `time`.
_OWN_FORMAT = re.compile(r"""\|(?:date|time)\b(?!:'c')|:%[^}\s]*%|strftime\(""")
FOR_PROGRAMS = {"assessments/views/history.py": "a column of a CSV file"}


def written_otherwise(files: Iterable[Source]) -> list[str]:
    """Where a day or a moment has a format of its own."""
    return [
        f"{file.place}: {found[0]}"
        for file in files
        if file.place not in FOR_PROGRAMS
        for found in _OWN_FORMAT.finditer(file.text)
    ]


def _templates() -> list[Source]:
    folder = ROOT / "templates"
    return [
        Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.*"))
    ]


def test_no_page_and_no_module_has_a_format_of_its_own() -> None:
    assert written_otherwise([*sources(), *_templates()]) == []


@pytest.mark.parametrize(
    "breach",
    [
        '{{ state.saved_at|date:"H:i" }}', "{{ at|time }}", "{{ at|date }}",
        'f"{timezone.localtime(at):%H:%M}"', 'at.strftime("%d/%m/%Y")',
    ],
)  # fmt: skip
def test_a_format_of_its_own_is_seen(breach: str) -> None:
    assert written_otherwise([Source("planted", breach)])


@pytest.mark.parametrize(("hour", "minute"), [(0, 5), (9, 30), (11, 0), (12, 5), (14, 2), (23, 0)])
def test_the_admin_writes_a_moment_as_pages_do(hour: int, minute: int) -> None:
    moment = datetime(2026, 11, 4, hour, minute)  # noqa: DTZ001 - as it is shown
    assert formats.localize(moment) == long_moment(moment)
    assert formats.localize(date(2026, 11, 4)) == long_date(date(2026, 11, 4))


def test_the_admin_has_no_words_for_midday_and_midnight() -> None:
    noon, night = (datetime(2026, 11, 4, hour) for hour in (12, 0))  # noqa: DTZ001 - as shown
    assert [formats.localize(one) for one in (noon, night)] == [
        "4 November 2026 at 12pm",
        "4 November 2026 at 12am",
    ]


def test_what_is_compiled_is_what_is_written() -> None:
    """`msgfmt django.po -o django.mo` made the one of the other."""
    text = (MESSAGES / "django.po").read_text(encoding="utf-8")
    written = dict(re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', text))
    with (MESSAGES / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert written and {each: compiled.gettext(each) for each in written} == written
    assert [Path(each) for each in settings.LOCALE_PATHS] == [MESSAGES.parents[1]]
