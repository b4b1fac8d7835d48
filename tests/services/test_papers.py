"""What was made is kept whole, found by what it was made from, and goes by age and by room."""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessments.services import papers
from assessments.services.retention import delete_old
from tests.keeping import keep_papers_in

DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return keep_papers_in(tmp_path / "papers", monkeypatch)


class Maker:
    """Makes something else each time."""

    def __init__(self, size: int = 10) -> None:
        self.made, self.size = 0, size

    def __call__(self) -> bytes:
        self.made += 1
        return str(self.made).encode().ljust(self.size)


def age(folder: Path, days: float) -> None:
    """Everything in the folder is older by so many days."""
    for path in folder.iterdir():
        then = path.stat().st_mtime - days * DAY
        os.utime(path, (then, then))


def test_it_is_made_once_for_the_same_parts(folder: Path) -> None:
    make = Maker()
    first = papers.once(make, "pdf", "a hash")
    assert papers.once(make, "pdf", "a hash") == first and make.made == 1
    assert papers.once(make, "pdf", "another") != first
    assert papers.once(make, "board", "a hash") != first and make.made == 3


def test_another_release_makes_it_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    papers.once(make, "pdf")
    monkeypatch.setattr(papers, "CODE", "another release")
    papers.once(make, "pdf")
    assert make.made == 2


def test_a_release_is_known_by_its_modules_templates_and_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "_APP", tmp_path)
    found = []
    for name in ("a.py", "a.typ", "a.ttf", "b.py"):
        (tmp_path / name).write_text("one", encoding="utf-8")
        found.append(papers._code())
    (tmp_path / "a.typ").write_text("two", encoding="utf-8")
    assert len({*found, papers._code()}) == 5


def test_what_is_older_than_its_days_is_made_anew_and_deleted(folder: Path) -> None:
    make = Maker()
    papers.once(make, "pdf")
    age(folder, papers.DAYS - 1)
    assert papers.once(make, "pdf").strip() == b"1" and papers.delete_old() == 0
    age(folder, 1.1)
    assert papers.once(make, "pdf").strip() == b"2"
    age(folder, papers.DAYS + 1)
    assert papers.delete_old() == 1 and not list(folder.iterdir())


@pytest.mark.django_db
def test_the_daily_command_deletes_it(folder: Path) -> None:
    papers.once(Maker(), "pdf")
    assert delete_old()["kept PDF"] == 0
    age(folder, papers.DAYS + 1)
    assert delete_old()["kept PDF"] == 1


def test_the_oldest_go_where_there_is_no_more_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_papers_in(folder, monkeypatch, most=1000)
    made = [Maker(size=300) for _ in range(5)]
    for place, make in enumerate(made):
        papers.once(make, place)
        age(folder, 1)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 1000
    for place, make in reversed(list(enumerate(made))):
        papers.once(make, place)
    assert [make.made for make in made] == [2, 2, 1, 1, 1]


def test_nothing_is_kept_where_that_was_chosen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_papers_in(folder, monkeypatch, most=0)
    make = Maker()
    assert papers.once(make, "pdf") != papers.once(make, "pdf") and not folder.exists()


def test_it_is_made_where_it_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    keep_papers_in(tmp_path / "file" / "papers", monkeypatch)
    with caplog.at_level(logging.WARNING):
        assert papers.once(Maker(), "pdf").strip() == b"1"
    assert "could not be kept" in caplog.text


def test_only_the_user_of_the_service_can_read_it(folder: Path) -> None:
    papers.once(Maker(), "pdf")
    modes = [path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_who_reads_while_others_write_gets_the_whole(folder: Path) -> None:
    whole = b"x" * 2_000_000

    def make() -> bytes:
        time.sleep(0.001)
        return whole

    def ask(_: int) -> bool:
        return papers.once(make, "pdf") == whole

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(40)))
    assert len(list(folder.iterdir())) == 1
