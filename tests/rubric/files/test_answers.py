"""An answers file is taken whole, or refused with every fault at once."""

import json
import tracemalloc
from decimal import Decimal
from typing import Any

import pytest

from assessments.rubric.files import codec
from assessments.rubric.files.answers import load_answers, sheet_from_document, sheet_to_document
from assessments.rubric.findings import FileRefused
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.rubric.files.material import SHIPPED
from tests.rubric.files.worked_example import REASON, worked_example_answers
from tests.steps import steps

SPEC = codec.load(SHIPPED)
RANGE = "Enter a number from 0 to 100 with at most 1 decimal place"
NEEDS_REASON = "Say why this does not apply to you, in 20 characters or more"


def sheet_of(**answers: Any) -> AnswerSheet:
    return load_answers(SPEC, text_of(**answers))


def text_of(**answers: Any) -> str:
    """An answers file for a council; `BUD_01` means the code BUD-01."""
    named = {code.replace("_", "-"): entry for code, entry in answers.items()}
    return json.dumps({"sector": "local_authority", "answers": named})


def refusal_of(source: str | bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        load_answers(SPEC, source)
    return refused.value


def faults_of(source: str | bytes) -> list[str]:
    return [str(fault) for fault in refusal_of(source).faults]


def test_the_example_of_the_format_is_read() -> None:
    sheet = load_answers(
        SPEC,
        '{"sector": "local_authority", "answers": {"BUD-01": {"value": 3}, '
        '"BUD-03": {"state": "not_applicable", "reason": "' + REASON + '"}, '
        '"BUD-06": {"value": ["register", "exit"]}, "TRA-02": {"value": "88.5"}, '
        '"TRA-08": {"value": "yes"}, "DAT-07": {"state": "dont_know"}}}',
    )
    assert sheet == AnswerSheet(
        sector="local_authority",
        replies={
            "BUD-01": Reply(state=State.ANSWERED, value=3),
            "BUD-03": Reply(state=State.NOT_APPLICABLE, reason=REASON),
            "BUD-06": Reply(state=State.ANSWERED, value=frozenset({"register", "exit"})),
            "TRA-02": Reply(state=State.ANSWERED, value=Decimal("88.5")),
            "TRA-08": Reply(state=State.ANSWERED, value="yes"),
            "DAT-07": Reply(state=State.DONT_KNOW),
        },
    )
    assert sheet.reply("BUD-02").state is State.UNANSWERED


def test_a_number_in_json_is_read_from_its_text() -> None:
    text = '{"sector": "nhs_trust", "answers": {"TRA-02": {"value": 0.1}, "INT-02": {"value": 12}}}'
    sheet = load_answers(SPEC, text)
    assert sheet.reply("TRA-02").value == Decimal("0.1")
    assert sheet.reply("INT-02").value == Decimal(12)


@pytest.mark.parametrize(
    ("code", "entry", "fault"),
    [
        ("BUD_1", {"value": 3}, 'BUD-1: is no question of this rubric; did you mean "BUD-01"?'),
        ("XYZ", {"value": 3}, "XYZ: is no question of this rubric"),
        ("BUD_01", 3, "BUD-01: must be an object, got 3"),
        ("BUD_01", {"vale": 3},
         'BUD-01.vale: is not a key of this format; did you mean "value"?'),
        ("BUD_01", {"value": 7},
         "BUD-01.value: Select the description that fits best (got 7)"),
        ("BUD_01", {"value": 2.5},
         "BUD-01.value: Select the description that fits best (got 2.5)"),
        ("BUD_01", {"value": None},
         "BUD-01.value: must be a number, text or a list of codes, got nothing"),
        ("BUD_01", {"value": True},
         "BUD-01.value: must be a number, text or a list of codes, got true"),
        ("BUD_01", {"value": {"level": 3}},
         "BUD-01.value: must be a number, text or a list of codes, got a mapping"),
        ("BUD_01", {"state": "answered"}, "BUD-01.value: is missing"),
        ("BUD_01", {"state": "done", "value": 3},
         "BUD-01.state: must be one of answered, dont_know, not_applicable, unanswered, "
         'got "done"'),
        ("BUD_01", {"state": "not_asked"},
         "BUD-01.state: must be one of answered, dont_know, not_applicable, unanswered, "
         'got "not_asked"'),
        ("BUD_01", {"state": "dont_know", "value": 3},
         "BUD-01.value: must be absent when the state is dont_know"),
        ("BUD_01", {"value": 3, "reason": REASON},
         "BUD-01.reason: must be absent: only not_applicable has a reason"),
        ("BUD_01", {"state": "not_applicable", "reason": REASON},
         "BUD-01.state: must not be not_applicable: this question does not allow it"),
        ("BUD_03", {"state": "not_applicable"}, f"BUD-03.reason: {NEEDS_REASON}"),
        ("BUD_03", {"state": "not_applicable", "reason": "x" * 19},
         f"BUD-03.reason: {NEEDS_REASON}"),
        ("BUD_03", {"state": "not_applicable", "reason": "  " + "x" * 17 + "  "},
         f"BUD-03.reason: {NEEDS_REASON}"),
        ("BUD_03", {"value": "101"}, f'BUD-03.value: {RANGE} (got "101")'),
        ("BUD_03", {"value": -0.1}, f"BUD-03.value: {RANGE} (got -0.1)"),
        ("BUD_03", {"value": 88.55}, f"BUD-03.value: {RANGE} (got 88.55)"),
        ("BUD_03", {"value": "NaN"}, f'BUD-03.value: {RANGE} (got "NaN")'),
        ("BUD_06", {"value": ["register", "none"]},
         "BUD-06.value: Select the lines that are true or “None of these”, not both (got a list)"),
        ("BUD_06", {"value": ["register", "register"]}, "BUD-06.value: names a code twice"),
        ("BUD_06", {"value": ["register", 3]},
         "BUD-06.value: must be a list of codes, each of them text"),
        ("BUD_06", {"value": []},
         "BUD-06.value: Select every line that is true, or “None of these” (got a list)"),
        ("TRA_08", {"value": "maybe"}, 'TRA-08.value: Select yes or no (got "maybe")'),
        ("BUD_01", {"value": 3, "note": 4}, "BUD-01.note: Enter text"),
        ("BUD_01", {"value": 3, "note": "a\x00b"},
         "BUD-01.note: Remove the character that cannot be shown (U+0000, character 2)"),
        ("BUD_01", {"value": 3, "note": "x" * 100_000},
         "BUD-01.note: Enter 10,000 characters or fewer. You have entered 100,000"),
        ("BUD_01", {"value": 3, "evidence": "https://example.org"},
         'BUD-01.evidence: must be a list, got "https://example.org"'),
        ("BUD_01", {"value": 3, "evidence": [3]},
         "BUD-01.evidence[0]: must be a link, or an object with a title, got 3"),
        ("BUD_01", {"value": 3, "evidence": [" "]}, "BUD-01.evidence[0]: must not be empty"),
        ("BUD_01", {"value": 3, "evidence": [{"title": "A", "href": "b"}]},
         "BUD-01.evidence[0].href: is not a key of this format"),
        ("BUD_01", {"value": 3, "evidence": ["x"] * 101},
         "BUD-01.evidence: must have at most 100 links, and has 101"),
    ],
)  # fmt: skip
def test_one_slip_is_one_fault_with_its_place(code: str, entry: Any, fault: str) -> None:
    assert faults_of(text_of(**{code: entry})) == [f"answers.{fault} (line 1)"]


def test_dont_know_is_refused_where_it_is_not_allowed() -> None:
    document = codec.to_document(SPEC)
    document["dimensions"][0]["questions"][0]["dont_know_allowed"] = False
    spec = codec.from_document(document)
    with pytest.raises(FileRefused) as refused:
        load_answers(spec, text_of(BUD_01={"state": "dont_know"}))
    assert [str(fault) for fault in refused.value.faults] == [
        "answers.BUD-01.state: must not be dont_know: this question does not allow it (line 1)"
    ]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "the file: is empty"),
        ("[]", "the file: must be an object, got a list (line 1)"),
        ("{", "the file: is not JSON: "),
        ("[" * 100_000, "the file: is not JSON that can be read: it is nested too deep"),
        (b"{\n\xff\xfe{\x00", "the file: is not in UTF-8: save it as UTF-8 (line 2)"),
        ("[" * 16 + "]" * 16, "the file: must be an object, got a list (line 1)"),
        ("[" * 17 + "]" * 17, "the file: is nested more than 15 deep (line 1)"),
        ("[\n" + "1," * 100_000 + "1]", "the file: holds more than 100,000 values (line 2)"),
        (b" " * 10_000_000, "the file: is too big: an answers file may hold 2,000,000 bytes"),
        ('{"answers": {}}', "sector: is missing: it must be one of local_authority, nhs_trust"),
        ('{"sector": "x", "answers": {}}', "sector: must be one of local_authority, nhs_trust"),
        ('{"sector": [], "answers": {}}', "sector: must be one of local_authority, nhs_trust"),
        ('{"sector": "nhs_trust"}', "answers: is missing"),
        ('{"sector": "nhs_trust", "answers": []}', "answers: must be an object, got a list"),
        ('{"sector": "nhs_trust", "answers": {}, "x": 1}', "x: is not a key of this format"),
        (
            '{"sector": "nhs_trust", "answers": {"BUD-03": {"value": NaN}}}',
            "answers.BUD-03.value: is not a number that can be used: NaN",
        ),
        (
            '{"sector": "nhs_trust", "answers": {"BUD-03": {"value": -Infinity}}}',
            "answers.BUD-03.value: is not a number that can be used: -Infinity",
        ),
        (
            '{"sector": "nhs_trust", "answers": {"BUD-03": {"value": 1e999999999}}}',
            "answers.BUD-03.value: is not a number that can be used: 1e999999999",
        ),
        (
            '{"sector": "nhs_trust", "answers": {"BUD-01": {"value": ' + "9" * 10_000 + "}}}",
            "answers.BUD-01.value: is not a number that can be used: 999",
        ),
    ],
)
def test_a_file_of_the_wrong_form_is_refused(source: str | bytes, fault: str) -> None:
    faults = faults_of(source)
    assert any(one.startswith(fault) for one in faults), faults


def test_every_fault_comes_at_once() -> None:
    source = json.dumps(
        {
            "sector": "parish",
            "answers": {"NO-1": {}, "BUD-01": {"value": 9}, "BUD-03": {"state": "not_applicable"}},
            "extra": 1,
        }
    )
    assert [fault.partition(":")[0] for fault in faults_of(source)] == [
        "extra",
        "sector",
        "answers.NO-1",
        "answers.BUD-01.value",
        "answers.BUD-03.reason",
    ]


def test_every_fault_tells_its_line_and_they_come_in_the_order_of_lines() -> None:
    source = """{
  "answers": {
    "BUD-01": {
      "value": 9,
      "evidence": [
        "https://example.org",
        {"title": "Plan",
         "href": "b"}
      ]
    },
    "BUD-03": {"state": "not_applicable"},
    "NO-\u0031":
      {}
  },
  "sector": "parish"
}"""
    assert [(fault.place, fault.line) for fault in refusal_of(source).faults] == [
        ("answers.BUD-01.value", 4),
        ("answers.BUD-01.evidence[1].href", 8),
        ("answers.BUD-03.reason", 11),
        ("answers.NO-1", 12),
        ("sector", 15),
    ]


def test_a_key_given_twice_is_named_with_its_path_and_both_lines() -> None:
    source = """{"sector": "nhs_trust",
"answers": {
  "BUD-01": {"value": 1, "note": "a \\"value\\": {",
    "value": 2},
  "BUD-02": {"value": 9},
  "BUD-01": {"value": 9, "note": 1},
  "TRA-08": {"evidence": [{"title": "A"}, {"title": "B",
    "ti\u0074le": "C", "title": "D"}]}
}}"""
    assert faults_of(source) == [
        "answers.BUD-01.value: is given twice, on line 3 and line 4 (line 3)",
        "answers.BUD-01: is given twice, on line 3 and line 6 (line 3)",
        "answers.BUD-02.value: Select the description that fits best (got 9) (line 5)",
        "answers.TRA-08.evidence[1].title: is given twice, on line 7 and line 8 (line 7)",
        "answers.TRA-08.evidence[1].title: is given twice, on line 7 and line 8 (line 7)",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "[" * 900 + "1," * 900_000 + "1" + "]" * 900,
        '{"' + '","'.join(f'{number}":"' for number in range(150_000)) + '":""}',
        '{"sector": "' + "\\n" * 900_000 + '", "answers": {}}',
        '{"' + "x" * 1_900_000 + '": 1, "' + "x" * 50_000 + '": 2}',
        '{"a":' * 14 + "{" + '"a":1,' * 40_000 + '"a":1}' + "}" * 14,
        "\n" * 1_900_000 + "[]",
    ],
    ids=range(6),
)
def test_a_hostile_file_is_refused_with_little_work_and_memory(source: str) -> None:
    assert steps(lambda: faults_of(source)) < 10 * len(source)
    tracemalloc.start()
    faults_of(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000_000


def test_a_broken_file_tells_the_line() -> None:
    assert faults_of('{\n"sector": "nhs_trust",\n}')[0].endswith("(line 3)")


def test_notes_and_evidence_are_kept_to_the_letter() -> None:
    note = "Line one\nligne deux \U0001f600 \u200fשלום <b> =1+1"
    sheet = sheet_of(
        BUD_01={
            "value": 3,
            "note": note,
            "evidence": [
                "https://example.org/plan",
                "Minutes of 3 May",
                {"title": "Plan", "link": "https://example.org/2"},
                {"title": "Paper copy"},
            ],
        },
        BUD_02={"note": "Ask finance."},
    )
    assert sheet.reply("BUD-01").note == note
    assert sheet.reply("BUD-01").evidence == (
        EvidenceItem(title="https://example.org/plan", link="https://example.org/plan"),
        EvidenceItem(title="Minutes of 3 May"),
        EvidenceItem(title="Plan", link="https://example.org/2"),
        EvidenceItem(title="Paper copy"),
    )
    assert sheet.reply("BUD-02") == Reply(note="Ask finance.")
    assert (
        sheet_from_document(SPEC, json.loads(json.dumps(sheet_to_document(sheet, SPEC)))) == sheet
    )


def test_the_worked_example_survives_its_round_trip() -> None:
    sheet = sheet_from_document(SPEC, worked_example_answers())
    document = sheet_to_document(sheet, SPEC)
    assert sheet_from_document(SPEC, document) == sheet
    assert sheet_to_document(sheet_from_document(SPEC, document), SPEC) == document
    assert list(document["answers"]) == [
        question.code for _, question in SPEC.questions() if question.code in sheet.replies
    ]


def test_replies_that_say_nothing_are_left_out_of_the_document() -> None:
    sheet = AnswerSheet(sector="nhs_trust", replies={"BUD-01": Reply(), "GONE-01": Reply(note="x")})
    assert sheet_to_document(sheet, SPEC) == {"sector": "nhs_trust", "answers": {}}


def test_text_that_hides_or_shows_nothing_is_refused_in_a_file_and_read_where_it_is_stored() -> (
    None
):
    blank = "\u2800" * 30
    answers = {
        "BUD_01": {"value": 3, "note": "A \u202enote", "evidence": [{"title": "\u3164"}]},
        "BUD_02": {"value": 3, "evidence": ["https://a.example/\u2066x"]},
        "BUD_03": {"state": "not_applicable", "reason": blank},
    }
    source = text_of(**answers)
    hidden = "Remove the hidden character "
    said = [str(fault).split(" (")[0] for fault in refusal_of(source).faults]
    assert said == [
        "answers.BUD-01.evidence[0].title: is missing",
        f"answers.BUD-01.note: {hidden}U+202E",
        f"answers.BUD-02.evidence[0].title: {hidden}U+2066",
        f"answers.BUD-03.reason: {NEEDS_REASON}",
    ]
    assert sheet_from_document(SPEC, json.loads(source)).reply("BUD-03").reason == blank
