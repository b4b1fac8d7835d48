"""Every way in which a part of a rubric file can have the wrong form, with its place and line."""

import pytest

from assessments import question_types
from assessments.rubric.files import codec
from assessments.rubric.files.reading import read
from assessments.rubric.findings import Findings
from tests.rubric.files.material import SMALL, changed, faults_of

Q = "dimensions[0].questions[0]"
ABOVE_0 = "must be more than 0 and at most 1,000,000"
CODE_RULE = (
    "must be a code of at most 40 letters, digits, hyphens, underscores and dots between them, "
    "that starts with a letter or digit"
)
ONE_LINE = "must be one line, with no space before or after it"
KINDS = ", ".join(question_types.KINDS)

SLIPS = [
    # Keys
    ("    weight: 60\n", "", "dimensions[0].weight: is missing (line 27)"),
    ("        title: A plan\n", "", f"{Q}.title: is missing (line 32)"),
    ("title: A plan", "title:", f"{Q}.title: is missing (line 33)"),
    ("title: A plan", "title: ~", f"{Q}.title: is missing (line 33)"),
    ("title: A plan", "title: null", f"{Q}.title: is missing (line 33)"),
    (
        "        title: A plan",
        "        colour: red\n        title: A plan",
        f"{Q}.colour: is not a key of this format (line 33)",
    ),
    (
        "decimal_places: 1",
        "decimal_place: 1",
        "scoring.rounding.decimal_place: is not a key of this format; "
        'did you mean "decimal_places"? (line 19)',
    ),
    (
        "            text: No plan.",
        "            text: No plan.\n            text: Again.",
        f"{Q}.levels[0].text: is given twice, on line 47 and line 48 (line 47)",
    ),
    (
        "format: readiness-rubric",
        "format: x",
        'format: must be "readiness-rubric", got "x" (line 1)',
    ),
    ("format_version: 1", "format_version: 3", "format_version: must be 1 or 2, got 3 (line 2)"),
    (
        "format_version: 1",
        "format_version: '1'",
        'format_version: must be 1 or 2, got "1" (line 2)',
    ),
    (
        "format_version: 1",
        "format_version: true",
        "format_version: must be 1 or 2, got true (line 2)",
    ),
    # Text
    ("title: A plan", "title: [A]", f"{Q}.title: must be text, got a list (line 33)"),
    ("title: A plan", "title: {a: b}", f"{Q}.title: must be text, got a mapping (line 33)"),
    ("title: A plan", "title: ''", f"{Q}.title: must not be empty (line 33)"),
    ("text: Do you have a plan?", "text: '  '", f"{Q}.text: must not be empty (line 36)"),
    (
        "text: Do you have a plan?",
        "text: '\u200b'",
        f"{Q}.text: must not be a text of which nothing can be seen (line 36)",
    ),
    (
        "title: A plan",
        "title: " + "x" * 201,
        f"{Q}.title: must be at most 200 characters, and has 201 (line 33)",
    ),
    (
        "text: Do you have a plan?",
        "text: " + "x" * 5001,
        f"{Q}.text: must be at most 5,000 characters, and has 5,001 (line 36)",
    ),
    ("title: A plan", 'title: "A\\nplan"', f"{Q}.title: {ONE_LINE} (line 33)"),
    ("title: A plan", 'title: " A plan"', f"{Q}.title: {ONE_LINE} (line 33)"),
    (
        "title: A plan",
        'title: "A\\0plan"',
        f"{Q}.title: holds a character that cannot be kept (U+0000) (line 33)",
    ),
    (
        "text: Do you have a plan?",
        'text: "a\\x1bb"',
        f"{Q}.text: holds a character that cannot be kept (U+001B) (line 36)",
    ),
    ("code: A-1", "code: A 1", f'{Q}.code: {CODE_RULE}, got "A 1": write A-1 (line 32)'),
    ("code: A-1", "code: -A", f'{Q}.code: {CODE_RULE}, got "-A": write A (line 32)'),
    ("code: A-1", "code: Ä-1", f'{Q}.code: {CODE_RULE}, got "Ä-1": write A-1 (line 32)'),
    ("code: A-1", "code: A1..a", f'{Q}.code: {CODE_RULE}, got "A1..a": write A1.a (line 32)'),
    ("code: A-1", "code: A1/a.", f'{Q}.code: {CODE_RULE}, got "A1/a.": write A1-a (line 32)'),
    ("code: A-1", "code: '§§'", f'{Q}.code: {CODE_RULE}, got "§§" (line 32)'),
    (
        "code: A-1",
        "code: " + "A" * 41,
        f'{Q}.code: {CODE_RULE}, got "{"A" * 41}": write {"A" * 40} (line 32)',
    ),
    (
        "language: en-GB",
        "language: british english",
        'rubric.language: must be a language such as en-GB, got "british english" (line 7)',
    ),
    (
        "'https://example.org/guide'",
        "'javascript:alert(1)'",
        "sources[0].url: must be a web address that starts with https:// or http://, "
        'got "javascript:alert(1)" (line 117)',
    ),
    ("type: single", "type: slider", f'{Q}.type: must be one of {KINDS}, got "slider" (line 34)'),
    # Numbers
    *(
        ("weight: 70", f"weight: {written}", f"{Q}.weight: must be a number, got {got} (line 35)")
        for written, got in [
            ("lots", '"lots"'),
            (".nan", ".nan"),
            (".inf", ".inf"),
            ("-.inf", "-.inf"),
            ("1e400", '"1e400"'),
            ("1.0e+2", "1.0e+2"),
            ("0x10", "0x10"),
            ("0o10", '"0o10"'),
            ("010", "010"),
            ("1_000", "1_000"),
            ("'1,000'", '"1,000"'),
            ("1:30", "1:30"),
            ("'٣'", '"٣"'),
            ("true", "true"),
            ("''", '""'),
            ("[70]", "a list"),
            ("2026-01-01", '"2026-01-01"'),
            ("9" * 41, "9" * 41),
        ]
    ),
    ("weight: 70", "weight: 0", f"{Q}.weight: {ABOVE_0}, got 0 (line 35)"),
    ("weight: 70", "weight: -1", f"{Q}.weight: {ABOVE_0}, got -1 (line 35)"),
    (
        "weight: 70",
        "weight: 1000001",
        f"{Q}.weight: {ABOVE_0}, got 1000001 (line 35)",
    ),
    (
        "weight: 70",
        "weight: 0.00001",
        f"{Q}.weight: must have at most 4 decimal places, got 0.00001 (line 35)",
    ),
    (
        "points: 100\n",
        "points: lots\n",
        f'{Q}.levels[1].points: must be a number, got "lots" (line 55)',
    ),
    (
        "points: 100\n",
        "points: 1001\n",
        f"{Q}.levels[1].points: must be from 0 to 1,000, got 1001 (line 55)",
    ),
    (
        "points: 100\n",
        "points: -1\n",
        f"{Q}.levels[1].points: must be from 0 to 1,000, got -1 (line 55)",
    ),
    (
        "- score: 0\n",
        "- score: '0'\n",
        f'{Q}.levels[0].score: must be a whole number, got "0" (line 45)',
    ),
    (
        "- score: 0\n",
        "- score: 0.5\n",
        f"{Q}.levels[0].score: must be a whole number, got 0.5 (line 45)",
    ),
    (
        "- score: 0\n",
        "- score: -1\n",
        f"{Q}.levels[0].score: must be a whole number from 0 to 100, got -1 (line 45)",
    ),
    (
        "from_inclusive: '80.0'",
        "from_inclusive: '80.05'",
        "bands[2].from_inclusive: must have at most 1 decimal place, got 80.05 (line 25)",
    ),
    (
        "from_inclusive: '80.0'",
        "from_inclusive: '100.1'",
        "bands[2].from_inclusive: must be from 0 to 100, got 100.1 (line 25)",
    ),
    # Flags, lists and mappings
    ("critical: true", "critical: 1", f"{Q}.critical: must be true or false, got 1 (line 39)"),
    (
        "{allowed: false}",
        "{allowed: maybe}",
        f'{Q}.not_applicable.allowed: must be true or false, got "maybe" (line 38)',
    ),
    (
        "[council, trust]",
        "council",
        f'{Q}.applies_to: must be a list, got "council" (line 37)',
    ),
    ("[council, trust]", "[]", f"{Q}.applies_to: must hold at least one (line 37)"),
    ("[council, trust]", "[council, ~]", f"{Q}.applies_to[1]: must not be empty (line 37)"),
    (
        "{allowed: false}",
        "never",
        f'{Q}.not_applicable: must be a mapping, got "never" (line 38)',
    ),
    (
        "by_sector: {trust: Chief digital officer}",
        "by_sector: [trust]",
        "roles[0].by_sector: must be a mapping, got a list (line 14)",
    ),
    (
        "glossary:",
        "worked_example: 3\nglossary:",
        "worked_example: must be a mapping, got 3 (line 114)",
    ),
    # What the format itself says
    (
        "    order: 1",
        "    order: 3",
        "dimensions[0].order: must be 1, its place here, got 3 (line 29)",
    ),
    (
        "exclusive: true",
        "exclusive: false",
        "dimensions[0].questions[1].none_option.exclusive: must be true, got false (line 66)",
    ),
    *(
        (
            "points: 0, exclusive: true",
            f"points: {points}",
            f"dimensions[0].questions[1].none_option.points: must be 0, got {shown} (line 66)",
        )
        for points, shown in (("5", "5"), ("'0.10'", '"0.10"'), ("nil", '"nil"'), ("no", "false"))
    ),
    *(
        (
            "to_exclusive: 50, ",
            ends,
            "dimensions[1].questions[0].number.bands[0]: "
            "must have one of to_exclusive and to_inclusive (line 90)",
        )
        for ends in ("", "to_exclusive: 50, to_inclusive: 50, ")
    ),
    *(
        (
            ", level_at_least: 1",
            opening,
            "dimensions[1].questions[1].applies_when: "
            "must have one of level_at_least and any_of (line 100)",
        )
        for opening in ("", ", any_of: []", ", level_at_least: 1, any_of: [cost]")
    ),
    ("bands:\n", "bands: &bands\n", "bands: must have no anchor (&name) (line 22)"),
    (
        "title: A plan",
        "title: !!str A plan",
        f"{Q}.title: must have no tag (tag:yaml.org,2002:str) (line 33)",
    ),
]


@pytest.mark.parametrize(("old", "new", "fault"), SLIPS, ids=[slip[2][:90] for slip in SLIPS])
def test_one_slip_is_one_fault_with_its_place_and_line(old: str, new: str, fault: str) -> None:
    assert faults_of(changed((old, new))) == [fault]


def test_every_fault_comes_at_once_in_the_order_of_the_file() -> None:
    source = changed(
        ("edition: '1'", "edition: [1]"),
        ("name: Medium", "nmae: Medium"),
        ("from_inclusive: '0.0'", "from_inclusive: '5.0'"),
        ("weight: 60", "weight: lots"),
        ("cap_band: low", "cap_band: bottom"),
        ("code: risk", "code: cost"),
        ("any_of: [cost, none]", "any_of: [cash]"),
        ("{id: trust-guide", "{id: guide"),
    )
    assert faults_of(source) == [
        "rubric.edition: must be text, got a list (line 6)",
        'efforts[1].nmae: is not a key of this format; did you mean "name"? (line 17)',
        "efforts[1].name: is missing (line 17)",
        "bands[0].from_inclusive: must be 0 in the lowest band (line 23)",
        'dimensions[0].weight: must be a number, got "lots" (line 30)',
        "dimensions[0].questions[0].gates[0].cap_band: "
        "names no band of this rubric: bottom (line 41)",
        "dimensions[0].questions[0].levels[0].action.guidance_by_sector.trust: "
        "names no source of this rubric: trust-guide (line 53)",
        "dimensions[0].questions[1].items[1].code: cost is given twice (line 65)",
        "dimensions[1].questions[0].applies_when.any_of[0]: "
        "names nothing that can be chosen in A-2: cash (line 83)",
        "sources[1].id: guide is given twice, as in sources[0] (line 118)",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sectors:\n", "sectors: none\nunknown:\n", 'sectors: must be a list, got "none" (line 8)'),
        ("bands:\n", "bands: none\nunknown:\n", 'bands: must be a list, got "none" (line 22)'),
        (
            "sources:\n",
            "sources: none\nunknown:\n",
            'sources: must be a list, got "none" (line 116)',
        ),
        ("- {code: M, name", "- {name", "efforts[1].code: is missing (line 17)"),
        (
            "        levels:\n          - score: 0\n            points: 0",
            "        levels:\n          - score: 0\n            points: none",
            f'{Q}.levels[0].points: must be a number, got "none" (line 46)',
        ),
    ],
)
def test_a_part_that_cannot_be_read_starts_no_row_of_other_faults(
    old: str, new: str, fault: str
) -> None:
    faults = [one for one in faults_of(changed((old, new))) if not one.startswith("unknown:")]
    assert faults == [fault]


@pytest.mark.parametrize("source", ["a list: no\n", "- a\n- b\n", "just words\n", "3\n"])
def test_a_file_of_something_else_is_refused(source: str) -> None:
    assert len(faults_of(source)) >= 1


def test_a_list_in_place_of_the_rubric_is_one_fault() -> None:
    assert faults_of("- a\n- b\n") == ["the file: must be a mapping, got a list (line 1)"]


def test_a_file_with_thousands_of_faults_lists_a_thousand_and_counts_the_rest() -> None:
    strange = "".join(f"strange-{number}: 1\n" for number in range(1_500))
    faults = faults_of(changed(("glossary:", f"{strange}glossary:")))
    assert len(faults) == 1_001
    assert faults[-1] == "the file: has 500 more faults, not listed here"


HIDDEN = (
    "holds the hidden character U+202E (right-to-left override), character 3, which can make the "
    "text read as something else: remove it, or type the text again"
)


def test_wording_that_hides_what_it_says_is_a_fault_at_its_place() -> None:
    hides = changed(("title: A plan", "title: A \u202eplan"))
    assert faults_of(hides) == [f"{Q}.title: {HIDDEN} (line 33)"]
    blank = changed(("title: A plan", "title: \u3164\u2800"))
    said = "must not be a text of which nothing can be seen"
    assert faults_of(blank) == [f"{Q}.title: {said} (line 33)"]


def test_an_edition_that_was_published_with_such_wording_stays_readable_but_is_no_draft() -> None:
    spec = codec.load(SMALL)
    document = codec.to_document(spec)
    document["dimensions"][0]["questions"][0]["title"] = "A \u202eplan"
    document["bands"][0]["summary"] = "\u2800"
    stored = codec.from_document(document)
    assert codec.to_document(stored) == document
    for found in (codec.findings(stored), codec.findings_in(document)):
        faults = [(one.place, one.message, one.subject) for one in found if one.severity == "fault"]
        assert faults == [
            ("bands[0].summary", "must not be a text of which nothing can be seen", "low"),
            (f"{Q}.title", HIDDEN, spec.dimensions[0].questions[0].code),
        ]


@pytest.mark.parametrize("written", ["No", "yes", "1:30", "2026", "1.50", "0x1F", "1e3", "1_000"])
def test_an_unquoted_word_is_its_own_text_where_text_is_wanted(written: str) -> None:
    spec = codec.load(changed(("title: A plan", f"title: {written}")))
    assert next(question for _, question in spec.questions()).title == written
    assert codec.load(codec.dump(spec)) == spec


def test_a_run_of_blanks_counts_as_one_and_a_tab_is_refused() -> None:
    once = codec.load(changed(("title: A plan", "title: A good plan")))
    assert codec.load(changed(("title: A plan", "title: A  good    plan"))) == once
    [found] = faults_of(changed(("title: A plan", 'title: "A\\tplan"')))
    assert found.startswith(f"{Q}.title: holds a tab, character 2,")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("", 1),
        ("a.b", 1),
        ("a.b.c", 2),
        ("a.b.list[1].x.y", 5),
        ("a.b.list[1].x.z", 5),
        ("a.b.list[7]", 3),
        ("a.b.c (again).d", 7),
        ("a.c", 1),
    ],
)
def test_a_place_has_its_line_or_that_of_what_is_around_it(place: str, line: int) -> None:
    text = "a.b:\n  c: 1\n  list:\n  - 1\n  - x: {y: 1}\n  c:\n    d: 1\n"
    assert read(text, Findings()).line_of(place) == line
