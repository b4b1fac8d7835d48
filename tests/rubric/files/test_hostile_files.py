"""Files that are not what they seem are refused in few words, with little work and memory."""

import json
import os
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessments.rubric.files import codec, reading
from assessments.rubric.files.files import read_bytes
from assessments.rubric.files.reading import MOST_VALUES
from assessments.rubric.findings import FileRefused, Findings
from tests.benchmarks.large import large_rubric
from tests.rubric.files.material import SHIPPED, SMALL, changed, faults_of
from tests.steps import steps

ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
READABLE = 2_000_000
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (b"", "is empty"),
        (b"\n  \n", "is empty"),
        (b"# only a comment\n", "is empty"),
        (PNG, "is not a text file"),
        (b"a: b\x00c\n", "is not a text file: it holds a control character (U+0000) (line 1)"),
        (b"a: b\nc: \x07\n", "is not a text file: it holds a control character (U+0007) (line 2)"),
        ("a: 1\nb: é\n".encode("latin-1"), "is not in UTF-8: save it as UTF-8 (line 2)"),
        (SMALL.encode("utf-16"), "is in UTF-16: save it as UTF-8"),
        ("a: \ud800\n", "is not a text file: it holds a control character (U+D800) (line 1)"),
        (b"a" * 10_000_000, "is too big: a rubric file may hold 2,000,000 bytes"),
        (b"[" * 100_000, "is nested more than 15 deep (line 1)"),
        (b"- " * 100_000, "is nested more than 15 deep (line 1)"),
        (b"{a: " * 100_000, "is nested more than 15 deep (line 1)"),
        (b"? " * 100_000, "is nested more than 15 deep (line 1)"),
        (b"[" + b"a," * 900_000 + b"]", "holds more than 100,000 values (line 1)"),
        (ALIAS_BOMB.encode(), "uses an alias (*name), which is not allowed: write it out (line 2)"),
        (b"a: &a [*a]\n", "uses an alias (*name), which is not allowed: write it out (line 1)"),
        (b"a: 1\n---\nb: 2\n", "holds more than one YAML document: keep one (line 2)"),
    ],
    ids=range(18),
)
def test_a_file_that_cannot_be_read_on_is_refused_for_one_reason(
    source: str | bytes, fault: str
) -> None:
    found: list[str] = []
    assert steps(lambda: found.extend(faults_of(source))) < 2 * READABLE
    assert found == [f"the file: {fault}"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: A plan", "title: A plan: two", "it has a colon where none can stand"),
        ("title: A plan", "title: @plan", "it has a character that cannot start a value"),
        ("title: A plan", "title: 'A plan", "it has a line whose indentation or quotes"),
        ("title: A plan", "title: [A plan", "it has a bracket that is never closed"),
        ("        title: A plan", "\ttitle: A plan", "it has a line that is indented with a tab"),
        (
            "        title: A plan",
            "       title: A plan",
            "it has a line that does not belong to its list",
        ),
        ("title: A plan", 'title: "\\q"', "it has a backslash in double quotes that means nothing"),
        ("title: A plan", "title A plan", "it has a line that is neither `key: value`"),
    ],
)
def test_broken_yaml_is_explained_plainly_with_its_line(old: str, new: str, words: str) -> None:
    (fault,) = faults_of(changed((old, new)))
    assert f"the file: is not YAML: {words}" in fault
    line = int(fault.rpartition("(line ")[2].rstrip(")"))
    assert 33 <= line <= SMALL.count("\n")


def test_an_unclosed_quote_is_explained_in_plain_words() -> None:
    (fault,) = faults_of("a: 'b\nc: d\n")
    assert fault.startswith("the file: is not YAML: it has a quote that is never closed")


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system ['true']", "!!binary aGk=", "!!set {a, b}", "!own x"]
)
def test_no_tag_is_ever_obeyed(tag: str) -> None:
    faults = faults_of(changed(("title: A plan", f"title: {tag}")))
    assert any("must have no tag" in fault for fault in faults)


def test_a_merge_key_is_a_key_like_any_other_and_unknown() -> None:
    faults = faults_of(changed(("title: A plan", "title: A plan\n        <<: {weight: 1}")))
    assert faults == ["dimensions[0].questions[0].<<: is not a key of this format (line 34)"]


def test_a_key_that_is_no_word_is_a_fault() -> None:
    faults = faults_of(SMALL + "? [a, b]\n: c\n" + "k" * 61 + ": 1\n")
    assert "the file: has a key that is not a plain word (line 1)" in faults
    assert any(fault.startswith("the file: has a key that is too long") for fault in faults)


def test_what_would_be_too_big_a_file_to_be_read_again_is_refused() -> None:
    """What is left out is written, so that 700,000 bytes come to 110,000 values."""
    document = large_rubric(questions=20)
    tiny = {"title": "b", "type": "text", "text": "c"}
    for place, dimension in enumerate(document["dimensions"]):
        dimension["questions"] += [{"code": f"t{place}-{n}", **tiny} for n in range(600)]
    fault, *_ = faults_of(json.dumps(document))
    words = "the file: is too big: a rubric file may hold 100,000 values, and it makes 1"
    assert fault.startswith(words)


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_VALUES"])
def test_what_just_fits_when_it_is_written_can_be_read_again(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = codec.load(SMALL)
    findings = Findings()
    written = codec.dump(spec)
    reader = reading._Builder(reading._FAST(written).get_event, findings)
    reader.document()
    held = {"MOST_BYTES": len(written.encode()), "MOST_VALUES": MOST_VALUES - reader._left}[limit]
    monkeypatch.setattr(codec, "_SURELY_FITS", 0)
    for most, fits in ((held, True), (held - 1, False)):
        monkeypatch.setattr(codec, limit, most)
        assert bool(codec.faults(spec)) is not fits
        if fits:
            assert codec.load(SMALL) == spec
        else:
            assert f"may hold {most:,}" in faults_of(SMALL)[0]


def test_a_byte_order_mark_is_tolerated() -> None:
    assert codec.load(b"\xef\xbb\xbf" + SMALL.encode()) == codec.load(SMALL)


def test_windows_line_ends_change_nothing() -> None:
    assert codec.load(SHIPPED.replace("\n", "\r\n")) == codec.load(SHIPPED)


@pytest.mark.parametrize(
    "source",
    [
        ("- " * 14 + "\n").encode() + b"[" + b"a," * 900_000 + b"]",
        b"".join(b"k%d: [a, b, c, d]\n" % number for number in range(60_000)),
        ("".join(f"{'k' * 50}{number}: 1\n" for number in range(30_000))).encode(),
        ALIAS_BOMB.encode(),
    ],
    ids=["wide", "many keys", "long keys", "aliases"],
)
def test_memory_and_work_stay_bounded(source: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(FileRefused):
        codec.load(source)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
    assert steps(lambda: faults_of(source)) < 2 * READABLE


def test_a_file_that_is_not_there_a_directory_and_an_endless_device(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "none.yaml", "does not exist"),
        ("", "does not exist"),
        (tmp_path, "is a directory, not a file"),
        ("/dev/zero", "is too big: it may hold 2,000,000 bytes"),
        ("a\0b", "cannot be read: embedded null byte"),
    ]:
        with pytest.raises(FileRefused) as refused:
            read_bytes(path)
        assert str(refused.value) == f"the file: {words}"


def test_a_pipe_that_no_one_writes_to_is_empty_and_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(read_bytes, pipe)
        try:
            assert content.result(timeout=5) == b""
        finally:
            os.close(os.open(pipe, os.O_RDWR))  # A writer at last, for a reader that does wait.


def test_a_pipe_is_read_to_its_end_however_slowly_it_is_written() -> None:
    reads, writes = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(read_bytes, f"/dev/fd/{reads}")
        with open(writes, "wb") as writer:
            for word in (b"rubric: ", b"small"):
                writer.write(word)
                writer.flush()
                time.sleep(0.05)
        assert content.result(timeout=5) == b"rubric: small"
    os.close(reads)
