"""What a number format makes of a number decides whether it may be taken for a plain one."""

import pytest

from assessments.rubric.workbook.reading import Kind, kind_of_format


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Kind.NUMBER),
        ("General;[Red]-General", Kind.NUMBER),
        ("Standard", Kind.NUMBER),
        ("@", Kind.NUMBER),
        ("0.00E+00", Kind.NUMBER),
        ("#,##0.00_);[Red](#,##0.00)", Kind.NUMBER),
        ('0 "days"', Kind.NUMBER),
        ("0\\h", Kind.NUMBER),
        ("[$\u00a3-809]#,##0", Kind.NUMBER),
        ('0.0"%"', Kind.NUMBER),
        ("0%", Kind.PERCENTAGE),
        ("0.00%;[Red]-0.00%", Kind.PERCENTAGE),
        ("dd/mm/yyyy", Kind.DATE),
        ("[$-809]d mmmm yyyy;@", Kind.DATE),
        ("[h]:mm", Kind.DATE),
        ("HH:MM AM/PM", Kind.DATE),
    ],
)
def test_a_format_is_told_by_its_code(code: str, kind: Kind) -> None:
    assert kind_of_format(code) is kind
