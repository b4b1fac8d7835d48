"""What stops a rubric from being published, whether it comes from a file or from the admin."""

import dataclasses
from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.rubric.definition import (
    DECIDING,
    ActionSpec,
    ConditionSpec,
    OwnerRoleSpec,
    QuestionSpec,
    RubricSpec,
    SectorSpec,
    SourceSpec,
)
from assessments.rubric.files import codec
from assessments.rubric.findings import Finding, Findings, Severity
from assessments.rubric.soundness import examine
from tests.docs.documents import document
from tests.factories import rubrics as r

ROLES = [OwnerRoleSpec(code="digital", default="Head of digital")]


def faults(
    spec: RubricSpec, before: RubricSpec | None = None, unread: str = "none"
) -> tuple[Finding, ...]:
    findings = Findings({unread})
    examine(spec, findings, before)
    return findings.faults


def warnings(spec: RubricSpec, before: RubricSpec | None = None) -> tuple[Finding, ...]:
    findings = Findings()
    examine(spec, findings, before)
    return findings.warnings


def one_dimension(*questions: QuestionSpec, **more: object) -> RubricSpec:
    return r.rubric(r.dimension("A", 100, *questions), roles=ROLES, **more)


def as_text(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{finding.place}: {finding.message}" for finding in findings]


def test_a_sound_rubric_of_every_kind_has_no_fault() -> None:
    spec = one_dimension(
        r.single("Q1"), r.yes_no("Q2"), r.percentage("Q3"), r.number("Q4"), r.checklist("Q5"),
        r.text("Q6"),
    )  # fmt: skip
    assert faults(spec) == ()


def test_codes_of_one_kind_that_differ_only_in_capital_letters_are_a_fault() -> None:
    spec = r.rubric(
        r.dimension("D1", 50, r.single("Q1"), r.checklist("q1")),
        r.dimension("d1", 50, r.single("Q2")),
        roles=[*ROLES, OwnerRoleSpec(code="Digital", default="Head of digital")],
        sectors=[SectorSpec(code="nhs", name="A"), SectorSpec(code="NHS", name="B")],
        bands=[r.band("low", 0), r.band("Low", 50)],
        sources=[SourceSpec(code="s", title="S"), SourceSpec(code="S", title="S")],
    )
    found = as_text(faults(spec))
    assert (
        "dimensions[1].code: d1 differs from D1 in dimensions[0] only in capital letters" in found
    )
    assert [one.partition(".")[0] for one in found if "only in capital letters" in one] == [
        "sectors[1]", "roles[1]", "bands[1]", "dimensions[1]", "sources[1]", "dimensions[0]",
    ]  # fmt: skip


def test_a_fault_says_which_question_it_is_about() -> None:
    spec = one_dimension(r.single("Q1"), r.single("Q2", gates=[r.gate(0, "ready")]))
    found = codec.faults(spec)
    assert found == (
        Finding(
            "dimensions[0].questions[1].gates",
            "must be absent: the question is not critical",
            Severity.FAULT,
            "Q2",
        ),
    )
    assert str(found[0]).endswith("(Q2)")


def test_the_kind_checks_its_own_block() -> None:
    spec = one_dimension(r.single("Q1", levels=[]))
    assert as_text(faults(spec)) == [
        "dimensions[0].questions[0].levels: is missing: the question needs its levels"
    ]


def test_what_the_unknown_kind_demands_is_left_alone() -> None:
    spec = one_dimension(r.single("Q1"), r.question("Q2", "slider"))
    assert faults(spec) == ()


def test_an_earlier_question_opens_a_later_one_across_dimensions() -> None:
    opened = r.single("B1", condition=ConditionSpec(question="A1", level_at_least=2))
    spec = r.rubric(r.dimension("A", 50, r.single("A1")), r.dimension("B", 50, opened), roles=ROLES)
    assert faults(spec) == ()
    turned_round = dataclasses.replace(spec, dimensions=tuple(reversed(spec.dimensions)))
    assert as_text(faults(turned_round)) == [
        "dimensions[0].questions[0].applies_when.question: "
        "must be an earlier question, and A1 comes later"
    ]


@pytest.mark.parametrize(
    ("opener", "any_of", "sound"),
    [
        (r.checklist("Q1"), ["a"], True),
        (r.checklist("Q1"), ["none"], True),
        (r.checklist("Q1"), ["a", "z"], False),
        (r.yes_no("Q1"), ["yes"], True),
        (r.yes_no("Q1"), ["maybe"], False),
        (r.single("Q1"), ["3"], False),
        (r.text("Q1"), ["yes"], False),
    ],
)
def test_a_condition_names_what_can_be_chosen(
    opener: QuestionSpec, any_of: list[str], sound: bool
) -> None:
    opened = r.single("Q2", condition=ConditionSpec(question="Q1", any_of=any_of))
    assert (faults(one_dimension(opener, opened)) == ()) is sound


@pytest.mark.parametrize(("bound", "sound"), [(0, True), (3, True), (4, False), (9, False)])
def test_a_gate_fires_at_some_levels_and_not_at_others(bound: int, sound: bool) -> None:
    spec = one_dimension(r.single("Q1", critical=True, gates=[r.gate(bound, "emerging")]))
    assert (faults(spec) == ()) is sound


def test_a_condition_on_a_question_without_levels_cannot_ask_for_a_level() -> None:
    opened = r.single("Q2", condition=ConditionSpec(question="Q1", level_at_least=1))
    assert as_text(faults(one_dimension(r.text("Q1"), opened))) == [
        "dimensions[0].questions[1].applies_when.level_at_least: cannot be used: Q1 has no levels"
    ]


def test_an_action_without_effort_or_owner_is_sound() -> None:
    spec = one_dimension(
        r.single("Q1"), dont_know_action=ActionSpec(text="Ask.", effort="", owner="")
    )
    assert faults(spec) == ()


def test_bands_from_a_database_are_judged_by_value_and_not_by_spelling() -> None:
    low = dataclasses.replace(r.band("low", "0"), to_inclusive=Decimal("49.90"))
    high = dataclasses.replace(r.band("high", "50.00"), to_inclusive=Decimal("1E+2"))
    assert faults(one_dimension(r.single("Q1"), bands=[low, high])) == ()


def test_weights_that_do_not_sum_to_100_are_a_warning() -> None:
    spec = r.rubric(
        r.dimension("A", 60, r.single("A1", 60), r.single("A2", 40), r.text("A3")),
        r.dimension("B", "40.5", r.single("B1", 99)),
        roles=ROLES,
    )
    assert [one for one in as_text(warnings(spec)) if "sum to" in one] == [
        "dimensions: dimension weights sum to 100.5, not 100: only proportions count",
        "dimensions[1].questions: question weights sum to 99, not 100: only proportions count",
    ]


def test_a_role_an_effort_or_a_source_that_nothing_names_is_a_warning() -> None:
    spec = one_dimension(r.single("Q1"), sources=[SourceSpec(code="guide", title="A guide")])
    found = as_text(warnings(spec))
    assert "efforts[2]: nothing uses L: choose it where it belongs, or delete it" in found
    assert "sources[0]: nothing uses guide: choose it where it belongs, or delete it" in found
    assert not any("nothing uses digital" in one for one in found)


def test_levels_that_give_no_advice_or_fall_are_warnings() -> None:
    levels = r.levels(0, 50, 40)
    levels[0] = dataclasses.replace(levels[0], action=None)
    found = as_text(warnings(one_dimension(r.single("Q1", 100, levels=levels))))
    assert "dimensions[0].questions[0].levels[0]: level 0 has no action" in found
    assert "dimensions[0].questions[0].levels[2].points: level 2 earns less than level 1" in found
    assert not any("levels[2]: level 2 has no action" in one for one in found)


def test_levels_out_of_order_are_a_warning() -> None:
    turned_round = list(reversed(r.quarters()))
    found = as_text(warnings(one_dimension(r.single("Q1", levels=turned_round))))
    assert "dimensions[0].questions[0].levels[1].score: level 3 comes after level 4" in found


def test_a_sector_that_is_asked_nothing_scored_is_a_fault() -> None:
    spec = one_dimension(r.single("Q1", applies_to=[r.COUNCIL]), r.text("Q2"))
    assert as_text(faults(spec)) == [
        "sectors[1]: nhs_trust is asked no scored question, so it can never submit"
    ]


def test_a_band_that_asks_less_than_a_lower_one_is_a_warning() -> None:
    bands = [r.band("low", 0), r.band("middle", 50, 45), r.band("high", 80, 40)]
    assert (
        "bands[2].minimum_each_dimension: asks less of each dimension than a lower band, "
        "which asks 45" in as_text(warnings(one_dimension(r.single("Q1"), bands=bands)))
    )


def test_a_warning_never_stops_publishing() -> None:
    spec = one_dimension(r.single("Q1", 7, critical=True))
    assert warnings(spec)
    assert faults(spec) == ()


def test_nothing_is_found_where_a_file_could_not_be_read() -> None:
    spec = one_dimension(r.single("Q1", gates=[r.gate(0, "nothing")], critical=True))
    place = "dimensions[0].questions[0].gates[0].cap_band"
    assert place in {finding.place for finding in faults(spec)}
    unread = "dimensions[0].questions[0].gates"
    assert place not in {finding.place for finding in faults(spec, unread=unread)}


def test_a_code_that_could_not_be_read_leaves_references_in_doubt() -> None:
    spec = one_dimension(
        r.single("Q1", applies_to=[r.TRUST]),
        sectors=[SectorSpec(code=r.COUNCIL, name="Council"), SectorSpec(code="", name="Trust")],
    )
    assert as_text(faults(spec)) == [
        "sectors[1].code: is missing",
        "dimensions[0].questions[0].applies_to[0]: names no sector of this rubric: nhs_trust",
    ]
    assert faults(spec, unread="sectors[1].code") == ()


@pytest.mark.parametrize(
    ("unread", "place", "covered", "touched"),
    [
        ("a[1].b", "a[1].b", True, True),
        ("a[1]", "a[1].b", True, True),
        ("a", "a[1].b", True, True),
        ("", "a[1].b", True, True),
        ("a[1].b", "a[1]", False, True),
        ("a[1].b", "a[10]", False, False),
        ("a[1].b", "a[1].bc", False, False),
    ],
)
def test_a_place_is_unread_with_all_that_is_under_it(
    unread: str, place: str, covered: bool, touched: bool
) -> None:
    assert Findings({unread}).is_unread(place) is covered
    assert Findings({unread}).touches_unread(place) is touched


@pytest.mark.parametrize("code", DECIDING)
def test_no_role_whose_actions_are_decisions_is_a_warning(code: str) -> None:
    roles = [*ROLES, OwnerRoleSpec(code="it", default="Head of IT")]
    said = "roles: none is chief_exec, board or finance, so a board report asks for no decision"
    spec = replace(one_dimension(r.single("Q1")), roles=roles)
    assert said in as_text(warnings(spec))
    assert said not in as_text(warnings(replace(spec, shows_score=False)))
    assert said not in as_text(warnings(replace(spec, roles=ROLES)))
    deciding = [*roles, OwnerRoleSpec(code=code, default="Who decides")]
    assert said not in as_text(warnings(replace(spec, roles=deciding)))


def test_a_name_that_ends_as_a_sentence_does_is_a_warning() -> None:
    bands = [replace(r.band("low", 0), name="At risk."), r.band("high", 50)]
    spec = one_dimension(replace(r.single("Q1"), title="Plans, etc."), bands=bands)
    spec = replace(spec, edition="2026.")
    said = "ends with a full stop, so a sentence that ends with it has two"
    found = [one.place for one in warnings(spec) if one.message == said]
    assert found == ["edition", "bands[0].name", "dimensions[0].questions[0].title"]


def test_the_guide_names_every_role_whose_actions_are_decisions() -> None:
    guide = document("docs/editing-a-rubric.md").text
    (said,) = [line for line in guide.splitlines() if "**decisions asked for**" in line]
    assert all(f"`{code}`" in said for code in DECIDING)
