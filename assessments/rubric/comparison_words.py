"""What each part of an edition says, under the names that its readers know it by. Pure.

One walk over the definition gathers it, so a field that is added there is compared too. Texts that
people read are kept apart from rules, which are put into words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from string import Formatter
from typing import NamedTuple

from assessments.rubric import definition as d
from assessments.wording import plain

EVERY_SECTOR = "Every sector"

IN_WORDS: Mapping[type[object], Sequence[str]] = {
    d.ConditionSpec: (
        "{question} is at level {level_at_least} or above",
        "the answer to {question} includes {any_of}",
    ),
    d.GateSpec: (
        "At level {when_level_at_or_below} or below: {cap_band} at most",
        "While {when_any_missing} is missing: {cap_band} at most",
    ),
    d.MappingSpec: ("{framework}: {ref}",),
    d.NumberBandSpec: (
        "{from_inclusive} {to_is_inclusive} {to}: level {level}",
        "{from_inclusive} to below {to}: level {level}",
    ),
    d.PointsToLevelSpec: ("{from_inclusive} to {to_inclusive}: level {level}",),
}
"""Parts that read as one sentence: the first of theirs whose fields all say something.

What a sentence does not mention follows it.
"""

LISTS = {one.name: one.value for one in d.fields_of(d.RubricSpec) if isinstance(one.value, d.Many)}

ELSEWHERE: Mapping[type[object], Sequence[str]] = {
    d.RubricSpec: ("title", "edition", "status", "language", "drafted_on", *LISTS),
    d.DimensionSpec: ("weight", "questions"),
}
"""Fields that are compared as parts or as shares, and those in which editions always differ."""

Path = tuple[str, ...]
Called = Callable[[d.Declared], str]


def to_respondents(field: d.Declared) -> str:
    """What respondents know a field by."""
    return field.reads


def to_editors(field: d.Declared) -> str:
    """What a field is called where it is edited; of notes only a limit is compared, and named."""
    return field.reads if isinstance(field.value, d.Notes) else field.label


class Said(NamedTuple):
    """What a field says. Two are the same when their keys are: codes, where words name them."""

    words: str
    key: Hashable
    is_text: bool = False


Sayings = Iterator[tuple[Path, Said]]
NOTHING = Said("", "")


def key_of(part: object) -> d.Content:
    """What tells a part from the others of its list: the first of its fields that says a thing."""
    return getattr(part, d.naming_field(part).name)


def name_of(part: object) -> str:
    """What people call a part: the first of its texts."""
    texts = (one.name for one in d.fields_of(type(part)) if isinstance(one.value, d.Text))
    return str(getattr(part, next(texts)))


class Words:
    """Says what the parts of one edition say, with the names that the edition gives to its codes.

    `kinds` names the kinds of question by key. `sectors` names the sectors above their own
    wording, alike in both editions. `called` names the fields.
    """

    def __init__(
        self,
        spec: d.RubricSpec,
        kinds: Mapping[str, str],
        sectors: Mapping[str, str],
        called: Called,
    ) -> None:
        self._kinds, self._sectors, self._called = kinds, sectors, called
        self._choices = {question.code: question.choices for _, question in spec.questions()}
        self._lines: Mapping[str, str] = {}
        self._names = {
            name: {key_of(part): name_of(part) for part in getattr(spec, name)} for name in LISTS
        }

    def of(self, part: object, fields: Iterable[d.Declared]) -> dict[str, Said]:
        """What the fields of the part say, by their names; what is empty is left out."""
        found: dict[str, Said] = {}
        if isinstance(part, d.QuestionSpec):
            self._lines = part.choices
        for path, said in self._fields(part, fields):
            if said.words.strip():
                name = ", ".join(path)
                while name in found:
                    name += " (another)"
                found[name] = said
        return found

    def _fields(self, part: object, fields: Iterable[d.Declared]) -> Sayings:
        for one in fields:
            held, value, name = getattr(part, one.name), one.value, self._called(one)
            path = (name,)
            if isinstance(value, d.Many):
                yield from self._list(name, value, held)
            elif isinstance(value, d.One) and value.part in IN_WORDS:
                yield path, self._sentences([held] if held else [])
            elif isinstance(value, d.One):
                for inner, said in self._fields(held, d.fields_of(value.part)) if held else ():
                    yield inner if inner[0] == name else _under(name, inner), said
            elif isinstance(value, d.BySector) and isinstance(value.item, d.Text):
                for sector, text in held.items():
                    yield (name, self._sectors.get(sector, sector)), Said(text, text, True)
            else:
                words = "\n".join(self._words(value, held, part))
                is_text = _is_text(value)
                yield path, Said(words, words if is_text else self._key(value, held), is_text)

    def _list(self, called: str, value: d.Many, parts: Sequence[object]) -> Sayings:
        """Which parts there are, in their order, and then what each of them says."""
        key, *fields = d.fields_of(value.part)
        keys = [str(key_of(part)) for part in parts]
        naming = [d.naming_field(part).value for part in parts]
        pairs = zip(naming, parts, strict=True)
        names = [", ".join(self._words(each, key_of(part), part)) for each, part in pairs]
        if value.part in IN_WORDS:
            fields = [field for field in fields if _is_text(field.value)]
            yield (called,), self._sentences(parts)
        else:
            yield (called,), Said(", ".join(names), tuple(sorted(keys) if value.by else keys))
        for name, part in zip(names, parts, strict=True):
            which = f"{value.one} “{name}”" if key.value == d.CODE else f"{value.one} {name}"
            for path, said in self._fields(part, fields):
                yield _under(which.strip(), path), said

    def _sentences(self, parts: Sequence[object]) -> Said:
        """A line for each of the parts."""
        rules = [[one for one in d.fields_of(type(p)) if not _is_text(one.value)] for p in parts]
        both = list(zip(parts, rules, strict=True))
        keys = (tuple(self._key(f.value, getattr(p, f.name)) for f in fields) for p, fields in both)
        return Said("\n".join(self._sentence(p, fields) for p, fields in both), tuple(keys))

    def _sentence(self, part: object, fields: Sequence[d.Declared]) -> str:
        said = {}
        for one in fields:
            held = getattr(part, one.name)
            words = self._words(one.value, held, part)
            if isinstance(one.value, d.Flag):
                words = [self._called(one).lower()] if held else []
            if words:
                said[one.name] = " or ".join(words)
        mentioned: set[str] = set()
        found: list[str] = []
        for sentence in IN_WORDS[type(part)]:
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            if not found and names <= said.keys():
                mentioned, found = names, [sentence.format(**said)]
        rest = [one for one in fields if one.name in said and one.name not in mentioned]
        return ", ".join([*found, *(f"{self._called(one)}: {said[one.name]}" for one in rest)])

    def _words(self, value: d.Value, held: d.Content, part: object) -> list[str]:
        """A value in words, a list with one word for each of what it holds."""
        if isinstance(value, d.ListOf):
            if value == d.SECTORS and not self._key(value, held):
                return [EVERY_SECTOR]
            return [words for one in held for words in self._words(value.item, one, part)]
        if isinstance(value, d.BySector):
            return [
                f"{self._sectors.get(sector, sector)}: {words}"
                for sector, one in sorted(held.items())
                for words in self._words(value.item, one, part)
            ]
        return [] if held is None or held == "" else [self._word(value, held, part)]

    def _word(self, value: d.Value, held: d.Content, part: object) -> str:
        match value:
            case d.Notes():
                limit = d.limit_in(held)
                return "" if limit is None else str(limit)
            case d.Flag():
                return "Yes" if held else "No"
            case d.Number():
                return plain(held)
            case d.Kind():
                return self._kinds.get(held, str(held))
            case d.Code(of="choices"):
                return f"“{self._choices.get(key_of(part), {}).get(held, held)}”"
            case d.Code(of="items"):
                return f"“{self._lines.get(held, held)}”"
            case d.Code(of="sectors"):
                return self._sectors.get(held, held)
            case d.Code(of=of):
                return self._names.get(of, {}).get(held, str(held))
        return str(held)

    def _key(self, value: d.Value, held: d.Content) -> Hashable:
        """What is compared. Every sector named is as good as none; what was renamed is the same."""
        if isinstance(held, Mapping):
            return tuple(sorted(held.items()))
        if isinstance(value, d.ListOf):
            every = value == d.SECTORS and self._names["sectors"].keys() <= set(held)
            return () if every else tuple(sorted(held))
        return "" if held is None else held


def _under(name: str, path: Path) -> Path:
    """The path, begun with the name of what it is in."""
    first, *rest = path
    return name, first[:1].lower() + first[1:], *rest


def _is_text(value: d.Value) -> bool:
    """Whether it is text that people read, rather than a rule or a short word about something."""
    text = value.item if isinstance(value, (d.ListOf, d.BySector)) else value
    return isinstance(text, d.Text) and (text.says or text.lines)
