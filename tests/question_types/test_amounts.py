"""Numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.question_types.numeric import read_amount, what_to_mend


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("1000", "pounds", "1000"),
        ("£1,000", "pounds", "1000"),
        ("£ 1,000.50", "pounds a year", "1000.50"),
        ("-£5", "£", "-5"),
        ("£-5", "GBP", "-5"),
        ("1 000", "pounds", "1000"),
        ("1\u00a0000\u00a0000", "days", "1000000"),
        ("12\u202f345.5", "", "12345.5"),
        ("£12", "", "12"),
        ("1,000 pounds", "pounds", "1000"),
        ("1000GBP", "pounds", "1000"),
        ("12 %", "%", "12"),
        ("12 per cent", "%", "12"),
        ("12%", "percent", "12"),
        ("3 days", "days", "3"),
        ("3 Day", "days", "3"),
        ("1 day", "days", "1"),
        ("3 working days", "working days", "3"),
        (" 7 ", "", "7"),
        ("\u22125", "days", "-5"),
        (".5", "days", "0.5"),
    ],
)
def test_what_can_be_meant_in_one_way_only_is_read(typed: str, unit: str, meant: str) -> None:
    assert read_amount(typed, unit) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "unit", "mend"),
    [
        ("£3", "days", "Leave out “£”"),
        ("3 days", "", "Leave out “days”"),
        ("3 days", "working days", "Leave out “days”"),
        ("50%", "days", "Leave out “%”"),
        ("-5%", "days", "Leave out “%”"),
        ("\u22125 weeks", "days", "Leave out “weeks”"),
        ("about -5", "days", "Leave out “about”"),
        ("-€5", "pounds", "Leave out “€”"),
        ("level-5", "", "Leave out “level-”"),
        ("about 50", "days", "Leave out “about”"),
        ("about 50 weeks", "days", "Leave out “about” and “weeks”"),
        ("+5", "days", "Leave out “+”"),
        ("~1,000", "days", "Leave out “~”"),
        ("50%%", "%", "Leave out “%%”"),
        ("€1,000", "pounds", "Leave out “€”"),
        ("£1,000", "£ thousand", "Leave out “£”"),
        ("1.5m", "pounds", "Write the number in digits, without “m”"),
        ("£1.5 million", "pounds", "Write the number in digits, without “£” and “million”"),
        ("12,5", "%", "Use a full stop for the decimal point, such as 12.5"),
        ("12,5 %", "%", "Use a full stop for the decimal point, such as 12.5"),
        ("١٢", "%", "Use the digits 0 to 9"),
        ("10-20", "days", ""),
        ("10 to 20", "days", ""),
        ("1 2", "days", ""),
        ("1 00", "days", ""),
        ("1e3", "days", ""),
        ("1.2.3", "days", ""),
        ("days", "days", ""),
        ("", "days", ""),
        ("9" * 41, "days", ""),
        ("9" * 100_000, "days", ""),
    ],
    ids=ascii,
)
def test_of_anything_else_it_is_said_what_to_leave_out(typed: str, unit: str, mend: str) -> None:
    assert read_amount(typed, unit) is None
    assert what_to_mend(typed) == mend
