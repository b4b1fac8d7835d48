"""What is wrong with a rubric file whose every part has the right form, with place and line."""

import pytest

from assessments.rubric.files import codec
from tests.rubric.files.material import SMALL, changed, faults_of

Q = "dimensions[0].questions[0]"
OPENED = "dimensions[1].questions[0].applies_when"
OPENED_BY_LEVEL = "dimensions[1].questions[1].applies_when"

SLIPS = [
    # Codes are given once
    (
        "- {code: M, name: Medium}",
        "- {code: M, name: Medium}\n  - {code: S, name: Small}",
        "efforts[2].code: S is given twice, as in efforts[0] (line 18)",
    ),
    (
        "  - code: B\n",
        "  - code: A\n",
        "dimensions[1].code: A is given twice, as in dimensions[0] (line 73)",
    ),
    (
        "code: B-2",
        "code: A-2",
        "dimensions[1].questions[1].code: A-2 is given twice, as in dimensions[0].questions[1] "
        "(line 95)",
    ),
    ("{term: Plan, meaning: W", "{term: Plan, meaning: X.}\n  - {term: Plan, meaning: W",
     "glossary[1].term: Plan is explained twice (line 116)"),
    # What is named exists, and is named once
    ("cap_band: low", "cap_band: bottom",
     f"{Q}.gates[0].cap_band: names no band of this rubric: bottom (line 41)"),
    ("[council, trust]", "[council, nhs]",
     f"{Q}.applies_to[1]: names no sector of this rubric: nhs (line 37)"),
    ("[council, trust]", "[council, council]", f"{Q}.applies_to[1]: names council twice (line 37)"),
    ("trust: {help: Ask", "nhs: {help: Ask",
     f"{Q}.sector_variants.nhs: names no sector of this rubric: nhs (line 43)"),
    ("by_sector: {trust: Chief", "by_sector: {nhs: Chief",
     "roles[0].by_sector.nhs: names no sector of this rubric: nhs (line 14)"),
    ("effort: S, owner: digital}\nbands", "effort: X, owner: digital}\nbands",
     "scoring.dont_know.action.effort: names no effort of this rubric: X (line 21)"),
    ("effort: S\n", "effort: XL\n",
     f"{Q}.levels[0].action.effort: names no effort of this rubric: XL (line 50)"),
    ("owner: digital\n", "owner: no-one\n",
     f"{Q}.levels[0].action.owner: names no role of this rubric: no-one (line 51)"),
    ("guidance: guide", "guidance: nothing",
     f"{Q}.levels[0].action.guidance: names no source of this rubric: nothing (line 52)"),
    ("{trust: trust-guide}", "{trust: nothing}",
     f"{Q}.levels[0].action.guidance_by_sector.trust: "
     "names no source of this rubric: nothing (line 53)"),
    ("{trust: trust-guide}", "{nhs: trust-guide}",
     f"{Q}.levels[0].action.guidance_by_sector.nhs: names no sector of this rubric: nhs (line 53)"),
    ("sources: [guide]\n", "sources: [nothing]\n",
     f"{Q}.sources[0]: names no source of this rubric: nothing (line 57)"),
    ("dimensions: [A]", "dimensions: [C]",
     "context_figures[0].dimensions[0]: names no dimension of this rubric: C (line 113)"),
    ("questions: [A-1]", "questions: [A-9]",
     "context_figures[0].questions[0]: names no question of this rubric: A-9 (line 113)"),
    ("show_to: [council]", "show_to: [nhs]",
     "context_figures[0].show_to[0]: names no sector of this rubric: nhs (line 113)"),
    # Bands
    ("from_inclusive: '0.0'", "from_inclusive: '5.0'",
     "bands[0].from_inclusive: must be 0 in the lowest band (line 23)"),
    ("from_inclusive: '80.0', to_inclusive", "from_inclusive: '80.1', to_inclusive",
     "bands[1].to_inclusive: must be 80.0, just below the next band (line 24)"),
    ("to_inclusive: '100.0'", "to_inclusive: '99.0'",
     "bands[2].to_inclusive: must be 100.0 (line 25)"),
    ("to_inclusive: '49.9'", "minimum_each_dimension: '10.0'",
     "bands[0].minimum_each_dimension: "
     "must be absent: the lowest band asks nothing (line 23)"),
    # Critical questions and gates
    ("critical: true", "critical: false",
     f"{Q}.gates: must be absent: the question is not critical (line 40)"),
    ("{allowed: false}", "{allowed: true}",
     f"{Q}.not_applicable.allowed: must be false: a critical question always applies (line 38)"),
    ("when_level_at_or_below: 0", "when_level_at_or_below: 1",
     f"{Q}.gates[0].when_level_at_or_below: must be 0, got 1: "
     "some levels must fire it and some must not (line 41)"),
    ("        required: false",
     "        critical: true\n        gates:\n"
     "          - {when_level_at_or_below: 0, cap_band: low, message: No.}",
     "dimensions[1].questions[2].gates[0]: can never fire: the question has no levels (line 113)"),
    # Conditions
    ("question: A-2, any_of", "question: B-2, any_of",
     f"{OPENED}.question: must be an earlier question, and B-2 comes later (line 83)"),
    ("question: A-2, any_of", "question: B-1, any_of",
     f"{OPENED}.question: must be an earlier question, not the question itself (line 83)"),
    ("question: A-2, any_of", "question: Z-9, any_of",
     f"{OPENED}.question: names no question of this rubric: Z-9 (line 83)"),
    ("any_of: [cost, none]", "any_of: [cash]",
     f"{OPENED}.any_of[0]: names nothing that can be chosen in A-2: cash (line 83)"),
    ("any_of: [cost, none]", "any_of: [cost, cost]",
     f"{OPENED}.any_of[1]: names cost twice (line 83)"),
    ("level_at_least: 1", "level_at_least: 4",
     f"{OPENED_BY_LEVEL}.level_at_least: names level 4, which A-1 does not have (line 100)"),
    # A question and its type
    ("        weight: 70\n", "", f"{Q}.weight: is missing (line 32)"),
    ("        required: false", "        weight: 5",
     "dimensions[1].questions[2].weight: must be absent: this type is not scored (line 111)"),
    ("code: risk", "code: cost",
     "dimensions[0].questions[1].items[1].code: cost is given twice (line 65)"),
    ("{from_inclusive: 50, to_inclusive: 100, level: 1}",
     "{from_inclusive: 60, to_inclusive: 100, level: 1}",
     "dimensions[1].questions[0].number.bands[1].from_inclusive: "
     "must be 50, got 60: leaves a gap with the band before (line 91)"),
    ("        sources: [guide]\n", "        items: [{code: a, text: A, points: 1}]\n",
     f"{Q}.items: does not belong to a question of this type (line 57)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), SLIPS, ids=[slip[2][:90] for slip in SLIPS])
def test_one_slip_is_one_fault_with_its_place_and_line(old: str, new: str, fault: str) -> None:
    assert faults_of(changed((old, new))) == [fault]


def test_bands_that_do_not_rise_are_refused() -> None:
    faults = faults_of(changed(("from_inclusive: '80.0'", "from_inclusive: '40.0'")))
    assert "bands[2].from_inclusive: must be above 50.0, where middle starts (line 25)" in faults


def test_a_rubric_with_nothing_to_score_is_refused() -> None:
    dimension, rest = SMALL.index("dimensions:\n"), SMALL.index("glossary:\n")
    only_text = (
        "dimensions:\n  - {code: A, name: A, weight: 1, questions: "
        "[{code: Q, title: Q, type: text, text: What?}]}\n"
    )
    assert faults_of(SMALL[:dimension] + only_text + SMALL[rest:]) == [
        "dimensions: has no scored question, so there is nothing to score (line 26)"
    ]


def test_the_small_rubric_is_sound_and_worth_no_warning() -> None:
    assert codec.load_with_warnings(SMALL)[1] == ()


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("weight: 70", "weight: 71",
         "dimensions[0].questions: question weights sum to 101, not 100: only proportions count "
         "(line 31)"),
        ("    weight: 40\n", "    weight: 40.5\n",
         "dimensions: dimension weights sum to 100.5, not 100: only proportions count (line 26)"),
        ("Little, action: {text: Check more., effort: M, owner: digital}}", "Little}",
         "dimensions[0].questions[1].levels[0]: level 0 has no action (line 71)"),
        ("sources:\n  - {id: guide", "sources:\n  - {id: other, title: Other}\n  - {id: guide",
         "sources[0]: nothing uses other: choose it where it belongs, or delete it (line 117)"),
        ("        gates:\n"
         "          - {when_level_at_or_below: 0, cap_band: low, message: Make a plan.}\n", "",
         "dimensions[0].questions[0].critical: is true, but the question has no gate (line 39)"),
        ("cap_band: low", "cap_band: high",
         "dimensions[0].questions[0].gates[0].cap_band: "
         "high is the top band: it caps nothing (line 41)"),
        ("        title: Checks\n", "        title: Checks\n        applies_to: [council]\n",
         "dimensions[1].questions[0].applies_when: "
         "never holds for trust, which is not asked A-2 (line 84)"),
        ("  dont_know:\n    action: {text: Find out., effort: S, owner: digital}\n", "",
         'scoring.dont_know: has no action, so a "don\'t know" leads to no advice (line 18)'),
    ],
)  # fmt: skip
def test_what_is_worth_a_look_is_a_warning_and_stops_nothing(
    old: str, new: str, warning: str
) -> None:
    _, warnings = codec.load_with_warnings(changed((old, new)))
    assert warning in [str(one) for one in warnings]
