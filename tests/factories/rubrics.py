"""Builders of small rubrics and sheets as frozen values. Pure: no database, no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessments.rubric.definition import (
    ActionSpec,
    BandSpec,
    ConditionSpec,
    DimensionSpec,
    EffortSpec,
    GateSpec,
    ItemSpec,
    LevelSpec,
    NoneOptionSpec,
    NumberBandSpec,
    NumberSpec,
    OptionSpec,
    OwnerRoleSpec,
    PointsToLevelSpec,
    QuestionSpec,
    RubricSpec,
    SectorSpec,
)
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State, Value
from assessments.sectors import SECTORS

Number = Decimal | int | str
COUNCIL = "local_authority"
TRUST = "nhs_trust"
REASON = "We have no such systems at all."
FOUND_OUT = ActionSpec(text="Find out.", effort="S", owner="digital")


def action(text: str = "Do the next thing.", effort: str = "M", **more: Any) -> ActionSpec:
    return ActionSpec(text=text, effort=effort, owner=more.pop("owner", "digital"), **more)


def levels(*points: Number, effort: str = "M") -> list[LevelSpec]:
    """Levels 0, 1, 2... with these points, and an action on each but the last."""
    top = len(points) - 1
    return [
        LevelSpec(
            number=number,
            text=f"Level {number}",
            points=Decimal(earned),
            action=None if number == top else action(f"Leave level {number}.", effort),
        )
        for number, earned in enumerate(points)
    ]


def quarters(effort: str = "M") -> list[LevelSpec]:
    return levels(0, 25, 50, 75, 100, effort=effort)


def question(code: str, kind: str, weight: Number | None = 1, **more: Any) -> QuestionSpec:
    return QuestionSpec(
        code=code,
        title=more.pop("title", f"Question {code}"),
        kind=kind,
        text=more.pop("text", f"What about {code}?"),
        weight=None if weight is None else Decimal(weight),
        **more,
    )


def single(code: str, weight: Number = 1, **more: Any) -> QuestionSpec:
    return question(code, "single", weight, levels=more.pop("levels", quarters()), **more)


def yes_no(code: str, weight: Number = 1, **more: Any) -> QuestionSpec:
    options = [
        OptionSpec(value="yes", text="Yes, all of it", level=4),
        OptionSpec(value="no", text="No", level=0),
    ]
    return question(
        code,
        "yes_no",
        weight,
        levels=more.pop("levels", quarters()),
        options=more.pop("options", options),
        **more,
    )


def number_block(
    *starts: Number, maximum: Number = 100, decimals: int = 1, **more: Any
) -> NumberSpec:
    """Bands that begin at `starts` and earn level 0, 1, 2..., the last one up to `maximum`."""
    ends = [Decimal(end) for end in (*starts[1:], maximum)]
    bands = [
        NumberBandSpec(
            from_inclusive=Decimal(start),
            to=end,
            to_is_inclusive=level == len(ends),
            level=level - 1,
        )
        for level, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]
    return NumberSpec(
        unit=more.pop("unit", "percent"),
        minimum=Decimal(starts[0]),
        maximum=Decimal(maximum),
        decimals_allowed=decimals,
        bands=bands,
        **more,
    )


def percentage(code: str, weight: Number = 1, **more: Any) -> QuestionSpec:
    block = more.pop("number", number_block(0, 25, 50, 75, 100))
    return question(
        code, "percentage", weight, levels=more.pop("levels", quarters()), number=block, **more
    )


def number(code: str, weight: Number = 1, **more: Any) -> QuestionSpec:
    block = more.pop("number", number_block(0, 5, 10, 20, 40, maximum=1000, unit="days"))
    return question(
        code, "number", weight, levels=more.pop("levels", quarters()), number=block, **more
    )


def checklist(code: str, weight: Number = 1, *points: Number, **more: Any) -> QuestionSpec:
    """Items `a`, `b`, `c`... with these points (40, 30, 20, 10), and levels at each quarter."""
    earned = [Decimal(each) for each in points or (40, 30, 20, 10)]
    items = [
        ItemSpec(code=chr(97 + place), text=f"Item {chr(97 + place)}", points=each)
        for place, each in enumerate(earned)
    ]
    return question(
        code,
        "checklist",
        weight,
        items=more.pop("items", items),
        none_option=more.pop("none_option", NoneOptionSpec(code="none", text="None of these")),
        points_to_level=more.pop("points_to_level", rows((0, 24), (25, 49), (50, 74), (75, 100))),
        levels=more.pop("levels", checklist_levels(4)),
        **more,
    )


def checklist_levels(count: int) -> list[LevelSpec]:
    return [
        LevelSpec(
            number=level,
            text=f"Level {level}",
            action=None if level == count - 1 else action(f"Leave level {level}."),
        )
        for level in range(count)
    ]


def rows(*spans: tuple[Number, Number]) -> list[PointsToLevelSpec]:
    return [
        PointsToLevelSpec(from_inclusive=Decimal(start), to_inclusive=Decimal(end), level=level)
        for level, (start, end) in enumerate(spans)
    ]


def text(code: str, **more: Any) -> QuestionSpec:
    return question(code, "text", None, **more)


def gate(at_or_below: int, cap: str, message: str = "Fix this first.") -> GateSpec:
    return GateSpec(when_level_at_or_below=at_or_below, cap_band=cap, message=message)


def dimension(code: str, weight: Number, *questions: QuestionSpec) -> DimensionSpec:
    return DimensionSpec(
        code=code, name=f"Dimension {code}", weight=Decimal(weight), questions=questions
    )


def band(code: str, start: Number, minimum: Number | None = None) -> BandSpec:
    return BandSpec(
        code=code,
        name=code.replace("_", " ").capitalize(),
        from_inclusive=Decimal(start),
        minimum_each_dimension=None if minimum is None else Decimal(minimum),
    )


def five_bands() -> list[BandSpec]:
    return [
        band("not_ready", "0.0"),
        band("emerging", "25.0"),
        band("developing", "45.0"),
        band("ready", "65.0", "45.0"),
        band("leading", "85.0", "65.0"),
    ]


def rubric(*dimensions: DimensionSpec, **more: Any) -> RubricSpec:
    return RubricSpec(
        code="small",
        title="A small rubric",
        edition="1",
        language="en-GB",
        sectors=more.pop(
            "sectors",
            [SectorSpec(code=COUNCIL, name="Council"), SectorSpec(code=TRUST, name="Trust")],
        ),
        bands=more.pop("bands", five_bands()),
        dimensions=dimensions,
        dont_know_action=more.pop("dont_know_action", FOUND_OUT),
        efforts=[EffortSpec(code=code, name=code) for code in ("S", "M", "L")],
        **more,
    )


def with_question(spec: RubricSpec, changed: QuestionSpec) -> RubricSpec:
    """The rubric with this question in the place of the one that has its code."""
    return replace(
        spec,
        dimensions=[
            replace(d, questions=[changed if q.code == changed.code else q for q in d.questions])
            for d in spec.dimensions
        ],
    )


def answered(value: Value | set[str] | str | int, *, evidence: Sequence[str] = ()) -> Reply:
    """An answer by its clean value; a set means a checklist's frozen one."""
    return Reply(
        state=State.ANSWERED,
        value=frozenset(value) if isinstance(value, set) else value,
        evidence=tuple(EvidenceItem(title=title) for title in evidence),
    )


DONT_KNOW = Reply(state=State.DONT_KNOW)
NOT_APPLICABLE = Reply(state=State.NOT_APPLICABLE, reason=REASON)


def sheet(replies: dict[str, Reply] | None = None, *, sector: str = COUNCIL) -> AnswerSheet:
    return AnswerSheet(sector=sector, replies=replies or {})


def any_size(questions: int, dimensions: int, **more: Any) -> RubricSpec:
    """A rubric of so many questions, spread over dimensions D01, D02... as evenly as can be.

    Of every ten, six are levels, two yes or no, one a checklist and one a number; the first two
    of each dimension are critical, and each tenth question waits for the one before it.
    """
    parts = []
    for place in range(dimensions):
        here = questions // dimensions + (place < questions % dimensions)
        made = [_made(f"D{place + 1:02}.{number}", number) for number in range(1, here + 1)]
        parts.append(dimension(f"D{place + 1:02}", 1, *made))
    roles = more.pop("roles", [OwnerRoleSpec(code="digital", default="Head of digital")])
    return rubric(*parts, roles=roles, **more)


def _made(code: str, number: int) -> QuestionSpec:
    kinds = (single, single, yes_no, single, checklist, single, yes_no, single, single, percentage)
    more: dict[str, Any] = {"title": f"Question {code} about what is written down"}
    if number <= 2:
        more |= {"critical": True, "gates": [gate(0, "developing")]}
    if number % 10 == 0:
        before = code.rpartition(".")[0] + f".{number - 1}"
        more["condition"] = ConditionSpec(question=before, level_at_least=1)
    return kinds[(number - 1) % 10](code, **more)


def any_reply(question: QuestionSpec, number: int) -> Reply:
    """Some answer to a question of `any_size`, chosen by a number; each ninth is don't know."""
    if number % 9 == 8:
        return DONT_KNOW
    if question.items:
        return answered({"a", "b"} if number % 2 else {"none"})
    if question.options:
        return answered("yes" if number % 3 else "no")
    if question.number:
        return answered(Decimal(number % 101))
    return answered(number % 5)


def gate_check() -> RubricSpec:
    """A rubric whose every question has a gate, for every sector that an organisation can have."""
    asked = rubric(
        dimension(
            "G1", 50, single("A-1", 50, critical=True, gates=[gate(1, "emerging", "A-1 holds.")])
        ),
        dimension(
            "G2",
            50,
            yes_no("G-2", 25, critical=True, gates=[gate(0, "developing", "G-2 holds.")]),
            single("G-3", 25, critical=True, gates=[gate(0, "ready", "G-3 holds.")]),
        ),
        sectors=[SectorSpec(code=code, name=name) for code, name in SECTORS.items()],
        roles=[OwnerRoleSpec(code="digital", default="Head of digital")],
    )
    return replace(asked, code="gate-check", title="A gate check", shows_score=False)
