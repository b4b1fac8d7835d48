"""The first sheet of a workbook: what it is, and how to edit it."""

from __future__ import annotations

from assessments.rubric.workbook import layout

HEADINGS = frozenset({"What is where", "How to change it", "How to write it", "What is refused"})
_TYPES = "\n".join(f"    {each.name}: {each.means}." for each in layout.ROW_TYPES.values())
_WORDS = f"""
This workbook holds a whole rubric: its questions, levels, weights, gates and sources.
Read it, change it and save it. Then upload it. You will see what would change and what is wrong \
before anything is kept.

What is where
{layout.RUBRIC}: the title, the edition and what people read first.
{layout.QUESTIONS}: one row for each question, in the order in which people are asked.
{layout.LEVELS}: what belongs to each question, one thing to a row. The column Row says what it is:
{_TYPES}
{layout.SCORING_NOTES}: what the rubric says about its sums. It changes no sum.
The other sheets are lists that the questions name by code.

How to change it
Keep every code as it is. A code ties an answer of last year to the same question of this year. \
A new question needs a new code.
Change any wording, weight or number in its own cell.
To add something, add a row. To take something out, delete its row. To move a question, move its \
row, or name another dimension.
The order of the rows is the order that people see.
The column {layout.READING_ONLY} is there to help you. What you write there is not read.

How to write it
A list of codes has commas between them: local_authority, nhs_trust. A blank cell under Applies \
to means every sector.
A list of texts has each text on a line of its own in the cell.
A text for each sector is written with its code, one to a line: nhs_trust: green-book.
Write numbers with a full stop for the decimal point: 12.5. Do not use percentages.
Spaces before and after a text do not count. A cell that starts with (exactly holds a text with \
spaces or signs that would be lost. Leave it unless you mean to change it.
A cell that says (blank) holds an empty text on purpose.

What is refused
A sheet or column that is renamed, taken out or added; merged cells; formulas; dates and \
percentages where a number or a text belongs; macros; links to other files.
Comments, colours, widths, filters and hidden rows are fine. Hidden rows are read."""


def read_me(title: str, edition: str) -> list[str]:
    """The lines of the sheet, for a rubric of that title and edition."""
    return [f"{title} (edition {edition})", *_WORDS.split("\n")]
