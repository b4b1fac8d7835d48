"""How values stand in cells: texts to the letter, and numbers that mean what the digits say."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.names import folded
from assessments.rubric import definition as d
from assessments.rubric.workbook.cells import Cell, Kind
from assessments.rubric.workbook.forms import BLANK, exact, read_value, spelled, unspelled


@given(st.text())
def test_every_text_is_spelled_so_that_it_comes_back_to_the_letter(text: str) -> None:
    shown = spelled(text)
    if "\t" in text:
        with pytest.raises(ValueError, match="holds a tab"):
            unspelled(shown)
        return
    assert unspelled(shown) == folded(text)
    assert unspelled(f"\u00a0 {shown}\t\n") == folded(text)
    assert shown.strip() == shown
    assert shown.isascii() or "\x00" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A plan", "A plan"),
        ("=1+1", "=1+1"),
        ("two\nlines", "two\nlines"),
        ("", BLANK),
        ("(blank)", '(exactly "(blank)")'),
        ("  ", '(exactly "  ")'),
        ("a ", '(exactly "a ")'),
        ("a\r\nb", '(exactly "a\\r\\nb")'),
        ("_x0041_", '(exactly "\\u005fx0041_")'),
        ('(exactly "a")', '(exactly "(exactly \\"a\\")")'),
    ],
)
def test_only_a_text_that_would_be_lost_is_spelled_out(text: str, shown: str) -> None:
    assert spelled(text) == shown


@pytest.mark.parametrize("shown", ["(exactly this)", '(exactly "a)', "(exactly \u201ca\u201d)"])
def test_a_text_that_is_badly_spelled_out_is_refused_with_the_rule(shown: str) -> None:
    with pytest.raises(ValueError, match=r'must be \(exactly "\.\.\."\) .* straight quotes'):
        unspelled(shown)


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("12", 12),
        ("12.0", 12),
        ("1.2E+1", 12),
        ("-0", 0),
        ("0.1", Decimal("0.1")),
        ("0.10000000000000001", Decimal("0.1")),
        ("9.9499999999999993", Decimal("9.95")),
        ("33.299999999999997", Decimal("33.3")),
        ("0.30000000000000004", Decimal("0.30000000000000004")),
        ("99999.9999", Decimal("99999.9999")),
        ("1e400", Decimal("1e400")),
        ("12345678901234567890e300", Decimal("12345678901234567890e300")),
    ],
)
def test_a_number_is_what_the_digits_say_less_the_noise_of_the_program(
    stored: str, meant: Any
) -> None:
    assert exact(stored) == meant
    assert type(exact(stored)) is type(meant)


@given(st.decimals(-999_999_999, 999_999_999, places=6))
def test_any_number_that_a_rubric_may_hold_survives_as_a_binary_one(number: Decimal) -> None:
    for stored in (repr(float(number)), f"{float(number):.17g}", f"{float(number):.16G}"):
        assert exact(stored) == number


@pytest.mark.parametrize("stored", ["NaN", "INF", "1,5", "", "0x10", "1_000", "1e4000", "9" * 61])
def test_what_is_no_number_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match="must be a number, got"):
        exact(stored)


NUMBERS = [
    (Kind.TEXT, " 12 ", 12),
    (Kind.TEXT, "\u00a012.5\u00a0", Decimal("12.5")),
    (Kind.TEXT, "lots", 'must be a number, got "lots"'),
    (
        Kind.TEXT,
        "1,5",
        'must be a number, got "1,5": use a full stop for the decimal point, such as 1.5',
    ),
    (Kind.TEXT, "1,000", 'must be a number, got "1,000": leave out the comma'),
    (Kind.TEXT, "12%", 'must be a number, got "12%": leave out the percent sign'),
    (Kind.TEXT, "NaN", 'must be a number, got "NaN"'),
    (Kind.DATE, "45000", "must be a number, got a date or time: format the cell as a number"),
    (
        Kind.PERCENTAGE,
        "0.12",
        "must be a number, got a percentage: format the cell as a number, so that 12% becomes 12",
    ),
    (Kind.TRUTH, "true", "must be a number, got TRUE: format the cell as a number"),
    (
        Kind.ERROR,
        "#REF!",
        'must be a number, got an error ("#REF!"): put what belongs there in its place',
    ),
    (Kind.FORMULA, "A1", "must be a number, got a formula: put its result in its place"),
]


@pytest.mark.parametrize(("kind", "text", "outcome"), NUMBERS)
def test_a_cell_is_a_number_or_says_why_not(kind: Kind, text: str, outcome: Any) -> None:
    check(d.WEIGHT, Cell(kind, text), outcome)


LINES_RULE = 'must have lines such as "local_authority: the text for it"'
RETYPE = "format the cell as text, and type it again"
NOT_ITS_DIGITS = "a number that is shown as something else"


@pytest.mark.parametrize(
    ("kind", "text", "outcome"),
    [
        (Kind.TEXT, " A plan\u00a0", "A plan"),
        (Kind.TEXT, "a\r\nb", "a\nb"),
        (Kind.NUMBER, "2027", "2027"),
        (Kind.NUMBER, "1.50", "1.5"),
        (Kind.DATE, "1", f"must be text, got a date or time: {RETYPE}"),
        (
            Kind.PERCENTAGE,
            "0.31",
            f"must be text, got a percentage: {RETYPE}",
        ),
        (Kind.TRUTH, "true", f"must be text, got TRUE: {RETYPE}"),
        (
            Kind.ERROR,
            "#N/A",
            'must be text, got an error ("#N/A"): put what belongs there in its place',
        ),
        (Kind.FORMULA, "", "must be text, got a formula: put its result in its place"),
    ],
)
def test_a_cell_is_a_text_or_says_why_not(kind: Kind, text: str, outcome: Any) -> None:
    check(d.TEXT, Cell(kind, text), outcome)


@pytest.mark.parametrize(
    ("kept", "shown"), [("4", ""), ("4", "4"), ("1.5", "1,5"), ("2026.1", "2026.1")]
)
def test_a_number_counts_as_a_text_where_its_digits_are_what_people_see(
    kept: str, shown: str
) -> None:
    check(d.TEXT, Cell(Kind.NUMBER, kept, shown), kept)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("4", "4.00"), ("2026.1", "2026.10"), ("7", "007"), ("1200", "1,200"), ("1", "1,000"),
     ("12.5", "£12.50"), ("100000", "1E+05"), ("3", '0 "days"')],
)  # fmt: skip
def test_a_number_that_is_shown_as_something_else_is_no_text(kept: str, shown: str) -> None:
    check(d.TEXT, Cell(Kind.NUMBER, kept, shown), f"must be text, got {NOT_ITS_DIGITS}: {RETYPE}")
    check(
        d.SOURCES, Cell(Kind.NUMBER, kept, shown), f"must be text, got {NOT_ITS_DIGITS}: {RETYPE}"
    )
    check(d.WEIGHT, Cell(Kind.NUMBER, kept, shown), Decimal(kept))


@pytest.mark.parametrize(
    ("kind", "text", "outcome"),
    [
        (Kind.TEXT, " Yes ", True),
        (Kind.TEXT, "no", False),
        (Kind.TRUTH, "true", True),
        (Kind.TRUTH, "false", False),
        (Kind.TEXT, "maybe", 'must be yes or no, got "maybe"'),
        (Kind.NUMBER, "1", 'must be yes or no, got "1"'),
        (Kind.FORMULA, "", "must be yes or no, got a formula: put its result in its place"),
    ],
)
def test_a_cell_is_yes_or_no_or_says_why_not(kind: Kind, text: str, outcome: Any) -> None:
    check(d.FLAG, Cell(kind, text), outcome)


@pytest.mark.parametrize(
    ("form", "text", "outcome"),
    [
        (d.SOURCES, "council, trust", ["council", "trust"]),
        (d.SOURCES, " council ;trust\n", ["council", "trust"]),
        (d.SOURCES, ",", []),
        (d.SOURCES, "council, nhs and trust",
         'must have a comma between two codes, got "nhs and trust"'),
        (d.LINES, "one\n\n two \r\nthree", ["one", "two", "three"]),
        (d.BySector(d.TITLE), "trust: guide: the second\ncouncil:x",
         {"trust": "guide: the second", "council": "x"}),
        (d.BySector(d.TITLE), "trust guide", f'{LINES_RULE}, got "trust guide"'),
        (d.BySector(d.TITLE), "trust:", f'{LINES_RULE}, got "trust:"'),
        (d.BySector(d.TITLE), "trust: a\ntrust: b", "names trust twice"),
    ],
)  # fmt: skip
def test_a_cell_holds_several_things(form: d.Value, text: str, outcome: Any) -> None:
    check(form, Cell(Kind.TEXT, text), outcome)


def check(form: d.Value, cell: Cell, outcome: Any) -> None:
    """The form reads the cell as the outcome, or refuses it in these words."""
    if isinstance(outcome, str) and outcome.startswith(("must ", "names ")):
        with pytest.raises(ValueError) as refused:
            read_value(form, cell)
        assert str(refused.value) == outcome
    else:
        assert read_value(form, cell) == outcome
