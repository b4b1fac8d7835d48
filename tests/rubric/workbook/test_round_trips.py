"""A rubric that goes through a spreadsheet is the same rubric, to the hash."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.names import folded, hiding_fault, says_nothing
from assessments.rubric.definition import (
    ConditionSpec,
    EffortSpec,
    Field,
    Many,
    Notes,
    One,
    OwnerRoleSpec,
    QuestionSpec,
    RubricSpec,
    SourceSpec,
    TermSpec,
    Text,
    VariantSpec,
    fields_of,
)
from assessments.rubric.files import codec
from assessments.rubric.files.codec import content_hash
from assessments.rubric.files.format import _scoring_block
from assessments.rubric.files.shapes import ListOf, Part
from assessments.rubric.findings import FileRefused, Finding
from assessments.rubric.workbook import layout, notes
from assessments.rubric.workbook.codec import (
    dump_ods,
    dump_xlsx,
    load_sheet,
    read_sheets,
)
from assessments.rubric.workbook.reading import read_workbook
from tests.factories import rubrics
from tests.factories.shipped import SHIPPED_BY_0_1_0, shipped_rubric
from tests.rubric.workbook.material import SPEC, Book, parts_of

DUMPS = {"ods": dump_ods, "xlsx": dump_xlsx}
KEPT = Path(__file__).parent / "kept"


def through(spec: RubricSpec, kind: str) -> RubricSpec:
    return load_sheet(DUMPS[kind](spec), f"rubric.{kind}")


def test_the_small_rubric_comes_back_the_same(kind: str) -> None:
    assert through(SPEC, kind) == SPEC


def test_the_shipped_rubric_comes_back_the_same(kind: str) -> None:
    spec = shipped_rubric()
    again = through(spec, kind)
    assert content_hash(again) == content_hash(spec)
    assert again == spec


def test_the_same_rubric_gives_the_same_bytes(kind: str) -> None:
    assert DUMPS[kind](SPEC) == DUMPS[kind](SPEC)


def test_warnings_come_with_their_place_in_the_workbook(kind: str) -> None:
    book = Book().set("Dimensions", 2, "Weight", 61)
    spec, warnings = read_sheets(read_workbook(book.write(kind)))
    assert spec.dimensions[0].weight == 61
    assert 'sheet "Dimensions": dimension weights sum to 101, not 100' in str(warnings[0])


def test_a_code_reused_since_the_last_edition_is_found_at_its_cell(kind: str) -> None:
    last = SPEC.dimensions[1].questions[-1]
    same_kind = dataclasses.replace(last, title="Floods", text="Do rivers rise?")
    other_kind = dataclasses.replace(same_kind, kind="text" if last.kind != "text" else "yes_no")

    def after(then: QuestionSpec) -> tuple[Finding, ...]:
        dimension = dataclasses.replace(SPEC.dimensions[1], questions=(then,))
        before = dataclasses.replace(SPEC, edition="2025", dimensions=(dimension,))
        return read_sheets(read_workbook(DUMPS[kind](SPEC)), lambda spec: before)[1]

    with pytest.raises(FileRefused) as refused:
        after(other_kind)
    cell = 'sheet "Questions", row 6, column "Code"'
    meant = "meant another question in edition 2025, “Floods”"
    assert [str(fault) for fault in refused.value.faults] == [
        f"{cell}: {last.code} {meant}: give this one a code of its own"
    ]
    assert f"{cell}: {last.code} may have {meant}" in "\n".join(map(str, after(same_kind)))


@pytest.mark.parametrize(
    "file", sorted(KEPT.iterdir(), key=lambda path: path.name), ids=lambda path: path.name
)
def test_a_workbook_of_earlier_days_is_read_as_it_was(file: Path) -> None:
    """Small and shipped, as version 0.1.0 wrote them and as LibreOffice saved them again."""
    wanted = SHIPPED_BY_0_1_0 if file.name.startswith("shipped") else content_hash(SPEC)
    assert content_hash(load_sheet(file.read_bytes(), file.name)) == wanted


def test_a_text_that_looks_like_a_formula_is_a_text(kind: str) -> None:
    for title in ("=1+1", "+44", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "'=1"):
        spec = dataclasses.replace(SPEC, title=title)
        assert through(spec, kind).title == title


def test_no_cell_that_is_written_is_a_formula_or_a_link() -> None:
    spec = dataclasses.replace(SPEC, title="=1+1", purpose="https://example.org")
    parts = {**parts_of(dump_ods(spec)), **parts_of(dump_xlsx(spec))}
    for name, content in parts.items():
        assert b"<f>" not in content and b"table:formula" not in content, name
        assert b"<hyperlink " not in content and b"xlink:href" not in content, name


def test_a_sector_without_wording_differs_from_one_with_the_same_wording(kind: str) -> None:
    def wording(text: str | None) -> RubricSpec:
        variants = [VariantSpec(sector="trust", help=text)]
        changed = dataclasses.replace(SPEC.question("A-1"), variants=variants)
        return rubrics.with_question(SPEC, changed)

    hashes = {text: content_hash(through(wording(text), kind)) for text in (None, "", " ", "x")}
    assert hashes == {text: content_hash(wording(text)) for text in hashes}
    assert len(set(hashes.values())) == 4


@pytest.mark.parametrize(
    "notes_block",
    [
        {},
        {"rounding": {}},
        {"scale": []},
        {"scale": [{}, {"level": 1, "points": "2.5", "name": "(no entries)"}]},
        {"choose_rule": "", "arithmetic": "(no entries)"},
        {"final_band_order": ["First.", "Then (blank)", "(blank)"]},
        {"question_points": {"single": "level x 25", "text": ""}},
        {"dont_know": {"rule": "Counts as 0."}, "not_applicable": {"rule": " "}},
    ],
)
def test_every_note_about_scoring_comes_back(kind: str, notes_block: dict[str, object]) -> None:
    spec = dataclasses.replace(SPEC, scoring_notes=notes_block)
    assert content_hash(through(spec, kind)) == content_hash(spec)
    bare = dataclasses.replace(spec, dont_know_action=None)
    assert content_hash(through(bare, kind)) == content_hash(bare)


def test_the_notes_know_which_keys_of_the_format_are_lists_and_numbers() -> None:
    lists, numbers = set(), set()
    parts: list[Part] = [_scoring_block(1)]
    while parts:
        for key in parts.pop().keys:
            inner = key.field
            if isinstance(inner, ListOf):
                lists.add(key.name)
                inner = inner.item
            if isinstance(inner, Part):
                if key.name != "action":
                    parts.append(inner)
            elif getattr(inner, "stand_in", None) in (0, 1):
                numbers.add(key.name)
    assert (lists, numbers) == (notes.LISTS, notes.NUMBERS)


def test_every_field_of_a_rubric_is_on_a_sheet() -> None:
    """Each label once, less what is a part of its own or has a name of its own there."""
    written = {column.name for columns in layout.COLUMNS.values() for column in columns}
    written |= layout.FIELDS.keys()
    renamed = {"Description", "Message", "Sector", "To", "Value", "When level at or below"}
    parts, seen = [RubricSpec], set()
    while parts:
        for one in fields_of(parts.pop()):
            if isinstance(one.value, One | Many):
                parts.append(one.value.part)
            elif not isinstance(one.value, Notes):
                seen.add(one.label)
    assert seen - written == renamed - written


@dataclass(frozen=True, kw_only=True)
class Named:
    day: Annotated[str, Field("Day", Text())]


@dataclass(frozen=True, kw_only=True)
class Days:
    names: Annotated[Sequence[Named], Field("Named days", Many(Named))] = ()


@dataclass(frozen=True, kw_only=True)
class Dated:
    days: Annotated[Days | None, Field("Days", One(Days, "day_", ("names",)), added_later=True)]


def test_a_workbook_may_lack_a_list_within_a_part_that_was_added_later() -> None:
    [rows] = layout._rows(Dated)
    assert [(column.name, column.optional) for column in rows.columns] == [("Day", True)]


def test_a_draft_that_is_not_sound_can_be_downloaded(kind: str) -> None:
    untitled = dataclasses.replace(SPEC.question("A-1"), weight=Decimal(0), title="")
    draft = rubrics.with_question(SPEC, untitled)
    with pytest.raises(FileRefused) as refused:
        through(draft, kind)
    assert [str(fault) for fault in refused.value.faults] == [
        'sheet "Questions", row 2, column "Title": must not be empty',
        'sheet "Questions", row 2, column "Weight": '
        "must be more than 0 and at most 1,000,000, got 0",
    ]


def test_a_list_too_long_for_a_cell_is_refused_and_not_cut(kind: str) -> None:
    spec = dataclasses.replace(SPEC, how_to_answer=["x" * 5_000] * 8)
    with pytest.raises(FileRefused, match='sheet "Rubric", cell B12: is too long for a cell'):
        DUMPS[kind](spec)


def test_a_workbook_too_big_to_come_back_is_not_written(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.rubric.workbook.codec.MOST_BYTES", 1_000)
    with pytest.raises(FileRefused, match="is too big: a workbook may hold 1,000 bytes"):
        DUMPS[kind](SPEC)


def test_a_workbook_of_which_too_much_is_unpacked_to_come_back_is_not_written(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.rubric.workbook.package.MOST_INFLATED", 10_000)
    with pytest.raises(FileRefused, match="is too big for this kind of workbook: take the other"):
        DUMPS[kind](SPEC)


def _is_sound(text: str) -> bool:
    """Whether a rubric may say it: nothing in it hides, and something shows unless it is blank."""
    nothing = says_nothing(text) and not text.isspace() and not text.isascii()
    return hiding_fault(text) is None and not nothing and folded(text) == text


# Letters that XML, Excel, OpenDocument or our own spelling give a meaning to.
_LETTERS = st.one_of(
    st.sampled_from(list(" \n\r:;,=+-@'\"<>&()[]{}_x0041\u00a0\u2028\ufeff😀é")),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
)
_ODD = st.sampled_from(
    ["(blank)", "(Blank)", '(exactly "a")', "(no entries)", "_x000D_", "=A1", " ", "a b"]
)
_TEXTS = st.one_of(st.text(_LETTERS, max_size=60).filter(_is_sound), _ODD)
_WORDINGS = _TEXTS.filter(lambda text: not says_nothing(text))
_LINES = _WORDINGS.map(lambda text: " ".join(text.split())).filter(
    lambda text: bool(text) and len(text.splitlines()) == 1 and text == text.strip()
)
_WEIGHTS = st.decimals("0.0001", 1_000_000, places=4)
_QUESTIONS = (
    rubrics.single, rubrics.yes_no, rubrics.percentage, rubrics.number, rubrics.checklist,
)  # fmt: skip


@st.composite
def _question(draw: st.DrawFn, code: str, earlier: list[QuestionSpec]) -> QuestionSpec:
    if draw(st.integers(0, 5)) == 0:
        made = rubrics.text(code)
    else:
        made = draw(st.sampled_from(_QUESTIONS))(code, draw(_WEIGHTS))
    critical = made.scored and draw(st.booleans())
    openers = [each for each in earlier if each.levels]
    opener = draw(st.sampled_from(openers)) if openers and draw(st.booleans()) else None
    return dataclasses.replace(
        made,
        title=draw(_LINES),
        text=draw(_WORDINGS),
        why=draw(_TEXTS),
        help=draw(_TEXTS),
        evidence=draw(_TEXTS),
        applies_to=draw(st.sampled_from([(), (rubrics.TRUST,), (rubrics.TRUST, rubrics.COUNCIL)])),
        dont_know_allowed=draw(st.booleans()),
        required=draw(st.booleans()),
        critical=critical,
        not_applicable_allowed=not critical and draw(st.booleans()),
        not_applicable_when=draw(_TEXTS),
        gates=[rubrics.gate(0, "emerging", draw(_WORDINGS))] if critical else [],
        condition=ConditionSpec(question=opener.code, level_at_least=1) if opener else None,
        variants=[
            VariantSpec(sector=sector, text=draw(_maybe(_TEXTS)), help=draw(_maybe(_TEXTS)))
            for sector in draw(st.sampled_from([(), (rubrics.COUNCIL,)]))
        ],
        levels=[dataclasses.replace(level, text=draw(_WORDINGS)) for level in made.levels],
        items=[dataclasses.replace(item, if_missing=draw(_TEXTS)) for item in made.items],
    )


def _maybe(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), texts)


@st.composite
def _rubrics(draw: st.DrawFn) -> RubricSpec:
    """Small rubrics of every kind of question, with odd words and numbers in them."""
    dimensions = []
    asked: list[QuestionSpec] = []
    for number in range(draw(st.integers(1, 2))):
        questions = [rubrics.single(f"D{number}-0")]
        for place in range(draw(st.integers(0, 3))):
            questions.append(draw(_question(f"D{number}-{place + 1}", asked)))
            asked.append(questions[-1])
        dimension = rubrics.dimension(f"D{number}", 1, *questions)
        covers = tuple(draw(st.lists(_LINES, max_size=3)))
        dimensions.append(
            dataclasses.replace(
                dimension, weight=draw(_WEIGHTS), summary=draw(_TEXTS), covers=covers
            )
        )
    spec = rubrics.rubric(
        *dimensions,
        roles=[
            OwnerRoleSpec(
                code="digital", default=draw(_LINES), by_sector={rubrics.TRUST: draw(_LINES)}
            )
        ],
        sources=[SourceSpec(code="1", title=draw(_LINES), date="2026-02-01")],
        glossary=[TermSpec(term=draw(_LINES), meaning=draw(_WORDINGS))],
    )
    efforts = [EffortSpec(code=e.code, name=draw(_LINES)) for e in spec.efforts]
    return dataclasses.replace(
        spec, title=draw(_LINES), purpose=draw(_TEXTS), efforts=efforts,
        how_to_answer=tuple(draw(st.lists(_LINES, max_size=3))),
    )  # fmt: skip


@given(_rubrics())
def test_any_rubric_survives_a_spreadsheet_of_either_format(spec: RubricSpec) -> None:
    assert codec.load(codec.dump(spec)), "the rubric must be sound to begin with"
    for kind in DUMPS:
        assert content_hash(through(spec, kind)) == content_hash(spec)
