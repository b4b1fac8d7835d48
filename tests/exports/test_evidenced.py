"""JSON and CSV carry what backed each answer: how strong, how old, which questions, which files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator

from assessments.evidence import Held, HeldFile, Holding, from_documents, to_documents
from assessments.exports import export
from assessments.reports.content import Report
from assessments.scoring.sheet import AnswerSheet, EvidenceItem
from assessments.workflow import Strength
from tests.docs.schemas import result_schema
from tests.evidence import mapped_spec
from tests.exports.reading import rows
from tests.reports import samples

DIGEST = "0f" * 32
FILE = HeldFile(reference="f1", name="plan.pdf", size=2048, sha256=DIGEST)
PLAN = samples.item(
    "Plan 2026", date(2026, 11, 22), framework="", cited="Shelf 3", strength=Strength.DOCUMENTED,
    files=(FILE,),
)  # fmt: skip
CERTIFICATE = samples.item("Cyber Essentials Plus", date(2027, 1, 1))
TYPED = EvidenceItem(title="Minute 14", link="In the safe")
LINKED = EvidenceItem(title="Minute 15", link="https://minutes.example/15")


def report(*items: Held) -> Report:
    spec = mapped_spec()
    replies = {
        "A-1": samples.reply(spec, "A-1", 2, evidence=(TYPED, items[0].line)),
        "A-2": samples.reply(spec, "A-2", ["a"], evidence=(items[0].line, TYPED, LINKED)),
        "A-3": samples.reply(spec, "A-3", "no"),
    }
    sheet = AnswerSheet(sector="local_authority", replies=replies)
    return samples.report(spec, sheet, Holding(items=items, day=date(2026, 11, 23)))


def in_json(made: Report) -> list[dict[str, Any]]:
    document = json.loads(export("json").render(made))
    assert list(Draft202012Validator(result_schema()).iter_errors(document)) == []
    found: list[dict[str, Any]] = document["submission"]["evidence"]
    return found


def in_csv(made: Report) -> dict[str, dict[str, str]]:
    return {row["Code"]: row for row in rows(export("csv").render(made))}


def test_the_json_has_each_piece_once_with_all_that_is_known_of_it() -> None:
    typed, plan, linked, certificate = in_json(report(PLAN, CERTIFICATE))
    assert plan == {
        "reference": "Plan 2026",
        "title": "Plan 2026",
        "url": "",
        "cited": "Shelf 3",
        "strength": "documented",
        "achieved_on": "2025-03-04",
        "good_until": "2026-11-22",
        "past": True,
        "questions": ["A-1", "A-2"],
        "supports": [],
        "files": [{"reference": "f1", "name": "plan.pdf", "size": 2048, "sha256": DIGEST}],
    }
    assert (typed["title"], typed["url"], typed["cited"]) == ("Minute 14", "", "In the safe")
    assert (typed["questions"], typed["past"]) == (["A-1", "A-2"], False)
    assert (linked["url"], linked["cited"]) == ("https://minutes.example/15", "")
    assert {one["strength"] for one in (typed, linked)} == {None}
    assert {one["good_until"] for one in (typed, linked)} == {None}
    assert certificate["title"] == "Cyber Essentials Plus"
    assert (certificate["questions"], certificate["supports"]) == ([], ["A-1", "A-2"])


def test_the_csv_says_at_each_answer_what_is_past_how_strong_it_is_and_which_files() -> None:
    rows = in_csv(report(PLAN, CERTIFICATE))
    columns = ("Evidence", "Evidence past its date", "Strongest evidence", "Files")
    assert [rows["A-1"][name] for name in columns] == [
        "Minute 14 In the safe\nPlan 2026 Shelf 3",
        "Plan 2026 Shelf 3",
        "Documented",
        f"plan.pdf {DIGEST}",
    ]
    assert [rows["A-3"][name] for name in columns] == ["", "", "", ""]


def test_a_strength_that_was_not_recorded_is_not_made_up() -> None:
    """Submissions hold items as they were kept then; earlier ones have no strength."""
    [document] = to_documents([PLAN])
    del document["strength"], document["files"]
    [earlier] = from_documents([document])
    made = report(earlier)
    assert {one["title"]: one["strength"] for one in in_json(made)}["Plan 2026"] is None
    assert in_csv(made)["A-1"]["Strongest evidence"] == ""
    assert [one.strength for one in made.evidence] == [""] * 3
    # What rests on assertion is counted as before, when such items were certificates.
    assert made.how_sure == report(replace(earlier, strength=Strength.TESTED)).how_sure


def test_the_name_of_a_file_is_no_formula() -> None:
    bad = replace(PLAN, files=(replace(FILE, name="=cmd|x!A1.pdf"),))
    assert in_csv(report(bad))["A-1"]["Files"].startswith("'=")
