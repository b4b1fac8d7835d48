"""What a rubric is: every part and every field of one, each declared once.

A part is a frozen dataclass. A field's annotation says what it holds (a `Value`), its label and
help, and the key of the rubric file that it is read from. The file format, the workbook, the rows,
the admin's forms, the comparison of editions, the JSON Schema and the table of fields in the docs
all follow from these declarations, so a new field is written here, as a column, and where people
see it.

Fields are in the order in which a file gives its keys. A field with a default may be left out of a
file. Numbers are `Decimal`s made from the text of the number, never from a float. Every sequence
keeps the order of the rubric, which is the order people see. Imports nothing of ours.

It is one long file because that is its use: all that a rubric can say is read in one place, and
the parts refer to one another.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar, cast, get_type_hints

F = TypeVar("F", bound=Callable[..., object])
LATEST = 2
"""The latest version of the format of rubric files."""
LIMIT = "warn_if_weight_excluded_over_percent"
P = TypeVar("P", "DimensionSpec", "BandSpec", "EffortSpec")
once = cast(Callable[[F], F], cache)
"""Works out what follows from a declaration when it is first asked for, and remembers it."""

Content: TypeAlias = Any
"""What a field of a part holds: its `Value` says which type that is."""
Document = dict[str, Any]
"""A JSON object as files and frozen rows have it: who wrote it knows what is under each key."""

HIGHEST_LEVEL = 100
MOST_POINTS = 1_000
MOST_NUMBER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Value:
    """What a field can hold."""


@dataclass(frozen=True, slots=True)
class Text(Value):
    """Text of at most `most` characters. `says`: it must not be empty. `lines`: several lines."""

    most: int = 5_000
    says: bool = False
    lines: bool = True


@dataclass(frozen=True, slots=True)
class Code(Value):
    """A code. `of` names the list of the rubric that gives it, where it refers to one."""

    of: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Language(Value):
    """A language tag such as `en-GB`."""


@dataclass(frozen=True, slots=True)
class Link(Value):
    """A web address; may be empty."""


@dataclass(frozen=True, slots=True)
class Kind(Value):
    """The key of a question kind."""


@dataclass(frozen=True, slots=True)
class Choice(Value):
    """One of a few words; empty where none is said."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag(Value):
    """True or false."""


@dataclass(frozen=True, slots=True)
class Whole(Value):
    """A whole number from `least` to `most`. `of` names a list, one of which the number names."""

    least: int
    most: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class Number(Value):
    """An exact number from `least` to `most` with at most so many decimal `places`.

    `above`: more than `least`. `tenths`: a file writes it as text with one decimal place.
    """

    least: int
    most: int
    places: int
    above: bool = False
    tenths: bool = False

    @property
    def bounds(self) -> str:
        """ "from 0 to 100", or "more than 0 and at most 100"."""
        words = "more than {:,} and at most {:,}" if self.above else "from {:,} to {:,}"
        return words.format(self.least, self.most)


@dataclass(frozen=True, slots=True)
class ListOf(Value):
    """A list of single values. `least` is the fewest it may hold where it is given."""

    item: Value
    least: int = 0


@dataclass(frozen=True, slots=True)
class BySector(Value):
    """A mapping from sector codes to single values."""

    item: Value


@dataclass(frozen=True, slots=True)
class One(Value):
    """A part of its own, or none.

    Its columns are in the row around it, with names that begin with `prefix`. A row gives the part
    once all the fields in `given_by` are filled.
    """

    part: type[object]
    prefix: str
    given_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Many(Value):
    """A list of parts, which the first field of each tells apart; `one` is what people call one.

    With `by`, a file has a mapping instead, whose keys are that field.
    """

    part: type[object]
    one: str = ""
    least: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Notes(Value):
    """Prose about the sums, kept as the file has it."""


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is declared: in words, and where it is kept.

    `key` is its path in the file and `column` its column, where they differ from its name;
    `always`: files written for people give it even where it says the default; `added_later`: the
    content hash sees it only where it says something, because earlier editions know nothing of it;
    `reads`: what respondents know it by, where its label is for editors; `group`: the heading under
    which an editor finds it, where it is not among the first; `of_kind`: only some kinds of
    question have it.
    """

    label: str
    value: Value
    help: str = ""
    reads: str = ""
    key: str = ""
    column: str = ""
    always: bool = False
    added_later: bool = False
    group: str = ""
    of_kind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Field):
    """A field of a part as it was declared. `name` is the attribute; `required`: has no default."""

    name: str
    required: bool
    default: Content


@once
def fields_of(part: type[Any]) -> tuple[Declared, ...]:
    """The declared fields of a part, in the order of the file."""
    hints = get_type_hints(part, include_extras=True)
    found = []
    for one in dataclasses.fields(part):
        declared: Field = hints[one.name].__metadata__[0]
        said = {each.name: getattr(declared, each.name) for each in dataclasses.fields(Field)}
        said["reads"] = declared.reads or declared.label
        said |= {name: said[name] or one.name for name in ("key", "column")}
        default = one.default
        if one.default_factory is not dataclasses.MISSING:
            default = one.default_factory()
        required = default is dataclasses.MISSING
        default = None if required else default
        found.append(Declared(name=one.name, required=required, default=default, **said))
    return tuple(found)


def part_of(field: Declared) -> type[object]:
    """The part that a field holds one or several of."""
    if not isinstance(field.value, One | Many):
        raise TypeError(f"{field.name} holds no part")
    return field.value.part


def refers_to(value: Value | None) -> str:
    """The list whose codes, or numbers, a value names; empty where it names none.

    A question's own lists are `levels` and `choices`, what can be chosen in it.
    """
    if isinstance(value, ListOf):
        value = value.item
    return value.of if isinstance(value, Code | Whole) else ""


def naming_field(part: object) -> Declared:
    """What tells a part from the others of its list: the first of its fields that says a thing."""
    fields = fields_of(type(part))
    said = (one for one in fields if getattr(part, one.name) not in (None, "", ()))
    return next(said, fields[0])


CODE = Code()
TITLE = Text(200, says=True, lines=False)
TEXT = Text()
WORDING = Text(says=True)
SHORT = Text(40, lines=False)
NAME = Text(200, lines=False)
LINES = ListOf(Text(says=True, lines=False))
FLAG = Flag()
LEVEL = Whole(0, HIGHEST_LEVEL)
WEIGHT = Number(0, 1_000_000, 4, above=True)
POINTS = Number(0, MOST_POINTS, 4)
ITEM_POINTS = Number(-MOST_POINTS, MOST_POINTS, 4)
ROW_POINTS = Number(0, 1_000_000, 4)
RANGE = Number(-MOST_NUMBER, MOST_NUMBER, 6)
BOUND = Number(0, 100, 1, tenths=True)
DAYS = Number(0, 10_000, 2)
POUNDS = Number(0, 100_000_000, 2)
SECTORS = ListOf(Code("sectors"), least=1)
SOURCES = ListOf(Code("sources"))
ALL_SECTORS = "None: every sector."


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """What to do next from a level. `effort`, `owner` and `guidance` are codes of the rubric."""

    text: Annotated[str, Field("Action", WORDING)]
    effort: Annotated[str, Field("Effort", Code("efforts", optional=True))] = ""
    owner: Annotated[str, Field("Owner", Code("roles", optional=True))] = ""
    guidance: Annotated[str | None, Field("Guidance", Code("sources"))] = None
    guidance_by_sector: Annotated[
        Mapping[str, str], Field("Guidance by sector", BySector(Code("sources")))
    ] = dataclasses.field(default_factory=dict)

    def guidance_for(self, sector: str) -> str | None:
        """The source code of the guidance for a sector; `None` when there is none."""
        return self.guidance_by_sector.get(sector, self.guidance)


ACTION = One(ActionSpec, "action_", given_by=("text",))
UNKNOWN = One(ActionSpec, "dont_know_", given_by=("text",))


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSpec:
    """A described state of a question. `points` is `None` in a checklist, whose items earn them."""

    number: Annotated[int, Field("Level", LEVEL, key="score")]
    points: Annotated[Decimal | None, Field("Points", POINTS)] = None
    text: Annotated[str, Field("Description", WORDING)]
    still_missing: Annotated[
        str,
        Field(
            "Still missing",
            TEXT,
            "A note of what the next level adds. It is never a condition.",
            added_later=True,
        ),
    ] = ""
    action: Annotated[ActionSpec | None, Field("Action", ACTION)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSpec:
    """One line of a checklist."""

    code: Annotated[str, Field("Code", CODE)]
    text: Annotated[str, Field("Text", WORDING)]
    points: Annotated[Decimal, Field("Points", ITEM_POINTS)]
    if_missing: Annotated[
        str,
        Field(
            "If missing", TEXT, "The action that a report recommends where the line is not ticked."
        ),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOptionSpec:
    """The exclusive "None of these" of a checklist; it earns no points."""

    code: Annotated[str, Field("Code", CODE)]
    text: Annotated[str, Field("Text", TITLE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsToLevelSpec:
    """A row of a checklist's table from points to level. `to_inclusive` is for people to read."""

    from_inclusive: Annotated[Decimal, Field("From", ROW_POINTS)]
    to_inclusive: Annotated[Decimal, Field("Up to and including", ROW_POINTS)]
    level: Annotated[int, Field("Level", LEVEL)]


def full_points(items: Sequence[ItemSpec]) -> Decimal:
    """What a checklist comes to when every line that earns points is true."""
    return sum((item.points for item in items if item.points > 0), Decimal(0))


def points_step(items: Sequence[ItemSpec], *, as_written: bool = False) -> Decimal:
    """What the sums of a checklist differ by at the least: a unit of the finest place in use.

    Zeros at the end use no place, as 10.00 says what 10 says, unless the places are taken
    `as_written`.
    """
    points = (item.points if as_written else item.points.normalize() for item in items)
    places = [each.as_tuple().exponent for each in points]
    return Decimal(1).scaleb(min([0, *(place for place in places if isinstance(place, int))]))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """A choice of a yes or no question, and the level it names."""

    value: Annotated[str, Field("Value", CODE)]
    text: Annotated[str, Field("Text", TITLE)]
    level: Annotated[int, Field("Level", LEVEL)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBandSpec:
    """A part of a number's range: from `from_inclusive` up to `to`, and the level it earns.

    A file gives `to` as `to_exclusive` or, with `to_is_inclusive`, as `to_inclusive`.
    """

    from_inclusive: Annotated[Decimal, Field("From", RANGE)]
    to: Annotated[Decimal, Field("To", RANGE, key="to_exclusive")]
    to_is_inclusive: Annotated[bool, Field("Up to and including", FLAG)]
    level: Annotated[int, Field("Level", LEVEL)]

    def holds(self, number: Decimal) -> bool:
        """Whether the number lies in this part of the range."""
        if number < self.from_inclusive:
            return False
        return number <= self.to if self.to_is_inclusive else number < self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSpec:
    """What a percentage or number question accepts, and the bands that cover its whole range."""

    unit: Annotated[str, Field("Unit", SHORT)] = ""
    minimum: Annotated[Decimal, Field("Minimum", RANGE, key="min")]
    maximum: Annotated[Decimal, Field("Maximum", RANGE, key="max")]
    decimals_allowed: Annotated[int, Field("Decimals allowed", Whole(0, 6), column="decimals")]
    direction: Annotated[str, Field("Direction", SHORT)] = ""
    bands: Annotated[Sequence[NumberBandSpec], Field("Ranges", Many(NumberBandSpec, "Range"))]


NUMBER = One(NumberSpec, "number_", given_by=("minimum", "maximum"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSpec:
    """Caps the final band: at or below a level or, on a checklist, while a line is not ticked.

    Exactly one of `when_level_at_or_below` and `when_any_missing`, codes of lines, is given.
    """

    when_level_at_or_below: Annotated[int | None, Field("When level at or below", LEVEL)] = None
    when_any_missing: Annotated[
        Sequence[str],
        Field(
            "Or when any missing",
            ListOf(Code("items"), least=1),
            "Codes of lines of this checklist.",
            added_later=True,
        ),
    ] = ()
    cap_band: Annotated[str, Field("Highest band", Code("bands"))]
    message: Annotated[str, Field("Message", WORDING)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSpec:
    """A part of a framework that the question counts towards; `ref` is what it is called there."""

    framework: Annotated[str, Field("Framework", Code("frameworks"))]
    ref: Annotated[str, Field("Reference", NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSpec:
    """`applies_when`: names an earlier question and what opens this one.

    Exactly one of `level_at_least` and `any_of` is given; `any_of` names item or option codes.
    """

    question: Annotated[
        str, Field("Asked only if question", Code("questions"), "Code of an earlier question.")
    ]
    level_at_least: Annotated[
        int | None, Field("Has level at least", Whole(0, HIGHEST_LEVEL, "levels"))
    ] = None
    any_of: Annotated[Sequence[str], Field("Or has any of", ListOf(Code("choices")))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSpec:
    """A sector's own wording. `None` leaves the question's wording as it is."""

    sector: Annotated[str, Field("Sector", Code("sectors"))]
    text: Annotated[str | None, Field("Text", TEXT, reads="Question")] = None
    why: Annotated[str | None, Field("Why", TEXT, reads="Why it matters")] = None
    help: Annotated[str | None, Field("Help", TEXT)] = None
    evidence: Annotated[str | None, Field("Evidence", TEXT)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a respondent of one sector reads."""

    text: str
    why: str
    help: str
    evidence: str


ASKED = "Who is asked, and when"
INSTEAD = "What may be said instead of an answer"
RELEASE = "Freedom of information"
COUNTS = "What it counts for"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSpec:
    """A question. `kind` is a key of the question kinds; `weight` is `None` for an unscored one.

    An empty `applies_to` means every sector.
    """

    code: Annotated[str, Field("Code", CODE)]
    title: Annotated[str, Field("Title", TITLE)]
    kind: Annotated[
        str,
        Field(
            "Kind",
            Kind(),
            "It decides which other fields there are.",
            "How it is answered",
            key="type",
        ),
    ]
    weight: Annotated[
        Decimal | None,
        Field("Weight", WEIGHT, "Only proportions in its dimension count. None: it is not scored."),
    ] = None
    text: Annotated[
        str,
        Field("Text", WORDING, "One thing only. A sector may have words of its own.", "Question"),
    ]
    why: Annotated[
        str,
        Field(
            "Why",
            TEXT,
            "Shown with the question, so that people see what it is for.",
            "Why it matters",
        ),
    ] = ""
    help: Annotated[str, Field("Help", TEXT)] = ""
    evidence: Annotated[str, Field("Evidence", TEXT, "What would back an answer.")] = ""
    applies_to: Annotated[
        Sequence[str], Field("Applies to", SECTORS, ALL_SECTORS, "Asked of", group=ASKED)
    ] = ()
    condition: Annotated[
        ConditionSpec | None,
        Field(
            "Asked only if",
            One(ConditionSpec, "condition_", ("question",)),
            key="applies_when",
            group=ASKED,
        ),
    ] = None
    not_applicable_allowed: Annotated[
        bool,
        Field(
            "Not applicable allowed",
            FLAG,
            reads="“Not applicable” can be chosen",
            key="not_applicable.allowed",
            group=INSTEAD,
            always=True,
        ),
    ] = False
    not_applicable_when: Annotated[
        str, Field("Not applicable when", TEXT, key="not_applicable.when", group=INSTEAD)
    ] = ""
    dont_know_allowed: Annotated[
        bool,
        Field(
            "Don't know allowed",
            FLAG,
            reads="“Don’t know” can be chosen",
            always=True,
            group=INSTEAD,
        ),
    ] = True
    required: Annotated[bool, Field("Required", FLAG, reads="Must be answered", group=COUNTS)] = (
        True
    )
    critical: Annotated[
        bool,
        Field(
            "Critical",
            FLAG,
            "It carries gates.",
            "Can limit the overall band",
            always=True,
            group=COUNTS,
        ),
    ] = False
    options: Annotated[
        Sequence[OptionSpec], Field("Options", Many(OptionSpec, "Choice"), of_kind=True)
    ] = ()
    gates: Annotated[
        Sequence[GateSpec], Field("Gates", Many(GateSpec, "Limit at"), reads="Limits")
    ] = ()
    variants: Annotated[
        Sequence[VariantSpec],
        Field("Sector wording", Many(VariantSpec, by="sector"), key="sector_variants"),
    ] = ()
    number: Annotated[
        NumberSpec | None, Field("Number", NUMBER, group="The number asked for", of_kind=True)
    ] = None
    items: Annotated[Sequence[ItemSpec], Field("Lines", Many(ItemSpec, "Line"), of_kind=True)] = ()
    none_option: Annotated[
        NoneOptionSpec | None,
        Field(
            "None of these",
            One(NoneOptionSpec, "none_", ("code",)),
            group="The answer that none is true",
            of_kind=True,
        ),
    ] = None
    points_to_level: Annotated[
        Sequence[PointsToLevelSpec],
        Field(
            "Points to level",
            Many(PointsToLevelSpec, "Row"),
            reads="Points needed for each level",
            of_kind=True,
        ),
    ] = ()
    levels: Annotated[
        Sequence[LevelSpec], Field("Levels", Many(LevelSpec, "Level"), of_kind=True)
    ] = ()
    release: Annotated[
        str,
        Field(
            "Freedom of information",
            Choice(("open", "summary", "withheld")),
            "How much of an answer is given to whoever asks for it.",
            key="freedom_of_information.release",
            added_later=True,
            group=RELEASE,
        ),
    ] = ""
    exemption: Annotated[
        str,
        Field(
            "Exemption",
            NAME,
            "Of answers that are withheld: the exemption in law, and why it applies.",
            key="freedom_of_information.exemption",
            added_later=True,
            group=RELEASE,
        ),
    ] = ""
    maps_to: Annotated[
        Sequence[MappingSpec],
        Field("Also counts towards", Many(MappingSpec, "Also counts towards"), added_later=True),
    ] = ()
    staff_text: Annotated[
        str,
        Field(
            "Text for staff",
            TEXT,
            "The question as staff who use the service are asked it.",
            added_later=True,
        ),
    ] = ""
    sources: Annotated[Sequence[str], Field("Sources", SOURCES, group=COUNTS)] = ()

    def is_for(self, sector: str) -> bool:
        """Whether the sector is asked it, if no earlier answer rules it out."""
        return not self.applies_to or sector in self.applies_to

    @property
    def scored(self) -> bool:
        """Whether the question enters the sums: it has a weight."""
        return self.weight is not None

    @property
    def choices(self) -> Mapping[str, str]:
        """What an answer can name by code, each with its text: lines, options, "none of these"."""
        texts = {item.code: item.text for item in self.items}
        texts |= {option.value: option.text for option in self.options}
        if self.none_option is not None:
            texts[self.none_option.code] = self.none_option.text
        return texts

    def texts_of(self, codes: Iterable[str]) -> list[str]:
        """The texts of what can be chosen, or the code of what cannot."""
        return [self.choices.get(code, code) for code in codes]

    def level(self, number: int) -> LevelSpec | None:
        """The level of that number; `None` when the question has no such level."""
        for level in self.levels:
            if level.number == number:
                return level
        return None

    def wording_for(self, sector: str) -> Wording:
        """The wording that a respondent of the sector reads."""
        variant = next((v for v in self.variants if v.sector == sector), None)

        def pick(own: str, theirs: str | None) -> str:
            return own if theirs is None else theirs

        if variant is None:
            return Wording(text=self.text, why=self.why, help=self.help, evidence=self.evidence)
        return Wording(
            text=pick(self.text, variant.text),
            why=pick(self.why, variant.why),
            help=pick(self.help, variant.help),
            evidence=pick(self.evidence, variant.evidence),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionSpec:
    """A part of readiness with a weight and questions."""

    code: Annotated[str, Field("Code", CODE)]
    name: Annotated[str, Field("Name", TITLE)]
    weight: Annotated[Decimal, Field("Weight", WEIGHT)]
    summary: Annotated[str, Field("Summary", TEXT)] = ""
    weight_reason: Annotated[str, Field("Why this weight", TEXT)] = ""
    covers: Annotated[Sequence[str], Field("Covers", LINES)] = ()
    questions: Annotated[
        Sequence[QuestionSpec], Field("Questions", Many(QuestionSpec, "Question", least=1))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandSpec:
    """A named part of the scale from 0 to 100, and what it means for starting AI work."""

    code: Annotated[str, Field("Code", CODE)]
    name: Annotated[str, Field("Name", TITLE)]
    from_inclusive: Annotated[Decimal, Field("From", BOUND, reads="Starts at")]
    to_inclusive: Annotated[Decimal | None, Field("Up to and including", BOUND)] = None
    colour_hint: Annotated[str, Field("Colour", SHORT)] = ""
    minimum_each_dimension: Annotated[
        Decimal | None,
        Field("Least in each dimension", BOUND, reads="Every dimension must reach", always=True),
    ] = None
    summary: Annotated[str, Field("Summary", TEXT)] = ""
    ai_meaning: Annotated[str, Field("What it means for AI", TEXT)] = ""
    you_can_start: Annotated[Sequence[str], Field("You can start", LINES)] = ()
    you_should_not_start: Annotated[Sequence[str], Field("You should not start", LINES)] = ()
    reassess_after_months: Annotated[
        int | None,
        Field("Look again after months", Whole(1, 120), reads="Months until the next assessment"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorSpec:
    """A kind of body that answers, and what it calls the people it serves."""

    code: Annotated[str, Field("Code", CODE)]
    name: Annotated[str, Field("Name", TITLE)]
    people: Annotated[str, Field("People", NAME, "What it calls the people it serves.")] = ""
    note: Annotated[str, Field("Note", TEXT)] = ""


DECIDING = ("chief_exec", "board", "finance")
"""The codes of roles whose actions are decisions asked of a board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRoleSpec:
    """A job that an action can be given to, with its title in each sector."""

    code: Annotated[str, Field("Code", CODE)]
    default: Annotated[str, Field("Title", TITLE)]
    by_sector: Annotated[Mapping[str, str], Field("Titles by sector", BySector(TITLE))] = (
        dataclasses.field(default_factory=dict)
    )

    def title_for(self, sector: str) -> str:
        """The job's title as the sector knows it."""
        return self.by_sector.get(sector, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortSpec:
    """How much work an action is, in days of staff and in pounds."""

    code: Annotated[str, Field("Code", CODE)]
    name: Annotated[str, Field("Name", TITLE)]
    meaning: Annotated[str, Field("Meaning", TEXT)] = ""
    days_low: Annotated[
        Decimal | None, Field("Days at least", DAYS, key="days.low", added_later=True)
    ] = None
    days_likely: Annotated[
        Decimal | None, Field("Days likely", DAYS, key="days.likely", added_later=True)
    ] = None
    pounds_likely: Annotated[
        Decimal | None, Field("Pounds likely", POUNDS, key="pounds.likely", added_later=True)
    ] = None

    @property
    def assumed(self) -> tuple[Decimal | None, Decimal | None]:
        """The likely days of staff and the likely pounds; `None` where either is not said."""
        return self.days_likely, self.pounds_likely


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSpec:
    """What a level is called, whichever question it is of."""

    level: Annotated[int, Field("Level", LEVEL)]
    name: Annotated[str, Field("Name", TITLE)]


PAIR = "pair:"
"""Begins the key of a contradiction. No code of a question has a colon in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionSpec:
    """Two answers that do not fit together, and what to ask whoever gave both.

    Of each pair of levels exactly one is given: the reply to `question` is at that level or above,
    or at that or below, while the reply to `other` is as its own pair says.
    """

    code: Annotated[str, Field("Code", CODE)]
    question: Annotated[str, Field("Question", Code("questions"), column="question_code")]
    when_level_at_least: Annotated[
        int | None, Field("Has level at least", LEVEL, key="when.level_at_least")
    ] = None
    when_level_at_most: Annotated[
        int | None, Field("Has level at most", LEVEL, key="when.level_at_most")
    ] = None
    other: Annotated[str, Field("Other question", Code("questions"), column="other_code")]
    other_level_at_least: Annotated[
        int | None, Field("Other has level at least", LEVEL, key="other_when.level_at_least")
    ] = None
    other_level_at_most: Annotated[
        int | None, Field("Other has level at most", LEVEL, key="other_when.level_at_most")
    ] = None
    message: Annotated[str, Field("Message", WORDING)]

    @property
    def key(self) -> str:
        """Under which the reason for it is kept and posted, as answers are under their codes."""
        return f"{PAIR}{self.code}"

    @property
    def pair(self) -> frozenset[str]:
        """The codes of the two questions."""
        return frozenset((self.question, self.other))

    def other_than(self, code: str) -> str:
        """The code of the question that the one of this code does not fit together with."""
        return self.other if code == self.question else self.question


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSpec:
    """Another set of requirements that questions count towards."""

    code: Annotated[str, Field("Code", CODE)]
    name: Annotated[str, Field("Name", TITLE)]
    version: Annotated[str, Field("Version", SHORT, column="version_name")] = ""
    address: Annotated[str, Field("Address", Link())] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparatorSpec:
    """Another framework that this rubric was checked against."""

    topic: Annotated[str, Field("Topic", TITLE)]
    what: Annotated[str, Field("What", WORDING)]
    how_used: Annotated[str, Field("How it was used", TEXT)] = ""
    sources: Annotated[Sequence[str], Field("Sources", SOURCES)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextFigureSpec:
    """A national figure shown next to a dimension. An empty `show_to` means every sector."""

    code: Annotated[str, Field("Code", CODE)]
    dimensions: Annotated[Sequence[str], Field("Dimensions", ListOf(Code("dimensions")))] = ()
    questions: Annotated[Sequence[str], Field("Questions", ListOf(Code("questions")))] = ()
    value: Annotated[str, Field("Figure", Text(100, lines=False))]
    text: Annotated[str, Field("Text", WORDING)]
    population: Annotated[str, Field("Population", TEXT)] = ""
    date: Annotated[str, Field("Date", SHORT)] = ""
    sources: Annotated[Sequence[str], Field("Sources", SOURCES)] = ()
    show_to: Annotated[Sequence[str], Field("Shown to", SECTORS, ALL_SECTORS)] = ()
    caution: Annotated[str, Field("Caution", TEXT)] = ""

    @property
    def value_apart(self) -> str:
        """The figure, as it is printed next to its text; empty where the text says it."""
        return "" if self.value.casefold() in self.text.casefold() else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSpec:
    """A word of the rubric's glossary."""

    term: Annotated[str, Field("Term", TITLE)]
    meaning: Annotated[str, Field("Meaning", WORDING)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """Where a fact or a piece of guidance comes from."""

    code: Annotated[str, Field("Code", CODE, key="id")]
    title: Annotated[str, Field("Title", TITLE)]
    publisher: Annotated[str, Field("Publisher", NAME)] = ""
    date: Annotated[str, Field("Date", SHORT)] = ""
    url: Annotated[str, Field("Address", Link())] = ""
    check: Annotated[
        str,
        Field(
            "Check",
            NAME,
            "A word that the note on sources explains, such as page or address.",
            "How it was checked",
            column="check_note",
        ),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSpec:
    """One edition of a rubric, whole. Bands run from the lowest to the highest.

    `scoring_notes` is what else the file's `scoring` block holds: the share that may be left out
    before a warning and, of format 1, prose about the sums, which the engine never consults.
    """

    code: Annotated[str, Field("Code", CODE, key="rubric.code")]
    title: Annotated[str, Field("Title", TITLE, key="rubric.title")]
    edition: Annotated[str, Field("Edition", SHORT, key="rubric.edition")]
    status: Annotated[str, Field("Status", SHORT, key="rubric.status")] = ""
    language: Annotated[str, Field("Language", Language(), key="rubric.language")]
    drafted_on: Annotated[str, Field("Drafted on", SHORT, key="rubric.drafted_on")] = ""
    purpose: Annotated[str, Field("Purpose", TEXT, key="rubric.purpose")] = ""
    limits: Annotated[str, Field("Limits", TEXT, key="rubric.limits")] = ""
    how_to_answer: Annotated[
        Sequence[str], Field("How to answer", LINES, key="rubric.how_to_answer")
    ] = ()
    time_needed: Annotated[str, Field("Time needed", TEXT, key="rubric.time_needed")] = ""
    licence_note: Annotated[str, Field("Licence note", TEXT, key="rubric.licence_note")] = ""
    shows_score: Annotated[
        bool,
        Field(
            "Shows score",
            FLAG,
            "No: only what limits the band, and the highest band still open.",
            "Shows a score",
            key="rubric.shows_score",
            always=True,
            added_later=True,
        ),
    ] = True
    sectors: Annotated[Sequence[SectorSpec], Field("Sectors", Many(SectorSpec, "Sector", least=1))]
    roles: Annotated[Sequence[OwnerRoleSpec], Field("Owners", Many(OwnerRoleSpec, "Job"))] = ()
    efforts: Annotated[Sequence[EffortSpec], Field("Efforts", Many(EffortSpec, "Effort"))] = ()
    scoring_notes: Annotated[
        Mapping[str, object],
        Field(
            "Scoring notes",
            Notes(),
            reads="Percent that “not applicable” may leave out before a warning",
            key="scoring",
        ),
    ] = dataclasses.field(default_factory=dict)
    dont_know_action: Annotated[
        ActionSpec | None,
        Field("Don't know", UNKNOWN, key="scoring.dont_know.action"),
    ] = None
    scale: Annotated[
        Sequence[ScaleSpec],
        Field(
            "Level names",
            Many(ScaleSpec, "Level name"),
            "One for each level, whichever question it is of.",
            key="scoring.scale",
            added_later=True,
        ),
    ] = ()
    bands: Annotated[Sequence[BandSpec], Field("Bands", Many(BandSpec, "Band", least=1))]
    dimensions: Annotated[
        Sequence[DimensionSpec], Field("Dimensions", Many(DimensionSpec, "Dimension", least=1))
    ]
    contradictions: Annotated[
        Sequence[ContradictionSpec],
        Field("Contradictions", Many(ContradictionSpec, "Contradiction"), added_later=True),
    ] = ()
    frameworks: Annotated[
        Sequence[FrameworkSpec],
        Field("Frameworks", Many(FrameworkSpec, "Framework"), added_later=True),
    ] = ()
    comparators: Annotated[
        Sequence[ComparatorSpec], Field("Comparators", Many(ComparatorSpec, "Framework compared"))
    ] = ()
    context_figures: Annotated[
        Sequence[ContextFigureSpec],
        Field("Context figures", Many(ContextFigureSpec, "National figure")),
    ] = ()
    glossary: Annotated[
        Sequence[TermSpec], Field("Glossary", Many(TermSpec, "Word explained"))
    ] = ()
    sources_note: Annotated[str, Field("Sources note", TEXT)] = ""
    sources: Annotated[Sequence[SourceSpec], Field("Sources", Many(SourceSpec, "Source"))] = ()

    @property
    def excluded_limit(self) -> object:
        """How many percent of the weight may be left out without a warning; `None` for no limit."""
        return limit_in(self.scoring_notes)

    def questions(self) -> Iterator[tuple[DimensionSpec, QuestionSpec]]:
        """Every question with its dimension, in the order in which they are asked."""
        for dimension in self.dimensions:
            for question in dimension.questions:
                yield dimension, question

    def question(self, code: str) -> QuestionSpec:
        """The question of that code; raises `KeyError` when the rubric has none."""
        for _, question in self.questions():
            if question.code == code:
                return question
        raise KeyError(code)

    def dimension(self, code: str) -> DimensionSpec:
        """The dimension of that code; raises `KeyError` when the rubric has none."""
        return _of_code(self.dimensions, code)

    def band(self, code: str) -> BandSpec:
        """The band of that code; raises `KeyError` when the rubric has none."""
        return _of_code(self.bands, code)

    def level_name(self, number: int) -> str:
        """What people read for a level: "2 Partly in place", or "Level 2" where it has no name."""
        for one in self.scale:
            if one.level == number and one.name:
                return f"{number} {one.name}"
        return f"Level {number}"

    def level_within(self, number: int) -> str:
        """The same within a sentence: "“2 Partly in place”", or "level 2"."""
        name = self.level_name(number)
        return name.lower() if name.startswith("Level") else f"“{name}”"

    def at_or_below(self, question: QuestionSpec, bound: int) -> str:
        """ "level 1 or below", and "level 0" where the question has no lower one."""
        lowest = min((level.number for level in question.levels), default=0)
        return f"{self.level_within(bound)}{' or below' if bound > lowest else ''}"

    def words_used(self, question: QuestionSpec, sector: str) -> tuple[TermSpec, ...]:
        """The words of the glossary that people of the sector read at a question."""
        read = question.wording_for(sector)
        text = "\n".join(
            (read.text, read.why, read.help, read.evidence, question.not_applicable_when)
            + tuple(f"{one.text}\n{one.still_missing}" for one in question.levels)
            + tuple(one.text for one in question.items)
            + tuple(gate.message for gate in question.gates)
            + (("critical question",) if question.gates else ())
        )
        folded = text.casefold()
        words = set(_WORD.findall(text)) | set(_WORD.findall(folded))
        return tuple(one for one in self.glossary if _is_read(one.term, words, folded))

    def source(self, code: str) -> SourceSpec | None:
        """The source of that code, or `None`."""
        return next((source for source in self.sources if source.code == code), None)

    def owner_title(self, code: str, sector: str) -> str:
        """The title of the job that owns an action, as the sector knows it."""
        role = next((role for role in self.roles if role.code == code), None)
        return role.title_for(sector) if role else code

    def effort(self, code: str) -> EffortSpec:
        """The effort of that code; raises `KeyError` when the rubric has none."""
        return _of_code(self.efforts, code)


_WORD = re.compile(r"\w+(?:-\w+)*")


def _is_read(term: str, words: Collection[str], folded: str) -> bool:
    """Whether a term is among those words, also as a plural; one of several words, in the text.

    An abbreviation is known by its capitals, so that "IT" is not read in "it".
    """
    if _WORD.fullmatch(term) is None:
        return term.casefold() in folded
    own = term if term[1:] != term[1:].lower() else term.casefold()
    return own in words or f"{own}s" in words


def version_of(spec: RubricSpec) -> int:
    """The first version of the format that can say all that a rubric says."""
    return LATEST if _says_later(spec) else 1


@once
def _leads_later(part: type[object]) -> tuple[Declared, ...]:
    """The fields of a part that were added later, or hold parts with such a field."""

    def leads(one: Declared) -> bool:
        inner = isinstance(one.value, One | Many) and _leads_later(one.value.part)
        return one.added_later or bool(inner)

    return tuple(one for one in fields_of(part) if leads(one))


def _says_later(part: object) -> bool:
    for one in _leads_later(type(part)):
        held = getattr(part, one.name)
        if one.added_later:
            if held != one.default and held not in ((), []):
                return True
        elif any(map(_says_later, held if isinstance(one.value, Many) else [held] if held else ())):
            return True
    return False


def limit_in(notes: Mapping[str, object]) -> object:
    """The one note that format 2 keeps, of a `scoring` block that need not be sound."""
    inside = notes.get("not_applicable")
    return inside.get(LIMIT) if isinstance(inside, Mapping) else None


def _of_code(parts: Sequence[P], code: str) -> P:
    """The part of that code; raises `KeyError` when there is none."""
    for one in parts:
        if one.code == code:
            return one
    raise KeyError(code)
