"""The sheets follow the definition: a field that is declared is a column."""

from dataclasses import dataclass
from typing import Annotated

from assessments.rubric import definition as d
from assessments.rubric.workbook import layout


@dataclass(frozen=True, slots=True, kw_only=True)
class WithAnExample(d.QuestionSpec):
    """A question with a field more than today's have."""

    example: Annotated[str, d.Field("Example", d.TEXT, added_later=True)] = ""


def test_a_new_field_is_a_column_that_earlier_workbooks_need_not_have() -> None:
    ours = {column.name: column for column in layout.COLUMNS[layout.QUESTIONS]}
    columns = {column.name: column for column in layout._columns(WithAnExample)}
    assert columns.keys() - ours.keys() == {"Example"}
    assert columns["Example"].path == "example"
    assert columns["Example"].optional
    assert not any(column.optional for column in ours.values())


def test_every_field_of_a_rubric_is_on_a_sheet() -> None:
    """Each label once, less what is a part of its own or has a name of its own there."""
    written = {column.name for columns in layout.COLUMNS.values() for column in columns}
    written |= layout.FIELDS.keys()
    renamed = {"Description", "Message", "Sector", "To", "Value", "When level at or below"}
    parts = [d.RubricSpec]
    seen = set()
    while parts:
        for one in d.fields_of(parts.pop()):
            if isinstance(one.value, d.One | d.Many):
                parts.append(one.value.part)
            elif not isinstance(one.value, d.Notes):
                seen.add(one.label)
    assert seen - written == renamed - written
