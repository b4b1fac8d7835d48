"""Files that are not what they seem are refused in few words, with little work and memory."""

import io
import tracemalloc
import zipfile

import pytest

from assessments.rubric.workbook import package, reading
from assessments.rubric.workbook.codec import (
    FileRefused,
    load_sheet,
)
from assessments.rubric.workbook.package import OPEN_DOCUMENT
from tests.rubric.workbook.hostile import HOSTILE, MANIFEST, MOST_ELEMENTS, ODS
from tests.rubric.workbook.material import SPEC, Book, faults_of, patched, with_cell
from tests.steps import steps


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_cannot_be_taken_is_refused_for_one_plain_reason(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no file is opened for it."""
    make, name, fault = HOSTILE[what]
    data = make()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(package, "MOST_ELEMENTS", MOST_ELEMENTS)
    assert faults_of(data, name) == [f"the file: {fault}"]


@pytest.mark.parametrize(
    ("kind", "xml", "fault"),
    [
        (
            "ods",
            '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p>'
            "</table:table-cell>",
            'sheet "Glossary", cell GS2: is beyond the 200 columns that are read',
        ),
        (
            "ods",
            f"<table:table-cell><text:p>{'x' * 50_000}</text:p></table:table-cell>",
            'sheet "Glossary", cell A2: holds more than 32,767 characters',
        ),
        (
            "xlsx",
            f'<c r="REF" t="inlineStr"><is><t>{"x" * 50_000}</t></is></c>',
            'sheet "Glossary", cell A2: holds more than 32,767 characters',
        ),
    ],
    ids=["columns", "characters", "characters in Excel"],
)
def test_a_cell_that_is_far_too_much_is_refused_at_its_place(
    kind: str, xml: str, fault: str
) -> None:
    assert faults_of(with_cell(Book(), kind, "Glossary", 2, "Term", xml)) == [fault]


def test_blank_rows_that_a_program_wrote_to_the_very_end_are_nothing() -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    assert load_sheet(patched(ODS, "content.xml", "</table:table>", blank, count=0)) == SPEC


@pytest.mark.parametrize("what", ["a zip bomb", "200,000 rows", "too many cells", "deep elements"])
def test_memory_and_work_stay_bounded(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried with a tenth of the cells and rows, which are what bounds the work."""
    monkeypatch.setattr(reading, "MOST", {key: most // 10 for key, most in reading.MOST.items()})
    data = HOSTILE[what][0]()
    tracemalloc.start()
    assert steps(lambda: faults_of(data)) < 700_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_workbook_full_of_faults_is_refused_with_little_work() -> None:
    book = Book()
    for number in range(3_000):
        book.add("Levels and items", Question=f"X-{number}", Row="levle", Points="lots")
    data = book.write("xlsx")
    faults: list[str] = []
    assert steps(lambda: faults.extend(faults_of(data))) < 4_000_000
    assert len(faults) == 1_001
    assert faults[-1] == "the file: has 2,000 more faults, not listed here"


def test_the_package_is_one_that_other_programs_know_by_its_first_bytes() -> None:
    assert ODS[30 : 38 + len(OPEN_DOCUMENT)] == b"mimetype" + OPEN_DOCUMENT.encode()
    with zipfile.ZipFile(io.BytesIO(ODS)) as opened:
        assert opened.namelist()[0] == "mimetype"
        listed = opened.read(MANIFEST).decode()
        assert all(name in listed for name in opened.namelist()[2:])


def test_a_part_is_never_inflated_past_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds while reading, were the sizes in the file's list all lies."""
    monkeypatch.setattr(package, "MOST_INFLATED", 10_000)
    opened = package.Package.__new__(package.Package)
    opened._zip = zipfile.ZipFile(io.BytesIO(ODS))
    opened.names = frozenset(opened._zip.namelist())
    opened._left = package.MOST_INFLATED
    with pytest.raises(FileRefused, match="zip bomb"):
        opened.whole("content.xml")


@pytest.mark.parametrize(
    "what", ["one long row again and again", "one shared text again and again"]
)
def test_a_few_bytes_never_become_far_more_text_than_a_file_may_hold(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[reading.Collector] = []
    start = reading.Collector.start

    def remembered(self: reading.Collector, name: str) -> None:
        held.append(self)
        start(self, name)

    monkeypatch.setattr(reading.Collector, "start", remembered)
    data = HOSTILE[what][0]()
    assert len(data) < 90_000
    with pytest.raises(FileRefused):
        load_sheet(data)
    assert held[0].spent["characters"] <= reading.MOST["characters"] + reading.MOST_TEXT


def test_however_many_blanks_there_are_they_are_read_as_one() -> None:
    blanks = (
        '<table:table-cell><text:p>A<text:s text:c="900000000"/>plan</text:p></table:table-cell>'
    )
    assert load_sheet(with_cell(Book(), "ods", "Questions", 2, "Title", blanks)) == SPEC
