"""The working paper as a PDF that meets PDF/UA-1 and PDF/A-2b: everything, each answer once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import groupby

from assessments.exports.base import NamedExport
from assessments.exports.pictures import svg
from assessments.exports.printing import Printer, as_data, fitting
from assessments.exports.typesetting import action_data, notice, shared_data, typeset
from assessments.reports.answered import ReportQuestion
from assessments.reports.content import Report
from assessments.reports.score_change import ChangedPart, moved
from assessments.reports.waterfall import waterfall
from assessments.rubric.definition import Document

_WHOLE = (
    "headline",
    "gates",
    "balance",
    "no_first_actions",
    "unknown",
    "unconfirmed",
    "how_sure",
    "held",
    "contradictions",
    "counts",
    "method",
    "sources",
    "files",
    "signing",
    "draft",
    "particulars",
    "edition",
    "engine_version",
)
_OF_QUESTION = (
    "code",
    "title",
    "text",
    "answer",
    "brief",
    "chosen",
    "level_name",
    "level_text",
    "still_missing",
    "reason",
    "note",
    "evidence",
    "counts_towards",
)
"""What the template prints of the report, and of a question in its section."""
_HELD = (94.0, 94.0, 62.0, 62.0, 94.0)
"""The room, in points, that is in the columns of what was held."""
_SIZE = 9.5


class PdfExport(NamedExport):
    """Every answer and every sum, for those who have to look behind the board report."""

    extension = "pdf"
    what = "working-paper"
    content_type = "application/pdf"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report. No text makes it fail."""
        return typeset("as_pdf.typ", report, page_data(report))


def page_data(report: Report) -> dict[str, object]:
    """Everything that the template prints, already printable; links lead where they always did."""
    printer = Printer()
    data = partial(as_data, printable=printer.text)
    gaps = {part.code: part.gap for part in report.questions}
    actions = {
        each.code: action_data(each, printer, gaps.get(each.code, "")) for each in report.actions
    }
    found = {
        **data(report, only=_WHOLE),
        **shared_data(report, printer),
        "first_actions": [actions[each.code] for each in report.first_actions],
        "actions": bool(actions),
        "why": _why(report, printer),
        "efforts": data([{"name": each.name, "said": each.said} for each in report.efforts_said]),
        "not_fitting": data(report.not_fitting, only=("code", "title", "not_fitting")),
        "unasked": data(report.unasked, only=("code", "title", "reason")),
        "sections": _sections(report, actions, printer),
    }
    for item in found["held"]:
        _fit(item, _HELD)
    return {**found, "notice": notice(printer)}


def _why(report: Report, printer: Printer) -> Document | None:
    """Why the score changed, as a drawing and by dimension and question; `None` for no change."""
    change = report.change
    if change is None or not change.dimensions:
        return None
    drawn = waterfall(change, "waterfall")
    heads = moved([*change.parts, *(one for part in change.parts for one in part.questions)])

    def row(name: str, part: ChangedPart) -> dict[str, object]:
        return {"name": name, "figures": [part.amounts[head] for head in heads]}

    rows = [
        {
            **row(part.name, part),
            "questions": [row(f"{one.code} {one.name}", one) for one in part.questions],
        }
        for part in change.parts
    ]
    return {
        "drawing": svg(drawn).decode() if drawn else "",
        "words": printer.text(drawn.words) if drawn else "",
        "heads": heads,
        "parts": as_data(rows, printer.text),
    }


def _fit(item: Document, rooms: tuple[float, ...]) -> None:
    """Lets the cells of a row of what was held break where their columns are too narrow."""
    names = ("title", "covers", "achieved_text", "good_until_text", "too_many")
    for name, room in zip(names, rooms, strict=True):
        item[name] = fitting(item[name], room, _SIZE)
    item["questions"] = [fitting(code, rooms[-1], _SIZE) for code in item["questions"]]


def _sections(report: Report, actions: Mapping[str, Document], printer: Printer) -> list[Document]:
    """Each dimension with its own actions and answers, in order."""
    asked = {
        code: list(parts) for code, parts in groupby(report.questions, lambda part: part.dimension)
    }
    return [
        {
            **as_data(part, printer.text),
            "actions": sorted(
                (actions[each.code] for each in asked.get(part.code, ()) if each.code in actions),
                key=lambda action: int(action["place"]),
            ),
            "questions": [_question(each, printer) for each in asked.get(part.code, ())],
        }
        for part in report.dimensions
    ]


def _question(part: ReportQuestion, printer: Printer) -> Document:
    found: Document = as_data(part, printer.text, only=_OF_QUESTION)
    if part.answer == part.brief or part.chosen:
        found["answer"] = ""
    if part.level_name == part.brief:
        found["level_name"] = ""
    found["at"] = part.code
    found["figures"] = printer.text(_figures(part))
    found["fits_not_with"] = [
        as_data(pair.other.code, printer.text) for pair in part.contradictions
    ]
    return found


def _figures(part: ReportQuestion) -> str:
    """ "Points 75 of 100. Weight 14: 15.7% of Budget, 2.4% of the whole. Gap 0.6." """
    said = [f"Points {part.points}."] if part.points else []
    if part.share:
        said.append(f"Weight {part.weight}: {part.share} of the dimension, ")
        said[-1] += f"{part.whole_share} of the whole."
    if part.gap:
        said.append(f"Gap {part.gap}.")
    if part.unconfirmed:
        said.append("Unconfirmed: no evidence was given.")
    return " ".join(said)


EXPORT = PdfExport()
